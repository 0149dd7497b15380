package incident_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

const filer, officer = "operator-filer", "ministry-officer"

// desk is a case at work on a stage.
type desk struct {
	*testing.T
	*stagetest.Stage
	n    int
	base ident.Number
	kase ident.Case
}

type reader interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	CaseFilings(ident.Case, access.Permission) ([]filing.Reported, error)
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
}

var mayRead = access.Permission{Action: access.Read, Object: access.Report}

func (d *desk) read(as string, do func(tx reader) error) {
	d.Helper()
	if err := store.Read[reader](d.DB)(context.Background(), d.Scope(as), do); err != nil {
		d.Fatal(err)
	}
}

func (d *desk) key(as string) ident.Key {
	d.n++
	d.Clock.Set(stagetest.Day.Add(time.Duration(d.n-1) * time.Second)) // nothing arrives in the instant of another
	return d.Key(as, fmt.Sprint("k", d.n))
}

func begin(t *testing.T, s *stagetest.Stage, from int) *desk {
	d := &desk{T: t, Stage: s, n: from}
	s.Clock.Set(stagetest.Day)
	values := world.Values(stagetest.Day.AddDate(0, 0, -1), "身代金を求める文が出ている", "malware")
	values["noticed_at"] = form.Value{Texts: []string{"2026-11-21T08:00+09:00"}}
	id, err := s.File.Do(t.Context(), s.Scope(filer), d.key(filer), submitting.Prompt(values))
	if err != nil {
		t.Fatal(err)
	}
	d.read(filer, func(tx reader) error {
		f, _, err := tx.FilingByID(id, mayRead)
		d.base, d.kase = f.Number, f.Case
		return err
	})
	return d
}

// follow opens a draft about the case.
func (d *desk) follow(as, ref string) (ident.Draft, error) {
	return submitting.Follow{Act: store.Act[submitting.FollowTx](d.DB), Entropy: rand.Reader}.Do(d.Context(), d.Scope(as), d.key(as), d.base, ref)
}

// send opens one, changes answers and sends it.
func (d *desk) send(ref string, change form.Values) error {
	d.Helper()
	id, err := d.follow(filer, ref)
	if err != nil {
		return err
	}
	var number ident.Number
	d.read(filer, func(tx reader) error {
		draft, _, err := tx.DraftByID(id)
		number = draft.Number
		return err
	})
	p, _ := book.Find(ref)
	answers := map[string]submitting.Answer{}
	for id, v := range change {
		answers[id] = submitting.Answer{Value: v, Base: 1}
	}
	if len(answers) > 0 {
		save := submitting.Save{Act: store.Act[submitting.SaveTx](d.DB)}
		if _, err := save.Do(d.Context(), d.Scope(filer), ident.Key{}, submitting.SaveOf{Draft: number, Form: p.Form, Answers: answers}); err != nil {
			return err
		}
	}
	_, err = d.File.Do(d.Context(), d.Scope(filer), d.key(filer), submitting.Sending{Draft: number, Unapproved: true})
	return err
}

// owed are the duties of the case as state and day, in their order.
func (d *desk) owed(as string) string {
	d.Helper()
	var list []string
	d.read(as, func(tx reader) error {
		all, err := tx.DutiesOf(ident.Object(d.kase))
		for _, o := range all {
			list = append(list, string(o.State)+" "+o.DueOn.String())
		}
		return err
	})
	slices.Sort(list)
	return strings.Join(list, ", ")
}

func (d *desk) dossier(as string) (x dossier.Dossier) {
	d.Helper()
	d.read(as, func(tx reader) error {
		list, err := tx.CaseFilings(d.kase, mayRead)
		if err != nil {
			return err
		}
		x, err = dossier.Read(list, func(ref string) (procedure.Procedure, error) {
			p, _ := book.Find(ref)
			return p, nil
		})
		return err
	})
	return x
}

func texts(t ...string) form.Value { return form.Value{Texts: t} }

var unknown = form.Value{Unknown: true}

// detailed is what a 詳報 of ransomware adds.
func detailed() form.Values {
	return form.Values{
		"form_kind": texts(incident.FormRansomware), "story": texts("10:15に暗号化を確認した。"), "occurred_at": unknown, "service_level": texts("no"),
		"ransom_types": texts("encrypted", "demand"), "entry": unknown, "indicators": texts("hxxps://evil[.]example/x\n203.0.113[.]5"), "response": texts("切り離した。"),
	}
}

func code(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return fmt.Sprint(err)
	}
	list := []string{e.Code}
	for _, f := range e.Fields {
		list = append(list, f.Path+" "+f.Code)
	}
	return strings.Join(list, "; ")
}

