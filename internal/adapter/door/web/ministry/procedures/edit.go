package procedures

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/declaring"
)

// editView is a page on which a part of a declaration is written.
type editView struct {
	Title, Name, Action, Back string
	Rev                       int
	Key                       string
	Notices                   []look.Notice
	Problems                  look.Problems
	Fields                    []look.Field
	Remove                    bool // the part can be taken out
}

//go:embed edit.tmpl
var editSource string

var editPage = look.Parse[editView]("ministry/procedures/edit", editSource)

// part is what one page writes: where it stands, how it is asked, and what becomes of the declaration.
type part struct {
	title  string // catalogue key
	action string
	prefix string // of its places in the declaration's faults
	form   form.Form
	values form.Values
	read   func(form.Values) procedure.Declaration
	remove func() procedure.Declaration // nil: it cannot be taken out
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, v procedure.Version, e part, err error) (_ error) {
	view := editView{
		Title: r.T(e.title), Name: named(r, v), Action: e.action, Back: At(v.Number), Rev: v.Rev, Notices: admin.Says(r, err), Remove: e.remove != nil,
	}
	var bad error
	if view.Key, bad = r.NewKey(); bad != nil {
		return bad
	}
	view.Fields = admin.Fields(r, e.form, e.values, err)
	view.Problems = look.ProblemsOf(view.Fields)
	return editPage.WriteStatus(w, admin.Status(err), trail(r, v, view.Title), view)
}

// keep reads what was posted and writes the declaration. What is wrong with this part is shown beside its fields; what other parts
// lack is said on the procedure's page.
func (p Pages) keep(w http.ResponseWriter, r *gate.Request, v procedure.Version, e part, posted url.Values) error {
	e.values = admin.Values(e.form, posted)
	var d procedure.Declaration
	if posted.Get("do") == "remove" && e.remove != nil {
		d = e.remove()
	} else {
		d = e.read(e.values)
		if err := within(d.Check(), e.prefix); err != nil {
			return p.write(w, r, v, e, err)
		}
	}
	err := p.save(r, v, d, posted)
	if admin.Mine(err) {
		return p.write(w, r, v, e, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(v.Number)+"?saved=1")
}

// save writes over the revision that the page showed.
func (p Pages) save(r *gate.Request, v procedure.Version, d procedure.Declaration, posted url.Values) error {
	rev, err := strconv.Atoi(posted.Get("rev"))
	if err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	sum, err := admin.Key(r, []any{d, rev})
	if err != nil {
		return err
	}
	key, err := r.Key(sum)
	if err != nil {
		return err
	}
	return p.Write.Do(r.Context(), r.Scope, key, declaring.Edit{Number: v.Number, Version: v.Version, Rev: rev, Declaration: d})
}

// within keeps the faults of one part, with the names of the page's fields as places.
func within(err error, prefix string) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	var l fault.List
	for _, f := range e.Fields {
		rest, mine := strings.CutPrefix(f.Path, prefix)
		rest = strings.TrimPrefix(rest, ".")
		if mine && !strings.HasPrefix(rest, "fields") && f.Code != "fault.procedure.summary" {
			f.Path = fieldOf(prefix, rest)
			l.Fields = append(l.Fields, f)
		}
	}
	return l.Err()
}

// fieldOf is the page's field for a place in a declaration: "label.ja" is label_ja, "options[2].id" is options.
func fieldOf(prefix, place string) string {
	if prefix == "" {
		place = strings.TrimPrefix(place, "form.")
	}
	head, _, _ := strings.Cut(place, "[")
	switch {
	case head == "when" || head == "needed_when":
		return "when_field"
	case head == "label" || head == "title" && prefix != "" || head == "name":
		return head + "_ja"
	}
	return strings.ReplaceAll(head, ".", "_")
}

func (p Pages) aboutPart(v procedure.Version) part {
	return part{
		title: "procedures.about", action: At(v.Number, "about"), form: aboutForm(v.Declaration), values: aboutValues(v.Declaration),
		read: func(values form.Values) procedure.Declaration { return readAbout(v.Declaration, values) },
	}
}

func (p Pages) about(w http.ResponseWriter, r *gate.Request) error {
	v, done, err := p.writable(w, r)
	if done {
		return err
	}
	e := p.aboutPart(v)
	return p.write(w, r, v, e, nil)
}

func (p Pages) aboutPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, v, done, err := p.posted(w, r)
	if done {
		return err
	}
	e := p.aboutPart(v)
	e.values = admin.Values(e.form, posted)
	d := e.read(e.values)
	bad := within(d.Check(), "")
	if f, ok := errors.AsType[*fault.Error](bad); ok { // what stands in other parts is theirs to say
		f.Fields = slices.DeleteFunc(f.Fields, func(x fault.Field) bool { return strings.HasPrefix(x.Path, "steps") || x.Path == "fields" })
		if len(f.Fields) > 0 {
			return p.write(w, r, v, e, f)
		}
	}
	err = p.save(r, v, d, posted)
	if admin.Mine(err) {
		return p.write(w, r, v, e, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(v.Number)+"?saved=1")
}

func (p Pages) posted(w http.ResponseWriter, r *gate.Request) (posted url.Values, v procedure.Version, done bool, err error) {
	if posted, err = r.Fields(); err != nil {
		return nil, v, true, err
	}
	v, done, err = p.writable(w, r)
	return posted, v, done, err
}

// place reads which question, and which item of it, an address speaks of: from 1, or "new". An address that does not say is
// about a new one.
func place(r *gate.Request, name string, n int) (int, error) {
	word := r.URL.Query().Get(name)
	if word == "new" || word == "" {
		return n, nil
	}
	i, err := strconv.Atoi(word)
	if err != nil || i < 1 || i > n {
		return 0, fault.Absent()
	}
	return i - 1, nil
}

