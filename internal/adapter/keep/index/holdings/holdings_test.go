package holdings_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/keep/index/holdings"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// dictionary knows what begins with one of its names.
type dictionary struct {
	names   []string
	version int64
	asked   int
}

func (d *dictionary) Version() int64 { return d.version }

func (d *dictionary) Resolve(org ident.Org, p memory.Pair) (a memory.Answer, err error) {
	if org != "" {
		return a, fault.New(fault.Internal, "test", nil) // what is an organisation's own counts nowhere
	}
	d.asked++
	for _, n := range d.names {
		if strings.HasPrefix(p.Product, n) {
			a.Product = &lookup.Candidate{Called: lookup.Called{Name: n}}
			a.Product.ID = "x/y"
		}
	}
	return a, nil
}

// node is a node of a small world.
type node struct {
	t *testing.T
	*stagetest.Stage
	*holdings.Index
	*dictionary
	n int
}

func start(t *testing.T, s *stagetest.Stage) *node {
	t.Helper()
	d := &dictionary{names: []string{"Apex"}, version: 1}
	n := &node{t, s, &holdings.Index{Log: s.DB, Read: store.Read[holdings.Tx](s.DB), Names: d}, d, 0}
	n.load()
	return n
}

func (n *node) load() {
	n.t.Helper()
	if err := n.Load(n.t.Context(), access.System("test", ident.At(n.Clock.Now()))); err != nil {
		n.t.Fatal(err)
	}
}

// follow places what waits in the log and lets the nodes take it.
func (n *node) follow(others ...*node) {
	n.t.Helper()
	l, ok, err := n.TakeSpine(n.t.Context(), "test")
	if err != nil || !ok {
		n.t.Fatalf("lease: %v, %v", ok, err)
	}
	for k := 1; k > 0; {
		if k, err = n.Sequence(n.t.Context(), l); err != nil {
			n.t.Fatal(err)
		}
	}
	for _, o := range append(others, n) {
		if err := o.Step(n.t.Context()); err != nil {
			n.t.Fatal(err)
		}
	}
}

func one(s ...string) form.Value { return form.Value{Texts: s} }

func product(id, name string) form.Row {
	return form.Row{ID: id, Cells: form.Values{"product": one(name), "maker": one("M"), "kind": one("software"), "types": one("a", "b", "c", "d", "e", "f"), "facility": one("S1"), "existing": one("yes")}}
}

func values(names ...string) form.Values {
	v := form.Values{"business": one("electricity"), "contact": one("03-0000-0000"), "facilities": {Rows: []form.Row{{ID: "p", Cells: form.Values{"no": one("S1"), "name": one("監視"), "role": one("critical")}}}}}
	table := form.Value{}
	for _, name := range names {
		table.Rows = append(table.Rows, product("r"+name[:2], name))
	}
	v["products"] = table
	return v
}

func (n *node) key(who string) ident.Key {
	n.n++
	n.Clock.Set(n.Clock.Now().Add(time.Second))
	return n.Key(who, n.Clock.Now().String())
}

// notify files products.
func (n *node) notify(who string, names ...string) filing.Filing {
	n.t.Helper()
	id, err := n.File.Do(n.t.Context(), n.Scope(who), n.key(who), submitting.Sending{Of: notification.New.ID, Values: values(names...)})
	if err != nil {
		n.t.Fatal(err)
	}
	f, err := n.Report(n.t.Context(), n.Scope(who), id)
	if err != nil {
		n.t.Fatal(err)
	}
	return f
}

