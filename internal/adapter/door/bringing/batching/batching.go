// Package batching is what a maintainer does for many operators at once (まとめて作成・提出, S6), for pages and programs alike: a file is parted and
// judged, drafts are made and filed. Each is an act of its own under its own mandate, so what is refused for one stops no other.
package batching

import (
	"context"
	"errors"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/batch"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/submitting"
)

// Tx is what is read in the maintainer's own scope.
type Tx interface {
	MandateList(limit int) ([]mandate.Mandate, error)
	MandatesOfWork(ident.Number) ([]mandate.Mandate, error)
	OppositeOfMandate(number string) (party.Org, ident.Unit, error)
}

// WorkTx is what is read in the scope of one mandate.
type WorkTx interface {
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	DraftOfMandatePart(mark string) (ident.Number, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	FilesOf(filing.Draft) ([]filing.Attachment, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Procedure(ref string) (procedure.Procedure, error)
	Arriving(procedure.Procedure, ident.Draft) (filing.Arriving, error)
	WorkOfMandate(limit int) ([]mandate.Work, error)
}

// Doors are filled in by serve; every field is needed.
type Doors struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error     // store.Read
	Work  func(ctx context.Context, s access.Scope, read func(WorkTx) error) error // store.Read
	Begin mandating.Begin
	File  submitting.File
}

// mandatesRead bounds how many mandates are read at once.
const mandatesRead = 300

// MayDo is what all of this needs beside a mandate.
var MayDo = access.Permission{Action: access.Ask, Object: access.Mandate}

// Mine refuses everybody but whoever of a maintainer works under mandates.
func Mine(s access.Scope) error { return s.Permit(MayDo) }

// Part is what a file says about one operator, with the draft that there is of it.
type Part struct {
	batch.Part
	Draft ident.Number // that was made, now or by an earlier press
	Made  bool         // by this press
	Why   *fault.Error // why this press made none
}

// Ready reports whether a press would make a draft of it.
func (p Part) Ready() bool { return p.Good() && p.Draft == "" }

// under is the maintainer as it acts under a mandate.
func under(s access.Scope, m mandate.Mandate) (access.Scope, bool) {
	a, ok := m.Actor(s.Actor, law.DayOf(s.At))
	return access.For(a, s.At), ok
}

// Judge is the dry run of a file: part by part, with what is wrong.
func (d Doors) Judge(ctx context.Context, s access.Scope, grids []tabular.Grid) (f batch.File, list []Part, err error) {
	if err = Mine(s); err != nil {
		return f, nil, err
	}
	if f, err = batch.Read(grids); err != nil {
		return f, nil, err
	}
	of, err := d.operators(ctx, s, f)
	if err != nil {
		return f, nil, err
	}
	for _, p := range f.Judge(of, s.At) {
		list = append(list, Part{Part: p})
	}
	return f, list, d.known(ctx, s, list)
}

// operators are those that a file names, as far as the maintainer may know of them.
func (d Doors) operators(ctx context.Context, s access.Scope, f batch.File) (of map[string]batch.Operator, err error) {
	of = map[string]batch.Operator{}
	err = d.Read(ctx, s, func(tx Tx) error {
		list, err := tx.MandateList(mandatesRead)
		if err != nil {
			return err
		}
		for _, number := range f.Numbers() {
			o := batch.Operator{}
			for _, m := range list {
				if m.OperatorNo == number {
					o.Name, o.Mandates = m.OperatorIs, append(o.Mandates, m)
				}
			}
			if len(o.Mandates) == 0 {
				with, _, err := tx.OppositeOfMandate(number)
				if err != nil && !fault.Is(err, fault.Hidden) {
					return err
				}
				o.Known, o.Name = err == nil, with.Name
			}
			of[number] = o
		}
		return nil
	})
	for number, o := range of {
		for _, m := range o.Mandates {
			work, ok := under(s, m)
			if err != nil || !ok {
				continue
			}
			err = d.Work(ctx, work, func(tx WorkTx) (err error) {
				o.Business, err = tx.Sectors(m.Operator, law.DayOf(s.At))
				return err
			})
			of[number] = o
			break
		}
	}
	return of, err
}

// known notes of which parts there is a draft.
func (d Doors) known(ctx context.Context, s access.Scope, list []Part) error {
	for i := range list {
		p := &list[i]
		work, ok := under(s, p.Of)
		if p.Stop != nil || !ok {
			continue
		}
		if err := d.Work(ctx, work, func(tx WorkTx) (err error) {
			p.Draft, err = tx.DraftOfMandatePart(p.Mark())
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}

// DraftsAtOnce bounds how many drafts one press makes; the next press goes on.
const DraftsAtOnce = 100

// Draft makes a draft of each part that is good and of which there is none, up to DraftsAtOnce, and says how many are left. What is refused is told
// at its part, and stops no other. key gives the idempotency key of a part by its mark.
func (d Doors) Draft(ctx context.Context, s access.Scope, list []Part, key func(mark string) (ident.Key, error)) (left int, err error) {
	made := 0
	for i := range list {
		p := &list[i]
		if !p.Ready() {
			continue
		}
		if made == DraftsAtOnce {
			left++
			continue
		}
		made++
		work, ok := under(s, p.Of)
		if !ok { // it is not for who presses
			return left, fault.Absent()
		}
		k, err := key(p.Mark())
		if err != nil {
			return left, err
		}
		p.Made, err = d.Begin.Do(ctx, work, k, mandating.Beginning{Business: p.Business, Values: p.Values, Mark: p.Mark()})
		if p.Why, err = told(err); err != nil {
			return left, err
		}
	}
	return left, d.known(ctx, s, list)
}

// told parts what is said beside its line from what ends the whole.
func told(err error) (*fault.Error, error) {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid && e.Kind != fault.Conflict && e.Kind != fault.Exceeded && e.Kind != fault.Unavailable && e.Kind != fault.Denied {
		return nil, err
	}
	return e, nil
}

// Ready is a draft under a mandate, as filing it would find it.
type Ready struct {
	Of     mandate.Mandate
	Draft  filing.Draft
	Form   procedure.Procedure
	Asked  []form.Question // to be confirmed before it is filed
	Why    *fault.Error    // why it cannot be filed here; nil: it can
	Filing ident.Number    // what was filed with it
	Sent   bool            // by this press
	scope  access.Scope
}

// draftsRead bounds the drafts of one mandate that are looked at.
const draftsRead = 20

// Drafts are the open drafts under the mandates in force that allow filing, each with whether it is ready.
func (d Doors) Drafts(ctx context.Context, s access.Scope) (list []Ready, err error) {
	if err := Mine(s); err != nil {
		return nil, err
	}
	var all []mandate.Mandate
	if err := d.Read(ctx, s, func(tx Tx) (err error) {
		all, err = tx.MandateList(mandatesRead)
		return err
	}); err != nil {
		return nil, err
	}
	seen := map[ident.Unit]bool{}
	for _, m := range all {
		work, ok := under(s, m)
		if !ok || seen[m.Unit] || m.Permits(mandate.File, "", law.DayOf(s.At)) != nil {
			continue
		}
		seen[m.Unit] = true
		if err := d.Work(ctx, work, func(tx WorkTx) error {
			drafts, err := tx.OpenDrafts(draftsRead)
			for _, one := range drafts {
				if err == nil && one.Corrects == "" && one.Root == "" {
					r := Ready{Of: m, scope: work}
					err = r.load(tx, one.Number)
					list = append(list, r)
				}
			}
			return err
		}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Chosen are drafts by their numbers, as filing them would find them now. One that is nobody's of whom the maintainer may know is Absent.
func (d Doors) Chosen(ctx context.Context, s access.Scope, numbers []ident.Number) (list []Ready, err error) {
	if err := Mine(s); err != nil {
		return nil, err
	}
	for _, n := range numbers {
		var ways []mandate.Mandate
		if err := d.Read(ctx, s, func(tx Tx) (err error) {
			ways, err = tx.MandatesOfWork(n)
			return err
		}); err != nil {
			return nil, err
		}
		if len(ways) == 0 {
			return nil, fault.Absent()
		}
		a, of, why := mandate.Way(ways, s.Actor, law.DayOf(s.At))
		r := Ready{Of: of, Draft: filing.Draft{Number: n}, scope: access.For(a, s.At)}
		if why != nil {
			r.Why, err = told(why)
		} else {
			err = d.Work(ctx, r.scope, func(tx WorkTx) error { return r.load(tx, n) })
		}
		if err != nil {
			return nil, err
		}
		list = append(list, r)
	}
	return list, nil
}

// load reads a draft and judges it.
func (r *Ready) load(tx WorkTx, n ident.Number) (err error) {
	var entries []filing.Entry
	if r.Draft, entries, err = tx.Draft(n); err != nil {
		return err
	}
	if r.Form, err = tx.Procedure(r.Draft.Form); err != nil {
		return err
	}
	if r.Draft.Filing != "" {
		sent, _, err := tx.FilingByID(r.Draft.Filing, access.Permission{Action: access.Read, Object: access.Report})
		r.Filing = sent.Number
		return err
	}
	if r.Draft.State != filing.DraftOpen || r.Form.Follows || r.Draft.Corrects != "" || r.Draft.Root != "" {
		r.Why = &fault.Error{Kind: fault.Conflict, Code: "fault.batch.single"}
		return nil
	}
	values, err := filing.Settled(entries)
	if err == nil {
		r.Asked, err = r.dry(tx, values)
	}
	r.Why, err = told(err)
	return err
}

func (r *Ready) dry(tx WorkTx, values form.Values) ([]form.Question, error) {
	now, err := tx.Arriving(r.Form, r.Draft.ID)
	if err != nil {
		return nil, err
	}
	files, err := tx.FilesOf(r.Draft)
	if err != nil {
		return nil, err
	}
	return submitting.Dry(r.Form, now, values, files)
}

// FilesAtOnce bounds how many drafts one press files.
const FilesAtOnce = 100

// Send files drafts that were chosen, each by its own act; confirmed are the questions that were answered with yes, by draft. What is refused is
// told at its draft, and stops no other.
func (d Doors) Send(ctx context.Context, list []Ready, confirmed map[ident.Number][]string, key func(ident.Number) (ident.Key, error)) error {
	for i := range list {
		r := &list[i]
		if r.Why != nil || r.Filing != "" {
			continue
		}
		k, err := key(r.Draft.Number)
		if err != nil {
			return err
		}
		id, err := d.File.Do(ctx, r.scope, k, submitting.Sending{Draft: r.Draft.Number, Confirmed: confirmed[r.Draft.Number]})
		if r.Why, err = told(err); err != nil {
			return err
		}
		if r.Why != nil {
			continue
		}
		if err := d.Work(ctx, r.scope, func(tx WorkTx) error {
			f, _, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
			r.Filing, r.Sent = f.Number, true
			return err
		}); err != nil {
			return err
		}
	}
	return nil
}
