package admin

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// DeskTx is what entering a matter reads.
type DeskTx interface {
	NamesTx
	RowsOf(register.Matter) (register.Rows, error)
}

// Desk is where a matter is filled in, looked at and entered, for another administrator to confirm.
type Desk struct {
	Read    func(ctx context.Context, s access.Scope, read func(DeskTx) error) error
	Propose instituting.Propose
}

// Entering is one page of a desk: how its form is read and shown.
type Entering struct {
	Action string
	Check  Check // title and notices of the page before entering
	// Take reads the form; bad are sentences about what could not be read at all.
	Take func(posted url.Values) (m register.Matter, bad map[string]string)
	// Show draws the form with what was typed.
	Show func(posted url.Values, wrong Wrong) error
	// Place is the way to the page.
	Place func(title string) look.Frame
}

// Enter takes a posted form one step on: back to the form, to the page before entering, or to what was entered. A matter that
// could not be confirmed today is not offered for entering.
func (d Desk) Enter(w http.ResponseWriter, r *gate.Request, e Entering) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	return d.EnterFields(w, r, e, posted)
}

// EnterFields is Enter for a form whose fields came with a file, and were read.
func (d Desk) EnterFields(w http.ResponseWriter, r *gate.Request, e Entering, posted url.Values) error {
	m, bad := e.Take(posted)
	if len(bad) > 0 || posted.Get("do") == "fix" {
		return e.Show(posted, Wrong{Why: bad})
	}
	if posted.Get("do") == "go" {
		return d.enter(w, r, e, posted, m)
	}
	var names Names
	err := d.Read(r.Context(), r.Scope, func(tx DeskTx) (err error) {
		if names, _, _, err = ReadNames(r, tx); err != nil {
			return err
		}
		rows, err := tx.RowsOf(m)
		if err != nil {
			return err
		}
		_, err = m.Plan(rows, register.Mint{At: r.Now, Entropy: zeros{}})
		return err
	})
	if Mine(err) {
		return e.Show(posted, Of(r, err))
	}
	if err != nil {
		return err
	}
	c := e.Check
	c.Lead, c.Answers, c.Action, c.Do, c.Fix = r.T("matter.enter.lead"), Words(r, names, m), e.Action, r.T("matter.enter"), true
	c.Carry = append(c.Carry, carry(posted)...)
	return WriteCheck(w, r, e.Place(c.Title), c)
}

func (d Desk) enter(w http.ResponseWriter, r *gate.Request, e Entering, posted url.Values, m register.Matter) error {
	digest, err := Key(r, m)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := d.Propose.Do(r.Context(), r.Scope, key, m)
	if Mine(err) {
		return e.Show(posted, Of(r, err))
	}
	if err != nil {
		return err
	}
	return gate.See(w, ChangePath+"/"+string(id)+"?done=entered")
}

// carry hands on what was posted, by name; the button and the key are the next page's own.
func carry(posted url.Values) (list []Pair) {
	var names []string
	for name := range posted {
		if name != "do" && name != "key" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		for _, v := range posted[name] {
			list = append(list, Pair{name, strings.ToValidUTF8(v, "\ufffd")})
		}
	}
	return list
}

// zeros are ids of a plan that is only looked at.
type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

// DayOf reads a day of a form; what cannot be read is put under its name. An empty one is the flow's to judge.
func DayOf(r *gate.Request, posted url.Values, name string, bad map[string]string) law.Day {
	if strings.TrimSpace(posted.Get(name)) == "" {
		return law.Day{}
	}
	d, sentence := r.Day(posted.Get(name))
	if sentence != "" {
		bad[name] = sentence
	}
	return d
}
