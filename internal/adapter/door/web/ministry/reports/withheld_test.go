package reports_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/reporting/attached"
	"kanmin/internal/adapter/door/web/reporting/compared"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/template"
	"kanmin/internal/world/stagetest"
)

const withheld = "computer"

// told is what an office reads in one of two worlds: in one, a section was withheld from it, which has answers and a file and was
// corrected once by itself; in the other there is no such section.
type told struct {
	*store.Tx
	there    bool     // the section
	released []string // sections
}

func (w told) Procedure(ref string) (procedure.Procedure, error) {
	p, err := w.Tx.Procedure(ref)
	if !w.there {
		p.Form = filing.CutForm(p.Form, w.sections())
		p.Form.Parts = slices.DeleteFunc(slices.Clone(p.Form.Parts), func(p form.Part) bool { return p.ID == withheld })
	}
	return p, err
}

func (w told) sections() []string {
	return slices.DeleteFunc(incident.PromptForm.Sections(), func(s string) bool { return s == withheld })
}

func (w told) Released(ids []ident.Filing) (map[ident.Filing][]string, error) {
	return map[ident.Filing][]string{ids[0]: w.released}, nil
}

func (w told) Filing(n ident.Number, p access.Permission) (filing.Filing, filing.Content, error) {
	f, c, err := w.Tx.Filing(n, p)
	if err != nil {
		return f, c, err
	}
	list, err := w.revisions(f, c)
	f.Rev = len(list)
	return f, list[len(list)-1].Content, err
}

func (w told) CaseWith(n ident.Number, p access.Permission) ([]filing.Reported, error) {
	list, err := w.Tx.CaseWith(n, p)
	for i := range list {
		if err == nil {
			list[i].Filing, list[i].Content, err = w.Filing(list[i].Number, p)
		}
	}
	return list, err
}

func (w told) Revisions(f filing.Filing) ([]filing.Revision, error) {
	_, c, err := w.Tx.Filing(f.Number, access.Permission{Action: access.Read, Object: access.Report})
	if err != nil {
		return nil, err
	}
	return w.revisions(f, c)
}

// revisions are the arrival, a correction of the section (in the world in which there is one), and a correction of another.
func (w told) revisions(f filing.Filing, first filing.Content) (list []filing.Revision, err error) {
	values, err := incident.PromptForm.Decode(first.Values)
	if err != nil {
		return nil, err
	}
	outline := filing.Attachment{ID: "file-outline", Name: "概要.txt", Size: 10, Section: "outline", Digest: strings.Repeat("0", 64)}
	add := func(files ...filing.Attachment) {
		c := first
		said := values
		if !w.there {
			said = filing.Cut(incident.PromptForm, values, w.sections())
		}
		raw, failed := incident.PromptForm.Canonical(said)
		if failed != nil {
			err = failed
		}
		c.Values, c.Files = raw, filing.Enclose(files)
		list = append(list, filing.Revision{Filing: f.ID, Rev: len(list) + 1, At: f.ArrivedAt.Add(1), Leaf: f.Leaf, Content: c})
	}
	secret := filing.Attachment{ID: "file-secret", Name: "検体の一覧.bin", Size: 123456789, Section: withheld, Digest: strings.Repeat("1", 64)}
	files := []filing.Attachment{outline}
	if w.there {
		files = append(files, secret)
	}
	add(files...)
	if w.there {
		values["which"] = form.Value{Texts: []string{"SECRET-CANARY"}}
		add(files...)
	}
	values["what_text"] = form.Value{Texts: []string{"概要を直した"}}
	add(files...)
	return list, err
}

// TemplatesOf is an official form that has a cell for everything that a 速報 asks.
func (w told) TemplatesOf(_ string, on law.Day) ([]template.Template, error) {
	t := template.Template{ID: "form", Procedure: incident.Prompt.ID, From: on}
	for i, row := range template.Start(incident.Prompt) {
		how, _ := template.ReadHow(row[4])
		t.Map = append(t.Map, template.Line{Row: i + 2, Item: row[0], Sheet: "様式", Cell: "B" + strconv.Itoa(i+2), How: how, Option: row[5]})
	}
	return []template.Template{t}, nil
}

func (w told) PublishedFile(ident.Object) ([]byte, error) { return []byte("form"), nil }

// written is what a child would write into the form.
func written(_ context.Context, _ []byte, puts []sheet.Put) ([]byte, error) {
	return json.Marshal(puts)
}

// A section that was not released leaves no trace in what its office reads: no field, no count, no gap in a numbering, no name or size
// of a file. The bytes are those of a world in which the section never was.
func TestAWithheldSectionLeavesNoTrace(t *testing.T) {
	t.Parallel()
	world := told{}
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		page := reports.Page{Look: func(ctx context.Context, sc access.Scope, purpose string, read func(reports.Tx) ([]ident.Object, error)) error {
			return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) {
				return read(told{tx, world.there, world.released})
			})
		}}
		files := attached.Pages{Look: func(ctx context.Context, sc access.Scope, purpose string, read func(attached.FiledTx) ([]ident.Object, error)) error {
			return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) {
				return read(told{tx, world.there, world.released})
			})
		}, Fill: written}
		compare := compared.Page{Look: func(ctx context.Context, sc access.Scope, purpose string, read func(compared.Tx) ([]ident.Object, error)) error {
			return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) {
				return read(told{tx, world.there, world.released})
			})
		}}
		return append(append(page.Routes(), files.Routes()...), compare.Routes()...)
	})
	f := d.File(t, "operator-filer", "概要")
	at := "/ministry/reports/" + f.Number.ASCII()
	world.released = world.sections()
	d.Get(t, "ministry-officer", at) // the page says when the office first opened it
	for _, path := range []string{at, at + "/compare", at + "/compare?from=2&to=1", at + "/content/content.json", at + "/content/content.xlsx", at + "/content/" + formsheet.OfficialName} {
		read := func(there bool, released []string) string {
			world.there, world.released = there, released
			a := d.Get(t, "ministry-officer", path)
			if a.Status != http.StatusOK {
				t.Fatal(path, a.Status, a.Body)
			}
			return a.Body
		}
		cut, never := read(true, world.sections()), read(false, world.sections())
		if cut != never {
			t.Errorf("%s differs from a world without the section\n%s\n%s", path, differs(cut, never), differs(never, cut))
		}
		if whole := read(true, incident.PromptForm.Sections()); whole == never {
			t.Errorf("%s: the control shows the section and is the same", path)
		}
		if path == at && (!strings.Contains(cut, "概要を直した") || !strings.Contains(cut, "第2版") || strings.Contains(cut, "第3版") || !strings.Contains(cut, "概要.txt") || strings.Contains(cut, "検体の一覧")) {
			t.Error("the page lacks what was released, or counts what was not")
		}
	}
	for _, there := range []bool{true, false} {
		world.there, world.released = there, world.sections()
		for _, path := range []string{"/files/file-secret", "/compare?from=1&to=3", "/compare?from=3", "/compare?from=x"} { // there are three, of which this office has two
			if a := d.Get(t, "ministry-officer", at+path); a.Status != http.StatusNotFound {
				t.Errorf("%s: %d", path, a.Status)
			}
		}
	}
}

// differs is where one text leaves another.
func differs(a, b string) string {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	return strings.ToValidUTF8(a[max(i-150, 0):min(i+150, len(a))], "?")
}
