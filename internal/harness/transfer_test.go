package harness

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"slices"
	"testing"
	"time"

	form "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/instituting"
)

// 所管替え: what one office sees passes to another between two requests, at 00:00 of the day, on every node; nothing runs at that
// minute. What the old one lost is absent to it, byte for byte.
func TestATransferTakesEffectBetweenTwoRequests(t *testing.T) {
	t.Parallel()
	onBoth(t, func(t *testing.T, n nodes) {
		s := n.one.scene
		gives, takes := s.as("ministry-officer"), s.as("other-ministry-officer")
		report := s.unasked(gives)
		day := law.DayOf(ident.At(s.at)).Add(1)
		n.one.transfer(register.Transfer{Old: gives.Unit, New: takes.Unit, Title: "国土交通大臣", On: day, Operators: []ident.Org{report.org}})
		path, never := "/api/v1/reports/"+report.id, "/api/v1/reports/"+s.absent["report"]
		for _, moment := range []struct {
			after      time.Duration
			old, taken int
		}{{-time.Microsecond, http.StatusOK, http.StatusNotFound}, {0, http.StatusNotFound, http.StatusOK}} {
			for _, h := range []*house{n.one, n.two} {
				h.clock.Set(day.Start().Time().Add(moment.after))
				h.lent = func(p *principal, seen sighting) bool { return p == takes && moment.after >= 0 && seen.may[gives.name] }
			}
			if got := n.status(t, gives, path); got != moment.old {
				t.Errorf("%v after the day begins, the office that gives is answered %d, want %d", moment.after, got, moment.old)
			}
			if got := n.status(t, takes, path); got != moment.taken {
				t.Errorf("%v after the day begins, the office that takes is answered %d, want %d", moment.after, got, moment.taken)
			}
		}
		gone, none := n.two.do(gives, ask{method: http.MethodGet, path: path}), n.two.do(gives, ask{method: http.MethodGet, path: never})
		if gone.bytes() != none.bytes() {
			t.Errorf("what passed on is told from what never was:\n%s\n%s", gone.bytes(), none.bytes())
		}
	})
}

// unasked is a report that is addressed to somebody's office, about which it asked nothing.
func (s *scene) unasked(p *principal) *object {
	for _, r := range s.objects["report"] {
		if p.stands(addressed, r) && !slices.ContainsFunc(s.objects["question"], func(q *object) bool { return q.parent == r && p.stands(addressed, q) }) && s.mattersTo(p, r.org) {
			return r
		}
	}
	panic("harness: " + p.name + " asked about every report")
}

// mattersTo is whether an office is competent for this operator by a row of its own.
func (s *scene) mattersTo(p *principal, operator ident.Org) bool {
	return slices.ContainsFunc(s.jurisdictions, func(j party.Jurisdiction) bool { return j.Operator == operator && j.Office == p.Unit })
}

// transfer is entered by one administrator, confirmed by another, and prepared by the house.
func (h *house) transfer(m register.Transfer) {
	h.t.Helper()
	ctx := h.t.Context()
	one, two := h.as("platform-admin"), h.as("platform-admin-2")
	maker := &maker{scene: h.scene, ctx: ctx, db: h.db, clock: h.clock, n: 1 << 30}
	id, err := instituting.Propose{Act: store.Act[instituting.ProposeTx](h.db), Entropy: rand.Reader}.Do(ctx, maker.scope(one), maker.key(one), register.Matter{Transfer: &m})
	if err != nil {
		h.t.Fatal(err)
	}
	if err := (instituting.Confirm{Act: store.Act[instituting.ConfirmTx](h.db), Entropy: rand.Reader}).Do(ctx, maker.scope(two), maker.key(two), id); err != nil {
		h.t.Fatal(err)
	}
	h.works(instituting.HandOverQueue, h.db.HandsOver(access.System("harness", ident.At(h.clock.Now()))))
}

// proposal enters a 所管替え that nobody has confirmed.
func (m *maker) proposal(by *principal) error {
	m.later()
	ground := m.bird()
	propose := instituting.Propose{Act: store.Act[instituting.ProposeTx](m.db), Entropy: rand.Reader}
	id, err := propose.Do(m.ctx, m.scope(by), m.key(by), register.Matter{Transfer: &register.Transfer{
		Old: m.as("ministry-officer").Unit, New: m.as("other-ministry-officer").Unit, Title: "大臣", On: law.MustDay("2027-04-01"), Ground: ground,
	}})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "proposal", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit, by: by.Person})
	m.tellsAll(o, nil, ground)
	return nil
}

// officialForm enters an official form that nobody has confirmed.
func (m *maker) officialForm(by *principal) error {
	m.later()
	title, cited := m.bird(), m.bird()
	var file bytes.Buffer
	if err := form.Write(&file, form.Page{Name: "様式", Columns: []form.Head{{Title: "番号"}}}); err != nil {
		return err
	}
	publish := instituting.Publish{Keep: store.Housekeep[instituting.PublishTx](m.db), Entropy: rand.Reader, Inspect: func(context.Context, []byte) (template.Shape, error) {
		return template.Shape{Sheets: []template.Leaf{{Name: "様式"}}}, nil
	}}
	kept, err := publish.Do(m.ctx, m.scope(by), "様式.xlsx", file.Bytes())
	if err != nil {
		return err
	}
	propose := instituting.Propose{Act: store.Act[instituting.ProposeTx](m.db), Entropy: rand.Reader}
	id, err := propose.Do(m.ctx, m.scope(by), m.key(by), register.Matter{Template: &register.Template{
		Procedure: "report.prompt", Title: title, Cited: cited, File: kept.File, On: law.MustDay("2027-04-01"), Map: []template.Line{{Row: 2, Item: "number", Sheet: "様式", Cell: "B1"}},
	}})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "official form", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit, by: by.Person})
	m.tellsAll(o, nil, title)
	m.tellsAll(o, nil, cited)
	return nil
}
