package harness

import (
	"crypto/rand"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/submitting"
)

// forced is a mandate in force, with a draft and a filing under it.
type forced struct {
	*house
	*maker
	of           mandate.Mandate
	actor        access.Actor
	draft, filed string // numbers, in Latin
	none         map[string]string
}

// inForce lets the maintainer of the scene draft and file for an operator, and do both once.
func (h *house) inForce() (f forced) {
	h.t.Helper()
	f = forced{house: h, maker: &maker{scene: h.scene, ctx: h.t.Context(), db: h.db, clock: h.clock, n: 1 << 30}}
	to, by := h.as("operator-admin"), h.as("maintainer")
	at := ident.At(h.clock.Now())
	today := law.DayOf(at)
	number, err := ident.ParseNumber(numbered(ident.NumberMandate)(f.maker))
	if err != nil {
		h.t.Fatal(err)
	}
	f.of = mandate.Mandate{
		ID: "mandate-in-force", Number: number, Operator: to.Org, OperatorUnit: to.Unit, Maintainer: by.Org, MaintainerUnit: by.Unit, Unit: "unit-in-force", By: mandate.Operator, State: mandate.InForce, At: at, Moved: at, Rev: 1,
		Terms: mandate.Terms{Acts: []mandate.Act{mandate.Draft, mandate.File}, From: today, Until: mandate.YearEnd(today)},
	}
	type tx interface {
		AddUnit(party.Unit) error
		AddMandate(mandate.Mandate) error
	}
	_, err = store.Act[tx](h.db)(f.ctx, f.scope(to), f.key(to), func(tx tx) (ledger.Entry, error) {
		if err := tx.AddUnit(party.Unit{ID: f.of.Unit, Org: to.Org, Parent: to.Unit, Name: "in force"}); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.MandateCountersigned, Object: f.of.ID, Number: f.of.Number, Org: to.Org, Unit: to.Unit, Actor: to.ID()}, tx.AddMandate(f.of)
	})
	actor, ok := f.of.Actor(by.Actor, today)
	if err != nil || !ok {
		h.t.Fatal(ok, err)
	}
	f.actor = actor
	f.work(by)
	return f
}

