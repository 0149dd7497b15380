package law_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"kanmin/internal/domain/law"
)

// everyValue calls f with each value of each book, once by id and first day.
func everyValue(t *testing.T, f func(law.Value)) {
	t.Helper()
	text := law.Current()
	values := text.Values()
	if len(values) < 100 {
		t.Fatalf("only %d values: is this the book?", len(values))
	}
	for _, v := range values {
		f(v)
	}
}

func TestEveryValueIsCited(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	everyValue(t, func(v law.Value) {
		c := v.Cited()
		key := strings.Join([]string{c.ID, c.From.String(), string(c.Sector), c.Operator}, "|")
		if c.ID == "" || seen[key] {
			t.Errorf("%q stands twice", key)
		}
		seen[key] = true
		if c.Name.Ja == "" || c.Name.En == "" || v.Says().Ja == "" || v.Says().En == "" {
			t.Errorf("%s has no words in both languages", c.ID)
		}
		if len(c.Provision) == 0 || len(c.Source) == 0 || c.From.IsZero() {
			t.Errorf("%s lacks provision, source or first day", c.ID)
		}
		for _, p := range c.Provision {
			if !law.KnownProvision(p) {
				t.Errorf("%s cites the unknown provision %s", c.ID, p)
			}
		}
		for _, s := range c.Source {
			if !law.KnownSource(s) {
				t.Errorf("%s cites the unknown source %s", c.ID, s)
			}
		}
		if (c.Certainty == law.Drafted) != (c.Status == law.Proposed) {
			t.Errorf("%s: %s and %s disagree", c.ID, c.Certainty, c.Status)
		}
		if !c.Until.IsZero() && c.Until.Before(c.From) {
			t.Errorf("%s ends before it begins", c.ID)
		}
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("%s: %v", c.ID, err)
		}
	})
}

func TestOurOwnChoiceIsNeverCalledConfirmed(t *testing.T) {
	t.Parallel()
	everyValue(t, func(v law.Value) {
		c := v.Cited()
		if c.Certainty == law.Confirmed && len(c.Source) == 1 && c.Source[0] == "own" {
			t.Errorf("%s is our own choice and called confirmed", c.ID)
		}
	})
}

func TestBookOfADay(t *testing.T) {
	t.Parallel()
	before, on, after := law.At(day("2026-09-30")), law.At(day("2026-10-01")), law.At(day("2026-11-24"))
	if _, ok := before.Deadline("asset.new", "", ""); ok {
		t.Error("the duty to notify stood before its commencement")
	}
	if _, ok := on.Deadline("asset.new", "", ""); !ok {
		t.Error("the duty to notify does not stand on its commencement")
	}
	if on.ID != after.ID || before.ID == on.ID || !strings.HasPrefix(on.ID, "2026-10-01.") {
		t.Errorf("ids: %s %s %s", before.ID, on.ID, after.ID)
	}
	if b := law.At(day("1999-01-01")); b.ID != "none" || len(b.Values()) != 0 {
		t.Errorf("a book of 1999: %s with %d values", b.ID, len(b.Values()))
	}
}

func TestABookOfAnotherTextHasAnotherID(t *testing.T) {
	t.Parallel()
	text := law.Current()
	for i := range text.Deadlines {
		if text.Deadlines[i].ID == "asset.new" {
			text.Deadlines[i].Length.N = 3
		}
	}
	changed := law.Compile(text).At(day("2026-11-24"))
	if changed.ID == law.At(day("2026-11-24")).ID {
		t.Error("the digest does not see a changed period")
	}
	d, err := changed.Due("asset.new", law.Question{On: day("2026-11-24")})
	if err != nil || d.Due != day("2027-02-24") {
		t.Errorf("%s, %v", d.Due, err)
	}
}

