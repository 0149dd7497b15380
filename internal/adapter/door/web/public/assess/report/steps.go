package report

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// The stages.
const (
	stageWho = iota
	stageWhat
	stageSigns
	stageWhen
)

// walk makes the questions for the facts as they stand.
type walk struct {
	assess.Sheet
	facts *event.Facts
	words map[string]event.Question
	out   []assess.Step
}

func steps(s assess.Sheet) []assess.Step {
	k := &walk{Sheet: s, facts: s.Q.Event, words: map[string]event.Question{}}
	day := s.Day
	if day.Before(law.Commencement) {
		day = law.Commencement
	}
	for _, q := range event.Questions(law.At(day)) {
		k.words[q.ID] = q
	}
	k.who()
	k.machine()
	k.acts()
	k.signs()
	k.when()
	k.personal()
	return k.out
}

func (k *walk) at(id string, stage int) assess.About {
	of := k.T(abouts[stage])
	return assess.About{Path: k.words[id].Path, Stage: stage, Of: of}
}

var abouts = [...]string{"assess.r.about.who", "assess.r.about.what", "assess.r.about.signs", "assess.r.about.when"}

func (k *walk) question(id string) assess.Question {
	q := assess.Question{Ask: assess.Title(k.words[id].Name.In(string(k.Lang)))}
	if h := hints[id]; h != "" {
		q.Hint = k.T(h)
	}
	return q
}

func (k *walk) keyed(ask, hint string) assess.Question {
	q := assess.Question{Ask: k.T(ask)}
	if hint != "" {
		q.Hint = k.T(hint)
	}
	return q
}

var hints = map[string]string{ //nolint:gosec // keys of the catalogue, no credentials
	"designated": "assess.n.hint.designated", "specified": "assess.r.hint.specified", "type_e": "assess.r.hint.type-e", "malware": "assess.r.hint.malware", "access": "assess.r.hint.access",
	"interference": "assess.r.hint.interference", "line": "assess.r.hint.line", "harm": "assess.r.hint.harm", "received": "assess.r.hint.received", "attempt": "assess.r.hint.attempt",
	"credentials": "assess.r.hint.credentials", "command": "assess.r.hint.command", "scan": "assess.r.hint.scan", "kind": "assess.r.hint.kind", "model": "assess.r.hint.model",
	"layer": "assess.r.hint.layer", "leak": "assess.r.hint.leak", "sensitive": "assess.r.hint.sensitive", "improper": "assess.r.hint.improper",
}

// truth asks yes, no or 分からない, with the examples of R40 beside it.
func (k *walk) truth(id string, stage int, into *law.Truth) {
	s := k.Truth(k.at(id, stage), k.question(id), into)
	for _, e := range k.words[id].Examples {
		s.Examples = append(s.Examples, assess.Example{
			Case: e.Case.In(string(k.Lang)), Technique: e.Technique, Reportable: e.Reportable, Certainty: look.Certainty(e.Certainty.String()), Types: letters(e.Letters),
		})
	}
	k.out = append(k.out, s)
}

func letters(list []law.Letter) string {
	var out []string
	for _, l := range list {
		out = append(out, string(l))
	}
	return strings.Join(out, " ")
}

func (k *walk) who() {
	o := &k.facts.Operator
	k.truth("designated", stageWho, &o.Designated)
	if o.Designated != law.No || !o.DesignatedOn.IsZero() {
		at := assess.About{Path: "operator.designated_on", Stage: stageWho, Of: k.T(abouts[stageWho])}
		k.out = append(k.out, k.Date(at, k.keyed("assess.n.designated-on", "assess.r.designated-on.hint"), &o.DesignatedOn))
	}
	k.sector(o)
}

