package reports

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/requests"
	helping "kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/submitting"
)

func (o *opened) view(r *gate.Request) (View, error) {
	at := "/ministry/reports/" + o.Number.ASCII()
	v := View{
		Heading: r.T("officer.report.title", "filer", o.name(r), "procedure", o.of.Name.In(string(r.Lang))), Number: string(o.Number), State: stateTag(r, o.State), Arrived: o.ArrivedAt,
		Opening: r.T(reporting.WordsOf(r.Lang, o.of).Opening, "office", officeName(r, o)), Callback: o.Filer.Contact, Filer: o.filer(r), To: o.addressees(r),
		Ask: at + "/ask?kind=" + string(request.Enquiry), Fix: at + "/ask?kind=" + string(request.Fix), Telephone: at + "/telephone", Compare: at + "/compare",
	}
	v.Passed, v.Phoned = reporting.PassedNotice(r, o.Filing), reporting.TelephoneOf(r, o.came)
	v.Withdrawn = reporting.WithdrawnNotice(r, o.ID, o.gone, func(n ident.Number) string { return "/ministry/reports/" + n.ASCII() })
	if v.Phoned != nil && r.Scope.Permit(submitting.MayReceive) == nil {
		v.Intake = at + "/intake"
	}
	if r.Scope.Permit(asks) != nil || len(o.to) == 0 && r.Scope.Kind != party.Ministry { // an operator showed it to who helps
		v.Ask, v.Fix, v.Telephone = "", "", ""
	}
	for _, s := range o.helps {
		v.Support = append(v.Support, helping.Todo(r, s))
	}
	if o.State == filing.Withdrawn {
		v.Fix = ""
	}
	if sent := r.URL.Query().Get("asked"); sent != "" {
		v.Said = o.said(r, sent)
	}
	if r.URL.Query().Get("stepped") != "" {
		v.Said = &look.Notice{Tone: look.Good, Title: r.T("step.done")}
	}
	values, err := o.of.Form.Decode(o.Values)
	if err != nil {
		return v, err
	}
	cut := filing.CutForm(o.of.Form, o.sections)
	asked := cut.Asked(values)
	for _, f := range cut.Fields() {
		if !asked[f.ID] && values[f.ID].Empty() { // what calls for it was not answered so, or was not released
			continue
		}
		v.Answers = append(v.Answers, o.flagRows(r, f.ID, Answer(r, f, values[f.ID])))
	}
	v.Attached = reporting.Files(r.Lang, cut, o.Attachments(), func(a filing.Attachment) string { return at + "/files/" + string(a.ID) })
	v.Exports = reporting.Exports(r.Lang, at, formsheet.Shown(cut, values), reporting.HasForm(o.forms, o.Filing, values))
	v.Same = same(r, cut, values)
	v.Due = o.due(r)
	v.Stays = reporting.StandsAs(r.Lang, o.owed)
	v.Case = reporting.CaseOf(r.Lang, o.file, o.ID, func(n ident.Number) string { return "/ministry/reports/" + n.ASCII() })
	v.Case.Words = reporting.WordsOf(r.Lang, o.of)
	for _, q := range o.asks {
		v.Questions = append(v.Questions, o.question(r, q))
	}
	if v.Formal, err = o.formality(r, v.Fix != ""); err != nil {
		return v, err
	}
	v.Onward = o.onwards(r)
	v.Timeline, v.Course = o.timeline(r), o.course(r)
	v.Revisions, err = reporting.Revisions(r.Lang, cut, o.revs)
	for i := range v.Revisions {
		v.Revisions[i].By = "" // who sent it is for the own organisation
	}
	return v, err
}

// due is the date of the 詳報 that is owed, or by when a notification was to be filed.
func (o *opened) due(r *gate.Request) (v *look.Due) {
	for _, d := range o.owed {
		if d.Rule == incident.Prompt.Clock.Rule && d.State == duty.Open {
			v = due(r, d.Why)
		}
	}
	if o.Content.Due != nil {
		filed := reporting.FiledDue(r.Lang, *o.Content.Due, o.ArrivedAt)
		v = &filed
	}
	return v
}

