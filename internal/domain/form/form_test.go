package form_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
)

var now = ident.At(time.Date(2026, 11, 24, 3, 0, 0, 0, time.UTC)) // 12:00 in Japan

func TestReadMoment(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"2026-11-24T10:15": "2026-11-24T10:15+09:00", "2026-11-24 10:15": "2026-11-24T10:15+09:00", "2026/11/24 10:15:59": "2026-11-24T10:15+09:00",
		"令和8年11月24日 10時15分": "2026-11-24T10:15+09:00", "R8.11.24 10:15": "2026-11-24T10:15+09:00", "２０２６－１１－２４　１０：１５": "2026-11-24T10:15+09:00",
		"2026-11-24T01:15:00Z": "2026-11-24T01:15Z", "2026-11-24t10:15+09:00": "2026-11-24T10:15+09:00", "令和8年11月24日10時": "2026-11-24T10:00+09:00",
		"令和8年11月24日 9時5分": "2026-11-24T09:05+09:00", "2026-11-24 9:05": "2026-11-24T09:05+09:00",
		"2026-11-24": "", "10:15": "", "2026-02-30 10:15": "", "2026-11-24 24:01": "", "1999-01-01 00:00": "", "昨日 10:15": "", "": "", strings.Repeat("2", 100): "",
	} {
		got, err := form.ReadMoment(in)
		if got != want || (err != nil) != (want == "") {
			t.Errorf("ReadMoment(%q) = %q, %v; want %q", in, got, err, want)
		}
	}
}

func FuzzReadMoment(f *testing.F) {
	f.Add("令和8年11月24日 10時15分")
	f.Add("2026-11-24T10:15+09:00")
	f.Fuzz(func(t *testing.T, in string) {
		m, err := form.ReadMoment(in)
		if err != nil {
			return
		}
		if again, err := form.ReadMoment(m); err != nil || again != m {
			t.Fatalf("%q read as %q, then %q, %v", in, m, again, err)
		}
	})
}

const good = `{"what_kind":["malware"],"aware_at":"2026-11-24T10:15","which":null,"impact":"stopped","callback":"03-0000-0000"}`

