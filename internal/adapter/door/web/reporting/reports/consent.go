package reports

import (
	"crypto/sha256"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
)

// consentView is how the consent to share a report with 国家サイバー統括室 stands; nil where no office is named and none was given.
type consentView struct {
	Says, Note  string
	Action, Key string // empty for who may not change it
	Value, Do   string
}

func (o opened) consent(r *gate.Request) (*consentView, error) {
	if o.with.Office.Unit == "" && len(o.with.Consents) == 0 {
		return nil, nil
	}
	v := &consentView{Says: r.T("consent.no"), Value: "yes", Do: r.T("consent.give")}
	c, stands := o.with.Standing()
	switch {
	case stands:
		v.Says, v.Note, v.Value, v.Do = r.T("consent.given", "at", look.Moment(r.Lang, c.At)), r.T("consent.take.note"), "no", r.T("consent.take")
	case len(o.with.Consents) > 0:
		v.Says = r.T("consent.withdrawn", "at", look.Moment(r.Lang, o.with.Consents[len(o.with.Consents)-1].EndedAt))
	}
	if r.Scope.Permit(mayFile) != nil || !o.HeldBy(r.Scope.Org) || !stands && (o.with.Office.Unit == "" || o.State == filing.Withdrawn) {
		return v, nil //nolint:nilerr // whoever may not press is shown how it stands
	}
	var err error
	v.Action = reporting.ReportAt(o.Number, "consent")
	v.Key, err = r.NewKey()
	return v, err
}

// consentEvents are what became of the consent, with who did it.
func (o opened) consentEvents(r *gate.Request) (list []look.Event) {
	for _, c := range o.with.Consents {
		list = append(list, look.Event{At: c.At, Done: true, What: r.T("consent.event.given"), By: c.By, Text: look.Addressed(r.Lang, c.Title)})
		if c.State == filing.ConsentWithdrawn {
			list = append(list, look.Event{At: c.EndedAt, Done: true, What: r.T("consent.event.withdrawn"), By: c.EndedBy, Text: look.Addressed(r.Lang, c.Title)})
		}
	}
	return list
}

// consent gives or withdraws it. What stands so already is shown as it stands.
func (p Pages) consent(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("consent " + string(n) + " " + fields.Get("consent"))))
	if err != nil {
		return err
	}
	err = p.Consent.Do(r.Context(), r.Scope, key, n, fields.Get("consent") == "yes")
	if fault.Is(err, fault.Conflict) {
		return gate.See(w, reporting.ReportAt(n))
	}
	if err != nil {
		return err
	}
	return gate.See(w, reporting.ReportAt(n)+"?from=consent")
}
