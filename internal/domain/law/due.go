package law

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law/calendar"
	"kanmin/internal/domain/text"
)

// Question is what a due date is asked about. On is the day that opens the clock: introduced,
// changed, aware, designated or received. The others narrow the answer and may be none.
type Question struct {
	On         Day    // the fact that opens the period
	Designated Day    // asset.designated: when the operator was designated (then On is the introduction)
	Introduced Day    // asset.designated: when the asset was introduced (then On is the designation)
	AsOf       Day    // the day from which one looks: readings already passed are marked; none = On
	Proper     bool   // ppc.final: the leak had no improper purpose (30 days, not 60)
	Sector     Sector // rules of one sector; "" = general
	Operator   string // rules of one operator, by 法人番号; "" = general
}

// Step is one sentence of the reasoning, with the provision it rests on.
type Step struct {
	text.Both
	Provision string `json:"provision,omitempty"`
	Day       Day    `json:"day,omitzero"` // the day reached
}

// Reading is another date that the same facts give when the text is read otherwise.
type Reading struct {
	ID string `json:"id"`
	text.Both
	Due       Day       `json:"due"`
	Nominal   Day       `json:"nominal"`
	Steps     []Step    `json:"steps"`
	Certainty Certainty `json:"certainty"`
	Passed    bool      `json:"passed,omitempty"` // before the day from which one looks
}

// Due is an explained due date. Its JSON is a contract: `kanmin law due --json` and the API give the same bytes.
type Due struct {
	Rule         string      `json:"rule"`
	Name         text.Both   `json:"name"`
	On           Day         `json:"on"`
	Due          Day         `json:"due"`           // the day to work to
	Nominal      Day         `json:"nominal"`       // before closed days moved it
	Safe         Day         `json:"safe"`          // good under every reading that has not passed
	From         Day         `json:"from,omitzero"` // for "3–5 days": when the lower number ends
	Steps        []Step      `json:"steps"`
	Provision    []Provision `json:"provision"`
	Quote        string      `json:"quote,omitempty"`
	Source       []string    `json:"source"`
	Status       Status      `json:"status"`
	Certainty    Certainty   `json:"certainty"`
	Forecast     bool        `json:"forecast"` // rests on holidays not yet announced
	Alternatives []Reading   `json:"alternatives"`
	Notes        []text.Both `json:"notes"`
	Book         string      `json:"book"`
}

// dueRule answers one kind of due date. Each stands in its own file.
type dueRule struct {
	id      string
	value   string // id of the Deadline or Window on which it rests
	opens   string // "introduced", "aware" …: what On means
	compute func(*counting) error
}

// dueRules are all rules, in the order in which they are listed to people.
var dueRules = []dueRule{
	dueAssetNew, dueAssetExisting, dueAssetIntegrated, dueAssetChange, dueAssetDesignated,
	duePlanReview, dueIncidentDetailed, duePPCPrompt, duePPCFinal,
}

// DueRules returns the names that Due understands.
func DueRules() []string {
	names := make([]string, len(dueRules))
	for i, r := range dueRules {
		names[i] = r.id
	}
	return names
}

// DueOpens returns what the day means that opens the clock of a rule: "introduced", "aware" …
func DueOpens(rule string) string {
	for _, r := range dueRules {
		if r.id == rule {
			return r.opens
		}
	}
	return ""
}

// LastDay is the last day for which a due date is computed: the rule for the equinoxes ends with 2099.
var LastDay = MustDay("2098-12-31")

// Due answers by when, and why. It returns an Invalid fault for an unknown rule (with the list), a missing day, and a
// day after LastDay, and for a day on which the rule did not stand (with the day from which it does).
func (b Book) Due(rule string, q Question) (Due, error) {
	for _, r := range dueRules {
		if r.id != rule {
			continue
		}
		return b.due(r, q)
	}
	return Due{}, fault.New(fault.Invalid, "fault.law.rule", fault.Args{"rule": rule, "rules": strings.Join(DueRules(), " ")})
}

func (b Book) due(r dueRule, q Question) (Due, error) {
	if q.On.IsZero() {
		return Due{}, misplaced("on", "fault.law.day.missing", fault.Args{"rule": r.id, "opens": r.opens})
	}
	for _, p := range []struct {
		path string
		day  Day
	}{{"on", q.On}, {"designated", q.Designated}, {"introduced", q.Introduced}, {"as_of", q.AsOf}} {
		if p.day.After(LastDay) {
			return Due{}, misplaced(p.path, "fault.law.far", fault.Args{"day": p.day.String(), "last": LastDay.String()})
		}
	}
	cite, ok := b.clock(r.value, q)
	if !ok {
		return Due{}, misplaced("on", "fault.law.before", fault.Args{"day": q.On.String(), "rule": r.id, "from": current.first(r.value).String()})
	}
	if q.AsOf.IsZero() {
		q.AsOf = q.On
	}
	c := &counting{book: b, q: q, cite: cite, due: Due{
		Rule: r.id, Name: cite.Name, On: q.On, Quote: cite.Quote, Source: cite.Source, Status: cite.Status, Certainty: cite.Certainty,
		Book: b.ID, Steps: []Step{}, Alternatives: []Reading{}, Notes: []text.Both{},
	}}
	c.lean(cite.Provision...)
	c.note(cite.Note)
	if err := r.compute(c); err != nil {
		return Due{}, err
	}
	return c.finish(), nil
}

// clock finds the citation of the deadline or window behind a rule.
func (b Book) clock(id string, q Question) (Cite, bool) {
	if d, ok := b.Deadline(id, q.Sector, q.Operator); ok {
		return d.Cite, true
	}
	w, ok := b.Window(id, q.Sector, q.Operator)
	return w.Cite, ok
}

// first returns the first day on which any value of the id stands.
func (l Law) first(id string) Day {
	for _, e := range l.editions {
		if _, ok := e.clock(id, Question{}); ok {
			return e.Day
		}
	}
	return Day{}
}

func misplaced(path, code string, a fault.Args) error {
	return &fault.Error{Kind: fault.Invalid, Code: code, Args: a, Fields: []fault.Field{{Path: path, Code: code, Args: a}}}
}

// forecastNote is added when a date rests on holidays that the State has not announced.
var forecastNote = text.Both{
	Ja: calendar.AnnouncedUntil.Era() + "より後の祝日は、法律の定めからの見込みです。",
	En: "Holidays after " + calendar.AnnouncedUntil.String() + " are forecast from the statute.",
}
