package harness

import (
	"crypto/rand"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/exporting"
)

// export has a list got ready in a browser (書き出し): whoever ordered it sees it, and no colleague.
func (m *maker) export(p *principal) error {
	return m.ordered(p, m.scope(p), "export")
}

// programExport has one got ready by somebody's program, which alone sees it.
func (m *maker) programExport(p *principal) error {
	who := p.Actor
	who.Person, who.Token = "", p.program
	return m.ordered(p, access.For(who, ident.At(m.clock.Now())), "export of a program")
}

// ordered orders one on the day before the present, since none is kept for longer, and gathers it as the worker does. The owners of what
// an office gathers are told that it was exported.
func (m *maker) ordered(p *principal, s access.Scope, kind string) error {
	m.later()
	if day := m.scene.at.Add(-12 * time.Hour); m.clock.Now().Before(day) {
		m.clock.Set(day)
	}
	s.At = ident.At(m.clock.Now())
	key := m.key(p)
	key.Actor = s.ID()
	id, err := exporting.Order{Act: store.Act[exporting.OrderTx](m.db), Entropy: rand.Reader}.Do(m.ctx, s, key, "state=arrived")
	if err != nil {
		return err
	}
	m.add(&object{kind: kind, id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit, person: p.Person, to: []office{{p.Org, p.Unit, nil}}, program: kind != "export", told: func(q *principal) bool { return m.counterparts(q, p.Org) }})
	fill := exporting.Fill{
		Keep: store.Housekeep[exporting.FillTx](m.db), Look: store.Look[exporting.ReadTx](m.db), Now: func() ident.Instant { return ident.At(m.clock.Now()) },
	}
	return fill.Do(m.ctx, access.System("harness", s.At), task.Task{Key: "export/fill/" + string(id)}, func(int64, int64) error { return nil })
}