// work begins a draft and files that there is none.
func (f *forced) work(by *principal) {
	t, s := f.house.t, access.For(f.actor, ident.At(f.house.clock.Now()))
	draft, err := submitting.Open{Act: store.Act[submitting.OpenTx](f.house.db), Entropy: rand.Reader}.Do(f.ctx, s, f.key(by), notification.New.ID)
	if err != nil {
		t.Fatal(err)
	}
	said := func(texts ...string) form.Value { return form.Value{Texts: texts} }
	var business string
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
		FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
		Sectors(ident.Org, law.Day) ([]party.Designation, error)
	}
	read := func(do func(tx tx) error) {
		if err := store.Read[tx](f.house.db)(f.ctx, s, do); err != nil {
			t.Fatal(err)
		}
	}
	read(func(tx tx) error {
		d, _, err := tx.DraftByID(draft)
		f.draft = d.Number.ASCII()
		if list, bad := tx.Sectors(f.of.Operator, law.DayOf(s.At)); bad == nil && len(list) > 0 {
			business = string(list[0].Sector)
		}
		return err
	})
	id, err := submitting.File{Act: store.Act[submitting.FileTx](f.house.db), Entropy: rand.Reader}.Do(f.ctx, s, f.key(by), submitting.Sending{Of: notification.None.ID, Values: form.Values{
		"business": said(business), "checked": said("a", "b", "c", "d", "e", "f"), "ground": said("removed"), "found_on": said("2026-11-20"), "contact": said("whom to ask"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	read(func(tx tx) error {
		one, _, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
		f.filed = one.Number.ASCII()
		return err
	})
	f.none = map[string]string{f.draft: numbered(ident.NumberDraft)(f.maker), f.filed: numbered(ident.NumberNotification)(f.maker)}
}

// fill are the words in the addresses that name what stands under a mandate; an address with another is not tried.
var fill = map[string]string{"{procedure}": notification.New.ID, "{step}": "about"}

// addresses are those of the house that name the draft or the filing and nothing else.
func (f *forced) addresses() (list []mandated) {
	for _, r := range f.house.doors.Routes {
		method, path := parts(r.Pattern)
		is := f.filed
		switch {
		case strings.HasPrefix(path, "/reporting/procedures/{procedure}/{draft}"), strings.HasPrefix(path, "/api/v1/drafts/{number}"):
			is = f.draft
		case !strings.HasPrefix(path, "/reporting/reports/{number}"), strings.HasPrefix(path, "/api/v1/reports/{number}"):
			continue
		}
		for slot, word := range fill {
			path = strings.ReplaceAll(path, slot, word)
		}
		path = strings.NewReplacer("{draft}", "{number}").Replace(path)
		if strings.Count(path, "{") == 1 {
			list = append(list, mandated{method, path, is, r.Needs})
		}
	}
	return list
}

// mandated is one address, with what it needs.
type mandated struct {
	method, path, is string
	needs            access.Permission
}

func (a mandated) of(number string) ask {
	one := ask{method: a.method, path: strings.Replace(a.path, "{number}", number, 1)}
	switch {
	case a.method == http.MethodGet:
	case strings.HasPrefix(a.path, "/api/"):
		one.body = "{}"
	default:
		one.body = "key=k"
	}
	return one
}

// plain is an answer without the number that was asked for.
func (f *forced) plain(a mandated, p *principal, number string) string {
	got := f.house.do(p, a.of(number))
	n, err := ident.ParseNumber(number)
	if err != nil {
		f.house.t.Fatal(err)
	}
	return strings.NewReplacer(number, "N", string(n), "N").Replace(http.StatusText(got.status) + got.body)
}

// hidden is whether an address says to somebody what a number says that nothing has.
func (f *forced) hidden(a mandated, p *principal) bool {
	return f.plain(a, p, a.is) == f.plain(a, p, f.none[a.is])
}

// opened are the objects that somebody of a maintainer works on under a mandate.
var opened = []access.Object{access.Draft, access.Report, access.Request, access.Receipt, access.Approval}

// Whatever stands under a mandate in force is the operator's, and open to the maintainer as far as the acts go; to others it is absent. Once it is
// revoked it is absent to the maintainer as well.
func TestWhatStandsUnderAMandate(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	f := h.inForce()
	// What is filed in the operator's name says who that is, and to whom it goes: whoever files it reads so.
	h.lent = func(p *principal, seen sighting) bool {
		return p == h.as("maintainer") && seen.may["operator-filer"] && (strings.HasPrefix(seen.what, "organisation ") || strings.HasPrefix(seen.what, "unit "))
	}
	list := f.addresses()
	if len(list) < 40 {
		t.Fatalf("only %d addresses", len(list))
	}
	by, s := h.as("maintainer"), access.For(f.actor, ident.At(h.clock.Now()))
	open := 0
	for _, a := range list {
		for _, who := range []*principal{h.as("other-operator-filer"), h.as("supplier"), h.as("platform-admin"), nil} {
			if !f.hidden(a, who) {
				t.Errorf("%s %s tells %s", a.method, a.path, who.called())
			}
		}
		if a.method != http.MethodGet {
			continue
		}
		may := slices.Contains(opened, a.needs.Object) && s.Permit(a.needs) == nil
		if got := h.do(by, a.of(a.is)); may == (got.status == http.StatusNotFound) {
			t.Errorf("%s %s (%v) answers the maintainer %d", a.method, a.path, a.needs, got.status)
		}
		if may {
			open++
		}
	}
	if open < 10 {
		t.Errorf("the control: only %d addresses are open to the maintainer", open)
	}
	if got := h.do(h.as("operator-admin"), ask{method: http.MethodPost, path: "/mandates/" + f.of.Number.ASCII() + "/revoke", body: "reason=over&key=revoke"}); got.status != http.StatusSeeOther {
		t.Fatalf("%d %.300s", got.status, got.body)
	}
	for _, a := range list {
		if a.method == http.MethodGet && !f.hidden(a, by) {
			t.Errorf("%s %s tells the maintainer after the end", a.method, a.path)
		}
	}
}