var asks = access.Permission{Action: access.Ask, Object: access.Report}

func officeName(r *gate.Request, o *opened) string {
	name := o.office.Name
	if r.Lang == look.En && o.office.NameEn != "" {
		name = o.office.NameEn
	}
	if name == "" {
		name = r.Visitor.OrgName.In(string(r.Lang))
	}
	return name
}

// said confirms a question that was just sent; a number that is not this office's says nothing.
func (o *opened) said(r *gate.Request, ascii string) *look.Notice {
	for _, q := range o.asks {
		if q.Number.ASCII() == ascii {
			return &look.Notice{Tone: look.Good, Title: r.T("officer.sent.title", "kind", r.T(kindKey(q.Kind))), Text: []string{r.T("officer.sent.text", "number", q.Number)}}
		}
	}
	return nil
}

func kindKey(k request.Kind) string {
	if k == request.Fix {
		return "officer.fix"
	}
	return "officer.enquiry"
}

func stateTag(r *gate.Request, s filing.State) look.Tag {
	switch s {
	case filing.Checked:
		return look.Tag{Text: r.T("officer.state.checked"), Tone: look.Good}
	case filing.FixAsked:
		return look.Tag{Text: r.T("officer.state.fix-asked"), Tone: look.Warn}
	case filing.Fixed:
		return look.Tag{Text: r.T("officer.state.fixed"), Tone: look.Good}
	case filing.Withdrawn:
		return look.Tag{Text: r.T("officer.state.withdrawn"), Tone: look.Plain}
	case filing.Arrived:
	}
	return look.Tag{Text: r.T("officer.state.arrived"), Tone: look.Info}
}

// Asked is the name of an answer for those who read it: the form speaks to the filer.
func Asked(l look.Lang, f form.Field) string { return reporting.Asked(l, f) }

// Answer is one answer in words.
func Answer(r *gate.Request, f form.Field, v form.Value) look.Answer {
	a := look.Answer{Question: Asked(r.Lang, f), Unknown: v.Unknown, Table: reporting.RowsTable(r.Lang, f, v)}
	for i, t := range v.Texts {
		if o, ok := f.Option(t); ok {
			t = o.Label.In(string(r.Lang))
		} else if f.Kind == form.Moment && t != "" {
			if m, err := form.MomentInstant(t); err == nil {
				t = look.Moment(r.Lang, m)
			}
		} else if d, err := law.ParseDay(t); f.Kind == form.Day && err == nil {
			t = look.DayBoth(r.Lang, d)
		}
		if i > 0 {
			a.Text += "\n"
		}
		a.Text += t
	}
	return reporting.Pasted(r.Lang, f, a)
}

func (o *opened) filer(r *gate.Request) []look.Answer {
	b := o.Filer
	var list []look.Answer
	add := func(key, text string) {
		if text != "" {
			list = append(list, look.Answer{Question: r.T(key), Text: text})
		}
	}
	name := b.Name
	if b.Kana != "" {
		name += "\n" + b.Kana
	}
	post := b.Representative.Title + " " + b.Representative.Name
	if b.Representative.Kana != "" {
		post += "\n" + b.Representative.Kana
	}
	add("officer.filer.name", name)
	add("officer.filer.corporate", b.CorporateNumber)
	add("officer.filer.address", b.Address)
	if b.Representative.Name != "" {
		add("officer.filer.representative", post)
	}
	add("officer.filer.unit", b.Unit)
	if b.Agent != nil {
		add("mandate.agent", r.T("mandate.agent.by", "name", b.Agent.Name, "number", b.Agent.Mandate))
	}
	if o.Offline != nil {
		add("reports.filer.sender", r.T("reports.offline.sender"))
		add("reports.offline.at", reporting.Written(r.Lang, o.Content, o.ArrivedAt))
	}
	return list
}

func (o *opened) addressees(r *gate.Request) []look.Answer {
	var list []look.Answer
	for _, a := range o.to {
		text := look.Named(r.Lang, a.Office, a.OfficeEn)
		if a.Channel == filing.Elsewhere {
			text += "\n" + r.T("officer.elsewhere")
		}
		list = append(list, look.Answer{Question: look.Addressed(r.Lang, a.Title), Text: text})
	}
	return list
}

