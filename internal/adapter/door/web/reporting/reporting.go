// Package reporting owns what the pages about reports (報告, 強化法5条) share: how an answer, a due date and a
// state are said, and where the pages are.
package reporting

import (
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure/book"
)

// Addresses of the pages.
const (
	HomePath = "/operator/home"
	// MandatesPath is where 委任 are, of both sides.
	MandatesPath = "/mandates"
	PromptPath   = "/reporting/prompt"
	ReportsPath  = "/reporting/reports"
	// ApprovalsPath is where the organisation agrees to what it sends.
	ApprovalsPath = "/reporting/approvals"
	// CollectionsPath is where units are asked for their part of a draft.
	CollectionsPath = "/reporting/collections"
	OfflinePath     = "/reporting/offline" // 通信が使えないときの備え
	// AskedPath is where a unit finds its own part.
	AskedPath = "/reporting/asked"
	// NoticesPath is where 気付き連絡 of contractors are.
	NoticesPath = "/reporting/notices"
	// CalendarPath is 期限カレンダー.
	CalendarPath = "/operator/calendar"
	// NotificationPath is 届出 (強化法4条).
	NotificationPath = "/operator/notification"
	// ProceduresPath is where the procedures are that are not built in.
	ProceduresPath = "/reporting/procedures"
)

// StartAt is the address at which a procedure begins.
func StartAt(id string) string {
	if id == incident.Prompt.ID {
		return PromptPath
	}
	return ProceduresPath + "/" + id
}

// ProcedureAt is the id of the procedure that an address below ProceduresPath names: the number of a stored one, or a built-in one that
// has no address of its own. Anything else is Absent.
func ProcedureAt(typed string) (string, error) {
	if built, ok := book.Find(typed); ok && built.ID != incident.Prompt.ID {
		return built.ID, nil
	}
	n, err := ident.ParseNumber(typed)
	if err != nil {
		return "", fault.Absent()
	}
	return n.ASCII(), nil
}

// SourceOf names a report where an answer says from which it comes: 速報 報-R8-…(令和8年11月20日(金) 10:15).
func SourceOf(l look.Lang, r dossier.Report) string {
	return look.Say(l, "follow.report", "procedure", r.Of.Name.In(string(l)), "number", string(r.Number), "at", look.Moment(l, r.ArrivedAt))
}

// Counted says how many indicators of which kinds were read in a pasted text.
func Counted(l look.Lang, pasted string) string {
	list, _ := indicator.Read(pasted)
	count := map[indicator.Kind]int{}
	for _, i := range list {
		count[i.Kind]++
	}
	var parts []string
	for _, k := range []indicator.Kind{indicator.Address, indicator.Domain, indicator.URL, indicator.Mail, indicator.Hash, indicator.File} {
		if count[k] > 0 {
			parts = append(parts, look.Say(l, "indicator."+string(k), "n", look.Number(count[k])))
		}
	}
	if len(parts) == 0 {
		return look.Say(l, "indicator.none")
	}
	return look.Say(l, "indicator.read", "n", look.Number(len(list)), "kinds", strings.Join(parts, look.Say(l, "reports.comma")))
}

// DraftAt is the address of a step of a draft; step may be empty.
func DraftAt(id string, n ident.Number, step string) string {
	return strings.TrimSuffix(StartAt(id)+"/"+n.ASCII()+"/"+step, "/")
}

// ApprovalAt is the address of one asking for approval.
func ApprovalAt(id ident.Object) string { return ApprovalsPath + "/" + string(id) }

// CollectionAt is the address of what was asked for a draft.
func CollectionAt(n ident.Number) string { return CollectionsPath + "/" + n.ASCII() }

// NoticeAt is the address of a 気付き連絡.
func NoticeAt(n ident.Number) string { return NoticesPath + "/" + n.ASCII() }

// PartAt is the address of what one unit is asked for, by the number of its draft.
func PartAt(n ident.Number) string { return AskedPath + "/" + n.ASCII() }

// ReportAt is the address of a report, or of something below it.
func ReportAt(n ident.Number, below ...string) string {
	return strings.Join(append([]string{ReportsPath, n.ASCII()}, below...), "/")
}

// Tag is a state in R2's words.
func Tag(l look.Lang, s filing.State) look.Tag {
	switch s {
	case filing.Checked:
		return look.Tag{Text: look.Say(l, "reports.state.checked"), Tone: look.Good}
	case filing.FixAsked:
		return look.Tag{Text: look.Say(l, "reports.state.fix-asked"), Tone: look.Warn}
	case filing.Fixed:
		return look.Tag{Text: look.Say(l, "reports.state.fixed"), Tone: look.Good}
	case filing.Withdrawn:
		return look.Tag{Text: look.Say(l, "reports.state.withdrawn")}
	case filing.Arrived:
	}
	return look.Tag{Text: look.Say(l, "reports.state.arrived"), Tone: look.Info}
}

