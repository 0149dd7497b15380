package harness

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
	"kanmin/internal/flow/phasing"
	"kanmin/internal/flow/submitting"
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

// answers fills in a form: a canary in every field that takes text.
func (s *scene) answers(f form.Form, at time.Time) (values form.Values, birds map[string]string) {
	values, birds = form.Values{}, map[string]string{}
	for _, field := range f.Fields() {
		switch field.Kind {
		case form.Line, form.Area:
			birds[field.ID] = s.bird()
			values[field.ID] = form.Value{Texts: []string{"髙い" + birds[field.ID]}}
		case form.Choice, form.Choices:
			values[field.ID] = form.Value{Texts: []string{field.Options[0].ID}}
		case form.Moment:
			values[field.ID] = form.Value{Texts: []string{at.Add(-time.Hour).In(ident.JST).Format("2006-01-02T15:04-07:00")}}
		}
	}
	return values, birds
}

// report files a 速報 with a canary in every field.
func (m *maker) report(p *principal) error {
	m.later()
	values, birds := m.answers(incident.PromptForm, m.clock.Now())
	id, err := m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Prompt(values))
	if err != nil {
		return err
	}
	f, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "report", id: f.Number.ASCII(), names: []string{f.Number.ASCII(), string(f.ID), string(f.Case), string(f.Leaf)},
		org: p.Org, unit: p.Unit, to: m.offices(p.Org, party.ActReport),
	})
	for _, field := range incident.PromptForm.Fields() {
		if bird := birds[field.ID]; bird != "" {
			m.tells(o, field.ID, bird, func(q *principal) bool { return m.receives(q, o, field.Section) })
		}
	}
	return nil
}

// receives reports whether somebody may read a section of a report.
func (s *scene) receives(p *principal, o *object, section string) bool {
	read := s.policy.relations(access.Permission{Action: access.Read, Object: access.Report}, p.Roles)
	if slices.Contains(read, own) && p.stands(own, o) {
		return true
	}
	return slices.Contains(read, addressed) && slices.ContainsFunc(o.to, func(f office) bool {
		return f.org == p.Org && s.below(f.unit, p.Unit) && slices.Contains(f.sections, section)
	})
}

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
		to: []office{{by.Org, by.Unit, nil}}, parent: about,
	})
	m.tells(o, "what is asked", text, func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Request}, q, o)
	})
	if !reply {
		return nil
	}
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

// draft opens a 速報 that is not sent, with a canary in every field.
func (m *maker) draft(p *principal) error {
	m.later()
	open := submitting.Open{Act: store.Act[submitting.OpenTx](m.db), Entropy: rand.Reader}
	id, err := open.Do(m.ctx, m.scope(p), m.key(p), incident.Prompt.ID)
	if err != nil {
		return err
	}
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	var d filing.Draft
	var entries []filing.Entry
	err = store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) (err error) {
		d, entries, err = tx.DraftByID(id)
		return err
	})
	if err != nil {
		return err
	}
	values, birds := m.answers(incident.PromptForm, m.clock.Now())
	fill, had := submitting.SaveOf{Draft: d.Number, Form: incident.PromptForm, Answers: map[string]submitting.Answer{}}, filing.Answers(entries)
	for field, v := range values {
		fill.Answers[field] = submitting.Answer{Value: v, Base: had[field].Current.Seq}
	}
	o := m.add(&object{kind: "draft", id: d.Number.ASCII(), names: []string{d.Number.ASCII(), string(d.ID)}, org: p.Org, unit: p.Unit})
	for field, bird := range birds {
		m.tells(o, field, bird, func(q *principal) bool {
			return m.policy.permits(access.Permission{Action: access.Read, Object: access.Draft}, q, o)
		})
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](m.db)}
	saved, err := save.Do(m.ctx, m.scope(p), m.key(p), fill)
	if err == nil && len(saved.Faults)+len(saved.Beside) > 0 {
		return errors.New("the sample answers are not what the form wants")
	}
	return err
}

// alarm says that somebody's reads were unusual, to whoever supervises them and to the platform's administrators.
func (m *maker) alarm(about *principal) error {
	m.later()
	raise := auditing.Raise{Act: store.Act[auditing.RaiseTx](m.db), Entropy: rand.Reader}
	w := access.Watched{Actor: about.ID(), Org: about.Org, Unit: about.Unit, Recent: access.WatchLimit + 1}
	if _, err := raise.Do(m.ctx, access.System("harness", ident.At(m.clock.Now())), w, access.AlarmRate); err != nil {
		return err
	}
	admin := m.as("platform-admin")
	type tx interface {
		Alarms(limit int) ([]access.Alarm, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(admin), func(tx tx) error {
		list, err := tx.Alarms(100)
		for _, a := range list {
			if a.Actor == about.ID() {
				m.add(&object{kind: "alarm", id: a.Number.ASCII(), names: []string{a.Number.ASCII(), string(a.ID)}, org: a.Org, unit: a.Unit, to: []office{{admin.Org, admin.Unit, nil}}})
			}
		}
		return err
	})
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
