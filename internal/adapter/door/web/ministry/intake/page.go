// Package intake is 電話での受付 (R6, R7): an officer finds the operator that calls, sees what to ask in the order of the call, takes the 速報
// down, and reads its number out. Who is competent for the operator is judged by the store; an operator that is not of the jurisdiction is
// not found.
package intake

import (
	"context"
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/submitting"
)

// Path is the address of the page.
const Path = "/ministry/intake"

// found is how many operators a search shows at most.
const found = 20

// Tx is what the pages read.
type Tx interface {
	Operators() ([]intake.Operator, error)
	OperatorToReceive(number string) (intake.Operator, error)
	ContactsToReceive(ident.Org) ([]oncall.Contact, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Intake(ident.Filing) (intake.Intake, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
}

// Page is filled in by serve.
type Page struct {
	Look func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Take submitting.Intake
	Back submitting.CalledBack
}

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	const done = "/ministry/reports/{number}/intake"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: submitting.MayReceive, Handle: p.show},
		{Pattern: "POST " + Path, Needs: submitting.MayReceive, Body: 64 << 10, Handle: p.take},
		{Pattern: "GET " + done, Needs: submitting.MayReceive, Handle: p.done},
		{Pattern: "POST " + done, Needs: submitting.MayReceive, Body: 8 << 10, Handle: p.back},
	}
}

// View is what the page shows: a search, or the call.
type View struct {
	Here, Key string
	Search    look.Field
	Asked     bool
	Found     []Operator
	More      string
	Operator  *Operator
	Contacts  *look.Table
	Problems  look.Problems
	Caller    []look.Field
	Questions []Question
	Confirm   []look.Option
}

// Operator is one that may have called.
type Operator struct{ Name, Kana, Number, To string }

// Question is a step of the 速報 as it is asked on the telephone.
type Question struct {
	N     int
	Title string
	Say   string
	Field []look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("ministry/intake", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	number := q.Get("operator")
	if number != "" {
		c, err := p.operator(r, number)
		if err == nil {
			return p.write(w, r, c, started(r), nil)
		}
		if !fault.Is(err, fault.Hidden) {
			return err
		}
		return p.search(w, r, number, nil)
	}
	return p.search(w, r, q.Get("q"), nil)
}

// calling is an operator with those by whom it is seen whether the caller is who they say.
type calling struct {
	intake.Operator
	contacts []oncall.Contact
}

// operator reads one with its contacts; that its contacts were read is kept.
func (p Page) operator(r *gate.Request, number string) (c calling, err error) {
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		if c.Operator, err = tx.OperatorToReceive(number); err != nil {
			return nil, err
		}
		c.contacts, err = tx.ContactsToReceive(c.ID)
		if len(c.contacts) == 0 {
			return nil, err
		}
		return []ident.Object{ident.Object(c.ID)}, err
	})
	return c, err
}

// search finds operators of the office's jurisdiction by a part of a name or the 法人番号.
func (p Page) search(w http.ResponseWriter, r *gate.Request, q string, bad error) error {
	v := View{Here: Path, Asked: strings.TrimSpace(q) != "" || bad != nil}
	v.Search = look.Field{Kind: look.Line, ID: "q", Label: r.T("phone.search"), Hint: r.T("phone.search.hint"), Value: q, Limit: 100, Width: look.Mid}
	if len([]rune(q)) > 100 {
		q = ""
	}
	n := 0
	if err := p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		all, err := tx.Operators()
		for _, o := range all {
			if !o.Matches(q) {
				continue
			}
			if n++; len(v.Found) < found {
				v.Found = append(v.Found, operatorOf(r, o))
			}
		}
		return nil, err
	}); err != nil {
		return err
	}
	if n > len(v.Found) {
		v.More = r.T("phone.more", "n", n-len(v.Found))
	}
	status := http.StatusOK
	if bad != nil {
		status = gate.Status(bad)
	}
	return page.WriteStatus(w, status, frame(r), v)
}

func frame(r *gate.Request) look.Frame {
	return r.Frame("phone.title").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{Text: r.T("phone.title")})
}

func operatorOf(r *gate.Request, o intake.Operator) Operator {
	return Operator{Name: look.Named(r.Lang, o.Name, o.NameEn), Kana: o.Kana, Number: o.CorporateNumber, To: Path + "?operator=" + url.QueryEscape(o.CorporateNumber)}
}