// Sender is who sent a report: the person, or the program with the name that its token had.
func Sender(l look.Lang, c filing.Content) string {
	if c.Program != "" {
		return look.Say(l, "reports.program", "name", c.Program)
	}
	if o := c.Offline; o != nil && c.SentBy == "" {
		return look.Say(l, "reports.offline", "card", o.Card, "n", o.Code)
	}
	return c.SentBy
}

// Sent is who sent a report and, where it was written without a network, when that was.
func Sent(l look.Lang, c filing.Content, arrived ident.Instant) (list []look.Answer) {
	if s := Sender(l, c); s != "" {
		list = append(list, look.Answer{Question: look.Say(l, "reports.filer.sender"), Text: s})
	}
	if s := Written(l, c, arrived); s != "" {
		list = append(list, look.Answer{Question: look.Say(l, "reports.offline.at"), Text: s})
	}
	return list
}

// Written says when something was written without a network, beside when it came; empty for what was not.
func Written(l look.Lang, c filing.Content, arrived ident.Instant) string {
	if c.Offline == nil {
		return ""
	}
	return look.Say(l, "reports.offline.clock", "at", look.Moment(l, c.Offline.WrittenAt), "arrived", look.Moment(l, arrived))
}

// Said is an answer as people read it: labels of choices, the text, the moment in words.
func Said(l look.Lang, f form.Field, v form.Value) string {
	switch f.Kind {
	case form.Choice, form.Choices:
		var labels []string
		for _, t := range v.Texts {
			if o, ok := f.Option(t); ok {
				labels = append(labels, o.Label.In(string(l)))
			}
		}
		return strings.Join(labels, "\n")
	case form.Moment:
		if echo := Echo(l, v); echo != "" {
			return echo
		}
	case form.Day:
		if d, err := law.ParseDay(v.Text()); err == nil {
			return look.DayBoth(l, d)
		}
	case form.Table:
		if len(v.Rows) > 0 {
			return look.Say(l, "rows.count", "n", look.Number(len(v.Rows)))
		}
	case form.Line, form.Area, form.Count:
	}
	return v.Text()
}

// Echo is what was understood of a moment: 令和8年11月24日(火) 10:15; empty when it could not be read.
func Echo(l look.Lang, v form.Value) string {
	at, err := form.MomentInstant(v.Text())
	if err != nil {
		return ""
	}
	return look.Moment(l, at)
}

// Typed is a moment as one types it, for the field: 令和8年11月24日 10:15 on Japan's clock. What could not be read
// is given back as it is.
func Typed(l look.Lang, v form.Value) string {
	at, err := form.MomentInstant(v.Text())
	if err != nil {
		return v.Text()
	}
	day := law.DayOf(at).String()
	if l != look.En {
		day, _, _ = strings.Cut(law.DayOf(at).Era(), "(")
	}
	return day + " " + look.Clock(at)
}

// Answers lists every question of a form with its answer. Fix gives the address at which a field is put right, and
// may be nil.
func Answers(l look.Lang, f form.Form, values form.Values, fix func(step, field string) string) []look.Answer {
	var list []look.Answer
	for _, s := range f.Steps {
		for _, field := range s.Fields {
			v := values[field.ID]
			a := look.Answer{Question: plainLabel(field.Label.In(string(l))), Text: Said(l, field, v), Unknown: v.Unknown, Table: RowsTable(l, field, v)}
			if fix != nil {
				a.Fix = fix(s.ID, field.ID)
			}
			list = append(list, Pasted(l, field, a))
		}
	}
	return list
}

// Pasted is an answer of pasted indicators with what was understood of it, at a length that a page can have; any other as it is.
func Pasted(l look.Lang, f form.Field, a look.Answer) look.Answer {
	if f.Reads == indicator.Indicators && a.Text != "" {
		a.Note, a.Text = Counted(l, a.Text), head(l, a.Text)
	}
	return a
}

// linesShown bounds how many lines of a pasted list a page shows.
const linesShown = 50

// head is the beginning of a pasted list, and how many lines follow.
func head(l look.Lang, pasted string) string {
	lines := strings.Split(pasted, "\n")
	if len(lines) <= linesShown {
		return pasted
	}
	return strings.Join(lines[:linesShown], "\n") + "\n" + look.Say(l, "indicator.more", "n", look.Number(len(lines)-linesShown))
}

// plainLabel drops what a label says only to the one who fills it in.
func plainLabel(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(s, "(任意)"), " (optional)")
}

// Asked is the name of an answer for those who read it: the form speaks to the filer.
func Asked(l look.Lang, f form.Field) string {
	if f.ID == "what_text" {
		return look.Say(l, "officer.field.line")
	}
	return Label(l, f)
}

