package submitting

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// CorrectTx is what opening a correction needs.
type CorrectTx interface {
	Person(ident.Person) (party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Procedure(ref string) (procedure.Procedure, error)
	Intake(ident.Filing) (intake.Intake, error)
	AddDraft(filing.Draft) error
	SaveEntries(filing.Draft, []filing.Entry) error
}

// Correct opens a draft that corrects what arrived (訂正・補正): it begins with what the filing says now, in the form of its day. What came by
// telephone is corrected so too, until it is confirmed.
type Correct struct {
	Act     Act[CorrectTx]
	Entropy io.Reader
}

// Do returns the id of the draft. Who may call: roles that may file. A procedure without corrections, a filing that was
// withdrawn and one that passed to another operator are a Conflict.
func (c Correct) Do(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) (id ident.Draft, err error) {
	defer fault.Wrap(&err, "submitting.Correct")
	may := access.Permission{Action: access.File, Object: access.Report}
	if err := s.Permit(may); err != nil {
		return "", err
	}
	leaf, err := c.Act(ctx, s, key, func(tx CorrectTx) (ledger.Entry, error) {
		f, content, err := tx.Filing(n, may)
		if err != nil {
			return ledger.Entry{}, err
		}
		if !f.HeldBy(s.Org) {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.filing.passed", nil)
		}
		p, err := tx.Procedure(string(f.Kind))
		if err != nil {
			return ledger.Entry{}, err
		}
		came, err := tx.Intake(f.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		if f.State == filing.Withdrawn {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.filing.withdrawn", fault.Args{"filing": string(f.Number)})
		}
		if p.Withdraws { // it says one thing, which nobody can say differently afterwards: what stood was withdrawn when it arrived
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.withdrawal.uncorrected", nil)
		}
		if !p.Corrects && came.State != intake.Waiting {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.filing.uncorrected", nil)
		}
		d := filing.Draft{Form: p.Ref(), Org: s.Org, By: s.Person, Corrects: f.ID, Files: content.Attachments()}
		_, d.Unit = f.Holder()
		if d, err = d.Begun(s.At, c.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddDraft(d); err != nil {
			return ledger.Entry{}, err
		}
		name, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		values, err := p.Form.Decode(content.Values)
		if err != nil {
			return ledger.Entry{}, err
		}
		var entries []filing.Entry
		for _, field := range p.Form.Fields() {
			one := filing.Entry{Draft: d.ID, Seq: 1, State: filing.Current, At: s.At, By: s.Person, Name: name}
			entries = append(entries, filing.Parted(one, field.ID, values[field.ID])...)
		}
		return draftEntry(ledger.DraftOpened, s, d, entries), tx.SaveEntries(d, entries)
	})
	return ident.Draft(leaf.Object), err
}

// ReviseTx is what sending a correction needs.
type ReviseTx interface {
	Procedure(ref string) (procedure.Procedure, error)
	Arriving(procedure.Procedure, ident.Draft) (filing.Arriving, error)
	TakeDraft(ident.Number) (filing.Draft, []filing.Entry, error)
	Filed(ident.Filing, access.Permission) (filing.Filed, error)
	CloseDraft(ident.Draft, filing.DraftState, ident.Filing) error
	AddRevision(filing.Revising) error
}

// Revise sends a correction as the next revision of what arrived. The first arrival and every revision stay; 補正のお願い that wait are
// answered by it. What came by telephone is confirmed by it.
type Revise struct {
	Act     Act[ReviseTx]
	Entropy io.Reader
	Known   Known
}

// Do sends the draft and returns the id of the filing. Who may call: roles that may file. Nothing different is Invalid; what else
// is refused is refused as File does.
func (v Revise) Do(ctx context.Context, s access.Scope, key ident.Key, send Sending) (id ident.Filing, err error) {
	defer fault.Wrap(&err, "submitting.Revise")
	may := access.Permission{Action: access.File, Object: access.Report}
	if err := s.Permit(may); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx ReviseTx) (ledger.Entry, error) {
		d, entries, err := tx.TakeDraft(send.Draft)
		if err != nil {
			return ledger.Entry{}, err
		}
		was, err := tx.Filed(d.Corrects, may)
		if err == nil && !was.HeldBy(s.Org) {
			err = fault.New(fault.Conflict, "fault.filing.passed", nil)
		}
		if err == nil && was.State == filing.Withdrawn {
			err = gone(was.Filing)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		p, err := tx.Procedure(d.Form)
		if err != nil {
			return ledger.Entry{}, err
		}
		values, err := filing.Settled(entries)
		if err != nil {
			return ledger.Entry{}, err
		}
		now, err := tx.Arriving(p, d.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		next, err := rejudge(p, now, was.Content, answers{values, d.Files, send.Confirmed}, v.Known.of(s.Org))
		if err != nil {
			return ledger.Entry{}, err
		}
		a, err := v.retake(s, now, was, next)
		if err == nil {
			a.Round, err = agree(s, now, send, next, v.Entropy)
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddRevision(a); err != nil {
			return ledger.Entry{}, err
		}
		f := a.Filing
		e := ledger.Entry{
			Kind: ledger.FilingRevised, Object: ident.Object(f.ID), Number: f.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(next.Content),
			Facts: map[string]string{
				ledger.FactArrived: f.ArrivedAt.Time().Format(ledger.StampLayout), ledger.FactFiler: now.Filer.Name, ledger.FactProcedure: p.Said(), ledger.FactCorrects: string(f.Number),
			},
		}
		filing.AttachmentFacts(d.Files, e.Facts)
		return e, tx.CloseDraft(d.ID, filing.DraftSent, f.ID)
	})
	return ident.Filing(leaf.Object), err
}

// rejudge is the next revision of what says before; one that says the same is Invalid.
func rejudge(p procedure.Procedure, now filing.Arriving, before filing.Content, with answers, known func(maker, product string) bool) (next sent, err error) {
	was, err := p.Form.Decode(before.Values)
	if err != nil {
		return next, err
	}
	facts := noting(now, was, known)
	facts.Corrects = true
	if with.Values, err = judge(p, facts, with.Values, Sending{Confirmed: with.confirmed}); err != nil {
		return next, err
	}
	if err := now.Mandated(mandate.Fix, p.Sector(with.Values, was)); err != nil {
		return next, err
	}
	next = content(p, facts, now, with)
	if n := before.Noted; n != nil && n.Answered == "" && next.Noted != nil { // some office does not receive everything
		untold := next.Noted.Untold()
		next.Noted = &untold
	}
	if next.Offline = before.Offline; next.err != nil {
		return next, next.err
	}
	if next.before = was; next.Digest == before.Digest {
		err = fault.New(fault.Invalid, "fault.filing.same", nil)
	}
	return next, err
}
