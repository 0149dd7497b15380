package lookup

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	flow "kanmin/internal/flow/naming"
)

// chosen is what the form says, as it was chosen.
type chosen struct {
	decide []flow.Choice
	ask    []flow.Asking
	rows   []carried // all of them in order, those left for later too
	note   string
	key    string
}

// carried is one row of the form with what was chosen.
type carried struct {
	memory.Pair
	choice string
	ask    bool
}

func (w carried) later() bool { return w.choice == chooseLater && !w.ask }

// read takes rows and choices out of a form, in the order of the rows. What was to be asked with one row keeps the
// product that was chosen beside it as a proposal.
func read(form url.Values) chosen {
	c := chosen{note: strings.ReplaceAll(form.Get("note"), "\r\n", "\n"), key: form.Get("key")}
	for i := range memory.MostAtOnce {
		n := "." + strconv.Itoa(i)
		if !form.Has("product" + n) {
			continue
		}
		pair := memory.Pair{Maker: form.Get("maker" + n), Product: form.Get("product" + n)}
		w := carried{pair, form.Get("choice" + n), false}
		w.ask = w.choice == chooseAsk || form.Has("ask"+n) || form.Get("do") == "ask"
		c.rows = append(c.rows, w)
		switch {
		case w.ask:
			q := flow.Asking{Pair: pair, Note: c.note}
			if w.choice != chooseAsk && w.choice != chooseAbsent {
				q.Product = product.ID(w.choice)
			}
			c.ask = append(c.ask, q)
		case w.later():
		case w.choice == chooseAbsent:
			c.decide = append(c.decide, flow.Choice{Pair: pair, Kind: memory.Absent})
		default:
			c.decide = append(c.decide, flow.Choice{Pair: pair, Kind: memory.Confirm, Product: product.ID(w.choice)})
		}
	}
	return c
}

// without are the rows that are left when those to be asked, or those to be decided, are done.
func (c chosen) without(asked bool) (left []carried) {
	for _, w := range c.rows {
		if w.later() || w.ask != asked {
			left = append(left, w)
		}
	}
	return left
}

// hidden carries every row and its choice to the next page, so that going back loses none.
func (c chosen) hidden() []look.Field {
	var list []look.Field
	for i, w := range c.rows {
		at := "." + strconv.Itoa(i)
		for _, f := range [][2]string{{"maker", w.Maker}, {"product", w.Product}, {"choice", w.choice}} {
			list = append(list, look.Field{Kind: look.Hidden, Name: f[0] + at, Value: f[1]})
		}
		if w.ask {
			list = append(list, look.Field{Kind: look.Hidden, Name: "ask" + at, Value: "1"})
		}
	}
	return list
}

// checkView is the page before deciding.
type checkView struct {
	Tabs     look.Tabs
	Notice   *look.Notice
	Problems look.Problems
	Hidden   []look.Field
	Key      look.Field
	Decide   []look.Answer
	Ask      []look.Answer
	Note     look.Field
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[checkView]("naming/lookup/check", checkSource)

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	c := read(form)
	if len(c.decide)+len(c.ask) == 0 {
		v := begin(r)
		v.Notice = &look.Notice{Tone: look.Warn, Title: r.T("naming.nothing"), Assert: true}
		if v.Result, err = p.resolve(r, again(form), form.Has("product.1")); err != nil {
			return err
		}
		return v.write(w, r, http.StatusUnprocessableEntity)
	}
	return p.confirm(w, r, http.StatusOK, c, nil)
}

// change goes back from the second page to the answers, with what was chosen.
func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	asked := again(form)
	if len(asked) == 0 {
		return gate.See(w, naming.LookupPath)
	}
	v := begin(r)
	if v.Result, err = p.resolve(r, asked, len(asked) > 1); err != nil {
		return err
	}
	v.Result.restore(form)
	return v.write(w, r, http.StatusOK)
}

// again are the rows of a form as they were looked up.
func again(form url.Values) (asked []query) {
	for i := range memory.MostAtOnce {
		n := "." + strconv.Itoa(i)
		if form.Has("product" + n) {
			asked = append(asked, query{Pair: memory.Pair{Maker: form.Get("maker" + n), Product: form.Get("product" + n)}})
		}
	}
	return asked
}