// Copied are answers as an office reads them.
func Copied(l look.Lang, f form.Form, values form.Values) []look.Answer {
	list := Answers(l, f, values, nil)
	for i, field := range f.Fields() {
		list[i].Question = Asked(l, field)
	}
	return list
}

// Label is a field's label where it is referred to.
func Label(l look.Lang, f form.Field) string { return plainLabel(f.Label.In(string(l))) }

// Due is an explained date as pages show it, seen from a day.
func Due(l look.Lang, d law.Due, today law.Day) look.Due {
	v := look.Due{
		Title: look.Say(l, "reports.due"), On: d.Due, Certainty: certainty(d.Certainty), Book: d.Book,
		Explained: look.Say(l, "reports.due.explained", "due", look.Day(l, d.Due), "on", look.Day(l, d.On)),
	}
	v.Left, v.Tone = Left(l, d.Due, today)
	for _, s := range d.Steps {
		v.Steps = append(v.Steps, s.In(string(l)))
	}
	for _, n := range d.Notes {
		v.Steps = append(v.Steps, n.In(string(l)))
	}
	if strings.HasPrefix(d.Rule, "asset.") {
		asset(l, d, &v)
	}
	switch d.Certainty {
	case law.Drafted:
		v.Uncertain = look.Say(l, "reports.due.draft")
	case law.Reported, law.Unknown:
		v.Uncertain = look.Say(l, "reports.due.reported")
	case law.Confirmed:
	}
	for i, p := range d.Provision {
		one := look.Provision{Cite: p.In(string(l)), Certainty: v.Certainty}
		if i == 0 {
			one.Quote = d.Quote
		}
		v.Law = append(v.Law, one)
	}
	return v
}

// FiledDue is by when something was to be filed that has arrived. Late is told, and nothing more.
func FiledDue(l look.Lang, d law.Due, arrived ident.Instant) look.Due {
	v := Due(l, d, law.DayOf(arrived))
	if v.Left, v.Tone = look.Say(l, "notification.in-time"), look.Good; d.Due.Before(law.DayOf(arrived)) {
		v.Left, v.Tone = look.Say(l, "notification.late"), look.Warn
	}
	return v
}

// asset says of a date of the notification (法4条) what is said of it alone, with the other readings of the same facts.
func asset(l look.Lang, d law.Due, v *look.Due) {
	v.Title = look.Say(l, "notification.due")
	v.Explained = look.Say(l, "notification.due.explained", "due", look.Day(l, d.Due), "name", d.Name.In(string(l)), "on", look.Day(l, d.On))
	for _, a := range d.Alternatives {
		key := "assess.due.other"
		if a.Passed {
			key = "assess.due.other.past"
		}
		v.Steps = append(v.Steps, look.Say(l, key, "day", look.DayBoth(l, a.Due), "why", strings.TrimRight(a.In(string(l)), "。.")))
	}
}

// Office is one office that has or will have a report, with the number that a telephone dials.
type Office struct {
	Title, Name, Phone string
	Gets               string   // the sections that it receives, when not all
	Copy               *Copy    // what it will see, when that is not all
	Held               []string // what is kept from it until when
	Opened             string   // when it opened the report
	Unopened           bool
}

// Copy is what one office will see of what is sent: nothing of a section that it does not receive, not even that there is one.
type Copy struct {
	Answers []look.Answer
	Files   []File
}

// Left says how many days are left until the end of a day.
func Left(l look.Lang, on, today law.Day) (string, look.Tone) {
	switch n := on.Since(today); {
	case n < 0:
		return look.Say(l, "reports.due.past"), look.Warn
	case n == 0:
		return look.Say(l, "reports.due.today"), look.Danger
	case n <= 7:
		return look.Say(l, "reports.due.left", "n", n), look.Warn
	default:
		return look.Say(l, "reports.due.left", "n", n), look.Info
	}
}

func certainty(c law.Certainty) look.Certainty {
	switch c {
	case law.Confirmed:
		return look.Confirmed
	case law.Reported:
		return look.Reported
	case law.Drafted:
		return look.DraftLaw
	case law.Unknown:
	}
	return look.Unknown
}

// Ago says how long ago something was, in words for a sentence; after a day the moment itself.
func Ago(l look.Lang, from, to ident.Instant) string {
	d := to.Time().Sub(from.Time())
	switch {
	case d < time.Hour:
		return look.Say(l, "reports.ago.minutes", "n", strconv.Itoa(max(1, int(d.Minutes()))))
	case d < 24*time.Hour:
		return look.Say(l, "reports.ago.hours", "n", strconv.Itoa(int(d.Hours())))
	}
	return look.Moment(l, from)
}
