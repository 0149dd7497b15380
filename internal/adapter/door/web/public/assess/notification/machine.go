package notification

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

func (k *walk) machineName(f *scope.Facility, m int) string {
	if name := f.Machines[m].Name; name != "" {
		return name
	}
	return f.Machines[m].ID
}

// machine asks about one 機器, or one kind of machines that are alike.
func (k *walk) machine(path string, b *scope.Business, f *scope.Facility, i int) {
	m := &f.Machines[i]
	of := k.T("assess.n.machine", "n", strconv.Itoa(i+1))
	if m.Name != "" {
		of += k.T("assess.n.named", "name", m.Name)
	}
	at := func(field string) assess.About {
		return assess.About{Path: path + "." + field, Stage: stageMachine, Of: of}
	}
	k.named(at("name"), m)
	k.where(at("segment"), f, m)
	k.used(at("used"), m)
	k.add(k.Truth(at("is_facility"), k.question("is_facility"), &m.IsFacility))
	k.add(k.Truth(at("global_address"), k.question("global_address"), &m.GlobalAddress))
	k.authenticates(at, b, m)
	k.add(k.Truth(at("controls_access"), k.question("controls_access"), &m.Controls))
	k.stores(at("stores_important_data"), m)
	k.made(at, m)
	k.add(k.Truth(at("bespoke"), k.question("bespoke"), &m.Bespoke))
	k.add(k.Date(at("introduced_on"), k.keyed(ask{"assess.n.introduced", "assess.n.introduced.hint"}), &m.IntroducedOn))
	if m.IntroducedOn.IsZero() || m.IntroducedOn == law.Commencement || m.InPlace != law.NotAsked {
		k.add(k.Truth(at("in_place_on_commencement"), k.question("in_place"), &m.InPlace))
	}
	if m.InPlace != law.Yes && (m.IntroducedOn.IsZero() || !m.IntroducedOn.Before(law.Commencement)) || m.Integrated != law.NotAsked {
		k.add(k.Truth(at("integrated_with_existing_facility"), k.question("integrated"), &m.Integrated))
	}
	k.add(k.Date(at("changed_on"), k.keyed(ask{"assess.n.changed", "assess.n.changed.hint"}), &m.ChangedOn))
	if len(m.Types) > 0 {
		k.byHand(at, m)
	}
}

// named asks what the machine is called here, and how many there are.
func (k *walk) named(at assess.About, m *scope.Machine) {
	s := k.Words(at, k.keyed(ask{"assess.n.machine.name", "assess.n.machine.name.hint"}), &m.Name)
	s.Fields[0].Example = k.T("assess.n.machine.name.example")
	count := look.Field{Kind: look.Line, ID: "b", Label: k.T("assess.n.machine.count"), Hint: k.T("assess.n.machine.count.hint"), Free: true, Width: look.Short, Mode: "numeric"}
	if m.Count > 0 {
		count.Value = strconv.Itoa(m.Count)
	}
	s.Fields = append(s.Fields, count)
	s.Take = func(t *assess.Typed) {
		t.Text("a", &m.Name)
		typed := strings.TrimSpace(text.Key(t.Get("b")))
		if m.Count = 0; typed == "" {
			return
		}
		n, err := strconv.Atoi(strings.TrimSuffix(typed, "台"))
		if err != nil || n < 1 || n > 1_000_000 {
			t.Fault("b", "fault.json.number", fault.Args{"most": "1000000"})
			return
		}
		m.Count = n
	}
	k.add(s)
}

// used asks two facts at once: used at all, and in use or kept as a spare.
func (k *walk) used(at assess.About, m *scope.Machine) {
	values := []rule.Value{
		k.value("use", "assess.n.used.use"), k.value("spare", "assess.n.used.spare"),
		k.value("no", "assess.n.used.no"),
	}
	now := ""
	switch {
	case m.Used == law.No:
		now = "no"
	case m.Used == law.Maybe:
		now = assess.Unknown
	case m.Spare == law.Yes:
		now = "spare"
	case m.Used == law.Yes:
		now = "use"
	}
	q := k.keyed(ask{"assess.n.used", "assess.n.used.hint"})
	q.Topic = "used"
	s := k.Choice(at, q, now, values)
	s.Take = func(t *assess.Typed) {
		v, _ := t.Chosen("use", "spare", "no", assess.Unknown)
		switch v {
		case "use":
			m.Used, m.Spare = law.Yes, law.No
		case "spare":
			m.Used, m.Spare = law.Yes, law.Yes
		case "no":
			m.Used, m.Spare = law.No, law.NotAsked
		case assess.Unknown:
			m.Used, m.Spare = law.Maybe, law.NotAsked
		}
	}
	k.add(s)
}