func TestDecodeAndCheck(t *testing.T) {
	t.Parallel()
	f := incident.PromptForm
	big := strings.Repeat("あ", 3000)
	for name, c := range map[string]struct{ body, want string }{
		"good":                {good, ""},
		"not an object":       {`[]`, " fault.json.object"},
		"empty":               {``, " fault.json.object"},
		"duplicate":           {`{"impact":"none","impact":"stopped"}`, "impact fault.json.duplicate"},
		"unknown field":       {`{"unknown":1,` + good[1:], "unknown fault.form.field"},
		"lone surrogate":      {`{"what_text":"\ud800"}`, " fault.json.surrogate"},
		"surrogate pair":      {`{"what_text":"\ud842\udfb7",` + good[1:], ""},
		"bytes that are not":  {"{\"what_text\":\"\xff\"}", " fault.json.encoding"},
		"depth":               {`{"what_text":[[[[[1]]]]]}`, " fault.json.depth"},
		"trailing":            {good + "x", " fault.json.trailing"},
		"cut":                 {good[:40], ""},
		"NUL":                 {`{"what_text":"a\u0000b",` + good[1:], "what_text fault.text.nul"},
		"bidi":                {`{"what_text":"a\u202eb",` + good[1:], "what_text fault.text.bidi"},
		"long":                {`{"what_text":"` + big + `",` + good[1:], "what_text fault.text.long"},
		"wrong type":          {`{"what_text":1,` + good[1:], "what_text fault.json.string"},
		"wrong option":        {strings.Replace(good, "stopped", "exploded", 1), "impact fault.form.option"},
		"not known, not open": {strings.Replace(good, `"2026-11-24T10:15"`, "null", 1), "aware_at fault.form.unknown"},
		"missing":             {`{"what_kind":["malware"]}`, "aware_at fault.form.needed"},
		"not a moment":        {strings.Replace(good, "2026-11-24T10:15", "noon", 1), "aware_at fault.form.moment"},
	} {
		values, err := f.Decode([]byte(c.body))
		if err == nil {
			_, _, err = f.Check(values, now)
		}
		got := ""
		if e, ok := err.(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // what the function itself returns
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if name == "cut" {
			if !fault.Is(err, fault.Invalid) {
				t.Errorf("cut: %v", err)
			}
			continue
		}
		if got != c.want {
			t.Errorf("%s: %q (%v), want %q", name, got, err, c.want)
		}
	}
}

func TestTheFutureIsAskedAbout(t *testing.T) {
	t.Parallel()
	values, err := incident.PromptForm.Decode([]byte(strings.Replace(good, "2026-11-24T10:15", "2026-11-25T10:15", 1)))
	if err != nil {
		t.Fatal(err)
	}
	_, asked, err := incident.PromptForm.Check(values, now)
	if err != nil || len(asked) != 1 || asked[0].ID() != "aware_at:ask.future" {
		t.Fatalf("%v %v", asked, err)
	}
	if left := form.Unconfirmed(asked, []string{"aware_at:ask.future"}); len(left) != 0 {
		t.Error("confirmed and still asked")
	}
}

func TestCanonicalIsTheSameHoweverItWasWritten(t *testing.T) {
	t.Parallel()
	canonical := func(body string) string {
		values, err := incident.PromptForm.Decode([]byte(body))
		if err != nil {
			t.Fatal(err)
		}
		tidy, _, err := incident.PromptForm.Check(values, now)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := incident.PromptForm.Canonical(tidy)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	a := canonical(good)
	if b := canonical(`{ "callback":"03-0000-0000", "impact":"stopped","which":null,"aware_at":"令和8年11月24日 10時15分","what_kind":["malware","malware"],"what_text":"" }`); a != b {
		t.Errorf("%s\n%s", a, b)
	}
	again, err := incident.PromptForm.Decode([]byte(a))
	if err != nil || !again["which"].Unknown {
		t.Errorf("what was stored does not read back: %v %v", again, err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(good))
	f.Fuzz(func(t *testing.T, data []byte) {
		values, err := incident.PromptForm.Decode(data)
		if err != nil {
			if fault.KindOf(err) == fault.Internal {
				t.Fatal(err)
			}
			return
		}
		if _, _, err := incident.PromptForm.Check(values, now); err != nil && fault.KindOf(err) == fault.Internal {
			t.Fatal(err)
		}
	})
}

func TestStrict(t *testing.T) {
	t.Parallel()
	var v struct {
		A string `json:"a"`
		B []struct {
			C int `json:"c"`
		} `json:"b"`
	}
	if err := form.Strict([]byte(`{"a":"髙","b":[{"c":1},{"c":2}]}`), 100, 4, &v); err != nil || v.A != "髙" || v.B[1].C != 2 {
		t.Errorf("%v %v", v, err)
	}
	for body, want := range map[string]string{
		`{"a":"x","a":"y"}`:             "a fault.json.duplicate",
		`{"b":[{"c":1},{"c":1,"c":2}]}`: "b[1].c fault.json.duplicate",
		`{"d":1}`:                       "d fault.form.field",
		`{"b":[{"d":1}]}`:               "d fault.form.field",
		`{"a":1}`:                       "a fault.json.string",
		`{"b":[{"c":"1"}]}`:             "b.c fault.api.integer",
		`{"a":"\u0000"}`:                "a fault.text.nul",
		`{"a":"\ud800"}`:                " fault.json.surrogate",
		`{"b":[[[[[]]]]]}`:              " fault.json.depth",
		`{} {}`:                         " fault.json.trailing",
		`{"a":`:                         " fault.json.syntax",
		`{"a":"x"`:                      " fault.json.syntax",
		``:                              " fault.json.syntax",
	} {
		e, ok := errors.AsType[*fault.Error](form.Strict([]byte(body), 100, 4, &v))
		if !ok || len(e.Fields) != 1 || e.Fields[0].Path+" "+e.Fields[0].Code != want {
			t.Errorf("%s: %v, want %s", body, e, want)
		}
	}
	if err := form.Strict(make([]byte, 101), 100, 4, &v); !fault.Is(err, fault.Exceeded) {
		t.Errorf("too large: %v", err)
	}
}