// confirm shows what will be decided and what will be sent; err is what the flow refused.
func (p Page) confirm(w http.ResponseWriter, r *gate.Request, status int, c chosen, refused error) error {
	v := checkView{
		Tabs: naming.Tabs(r, naming.LookupPath), Hidden: c.hidden(),
		Note: look.Field{Kind: look.Area, ID: "note", Label: r.T("naming.check.note"), Hint: r.T("naming.check.note.hint"), Value: c.note, Free: true},
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v.Key = look.Field{Kind: look.Hidden, Name: "key", Value: key}
	for _, d := range c.decide {
		a := look.Answer{Question: naming.Written(r, d.Pair), Text: r.T("naming.product.absent")}
		if d.Kind == memory.Confirm {
			if a.Text, a.Note, err = p.named(r, d.Product); err != nil {
				return err
			}
		}
		v.Decide = append(v.Decide, a)
	}
	for _, q := range c.ask {
		a := look.Answer{Question: r.T("picker.product"), Text: naming.Written(r, q.Pair)}
		if q.Product != "" {
			name, _, err := p.named(r, q.Product)
			if err != nil {
				return err
			}
			a.Note = r.T("naming.proposed", "name", name)
		}
		v.Ask = append(v.Ask, a)
	}
	v.problems(r, refused)
	return checkPage.WriteStatus(w, status, r.Frame("naming.check.title").With(look.Link{To: naming.LookupPath, Text: r.T("naming.title")}, look.Link{Text: r.T("naming.check.title")}), v)
}

// named is a product in words; one that the dictionary has not is said by the flow.
func (p Page) named(r *gate.Request, id product.ID) (name, note string, err error) {
	c, err := p.Index.Find(id)
	if fault.Is(err, fault.Hidden) {
		return r.Why(fault.Field{Code: "fault.memory.product"}), "", nil
	}
	return naming.Called(r, c.Called), naming.Codes(r, c), err
}

func (v *checkView) problems(r *gate.Request, err error) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return
	}
	if len(e.Fields) == 0 {
		v.Problems = look.Problems{{ID: "check", Text: r.Why(fault.Field{Code: e.Code, Args: e.Args})}}
	}
	for _, f := range e.Fields {
		p := look.Problem{ID: "check", Text: r.Why(f)}
		if strings.HasSuffix(f.Path, ".note") {
			p.ID, p.Label, v.Note.Error = "note", v.Note.Label, p.Text
		}
		v.Problems = append(v.Problems, p)
	}
}

func digest(what any) ([32]byte, error) {
	b, err := json.Marshal(what)
	return sha256.Sum256(b), err
}

func (p Page) decide(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	c := read(form)
	key, err := keyOf(r, c.decide)
	if err != nil {
		return err
	}
	_, err = p.Decide.Do(r.Context(), r.Scope, key, c.decide)
	if refused(err) {
		return p.confirm(w, r, http.StatusUnprocessableEntity, c, err)
	}
	if err != nil {
		return err
	}
	if len(c.ask) > 0 { // what was to be sent still waits for its own press
		return p.confirm(w, r, http.StatusOK, chosen{ask: c.ask, rows: c.without(false), note: c.note}, nil)
	}
	return gate.See(w, naming.KnownPath+"?decided="+strconv.Itoa(len(c.decide)))
}

func (p Page) ask(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	c := read(form)
	key, err := keyOf(r, c.ask)
	if err != nil {
		return err
	}
	_, err = p.Ask.Do(r.Context(), r.Scope, key, c.ask)
	if refused(err) {
		return p.confirm(w, r, http.StatusUnprocessableEntity, c, err)
	}
	if err != nil {
		return err
	}
	if len(c.decide) > 0 {
		return p.confirm(w, r, http.StatusOK, chosen{decide: c.decide, rows: c.without(true)}, nil)
	}
	return gate.See(w, naming.AskedPath+"?sent="+strconv.Itoa(len(c.ask)))
}

// keyOf is the key of the act, over what is done.
func keyOf(r *gate.Request, what any) (ident.Key, error) {
	sum, err := digest(what)
	if err != nil {
		return ident.Key{}, err
	}
	return r.Key(sum)
}

// refused reports what the person can mend on the page.
func refused(err error) bool { return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Exceeded) }
