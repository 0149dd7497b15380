package emergency_test

import (
	"slices"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

const asker, second = "platform-admin", "platform-admin-2"

// glass is one house with a report in it, and the flows.
type glass struct {
	*testing.T
	*stagetest.Stage
	report filing.Filing
	other  filing.Filing
	ask    breaking.Ask
	yes    breaking.Approve
	end    breaking.End
	open   breaking.Open
	n      int
}

func (g *glass) key(who string) ident.Key {
	g.n++
	return g.Key(who, "glass"+string(rune('a'+g.n)))
}

func both(t *testing.T, run func(*glass)) {
	t.Helper()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		g := &glass{
			T: t, Stage: s, ask: breaking.Ask{Act: store.Act[breaking.AskTx](s.DB), Entropy: s.Entropy}, yes: breaking.Approve{Act: store.Act[breaking.ApproveTx](s.DB)},
			end: breaking.End{Act: store.Act[breaking.EndTx](s.DB)}, open: breaking.Open{Act: store.Act[breaking.OpenTx](s.DB), Entropy: s.Entropy},
		}
		g.report, g.other = g.file("operator-filer"), g.file("other-operator-filer")
		run(g)
	})
}

func (g *glass) file(who string) filing.Filing {
	g.Helper()
	v := form.Values{
		"what_kind": {Texts: []string{"malware"}}, "what_text": {Texts: []string{"監視端末"}}, "aware_at": {Texts: []string{"2026-11-20T09:10+09:00"}}, "which": {Texts: []string{"北部"}},
		"impact": {Texts: []string{"none"}}, "callback": {Texts: []string{"03-0000-2002"}},
	}
	id, err := g.File.Do(g.Context(), g.Scope(who), g.key(who), submitting.Prompt(v))
	if err != nil {
		g.Fatal(err)
	}
	f, err := g.Report(g.Context(), g.Scope(who), id)
	if err != nil {
		g.Fatal(err)
	}
	return f
}

func (g *glass) asked(hours int) ident.Object {
	g.Helper()
	id, err := g.ask.Do(g.Context(), g.Scope(asker), g.key(asker), emergency.Glass{About: g.report.Number, Reason: "事業者からの電話による依頼", Hours: hours})
	if err != nil {
		g.Fatal(err)
	}
	return id
}

func (g *glass) house(id ident.Object) {
	g.Helper()
	if err := g.open.Do(g.Context(), access.System("test", ident.At(g.Clock.Now())), id); err != nil {
		g.Fatal(err)
	}
}