// TestDetailed: pre-filled from the 速報 with its source on each answer, what lacks is named, and sending it ends the duty.
func TestDetailed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := begin(t, s, 0)
		if got := d.owed(filer); got != "open 2026-12-22" {
			t.Fatal(got)
		}
		id, err := d.follow(filer, incident.Detailed.ID)
		if err != nil {
			t.Fatal(err)
		}
		d.read(filer, func(tx reader) error {
			draft, entries, err := tx.DraftByID(id)
			if draft.Follows == "" {
				t.Error("the draft names no report")
			}
			for _, e := range entries {
				if want := "速報 " + string(d.base) + " 2026-11-23 09:00"; e.From != want {
					t.Errorf("%s comes from %q, not %q", e.Field, e.From, want)
				}
			}
			if len(entries) != 7 {
				t.Errorf("%d answers were taken over", len(entries))
			}
			list, err2 := tx.CaseWith(d.base, mayRead)
			if len(list) != 1 || len(list[0].Drafts) != 1 || list[0].Drafts[0].Number != draft.Number {
				t.Errorf("drafts about the case: %v", list)
			}
			return errors.Join(err, err2)
		})
		var lacking []string
		for _, f := range dossier.Missing(d.dossier(filer).Values()) {
			lacking = append(lacking, f.ID)
		}
		if got := strings.Join(lacking, " "); got != "form_kind story occurred_at service_level indicators response" {
			t.Errorf("lacks %s", got)
		}
		if got := code(d.send(incident.Detailed.ID, nil)); !strings.Contains(got, "story fault.form.needed") {
			t.Errorf("an empty one: %s", got)
		}
		bad := detailed()
		bad["indicators"] = texts("javascript:alert(1)")
		if got := code(d.send(incident.Detailed.ID, bad)); !strings.Contains(got, "indicators fault.indicator.scheme") {
			t.Errorf("a scheme: %s", got)
		}
	})
}

// TestAfterTheDetailed: it ends the duty, there is one, 続報 go on, and only those to whom it was addressed have the case.
func TestAfterTheDetailed(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := begin(t, s, 0)
		if err := d.send(incident.Detailed.ID, detailed()); err != nil {
			t.Fatal(code(err))
		}
		if got := d.owed(filer); got != "discharged 2026-12-22" {
			t.Error(got)
		}
		if got := code(d.send(incident.Detailed.ID, detailed())); got != "fault.incident.once" {
			t.Errorf("a second one: %s", got)
		}
		for range 2 {
			if err := d.send(incident.Further.ID, form.Values{"news": texts("経路が分かった"), "entry": texts("phishing")}); err != nil {
				t.Fatal(code(err))
			}
		}
		x := d.dossier(filer)
		if len(x.Reports) != 4 || x.Answers()["entry"].From.Of.ID != incident.Further.ID || x.Answers()["story"].From.Of.ID != incident.Detailed.ID {
			t.Errorf("%d reports, entry from %s", len(x.Reports), x.Answers()["entry"].From.Of.ID)
		}
		if got := len(d.dossier(officer).Reports); got != 4 {
			t.Errorf("the office has %d reports of the case", got)
		}
		if got := len(d.dossier("other-operator-filer").Reports); got != 0 {
			t.Errorf("another operator has %d", got)
		}
		if _, err := d.follow("other-operator-filer", incident.Further.ID); !fault.Is(err, fault.Hidden) {
			t.Errorf("another operator follows: %v", err)
		}
	})
}

// TestTimes: a correction keeps both values with the reason, and counts the duty anew; one without a difference or reason is refused.
func TestTimes(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := begin(t, s, 0)
		why := texts("記録を確かめた")
		for _, c := range []struct {
			change form.Values
			want   string
		}{
			{form.Values{"times_reason": why}, "aware_at fault.incident.same"},
			{form.Values{"aware_at": texts("2026-11-20T10:15+09:00")}, "times_reason fault.form.needed"},
			{form.Values{"aware_at": texts("2026-11-20T10:15+09:00"), "occurred_at": texts("2026-11-20T12:00+09:00"), "times_reason": why}, "aware_at ask.before"},
			{form.Values{"aware_at": texts("2026-12-20T10:15+09:00"), "times_reason": why}, "aware_at ask.future"},
		} {
			if got := code(d.send(incident.Times.ID, c.change)); !strings.Contains(got, c.want) && !strings.Contains(got, "fault.incident.same") {
				t.Errorf("%v: %s, want %s", c.change, got, c.want)
			}
		}
		if err := d.send(incident.Times.ID, form.Values{"aware_at": texts("2026-11-20T10:15+09:00"), "occurred_at": texts("2026-11-19T03:00+09:00"), "times_reason": why}); err != nil {
			t.Fatal(code(err))
		}
		due, err := law.At(law.DayOf(ident.At(stagetest.Day))).Due("incident.detailed", law.Question{On: law.MustDay("2026-11-20")})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := d.owed(filer), "lifted 2026-12-22, open "+due.Due.String(); got != want {
			t.Errorf("%s, want %s", got, want)
		}
		if got, want := d.owed(officer), "lifted 2026-12-22, open "+due.Due.String(); got != want {
			t.Errorf("for the office %s, want %s", got, want)
		}
		for _, at := range d.dossier(filer).Times() {
			if at.Field.ID == "aware_at" && (len(at.Told) != 2 || at.Told[0].Text() != "2026-11-22T09:00+09:00" || at.Told[1].Why != "記録を確かめた" || at.Told[1].From.SentBy == "") {
				t.Errorf("%+v", at.Told)
			}
		}
		x := detailed()
		x["aware_at"] = texts("2026-11-21T10:15+09:00")
		if got := code(d.send(incident.Detailed.ID, x)); !strings.Contains(got, "times_reason fault.incident.why") {
			t.Errorf("a 詳報 with another time: %s", got)
		}
		if x["times_reason"] = why; d.send(incident.Detailed.ID, x) != nil {
			t.Error("with a reason it is refused")
		}
		if got := d.owed(filer); !strings.HasPrefix(got, "discharged 2026-12-21, lifted ") || strings.Contains(got, "open") {
			t.Error(got)
		}
	})
}

