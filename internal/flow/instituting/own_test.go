package instituting_test

import (
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/world/stagetest"
)

// An organisation's own administrators change what stands at or below their unit; the rest is not there for them.
func TestOwnAdministratorsStayWithinTheirUnit(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		t.Helper()
		ctx := t.Context()
		add, change, closing := verbs(s)
		boss, meti := s.As("operator-admin"), s.As("ministry-supervisor")
		own := placed(boss.Org)
		south, err := add.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "a"), own("", boss.Unit, 0, "南支社"))
		if err != nil {
			t.Fatal(err)
		}
		shop, err := add.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "b"), own("", south, 0, "南営業所"))
		if err != nil {
			t.Fatal(err)
		}
		if err := change.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "c"), own(shop, boss.Unit, 1, "南𠮷営業所")); err != nil {
			t.Fatal("a move within the tree:", err)
		}
		compare(t, s, boss.Org)
		for _, closed := range []bool{true, false} {
			if err := closing.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", map[bool]string{true: "d", false: "e"}[closed]), own(shop, "", 0, ""), closed); err != nil {
				t.Fatal(closed, err)
			}
		}

		beyond(t, s, south, shop)
		read := func(scope access.Scope, org ident.Org) (tree register.Tree) {
			if err := store.Read[treeTx](s.DB)(ctx, scope, func(tx treeTx) (err error) {
				tree, err = tx.TreeOf(org)
				return err
			}); err != nil {
				t.Fatal(err)
			}
			return tree
		}
		if n := len(read(s.Scope("operator-admin"), meti.Org)); n != 0 {
			t.Errorf("%d units of a ministry are shown to an operator", n)
		}
		if n := len(read(s.Scope("operator-admin"), boss.Org)); n < 3 {
			t.Errorf("%d units of one's own", n)
		}
	})
}

func verbs(s *stagetest.Stage) (instituting.AddUnit, instituting.ChangeUnit, instituting.CloseUnit) {
	return instituting.AddUnit{Act: store.Act[instituting.AddUnitTx](s.DB), Entropy: s.Entropy},
		instituting.ChangeUnit{Act: store.Act[instituting.ChangeUnitTx](s.DB)}, instituting.CloseUnit{Act: store.Act[instituting.CloseUnitTx](s.DB)}
}

func placed(org ident.Org) func(unit, parent ident.Unit, rev int, name string) instituting.Placed {
	return func(unit, parent ident.Unit, rev int, name string) instituting.Placed {
		return instituting.Placed{Org: org, Unit: unit, Parent: parent, Rev: rev, Values: values("name", name)}
	}
}

// beyond tries what stands beside or above whoever acts for the branch south.
func beyond(t *testing.T, s *stagetest.Stage, south, shop ident.Unit) {
	t.Helper()
	ctx := t.Context()
	add, change, closing := verbs(s)
	boss, meti := s.As("operator-admin"), s.As("ministry-supervisor")
	own := placed(boss.Org)
	below := s.Scope("operator-admin") // the same person, acting for the branch alone
	below.Unit = south
	office := instituting.Placed{Org: meti.Org, Unit: meti.Unit, Values: values("name", "x"), Rev: 1}
	root := treeOf(t, s, meti.Org).Root()
	for name, try := range map[string]func() error{
		"add beside one's own unit": func() error {
			_, err := add.Do(ctx, below, s.Key("operator-admin", "f"), own("", boss.Unit, 0, "x"))
			return err
		},
		"rename beside one's own unit": func() error {
			return change.Do(ctx, below, s.Key("operator-admin", "g"), own(shop, boss.Unit, 2, "x"))
		},
		"pull a unit to oneself": func() error {
			return change.Do(ctx, below, s.Key("operator-admin", "h"), own(shop, south, 2, "x"))
		},
		"push one's own unit elsewhere": func() error {
			return change.Do(ctx, below, s.Key("operator-admin", "i"), own(south, shop, 1, "x"))
		},
		"close beside one's own unit": func() error {
			return closing.Do(ctx, below, s.Key("operator-admin", "j"), own(shop, "", 0, ""), true)
		},
		"another organisation": func() error {
			return change.Do(ctx, s.Scope("operator-admin"), s.Key("operator-admin", "k"), office)
		},
		"above a supervisor's office": func() error {
			_, err := add.Do(ctx, s.Scope("ministry-supervisor"), s.Key("ministry-supervisor", "l"), instituting.Placed{Org: meti.Org, Parent: root.ID, Values: values("name", "x")})
			return err
		},
		"by a filer": func() error {
			_, err := add.Do(ctx, s.Scope("operator-filer"), s.Key("operator-filer", "m"), own("", boss.Unit, 0, "x"))
			return err
		},
	} {
		before := treeOf(t, s, boss.Org)
		if err := try(); !fault.Is(err, fault.Hidden) {
			t.Errorf("%s: %v", name, err)
		}
		if after := treeOf(t, s, boss.Org); len(after) != len(before) {
			t.Errorf("%s left something behind", name)
		}
	}
}
