package submitting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// FollowTx is what opening a further report needs.
type FollowTx interface {
	Person(ident.Person) (party.Person, error)
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
	Procedure(ref string) (procedure.Procedure, error)
	AddDraft(filing.Draft) error
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Follow opens a draft of a further report about a case (詳報, 続報, 日時の訂正, 対象外の申出), or of the withdrawal of a notification (取下げ): it
// begins with what the case says already, and each answer names the report from which it comes.
type Follow struct {
	Act     Act[FollowTx]
	Entropy io.Reader
}

// Do returns the id of the draft. Who may call: roles that may file. A report without a case, one that was withdrawn or passed to
// another operator, a second 詳報, and the withdrawal of what another that stands came after are a Conflict; a procedure that follows nothing is Absent.
func (o Follow) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, ref string) (id ident.Draft, err error) {
	defer fault.Wrap(&err, "submitting.Follow")
	may := access.Permission{Action: access.File, Object: access.Report}
	if err := s.Permit(may); err != nil {
		return "", err
	}
	leaf, err := o.Act(ctx, s, key, func(tx FollowTx) (ledger.Entry, error) {
		list, err := tx.CaseWith(n, may)
		if err != nil {
			return ledger.Entry{}, err
		}
		base := filing.In(list, n).Filing
		p, err := tx.Procedure(ref)
		if err != nil {
			return ledger.Entry{}, err
		}
		before, err := dossier.Read(list, tx.Procedure)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := follows(s, p, base, before); err != nil {
			return ledger.Entry{}, err
		}
		d := filing.Draft{Form: p.Ref(), Org: s.Org, By: s.Person, Follows: base.ID}
		_, d.Unit = base.Holder()
		if d, err = d.Begun(s.At, o.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		entries := carried(d, name, p, before)
		if err := tx.AddDraft(d); err != nil {
			return ledger.Entry{}, err
		}
		return draftEntry(ledger.DraftOpened, s, d, entries), tx.SaveEntries(d, entries)
	})
	return ident.Draft(leaf.Object), err
}

// follows reports whether a procedure can be begun about a report.
func follows(s access.Scope, p procedure.Procedure, base filing.Filing, before dossier.Dossier) error {
	switch {
	case !serves(s, p), !p.Follows, len(before.Reports) > 0 && before.Reports[0].Of.Act != p.Act && (base.Case != "" || p.Withdraws): // a report is followed by reports, a notification by notifications
		return fault.Absent()
	case !base.HeldBy(s.Org):
		return fault.New(fault.Conflict, "fault.filing.passed", nil)
	}
	err := before.Permit(p, base.ID)
	if err == nil && base.Case == "" && !p.Withdraws {
		err = fault.New(fault.Conflict, "fault.incident.none", nil)
	}
	return err
}

// carried are the first entries of the draft, each with the report from which it comes.
func carried(d filing.Draft, name string, p procedure.Procedure, before dossier.Dossier) (entries []filing.Entry) {
	answers, first := before.Answers(), p.Begins(before.Values())
	for _, field := range p.Form.Fields() {
		one := filing.Entry{Draft: d.ID, Seq: 1, State: filing.Current, At: d.CreatedAt, By: d.By, Name: name}
		if v := first[field.ID]; !v.Empty() {
			one.From = answers[field.ID].From.Source()
		}
		entries = append(entries, filing.Parted(one, field.ID, first[field.ID])...)
	}
	return entries
}

// followed is what the case said before a further report; nothing where the procedure follows nothing.
func followed(tx FileTx, s access.Scope, p procedure.Procedure, now filing.Arriving) (form.Values, error) {
	if !p.Follows {
		return nil, nil
	}
	if now.Follows.State == filing.Withdrawn {
		return nil, gone(now.Follows)
	}
	before, err := dossier.Read(now.Before, tx.Procedure)
	if err == nil {
		err = follows(s, p, now.Follows, before)
	}
	return before.Values(), err
}

// gone says of a draft that what it follows or corrects was withdrawn while it was written. What was written stays in it.
func gone(f filing.Filing) error {
	return fault.New(fault.Conflict, "fault.draft.withdrawn", fault.Args{"filing": string(f.Number)})
}

// referred checks that a report which an answer names is another one of the own organisation, of another case.
func referred(tx FileTx, p procedure.Procedure, now filing.Arriving, values form.Values) error {
	typed := values[p.Refers].Text()
	if p.Refers == "" || typed == "" {
		return nil
	}
	var l fault.List
	n, err := ident.ParseNumber(typed)
	if err != nil {
		l.Add(p.Refers, "fault.incident.kept", nil)
		return l.Err()
	}
	kept, _, err := tx.Filing(n, access.Permission{Action: access.File, Object: access.Report})
	switch {
	case fault.Is(err, fault.Hidden):
		l.Add(p.Refers, "fault.incident.kept", nil)
	case err != nil:
		return err
	case kept.Case == "" || kept.Case == now.Follows.Case:
		l.Add(p.Refers, "fault.incident.kept.same", nil)
	}
	return l.Err()
}

// settle is what a further report does to the duty of its case, and a withdrawal to what it withdraws.
func (f File) settle(s access.Scope, now filing.Arriving, what sent, a *filing.Arrival) error {
	if !what.of.Follows {
		return nil
	}
	if what.of.Withdraws {
		a.Withdraws = now.Follows
		return filing.Move(now.Follows.State, filing.Withdrawn, filing.Filer)
	}
	return f.recount(s, now.Owed, now.At, what, a)
}

// recount is what answers do to the duty that stands about their case. What was counted from another day is lifted and stays, beside the one
// that was counted anew.
func (f File) recount(s access.Scope, owed []duty.Duty, at ident.Instant, what sent, a *filing.Arrival) error {
	p := what.of
	stands, found := duty.Duty{}, false
	for _, d := range owed {
		if d.Rule == p.Clock.Rule && d.State != duty.Lifted {
			stands, found = d, true
		}
	}
	if !found {
		return nil
	}
	to := stands.State
	switch {
	case p.Effect == procedure.Ends:
		to = duty.Discharged
	case p.Effect == procedure.Stays && to == duty.Open:
		to = duty.Stayed
	}
	a.Change = duty.Change{Subject: stands.Subject, Rule: stands.Rule, To: to}
	due, again, err := p.Again(what.before, what.values, at)
	if err != nil || !again {
		return err
	}
	a.Change.To = duty.Lifted
	a.Duty = duty.Duty{Org: s.Org, Unit: s.Unit, Rule: stands.Rule, Subject: stands.Subject, State: to, OpenedAt: at, Why: due, DueOn: due.Due}
	a.Duty.ID, err = ident.NewID[ident.Duty](at, f.Entropy)
	return err
}
