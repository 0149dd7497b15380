package reports

import (
	"crypto/sha256"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/releasing"
)

// heldBack is one section that an office does not have yet, with the button by which it is shown now.
type heldBack struct{ Title, Says, Office, Section string }

// errand is one authority at which the report is handed in elsewhere, and how that stands.
type errand struct {
	Name, What, Until string
	Tag               look.Tag
}

// heldBack lists what is withheld; the button is for those who may send.
func (o opened) heldBack(r *gate.Request) (list []heldBack) {
	for _, a := range o.to {
		for _, w := range o.held {
			if w.Office == a.Unit && w.State == filing.WithheldNow {
				list = append(list, heldBack{look.Addressed(r.Lang, a.Title), reporting.HeldBack(r.Lang, o.of.Form, a.Unit, []filing.Withholding{w})[0], a.Title, w.Section})
			}
		}
	}
	return list
}

// window is each authority that the case concerns with its own clock; nil for what no law asks for.
func (o opened) window(r *gate.Request) *reporting.Window {
	if o.of.Act != party.ActReport {
		return nil
	}
	f := window.FactsOf(o.file.Values(), o.does)
	f.Operator, f.AsOf, f.Owed = o.Content.Filer.CorporateNumber, law.DayOf(r.Now), o.owesDetailed()
	f.Kind, f.Routes, f.On = o.of.ID, o.ways, law.DayOf(o.ArrivedAt) // channels stay as they were
	return reporting.WindowOf(r.Lang, window.Lines(f))
}

// readWindow reads what is handed in elsewhere, by which channels, and with whom the report is shared by consent.
func (o *opened) readWindow(tx ReportTx, today law.Day) (err error) {
	if o.hand, err = tx.ErrandsOf(o.Case); err != nil {
		return err
	}
	slices.SortStableFunc(o.hand, window.Sooner)
	if o.some.Routed {
		if o.ways, err = tx.Routings(); err != nil {
			return err
		}
	}
	way, _ := party.RouteOf(o.ways, window.NCO, o.of.ID, today)
	o.with.Office.Unit = way.Office
	if o.some.Shared {
		o.with.Consents, err = tx.Consents([]ident.Object{ident.Object(o.ID)})
	}
	return err
}

// singleWindow says whom the case concerns by when, who has it elsewhere, and what is kept from whom.
func (o opened) singleWindow(r *gate.Request, v *reportView) (err error) {
	v.Window, v.Held = o.window(r), o.heldBack(r)
	for _, e := range o.hand {
		v.Elsewhere = append(v.Elsewhere, errand{e.Name().In(string(r.Lang)), e.What().In(string(r.Lang)), reporting.ErrandUntil(r, e), reporting.ErrandTag(r, e)})
	}
	for _, a := range o.to {
		if a.Channel == filing.Elsewhere {
			v.Elsewhere = append(v.Elsewhere, errand{Name: look.Addressed(r.Lang, a.Title), Tag: look.Tag{Text: r.T("elsewhere.tag.open")}})
		}
	}
	if v.Consent, err = o.consent(r); err != nil {
		return err
	}
	if len(o.hand) > 0 {
		v.HandIn = reporting.ReportAt(o.Number, "elsewhere")
	}
	if r.Scope.Permit(mayFile) == nil && o.HeldBy(r.Scope.Org) && len(v.Held) > 0 {
		v.Release = reporting.ReportAt(o.Number, "release")
		v.Key, err = r.NewKey()
	}
	return err
}

// releasedEvents are the sections that were kept from an office and that it has by now.
func (o opened) releasedEvents(r *gate.Request) (list []look.Event) {
	for _, w := range o.held {
		if w.State == filing.ReleasedThen {
			list = append(list, look.Event{At: w.Moved, Done: true, What: r.T("release.event"), By: o.officeOf(r, w.Office), Text: reporting.PartName(r.Lang, o.of.Form, w.Section)})
		}
	}
	return list
}

// release shows to an office now what was kept from it until an hour.
func (p Pages) release(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	title, section := fields.Get("office"), fields.Get("section")
	key, err := r.Key(sha256.Sum256([]byte("release " + string(n) + "\x00" + title + "\x00" + section)))
	if err != nil {
		return err
	}
	if err := p.Release.Do(r.Context(), r.Scope, key, releasing.Section{Of: n, Title: title, Name: section}); err != nil && !fault.Is(err, fault.Conflict) { // its hour came meanwhile
		return err
	}
	return gate.See(w, reporting.ReportAt(n)+"?from=release")
}
