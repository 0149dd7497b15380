package packet_test

import (
	"bytes"
	"crypto/rand"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/packet"
)

func code(t testing.TB) string {
	t.Helper()
	c, err := ident.NewCheckedCode(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func written(t testing.TB) packet.Packet {
	t.Helper()
	return packet.Packet{
		Form: packet.Form().ID, Version: packet.Version(), Operator: "8000012050001", Code: code(t), WrittenAt: ident.At(time.Date(2026, 11, 23, 2, 15, 30, 0, ident.JST)),
		Answers: []byte(`{"what_kind":["malware"],"which":null}`), Confirmed: []string{"aware_at:ask.future"},
	}
}

func padded(s string) []byte {
	return append([]byte(s), bytes.Repeat([]byte(" "), (packet.Block-len(s)%packet.Block)%packet.Block)...)
}

func TestAPacketIsReadAsItWasWritten(t *testing.T) {
	t.Parallel()
	p := written(t)
	inside, err := p.Write()
	if err != nil || len(inside)%packet.Block != 0 {
		t.Fatal(len(inside), err)
	}
	got, err := packet.Read(inside)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(p, got); d != "" {
		t.Error(d)
	}
	p.Answers = []byte(`{"which":"` + strings.Repeat("長", packet.Limit/3) + `"}`)
	if _, err := p.Write(); !fault.Is(err, fault.Exceeded) {
		t.Errorf("too much: %v", err)
	}
}

// Whatever is not as the offline form writes it is refused, and it is one and the same fault.
func TestAPacketIsReadStrictly(t *testing.T) {
	t.Parallel()
	inside, err := written(t).Write()
	if err != nil {
		t.Fatal(err)
	}
	plain := string(bytes.TrimRight(inside, " "))
	swap := func(old, now string) []byte {
		if !strings.Contains(plain, old) {
			t.Fatalf("%s is not in %s", old, plain)
		}
		return padded(strings.Replace(plain, old, now, 1))
	}
	for name, bad := range map[string][]byte{
		"nothing": {}, "spaces": padded(" "), "no object": padded(`[]`), "not padded": []byte(plain),
		"too large":        padded(plain[:len(plain)-1] + `,"x":"` + strings.Repeat("x", packet.Limit) + `"}`),
		"another form":     swap(`"report.prompt"`, `"report.detailed"`),
		"another member":   swap(`"version"`, `"versions"`),
		"one more":         swap(`"form":`, `"extra":1,"form":`),
		"twice":            swap(`"form":`, `"form":"report.prompt","form":`),
		"a code with slip": swap(`"code":"`, `"code":"2`),
		"no time":          swap(`"written_at":"2026-11-23T02:15:30+09:00"`, `"written_at":"yesterday"`),
		"an ancient time":  swap(`"written_at":"2026`, `"written_at":"1926`),
		"a number":         swap(`"operator":"8000012050001"`, `"operator":8000012050001`),
		"null for a code":  swap(`"operator":"8000012050001"`, `"operator":null,"code":null`),
		"broken UTF-8":     swap(`malware`, "mal\xffware"),
		"trailing":         padded(plain + `{}`),
		"many questions":   swap(`"confirmed":["aware_at:ask.future"]`, `"confirmed":[`+strings.Repeat(`"x",`, 30)+`"x"]`),
	} {
		_, err := packet.Read(bad)
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "fault.packet.refused") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	inside, err := written(f).Write()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(inside)
	f.Add(padded(`{"form":"report.prompt"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := packet.Read(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		again, err := p.Write()
		if err != nil {
			t.Skip() // escaped anew it may be longer than the bound
		}
		q, err := packet.Read(again)
		if err != nil || q.Code != p.Code || q.Operator != p.Operator || q.WrittenAt != p.WrittenAt {
			t.Fatalf("%v: %+v is read again as %+v", err, p, q)
		}
	})
}
