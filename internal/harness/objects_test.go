package harness

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/phasing"
	"kanmin/internal/world"
)

// maker fills a scene with things that people own, through the real flows.
type maker struct {
	*scene
	ctx   context.Context //nolint:containedctx // of the one preparation
	db    *store.DB
	clock *world.Clock
	doors world.Doors
	n     int
}

// all makes some of everything, for operators of two groups, two sectors and one site, by two offices.
func (m *maker) all() error {
	for _, k := range kinds() {
		for _, name := range k.makers {
			if err := k.make(m, m.as(name)); err != nil {
				return fmt.Errorf("%s of %s: %w", k.name, name, err)
			}
		}
	}
	m.clock.Set(m.scene.at)
	m.register()
	m.places()
	for _, p := range m.people {
		if err := m.admit(p); err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
	}
	return nil
}

// register are some organisations with their first units, as those who keep the register see them: theirs to keep, told by no name.
func (m *maker) register() {
	keeper := m.as("platform-admin")
	for kind, id := range map[string]string{ // who may stand together in a matter of the register
		"operator": string(m.as("operator-filer").Org), "office": string(m.as("ministry-officer").Unit), "next office": string(m.as("other-ministry-officer").Unit),
	} {
		m.add(&object{kind: kind, id: id, org: keeper.Org, unit: keeper.Unit})
	}
	for _, name := range []string{"platform-admin", "operator-filer", "other-operator-filer", "ministry-officer"} {
		id := m.as(name).Org
		o := m.add(&object{kind: "org", id: string(id), org: keeper.Org, unit: keeper.Unit})
		for u, above := range m.parents {
			if m.home[u] == id && above == "" {
				m.add(&object{kind: "unit", id: string(u), org: keeper.Org, unit: keeper.Unit, parent: o})
			}
		}
	}
}

func (m *maker) scope(p *principal) access.Scope { return access.For(p.Actor, ident.At(m.clock.Now())) }

func (m *maker) key(p *principal) ident.Key {
	m.n++
	return ident.Key{Org: p.Org, Actor: p.ID(), Route: "harness", Client: fmt.Sprint(m.n)}
}

// later moves the clock between two acts.
func (m *maker) later() { m.clock.Set(m.clock.Now().Add(7 * time.Minute)) }

// question asks about a report that was addressed to an office, about each in turn; every second one is answered.
func (m *maker) question(by *principal) error {
	m.later()
	var mine []*object
	for _, r := range m.objects["report"] {
		if by.stands(addressed, r) {
			mine = append(mine, r)
		}
	}
	nth := len(m.objects["question"])
	about, reply := mine[nth%len(mine)], nth%2 == 1
	filer := m.filer(about)
	n, err := ident.ParseNumber(about.id)
	if err != nil {
		return err
	}
	text, back := m.bird(), m.bird()
	id, err := m.doors.Ask.Do(m.ctx, m.scope(by), m.key(by), asking.Question{Filing: n, Kind: request.Enquiry, Text: text})
	if err != nil {
		return err
	}
	r, err := m.doors.Request(m.ctx, m.scope(by), ident.Filing(about.names[1]), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "question", id: r.Number.ASCII(), names: []string{r.Number.ASCII(), string(r.ID)}, org: about.org, unit: about.unit,
		to: []office{{by.Org, by.Unit, nil}}, parent: about, state: "waiting",
	})
	m.tells(o, "what is asked", text, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Request}, q, o)
	})
	if !reply {
		return nil
	}
	o.state = "answered"
	m.tells(o, "what is answered", back, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Request}, q, o)
	})
	_, err = m.doors.Answer.Do(m.ctx, m.scope(filer), m.key(filer), asking.Reply{Filing: n, Request: r.Number, Text: back})
	return err
}

// filer is somebody who may answer for an organisation's object.
func (s *scene) filer(o *object) *principal {
	i := slices.IndexFunc(s.people, func(p *principal) bool {
		return p.Org == o.org && p.Unit == o.unit && slices.Contains(p.Roles, access.OperatorFiler)
	})
	return s.people[i]
}

