package noticing

import (
	"context"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// TakeTx is what taking a notice over needs.
type TakeTx interface {
	Person(ident.Person) (party.Person, error)
	Unit(ident.Unit) (party.Unit, error)
	Procedure(ref string) (procedure.Procedure, error)
	Notice(ident.Number) (notice.Notice, error)
	AddDraftOf(notice.Notice, filing.Draft, []filing.Entry) error
}

// Take takes a notice over into a draft of a 速報 (速報に取り込む): the draft begins with what the contractor said, each answer naming the
// notice from which it comes. Sending it stays the operator's own act.
type Take struct {
	Act     Act[TakeTx]
	Entropy io.Reader
}

// Do returns the id of the draft. Who may call: roles that may deal with notices and write drafts. Where a colleague took it over before it
// is a Conflict that names that draft ("draft"), unless the draft was discarded.
func (v Take) Do(ctx context.Context, s access.Scope, key ident.Key, number ident.Number) (id ident.Draft, err error) {
	defer fault.Wrap(&err, "noticing.Take")
	for _, p := range []access.Permission{MayAnswer, {Action: access.Write, Object: access.Draft}} {
		if err := s.Permit(p); err != nil {
			return "", err
		}
	}
	leaf, err := v.Act(ctx, s, key, func(tx TakeTx) (ledger.Entry, error) {
		n, err := tx.Notice(number)
		if err == nil && n.State == notice.Taken && !n.Aside {
			err = &fault.Error{Kind: fault.Conflict, Code: "fault.notice.taken", Args: fault.Args{"draft": string(n.Into)}}
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := tx.Procedure(incident.Prompt.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		d := filing.Draft{Form: p.Ref(), Org: s.Org, Unit: n.Unit, By: s.Person}
		if d, err = d.Begun(s.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		entries, name, err := v.begin(tx, s, p, d, n)
		if err != nil {
			return ledger.Entry{}, err
		}
		n.State, n.Draft, n.DoneAt, n.DoneBy = notice.Taken, d.ID, s.At, name
		e := entry(ledger.NoticeTaken, s, ident.Object(d.ID), entries)
		e.Number = d.Number
		return e, tx.AddDraftOf(n, d, entries)
	})
	return ident.Draft(leaf.Object), err
}

// begin are the first entries of the draft: what the notice says, and where to call the operator back.
func (v Take) begin(tx TakeTx, s access.Scope, p procedure.Procedure, d filing.Draft, n notice.Notice) (list []filing.Entry, name string, err error) {
	var person party.Person
	if s.Person != "" {
		if person, err = tx.Person(s.Person); err != nil {
			return nil, "", err
		}
		name = s.Signed(person.Name)
	}
	unit, err := tx.Unit(n.Unit)
	if err != nil {
		return nil, "", err
	}
	like := filing.Entry{Draft: d.ID, Seq: 1, State: filing.Current, At: d.CreatedAt, By: d.By, Name: name}
	first := n.Begins()
	for _, f := range p.Form.Fields() {
		from := like
		from.From = n.Source()
		list = append(list, filing.Parted(from, f.ID, first[f.ID])...)
	}
	phone := person.Phone
	if phone == "" {
		phone = unit.Phone
	}
	back := strings.Join(strings.Fields(unit.Name+" "+person.Name+" "+phone), " ")
	return append(list, filing.Parted(like, p.Contact, form.Value{Texts: []string{back}})...), name, nil
}
