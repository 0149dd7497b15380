// Package faq are the pages of よくある相談 (S18): what offices published of 相談窓口, for everybody who may read it, and how an office proposes, publishes, revises
// and withdraws an entry.
package faq

import (
	"context"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

// Path is where the pages are.
const Path = "/faq"

// From is where an entry is proposed out of a consultation, below its number.
const From = "/ministry/consult/{consult}/faq"

// Listed bounds how many entries are read.
const Listed = 500

// Tx is what the pages read.
type Tx interface {
	FAQList(limit int) ([]faq.Entry, error)
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	FAQOrigin(faq.Entry) (consult.Consultation, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
}

// Pages are filled in by serve; every field is needed.
type Pages struct {
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(Tx) ([]ident.Object, error)) error
	Read     func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Propose  consulting.Propose
	Decide   consulting.Decide
	Revise   consulting.Revise
	Withdraw consulting.Withdraw
}

// bodyLimit is of a form whose text is too long and still comes back, with its place named.
const bodyLimit = 128 << 10

// Routes returns the pages' routes. Whoever publishes signs in freshly.
func (p Pages) Routes() []gate.Route {
	const one = Path + "/{faq}"
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: consulting.MayReadFAQ, Handle: p.list},
		{Pattern: "GET " + one, Needs: consulting.MayReadFAQ, Handle: p.show},
		{Pattern: "POST " + one + "/publish", Needs: consulting.MayPublishFAQ, Body: bodyLimit, Handle: p.publish},
		{Pattern: "POST " + one + "/return", Needs: consulting.MayPublishFAQ, Body: bodyLimit, Handle: p.back},
		{Pattern: "POST " + one + "/withdraw", Needs: consulting.MayWithdrawFAQ, Body: bodyLimit, Handle: p.withdraw},
		{Pattern: "GET " + one + "/revise", Needs: consulting.MayProposeFAQ, Handle: p.revising},
		{Pattern: "POST " + one + "/revise", Needs: consulting.MayProposeFAQ, Body: bodyLimit, Handle: p.revise},
		{Pattern: "GET " + From, Needs: consulting.MayProposeFAQ, Handle: p.proposing},
		{Pattern: "POST " + From, Needs: consulting.MayProposeFAQ, Body: bodyLimit, Handle: p.propose},
	}
}

// At is the address of an entry.
func At(n ident.Number) string { return Path + "/" + n.ASCII() }

// frame is a page at or below the list; more are further places below it.
func frame(r *gate.Request, title string, more ...look.Link) look.Frame {
	home := look.Link{To: "/ministry/today", Text: r.T("nav.today")}
	if r.Scope.Kind == party.Operator {
		home = look.Link{To: reporting.HomePath, Text: r.T("nav.home")}
	}
	return r.Frame(title).With(append([]look.Link{home, {To: Path, Text: r.T("faq.list")}}, more...)...)
}

// entry is one entry as a reader has it.
type entry struct {
	versions []faq.Entry          // the latest first
	mine     bool                 // of the reader's office
	origin   consult.Consultation // of the latest version, for its office
}

func (e entry) latest() faq.Entry { return e.versions[0] }

// open is the entry of the address. Whoever is shown the conversation beside it has looked at that.
func (p Pages) open(r *gate.Request) (e entry, err error) {
	n, err := ident.ParseNumber(r.PathValue("faq"))
	if err != nil {
		return e, fault.Absent()
	}
	read := func(tx Tx) ([]ident.Object, error) {
		if e.versions, err = tx.FAQ(n, consulting.MayReadFAQ); err != nil {
			return nil, err
		}
		if r.Scope.Permit(consulting.MayProposeFAQ) != nil {
			return nil, nil //nolint:nilerr // a reader of another office
		}
		if _, err := tx.FAQ(n, consulting.MayProposeFAQ); err != nil {
			if fault.Is(err, fault.Hidden) {
				err = nil // another office's
			}
			return nil, err
		}
		e.mine = true
		if e.origin, err = tx.FAQOrigin(e.latest()); err != nil || e.origin.ID == "" {
			return nil, err
		}
		return []ident.Object{e.origin.ID}, nil
	}
	if r.Scope.Permit(consulting.MayProposeFAQ) != nil {
		return e, p.Read(r.Context(), r.Scope, func(tx Tx) error { _, err := read(tx); return err })
	}
	return e, p.Look(r.Context(), r.Scope, "act", read)
}

func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1 // no revision
	}
	return n
}

// Tag is where a version stands in one word.
func Tag(r *gate.Request, s faq.State) look.Tag {
	return look.Tag{Text: r.T("faq.state." + string(s)), Tone: map[faq.State]look.Tone{faq.Proposed: look.Warn, faq.Returned: look.Danger, faq.Published: look.Good, faq.Replaced: look.Plain, faq.Withdrawn: look.Plain}[s]}
}

// topics are what an entry is about, in words.
func topics(r *gate.Request, list []string) string {
	var names []string
	for _, id := range list {
		if t, ok := faq.Find(id); ok {
			names = append(names, t.Name.In(string(r.Lang)))
		}
	}
	return strings.Join(names, r.T("faq.comma"))
}