// authenticates asks whether, and then for which system: otherwise every directory server of an office would be of type B.
func (k *walk) authenticates(at func(string) assess.About, b *scope.Business, m *scope.Machine) {
	s := k.Truth(at("authenticates"), k.question("authenticates"), &m.Authenticates)
	take := s.Take
	s.Take = func(t *assess.Typed) {
		if take(t); m.Authenticates == law.No {
			m.For = nil
		}
	}
	k.add(s)
	if m.Authenticates == law.No && len(m.For) == 0 {
		return
	}
	var values []rule.Value
	for i := range b.Facilities {
		f := &b.Facilities[i]
		values = append(values, k.value(f.ID, "assess.n.for.facility", "n", strconv.Itoa(i+1), "name", f.Name))
	}
	values = append(values, k.value("other", "assess.n.for.other"))
	q := k.Some(at("authenticates_for"), k.question("for_service"), values, m.For)
	q.Take = func(t *assess.Typed) {
		if codes, ok := t.Several(values); ok {
			if m.For = codes; codes[0] == assess.Unknown {
				m.For = nil
			}
		}
	}
	k.add(q)
}

func (k *walk) stores(at assess.About, m *scope.Machine) {
	s := k.Truth(at, k.question("stores"), &m.Stores)
	take := s.Take
	s.Take = func(t *assess.Typed) {
		if take(t); m.Stores == law.No {
			m.About = nil
		}
	}
	k.add(s)
}

// about asks, once all machines of the facility are there, whose data a machine keeps (類型F).
func (k *walk) about(path string, f *scope.Facility, i int) {
	m := &f.Machines[i]
	if m.Stores == law.No && len(m.About) == 0 || m.Stores == law.NotAsked || len(f.Machines) < 2 {
		return
	}
	var values []rule.Value
	for n := range f.Machines {
		if n != i {
			values = append(values, rule.Value{Code: f.Machines[n].ID, Both: text.Both{Ja: k.machineName(f, n), En: k.machineName(f, n)}})
		}
	}
	of := k.T("assess.n.machine", "n", strconv.Itoa(i+1)) + k.T("assess.n.named", "name", k.machineName(f, i))
	s := k.Some(assess.About{Path: path + ".stores_about", Stage: stageMachine, Of: of}, k.question("stores_typed"), values, m.About)
	s.Take = func(t *assess.Typed) {
		if codes, ok := t.Several(values); ok {
			if m.About = codes; codes[0] == assess.Unknown {
				m.About = nil
			}
		}
	}
	k.add(s)
}

// made asks for the kind of machine, and for what is filed about that kind.
func (k *walk) made(at func(string) assess.About, m *scope.Machine) {
	k.add(k.kind(at("kind"), m))
	switch {
	case m.Make == "appliance" || m.Appliance != nil:
		p := scope.Product{}
		if m.Appliance != nil {
			p = *m.Appliance
		}
		k.add(k.pair(at("appliance"), [2]string{p.Maker, p.Product}, ask{"assess.n.appliance", "assess.n.appliance.hint"}, func(maker, product string) {
			if m.Appliance = nil; maker+product != "" {
				m.Appliance = &scope.Product{Maker: maker, Product: product}
			}
		}))
	case m.Make == "cloud" || m.Service != nil:
		k.service(at, m)
	case m.Make != "" || len(m.Software) > 0:
		k.software(at("software"), m)
	}
}

func (k *walk) kind(at assess.About, m *scope.Machine) assess.Step {
	s := assess.One(k.Sheet, at, k.question("kind"), k.words["kind"].Values, &m.Make)
	for i := range s.Fields[0].Options {
		if key := kindNotes[s.Fields[0].Options[i].Value]; key != "" {
			s.Fields[0].Options[i].Note = k.T(key)
		}
	}
	take, before := s.Take, m.Make
	s.Take = func(t *assess.Typed) {
		if take(t); m.Make != before && before != "" { // what was listed for another kind of machine is not carried along
			m.Appliance, m.Service, m.Software = nil, nil, nil
		}
	}
	return s
}

var kindNotes = map[string]string{"general": "assess.n.kind.general", "appliance": "assess.n.kind.appliance", "cloud": "assess.n.kind.cloud"}

// pair asks for a maker and a product.
func (k *walk) pair(at assess.About, now [2]string, a ask, put func(maker, product string)) assess.Step {
	q := k.keyed(a)
	f := look.Field{Kind: look.Line, ID: "b", Label: k.T("assess.n.product"), Free: true, Value: now[1]}
	maker := look.Field{Kind: look.Line, ID: "a", Label: q.Ask + ": " + k.T("assess.n.maker"), Hint: q.Hint, Free: true, Value: now[0]}
	return assess.Step{
		Path: at.Path, Stage: at.Stage, About: at.Of, Fields: []look.Field{maker, f}, Said: strings.TrimSpace(now[0] + " " + now[1]),
		Take: func(t *assess.Typed) {
			t.Text("a", &now[0])
			t.Text("b", &now[1])
			put(now[0], now[1])
		},
	}
}

