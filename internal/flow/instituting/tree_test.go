package instituting_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/world/stagetest"
)

func values(pairs ...string) form.Values {
	v := form.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		v[pairs[i]] = form.Value{Texts: []string{pairs[i+1]}}
	}
	return v
}

type treeTx interface {
	TreeOf(ident.Org) (register.Tree, error)
	UnitsBelow(ident.Unit) ([]ident.Unit, error)
}

// Whatever is added and moved, in whatever order: sight goes by the tree as it stands. The closure that the store keeps
// is compared with one computed from the parents alone, after each of 100 steps.
func TestTheClosureIsThatOfTheTree(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		ctx, admin := t.Context(), s.Scope("platform-admin")
		org := s.As("operator-filer").Org
		add := instituting.AddUnit{Act: store.Act[instituting.AddUnitTx](s.DB), Entropy: s.Entropy}
		change := instituting.ChangeUnit{Act: store.Act[instituting.ChangeUnitTx](s.DB)}
		draw := rand.New(rand.NewPCG(7, uint64(len(s.Engine()))))
		moved, refused := 0, 0
		for step := range 100 {
			tree := treeOf(t, s, org)
			u, to := tree[draw.IntN(len(tree))], tree[draw.IntN(len(tree))]
			var err error
			if draw.IntN(3) == 0 && len(tree) < 25 {
				_, err = add.Do(ctx, admin, s.Key("platform-admin", fmt.Sprint("a", step)), instituting.Placed{Org: org, Parent: to.ID, Values: values("name", fmt.Sprint("部署", step))})
			} else {
				err = change.Do(ctx, admin, s.Key("platform-admin", fmt.Sprint("m", step)), instituting.Placed{Org: org, Unit: u.ID, Rev: u.Rev, Parent: to.ID, Values: register.UnitValues(u.Unit)})
				moved++
			}
			if err != nil {
				if refused++; !fault.Is(err, fault.Invalid) {
					t.Fatal(step, err)
				}
			}
			compare(t, s, org)
		}
		if moved < 50 || refused < 5 || refused > 95 {
			t.Errorf("%d moves, %d refused: the walk is blind", moved, refused)
		}
	})
}