func (k *walk) sector(o *event.Operator) {
	rows := law.At(law.Commencement).Sectors()
	var values []rule.Value
	for _, row := range rows {
		values = append(values, rule.Value{Code: string(row.Code), Both: row.Name})
	}
	s := k.Choice(assess.About{Path: "operator.sector", Stage: stageWho, Of: k.T(abouts[stageWho])}, k.keyed("assess.n.sector", "assess.n.sector.hint"), string(o.Sector), values)
	for i, row := range rows {
		if !row.Active() {
			s.Fields[0].Options[i].Note = row.Status.Label().In(string(k.Lang)) + k.T("rules.comma") + row.Note.In(string(k.Lang))
		}
	}
	s.Take = func(t *assess.Typed) {
		codes := []string{assess.Unknown}
		for _, v := range values {
			codes = append(codes, v.Code)
		}
		v, ok := t.Chosen(codes...)
		switch {
		case !ok:
		case v == assess.Unknown:
			o.Sector, o.Class = "", ""
		case v != string(o.Sector):
			o.Sector, o.Class = law.Sector(v), ""
		}
	}
	k.out = append(k.out, s)
}

func (k *walk) machine() {
	m := &k.facts.Machine
	of := k.T(abouts[stageWho])
	name := k.Words(assess.About{Path: "machine.name", Stage: stageWho, Of: of}, k.keyed("assess.r.machine.name", "assess.r.machine.name.hint"), &m.Name)
	name.Fields[0].Example = k.T("assess.r.machine.name.example")
	k.out = append(k.out, name)
	k.truth("specified", stageWho, &m.Specified)
	if m.Specified != law.No || len(m.Types) > 0 {
		k.types(m)
	}
	k.out = append(k.out, assess.One(k.Sheet, k.at("model", stageWho), k.question("model"), k.words["model"].Values, &m.Model))
	if m.Model == "paas" || m.Layer != "" {
		k.out = append(k.out, assess.One(k.Sheet, k.at("layer", stageWho), k.question("layer"), k.words["layer"].Values, &m.Layer))
	}
}

// types asks for the types of the machine; whether E is among them decides which signs are asked about.
func (k *walk) types(m *event.Machine) {
	var values []rule.Value
	for _, l := range law.Letters() {
		values = append(values, rule.Value{Code: string(l), Both: text.Both{Ja: "類型" + string(l), En: "type " + string(l)}})
	}
	var now []string
	for _, l := range m.Types {
		now = append(now, string(l))
	}
	if len(now) == 0 && m.TypeE == law.Maybe {
		now = []string{assess.Unknown}
	}
	s := k.Some(assess.About{Path: "machine.types", Stage: stageWho, Of: k.T(abouts[stageWho])}, k.keyed("assess.r.types", "assess.r.types.hint"), values, now)
	b := law.At(law.Commencement)
	for i, l := range law.Letters() {
		for _, v := range b.Values() {
			if v.Kind() == "type" && strings.EqualFold(v.Cited().ID, "type."+string(l)) {
				s.Fields[0].Options[i].Note = v.Cited().Name.In(string(k.Lang))
			}
		}
	}
	s.Take = func(t *assess.Typed) {
		codes, ok := t.Several(values)
		if !ok {
			return
		}
		m.Types, m.TypeE = nil, law.NotAsked
		for _, c := range codes {
			if c == assess.Unknown {
				m.TypeE = law.Maybe
				return
			}
			m.Types = append(m.Types, law.Letter(c))
		}
	}
	k.out = append(k.out, s)
}

// notE tells that the machine is plainly not of type E: what leads to an event is then not asked.
func notE(m *event.Machine) bool {
	return m.TypeE == law.No || len(m.Types) > 0 && !slices.Contains(m.Types, law.E)
}

func (k *walk) acts() {
	h := &k.facts.Happened
	k.truth("malware", stageWhat, &h.Malware)
	k.truth("access", stageWhat, &h.Access)
	k.truth("interference", stageWhat, &h.Interference)
	if h.Interference != law.No || h.Line != law.NotAsked {
		k.truth("line", stageWhat, &h.Line)
	}
	if law.Any(h.Malware, h.Access, h.Interference) != law.No || h.Harm != law.NotAsked {
		k.truth("harm", stageWhat, &h.Harm)
	}
	k.out = append(k.out, assess.One(k.Sheet, k.at("kind", stageWhat), k.question("kind"), k.words["kind"].Values, &k.facts.Kind))
}