func (k *walk) service(at func(string) assess.About, m *scope.Machine) {
	sv := scope.Service{}
	if m.Service != nil {
		sv = *m.Service
	}
	s := k.pair(at("service"), [2]string{sv.Provider, sv.Name}, ask{"assess.n.service", "assess.n.service.hint"}, func(provider, name string) {
		if m.Service = nil; provider+name != "" {
			m.Service = &scope.Service{Model: sv.Model, Provider: provider, Name: name}
		}
	})
	s.Fields[0].Label = k.T("assess.n.service") + ": " + k.T("assess.n.provider")
	s.Fields[1].Label = k.T("assess.n.service.name")
	k.add(s)
}

// software asks for what runs on a general machine: maker and product, three empty lines at a time.
func (k *walk) software(at assess.About, m *scope.Machine) {
	s := assess.Step{Path: at.Path, Stage: at.Stage, About: at.Of, Rows: len(m.Software)+3 <= manySoftware, Notes: []string{k.T("assess.n.software.note")}}
	rows := slices.Clone(m.Software)
	for range 3 {
		if len(rows) < manySoftware {
			rows = append(rows, scope.Software{})
		}
	}
	var said []string
	for i, sw := range rows {
		n := strconv.Itoa(i + 1)
		layer := look.Field{Kind: look.Select, ID: "layer" + n, Label: k.T("assess.n.layer", "n", n), Options: []look.Option{{Label: k.T("assess.n.layer.none")}}, Width: look.Mid}
		for _, o := range layers {
			layer.Options = append(layer.Options, look.Option{Value: o.Code, Label: o.In(string(k.Lang)), Chosen: string(sw.Layer) == o.Code})
		}
		maker := look.Field{Kind: look.Line, ID: "maker" + n, Label: k.T("assess.n.software.maker", "n", n), Value: sw.Maker}
		product := look.Field{Kind: look.Line, ID: "product" + n, Label: k.T("assess.n.software.product", "n", n), Value: sw.Product}
		s.Fields = append(s.Fields, layer, maker, product)
		said = append(said, strings.TrimSpace(sw.Maker+" "+sw.Product))
	}
	s.Said = strings.TrimSpace(strings.Join(said, "\n"))
	lead := look.Field{Kind: look.Hidden, ID: "lead", Label: k.T("assess.n.software")}
	s.Fields = append([]look.Field{lead}, s.Fields...)
	s.Notes = append([]string{k.T("assess.n.software.hint")}, s.Notes...)
	s.Take = func(t *assess.Typed) { m.Software = programs(t, rows) }
	k.add(s)
}

var layers = []rule.Value{
	{Code: "os", Both: text.Both{Ja: "OS", En: "OS"}}, {Code: "middleware", Both: text.Both{Ja: "ミドルウェア", En: "middleware"}},
	{Code: "application", Both: text.Both{Ja: "アプリケーション", En: "application"}}, {Code: assess.Unknown, Both: law.Maybe.Label()},
}

// programs reads the lines of software; an empty one is left out, a half one is good.
func programs(t *assess.Typed, rows []scope.Software) []scope.Software {
	var out []scope.Software
	for i, sw := range rows {
		n := strconv.Itoa(i + 1)
		if err := sw.Layer.UnmarshalText([]byte(t.Get("layer" + n))); err != nil {
			t.Fault("layer"+n, "fault.form.option", fault.Args{"text": "?"})
		}
		sw.Maker, sw.Product = "", ""
		t.Text("maker"+n, &sw.Maker)
		t.Text("product"+n, &sw.Product)
		if sw.Maker+sw.Product != "" {
			out = append(out, sw)
		}
	}
	return out
}

// byHand lets types be set by hand, with a reason. It is not on the way: one comes from the result.
func (k *walk) byHand(at func(string) assess.About, m *scope.Machine) {
	var values []rule.Value
	var now []string
	for _, l := range law.Letters() {
		values = append(values, k.value(string(l), "assess.types", "types", string(l)))
	}
	for _, l := range m.Types {
		now = append(now, string(l))
	}
	s := k.Some(at("types"), k.keyed(ask{"assess.n.types", "assess.n.types.hint"}), values, now)
	s.Fields = append(s.Fields, look.Field{Kind: look.Line, ID: "b", Label: k.T("assess.n.types.reason"), Value: m.Reason})
	s.Aside = true
	s.Take = func(t *assess.Typed) {
		codes, ok := t.Several(values)
		if !ok {
			return
		}
		t.Text("b", &m.Reason)
		m.Types = nil
		for _, c := range codes {
			if c != assess.Unknown {
				m.Types = append(m.Types, law.Letter(c))
			}
		}
		switch {
		case len(m.Types) == 0:
			m.Reason = ""
		case m.Reason == "":
			t.Fault("b", "fault.law.reason", nil)
		}
	}
	k.add(s)
}
