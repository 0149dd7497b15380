package notification

import (
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// facility asks about one 特定重要設備 or 構成設備, what lies around it, and its machines.
func (k *walk) facility(path string, b *scope.Business, j int) {
	f := &b.Facilities[j]
	of := k.T("assess.n.facility", "n", strconv.Itoa(j+1))
	if f.Name != "" {
		of += k.T("assess.n.named", "name", f.Name)
	}
	at := func(field string) assess.About {
		return assess.About{Path: path + "." + field, Stage: stageFacility, Of: of}
	}
	name := k.Words(at("name"), k.keyed(ask{"assess.n.facility.name", "assess.n.facility.name.hint"}), &f.Name)
	name.Fields[0].Example = k.T("assess.n.facility.name.example")
	k.add(name)
	k.add(k.Truth(at("in_place_on_commencement"), k.question("facility_in_place"), &f.InPlace))
	k.add(assess.One(k.Sheet, at("internet"), k.question("internet"), k.words["internet"].Values, &f.Internet))
	if f.Internet != "connected" || f.Media != "" {
		k.add(assess.One(k.Sheet, at("media"), k.question("media"), k.words["media"].Values, &f.Media))
	}
	k.add(assess.One(k.Sheet, at("cloud"), k.question("cloud"), k.words["cloud"].Values, &f.Cloud))
	k.segments(assess.About{Path: path + ".segments", Stage: stageSegment, Of: of}, f)
	for m := range f.Machines {
		k.machine(path+".machines["+strconv.Itoa(m)+"]", b, f, m)
	}
	k.more(path+".machines", stageMachine, of, ask{"assess.n.more.machine", "assess.n.more.machine.hint"}, func() string {
		id := free("m", len(f.Machines), func(i int) string { return f.Machines[i].ID })
		f.Machines = append(f.Machines, scope.Machine{ID: id})
		return path + ".machines[" + strconv.Itoa(len(f.Machines)-1) + "].name"
	})
	if len(f.Machines) > 1 {
		s := &k.out[len(k.out)-1]
		for m := range f.Machines {
			s.Entered = append(s.Entered, assess.Entered{Name: k.machineName(f, m), Drop: path + ".machines[" + strconv.Itoa(m) + "]"})
		}
	}
	for m := range f.Machines {
		k.about(path+".machines["+strconv.Itoa(m)+"]", f, m)
	}
}

// segments asks which 区画 there are. Those that facts from elsewhere name are kept as they are.
func (k *walk) segments(at assess.About, f *scope.Facility) {
	values := slices.Clone(k.words["role"].Values)
	var now []string
	for _, s := range f.Segments {
		if s.Role == "" || s.Role == assess.Unknown {
			now = append(now, assess.Unknown)
			continue
		}
		now = append(now, string(s.Role))
	}
	s := k.Some(at, k.keyed(ask{"assess.n.segments", "assess.n.segments.hint"}), values, now)
	for i := range s.Fields[0].Options {
		if key := roleNotes[s.Fields[0].Options[i].Value]; key != "" {
			s.Fields[0].Options[i].Note = k.T(key)
		}
	}
	s.Take = func(t *assess.Typed) {
		codes, ok := t.Several(values)
		if !ok {
			return
		}
		var kept []scope.Segment
		for _, old := range f.Segments {
			role := string(old.Role)
			if role == "" {
				role = assess.Unknown
			}
			if slices.Contains(codes, role) {
				kept = append(kept, old)
			}
		}
		for _, c := range codes {
			if !slices.ContainsFunc(kept, func(s scope.Segment) bool { return string(s.Role) == c || c == assess.Unknown && s.Role == "" }) {
				id := free("s", len(kept), func(i int) string { return kept[i].ID })
				kept = append(kept, scope.Segment{ID: unused(id, f, kept), Role: scope.Role(c)})
			}
		}
		f.Segments = kept
		for m := range f.Machines {
			if !slices.ContainsFunc(kept, func(s scope.Segment) bool { return s.ID == f.Machines[m].Segment }) {
				f.Machines[m].Segment = ""
			}
		}
	}
	k.add(s)
}

var roleNotes = map[string]string{
	"facility": "assess.n.role.facility", "dmz": "assess.n.role.dmz", "exchange": "assess.n.role.exchange", "other": "assess.n.role.other",
}

// unused keeps a new segment from taking the id of one that was just left out: machines still name it.
func unused(id string, f *scope.Facility, kept []scope.Segment) string {
	all := slices.Concat(f.Segments, kept)
	if !slices.ContainsFunc(all, func(s scope.Segment) bool { return s.ID == id }) {
		return id
	}
	return free("s", len(all), func(i int) string { return all[i].ID })
}

// where asks in which of the facility's segments a machine is.
func (k *walk) where(at assess.About, f *scope.Facility, m *scope.Machine) {
	var values []rule.Value
	names := map[string]text.Both{assess.Unknown: law.Maybe.Label(), "": law.Maybe.Label()}
	for _, v := range k.words["role"].Values {
		names[v.Code] = v.Both
	}
	for _, s := range f.Segments {
		if s.Role == assess.Unknown || s.Role == "" {
			continue
		}
		name := names[string(s.Role)]
		if s.Name != "" {
			name = text.Both{Ja: s.Name + "(" + name.Ja + ")", En: s.Name + " (" + name.En + ")"}
		}
		values = append(values, rule.Value{Code: s.ID, Both: name})
	}
	now := m.Segment
	if i := slices.IndexFunc(f.Segments, func(s scope.Segment) bool { return s.ID == m.Segment }); i >= 0 && (f.Segments[i].Role == "" || f.Segments[i].Role == assess.Unknown) {
		now = assess.Unknown
	}
	s := k.Choice(at, k.question("role"), now, values)
	s.Take = func(t *assess.Typed) {
		codes := []string{assess.Unknown}
		for _, v := range values {
			codes = append(codes, v.Code)
		}
		v, ok := t.Chosen(codes...)
		if !ok {
			return
		}
		if m.Segment = v; v == assess.Unknown {
			m.Segment = openSegment(f)
		}
	}
	k.add(s)
}

// openSegment is the segment of which only that it is there is known.
func openSegment(f *scope.Facility) string {
	for _, s := range f.Segments {
		if s.Role == assess.Unknown || s.Role == "" {
			return s.ID
		}
	}
	id := free("s", len(f.Segments), func(i int) string { return f.Segments[i].ID })
	f.Segments = append(f.Segments, scope.Segment{ID: id, Role: assess.Unknown})
	return id
}
