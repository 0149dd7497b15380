package mail

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/message"
)

const addPath = Path + "/new"

func crumb(r *gate.Request) look.Link { return look.Link{To: Path, Text: r.T("mailbox.title")} }

// sheet is the form of a new address.
func sheet(r *gate.Request, f found, form url.Values) organisation.Sheet {
	unit, takes := ident.Unit(form.Get("unit")), Typed(form["takes"])
	if unit == "" {
		unit = r.Scope.Unit
	}
	if form.Get("do") == "" {
		takes = message.Usual()
	}
	field := Boxes(r, takes)
	field.Need = true
	return organisation.Sheet{
		Key: "mailbox.add", Lead: r.T("mailbox.add.lead"), Here: addPath, Back: look.Link{To: Path, Text: r.T("mailbox.back")}, Next: r.T("people.next"), Do: r.T("mailbox.add.do"),
		Fields: []look.Field{
			organisation.KeyField(form.Get("key")),
			{Kind: look.Line, ID: "address", Label: r.T("mailbox.address"), Hint: r.T("mailbox.address.hint"), Value: form.Get("address"), Need: true, Mode: "email"},
			organisation.UnitField(r, f.units, unit), field,
		},
	}
}

func typed(form url.Values) message.Mailbox {
	return message.Mailbox{Unit: ident.Unit(form.Get("unit")), Address: strings.TrimSpace(form.Get("address")), Takes: Typed(form["takes"])}
}

// fill shows the form of a new address, and the page that checks it.
func (p Page) fill(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Typed()
	if err != nil {
		return err
	}
	f, err := p.load(r)
	if err != nil {
		return err
	}
	v := sheet(r, f, form)
	if form.Get("do") != "check" {
		return v.Write(w, r, http.StatusOK, crumb(r))
	}
	n := typed(form)
	if e, mine := organisation.Mine(p.Add.Check(r.Scope, n, f.units, f.boxes)); mine {
		v.Tell(r, e)
		return v.Write(w, r, http.StatusUnprocessableEntity, crumb(r))
	}
	unit := ""
	for _, u := range f.units {
		if u.ID == n.Unit {
			unit = u.Name
		}
	}
	v.Answers = []look.Answer{{Question: r.T("mailbox.address"), Text: n.Address}, {Question: r.T("people.unit"), Text: unit}, {Question: r.T("mailbox.takes"), Text: Takes(r, n.Takes)}}
	v.Told, v.Hidden = []string{r.T("mailbox.add.told")}, organisation.Keep(form, "address", "unit", "takes")
	return v.Write(w, r, http.StatusOK, crumb(r))
}

func (p Page) add(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	n := typed(form)
	key, err := r.Key(organisation.Digest(n))
	if err != nil {
		return err
	}
	err = p.Add.Do(r.Context(), r.Scope, key, n)
	if e, mine := organisation.Mine(err); mine {
		f, err := p.load(r)
		if err != nil {
			return err
		}
		form.Set("do", "change")
		v := sheet(r, f, form)
		v.Tell(r, e)
		return v.Write(w, r, gate.Status(e), crumb(r))
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=added")
}

// One is the page of one shared address.
type One struct {
	Address, Unit, Key, Here string
	Problems                 look.Problems
	Takes                    look.Field
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[One]("organisation/mail/one", oneSource)

func (p Page) find(r *gate.Request) (message.Mailbox, error) {
	f, err := p.load(r)
	if err != nil {
		return message.Mailbox{}, err
	}
	i := slices.IndexFunc(f.boxes, func(b message.Mailbox) bool { return b.ID == r.PathValue("mailbox") })
	if i < 0 {
		return message.Mailbox{}, fault.Absent()
	}
	return f.boxes[i], nil
}

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	b, err := p.find(r)
	if err != nil {
		return err
	}
	return writeOne(w, r, http.StatusOK, b, nil)
}

func writeOne(w http.ResponseWriter, r *gate.Request, status int, b message.Mailbox, e *fault.Error) error {
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v := One{Address: b.Address, Unit: b.UnitName, Key: key, Here: Path + "/" + b.ID, Takes: Boxes(r, b.Takes)}
	v.Takes.Need = true
	if e != nil {
		for _, f := range e.Fields {
			v.Takes.Error = r.Why(f)
			v.Problems = append(v.Problems, look.Problem{ID: "takes", Label: v.Takes.Label, Text: v.Takes.Error})
		}
	}
	frame := r.Frame("mailbox.one").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, crumb(r), look.Link{Text: b.Address})
	return onePage.WriteStatus(w, status, frame, v)
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	id, takes := r.PathValue("mailbox"), Typed(form["takes"])
	key, err := r.Key(organisation.Digest(id, takes))
	if err != nil {
		return err
	}
	err = p.Change.Do(r.Context(), r.Scope, key, id, takes)
	if e, mine := organisation.Mine(err); mine {
		b, err := p.find(r)
		if err != nil {
			return err
		}
		b.Takes = takes
		return writeOne(w, r, gate.Status(e), b, e)
	}
	return see(w, err, "changed")
}

func see(w http.ResponseWriter, err error, done string) error {
	if err != nil {
		return err
	}
	return gate.See(w, Path+"?done="+done)
}

// press reads a form with nothing but a button, and the key of its act.
func press(r *gate.Request, more ...any) (url.Values, ident.Key, error) {
	form, err := r.Fields()
	if err != nil {
		return nil, ident.Key{}, err
	}
	key, err := r.Key(organisation.Digest(append(more, form.Get("id"), form.Get("named"))...))
	return form, key, err
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	id := r.PathValue("mailbox")
	_, key, err := press(r, id)
	if err == nil {
		err = p.End.Do(r.Context(), r.Scope, key, id)
	}
	return see(w, err, "ended")
}

func (p Page) try(w http.ResponseWriter, r *gate.Request) error {
	id := r.PathValue("mailbox")
	_, key, err := press(r, id)
	if err == nil {
		err = p.Try.Do(r.Context(), r.Scope, key, id)
	}
	return see(w, err, "tried")
}

func (p Page) names(w http.ResponseWriter, r *gate.Request) error {
	form, key, err := press(r)
	if err == nil {
		err = p.Names.Do(r.Context(), r.Scope, key, form.Get("named") == "yes")
	}
	return see(w, err, "names")
}

func (p Page) confirm(w http.ResponseWriter, r *gate.Request) error {
	form, key, err := press(r)
	if err == nil {
		err = p.Confirm.Do(r.Context(), r.Scope, key, form.Get("id"))
	}
	return see(w, err, "confirmed")
}
