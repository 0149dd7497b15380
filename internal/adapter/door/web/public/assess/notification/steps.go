package notification

import (
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// walk makes the questions for the facts as they stand.
type walk struct {
	assess.Sheet
	facts *scope.Facts
	words map[string]scope.Question
	out   []assess.Step
}

func steps(s assess.Sheet) []assess.Step {
	k := &walk{Sheet: s, facts: s.Q.Notification, words: map[string]scope.Question{}}
	for _, q := range scope.Questions() {
		k.words[q.ID] = q
	}
	k.operator()
	for i := range k.facts.Businesses {
		k.business(i)
	}
	if len(k.facts.Businesses) < manyBusinesses {
		k.more("businesses", stageBusiness, "", ask{"assess.n.more.business", ""}, func() string {
			k.facts.Businesses = append(k.facts.Businesses, business(free("b", len(k.facts.Businesses), func(i int) string { return k.facts.Businesses[i].ID })))
			return "businesses[" + strconv.Itoa(len(k.facts.Businesses)-1) + "].sector"
		})
	}
	return k.out
}

// Bounds of what a person types in by hand.
const (
	manyBusinesses = 10
	manyFacilities = 50
	manySoftware   = 30
)

// ask is the words of a question: catalogue keys.
type ask struct{ ask, hint string }

func (k *walk) add(s assess.Step) { k.out = append(k.out, s) }

// question has the rule book's own words, and our hint.
func (k *walk) question(id string) assess.Question {
	q := assess.Question{Ask: assess.Title(k.words[id].Name.In(string(k.Lang))), Topic: id}
	if h := hints[id]; h != "" {
		q.Hint = k.T(h)
	}
	return q
}

// value is one answer in the catalogue's words.
func (k *walk) value(code, key string, pairs ...any) rule.Value {
	return rule.Value{Code: code, Both: text.Both{Ja: look.Say(look.Ja, key, pairs...), En: look.Say(look.En, key, pairs...)}}
}

func (k *walk) keyed(a ask) assess.Question {
	q := assess.Question{Ask: k.T(a.ask)}
	if a.hint != "" {
		q.Hint = k.T(a.hint)
	}
	return q
}

var hints = map[string]string{
	"designated": "assess.n.hint.designated", "internet": "assess.n.hint.internet", "media": "assess.n.hint.media", "cloud": "assess.n.hint.cloud",
	"facility_in_place": "assess.n.hint.facility-in-place", "role": "assess.n.hint.role", "global_address": "assess.n.hint.global", "authenticates": "assess.n.hint.authenticates",
	"for_service": "assess.n.hint.for", "controls_access": "assess.n.hint.controls", "is_facility": "assess.n.hint.is-facility", "stores": "assess.n.hint.stores",
	"stores_typed": "assess.n.hint.about", "kind": "assess.n.hint.kind", "bespoke": "assess.n.hint.bespoke", "in_place": "assess.n.hint.in-place", "integrated": "assess.n.hint.integrated",
}

func (k *walk) operator() {
	at := func(field string) assess.About {
		return assess.About{Path: "operator." + field, Stage: stageBusiness, Of: k.T("assess.n.operator")}
	}
	o := &k.facts.Operator
	k.add(k.Truth(at("designated"), k.question("designated"), &o.Designated))
	if o.Designated != law.No || !o.DesignatedOn.IsZero() {
		k.add(k.Date(at("designated_on"), k.keyed(ask{"assess.n.designated-on", "assess.n.designated-on.hint"}), &o.DesignatedOn))
	}
}

func (k *walk) business(i int) {
	b := &k.facts.Businesses[i]
	path := "businesses[" + strconv.Itoa(i) + "]"
	of := k.T("assess.n.business", "n", strconv.Itoa(i+1))
	if row, ok := law.At(law.Commencement).Sector(b.Sector); ok {
		of += k.T("assess.n.named", "name", row.Name.In(string(k.Lang)))
	}
	k.sector(assess.About{Path: path + ".sector", Stage: stageBusiness, Of: of}, b)
	k.class(assess.About{Path: path + ".class", Stage: stageBusiness, Of: of}, b)
	for j := range b.Facilities {
		k.facility(path+".facilities["+strconv.Itoa(j)+"]", b, j)
	}
	if len(b.Facilities) >= manyFacilities {
		return
	}
	k.more(path+".facilities", stageFacility, of, ask{"assess.n.more.facility", ""}, func() string {
		b.Facilities = append(b.Facilities, facility(free("f", len(b.Facilities), func(i int) string { return b.Facilities[i].ID })))
		return path + ".facilities[" + strconv.Itoa(len(b.Facilities)-1) + "].name"
	})
}

// sector lists every sector; the one that is not in force says so beside it.
func (k *walk) sector(at assess.About, b *scope.Business) {
	var values []rule.Value
	for _, row := range law.At(law.Commencement).Sectors() {
		values = append(values, rule.Value{Code: string(row.Code), Both: row.Name})
	}
	s := k.Choice(at, k.keyed(ask{"assess.n.sector", "assess.n.sector.hint"}), string(b.Sector), values)
	for i, row := range law.At(law.Commencement).Sectors() {
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
			b.Sector, b.Class = "", ""
		case string(b.Sector) != v:
			b.Sector, b.Class = law.Sector(v), ""
		}
	}
	k.add(s)
}

