package mandate_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

var (
	first = law.MustDay("2026-12-01")
	last  = law.MustDay("2027-03-31")
)

func code(err error) string {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Code
	}
	return ""
}

// The whole life, by every state, side and step: what the table has is taken, everything else is refused.
func TestTheLifeOfAMandate(t *testing.T) {
	t.Parallel()
	allowed := map[string]mandate.State{
		"proposed countersign other": mandate.InForce, "proposed decline other": mandate.Declined, "proposed withdraw proposer": mandate.Withdrawn,
		"force revoke proposer": mandate.Revoked, "force revoke other": mandate.Revoked,
	}
	n := 0
	for _, by := range []mandate.Side{mandate.Operator, mandate.Maintainer} {
		for _, from := range []mandate.State{mandate.Proposed, mandate.InForce, mandate.Declined, mandate.Withdrawn, mandate.Revoked} {
			for _, do := range []string{mandate.Propose, mandate.Countersign, mandate.Decline, mandate.Withdraw, mandate.Revoke} {
				for _, side := range []mandate.Side{mandate.Operator, mandate.Maintainer, ""} {
					who := map[mandate.Side]string{by: "proposer", by.Other(): "other"}[side]
					m, err := mandate.Mandate{By: by, State: from, Terms: mandate.Terms{From: first, Until: last}}.Move(do, side, first)
					want, ok := allowed[string(from)+" "+do+" "+who]
					if ok != (err == nil) || ok && m.State != want {
						t.Errorf("%s %s by the %s (%s): %s %v", from, do, who, side, m.State, err)
					}
					if ok {
						n++
					}
				}
			}
		}
	}
	if n != 2*len(allowed) {
		t.Errorf("%d steps", n)
	}
}

func TestAMandateEndsByDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		state mandate.State
		on    string
		want  mandate.State
	}{
		{mandate.InForce, "2026-11-30", mandate.Later}, {mandate.InForce, "2026-12-01", mandate.InForce}, {mandate.InForce, "2027-03-31", mandate.InForce}, {mandate.InForce, "2027-04-01", mandate.Ended},
		{mandate.Proposed, "2026-11-30", mandate.Proposed}, {mandate.Proposed, "2027-04-01", mandate.Ended}, {mandate.Revoked, "2027-04-01", mandate.Revoked}, {mandate.Declined, "2026-12-01", mandate.Declined},
	} {
		m := mandate.Mandate{By: mandate.Maintainer, State: c.state, Terms: mandate.Terms{From: first, Until: last}}
		if got := m.Standing(law.MustDay(c.on)); got != c.want {
			t.Errorf("%s on %s: %s, want %s", c.state, c.on, got, c.want)
		}
		if _, err := m.Move(mandate.Countersign, mandate.Operator, law.MustDay(c.on)); c.want == mandate.Ended && code(err) != "fault.mandate.ended" {
			t.Errorf("countersigned after its end: %v", err)
		}
	}
	for on, want := range map[string]string{"2026-11-30": "2027-03-31", "2027-03-31": "2027-03-31", "2027-04-01": "2028-03-31", "2027-01-01": "2027-03-31"} {
		if got := mandate.YearEnd(law.MustDay(on)); got.String() != want {
			t.Errorf("%s: %s, want %s", on, got, want)
		}
	}
}

