package releasing

import (
	"context"
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/task"
)

// Queue is the queue of sections whose hour comes; a task's key is the queue, the filing and the hour.
const Queue = "release"

// ReleaseTx is what giving a section out needs.
type ReleaseTx interface {
	Now() ident.Instant
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	Withheld(objects []ident.Object) ([]filing.Withholding, error)
	GiveOut(filing.Filing, filing.Withholding) error
}

// Release gives a section that was withheld to its office: when its hour has come, by itself, or before, by a person.
type Release struct{ Act Act[ReleaseTx] }

// Due gives out one section whose hour has come, each by an act of its own, and reports whether there was one. What was given out before,
// and what belongs to a report that was withdrawn, is left alone. Who may call: the house itself.
func (v Release) Due(ctx context.Context, s access.Scope, id ident.Filing) (did bool, err error) {
	defer fault.Wrap(&err, "releasing.Release")
	if _, system := s.IsSystem(); !system {
		return false, fault.Absent()
	}
	_, err = v.Act(ctx, s, ident.Key{}, func(tx ReleaseTx) (ledger.Entry, error) {
		did = false
		f, _, err := tx.FilingByID(id, MayRelease)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Withheld([]ident.Object{ident.Object(id)})
		if err != nil || f.State == filing.Withdrawn {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(list, func(w filing.Withholding) bool { return w.State == filing.WithheldNow && w.Until <= tx.Now() })
		if i < 0 {
			return ledger.Entry{}, nil
		}
		did = true
		return given(s, f, list[i]), tx.GiveOut(f, list[i])
	})
	return did, err
}

// Section is one section of a report, withheld from the addressees of a title.
type Section struct {
	Of    ident.Number
	Title string
	Name  string
}

// Do gives out a section before its hour. Who may call: roles that may file, of reports of their organisation. One that is not withheld from an
// addressee of this title is Absent.
func (v Release) Do(ctx context.Context, s access.Scope, key ident.Key, out Section) (err error) {
	defer fault.Wrap(&err, "releasing.Release")
	if err := s.Permit(MayRelease); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ReleaseTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(out.Of, MayRelease)
		if err != nil {
			return ledger.Entry{}, err
		}
		to, err := tx.Addressees(f)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.Withheld([]ident.Object{ident.Object(f.ID)})
		if err != nil {
			return ledger.Entry{}, err
		}
		for _, w := range list {
			if w.Section == out.Name && slices.ContainsFunc(to, func(a filing.Addressee) bool { return a.Unit == w.Office && a.Title == out.Title }) {
				return given(s, f, w), tx.GiveOut(f, w)
			}
		}
		return ledger.Entry{}, fault.Absent()
	})
	return err
}

func given(s access.Scope, f filing.Filing, w filing.Withholding) ledger.Entry {
	org, unit := s.Org, s.Unit
	if _, system := s.IsSystem(); system {
		org, unit = f.Org, f.Unit
	}
	return ledger.Entry{
		Kind: ledger.SectionReleased, Object: ident.Object(f.ID), Number: f.Number, Org: org, Unit: unit, Actor: s.ID(),
		Digest: digest([]string{string(w.Office), w.Section}),
	}
}

// TaskKey is the key of the task of a filing and an hour.
func TaskKey(id ident.Filing, until ident.Instant) string {
	return Queue + "/" + string(id) + "/" + until.Time().UTC().Format("20060102T150405")
}

// OfTask is the filing that a task is about.
func OfTask(t task.Task) ident.Filing {
	id, _, _ := strings.Cut(strings.TrimPrefix(t.Key, Queue+"/"), "/")
	return ident.Filing(id)
}
