package store_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/flow/releasing"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
	"kanmin/internal/world/stagetest"
)

// holding is a report of which something is withheld from the ministry.
type holding struct {
	t *testing.T
	*stagetest.Stage
	f  filing.Filing
	by string // who writes and sends; empty: operator-filer
}

func (h holding) writer() string {
	if h.by == "" {
		return "operator-filer"
	}
	return h.by
}

func (h holding) draft() filing.Draft {
	h.t.Helper()
	open := submitting.Open{Act: store.Act[submitting.OpenTx](h.DB), Entropy: h.DB.Entropy}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](h.DB)}
	who := h.Scope(h.writer())
	id, err := open.Do(h.t.Context(), who, h.Key(h.writer(), "open"), incident.Prompt.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	d := h.draftOf(id)
	typed := submitting.SaveOf{Draft: d.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{}}
	for field, v := range world.Values(h.Clock.Now().Add(-time.Hour), "試験の報告", "access") {
		base := 0
		if field == "callback" { // it is filled in from the start
			base = 1
		}
		typed.Answers[field] = submitting.Answer{Value: v, Base: base}
	}
	if _, err := save.Do(h.t.Context(), who, h.Key(h.writer(), "save"), typed); err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h holding) draftOf(id ident.Draft) (d filing.Draft) {
	h.t.Helper()
	if err := store.Read[*store.Tx](h.DB)(h.t.Context(), h.Scope(h.writer()), func(tx *store.Tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return d
}

func (h holding) wish(until time.Time, sections ...string) (list []releasing.Wish) {
	for _, s := range sections {
		list = append(list, releasing.Wish{Title: "経済産業大臣", Section: s, Until: until.Format(time.RFC3339), Reason: "捜査に支障があるため 𠮷", Sure: true})
	}
	return list
}

func (h holding) withhold(client string, d filing.Draft, list []releasing.Wish) error {
	w := releasing.Withhold{Act: store.Act[releasing.WithholdTx](h.DB)}
	return w.Do(h.t.Context(), h.Scope("operator-filer"), h.Key("operator-filer", client), d.Number, list)
}

// sections are what the ministry has.
func (h holding) sections() (list []string) {
	h.t.Helper()
	if err := store.Read[*store.Tx](h.DB)(h.t.Context(), h.Scope("ministry-officer"), func(tx *store.Tx) error {
		all, err := tx.Released([]ident.Filing{h.f.ID})
		list = slices.Sorted(slices.Values(all[h.f.ID]))
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return list
}

// worked lets the worker of the queue do what is due now, and returns how many tasks it did.
func (h holding) worked() (n int) {
	h.t.Helper()
	l, ok, err := h.TakeQueue(h.t.Context(), releasing.Queue, "test")
	if err != nil || !ok {
		h.t.Fatalf("lease: %v, %v", ok, err)
	}
	for {
		did, err := h.DoTask(h.t.Context(), l, releasing.Queue, h.GivesOut(access.System("test", ident.At(h.Clock.Now()))))
		if err != nil {
			h.t.Fatal(err)
		}
		if !did {
			return n
		}
		n++
	}
}

// What is withheld is not the office's until the hour; then it is given out by itself, once, and the log is sound after each step.
func TestWhatIsWithheldIsGivenOutAtItsHour(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := holding{t: t, Stage: s}
		d := h.draft()
		until := s.Clock.Now().Add(24 * time.Hour)
		if err := h.withhold("hold", d, append(h.wish(until, "computer"), h.wish(until.Add(time.Hour), "contact")...)); err != nil {
			t.Fatal(err)
		}
		id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "send"), submitting.Sending{Draft: d.Number})
		if err != nil {
			t.Fatal(err)
		}
		if h.f, err = s.Report(t.Context(), s.Scope("operator-filer"), id); err != nil {
			t.Fatal(err)
		}
		for _, step := range []struct {
			at    time.Time
			tasks int
			want  string
		}{
			{s.Clock.Now(), 0, "outline"}, {until.Add(-time.Second), 0, "outline"}, {until, 1, "computer outline"}, {until.Add(time.Minute), 0, "computer outline"},
			{until.Add(2 * time.Hour), 1, "computer contact outline"},
		} {
			s.Clock.Set(step.at)
			if n := h.worked(); n != step.tasks {
				t.Errorf("%s: %d tasks", step.at, n)
			}
			if got := strings.Join(h.sections(), " "); got != step.want {
				t.Errorf("%s: the office has %q, want %q", step.at, got, step.want)
			}
		}
		release := releasing.Release{Act: store.Act[releasing.ReleaseTx](s.DB)}
		if did, err := release.Due(t.Context(), access.System("test", ident.At(s.Clock.Now())), id); err != nil || did {
			t.Errorf("once more: %v, %v", did, err)
		}
		sequence(t, s.DB)
		if r, err := s.VerifyLedger(t.Context(), func(int64, int64) error { return nil }); err != nil || !r.Sound() {
			t.Errorf("the log: %+v, %v", r, err)
		}
	})
}