func treeOf(t *testing.T, s *stagetest.Stage, org ident.Org) (tree register.Tree) {
	t.Helper()
	err := store.Read[treeTx](s.DB)(t.Context(), s.Scope("platform-admin"), func(tx treeTx) (err error) {
		tree, err = tx.TreeOf(org)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// compare walks every pair: the naive way climbs from the unit by its parents.
func compare(t *testing.T, s *stagetest.Stage, org ident.Org) {
	t.Helper()
	tree := treeOf(t, s, org)
	parent := map[ident.Unit]ident.Unit{}
	for _, u := range tree {
		parent[u.ID] = u.Parent
	}
	err := store.Read[treeTx](s.DB)(t.Context(), s.Scope("platform-admin"), func(tx treeTx) error {
		below := map[ident.Unit][]ident.Unit{}
		for _, a := range tree {
			var err error
			if below[a.ID], err = tx.UnitsBelow(a.ID); err != nil {
				return err
			}
		}
		for _, u := range tree {
			above := map[ident.Unit]bool{}
			for at := u.ID; at != ""; at = parent[at] {
				if above[at] {
					return fmt.Errorf("%s stands in a circle", u.ID)
				}
				above[at] = true
			}
			if len(above) > register.Levels+1 {
				t.Errorf("%s stands %d levels deep", u.ID, len(above)-1)
			}
			for _, a := range tree {
				if got := slices.Contains(below[a.ID], u.ID); got != above[a.ID] {
					t.Errorf("%s above %s: %v, want %v", a.ID, u.ID, got, above[a.ID])
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

type registrar struct {
	*stagetest.Stage
	t      *testing.T
	add    instituting.AddOrg
	change instituting.ChangeOrg
	close  instituting.CloseOrg
	unit   instituting.CloseUnit
	n      int
}

func newRegistrar(t *testing.T, s *stagetest.Stage) *registrar {
	t.Helper()
	return &registrar{
		Stage: s, t: t, add: instituting.AddOrg{Act: store.Act[instituting.AddOrgTx](s.DB), Entropy: s.Entropy},
		change: instituting.ChangeOrg{Act: store.Act[instituting.ChangeOrgTx](s.DB)}, close: instituting.CloseOrg{Act: store.Act[instituting.CloseOrgTx](s.DB)},
		unit: instituting.CloseUnit{Act: store.Act[instituting.CloseUnitTx](s.DB)},
	}
}

func (r *registrar) key() ident.Key {
	r.n++
	return r.Key("platform-admin", fmt.Sprint("r", r.n))
}

// record reads what administrators read of an organisation.
func (r *registrar) record(id ident.Org) (o register.Org, former []register.Former) {
	r.t.Helper()
	type tx interface {
		OrgRecord(ident.Org) (register.Org, error)
		FormerOrgs(ident.Org) ([]register.Former, error)
	}
	err := store.Read[tx](r.DB)(r.t.Context(), r.Scope("platform-admin"), func(tx tx) (err error) {
		if o, err = tx.OrgRecord(id); err == nil {
			former, err = tx.FormerOrgs(id)
		}
		return err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	return o, former
}

func gas(more ...string) form.Values {
	return values(append([]string{"kind", "operator", "name", "髙﨑ガス", "kana", "たかさきがす", "corporate_number", "８０００-０１２０-５９００９"}, more...)...)
}

func TestTheLifeOfAnOrganisation(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		r := newRegistrar(t, s)
		ctx, admin := t.Context(), s.Scope("platform-admin")
		number := good(t, "00012059009")
		first := gas("corporate_number", number)
		id, err := r.add.Do(ctx, admin, r.key(), first)
		if err != nil {
			t.Fatal(err)
		}
		o, _ := r.record(id)
		if o.Name != "髙﨑ガス" || o.CorporateNumber != register.TidyNumber(number) || o.Rev != 1 {
			t.Errorf("registered: %+v", o)
		}
		if _, err := r.add.Do(ctx, admin, r.key(), first); !slices.Contains(places(err), "corporate_number: fault.register.known") {
			t.Errorf("the same number twice: %v", err)
		}
		if _, err := r.add.Do(ctx, admin, r.key(), values("kind", "supplier", "name", "髙﨑ガス", "corporate_number", number)); err != nil {
			t.Errorf("the same company as supplier: %v", err)
		}
		next := values("kind", "operator", "name", "﨑山ガス", "corporate_number", number, "rep_title", "代表取締役社長", "rep_name", "𠮷川 豊")
		if err := r.change.Do(ctx, admin, r.key(), instituting.Edit{Org: id, Rev: 1, Values: next}); err != nil {
			t.Fatal(err)
		}
		if err := r.change.Do(ctx, admin, r.key(), instituting.Edit{Org: id, Rev: 1, Values: first}); !fault.Is(err, fault.Conflict) {
			t.Errorf("over a revision that moved: %v", err)
		}
		o, former := r.record(id)
		if o.Name != "﨑山ガス" || o.Rev != 2 || len(former) != 1 || former[0].Name != "髙﨑ガス" || former[0].Actor != s.As("platform-admin").Person {
			t.Errorf("changed: %+v, before: %+v", o, former)
		}
		if err := r.close.Do(ctx, admin, r.key(), id, true); err != nil {
			t.Fatal(err)
		}
		if o, _ := r.record(id); o.ClosedAt == 0 {
			t.Error("it was not closed")
		}
		if err := r.close.Do(ctx, admin, r.key(), id, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("closed twice: %v", err)
		}
		if err := r.close.Do(ctx, admin, r.key(), s.As("operator-filer").Org, true); !fault.Is(err, fault.Conflict) {
			t.Errorf("a designated operator is closed: %v", err)
		}
		for _, who := range []string{"operator-admin", "ministry-supervisor"} {
			if _, err := r.add.Do(ctx, s.Scope(who), s.Key(who, "x"), first); !fault.Is(err, fault.Hidden) {
				t.Errorf("%s registers: %v", who, err)
			}
		}
	})
}

// good completes eleven digits and a first one to a 法人番号.
func good(t *testing.T, eleven string) string {
	t.Helper()
	for d := '0'; d <= '9'; d++ {
		if n := string(d) + "0" + eleven; party.CheckCorporateNumber(n) {
			return n
		}
	}
	t.Fatal("no check digit")
	return ""
}

// Whoever was signed in for an organisation is out with its closing.
func TestNobodyActsForWhatWasClosed(t *testing.T) {
	t.Parallel()
	s := stagetest.SQLite(t)
	r := newRegistrar(t, s)
	org := s.As("supplier").Org
	if err := r.close.Do(t.Context(), s.Scope("platform-admin"), r.key(), org, true); err != nil {
		t.Fatal(err)
	}
	type tx interface {
		PeopleOf(ident.Org) ([]register.Member, error)
	}
	err := store.Read[tx](s.DB)(t.Context(), s.Scope("platform-admin"), func(tx tx) error {
		list, err := tx.PeopleOf(org)
		if len(list) != 0 {
			t.Errorf("%d still act for it", len(list))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatCannotBeRegistered(t *testing.T) {
	t.Parallel()
	for name, v := range map[string]form.Values{
		"name: fault.form.needed":                 values("kind", "operator", "corporate_number", "8000012050001"),
		"kind: fault.form.needed":                 values("name", "x"),
		"kind: fault.form.option":                 values("kind", "platform", "name", "x"),
		"corporate_number: fault.form.needed":     values("kind", "operator", "name", "x"),
		"corporate_number: fault.register.check":  values("kind", "operator", "name", "x", "corporate_number", "8000012050002"),
		"corporate_number: fault.register.digits": values("kind", "operator", "name", "x", "corporate_number", "80000120"),
		"kana: fault.register.kana":               values("kind", "friend", "name", "x", "kana", "高崎"),
		"phone: fault.register.phone":             values("kind", "friend", "name", "x", "phone", "電話"),
		"address: fault.text.nul":                 values("kind", "friend", "name", "x", "address", "a\x00"),
	} {
		_, err := register.ReadOrg(v)
		if got := places(err); !slices.Contains(got, name) {
			t.Errorf("want %s, got %v", name, got)
		}
	}
	if _, err := register.ReadOrg(values("kind", "ministry", "name", "省")); err != nil {
		t.Errorf("the control is refused: %v", err)
	}
}

func places(err error) (list []string) {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of a flow
		for _, f := range e.Fields {
			list = append(list, f.Path+": "+f.Code)
		}
	}
	return list
}
