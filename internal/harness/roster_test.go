package harness

import (
	"crypto/rand"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
	"kanmin/internal/flow/registering"
)

// turn writes a turn of a duty roster.
func (m *maker) turn(by *principal) error {
	m.later()
	name := m.bird()
	from := m.scope(by).At.Add(30 * 24 * time.Hour) // ahead of the scene's present
	t := oncall.Turn{From: from, Until: from.Add(time.Hour), Duty: oncall.Duty{Who: oncall.Contact{Name: name, Phone: "03-0000-1101"}}}
	add := calling.AddTurns{Act: store.Act[calling.TurnsTx](m.db), Entropy: rand.Reader}
	if err := add.Do(m.ctx, m.scope(by), m.key(by), []oncall.Turn{t}, false); err != nil {
		return err
	}
	feed := registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](m.db), Entropy: rand.Reader}
	if _, err := feed.Do(m.ctx, m.scope(by), m.key(by), agenda.TellsRoster); err != nil {
		return err
	}
	type tx interface {
		DutyTurns(from, until ident.Instant) ([]oncall.Turn, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(by), func(tx tx) error {
		list, err := tx.DutyTurns(from, from.Add(time.Hour))
		for _, x := range list {
			if x.Who.Name == name {
				o := m.add(&object{kind: "turn", id: string(x.ID), names: []string{string(x.ID)}, org: by.Org, unit: by.Unit})
				m.tells(o, "who is on duty", name, func(q *principal) bool { // the roster is its unit's; one turn is for those above, too, who may change it
					return q.Org == by.Org && q.Unit == by.Unit && m.policy.permits(access.Permission{Action: access.Read, Object: access.Contacts}, q, o) ||
						m.policy.permits(access.Permission{Action: access.Read, Object: access.People}, q, o)
				})
			}
		}
		return err
	})
}
