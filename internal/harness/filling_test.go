package harness

import (
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/submitting"
)

// calculated are beginnings by which a spreadsheet takes a text for a formula.
var calculated = []string{"=cmd|' /C calc'!A0 髙い", "＝髙い", "+髙い", "-髙い", "@髙い", "－髙い"}

// answers fills in a form: a canary in every field that takes text, behind what a spreadsheet would calculate.
func (s *scene) answers(f form.Form, at time.Time) (values form.Values, birds map[string]string) {
	values, birds = form.Values{}, map[string]string{}
	for _, field := range f.Fields() {
		switch {
		case !field.When.Holds(values): // not asked
			continue
		case field.Reads == indicator.Indicators:
			birds[field.ID] = s.bird()
			values[field.ID] = form.Value{Texts: []string{"https://strange.example/" + birds[field.ID]}}
		case field.Reads != "": // no free text
			continue
		}
		switch field.Kind {
		case form.Line, form.Area:
			if birds[field.ID] != "" {
				continue
			}
			birds[field.ID] = s.bird()
			values[field.ID] = form.Value{Texts: []string{calculated[len(birds)%len(calculated)] + birds[field.ID]}}
		case form.Choice, form.Choices:
			values[field.ID] = form.Value{Texts: []string{field.Options[0].ID}}
		case form.Day:
			values[field.ID] = form.Value{Texts: []string{law.DayOf(ident.At(at)).String()}}
		case form.Moment:
			values[field.ID] = form.Value{Texts: []string{at.Add(-time.Hour).In(ident.JST).Format("2006-01-02T15:04-07:00")}}
		}
	}
	return values, birds
}

// filling is what somebody fills in: a procedure by its ref and form, whom it reaches, and what its drafts and their files are called
// in the scene.
type filling struct {
	ref         string
	form        form.Form
	to          []office
	draft, file string
	of          *object // the procedure, where it is an object of the scene
	follows     *object // the report about whose case it is
}

// prompt is the 速報 of an operator.
func (m *maker) prompt(p *principal) filling {
	return filling{ref: incident.Prompt.ID, form: incident.PromptForm, to: m.offices(p.Org, party.ActReport), draft: "draft", file: "draft file"}
}

// report files a 速報.
func (m *maker) report(p *principal) error { return m.send(p, m.prompt(p)) }

// reported files a 速報, and what follows it, each procedure about a case once: 詳報 and 対象外の申出 after the first two of one operator,
// 日時の訂正 after that of its site, 続報 after that of another operator, and 任意の報告 and 届出 beside it.
func (m *maker) reported(p *principal) error {
	list := m.own("report", p)
	if err := m.report(p); err != nil {
		return err
	}
	next := map[string][]procedure.Procedure{
		"operator-filer": {incident.Detailed, incident.Outside}, "operator-site-filer": {incident.Times}, "other-operator-filer": {incident.Further},
	}[p.name]
	if len(list) >= len(next) {
		return nil
	}
	what, mine := m.prompt(p), m.own("report", p)
	what.ref, what.form, what.follows = next[len(list)].ID, next[len(list)].Form, mine[len(mine)-1]
	if err := m.send(p, what); err != nil || p.name != "other-operator-filer" {
		return err
	}
	what.ref, what.form, what.follows = incident.Voluntary.ID, incident.Voluntary.Form, nil
	if err := m.send(p, what); err != nil {
		return err
	}
	return m.notified(p)
}

// own are the objects of a kind that are of somebody's unit and follow nothing.
func (m *maker) own(kind string, p *principal) (list []*object) {
	for _, o := range m.objects[kind] {
		if o.org == p.Org && o.unit == p.Unit && o.follows == nil {
			list = append(list, o)
		}
	}
	return list
}

// send files with a canary in every field, and in name and bytes of two files: one of everything, one of a section.
func (m *maker) send(p *principal, what filling) error {
	m.later()
	d, birds, err := m.filled(p, what)
	if err != nil {
		return err
	}
	var added []attachment
	for _, section := range []string{"", "outline"} {
		one, err := m.attach(p, d, section)
		if err != nil {
			return err
		}
		added = append(added, one)
	}
	id, err := m.doors.File.Do(m.ctx, m.scope(p), m.key(p), submitting.Sending{Draft: d.Number})
	if err != nil {
		return err
	}
	f, err := m.doors.Report(m.ctx, m.scope(p), id)
	if err != nil {
		return err
	}
	o := m.add(&object{
		kind: "report", id: f.Number.ASCII(), names: []string{f.Number.ASCII(), string(f.ID), string(f.Leaf)},
		org: p.Org, unit: p.Unit, to: what.to, state: "arrived", follows: what.follows, form: string(f.Kind), with: map[string]string{"field": what.form.Fields()[0].ID, "next": incident.Further.ID},
	})
	if f.Case != "" {
		m.tellsName(o, string(f.Case))
	}
	for _, field := range what.form.Fields() {
		if bird := birds[field.ID]; bird != "" {
			m.tells(o, field.ID, bird, func(q *principal) bool { return m.receives(q, o, field.Section) })
		}
	}
	for _, one := range added {
		m.filed(o, one, what.form)
	}
	return nil
}

// attachment is a file with the canaries in its name and its bytes.
type attachment struct {
	filing.Attachment
	name, bytes string
}

// attach puts a file into a draft.
func (m *maker) attach(p *principal, d filing.Draft, section string) (a attachment, err error) {
	m.later()
	a.name, a.bytes = m.bird(), m.bird()
	flow := attaching.Attach{Keep: store.Housekeep[attaching.TakeInTx](m.db), Act: store.Act[attaching.AttachTx](m.db), Entropy: rand.Reader}
	a.Attachment, err = flow.Do(m.ctx, m.scope(p), attaching.Upload{
		Draft: d.Number, Name: "記録 " + a.name + ".log", Section: section, Body: strings.NewReader("bytes of " + a.bytes + section),
		Key: func([32]byte) (ident.Key, error) { return m.key(p), nil },
	})
	return a, err
}