// class is asked where several ministers are competent for some businesses of the sector.
func (k *walk) class(at assess.About, b *scope.Business) {
	var values []rule.Value
	for _, j := range law.At(law.Commencement).Joints() {
		if j.In == b.Sector {
			values = append(values, rule.Value{Code: j.Class, Both: j.Name})
		}
	}
	if len(values) == 0 {
		return
	}
	values = append(values, k.value("none", "assess.n.class.none"))
	s := k.Choice(at, k.keyed(ask{"assess.n.class", "assess.n.class.hint"}), b.Class, values)
	s.Take = func(t *assess.Typed) {
		codes := []string{assess.Unknown}
		for _, v := range values {
			codes = append(codes, v.Code)
		}
		if v, ok := t.Chosen(codes...); ok {
			if b.Class = v; v == "none" || v == assess.Unknown {
				b.Class = ""
			}
		}
	}
	k.add(s)
}

// more asks whether there is another one. What is entered already stands below, with the way away with it.
func (k *walk) more(path string, stage int, of string, a ask, grow func() string) {
	if of == "" {
		of = k.T("assess.n.operator")
	}
	s := k.Choice(assess.About{Path: path + "+", Stage: stage, Of: of}, k.keyed(a), "", nil)
	s.Fields[0].Options = []look.Option{{Value: "no", Label: k.T("assess.n.more.no"), Chosen: true}, {Value: "yes", Label: k.T("assess.n.more.yes")}}
	s.Said = k.T("assess.n.more.no")
	to := ""
	s.Take = func(t *assess.Typed) {
		v, ok := t.Chosen("yes", "no")
		switch {
		case !ok || v == "no":
		case assess.Full(k.Q):
			t.Fault("a", "fault.assess.many", fault.Args{"limit": strconv.Itoa(assess.MachinesLimit)})
		default:
			to = grow()
		}
	}
	s.Then = func() string { return to }
	k.add(s)
}

// free finds an id that is not taken.
func free(prefix string, n int, id func(int) string) string {
	taken := map[string]bool{}
	for i := range n {
		taken[id(i)] = true
	}
	for i := n + 1; ; i++ {
		if s := prefix + strconv.Itoa(i); !taken[s] {
			return s
		}
	}
}

// drop takes a machine away, and every reference to it. The last one of a facility stays.
func drop(q *inquiry.Inquiry, path string) {
	for i := range q.Notification.Businesses {
		b := &q.Notification.Businesses[i]
		for j := range b.Facilities {
			f := &b.Facilities[j]
			for m := range f.Machines {
				at := "businesses[" + strconv.Itoa(i) + "].facilities[" + strconv.Itoa(j) + "].machines[" + strconv.Itoa(m) + "]"
				if at != path || len(f.Machines) < 2 {
					continue
				}
				gone := f.Machines[m].ID
				f.Machines = slices.Delete(f.Machines, m, m+1)
				for n := range f.Machines {
					f.Machines[n].About = slices.DeleteFunc(f.Machines[n].About, func(id string) bool { return id == gone })
				}
				return
			}
		}
	}
}
