package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/submitting"
)

// formalKinds are 届出 and the acts by which an office checked their form.
func formalKinds() []kind {
	return []kind{
		{name: "notification", policy: access.Report, mint: numbered(ident.NumberNotification), makers: []string{"operator-filer", "operator-filer", "other-operator-filer"}, make: (*maker).notification},
		{name: "form act", policy: access.Report, mint: minted, makers: []string{"ministry-officer", "cabinet-analyst"}, make: (*maker).formalAct},
	}
}

// notification says that there is none; one operator withdraws another that said so.
func (m *maker) notification(p *principal) error {
	if p.name == "other-operator-filer" {
		if err := m.withdrawal(p); err != nil {
			return err
		}
	}
	m.later()
	ground, contact := m.bird(), m.bird()
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	v := form.Values{"business": one("electricity"), "contact": one(contact), "checked": one("a", "b", "c", "d", "e", "f"), "ground": one(ground), "found_on": one("2026-11-20")}
	id, err := m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Sending{Of: notification.None.ID, Values: v})
	if err != nil {
		return err
	}
	f, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "notification", id: f.Number.ASCII(), names: []string{f.Number.ASCII(), string(f.ID), string(f.Leaf)}, org: p.Org, unit: p.Unit, to: m.offices(p.Org, party.ActNotification), state: "arrived", form: string(f.Kind),
	})
	for section, bird := range map[string]string{"outline": ground, "contact": contact} {
		m.tells(o, section, bird, func(q *principal) bool { return m.receives(q, o, section) })
	}
	return nil
}

// withdrawal files that there is none, and withdraws it.
func (m *maker) withdrawal(p *principal) error {
	m.later()
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	v := form.Values{"business": one("electricity"), "contact": one("03"), "checked": one("a", "b", "c", "d", "e", "f"), "ground": one("撤去した"), "found_on": one("2026-11-20")}
	id, err := m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Sending{Of: notification.None.ID, Values: v})
	if err != nil {
		return err
	}
	f, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	m.later()
	draft, err := m.doors.Following.Follow.Do(m.ctx, m.scope(p), m.key(p), f.Number, notification.Withdraw.ID)
	if err != nil {
		return err
	}
	d, err := m.doors.Following.Draft(m.ctx, m.scope(p), draft)
	if err != nil {
		return err
	}
	reason, contact := m.bird(), m.bird()
	answers := map[string]submitting.Answer{}
	for field, text := range map[string]string{"cause": "mistake", "reason": reason, "contact": contact} {
		answers[field] = submitting.Answer{Value: one(text), Base: 1}
	}
	if _, err := m.doors.Following.Save.Do(m.ctx, m.scope(p), m.key(p), submitting.SaveOf{Draft: d.Number, Form: notification.WithdrawForm, Answers: answers}); err != nil {
		return err
	}
	m.later()
	if id, err = m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Sending{Draft: d.Number}); err != nil {
		return err
	}
	by, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "notification", id: by.Number.ASCII(), names: []string{by.Number.ASCII(), string(by.ID), string(by.Leaf)}, org: p.Org, unit: p.Unit, to: m.offices(p.Org, party.ActNotification), state: "arrived", form: string(by.Kind),
	})
	for section, bird := range map[string]string{"outline": reason, "contact": contact} {
		m.tells(o, section, bird, func(q *principal) bool { return m.receives(q, o, section) })
	}
	return nil
}

// formalAct checks the form of the first notification that an office has; who has checked one already, of a new one.
func (m *maker) formalAct(p *principal) error {
	again := m.has(p, "form act")
	if again {
		if err := m.notification(m.as("operator-filer")); err != nil {
			return err
		}
	}
	m.later()
	var about *object
	for _, r := range m.objects["notification"] {
		if (about == nil || again) && p.stands(addressed, r) {
			about = r
		}
	}
	n, err := ident.ParseNumber(about.id)
	if err != nil {
		return err
	}
	check := checking.Check{Act: store.Act[checking.CheckTx](m.db), Entropy: rand.Reader}
	id, err := check.Do(m.ctx, m.scope(p), m.key(p), checking.Asked{Seen: []formal.Seen{{Number: n, Rev: 1}}})
	if err != nil {
		return err
	}
	m.add(&object{kind: "form act", id: string(id), names: []string{string(id)}, org: p.Org, unit: p.Unit, to: []office{{p.Org, p.Unit, nil}}, seat: true})
	return nil
}

// formalBindings are the routes of 形式の確認.
var formalBindings = map[string]binding{
	"POST /ministry/formality":            {does: "report ask", body: "n={notification}&all=&query=&to=-&percent=0", keeps: "it judges what was typed"},
	"POST /ministry/formality/send":       {does: "report ask", body: "n={notification}:1&percent=0&one=&key={key}"},
	"GET /ministry/formality/{act}":       {does: "report ask"},
	"POST /ministry/formality/{act}/undo": {does: "report ask", body: "key={key}"},
	"POST /api/v1/form-checks/check":      {does: "report ask", finds: true, body: `{"notifications":[{"number":"{notification}","rev":1}],"percent":0}`, keeps: "it judges what was typed"},
	"POST /api/v1/form-checks":            {does: "report ask", body: `{"notifications":[{"number":"{notification}","rev":1}],"percent":0}`},
	"GET /api/v1/form-checks/{id}":        {does: "report ask"},
	"POST /api/v1/form-checks/{id}/undo":  {does: "report ask", body: `{}`},
}