// filed adds a file of a report: it goes to offices that received its section, or all of them.
func (m *maker) filed(report *object, a attachment, f form.Form) {
	sections := []string{a.Section}
	if a.Section == "" {
		sections = nil
		for _, part := range f.Parts {
			sections = append(sections, part.ID)
		}
	}
	lacks := func(f office) bool {
		return slices.ContainsFunc(sections, func(s string) bool { return !slices.Contains(f.sections, s) })
	}
	o := m.add(&object{
		kind: "file", id: string(a.ID), names: []string{string(a.ID)}, org: report.org, unit: report.unit, parent: report,
		to: slices.DeleteFunc(slices.Clone(report.to), lacks),
	})
	for what, bird := range map[string]string{"its name": a.name, "its bytes": a.bytes} {
		m.tells(o, what, bird, func(q *principal) bool {
			return !slices.ContainsFunc(sections, func(s string) bool { return !m.receives(q, report, s) })
		})
	}
}

// receives reports whether somebody may read a section of a report.
func (s *scene) receives(p *principal, o *object, section string) bool {
	read := s.policy.relations(access.Permission{Action: access.Read, Object: access.Report}, p.Roles, "")
	if slices.Contains(read, own) && p.stands(own, o) {
		return true
	}
	return slices.Contains(read, addressed) && slices.ContainsFunc(o.to, func(f office) bool {
		return f.org == p.Org && s.below(f.unit, p.Unit) && slices.Contains(f.sections, section)
	})
}

// draft opens a 速報 that is not sent; whoever has one already puts the next aside.
func (m *maker) draft(p *principal) error {
	aside := m.has(p, "draft")
	o, err := m.write(p, m.prompt(p))
	if err != nil || !aside {
		return err
	}
	return m.aside(p, o)
}

// aside discards a draft.
func (m *maker) aside(p *principal, o *object) error {
	m.later()
	o.state = string(filing.DraftDiscarded)
	for _, list := range m.objects {
		for _, file := range list {
			if file.parent == o {
				file.state = o.state
			}
		}
	}
	n, err := ident.ParseNumber(o.id)
	if err != nil {
		return err
	}
	return submitting.Discard{Act: store.Act[submitting.DiscardTx](m.db)}.Do(m.ctx, m.scope(p), m.key(p), n)
}

// write opens a draft that is not sent, with a canary in every field and in a file.
func (m *maker) write(p *principal, what filling) (*object, error) {
	m.later()
	d, birds, err := m.filled(p, what)
	if err != nil {
		return nil, err
	}
	o := m.add(&object{kind: what.draft, id: d.Number.ASCII(), names: []string{d.Number.ASCII(), string(d.ID)}, org: p.Org, unit: p.Unit, parent: what.of, state: string(filing.DraftOpen)})
	may := func(q *principal) bool {
		return m.policy.permits(access.Permission{Action: access.Read, Object: access.Draft}, q, o)
	}
	for field, bird := range birds {
		m.tells(o, field, bird, may)
	}
	a, err := m.attach(p, d, "")
	if err != nil {
		return nil, err
	}
	off, err := m.attach(p, d, "outline")
	if err != nil {
		return nil, err
	}
	m.later()
	flow := attaching.Attach{Act: store.Act[attaching.AttachTx](m.db)}
	for kind, a := range map[string]attachment{what.file: a, what.file + " off": off} {
		file := m.add(&object{kind: kind, id: string(a.ID), names: []string{string(a.ID)}, org: p.Org, unit: p.Unit, parent: o, state: o.state})
		m.tells(file, "its name", a.name, may)
		m.tells(file, "its bytes", a.bytes, may)
	}
	return o, flow.Remove(m.ctx, m.scope(p), m.key(p), d.Number, off.ID)
}

// filled is a draft that could be sent, with the canaries of its answers.
func (m *maker) filled(p *principal, what filling) (d filing.Draft, birds map[string]string, err error) {
	id, err := m.opens(p, what)
	if err != nil {
		return d, nil, err
	}
	type tx interface {
		DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	}
	var entries []filing.Entry
	err = store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) (err error) {
		d, entries, err = tx.DraftByID(id)
		return err
	})
	if err != nil {
		return d, nil, err
	}
	values, birds := m.answers(what.form, m.clock.Now())
	fill, had := submitting.SaveOf{Draft: d.Number, Form: what.form, Answers: map[string]submitting.Answer{}}, filing.Answers(entries)
	for field, v := range values {
		fill.Answers[field] = submitting.Answer{Value: v, Base: had[field].Current.Seq}
	}
	save := submitting.Save{Act: store.Act[submitting.SaveTx](m.db)}
	saved, err := save.Do(m.ctx, m.scope(p), m.key(p), fill)
	if err == nil && len(saved.Faults)+len(saved.Beside) > 0 {
		err = fmt.Errorf("the sample answers are not what the form wants: %+v %+v", saved.Faults, saved.Beside)
	}
	return d, birds, err
}

// opens is the draft in which somebody fills something in.
func (m *maker) opens(p *principal, what filling) (ident.Draft, error) {
	if what.follows == nil {
		return submitting.Open{Act: store.Act[submitting.OpenTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(p), m.key(p), what.ref)
	}
	n, err := ident.ParseNumber(what.follows.id)
	if err != nil {
		return "", err
	}
	return submitting.Follow{Act: store.Act[submitting.FollowTx](m.db), Entropy: rand.Reader}.Do(m.ctx, m.scope(p), m.key(p), n, what.ref)
}