func (o *opened) question(r *gate.Request, q request.Request) Question {
	v := Question{
		ID: q.Number.ASCII(), Number: string(q.Number), Kind: look.Tag{Text: r.T(kindKey(q.Kind)), Tone: look.Info}, State: look.Tag{Text: r.T("officer.waiting"), Tone: look.Plain},
		AskedAt: q.AskedAt, AnsweredAt: q.AnsweredAt, Text: q.Text, Reply: q.Reply,
	}
	if q.Kind == request.Fix {
		v.Kind.Tone = look.Warn
	}
	if q.State == request.Answered {
		v.State = look.Tag{Text: r.T("officer.answered"), Tone: look.Good}
	}
	if q.State == request.Closed {
		v.State, v.Closed = look.Tag{Text: r.T("request.closed"), Tone: look.Plain}, r.T("request.closed.text", "at", look.Moment(r.Lang, q.AnsweredAt))
	}
	if !q.AnswerBy.IsZero() {
		v.Wished = look.Tag{Text: look.Day(r.Lang, q.AnswerBy)}
	}
	v.Events = requests.Events(r.Lang, q)
	if q.State == request.Waiting {
		v.Step = "/ministry/reports/" + o.Number.ASCII() + "/requests/" + q.Number.ASCII()
		switch {
		case q.Pending() != nil:
			v.State = look.Tag{Text: r.T("step.pending"), Tone: look.Warn}
		case q.Silent(law.DayOf(r.Now)):
			v.State = look.Tag{Text: r.T("step.late"), Tone: look.Warn}
		}
	}
	for _, id := range q.Fields {
		if f, ok := o.of.Form.Field(id); ok {
			v.About = append(v.About, Asked(r.Lang, f))
		}
	}
	return v
}

func (o *opened) timeline(r *gate.Request) []look.Event {
	list := []look.Event{{At: o.ArrivedAt, Seconds: true, What: r.T("officer.event.arrived"), Done: true}}
	for _, q := range o.asks {
		list = append(list, look.Event{At: q.AskedAt, What: r.T("officer.event.asked", "kind", r.T(kindKey(q.Kind))), By: look.Named(r.Lang, q.Office, q.OfficeEn), Done: true, Links: []look.Link{{To: "#" + q.Number.ASCII(), Text: string(q.Number)}}})
		if q.AnsweredAt != 0 {
			what := r.T("officer.event.answered")
			if q.State == request.Closed {
				what = r.T("request.closed.event")
			}
			list = append(list, look.Event{At: q.AnsweredAt, What: what, By: o.name(r), Done: true})
		}
	}
	if o.form.Act != "" {
		list = append(list, look.Event{At: o.form.At, What: r.T("officer.state.checked"), By: o.form.By, Done: true})
	}
	list = append(list, reporting.PassedEvents(r, o.Filing)...)
	list = append(list, reporting.WithdrawnEvents(r, o.ID, o.gone)...)
	slices.SortStableFunc(list, func(a, b look.Event) int { return cmp.Compare(a.At, b.At) })
	return list
}

// due shows the date of the 詳報 as it was explained to the operator.
func due(r *gate.Request, d law.Due) *look.Due {
	v := &look.Due{Title: r.T("officer.due"), On: d.Due, Tone: look.Info, Certainty: look.Certainty(d.Certainty.String()), Book: d.Book}
	if left := d.Due.Since(law.DayOf(r.Now)); left >= 0 {
		v.Left = r.T("officer.due.left", "n", left)
	}
	for _, s := range d.Steps {
		v.Steps = append(v.Steps, s.In(string(r.Lang)))
	}
	for _, p := range d.Provision {
		v.Law = append(v.Law, look.Provision{Cite: p.In(string(r.Lang)), Certainty: v.Certainty})
	}
	if len(v.Law) > 0 {
		v.Law[0].Quote = d.Quote
	}
	if d.Certainty != law.Confirmed {
		v.Uncertain = r.T("officer.due.uncertain")
	}
	return v
}