// ends files that the first product is no longer used.
func (n *node) ends(who string, f filing.Filing) filing.Filing {
	n.t.Helper()
	follow := submitting.Follow{Act: store.Act[submitting.FollowTx](n.DB), Entropy: rand.Reader}
	id, err := follow.Do(n.t.Context(), n.Scope(who), n.key(who), f.Number, notification.Change.ID)
	if err != nil {
		n.t.Fatal(err)
	}
	var d filing.Draft
	var rows []form.Row
	if err := store.Read[*store.Tx](n.DB)(n.t.Context(), n.Scope(who), func(tx *store.Tx) (err error) {
		var entries []filing.Entry
		d, entries, err = tx.DraftByID(id)
		rows = slices.Clone(filing.Values(entries)["products"].Rows)
		return err
	}); err != nil {
		n.t.Fatal(err)
	}
	rows[0] = rows[0].With(form.Values{"change": one(notification.Ended), "changed_on": one("2026-11-20")})
	typed := submitting.SaveOf{Draft: d.Number, Form: notification.ChangeForm, Answers: map[string]submitting.Answer{"products": {Value: form.Value{Rows: rows}, Base: 1}}}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](n.DB)}).Do(n.t.Context(), n.Scope(who), n.key(who), typed); err != nil {
		n.t.Fatal(err)
	}
	sent, err := n.File.Do(n.t.Context(), n.Scope(who), n.key(who), submitting.Sending{Draft: d.Number})
	if err != nil {
		n.t.Fatal(err)
	}
	last, err := n.Report(n.t.Context(), n.Scope(who), sent)
	if err != nil {
		n.t.Fatal(err)
	}
	return last
}

// withdraws takes the last of a chain back.
func (n *node) withdraws(who string, f filing.Filing) {
	n.t.Helper()
	follow := submitting.Follow{Act: store.Act[submitting.FollowTx](n.DB), Entropy: rand.Reader}
	id, err := follow.Do(n.t.Context(), n.Scope(who), n.key(who), f.Number, notification.Withdraw.ID)
	if err != nil {
		n.t.Fatal(err)
	}
	var d filing.Draft
	if err := store.Read[*store.Tx](n.DB)(n.t.Context(), n.Scope(who), func(tx *store.Tx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		n.t.Fatal(err)
	}
	typed := submitting.SaveOf{Draft: d.Number, Form: notification.WithdrawForm, Answers: map[string]submitting.Answer{"cause": {Value: one("mistake"), Base: 1}, "reason": {Value: one("誤り"), Base: 1}}}
	if _, err := (submitting.Save{Act: store.Act[submitting.SaveTx](n.DB)}).Do(n.t.Context(), n.Scope(who), n.key(who), typed); err != nil {
		n.t.Fatal(err)
	}
	if _, err := n.File.Do(n.t.Context(), n.Scope(who), n.key(who), submitting.Sending{Draft: d.Number}); err != nil {
		n.t.Fatal(err)
	}
}

// sight is what somebody received.
func (n *node) sight(who string) (sight holding.Sight) {
	n.t.Helper()
	type tx interface {
		NotificationsReleased() (map[ident.Filing][]string, error)
	}
	if err := store.Read[tx](n.DB)(n.t.Context(), n.Scope(who), func(tx tx) (err error) {
		sight, err = tx.NotificationsReleased()
		return err
	}); err != nil {
		n.t.Fatal(err)
	}
	return sight
}

// counts is what somebody counts.
func (n *node) counts(who string) holding.Concentration {
	n.t.Helper()
	h, err := n.Held()
	if err != nil {
		n.t.Fatal(err)
	}
	return holding.Concentrate(holding.Stand(h.Facts, n.sight(who)), h.Names, holding.Query{}, law.DayOf(ident.At(n.Clock.Now())))
}

// The index follows the log: each office counts what it received once it was placed, a change takes the place of what stood, and a node that
// follows says what one says that was started anew.
func TestTheIndexFollowsTheLog(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		if _, err := (&holdings.Index{}).Held(); !fault.Is(err, fault.Unavailable) {
			t.Errorf("before it is loaded: %v", err)
		}
		n, second := start(t, s), start(t, s)
		f := n.notify("operator-filer", "Apex 1", "Bolt")
		n.Filed(t, "operator-filer", "a report") // no notification
		if got := n.counts("ministry-officer").Rows; got != 0 {
			t.Errorf("before it was placed: %d", got)
		}
		n.follow(second)
		n.notify("other-operator-filer", "Apex 2", "Crux")
		n.follow(second)
		for who, want := range map[string]int{"ministry-officer": 4, "ministry-supervisor": 4, "cabinet-analyst": 4, "other-ministry-officer": 0, "operator-filer": 0} {
			if got := n.counts(who).Rows; got != want {
				t.Errorf("%s counts %d rows, not %d", who, got, want)
			}
		}
		if c := n.counts("ministry-officer"); len(c.Lines) != 1 || c.Lines[0].Operators != 2 || !c.Lines[0].Known || c.Rest.Products != 2 {
			t.Errorf("%+v", c)
		}
		change := n.ends("operator-filer", f)
		n.follow(second)
		if c := n.counts("ministry-officer"); c.Rows != 3 || c.Lines[0].Operators != 1 {
			t.Errorf("after the end of one: %+v", c)
		}
		n.withdraws("operator-filer", change)
		n.follow(second)
		if c := n.counts("ministry-officer"); c.Rows != 4 || c.Lines[0].Operators != 2 {
			t.Errorf("after the change was withdrawn: %+v", c)
		}
		same := cmp.Comparer(func(a, b law.Day) bool { return a == b })
		again := start(t, s)
		for _, other := range []*node{second, again} {
			if d := cmp.Diff(n.counts("cabinet-analyst"), other.counts("cabinet-analyst"), same); d != "" {
				t.Errorf("another node: %s", d)
			}
		}
		if n.asked != 4 {
			t.Errorf("the dictionary was asked %d times about 4 names", n.asked)
		}
		n.names, n.version = []string{"Bolt"}, 2
		n.Rename()
		if c := n.counts("ministry-officer"); len(c.Lines) != 1 || c.Lines[0].Name.Ja != "Bolt" {
			t.Errorf("the dictionary changed, and it says %+v", c.Lines)
		}
		n.withdraws("operator-filer", f)
		n.follow(second)
		if c := n.counts("ministry-officer"); c.Rows != 2 {
			t.Errorf("after the whole was withdrawn: %+v", c)
		}
	})
}