func (k *walk) signs() {
	h := &k.facts.Happened
	k.truth("malware_trace", stageSigns, &h.MalwareTrace)
	k.truth("access_trace", stageSigns, &h.AccessTrace)
	k.truth("interference_trace", stageSigns, &h.InterferenceTrace)
	asked := law.Any(h.Received, h.Attempt, h.Credentials, h.Command) == law.Yes
	if !notE(&k.facts.Machine) || asked {
		k.truth("received", stageSigns, &h.Received)
		k.truth("attempt", stageSigns, &h.Attempt)
		k.truth("credentials", stageSigns, &h.Credentials)
		k.truth("command", stageSigns, &h.Command)
	}
	if law.Any(h.Malware, h.Access, h.Interference, h.MalwareTrace, h.AccessTrace, h.InterferenceTrace) != law.Yes || h.Scan != law.NotAsked {
		k.truth("scan", stageSigns, &h.Scan)
	}
}

func (k *walk) when() {
	w := &k.facts.When
	k.moment("when.operator_aware", k.keyed("assess.r.aware", "assess.r.aware.hint"), &w.Aware, look.DraftLaw)
	k.moment("when.occurred", k.keyed("assess.r.occurred", "assess.r.occurred.hint"), &w.Occurred, "")
	if k.facts.Machine.Model != "own" || !w.Provider.IsZero() {
		k.moment("when.provider_notified", k.keyed("assess.r.provider", "assess.r.provider.hint"), &w.Provider, look.DraftLaw)
	}
	k.moment("when.contractor_noticed", k.keyed("assess.r.contractor", "assess.r.contractor.hint"), &w.Contractor, "")
	if !w.Contractor.IsZero() || !w.Acknowledge.IsZero() {
		k.moment("when.contractor_told", k.keyed("assess.r.told", "assess.r.told.hint"), &w.Acknowledge, "")
	}
}

// moment asks for a day, with the time of day where it is known; an empty one is not known.
func (k *walk) moment(path string, q assess.Question, into *event.Moment, sure look.Certainty) {
	f := look.Field{Kind: look.When, ID: "a", Label: q.Ask, Hint: q.Hint, Big: true, Free: true, Width: look.Mid, Example: k.T("assess.r.moment.example"), Certainty: sure}
	s := assess.Step{Path: path, Stage: stageWhen, About: k.T(abouts[stageWhen])}
	if !into.IsZero() {
		s.Said = look.DayBoth(k.Lang, into.Day)
		f.Value = into.Day.String()
		if into.At != 0 {
			s.Said, f.Value = look.Moment(k.Lang, into.At), into.At.Japan().Format("2006-01-02 15:04")
		}
		f.Echo = s.Said
	}
	s.Fields = []look.Field{f}
	s.Take = func(t *assess.Typed) { take(t, into) }
	k.out = append(k.out, s)
}

func take(t *assess.Typed, into *event.Moment) {
	typed := strings.TrimSpace(t.Get("a"))
	if typed == "" {
		*into = event.Moment{}
		return
	}
	if m, err := form.ReadMoment(typed); err == nil {
		at, err := form.MomentInstant(m)
		switch {
		case err != nil:
			t.Fault("a", "fault.form.moment", fault.Args{"text": typed})
		case law.DayOf(at).After(law.LastDay):
			t.Fault("a", "fault.law.far", fault.Args{"day": law.DayOf(at).String(), "last": law.LastDay.String()})
		default:
			*into = event.Moment{Day: law.DayOf(at), At: at}
		}
		return
	}
	var day law.Day
	before := len(t.Faults.Fields)
	t.Day("a", &day)
	if len(t.Faults.Fields) == before {
		*into = event.On(day)
		return
	}
	if f := &t.Faults.Fields[before]; f.Code == "fault.day.form" {
		*f = fault.Field{Path: "a", Code: "fault.form.moment", Args: f.Args}
	}
}

func (k *walk) personal() {
	p := &k.facts.Personal
	k.truth("leak", stageWhen, &p.Leak)
	if p.Leak == law.No || p.Leak == law.NotAsked {
		return
	}
	k.truth("sensitive", stageWhen, &p.Sensitive)
	k.truth("financial", stageWhen, &p.Financial)
	k.truth("improper", stageWhen, &p.Improper)
	k.truth("over_1000", stageWhen, &p.Thousand)
}
