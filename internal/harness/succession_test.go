package harness

import (
	"crypto/rand"
	"net/http"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/flow/instituting"
)

// 承継: what one operator filed is told to the one that succeeds from 00:00 of the day on, on every node and through page and API;
// until then it is told from what never was by nobody. The old organisation reads it before and after, and corrects nothing.
func TestASuccessionTakesEffectBetweenTwoRequests(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, n nodes) {
		s := n.one.scene
		mine := func(name string) *principal { p := *s.as(name); return &p } // the scene is everybody's
		old, heir, other := mine("operator-filer"), mine("other-operator-filer"), mine("operator-admin")
		var report *object
		for _, r := range s.objects["report"] {
			if old.stands(own, r) {
				report = r
			}
		}
		day := law.DayOf(ident.At(s.at)).Add(1)
		n.one.succession(old.Org, heir.Org, day)
		for _, moment := range []struct {
			after time.Duration
			heir  int
		}{{-time.Microsecond, http.StatusNotFound}, {0, http.StatusOK}} {
			at := day.Start().Time().Add(moment.after)
			for _, h := range []*house{n.one, n.two} {
				h.clock.Set(at)
				h.lent = func(p *principal, seen sighting) bool { // the old one is told by name who succeeded
					return moment.after >= 0 && (p == heir && seen.may[old.name] || p == old && seen.may[heir.name] && strings.HasPrefix(seen.what, "organisation "))
				}
			}
			for _, p := range []*principal{old, heir, other} {
				n.comesIn(t, p, at)
			}
			for _, path := range []string{"/reporting/reports/" + report.id, "/api/v1/reports/" + report.id, "/reporting/reports/" + report.id + "/receipt/provisional"} {
				if got := n.status(t, heir, path); got != moment.heir {
					t.Errorf("%v after the day begins, the successor is answered %d at %s, want %d", moment.after, got, path, moment.heir)
				}
				if got := n.status(t, old, path); got != http.StatusOK {
					t.Errorf("%v after the day begins, the old organisation is answered %d at %s", moment.after, got, path)
				}
			}
			if moment.after < 0 {
				never := "/api/v1/reports/" + s.absent["report"]
				gone, none := n.two.do(heir, ask{method: http.MethodGet, path: "/api/v1/reports/" + report.id}), n.two.do(heir, ask{method: http.MethodGet, path: never})
				if gone.bytes() != none.bytes() {
					t.Errorf("what will pass is told from what never was:\n%s\n%s", gone.bytes(), none.bytes())
				}
			}
		}
		correct := n.two.do(old, ask{method: http.MethodPost, path: "/api/v1/reports/" + report.id + "/correct", body: "{}"})
		if correct.status != http.StatusConflict {
			t.Errorf("the old organisation corrects: %d %s", correct.status, correct.body)
		}
	})
}

// succession is entered by one administrator, confirmed by another, and prepared by the house.
func (h *house) succession(old, heir ident.Org, on law.Day) {
	h.t.Helper()
	ctx := h.t.Context()
	one, two := h.as("platform-admin"), h.as("platform-admin-2")
	maker := &maker{scene: h.scene, ctx: ctx, db: h.db, clock: h.clock, n: 1 << 30}
	type tx interface {
		Standing(ident.Org) (register.Standing, error)
	}
	d := register.DesignationChange{Kind: register.Succeed, Operator: old, Successors: []ident.Org{heir}, Heir: heir, On: on}
	err := store.Read[tx](h.db)(ctx, maker.scope(one), func(tx tx) error {
		s, err := tx.Standing(old)
		for _, x := range s.Designations {
			if x.Until.IsZero() {
				d.Of = x.ID
			}
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	id, err := instituting.Propose{Act: store.Act[instituting.ProposeTx](h.db), Entropy: rand.Reader}.Do(ctx, maker.scope(one), maker.key(one), register.Matter{Designation: &d})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := (instituting.Confirm{Act: store.Act[instituting.ConfirmTx](h.db), Entropy: rand.Reader}).Do(ctx, maker.scope(two), maker.key(two), id); err != nil {
		h.t.Fatal(err)
	}
	h.works(instituting.InheritQueue, h.db.Inherits(access.System("harness", ident.At(h.clock.Now()))))
}

// works does what is due of a queue.
func (h *house) works(queue string, do store.Handler) {
	h.t.Helper()
	l, ok, err := h.db.TakeQueue(h.t.Context(), queue, "harness")
	if err != nil || !ok {
		h.t.Fatal("no lease of the queue: ", err)
	}
	for did := true; did; {
		if did, err = h.db.DoTask(h.t.Context(), l, queue, do); err != nil {
			h.t.Fatal(err)
		}
	}
}
