package harness

import (
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/submitting"
)

// notified files a 届出 with a canary in every text, in the names of a facility and a product too: it is an object like a report.
func (m *maker) notified(p *principal) error {
	m.later()
	of := notification.New
	values, birds := m.answers(of.Form, m.clock.Now())
	delete(values, "none_a") // there is one of this type
	delete(birds, "none_a")
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	cell := func(what string) form.Value {
		birds[what] = m.bird()
		return one(calculated[0] + birds[what])
	}
	values[notification.BusinessField] = one("electricity")
	values[notification.FacilitiesField] = form.Value{Rows: []form.Row{{ID: "s1", Cells: form.Values{"no": one("S1"), "name": cell("facility"), "role": one("critical")}}}}
	values[notification.ProductsField] = form.Value{Rows: []form.Row{{ID: "r1", Cells: form.Values{
		"product": cell("product"), "maker": cell("maker"), "kind": one(notification.Software), "types": one("a"), "facility": one("S1"), "existing": one("yes"),
	}}}}
	id, err := m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Sending{Of: of.ID, Values: values})
	if err != nil {
		return err
	}
	f, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "report", id: f.Number.ASCII(), names: []string{f.Number.ASCII(), string(f.ID), string(f.Leaf)},
		org: p.Org, unit: p.Unit, to: m.offices(p.Org, party.ActNotification), state: "arrived", form: string(f.Kind), with: map[string]string{"field": notification.BusinessField, "next": notification.Change.ID},
	})
	m.tellsName(o, string(f.Case))
	sections := map[string]string{"facility": "computer", "product": "computer", "maker": "computer"}
	for what, bird := range birds {
		section := sections[what]
		if field, known := of.Form.Field(what); known {
			section = field.Section
		}
		m.tells(o, what, bird, func(q *principal) bool { return m.receives(q, o, section) })
	}
	return nil
}
