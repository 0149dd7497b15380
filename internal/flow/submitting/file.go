package submitting

import (
	"context"
	"encoding/hex"
	"io"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// FileTx is what sending needs: four loads, two writes.
type FileTx interface {
	Procedure(ref string) (procedure.Procedure, error)
	Arriving(procedure.Procedure, ident.Draft) (filing.Arriving, error)
	TakeDraft(ident.Number) (filing.Draft, []filing.Entry, error)
	CloseDraft(ident.Draft, filing.DraftState, ident.Filing) error
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	AddArrival(filing.Arrival) error
}

// File sends what a procedure asks for, a 速報 (強化法5条, 命令4条2項) for one: from a draft, or from a body that came whole through
// the API.
type File struct {
	Act     Act[FileTx]
	Entropy io.Reader
	Known   Known
}

// Known says which products a dictionary has, to an organisation; nil where no dictionary is at hand. What it gives is for one arrival.
type Known func(ident.Org) func(maker, product string) bool

// of is it for one arrival.
func (k Known) of(org ident.Org) func(maker, product string) bool {
	if k == nil {
		return nil
	}
	return k(org)
}

// Sending is what is sent: the draft, whose procedure it is, or values of the procedure Of when Draft is empty.
type Sending struct {
	Draft     ident.Number
	Of        string
	Values    form.Values
	Confirmed []string // questions answered with yes
	// Unapproved sends what is urgent without waiting for the approval that the organisation has set; it is looked at afterwards.
	Unapproved bool
	// Offline says that it was written without a network; a code of the card that acts is spent for it.
	Offline *filing.Offline
	// Arrived is when it came, where it was kept until the database answered again; zero: now.
	Arrived ident.Instant
}

// Prompt is a 速報 that came whole.
func Prompt(values form.Values, confirmed ...string) Sending {
	return Sending{Of: incident.Prompt.ID, Values: values, Confirmed: confirmed}
}

// Filed is a filing that has arrived (到達).
type Filed struct {
	ID ident.Filing
	// Made is what this act wrote, so that whoever answers need not read it again; nil where the key had been used before.
	Made *filing.Arrival
}

// Do sends and returns the id of the filing. Who may call: roles that may file reports. What cannot be
// read is Invalid with every place; questions that were not confirmed are Invalid with code "ask.…"; a draft
// that was sent already is a Conflict that names the filing; so is a procedure that takes nothing in any more. One that is
// not open to the actor is Absent. What the organisation has not approved is a Conflict.
func (f File) Do(ctx context.Context, s access.Scope, key ident.Key, send Sending) (ident.Filing, error) {
	filed, err := f.Send(ctx, s, key, send)
	return filed.ID, err
}

// Send is Do for whoever tells at once what was filed.
func (f File) Send(ctx context.Context, s access.Scope, key ident.Key, send Sending) (filed Filed, err error) {
	defer fault.Wrap(&err, "submitting.File")
	if err := s.Permit(access.Permission{Action: access.File, Object: access.Report}); err != nil {
		return Filed{}, err
	}
	leaf, err := f.Act(ctx, s, key, func(tx FileTx) (ledger.Entry, error) {
		p, values, draft, err := load(tx, send)
		if err != nil {
			return ledger.Entry{}, err
		}
		now, err := tx.Arriving(p, draft.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		before, err := followed(tx, s, p, now)
		if err != nil {
			return ledger.Entry{}, err
		}
		if values, err = judge(p, judgedBy(now, before), values, send); err != nil {
			return ledger.Entry{}, err
		}
		if err := referred(tx, p, now, values); err != nil {
			return ledger.Entry{}, err
		}
		if values, err = form.Identified(values, now.At, f.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		what := content(p, noting(now, before, f.Known.of(s.Org)), now, answers{values, draft.Files, send.Confirmed})
		what.before, what.Offline = before, send.Offline
		a, err := f.make(s, p, now, what)
		if err == nil {
			err = f.settle(s, now, what, &a)
		}
		if send.Arrived != 0 {
			a.Filing.ArrivedAt = send.Arrived
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		if a.Round, err = agree(s, now, send, what, f.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddArrival(a); err != nil {
			return ledger.Entry{}, err
		}
		if draft.ID != "" {
			if err := tx.CloseDraft(draft.ID, filing.DraftSent, a.Filing.ID); err != nil {
				return ledger.Entry{}, err
			}
		}
		filed.Made = &a
		return entry(s, p, now, a, send.Arrived), nil
	})
	if leaf.Replayed { // what an attempt of this request made was taken back
		filed.Made = nil
	}
	filed.ID = ident.Filing(leaf.Object)
	return filed, err
}

// load is the procedure, what is to be sent, and the draft that it comes from.
func load(tx FileTx, send Sending) (p procedure.Procedure, values form.Values, d filing.Draft, err error) {
	if send.Draft == "" {
		p, err = tx.Procedure(send.Of)
		switch {
		case err == nil && p.Closed:
			err = fault.Absent()
		case err == nil && p.Follows:
			err = fault.New(fault.Conflict, "fault.incident.begin", nil)
		}
		return p, send.Values, d, err
	}
	d, entries, err := tx.TakeDraft(send.Draft)
	if err != nil {
		return p, nil, d, err
	}
	if d.Root != "" {
		return p, nil, d, fault.New(fault.Conflict, "fault.collection.part", nil)
	}
	if p, err = tx.Procedure(d.Form); err != nil {
		return p, nil, d, err
	}
	if p.Closed {
		return p, nil, d, fault.New(fault.Conflict, "fault.procedure.closed", nil)
	}
	values, err = filing.Settled(entries)
	return p, values, d, err
}

// judge judges the answers. Whoever wrote without a network is not there to be asked: what a clock of theirs did not ask is left to the
// offices and to a correction.
func judge(p procedure.Procedure, with procedure.Facts, values form.Values, send Sending) (form.Values, error) {
	tidy, asked, err := p.Check(values, with)
	if err != nil {
		return nil, err
	}
	l := fault.List{Fields: p.Unexplained(with.Before, tidy)}
	for _, q := range form.Unconfirmed(asked, send.Confirmed) {
		if send.Offline == nil {
			l.Add(q.Field, q.Code, q.Args)
		}
	}
	return tidy, l.Err()
}

// sent is what is sealed of a revision, with the answers it was made of.
type sent struct {
	filing.Content
	of     procedure.Procedure
	values form.Values
	before form.Values // what the case said, where the procedure follows others
	owed   bool        // it opens a duty of 法5条
	err    error
}

// answers are what was filled in, with the files beside it and the questions that were confirmed.
type answers struct {
	form.Values
	files     []filing.Attachment
	confirmed []string
}

// judgedBy are the facts by which an arrival is judged.
func judgedBy(now filing.Arriving, before form.Values) procedure.Facts {
	facts := procedure.Facts{At: now.At, Before: before, Business: append([]party.Designation{}, now.Business...), Last: now.Last}
	if now.Mandate != nil {
		facts.Within = now.Mandate.Within()
	}
	return facts
}

// noting are they with a dictionary at hand.
func noting(now filing.Arriving, before form.Values, known func(maker, product string) bool) procedure.Facts {
	facts := judgedBy(now, before)
	facts.Known = known
	return facts
}

func content(p procedure.Procedure, facts procedure.Facts, now filing.Arriving, with answers) sent {
	values, err := p.Form.Canonical(with.Values)
	if err != nil {
		return sent{err: err}
	}
	canonical, err := filing.Canonical(values, with.files)
	c := filing.Content{
		Values: values, Digest: filing.DigestOf(canonical), Filer: now.Filer, SentBy: now.Sender, Program: now.Program, Confirmed: with.confirmed,
		Summary: p.Summarise(with.Values), Files: filing.Enclose(with.files),
	}
	c.Filer.Contact = with.Values[p.Contact].Text()
	if due, found := p.Date(with.Values, facts); found {
		c.Due = &due
	}
	c.Noted = p.Note(with.Values, facts)
	return sent{Content: c, of: p, values: with.Values, err: err}
}

// make is the pure change: what exists after the act. Without a case the filing is about itself. Whether the mandate under which somebody acts permits
// it is judged here, on the mandate as it stands in the transaction.
func (f File) make(s access.Scope, p procedure.Procedure, now filing.Arriving, what sent) (a filing.Arrival, err error) {
	if what.err == nil && !serves(s, p) {
		what.err = fault.Absent()
	}
	if what.err == nil {
		what.err = now.Mandated(mandate.File, p.Sector(what.values, what.before))
	}
	if what.err != nil {
		return a, what.err
	}
	var c incident.Case
	fl := filing.Filing{Kind: filing.Kind(p.Ref()), Org: s.Org, Unit: s.Unit, State: filing.Arrived, Rev: 1, ArrivedAt: now.At, Leaf: now.Leaf}
	if fl.ID, err = ident.NewID[ident.Filing](now.At, f.Entropy); err != nil {
		return a, err
	}
	if fl.Number, err = ident.NewNumber(p.Number, now.At, f.Entropy); err != nil {
		return a, err
	}
	if p.Case {
		c = incident.Case{Org: s.Org, Unit: s.Unit, State: incident.CaseOpen, OpenedAt: now.At, Summary: what.Summary}
		if c.ID, err = ident.NewID[ident.Case](now.At, f.Entropy); err != nil {
			return a, err
		}
		if c.Number, err = ident.NewNumber(ident.NumberCase, now.At, f.Entropy); err != nil {
			return a, err
		}
		fl.Case = c.ID
	}
	if p.Follows {
		fl.Case = now.Follows.Case
	}
	a = filing.Arrival{Filing: fl, Opens: c, Content: what.Content, Urgent: p.Urgent}
	if p.Follows {
		return a, f.concern(now, what, &a)
	}
	due, owes, err := p.Due(what.values, now.At)
	if err != nil {
		return a, err
	}
	if what.owed = owes; !owes {
		return a, f.concern(now, what, &a)
	}
	a.Duty = duty.Duty{Org: s.Org, Unit: s.Unit, Rule: p.Clock.Rule, Subject: ident.Object(c.ID), State: duty.Open, OpenedAt: now.At, Why: due, DueOn: due.Due}
	if a.Duty.ID, err = ident.NewID[ident.Duty](now.At, f.Entropy); err != nil {
		return a, err
	}
	return a, f.concern(now, what, &a)
}

func entry(s access.Scope, p procedure.Procedure, now filing.Arriving, a filing.Arrival, kept ident.Instant) ledger.Entry {
	e := ledger.Entry{
		Kind: ledger.FilingArrived, Object: ident.Object(a.Filing.ID), Number: a.Filing.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: digest(a.Content),
		Facts: map[string]string{
			ledger.FactFiler: now.Filer.Name, ledger.FactAddressees: addressees(a.To), ledger.FactReleased: filing.ReleaseDigest(a.To),
		},
	}
	if p.ID == incident.Prompt.ID {
		e.Kind = ledger.ReportPromptFiled
	} else {
		e.Facts[ledger.FactProcedure] = p.Said()
	}
	if a.Duty.ID != "" {
		e.Facts[ledger.FactBook], e.Facts[ledger.FactDue] = a.Duty.Why.Book, a.Duty.DueOn.String()
	}
	if n := a.Withdraws.Number; n != "" {
		e.Facts[ledger.FactWithdraws] = string(n)
	}
	if o := a.Content.Offline; o != nil {
		e.Facts[ledger.FactWritten] = o.WrittenAt.Time().Format(ledger.StampLayout)
	}
	if kept != 0 {
		e.Facts[ledger.FactArrived] = kept.Time().Format(ledger.StampLayout)
	}
	filing.AttachmentFacts(a.Content.Attachments(), e.Facts)
	return e
}

func digest(c filing.Content) (digest [32]byte) {
	if raw, err := hex.DecodeString(c.Digest); err == nil {
		copy(digest[:], raw)
	}
	return digest
}

// addressees are the titles of the offices for which this is the channel.
func addressees(to []filing.Addressee) string {
	var offices []string
	for _, t := range to {
		if t.Channel == filing.Here {
			offices = append(offices, t.Title)
		}
	}
	return strings.Join(offices, "、")
}