func TestWhatAMandatePermits(t *testing.T) {
	t.Parallel()
	m := mandate.Mandate{State: mandate.InForce, Terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft, mandate.File}, Sectors: []law.Sector{law.Water}, From: first, Until: last}}
	for name, c := range map[string]struct {
		act  mandate.Act
		of   law.Sector
		on   string
		turn func(*mandate.Mandate)
		want string
	}{
		"within":        {mandate.File, law.Water, "2026-12-01", nil, ""},
		"no business":   {mandate.File, "", "2026-12-01", nil, ""},
		"another":       {mandate.File, law.Gas, "2026-12-01", nil, "fault.mandate.scope"},
		"of all":        {mandate.File, law.Gas, "2026-12-01", func(m *mandate.Mandate) { m.Sectors = nil }, ""},
		"not its act":   {mandate.Fix, law.Water, "2026-12-01", nil, "fault.mandate.act.fix"},
		"before":        {mandate.File, law.Water, "2026-11-30", nil, "fault.mandate.later"},
		"after":         {mandate.File, law.Water, "2027-04-01", nil, "fault.mandate.ended"},
		"revoked":       {mandate.File, law.Water, "2026-12-01", func(m *mandate.Mandate) { m.State = mandate.Revoked }, "fault.mandate.revoked"},
		"only proposed": {mandate.File, law.Water, "2026-12-01", func(m *mandate.Mandate) { m.State = mandate.Proposed }, "fault.mandate.unsigned"},
	} {
		m := m
		if c.turn != nil {
			c.turn(&m)
		}
		if got := code(m.Permits(c.act, c.of, law.MustDay(c.on))); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// Whoever acts under a mandate has what its acts allow, in its unit, and nothing that they have for themselves.
func TestWhoActsUnderAMandate(t *testing.T) {
	t.Parallel()
	m := mandate.Mandate{ID: "m", Number: "委-1", Operator: "o", Maintainer: "x", Unit: "u", State: mandate.InForce, Terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft, mandate.Notice}, From: first, Until: last}, Words: mandate.Words{MaintainerIs: "髙城"}}
	by := access.Actor{Person: "p", Org: "x", Unit: "xu", Hat: "h", Kind: party.Maintainer, Roles: []access.Role{access.MaintainerFiler, access.MaintainerAdmin}, Only: []access.Permission{{Action: access.Read, Object: access.Draft}}}
	a, ok := m.Actor(by, first)
	if !ok || a.Org != "o" || a.Unit != "u" || a.Hat != "" || len(a.Roles) != 1 || a.Roles[0] != access.MandateDrafter || a.Person != "p" || len(a.Only) != 1 || a.Signed("森田") != "森田(髙城)" {
		t.Errorf("%v %+v", ok, a)
	}
	for name, change := range map[string]func(*mandate.Mandate, *access.Actor){
		"of another organisation": func(_ *mandate.Mandate, b *access.Actor) { b.Org = "y" },
		"without the role":        func(_ *mandate.Mandate, b *access.Actor) { b.Roles = []access.Role{access.MaintainerAdmin} },
		"under another already":   func(_ *mandate.Mandate, b *access.Actor) { b.Under.Mandate = "n" },
		"revoked":                 func(m *mandate.Mandate, _ *access.Actor) { m.State = mandate.Revoked },
		"without a place":         func(m *mandate.Mandate, _ *access.Actor) { m.Unit = "" },
		"later":                   func(m *mandate.Mandate, _ *access.Actor) { m.From = last },
	} {
		m, b := m, by
		change(&m, &b)
		if a, ok := m.Actor(b, first); ok || a.Org != "" {
			t.Errorf("%s: let in as %+v", name, a)
		}
	}
}

func TestASheetOfProposals(t *testing.T) {
	t.Parallel()
	common := mandate.Terms{Acts: []mandate.Act{mandate.File}, From: first, Until: last}
	rows, err := mandate.ReadRows("法人番号\t事業\t開始日\t終了日\t対象の設備\n７０００-０１２０５-０００２\t水道\t\tR9.3.1\t北部浄水場\n\n1000012010003,電気・ガス,2027/1/5\n7000012050002\n123\n9000012010004,,R9.2.30\n", common, mandate.Words{Successor: "未定"})
	if err != nil || len(rows) != 5 {
		t.Fatalf("%v %+v", err, rows)
	}
	if r := rows[0]; r.Line != 2 || r.Number != "7000012050002" || len(r.Sectors) != 1 || r.Sectors[0] != law.Water || r.From != first || r.Until.String() != "2027-03-01" || r.Facilities != "北部浄水場" || r.Successor != "未定" {
		t.Errorf("%+v", r)
	}
	if r := rows[1]; len(r.Sectors) != 2 || r.From.String() != "2027-01-05" || r.Until != last {
		t.Errorf("%+v", r)
	}
	find := func(n string) (party.Org, ident.Unit, ident.Number, bool, error) {
		return party.Org{ID: ident.Org(n)}, "u", "", n != "1000012010003", nil
	}
	list, err := mandate.Judge(rows, "9000012010004", first, find)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, j := range list {
		var codes []string
		for _, f := range j.Faults {
			codes = append(codes, f.Path+":"+f.Code)
		}
		got = append(got, strings.Join(codes, " "))
	}
	if got[0] != "" || got[1] != "number:fault.mandate.nobody" || got[2] != "number:fault.mandate.twice" || got[3] != "number:fault.mandate.number" || !strings.Contains(got[4], "from:") {
		t.Errorf("%q", got)
	}
	if _, err := mandate.ReadRows(" \n", common, mandate.Words{}); code(err) != "fault.mandate.empty" {
		t.Error(err)
	}
	if _, err := mandate.ReadRows(strings.Repeat("1\n", mandate.RowsMost+1), common, mandate.Words{}); code(err) != "fault.mandate.rows" {
		t.Error(err)
	}
}

func FuzzASheet(f *testing.F) {
	f.Add("法人番号\t事業\n7000012050002\t水道\t2026-12-01\t2027-03-31")
	f.Add("1,2,3,4,5,6,7\n\ufeff\x00")
	f.Fuzz(func(t *testing.T, sheet string) {
		rows, err := mandate.ReadRows(sheet, mandate.Terms{Acts: mandate.Acts(), From: first, Until: last}, mandate.Words{})
		if err != nil {
			return
		}
		list, err := mandate.Judge(rows, "", first, func(string) (party.Org, ident.Unit, ident.Number, bool, error) { return party.Org{}, "", "", true, nil })
		if err != nil || len(list) != len(rows) || len(rows) > mandate.RowsMost {
			t.Fatalf("%d %d %v", len(rows), len(list), err)
		}
	})
}