func (p Pages) questionPart(r *gate.Request, v procedure.Version) (part, error) {
	steps := v.Declaration.Form.Steps
	i, err := place(r, "at", len(steps))
	if err != nil {
		return part{}, err
	}
	s := form.Step{ID: fresh("step", len(steps), func(id string) bool { return slices.ContainsFunc(steps, func(s form.Step) bool { return s.ID == id }) })}
	e := part{title: "procedures.question.new", action: At(v.Number, "question") + again(r), prefix: "form.steps[" + strconv.Itoa(i) + "]", form: questionForm(v.Declaration, i)}
	if i < len(steps) {
		s = steps[i]
		e.title = "procedures.question"
		e.remove = func() procedure.Declaration {
			d := v.Declaration
			d.Form.Steps = slices.Delete(slices.Clone(steps), i, i+1)
			return d
		}
	}
	e.values = questionValues(s)
	e.read = func(values form.Values) procedure.Declaration {
		d := v.Declaration
		d.Form.Steps = replaced(steps, i, readQuestion(s, values))
		return d
	}
	return e, nil
}

// again is the query of the address, for the form that is sent to the same.
func again(r *gate.Request) string {
	if q := r.URL.Query().Encode(); q != "" {
		return "?" + q
	}
	return ""
}

// replaced is a list with an element at a place, which may be just after its end.
func replaced[T any](list []T, i int, one T) []T {
	list = slices.Clone(list)
	if i == len(list) {
		return append(list, one)
	}
	list[i] = one
	return list
}

// fresh is an id that nothing has.
func fresh(word string, n int, taken func(string) bool) string {
	for i := n + 1; ; i++ {
		if id := word + "_" + strconv.Itoa(i); !taken(id) {
			return id
		}
	}
}

func (p Pages) question(w http.ResponseWriter, r *gate.Request) error {
	v, done, err := p.writable(w, r)
	if done {
		return err
	}
	e, err := p.questionPart(r, v)
	if err != nil {
		return err
	}
	return p.write(w, r, v, e, nil)
}

func (p Pages) questionPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, v, done, err := p.posted(w, r)
	if done {
		return err
	}
	e, err := p.questionPart(r, v)
	if err != nil {
		return err
	}
	return p.keep(w, r, v, e, posted)
}

func (p Pages) itemPart(r *gate.Request, v procedure.Version) (part, error) {
	steps := v.Declaration.Form.Steps
	i, err := place(r, "question", len(steps))
	if r.URL.Query().Get("question") == "" {
		i = 0
	}
	if err != nil || i >= len(steps) {
		return part{}, fault.Absent()
	}
	fields := steps[i].Fields
	j, err := place(r, "at", len(fields))
	if err != nil {
		return part{}, err
	}
	f := form.Field{Kind: form.Line, ID: fresh("item", len(v.Declaration.Form.Fields()), func(id string) bool { _, taken := v.Declaration.Form.Field(id); return taken })}
	if len(v.Declaration.Form.Parts) > 0 {
		f.Section = v.Declaration.Form.Parts[0].ID
	}
	e := part{
		title: "procedures.item.new", action: At(v.Number, "item") + again(r),
		prefix: "form.steps[" + strconv.Itoa(i) + "].fields[" + strconv.Itoa(j) + "]", form: itemForm(v.Declaration, i, j),
	}
	with := func(list []form.Field) procedure.Declaration {
		d := v.Declaration
		s := steps[i]
		s.Fields = list
		d.Form.Steps = replaced(steps, i, s)
		return d
	}
	if j < len(fields) {
		f = fields[j]
		e.title = "procedures.item"
		e.remove = func() procedure.Declaration { return with(slices.Delete(slices.Clone(fields), j, j+1)) }
	}
	e.values = itemValues(f)
	e.read = func(values form.Values) procedure.Declaration { return with(replaced(fields, j, readItem(f, values))) }
	return e, nil
}

func (p Pages) item(w http.ResponseWriter, r *gate.Request) error {
	v, done, err := p.writable(w, r)
	if done {
		return err
	}
	e, err := p.itemPart(r, v)
	if err != nil {
		return err
	}
	return p.write(w, r, v, e, nil)
}

func (p Pages) itemPosted(w http.ResponseWriter, r *gate.Request) error {
	posted, v, done, err := p.posted(w, r)
	if done {
		return err
	}
	e, err := p.itemPart(r, v)
	if err != nil {
		return err
	}
	return p.keep(w, r, v, e, posted)
}

// order moves a question or an item one place up.
func (p Pages) order(w http.ResponseWriter, r *gate.Request) error {
	posted, v, done, err := p.posted(w, r)
	if done {
		return err
	}
	d := v.Declaration
	d.Form.Steps = slices.Clone(d.Form.Steps)
	i, _ := strconv.Atoi(posted.Get("question"))
	j, item := strconv.Atoi(posted.Get("item"))
	switch {
	case i < 1 || i > len(d.Form.Steps):
		return fault.New(fault.Invalid, "fault.body.form", nil)
	case item != nil && i > 1:
		d.Form.Steps[i-1], d.Form.Steps[i-2] = d.Form.Steps[i-2], d.Form.Steps[i-1]
	case item == nil && j > 1 && j <= len(d.Form.Steps[i-1].Fields):
		fields := slices.Clone(d.Form.Steps[i-1].Fields)
		fields[j-1], fields[j-2] = fields[j-2], fields[j-1]
		d.Form.Steps[i-1].Fields = fields
	}
	if err := p.save(r, v, d, posted); err != nil {
		return err
	}
	return gate.See(w, At(v.Number))
}