// TestOutside: the clock stays, runs again when an office asks, and everything that arrived is still there.
func TestOutside(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		d := begin(t, s, 0)
		first, base := d.base, d.kase
		other := begin(t, s, 100)
		said := form.Values{"ground": texts("none"), "found_on": texts("2026-11-23"), "reason": texts("自社の点検だった"), "evidence": texts("作業の記録")}
		if err := d.send(incident.Outside.ID, said); err != nil {
			t.Fatal(code(err))
		}
		if got := d.owed(officer); got != "stayed 2026-12-22" {
			t.Error(got)
		}
		if x := d.dossier(officer); len(x.Reports) != 2 || x.Values()["what_text"].Text() == "" {
			t.Error("something that arrived is gone")
		}
		ask := asking.Ask{Act: store.Act[asking.AskTx](s.DB), Entropy: rand.Reader}
		question := asking.Question{Filing: first, Kind: request.Enquiry, Text: "状況を教えてください。"}
		if _, err := ask.Do(t.Context(), s.Scope(officer), d.key(officer), question); err != nil {
			t.Fatal(err)
		}
		if got := d.owed(filer); got != "stayed 2026-12-22" {
			t.Errorf("a question about the 速報: %s", got)
		}
		question.Filing = d.dossier(filer).Reports[1].Number
		if _, err := ask.Do(t.Context(), s.Scope(officer), d.key(officer), question); err != nil {
			t.Fatal(err)
		}
		if got := d.owed(filer); got != "open 2026-12-22" {
			t.Errorf("a question about the statement: %s", got)
		}
		for kept, want := range map[string]string{
			"": "kept fault.form.needed", "報-R8-0000": "kept fault.incident.kept", string(first): "kept fault.incident.kept.same",
		} {
			said["ground"], said["kept"] = texts(incident.GroundTwice), texts(kept)
			if got := code(d.send(incident.Outside.ID, said)); !strings.Contains(got, want) {
				t.Errorf("%q: %s, want %s", kept, got, want)
			}
		}
		said["kept"] = texts(other.base.ASCII())
		if err := d.send(incident.Outside.ID, said); err != nil {
			t.Error(code(err))
		}
		if got := d.owed(filer); got != "stayed 2026-12-22" || base == other.kase {
			t.Errorf("twice: %s", got)
		}
		if got := other.owed(filer); got != "open 2026-12-22" {
			t.Errorf("the one that stays: %s", got)
		}
	})
}

// TestVoluntary: a case without a clock, marked by its kind.
func TestVoluntary(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	values := world.Values(stagetest.Day, "フィッシングのメールが届いた", "trace")
	if _, err := s.File.Do(t.Context(), s.Scope(filer), s.Key(filer, "v"), submitting.Sending{Of: incident.Voluntary.ID, Values: values}); err != nil {
		t.Fatal(err)
	}
	err := store.Read[interface {
		OpenDuties(int) ([]duty.Duty, error)
	}](s.DB)(t.Context(), s.Scope(filer), func(tx interface {
		OpenDuties(int) ([]duty.Duty, error)
	}) error {
		owed, err := tx.OpenDuties(10)
		if len(owed) != 0 {
			t.Errorf("%d duties", len(owed))
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	if _, err := s.File.Do(t.Context(), s.Scope(filer), s.Key(filer, "d"), submitting.Sending{Of: incident.Detailed.ID, Values: detailed()}); code(err) != "fault.incident.begin" {
		t.Errorf("a 詳報 about nothing: %v", err)
	}
}
