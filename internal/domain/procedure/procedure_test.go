package procedure_test

import (
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/text"
)

func both(s string) text.Both { return text.Both{Ja: s, En: s} }

// whole is a declaration that can be opened.
func whole() procedure.Declaration {
	d := procedure.Started(both("ヒヤリハット"))
	d.Title, d.Contact, d.Summary, d.Term = "経済産業大臣", "call", []string{"what"}, procedure.Term{Field: "on", Days: 30}
	d.Form.Steps[0].Fields = []form.Field{
		{ID: "what", Kind: form.Area, Limit: 100, Label: both("あったこと"), Section: "outline", Needed: true},
		{ID: "on", Kind: form.Day, Label: both("日"), Section: "outline"},
		{ID: "call", Kind: form.Line, Limit: 100, Label: both("連絡先"), Section: "contact"},
	}
	return d
}

func TestABadDeclarationNamesThePlace(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		spoil func(*procedure.Declaration)
		want  string
	}{
		"whole":           {func(*procedure.Declaration) {}, ""},
		"no name":         {func(d *procedure.Declaration) { d.Name.En = "" }, "name fault.form.needed"},
		"no addressee":    {func(d *procedure.Declaration) { d.To = "everybody" }, "to fault.form.option"},
		"no title":        {func(d *procedure.Declaration) { d.Title = " " }, "title fault.form.needed"},
		"number":          {func(d *procedure.Declaration) { d.Number = ident.NumberDraft }, "number fault.form.option"},
		"no items":        {func(d *procedure.Declaration) { d.Form.Steps[0].Fields = nil }, "form.fields fault.declare.count"},
		"table":           {func(d *procedure.Declaration) { d.Form.Steps[0].Fields[1].Kind = form.Table }, "form.steps[0].fields[1].limit fault.declare.count"},
		"label":           {func(d *procedure.Declaration) { d.Form.Steps[0].Fields[0].Label.En = "" }, "form.steps[0].fields[0].label fault.form.needed"},
		"unknown section": {func(d *procedure.Declaration) { d.Form.Steps[0].Fields[0].Section = "secret" }, "form.steps[0].fields[0].section fault.declare.section"},
		"jurisdiction": {func(d *procedure.Declaration) {
			d.To, d.Form.Parts[0].ID = procedure.ToJurisdiction, "own"
			d.Form.Steps[0].Fields[0].Section, d.Form.Steps[0].Fields[1].Section = "own", "own"
		}, "form.steps[0].fields[0].section fault.procedure.section"},
		"contact": {func(d *procedure.Declaration) { d.Contact = "on" }, "contact fault.declare.refers"},
		"summary": {func(d *procedure.Declaration) { d.Summary = nil }, "summary fault.procedure.summary"},
		"term":    {func(d *procedure.Declaration) { d.Term.Field = "what" }, "term.field fault.declare.refers"},
		"days":    {func(d *procedure.Declaration) { d.Term.Days = 0 }, "term.days fault.form.range"},
	} {
		d := whole()
		c.spoil(&d)
		got := ""
		if e, ok := d.Check().(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // what Check itself returns
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestRefs(t *testing.T) {
	t.Parallel()
	for ref, want := range map[string]struct {
		id      string
		version int
	}{"report.prompt": {"report.prompt", 0}, "P-R8-1@2": {"P-R8-1", 2}, "P@0": {"P@0", 0}, "P@x": {"P@x", 0}, "P@01": {"P@01", 0}, "P@-1": {"P@-1", 0}, "": {"", 0}} {
		if id, v := procedure.SplitRef(ref); id != want.id || v != want.version {
			t.Errorf("%q: %q %d", ref, id, v)
		}
	}
	p := procedure.Version{Number: "様-R8-7K4M-2QXD-W", Version: 3, Record: procedure.Record{Declaration: whole()}}.Procedure()
	if id, v := procedure.SplitRef(p.Ref()); id != p.ID || v != 3 {
		t.Errorf("%s reads back as %s %d", p.Ref(), id, v)
	}
}

func TestForWhomAndWhen(t *testing.T) {
	t.Parallel()
	o := procedure.Opening{From: law.MustDay("2026-12-01"), Until: law.MustDay("2026-12-10"), Sectors: []law.Sector{law.Electricity, law.Gas}}
	for name, c := range map[string]struct {
		on      string
		sectors []law.Sector
		want    bool
	}{
		"before":  {"2026-11-30", []law.Sector{law.Gas}, false},
		"first":   {"2026-12-01", []law.Sector{law.Gas}, true},
		"last":    {"2026-12-09", []law.Sector{law.Water, law.Electricity}, true},
		"closed":  {"2026-12-10", []law.Sector{law.Gas}, false},
		"another": {"2026-12-05", []law.Sector{law.Water}, false},
		"none":    {"2026-12-05", nil, false},
	} {
		if got := o.For(c.sectors, law.MustDay(c.on)); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if e := o.Check(law.MustDay("2026-12-02")); e == nil {
		t.Error("a day that has passed is taken")
	}
	o.Until = o.From
	if e := o.Check(law.MustDay("2026-11-01")); e == nil {
		t.Error("closed on the day on which it opens")
	}
}

// Every move that the table lacks is refused.
func TestMoves(t *testing.T) {
	t.Parallel()
	all := []procedure.State{procedure.Written, procedure.Proposed, procedure.Published, procedure.Closed}
	n := 0
	for _, from := range all {
		for _, to := range all {
			v := procedure.Version{Record: procedure.Record{State: from}}
			if v.Move(to) == nil {
				n++
			}
		}
	}
	if n != len(procedure.Moves) {
		t.Errorf("%d moves are open, the table has %d", n, len(procedure.Moves))
	}
}

func TestBuiltInProceduresAreWhole(t *testing.T) {
	t.Parallel()
	for _, p := range book.All() {
		if err := p.Form.Declared(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if p.Clock.Rule != "" && !p.Case && !p.Follows {
			t.Errorf("%s: a duty hangs on a case", p.ID)
		}
		for _, id := range append(append([]string{p.Clock.Field, p.Contact, p.Refers, p.Explains.Field}, p.Explains.Of...), p.Summary...) {
			if _, ok := p.Form.Field(id); !ok && id != "" {
				t.Errorf("%s: no field %s", p.ID, id)
			}
		}
		if found, ok := book.Find(p.ID); !ok || found.Ref() != p.ID {
			t.Errorf("%s is not found", p.ID)
		}
	}
}