// fill is what a test writes straight into the world.
type fill interface {
	AddJurisdiction(party.Jurisdiction) error
}

// An office to which the rows are not released counts that a 届出 arrived and no row of it; another office counts nothing.
func TestWhatWasNotReleasedIsInNoNumber(t *testing.T) {
	t.Parallel()
	n := start(t, stagetest.SQLite(t))
	operator, office := n.Scope("operator-filer").Org, n.Scope("other-ministry-officer")
	if _, err := store.Act[fill](n.DB)(t.Context(), access.System("test", ident.At(n.Clock.Now())), ident.Key{}, func(tx fill) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.AccountInvited, Object: "test"}, tx.AddJurisdiction(party.Jurisdiction{
			ID: "j-part", Operator: operator, Sector: law.Electricity, Office: office.Unit, OfficeOrg: office.Org, Act: party.ActNotification, Title: "国土交通大臣", Channel: "here", Sections: []string{"outline", "contact"}, From: law.MustDay("2026-10-01"),
		})
	}); err != nil {
		t.Fatal(err)
	}
	n.notify("operator-filer", "Apex 1", "Bolt")
	n.follow()
	for who, want := range map[string][2]int{"ministry-officer": {2, 1}, "other-ministry-officer": {0, 1}, "regional-officer": {0, 0}, "operator-filer": {0, 0}} {
		h, err := n.Held()
		if err != nil {
			t.Fatal(err)
		}
		r := holding.Register(h.Facts, h.Names, n.sight(who), holding.Query{}, law.DayOf(ident.At(n.Clock.Now())))
		if rows := n.counts(who).Rows; rows != want[0] || r.Rows != want[0] || r.Filed[notification.New.ID] != want[1] || r.Timely.Of+r.Undated != want[1] {
			t.Errorf("%s counts %d rows and %+v, not %v", who, rows, r, want)
		}
		if r.Timely.Of > 0 && want[0] == 0 {
			t.Errorf("%s is told of a date that rows say", who)
		}
	}
}
