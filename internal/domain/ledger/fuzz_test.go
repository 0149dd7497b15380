package ledger_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
)

func vector(f *testing.F, name string) []byte {
	f.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		f.Fatal(err)
	}
	return data
}

// FuzzVerifyReceipt: nothing but the two given files is ever accepted, and nothing is an error of ours.
func FuzzVerifyReceipt(f *testing.F) {
	proof, twin := vector(f, "receipt.tlog-proof"), vector(f, "receipt.txt")
	f.Add(proof)
	f.Add(twin)
	f.Add(vector(f, "provisional.note"))
	_, known, _ := keys(f, 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, err := ledger.VerifyReceipt(data, known)
		if err == nil && !bytes.Equal(data, proof) && !bytes.Equal(data, twin) {
			t.Fatalf("accepted %q", data)
		}
		if err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatal(err)
		}
		if text, err := ledger.MakeText(data); err == nil && len(text) < len(data) {
			t.Fatalf("the text of %q lost the proof", data)
		}
	})
}

func FuzzVerifyProvisional(f *testing.F) {
	promise := vector(f, "provisional.note")
	f.Add(promise)
	f.Add(vector(f, "receipt.tlog-proof"))
	_, known, _ := keys(f, 1)
	f.Fuzz(func(t *testing.T, data []byte) {
		if _, err := ledger.VerifyProvisional(data, known); err == nil && !bytes.Equal(data, promise) {
			t.Fatalf("accepted %q", data)
		}
	})
}

func FuzzParseStatement(f *testing.F) {
	f.Add(vector(f, "statement.json"))
	f.Add([]byte(`{"facts":{}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := ledger.ParseStatement(data)
		if err != nil {
			return
		}
		if s.Instant() == 0 || s.Facts == nil || len(s.Lines()) == 0 {
			t.Fatalf("read %q as %+v", data, s)
		}
	})
}

func FuzzParseCheckpoint(f *testing.F) {
	f.Add("kanmin.example/log\n13\nTaL4vR1OKHDFH7fSy4Fp02vz8Qj4DzyhQJjN5mXgOsg=\n")
	f.Add("a\n0\n\n")
	f.Fuzz(func(t *testing.T, body string) {
		if c, err := ledger.ParseCheckpoint(body); err == nil && c.Body() != body {
			t.Fatalf("%q was read and is written %q", body, c.Body())
		}
	})
}

func FuzzParseKeys(f *testing.F) {
	f.Add(string(vector(f, "log.vkey")))
	f.Add("# none\n")
	f.Fuzz(func(t *testing.T, s string) {
		if known, err := ledger.ParseKeys(s); (err == nil) != (known != nil) {
			t.Fatalf("%q: %v, %v", s, known, err)
		}
	})
}

func FuzzAudit(f *testing.F) {
	l := grown(f, 3)
	f.Add([]byte("x"), int64(1), uint8(0))
	f.Add(l.leaves[1].Statement, int64(1), uint8(1))
	f.Fuzz(func(t *testing.T, statement []byte, index int64, at uint8) {
		rows := l.stored()
		e := &rows[int(at)%len(rows)]
		same := bytes.Equal(e.Statement, statement) && e.Index == index
		e.Statement, e.Index = statement, index
		v := audited(l, rows, int64(len(l.nodes)), l.head(t, 3))
		if (v.Finding == ledger.Sound) != same {
			t.Fatalf("%+v", v)
		}
	})
}