func TestAValueOfOneOperatorGoesFirst(t *testing.T) {
	t.Parallel()
	text := law.Current()
	general, _ := law.At(day("2026-11-24")).Deadline("asset.new", "", "")
	sector, own := general, general
	sector.Sector, sector.Length.N = law.Gas, 5
	own.Sector, own.Operator, own.Length.N = law.Gas, "1234567890123", 6
	text.Deadlines = append([]law.Deadline{own, sector}, text.Deadlines...)
	b := law.Compile(text).At(day("2026-11-24"))
	for _, c := range []struct {
		s    law.Sector
		op   string
		want int
	}{{"", "", 4}, {law.Water, "", 4}, {law.Gas, "", 5}, {law.Gas, "1234567890123", 6}, {law.Gas, "9", 5}} {
		if d, ok := b.Deadline("asset.new", c.s, c.op); !ok || d.Length.N != c.want {
			t.Errorf("%s %s: %d, want %d", c.s, c.op, d.Length.N, c.want)
		}
	}
}

func TestSectorsAndMinisters(t *testing.T) {
	t.Parallel()
	b := law.At(day("2026-11-24"))
	active := 0
	for _, r := range b.Sectors() {
		if r.Active() {
			active++
		}
		for _, m := range r.Ministers {
			if !m.Known() || m.Title().Ja == "" || m.Title().En == "" {
				t.Errorf("%s: minister %s", r.Code, m)
			}
		}
	}
	if active != 15 || len(b.Sectors()) != 16 {
		t.Errorf("%d sectors, %d in force; want 16, 15", len(b.Sectors()), active)
	}
	if m := b.Ministers(law.Water); len(m) != 1 || m[0] != law.MLIT {
		t.Errorf("water: %v", m)
	}
	if m := b.MinistersOf(law.Finance, "agri-deposit-insurance"); len(m) != 3 {
		t.Errorf("agri: %v", m)
	}
	if b.Ministers("space") != nil {
		t.Error("a sector that does not exist has a minister")
	}
	if r, ok := b.Sector(law.Medical); !ok || r.Active() || r.Latest != day("2027-12-16") { // C11
		t.Errorf("medical: %v", r)
	}
}

// C12: what is shown before a secret is opened names the penalty and that it reaches abroad.
func TestSecrecyNotice(t *testing.T) {
	t.Parallel()
	s, ok := law.At(day("2026-11-24")).Secrecy()
	if !ok || s.Certainty != law.Confirmed || !strings.Contains(s.Answer.Ja, "2年以下の拘禁刑") || !strings.Contains(s.Answer.Ja, "国外") {
		t.Errorf("%v %v", s, ok)
	}
	has := map[string]bool{}
	for _, p := range s.Provision {
		has[p] = true
	}
	if !has["act.82"] || !has["act.85"] || !has["act.45.7"] {
		t.Errorf("provisions: %v", s.Provision)
	}
}

func TestReportItemsAndForms(t *testing.T) {
	t.Parallel()
	b := law.At(day("2026-11-24"))
	if len(b.ReportItems()) != 7 || len(b.Forms()) != 3 {
		t.Errorf("%d items, %d forms; want 7, 3", len(b.ReportItems()), len(b.Forms()))
	}
	if len(law.At(day("2025-12-01")).Forms()) != 2 {
		t.Error("form 3 stood before the arrangement was revised")
	}
	if len(b.FormFields(1)) == 0 || len(b.FormFields(4)) != 0 {
		t.Error("fields of forms")
	}
	for _, q := range []string{"malware", "received", "access", "attempt", "interference", "command"} {
		yes, no := 0, 0
		for _, e := range b.Examples(q) {
			if e.Reportable {
				yes++
			} else {
				no++
			}
		}
		if yes != 2 || no != 2 { // R40
			t.Errorf("question %s has %d and %d examples, want two and two", q, yes, no)
		}
	}
}

// Sentences are at most sixty characters and use the catalogue's words (R35).
func TestWords(t *testing.T) {
	t.Parallel()
	everyValue(t, func(v law.Value) {
		for _, s := range []string{v.Says().Ja, v.Cited().Note.Ja} {
			for sentence := range strings.SplitSeq(s, "。") {
				if n := utf8.RuneCountInString(sentence); n > 60 {
					t.Errorf("%s: %d characters in %q", v.Cited().ID, n, sentence)
				}
			}
			for _, bad := range []string{"受理", "却下", "無効な", "必ず", "エラーが発生"} {
				if strings.Contains(s, bad) {
					t.Errorf("%s says %s", v.Cited().ID, bad)
				}
			}
		}
	})
}

func BenchmarkAt(b *testing.B) {
	d := day("2026-11-24")
	for b.Loop() {
		law.At(d)
	}
}