type readTx interface {
	Glass(ident.Object) (emergency.Glass, error)
	GlassList(int) ([]emergency.Glass, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	DeskFilings(access.Cursor, int) ([]filing.Line, error)
	Alarms(access.AlarmFilter, int) ([]access.Alarm, error)
	Sights(access.SightFilter) ([]access.Sight, error)
}

func (g *glass) see(s access.Scope, id ident.Object) (one emergency.Glass) {
	g.Helper()
	if err := store.Read[readTx](g.DB)(g.Context(), s, func(tx readTx) (err error) {
		one, err = tx.Glass(id)
		return err
	}); err != nil {
		g.Fatal(err)
	}
	return one
}

// worn is the scope of the hat in the box; ok is false when nobody can put it on any more.
func (g *glass) worn() (s access.Scope, ok bool) {
	g.Helper()
	type tx interface {
		HatsOf(ident.Person) ([]enrolling.Hat, error)
	}
	a := g.As(asker)
	err := store.Read[tx](g.DB)(g.Context(), g.Scope(asker), func(tx tx) error {
		hats, err := tx.HatsOf(a.Person)
		for _, h := range hats {
			if slices.Contains(h.Roles, string(access.GlassReader)) {
				a.Hat, a.Unit, a.Roles, ok = h.ID, h.Hat.Unit, []access.Role{access.GlassReader}, true
			}
		}
		return err
	})
	if err != nil {
		g.Fatal(err)
	}
	return access.For(a, ident.At(g.Clock.Now())), ok
}

func (g *glass) reads(s access.Scope, n ident.Number) error {
	return store.Look[readTx](g.DB)(g.Context(), s, access.LookOpen, func(tx readTx) ([]ident.Object, error) {
		f, _, err := tx.Filing(n, access.Permission{Action: access.Read, Object: access.Report})
		return []ident.Object{ident.Object(f.ID)}, err
	})
}

func (g *glass) want(what string, err error, kind fault.Kind) {
	g.Helper()
	if !fault.Is(err, kind) {
		g.Errorf("%s: %v, want %s", what, err, kind)
	}
}

// refused: a role that may not do it is told so, or nothing at all.
func (g *glass) refused(what string, err error) {
	g.Helper()
	if !fault.Is(err, fault.Denied) && !fault.Is(err, fault.Hidden) {
		g.Errorf("%s: %v", what, err)
	}
}

// Two decide, one reads one report until the box closes; the owner is told, the alarm is raised, and all is in the log.
func TestTwoOpenOneReportForAWhile(t *testing.T) {
	t.Parallel()
	both(t, func(g *glass) {
		id := g.asked(2)
		if _, ok := g.worn(); ok {
			g.Error("asking alone gave a hat")
		}
		if err := g.yes.Do(g.Context(), g.Scope(second), g.key(second), id); err != nil {
			g.Fatal(err)
		}
		if _, ok := g.worn(); ok {
			g.Error("an administrator's act opened it, not the house's")
		}
		g.house(id)
		g.house(id) // the worker may come twice
		worn, ok := g.worn()
		if !ok {
			g.Fatalf("opened, and nobody can read: %+v", g.see(g.Scope(asker), id))
		}
		if err := g.reads(worn, g.report.Number); err != nil {
			g.Fatal(err)
		}
		g.told(id)
		one := g.see(g.Scope(asker), id)
		g.Clock.Set(one.UntilAt.Time().Add(-time.Microsecond))
		worn, _ = g.worn()
		if err := g.reads(worn, g.report.Number); err != nil {
			g.Errorf("a microsecond before the end: %v", err)
		}
		g.Clock.Set(one.UntilAt.Time())
		worn.At = one.UntilAt
		g.want("at the end, with the hat still on", g.reads(worn, g.report.Number), fault.Hidden)
		if _, ok := g.worn(); ok {
			g.Error("the hat can still be put on")
		}
		if state := g.see(g.Scope(asker), id).Now(ident.At(g.Clock.Now())); state != emergency.Over {
			g.Errorf("at the end it is %s", state)
		}
	})
}

// told: the owner sees who, why and how long, by office and never by person; another operator and every office see nothing.
func (g *glass) told(id ident.Object) {
	g.Helper()
	err := store.Read[readTx](g.DB)(g.Context(), g.Scope("operator-admin"), func(tx readTx) error {
		one, err := tx.Glass(id)
		if err == nil && (one.Reason == "" || one.UntilAt == 0 || one.AskedName != "" || one.AskedBy != "") {
			g.Errorf("the owner is shown %+v", one)
		}
		if err != nil {
			return err
		}
		sights, err := tx.Sights(access.SightFilter{})
		if !slices.ContainsFunc(sights, func(s access.Sight) bool { return s.Purpose == access.LookGlass && s.Number == g.report.Number }) {
			g.Errorf("誰が見たか lacks the reading: %+v", sights)
		}
		return err
	})
	if err != nil {
		g.Error(err)
	}
	for _, who := range []string{"other-operator-filer", "ministry-officer", "cabinet-analyst", "nco-analyst", "supplier"} {
		err := store.Read[readTx](g.DB)(g.Context(), g.Scope(who), func(tx readTx) error {
			list, err := tx.GlassList(10)
			if len(list) > 0 {
				g.Errorf("%s is told of it", who)
			}
			return err
		})
		if err != nil {
			g.Error(who, err)
		}
	}
	err = store.Read[readTx](g.DB)(g.Context(), g.Scope(second), func(tx readTx) error {
		list, err := tx.Alarms(access.AlarmFilter{}, 10)
		if len(list) != 1 || list[0].Kind != access.AlarmGlass {
			g.Errorf("alarms: %+v", list)
		}
		return err
	})
	if err != nil {
		g.Error(err)
	}
}

// The attacks, one a line: each is refused, and nothing is readable by it.
func TestNobodyBreaksTheGlassOtherwise(t *testing.T) {
	t.Parallel()
	both(t, func(g *glass) {
		ctx := g.Context()
		id := g.asked(1)
		g.want("the same person approves", g.yes.Do(ctx, g.Scope(asker), g.key(asker), id), fault.Denied)
		for _, who := range []string{"ministry-supervisor", "operator-admin", "cabinet-supervisor", "other-operator-filer"} {
			g.refused(who+" approves", g.yes.Do(ctx, g.Scope(who), g.key(who), id))
			_, err := g.ask.Do(ctx, g.Scope(who), g.key(who), emergency.Glass{About: g.other.Number, Reason: "x", Hours: 1})
			g.refused(who+" asks", err)
		}
		nobody := g.Scope(second)
		nobody.Person, nobody.Token = "", "t"
		g.want("a service token approves", g.yes.Do(ctx, nobody, g.key(second), id), fault.Denied)
		for _, bad := range []emergency.Glass{{About: g.report.Number, Reason: " ", Hours: 1}, {About: g.report.Number, Reason: "x", Hours: 0}, {About: g.report.Number, Reason: "x", Hours: 5}, {Reason: "x", Hours: 1}} {
			_, err := g.ask.Do(ctx, g.Scope(asker), g.key(asker), bad)
			g.want("a bad asking", err, fault.Invalid)
		}
		g.want("an administrator reads without a box", g.reads(g.Scope(asker), g.report.Number), fault.Hidden)
		key := g.key(second)
		for range 2 { // the second is a replay of the same request
			if err := g.yes.Do(ctx, g.Scope(second), key, id); err != nil {
				g.Fatal(err)
			}
		}
		g.want("approved twice", g.yes.Do(ctx, g.Scope(second), g.key(second), id), fault.Conflict)
		g.house(id)
		worn, _ := g.worn()
		g.want("another record", g.reads(worn, g.other.Number), fault.Hidden)
		g.want("by the other administrator", g.reads(g.Scope(second), g.report.Number), fault.Hidden)
		g.want("by the one who asked, under the hat of an administrator", g.reads(g.Scope(asker), g.report.Number), fault.Hidden)
		g.writes(worn)
		err := g.end.Do(ctx, worn, g.key(asker), id)
		g.want("ended by the hat that reads", err, fault.Denied)
		if err := g.end.Do(ctx, g.Scope(second), g.key(second), id); err != nil {
			g.Fatal(err)
		}
		g.want("after it was ended early", g.reads(worn, g.report.Number), fault.Hidden)
		g.want("ended twice", g.end.Do(ctx, g.Scope(asker), g.key(asker), id), fault.Conflict)
		g.house(id)
		g.want("the worker comes again", g.reads(worn, g.report.Number), fault.Hidden)
	})
}

// writes: whoever stands in the box can change nothing but what is one's own: one's account, conditions kept of a list.
func (g *glass) writes(worn access.Scope) {
	g.Helper()
	ask := asking.Ask{Act: store.Act[asking.AskTx](g.DB), Entropy: g.Entropy}
	if _, err := ask.Do(g.Context(), worn, g.key(asker), asking.Question{Filing: g.report.Number, Kind: request.Enquiry, Text: "x"}); err == nil {
		g.Error("a question was asked from the box")
	}
	if _, err := g.ask.Do(g.Context(), worn, g.key(asker), emergency.Glass{About: g.other.Number, Reason: "x", Hours: 1}); err == nil {
		g.Error("the next glass was asked for from the box")
	}
	for _, p := range access.Permissions([]access.Role{access.GlassReader}) {
		if p.Action != access.Read && p.Object != access.Account && p.Object != access.View {
			g.Errorf("the role may %s %s", p.Action, p.Object)
		}
	}
}

// A role that ended a second ago approves nothing, opens nothing; an asking that waited a day is over; a number that nothing
// has opens nothing.
func TestWhatIsNoLongerSoOpensNothing(t *testing.T) {
	t.Parallel()
	both(t, func(g *glass) {
		ctx := g.Context()
		gone := func(who string) {
			g.Helper()
			type tx interface {
				EndHat(ident.Hat, ident.Instant) error
			}
			s := g.Scope(asker)
			at := ident.At(g.Clock.Now())
			if _, err := store.Act[tx](g.DB)(ctx, s, ident.Key{}, func(tx tx) (ledger.Entry, error) {
				return ledger.Entry{Kind: ledger.MemberEnded, Object: ident.Object(g.As(who).Hat), Org: s.Org, Unit: s.Unit, Actor: s.ID()}, tx.EndHat(g.As(who).Hat, at)
			}); err != nil {
				g.Fatal(err)
			}
			g.Clock.Set(g.Clock.Now().Add(time.Second))
		}
		none, err := g.ask.Do(ctx, g.Scope(asker), g.key(asker), emergency.Glass{About: "報-R8-2222-2222-2", Reason: "x", Hours: 1})
		if err != nil {
			g.Fatal(err)
		}
		if err := g.yes.Do(ctx, g.Scope(second), g.key(second), none); err != nil {
			g.Fatal(err)
		}
		g.house(none)
		if state := g.see(g.Scope(asker), none).State; state != emergency.Void {
			g.Errorf("a number that nothing has: %s", state)
		}
		late := g.asked(1)
		g.Clock.Set(g.Clock.Now().Add(emergency.WaitHours * time.Hour))
		g.want("approved after a day", g.yes.Do(ctx, g.Scope(second), g.key(second), late), fault.Conflict)
		first, then := g.asked(1), g.asked(1)
		if err := g.yes.Do(ctx, g.Scope(second), g.key(second), first); err != nil {
			g.Fatal(err)
		}
		gone(second)
		g.house(first)
		if state := g.see(g.Scope(asker), first).State; state != emergency.Void {
			g.Errorf("the second person's role ended between their yes and the opening: %s", state)
		}
		g.want("approved by a role that ended a second ago", g.yes.Do(ctx, g.Scope(second), g.key(second), then), fault.Hidden)
		if _, ok := g.worn(); ok {
			g.Error("something was opened")
		}
	})
}
