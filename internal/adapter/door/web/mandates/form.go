package mandates

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/flow/mandating"
)

const sheetBody = 1 << 20

// FormView is the form for one proposal or many, and the dry run.
type FormView struct {
	Lead     string
	Problems look.Problems
	Fields   []look.Field
	Rows     *look.Table
	Refused  string // rows that cannot be proposed
	Count    int    // that can; 0: nothing is sent
	Key      string
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[FormView]("mandates/form", formSource)

// typed is what was filled in.
type typed struct {
	sheet  string
	terms  mandate.Terms
	words  mandate.Words
	days   [2]string
	faults map[string]fault.Field
}

func (p Page) form(w http.ResponseWriter, r *gate.Request) error {
	today := law.DayOf(r.Now)
	t := typed{terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft, mandate.File, mandate.Fix}, From: today, Until: mandate.YearEnd(today)}}
	t.days = [2]string{look.Day(r.Lang, t.terms.From), look.Day(r.Lang, t.terms.Until)}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	return write(w, r, http.StatusOK, FormView{Fields: fields(r, t), Key: key})
}

func write(w http.ResponseWriter, r *gate.Request, status int, v FormView) error {
	v.Lead = r.T("mandate.new.lead." + string(mandate.SideOf(r.Scope.Kind)))
	return formPage.WriteStatus(w, status, r.Frame("mandate.new").With(look.Link{To: Path, Text: r.T("nav.mandate")}, look.Link{Text: r.T("mandate.new")}), v)
}

func fields(r *gate.Request, t typed) []look.Field {
	acts := look.Field{Kind: look.Boxes, ID: "acts", Label: r.T("mandate.acts"), Need: true}
	for _, a := range mandate.Acts() {
		acts.Options = append(acts.Options, look.Option{Value: string(a), Label: r.T("mandate.act." + string(a)), Note: r.T("mandate.allows." + string(a)), Chosen: slices.Contains(t.terms.Acts, a)})
	}
	list := []look.Field{
		{Kind: look.Area, ID: "sheet", Label: r.T("mandate.sheet"), Hint: r.T("mandate.sheet.hint"), Value: t.sheet, Need: true}, acts,
		{Kind: look.DayLine, ID: "from", Label: r.T("mandate.from"), Value: t.days[0], Need: true, Width: look.Mid}, {Kind: look.DayLine, ID: "until", Label: r.T("mandate.until"), Hint: r.T("mandate.until.hint"), Value: t.days[1], Need: true, Width: look.Mid},
		{Kind: look.Area, ID: "facilities", Label: r.T("mandate.facilities"), Hint: r.T("mandate.facilities.hint"), Value: t.words.Facilities, Free: true, Limit: mandate.TextMost},
		{Kind: look.Line, ID: "successor", Label: r.T("mandate.successor"), Value: t.words.Successor, Free: true, Limit: mandate.ShortMost, Width: look.Mid},
	}
	for i := range list {
		if f, bad := t.faults[list[i].ID]; bad {
			list[i].Error = r.Why(f)
		}
	}
	return list
}

// template is the sheet to fill in.
func (p Page) template(w http.ResponseWriter, _ *gate.Request) error {
	return organisation.WriteCSV(w, "mandates", "委任の申し出", [][]string{mandate.Columns()})
}

// read reads what was posted. Days that cannot be read are told at their places.
func read(form url.Values) (t typed) {
	t.faults = map[string]fault.Field{}
	t.sheet, t.words = form.Get("sheet"), mandate.Words{Facilities: form.Get("facilities"), Successor: form.Get("successor")}
	for _, a := range form["acts"] {
		t.terms.Acts = append(t.terms.Acts, mandate.Act(a))
	}
	for i, d := range []*law.Day{&t.terms.From, &t.terms.Until} {
		id := []string{"from", "until"}[i]
		t.days[i] = form.Get(id)
		if strings.TrimSpace(t.days[i]) == "" {
			continue
		}
		got, err := law.ReadDay(t.days[i])
		if e, bad := errors.AsType[*fault.Error](err); bad {
			t.faults[id] = fault.Field{Path: id, Code: e.Code, Args: e.Args}
		}
		*d = got.Day
	}
	t.terms = t.terms.Tidy()
	return t
}

