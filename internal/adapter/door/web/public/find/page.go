// Package find leads from a reference number, as it is read over the telephone, to what it names (整理番号で探す). What the
// visitor may not see and what does not exist are one answer; only a slip in the number is told apart.
package find

import (
	"context"
	_ "embed"
	"errors"
	"net/http"
	"strings"
	"unicode/utf8"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/support"
)

// Tx is what a search reads, in at most three statements.
type Tx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	FilingOf(ident.Number) (ident.Filing, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	Name(ident.Number, access.Permission) (memory.Known, error)
	NameAsk(ident.Number, access.Permission) (memory.Ask, error)
	NameRule(ident.Number, access.Permission) (memory.Rule, error)
	Support(ident.Number, access.Permission) (support.Support, error)
	Consult(ident.Number, access.Permission) (consult.Consultation, error)
	FAQ(ident.Number, access.Permission) ([]faq.Entry, error)
	Notice(ident.Number) (notice.Notice, error)
	LetterReceived(ident.Number) (letter.Copy, error)
	LetterNumbered(ident.Number) (ident.Object, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	// Own, Desk and Draft are the addresses of a report for its filer, for an office, and of a draft, without the number.
	Own, Desk, Draft string
	// Help and Helps are those of a wish for help, for its organisation and for everybody else who has it.
	Help, Helps string
	// Consulted and Consults are those of a consultation, in the same way.
	Consulted, Consults string
	Common              string // where よくある相談 is shown
	// Noticed is the address of a 気付き連絡, without the number.
	Noticed string
	// Letters is the address of a 事務連絡 for its recipient, without the number, and Wrote for the office that wrote it, without the id.
	Letters, Wrote string
	// Mandates is the address of a mandate, without the number.
	Mandates string
	// Known, Asked and Ruled are the addresses of a decision about a name, of a question to the steward, and of the steward's
	// decision, without the number.
	Known, Asked, Ruled string
	// Wait is the address of a question that waits for the steward, without the number.
	Wait string
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{{Pattern: "GET " + gate.FindPath, Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: p.show}}
}

// View is what the page shows.
type View struct {
	Problems look.Problems
	Field    look.Field
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/find", source)

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	typed := strings.TrimSpace(r.URL.Query().Get("q"))
	if !utf8.ValidString(typed) {
		typed = strings.ToValidUTF8(typed, "�")
	}
	v := View{Field: look.Field{Kind: look.Line, ID: "q", Label: r.T("find.number"), Hint: r.T("find.hint"), Example: "報-R8-7K4M-2QXD-K", Value: typed, Width: look.Mid, Need: true}}
	if typed == "" {
		return page.Write(w, r.Frame("find.title"), v)
	}
	n, err := ident.ParseNumber(typed)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		v.Field.Error = r.Why(fault.Field{Code: e.Code, Args: e.Args})
		v.Problems = look.Problems{{ID: "q", Label: v.Field.Label, Text: v.Field.Error}}
		return page.WriteStatus(w, http.StatusUnprocessableEntity, r.Frame("find.title"), v)
	}
	to, err := p.place(r, n)
	if err != nil {
		return err
	}
	return gate.See(w, to)
}

// place is the address of what a number names, for this visitor.
func (p Page) place(r *gate.Request, n ident.Number) (to string, err error) {
	kind, _ := utf8.DecodeRuneInString(string(n))
	may := access.Permission{Action: access.Read, Object: access.Report}
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		var f filing.Filing
		var err error
		hash := ""
		switch ident.NumberKind(string(kind)) {
		case ident.NumberReport, ident.NumberNotification:
			f, _, err = tx.Filing(n, may)
		case ident.NumberRequest:
			var id ident.Filing
			if id, err = tx.FilingOf(n); err == nil {
				f, _, err = tx.FilingByID(id, may)
			}
			hash = "#" + n.ASCII()
		case ident.NumberDraft:
			if err := r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Draft}); err != nil {
				return fault.Absent()
			}
			_, _, err = tx.Draft(n)
			to = p.Draft + n.ASCII()
			return err
		case ident.NumberName:
			to, err = p.name(tx, n)
			return err
		case ident.NumberSupport:
			to, err = p.support(r, tx, n)
			return err
		case ident.NumberConsult, ident.NumberFAQ:
			to, err = p.consultation(r, tx, n)
			return err
		case ident.NumberContractor:
			if err := r.Scope.Permit(access.Permission{Action: access.Read, Object: access.Notice}); err != nil {
				return fault.Absent()
			}
			_, err = tx.Notice(n)
			to = p.Noticed + n.ASCII()
			return err
		case ident.NumberMandate:
			m, err := tx.MandateNumbered(n, access.Permission{Action: access.Read, Object: access.Mandate})
			to = p.Mandates + m.Number.ASCII()
			return err
		case ident.NumberLetter:
			to, err = p.letter(r, tx, n)
			return err
		case ident.NumberCase, ident.NumberNotice, ident.NumberVuln:
			return fault.Absent()
		}
		if err != nil {
			return err
		}
		to = p.Desk + f.Number.ASCII() + hash
		if f.BelongsTo(r.Scope.Org) {
			to = p.Own + f.Number.ASCII() + hash
		}
		return nil
	})
	return to, err
}

// support is the address of a wish for support: for who wishes, or for an office.
func (p Page) support(r *gate.Request, tx Tx, n ident.Number) (string, error) {
	s, err := tx.Support(n, access.Permission{Action: access.Read, Object: access.Support})
	if s.Org == r.Scope.Org {
		return p.Help + n.ASCII(), err
	}
	return p.Helps + n.ASCII(), err
}

// consultation is the address of a consultation: for who asked, or for an office; or that of what was published of one.
func (p Page) consultation(r *gate.Request, tx Tx, n ident.Number) (string, error) {
	if strings.HasPrefix(string(n), string(ident.NumberFAQ)) {
		_, err := tx.FAQ(n, access.Permission{Action: access.Read, Object: access.FAQ})
		return p.Common + n.ASCII(), err
	}
	c, err := tx.Consult(n, access.Permission{Action: access.Read, Object: access.Consult})
	if c.Org == r.Scope.Org {
		return p.Consulted + n.ASCII(), err
	}
	return p.Consults + n.ASCII(), err
}

// letter is the address of what an office wrote: for its recipient, or for the office.
func (p Page) letter(r *gate.Request, tx Tx, n ident.Number) (string, error) {
	if r.Scope.Permit(access.Permission{Action: access.Write, Object: access.Letter}) == nil {
		id, err := tx.LetterNumbered(n)
		return p.Wrote + string(id), err
	}
	_, err := tx.LetterReceived(n)
	return p.Letters + n.ASCII(), err
}

// name is the address of a decision about a name of a product, of a question to the steward, or of its answer to all.
func (p Page) name(tx Tx, n ident.Number) (string, error) {
	own, steward := access.Permission{Action: access.Read, Object: access.Name}, access.Permission{Action: access.Read, Object: access.Naming}
	if _, err := tx.Name(n, own); !fault.Is(err, fault.Hidden) {
		return p.Known + n.ASCII(), err
	}
	if _, err := tx.NameAsk(n, own); !fault.Is(err, fault.Hidden) {
		return p.Asked + n.ASCII(), err
	}
	if q, err := tx.NameAsk(n, steward); err == nil && q.State == memory.Waiting {
		return p.Wait + n.ASCII(), nil
	}
	_, err := tx.NameRule(n, steward)
	return p.Ruled + n.ASCII(), err
}
