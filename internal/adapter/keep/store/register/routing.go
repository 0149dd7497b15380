package register

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// citedBody is the sealed part of a routing row. Offices set it, for everybody.
type citedBody struct{ Cited string }

func routingPlace(id string) seal.Place {
	return seal.Place{Org: seal.House, Table: "routing", ID: id, Rev: 1}
}

// Routings lists the routing rows of every day (提出先の設定), in the order of their days. Anybody may know them; one that this house did
// not write is none.
func (r Register) Routings() (list []party.Routing, err error) {
	var bodies [][]byte
	err = r.Each(`SELECT t.id, t.authority, t.kind, t.cond, t.channel, t.org, t.unit, t.title, t.certainty, t.from_on, COALESCE(t.until_on, ''), t.body, `+row.Evidence("routing", "t")+`
		FROM routing t ORDER BY t.from_on, t.id LIMIT $1`, []any{rowLimit}, func(scan func(...any) error) error {
		var one party.Routing
		var certainty, from, until, evidence string
		var body []byte
		err := scan(&one.ID, &one.Authority, &one.Kind, &one.When, &one.Channel, &one.OfficeOrg, &one.Office, &one.Title, &certainty, &from, &until, &body, &evidence)
		if err != nil || !r.Proved("routing", evidence) {
			return err
		}
		if one.From, one.Until, err = days(from, until); err == nil {
			err = one.Certainty.UnmarshalText([]byte(certainty))
		}
		list, bodies = append(list, one), append(bodies, body)
		return err
	})
	for i := range list {
		var b citedBody
		if err == nil {
			err = r.Open(routingPlace(list[i].ID), bodies[i], &b)
		}
		list[i].Cited = b.Cited
	}
	return list, err
}

// AddRouting adds a row without a proposal: at the foundation of a house.
func (r Register) AddRouting(t party.Routing) error { return r.addRouting(t) }

func (r Register) addRouting(t party.Routing) error {
	body, err := r.Seal(routingPlace(t.ID), citedBody{t.Cited})
	if err != nil {
		return err
	}
	var until any
	if t.Until != (law.Day{}) {
		until = t.Until.String()
	}
	return r.Add(`INSERT INTO routing (id, authority, kind, cond, channel, org, unit, title, certainty, from_on, until_on, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		t.ID, t.Authority, t.Kind, t.When, t.Channel, t.OfficeOrg, t.Office, t.Title, t.Certainty.String(), t.From.String(), until, body)
}

// route writes what a confirmed matter changes about routing rows.
func (r Register) route(p register.Plan) error {
	for _, e := range p.EndRoutings {
		if err := r.moved(r.Exec(`UPDATE routing SET until_on = $1 WHERE id = $2 AND until_on IS NULL`, e.Until.String(), e.ID)); err != nil {
			return err
		}
	}
	for _, t := range p.AddRoutings {
		if err := r.addRouting(t); err != nil {
			return err
		}
	}
	return nil
}