// alarm says that somebody's reads were unusual, to whoever supervises them and to the platform's administrators; of an operator's the
// administrator has seen it.
func (m *maker) alarm(about *principal) error {
	m.later()
	raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](m.db), Entropy: rand.Reader}
	w := access.Watched{Actor: about.ID(), Org: about.Org, Unit: about.Unit, Recent: access.WatchLimit + 1}
	if _, err := raise.Do(m.ctx, access.System("harness", ident.At(m.clock.Now())), w, access.AlarmRate); err != nil {
		return err
	}
	admin := m.as("platform-admin")
	type tx interface {
		Alarms(f access.AlarmFilter, limit int) ([]access.Alarm, error)
	}
	var list []access.Alarm
	err := store.Read[tx](m.db)(m.ctx, m.scope(admin), func(tx tx) (err error) {
		list, err = tx.Alarms(access.AlarmFilter{}, 100)
		return err
	})
	for _, a := range list {
		if a.Actor != about.ID() || err != nil {
			continue
		}
		o := m.add(&object{kind: "alarm", id: a.Number.ASCII(), names: []string{a.Number.ASCII(), string(a.ID)}, org: a.Org, unit: a.Unit, to: []office{{admin.Org, admin.Unit, nil}}, state: "open", by: about.Person})
		if about.Kind == party.Operator {
			m.later()
			o.state = "seen"
			boss, why := m.as("operator-admin"), m.bird()
			m.tellsAll(o, nil, why)
			err = auditing.See{Act: store.Act[auditing.SeeTx](m.db)}.Do(m.ctx, m.scope(boss), m.key(boss), a.Number, why)
		}
	}
	return err
}

// opening opens a function for the operators of a ministry or for one kind, and takes it back: all that is built stays open
// to everybody.
func (m *maker) opening(by *principal) error {
	m.later()
	d := opening.Decision{Function: opening.Classify, Open: true, Audience: opening.Audience{Reach: opening.Ministry, Of: string(by.Org)}, Words: opening.Words{Ground: m.bird()}}
	if by.Kind == party.Platform {
		d.Audience = opening.Audience{Reach: opening.OneKind, Of: string(party.Operator)}
	}
	enter := phasing.Enter{Act: store.Act[phasing.EnterTx](m.db), Entropy: rand.Reader}
	id, err := enter.Do(m.ctx, m.scope(by), m.key(by), d)
	if err != nil {
		return err
	}
	if err := (phasing.End{Act: store.Act[phasing.EndTx](m.db)}).Do(m.ctx, m.scope(by), m.key(by), id); err != nil {
		return err
	}
	admin := m.as("platform-admin")
	o := m.add(&object{kind: "opening", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit, to: []office{{admin.Org, admin.Unit, nil}}})
	m.tells(o, "its ground", d.Words.Ground, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Opening}, q, o)
	})
	return nil
}

// glass asks for a 緊急閲覧 that nobody has approved.
func (m *maker) glass(by *principal) error {
	m.later()
	g := emergency.Glass{Reason: m.bird(), Hours: 1}
	var err error
	if g.About, err = ident.ParseNumber(m.absent["report"]); err != nil {
		return err
	}
	ask := breaking.Ask{Act: store.Act[breaking.AskTx](m.db), Entropy: rand.Reader}
	id, err := ask.Do(m.ctx, m.scope(by), m.key(by), g)
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "glass", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit, by: by.Person})
	m.tells(o, "its reason", g.Reason, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Glass}, q, o)
	})
	return nil
}

// delay asks that looks of an office be shown later.
func (m *maker) delay(by *principal) error {
	m.later()
	var about *object
	for _, r := range m.objects["report"] {
		if about == nil && by.stands(addressed, r) {
			about = r
		}
	}
	n, err := ident.ParseNumber(about.id)
	if err != nil {
		return err
	}
	d := access.Delay{About: n, Ground: m.bird()}
	ask := auditing.AskDelay{Act: store.Act[auditing.AskDelayTx](m.db), Entropy: rand.Reader}
	id, err := ask.Do(m.ctx, m.scope(by), m.key(by), d, law.DayOf(ident.At(m.clock.Now())).Add(30))
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "delay", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit, by: by.Person})
	m.tells(o, "its ground", d.Ground, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Delays}, q, o)
	})
	return nil
}
