package inventory

import (
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/registering"
)

// draft copies what would be filed for a business into a draft of a notification, and leads to it.
func (p Pages) draft(w http.ResponseWriter, r *gate.Request) error {
	fields, key, err := posted(r, "draft")
	if err != nil {
		return err
	}
	s, err := p.situate(r)
	if err != nil {
		return err
	}
	a, err := p.agree(r, s)
	if err != nil {
		return err
	}
	known := a.draft()
	businesses := asset.Businesses(s.businesses)
	n := slices.IndexFunc(businesses, func(b asset.Business) bool { return b.ID == fields.Get("business") })
	if n < 0 || !known.For(businesses[n].ID) {
		return fault.New(fault.Invalid, "fault.asset.nothing", nil)
	}
	seed, err := r.NewKey()
	if err != nil {
		return err
	}
	id, err := p.Draft.Do(r.Context(), r.Scope, key, registering.Drafting{Procedure: notification.New.ID, Seen: s.Rev, Values: known.Answers(businesses[n], s.Places, form.RowIDs(r.Now, seed))})
	if err != nil {
		return err
	}
	var d filing.Draft
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error { d, _, err = tx.DraftByID(id); return err }); err != nil {
		return err
	}
	return gate.See(w, reporting.DraftAt(notification.New.ID, d.Number, "check"))
}