// A person gives out before the hour; the worker then finds nothing to do, and a second press is told so.
func TestGivenOutBeforeItsHour(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := holding{t: t, Stage: s}
		d := h.draft()
		until := s.Clock.Now().Add(24 * time.Hour)
		if err := h.withhold("hold", d, h.wish(until, "computer")); err != nil {
			t.Fatal(err)
		}
		id, err := s.File.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "send"), submitting.Sending{Draft: d.Number})
		if err != nil {
			t.Fatal(err)
		}
		if h.f, err = s.Report(t.Context(), s.Scope("operator-filer"), id); err != nil {
			t.Fatal(err)
		}
		release := releasing.Release{Act: store.Act[releasing.ReleaseTx](s.DB)}
		give := func(who, client, title, section string) error {
			return release.Do(t.Context(), s.Scope(who), s.Key(who, client), releasing.Section{Of: h.f.Number, Title: title, Name: section})
		}
		for _, other := range []string{"ministry-officer", "other-operator-filer", "operator-viewer"} {
			if err := give(other, "x", "経済産業大臣", "computer"); !fault.Is(err, fault.Hidden) && !fault.Is(err, fault.Denied) {
				t.Errorf("%s: %v", other, err)
			}
		}
		if err := give("operator-filer", "1", "内閣総理大臣(内閣府)", "computer"); !fault.Is(err, fault.Hidden) {
			t.Errorf("from whom nothing is withheld: %v", err)
		}
		if err := give("operator-filer", "2", "経済産業大臣", "computer"); err != nil {
			t.Fatal(err)
		}
		if err := give("operator-filer", "3", "経済産業大臣", "computer"); !fault.Is(err, fault.Conflict) {
			t.Errorf("twice: %v", err)
		}
		s.Clock.Set(until)
		if n := h.worked(); n != 1 || strings.Join(h.sections(), " ") != "computer contact outline" {
			t.Errorf("%d tasks, %v", n, h.sections())
		}
	})
}

// Head office decides about the draft of a site, and about what the site sent.
func TestHeadOfficeDecidesForASite(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		h := holding{t: t, Stage: s, by: "operator-site-filer"}
		d := h.draft()
		if err := h.withhold("hold", d, h.wish(s.Clock.Now().Add(time.Hour), "contact")); err != nil {
			t.Fatal(err)
		}
		id, err := s.File.Do(t.Context(), s.Scope(h.by), s.Key(h.by, "send"), submitting.Sending{Draft: d.Number})
		if err != nil {
			t.Fatal(err)
		}
		if h.f, err = s.Report(t.Context(), s.Scope(h.by), id); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(h.sections(), " "); got != "computer outline" {
			t.Errorf("the office has %q", got)
		}
		give := releasing.Release{Act: store.Act[releasing.ReleaseTx](s.DB)}
		if err := give.Do(t.Context(), s.Scope("operator-filer"), s.Key("operator-filer", "give"), releasing.Section{Of: h.f.Number, Title: "経済産業大臣", Name: "contact"}); err != nil {
			t.Error(err)
		}
	})
}

// What cannot be withheld is said with its place.
func TestWhatCannotBeWithheld(t *testing.T) {
	t.Parallel()
	h := holding{t: t, Stage: stagetest.SQLite(t)}
	d := h.draft()
	now := h.Clock.Now()
	good := func() releasing.Wish { return h.wish(now.Add(time.Hour), "computer")[0] }
	for name, c := range map[string]struct {
		change func(*releasing.Wish)
		path   string
		code   string
	}{
		"by law":            {func(w *releasing.Wish) { w.Section = "outline" }, "withhold[0].section", "fault.release.must"},
		"perhaps by law":    {func(w *releasing.Wish) { w.Sure = false }, "withhold[0].sure", "ask.release"},
		"past":              {func(w *releasing.Wish) { w.Until = now.Add(-time.Hour).Format(time.RFC3339) }, "withhold[0].until", "fault.release.past"},
		"for ever":          {func(w *releasing.Wish) { w.Until = now.AddDate(2, 0, 0).Format(time.RFC3339) }, "withhold[0].until", "fault.release.far"},
		"no hour":           {func(w *releasing.Wish) { w.Until = "" }, "withhold[0].until", "fault.form.needed"},
		"no time":           {func(w *releasing.Wish) { w.Until = "いつか" }, "withhold[0].until", "fault.form.moment"},
		"no reason":         {func(w *releasing.Wish) { w.Reason = " \n" }, "withhold[0].reason", "fault.form.needed"},
		"350,000":           {func(w *releasing.Wish) { w.Reason = strings.Repeat("長", 350_000) }, "withhold[0].reason", "fault.text.long"},
		"another section":   {func(w *releasing.Wish) { w.Section = "machine" }, "withhold[0].section", "fault.release.section"},
		"another authority": {func(w *releasing.Wish) { w.Title = "財務大臣" }, "withhold[0].office", "fault.release.office"},
	} {
		w := good()
		c.change(&w)
		err := h.withhold("bad "+name, d, []releasing.Wish{w})
		e, _ := err.(*fault.Error) //nolint:errorlint // shown below
		if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), c.path) || !strings.Contains(err.Error(), c.code) {
			t.Errorf("%s: %v (%v)", name, err, e)
		}
	}
	if err := h.withhold("twice", d, []releasing.Wish{good(), good()}); !fault.Is(err, fault.Invalid) {
		t.Errorf("the same twice: %v", err)
	}
	if err := h.withhold("good", d, []releasing.Wish{good()}); err != nil {
		t.Error(err)
	}
}
