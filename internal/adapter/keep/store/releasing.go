package store

import (
	"context"
	"slices"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/task"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/releasing"
)

// carryOver withholds of a draft what still stands withheld of the case that it follows, until somebody chooses otherwise.
func (t *Tx) carryOver(d filing.Draft) error {
	if d.Follows == "" {
		return nil
	}
	f, _, err := t.FilingByID(d.Follows, access.Permission{Action: access.File, Object: access.Report})
	if err != nil {
		return err
	}
	list, err := t.CaseFilings(f.Case, access.Permission{Action: access.File, Object: access.Report})
	if err != nil {
		return err
	}
	var from []ident.Object
	for _, one := range list {
		from = append(from, ident.Object(one.ID))
	}
	return t.CarryOver(d, from)
}

// holdBack keeps what is withheld of an arrival, with a task for each hour.
func (t *Tx) holdBack(f filing.Filing, list []filing.Withholding) error {
	if err := t.HoldBack(f, list); err != nil {
		return err
	}
	for _, w := range list {
		if err := t.AddTask(releasing.Queue, releasing.TaskKey(f.ID, w.Until), w.Until); err != nil {
			return err
		}
	}
	return nil
}

// GiveOut gives a section that was withheld to its office, and writes to it. An office that would have it by consent, and has none, is
// told nothing.
func (t *Tx) GiveOut(f filing.Filing, w filing.Withholding) error {
	to, err := t.Addressees(f)
	if err != nil {
		return err
	}
	if err := t.ReleaseSection(f, w); err != nil || !slices.ContainsFunc(to, func(a filing.Addressee) bool { return a.Unit == w.Office }) {
		return err
	}
	return t.Notify([]ident.Unit{w.Office}, ident.Object(f.ID), f.Number, outbox.Notice)
}

// GivesOut is the handler of releasing.Queue: it gives out each section of a filing whose hour has come. s is a system scope.
func (db *DB) GivesOut(s access.Scope) Handler {
	release := releasing.Release{Act: Act[releasing.ReleaseTx](db)}
	return func(ctx context.Context, t task.Task, _ func(done, total int64) error) (string, error) {
		for {
			if did, err := release.Due(ctx, s, releasing.OfTask(t)); err != nil || !did {
				return "", err
			}
		}
	}
}

// Addressees lists who has a filing with what each has of it by now: its addressees and, for its own organisation, those with whom it is
// shared by a consent that stands.
func (t *Tx) Addressees(f filing.Filing) ([]filing.Addressee, error) {
	list, shared, err := t.AddresseesShared(f)
	if _, system := t.q.Scope.IsSystem(); err != nil || !shared || !system && !f.BelongsTo(t.q.Scope.Org) { // no office is told of a consent
		return list, err
	}
	consents, err := t.Consents([]ident.Object{ident.Object(f.ID)})
	if err != nil {
		return nil, err
	}
	for _, c := range consents {
		if c.State != filing.ConsentGiven {
			continue
		}
		office, err := t.NamedOffices(c.Org, []procedure.Office{{Org: c.OfficeOrg, Unit: c.Office, Title: c.Title, Sections: c.Sections}})
		if err != nil {
			return nil, err
		}
		for _, a := range office {
			a.Filing, a.Authority = f.ID, window.NCO
			list = append(list, a)
		}
	}
	return list, nil
}

// Share has an office read a filing from now on, by a consent, and writes to it.
func (t *Tx) Share(f filing.Filing, c filing.Consent) error {
	if err := t.AddConsent(f, c); err != nil {
		return err
	}
	return t.Notify([]ident.Unit{c.Office}, ident.Object(f.ID), f.Number, outbox.Notice)
}

// Sharing is what giving or withdrawing a consent about a filing of the scope's organisation rests on.
func (t *Tx) Sharing(f filing.Filing) (s filing.Sharing, err error) {
	s.At = t.q.Scope.At
	p, err := t.Procedure(string(f.Kind))
	if err != nil || p.Act != party.ActReport {
		return s, err
	}
	offices, err := t.OfficesOf(p, t.q.Scope.Org, law.DayOf(s.At))
	if err != nil {
		return s, err
	}
	if asked, _ := filing.ByConsent(offices); len(asked) > 0 {
		s.Office = asked[0]
	}
	if s.Consents, err = t.Consents([]ident.Object{ident.Object(f.ID)}); err != nil {
		return s, err
	}
	s.Withheld, err = t.Withheld([]ident.Object{ident.Object(f.ID)})
	return s, err
}
