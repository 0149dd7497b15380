package submitting

import (
	"maps"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// concern says whom an arrival goes to here with what, and what is left to be handed in elsewhere (R1). What was frozen of the case before
// stays as it was but for its dates.
func (f File) concern(now filing.Arriving, what sent, a *filing.Arrival) (err error) {
	if what.of.Act != party.ActReport {
		to := now.Offices
		if what.of.Business != "" {
			to = filing.InCharge(to, what.of.Sector(what.values, what.before))
		}
		if len(to) == 0 {
			return fault.New(fault.Unavailable, "fault.filing.nobody", nil)
		}
		a.To, a.Held = filing.Withhold(to, now.Withheld, now.At)
		if what.of.Act == party.ActNotification {
			a.Onward = filing.Onwards(a.Filing, a.To, party.OnwardOn(now.Routes, law.DayOf(now.At)))
		}
		if n := a.Content.Noted; n != nil && !filing.Whole(a.To, what.of.Form) {
			untold := n.Untold()
			a.Content.Noted = &untold
		}
		return nil
	}
	facts := factsOf(now, what)
	a.To, a.Held = filing.Withhold(filing.Concerned(now.Offices, facts), now.Withheld, now.At)
	var asked []filing.Addressee
	asked, a.To = filing.ByConsent(a.To)
	for _, c := range now.Consents {
		for _, to := range asked {
			shared := filing.Shared(to, a.Filing, now.At, c.By)
			if shared.ID, err = ident.NewID[ident.Object](now.At, f.Entropy); err != nil {
				return err
			}
			a.Shared = append(a.Shared, shared)
		}
	}
	a.Errands, a.Moved = window.Settle(now.Errands, window.Errands(window.Lines(facts)))
	for i := range a.Errands {
		e := &a.Errands[i]
		e.Filing, e.Case, e.Org, e.Unit, e.At = a.Filing.ID, a.Filing.Case, a.Filing.Org, a.Filing.Unit, now.At
		if e.ID, err = ident.NewID[ident.Object](now.At, f.Entropy); err != nil {
			return err
		}
	}
	return nil
}

// factsOf are the facts of the case with what is sent.
func factsOf(now filing.Arriving, what sent) window.Facts {
	values := form.Values{}
	maps.Copy(values, what.before)
	maps.Copy(values, what.values)
	f := window.FactsOf(values, now.Business)
	f.Operator, f.AsOf, f.Kind, f.Routes, f.Owed = now.Filer.CorporateNumber, law.DayOf(now.At), what.of.ID, now.Routes, what.owed
	for _, d := range now.Owed {
		f.Owed = f.Owed || d.Rule == what.of.Clock.Rule
	}
	return f
}
