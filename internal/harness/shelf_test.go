package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/view"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/assigning"
	"kanmin/internal/flow/inviting"
	"kanmin/internal/flow/viewing"
)

// view saves conditions of a list: first for oneself, then for the unit, then for the organisation.
func (m *maker) view(p *principal) error {
	m.later()
	n := 0
	for _, o := range m.objects["view"] {
		if o.org == p.Org {
			n++
		}
	}
	of := view.History
	if p.Kind != party.Operator {
		of = view.Received
	}
	save := viewing.Save{Act: store.Act[viewing.SaveTx](m.db), Entropy: rand.Reader}
	saved := view.Saved{List: of, Share: view.Shares[n%len(view.Shares)], Words: view.Words{Name: m.bird()}}
	if err := save.Do(m.ctx, m.scope(p), m.key(p), saved); err != nil {
		return err
	}
	type tx interface {
		Views(view.List) ([]view.Saved, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Views(of)
		for _, v := range list {
			if v.Name != saved.Name {
				continue
			}
			o := &object{kind: "view", id: string(v.ID), names: []string{string(v.ID)}, org: p.Org, unit: p.Unit, seat: true}
			switch v.Share {
			case view.Mine:
				o.person = p.Person
			case view.Org:
				o.seat, o.open = false, []ident.Org{p.Org}
			}
			m.tellsAll(m.add(o), nil, saved.Name)
		}
		return err
	})
}

// assignment gives a report to one of the office, in one act.
func (m *maker) assignment(p *principal) error {
	m.later()
	var about *object
	for _, r := range m.objects["report"] {
		if about == nil && p.stands(addressed, r) {
			about = r
		}
	}
	n, err := ident.ParseNumber(about.id)
	if err != nil {
		return err
	}
	type tx interface {
		Charged([]ident.Number, []ident.Filing) ([]charge.Line, error)
	}
	seen := charge.Seen{Number: n}
	err = store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Charged([]ident.Number{n}, nil)
		for _, l := range list {
			seen.Rev = l.Rev
		}
		return err
	})
	if err != nil {
		return err
	}
	to := p.Person
	if seen.Rev%2 == 1 {
		to = "" // it is given back
	}
	assign := assigning.Assign{Act: store.Act[assigning.AssignTx](m.db), Entropy: rand.Reader}
	id, err := assign.Do(m.ctx, m.scope(p), m.key(p), []charge.Seen{seen}, to)
	if err != nil {
		return err
	}
	m.add(&object{kind: "act", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit, to: []office{{p.Org, p.Unit, nil}}, seat: true})
	return nil
}

// offer invites somebody new; what is told of them stays with those who say who acts for the unit, and with the platform's
// administrators, who stand by newcomers where a unit has fewer than two.
func (m *maker) offer(p *principal) error {
	m.later()
	flow := appointing.Invite{Act: store.Act[appointing.InviteTx](m.db), Entropy: rand.Reader, Path: func(secret string) string { return "/signin/invitation/" + secret }}
	who := appointing.Newcomer{Name: m.bird(), Kana: "しんじん", Mail: m.bird() + "@example.jp", Unit: p.Unit, Roles: []string{string(access.OperatorViewer)}}
	m.letters(who.Mail)
	code, err := flow.Do(m.ctx, m.scope(p), m.key(p), who)
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "offer", id: code.Invitation, org: p.Org, unit: p.Unit, told: keeps})
	m.tellsAll(o, keeps, who.Name)
	m.tells(o, "its address", who.Mail, func(q *principal) bool { return m.policy.shows(q, o) || keeps(q) })
	m.named(o, code.Invitation, func(q *principal) bool { return m.policy.shows(q, o) || keeps(q) })
	return nil
}

// keeps is whether somebody keeps the register.
func keeps(p *principal) bool { return p.Kind == party.Platform }

// sheet enters a list of organisations that a second administrator is to confirm.
func (m *maker) sheet(p *principal) error {
	m.later()
	name := m.bird()
	submit := inviting.Submit{Act: store.Act[inviting.SubmitTx](m.db), Entropy: rand.Reader}
	id, err := submit.Do(m.ctx, m.scope(p), m.key(p), register.Intake{Name: m.bird() + ".csv", Digest: "x", Lines: []register.Line{{N: 2, Org: party.Org{Kind: party.Friend, Name: name}}}})
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "sheet", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit, by: p.Person})
	m.tellsAll(o, nil, name)
	return nil
}

// places are the units of some organisations, as those see them who say who acts there.
func (m *maker) places() {
	for _, name := range []string{"operator-filer", "other-operator-filer", "ministry-officer"} {
		p := m.as(name)
		m.add(&object{kind: "place", id: string(p.Unit), org: p.Org, unit: p.Unit})
	}
}