// judge is the dry run: each row with what is wrong with it, and what is wrong for all of them at its field.
func (p Page) judge(r *gate.Request, t *typed) (rows []mandate.Judged, err error) {
	today := law.DayOf(r.Now)
	if e, bad := errors.AsType[*fault.Error](t.terms.Check(t.words, today)); bad {
		for _, f := range e.Fields {
			if _, told := t.faults[f.Path]; !told {
				t.faults[f.Path] = f
			}
		}
	}
	sheet, err := mandate.ReadRows(t.sheet, t.terms, t.words)
	if e, bad := errors.AsType[*fault.Error](err); bad {
		t.faults["sheet"] = fault.Field{Path: "sheet", Code: e.Code, Args: e.Args}
		return nil, nil
	}
	if len(t.faults) > 0 {
		return nil, nil
	}
	return rows, p.Read(r.Context(), r.Scope, func(tx Tx) error {
		own, err := tx.Org(r.Scope.Org)
		if err == nil {
			rows, err = mandate.Judge(sheet, own.CorporateNumber, today, mandating.Find(tx))
		}
		return err
	})
}

// shown is the form with the dry run.
func shown(r *gate.Request, t typed, rows []mandate.Judged, key string) (v FormView, status int) {
	v, status = FormView{Fields: fields(r, t), Key: key}, http.StatusOK
	v.Problems = look.ProblemsOf(v.Fields)
	if len(rows) > 0 {
		v.Rows = &look.Table{Caption: r.T("mandate.check"), Heads: []look.Head{{Text: r.T("mandate.row")}, {Text: r.T("mandate.corporate")}, {Text: r.T("mandate.other")}, {Text: r.T("mandate.sectors")}, {Text: r.T("mandate.acts")}, {Text: r.T("mandate.until")}, {Text: r.T("mandate.found")}}}
	}
	refused := 0
	for _, j := range rows {
		tag := look.Tag{Text: r.T("mandate.good"), Tone: look.Good}
		if len(j.Faults) > 0 {
			tag = look.Tag{Text: r.T("mandate.bad"), Tone: look.Danger}
			refused++
		}
		for _, f := range j.Faults {
			v.Problems = append(v.Problems, look.Problem{ID: "sheet", Label: r.T("mandate.row.n", "line", strconv.Itoa(j.Line)), Text: r.Why(f)})
		}
		until := ""
		if !j.Until.IsZero() {
			until = look.Day(r.Lang, j.Until)
		}
		name := j.With.Name
		if name == "" {
			name = r.T("mandate.unknown")
		}
		v.Rows.Rows = append(v.Rows.Rows, []look.Cell{{Text: strconv.Itoa(j.Line)}, {Text: j.Number, Code: true}, {Text: name}, {Text: sectorNames(r, j.Sectors)}, {Text: actNames(r, j.Acts)}, {Text: until}, {Tag: &tag}})
	}
	if refused > 0 {
		v.Refused = r.T("mandate.refused", "n", look.Number(refused))
	}
	if len(v.Problems) > 0 {
		status = http.StatusUnprocessableEntity
	} else {
		v.Count = len(rows)
	}
	return v, status
}

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	rows, err := p.judge(r, &t)
	if err != nil {
		return err
	}
	v, status := shown(r, t, rows, form.Get("key"))
	return write(w, r, status, v)
}

// send proposes each row by an act of its own, so that no organisation is told of another, and a press that was cut off goes on where it was.
func (p Page) send(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := read(form)
	// What was proposed by an earlier attempt of this press waits already; its key tells.
	rows, err := p.judge(r, &t)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Faults = slices.DeleteFunc(rows[i].Faults, func(f fault.Field) bool { return f.Code == "fault.mandate.waiting" })
	}
	v, status := shown(r, t, rows, form.Get("key"))
	if status != http.StatusOK || len(rows) == 0 {
		return write(w, r, http.StatusUnprocessableEntity, v)
	}
	for i, j := range rows {
		key, err := p.keyOf(r, form.Get("key"), j)
		if err != nil {
			return err
		}
		_, err = p.Propose.Do(r.Context(), r.Scope, key, j.Row)
		if e, mine := organisation.Mine(err); mine {
			rows[i].Faults = e.Fields
			if len(e.Fields) == 0 {
				rows[i].Faults = []fault.Field{{Path: "number", Code: e.Code, Args: e.Args}}
			}
		} else if err != nil {
			return err
		}
	}
	if v, status = shown(r, t, rows, form.Get("key")); status != http.StatusOK {
		return write(w, r, status, v)
	}
	return gate.See(w, Path+"?done="+strconv.Itoa(len(rows)))
}

func (p Page) keyOf(r *gate.Request, client string, j mandate.Judged) (ident.Key, error) {
	if client == "" {
		return r.KeyOf("", [32]byte{})
	}
	return r.KeyOf(client+"-"+j.Number, organisation.Digest(j.Number, j.Terms, j.Words))
}
