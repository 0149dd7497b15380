package event

import (
	"strconv"

	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// awareness decides from which day the operator counts as aware and shows every other day from which one could.
func (a *assessment) awareness(ans answer) {
	w := &a.facts.When
	own := w.Aware.Day
	if own.IsZero() {
		own = w.Acknowledge.Day
	}
	aw := &a.result.Awareness
	aw.Rule, aw.Name, aw.Day = awareOwn.ID, awareOwn.Name, own
	switch ans.provider {
	case law.Yes:
		aw.Rule, aw.Name = awareProvider.ID, awareProvider.Name
		if !w.Provider.IsZero() {
			aw.Day = w.Provider.Day
		}
	case law.Maybe, law.NotAsked:
		aw.Day = earliest(own, w.Provider.Day)
	case law.No:
	}
	for _, r := range []struct {
		id   string
		name text.Both
		day  law.Day
	}{
		{"own", text.Both{Ja: "事業者が知った日", En: "the operator's own awareness"}, own},
		{"provider", text.Both{Ja: "クラウド事業者から通知があった日", En: "the provider's notice"}, w.Provider.Day},
		{"contractor", text.Both{Ja: "委託先が気付いた日", En: "the contractor's awareness"}, w.Contractor.Day},
	} {
		if r.day.IsZero() || r.day == aw.Day {
			continue
		}
		reading := AwareReading{ID: r.id, Name: r.name, Day: r.day}
		if d, ok := a.due("incident.detailed", law.Question{On: r.day}); ok {
			reading.Due = d.Due
		}
		aw.Readings = append(aw.Readings, reading)
	}
	if !aw.Day.IsZero() && !a.day.Before(aw.Day) {
		aw.Elapsed = a.day.Since(aw.Day)
	}
}

func (a *assessment) due(name string, q law.Question) (law.Due, bool) {
	if q.On.IsZero() {
		return law.Due{}, false
	}
	q.Sector, q.Operator = a.facts.Operator.Sector, a.facts.Operator.Corporate
	d, err := a.law.At(q.On).Due(name, q)
	return d, err == nil // before the law there is no clock; a day too far is refused where it is read
}

// form picks the common form and the techniques that it asks for.
func (a *assessment) form(ans answer) {
	for _, f := range a.book.Forms() {
		if f.Number == ans.form {
			a.result.Form = &f
		}
	}
	a.result.Techniques = techniques[a.facts.Kind]
}

// techniques are what the forms' attack-technique fields list, as far as it is reported.
var techniques = map[Kind][]Technique{
	"ddos": {
		{"T1498", text.Both{Ja: "ネットワークDoS", En: "Network Denial of Service"}, law.Reported},
		{"T1498.001", text.Both{Ja: "直接のフラッド", En: "Direct Network Flood"}, law.Reported},
		{"T1498.002", text.Both{Ja: "リフレクション・増幅", En: "Reflection Amplification"}, law.Reported},
		{"T1499", text.Both{Ja: "端末・サービスのDoS", En: "Endpoint Denial of Service"}, law.Reported},
	},
}

// clocks puts every authority side by side, each with its own clock (S13, R1).
func (a *assessment) clocks(ans answer) {
	o := &a.facts.Operator
	for _, r := range a.book.Recipients(o.Sector) {
		required := law.No
		switch r.Trigger {
		case "reportable":
			required = ans.required
		case "personal-data":
			required = ans.ppc
		case "sector":
			if o.Sector == "" {
				continue // shown once the sector is known
			}
			required = law.Maybe
		}
		if r.Channel == law.Voluntary {
			required = law.No
		}
		if r.ID == "recipient.minister" && a.sector.Code != "" {
			for _, m := range a.book.MinistersOf(o.Sector, o.Class) {
				c := a.clock(&r, required)
				c.Recipient, c.Name = r.ID+"."+string(m), m.Title()
				a.result.Clocks = append(a.result.Clocks, c)
			}
			continue
		}
		a.result.Clocks = append(a.result.Clocks, a.clock(&r, required))
	}
}

func (a *assessment) clock(r *law.Recipient, required law.Truth) Clock {
	c := Clock{
		Recipient: r.ID, Name: r.Name, Channel: r.Channel, ChannelName: r.Channel.Label(), ChannelCertainty: r.ChannelCertainty,
		Required: required, Dues: []law.Due{}, Provision: law.Provisions(r.Provision...), Certainty: r.Certainty, Note: r.Note,
	}
	if required == law.No {
		return c
	}
	for _, id := range r.Clocks {
		if id == "incident.prompt" {
			c.Prompt = a.promptly()
			continue
		}
		q := law.Question{On: a.result.Awareness.Day, AsOf: a.day, Proper: a.facts.Personal.Improper == law.No}
		if d, ok := a.due(id, q); ok {
			c.Dues = append(c.Dues, d)
		}
	}
	return c
}

// promptly is the 速報: time gone by, never a date, never overdue.
func (a *assessment) promptly() *text.Both {
	p := text.Both{Ja: "速やかに報告します。日数の定めはありません。", En: "Report promptly; no number of days is set."}
	if d := a.result.Awareness.Day; !d.IsZero() {
		n := a.result.Awareness.Elapsed
		p.Ja += "認知(" + d.Era() + ")から" + strconv.Itoa(n) + "日です。"
		p.En += " Aware on " + d.String() + "; days since: " + strconv.Itoa(n) + "."
	}
	return &p
}
