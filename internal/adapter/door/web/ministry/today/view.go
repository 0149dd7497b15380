package today

import (
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	consulted "kanmin/internal/adapter/door/web/consult"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	helping "kanmin/internal/adapter/door/web/support"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

func reportTo(l filing.Line) string { return "/ministry/reports/" + l.Number.ASCII() }

// name is the filer as the reader's language writes it, and who answers for the report where it passed on.
func name(r *gate.Request, l filing.Line) string {
	return reporting.Held(r, look.Named(r.Lang, l.Filer.Name, l.Filer.NameEn), l.Filing)
}

func (d desk) view(r *gate.Request, before access.Cursor) List {
	var l List
	first := before == (access.Cursor{})
	if first {
		l.Status = r.T("desk.status", "unopened", look.Number(d.unopenedAll), "unread", look.Number(d.unreadAll), "waiting", look.Number(d.waitingAll))
		n := d.numbers()
		l.Morning = r.T("desk.morning", "now", look.Number(n.Now), "arrived", look.Number(n.Arrived), "soon", look.Number(n.Soon))
		l.tasks(r, d)
		if d.unopenedAll > len(d.unopened) {
			l.More = r.T("desk.more", "n", look.Number(d.unopenedAll-len(d.unopened)))
		}
		if d.unopenedAll+d.unreadAll+d.waitingAll == 0 {
			l.Empty = quiet(r, len(d.recent) == 0)
		}
	} else {
		l.Newest = Path
	}
	if len(d.recent) > 0 {
		l.Recent = d.table(r)
	}
	if d.next != (access.Cursor{}) {
		l.Older = Path + "?before=" + writeCursor(d.next)
	}
	return l
}

// tasks lists what is to be done, what nobody has opened first, the newest of it on top.
func (l *List) tasks(r *gate.Request, d desk) {
	for _, f := range d.unopened {
		l.Unopened = append(l.Unopened, look.Todo{
			What: name(r, f), Ref: string(f.Number), Tag: d.what(r, f),
			Until: r.T("desk.arrived", "at", look.Moment(r.Lang, f.ArrivedAt)), Note: elapsed(r, f.ArrivedAt),
			To: look.Link{To: reportTo(f), Text: r.T("desk.open")}, Alert: true,
		})
	}
	for _, q := range d.unread {
		l.Unread = append(l.Unread, look.Todo{
			What: name(r, q.about), Ref: string(q.Number), Tag: kindTag(r, q.Kind), Until: r.T("desk.answered", "at", look.Moment(r.Lang, q.AnsweredAt)),
			To: look.Link{To: reportTo(q.about) + "#" + q.Number.ASCII(), Text: r.T("desk.read")}, Alert: true,
		})
	}
	for _, f := range d.phoned {
		l.Phoned = append(l.Phoned, look.Todo{
			What: name(r, f), Ref: string(f.Number), Tag: reporting.TakenTag(r, f.Telephone, f.Taken), Until: r.T("desk.arrived", "at", look.Moment(r.Lang, f.ArrivedAt)),
			To: look.Link{To: reportTo(f), Text: r.T("desk.see")},
		})
	}
	for _, s := range d.support {
		l.Support = append(l.Support, helping.Todo(r, s))
	}
	for _, c := range d.consults {
		if c.State.Open() {
			l.Consults = append(l.Consults, consulted.Todo(r, c))
		}
	}
	for _, q := range d.waiting {
		t := look.Todo{
			What: name(r, q.about), Ref: string(q.Number), Tag: kindTag(r, q.Kind), Until: r.T("desk.asked", "at", look.Moment(r.Lang, q.AskedAt)),
			To: look.Link{To: reportTo(q.about) + "#" + q.Number.ASCII(), Text: r.T("desk.see")},
		}
		if !q.AnswerBy.IsZero() {
			t.Note = r.T("desk.wished", "day", look.Day(r.Lang, q.AnswerBy))
			if q.AnswerBy.Before(law.DayOf(r.Now)) {
				t.Note += " " + r.T("desk.wished.past")
			}
		}
		l.Waiting = append(l.Waiting, t)
	}
}

// what names the procedure of what arrived; a 速報 stands out.
func (d desk) what(r *gate.Request, l filing.Line) look.Tag {
	of := d.kinds[l.Kind]
	if of.Urgent {
		return look.Tag{Text: of.Name.In(string(r.Lang)), Tone: look.Danger}
	}
	return look.Tag{Text: of.Name.In(string(r.Lang)), Tone: look.Info}
}

// kindTag names a question in one word.
func kindTag(r *gate.Request, k request.Kind) look.Tag {
	if k == request.Fix {
		return look.Tag{Text: r.T("officer.fix"), Tone: look.Warn}
	}
	return look.Tag{Text: r.T("officer.enquiry"), Tone: look.Info}
}

// elapsed says how long ago a report arrived. A 速報 is never late: it is a length, not a judgement.
func elapsed(r *gate.Request, at ident.Instant) string {
	d := r.Now.Time().Sub(at.Time())
	switch {
	case d < time.Minute:
		return r.T("desk.elapsed.now")
	case d < time.Hour:
		return r.T("desk.elapsed.minutes", "n", int(d.Minutes()))
	case d < 24*time.Hour:
		return r.T("desk.elapsed.hours", "n", int(d.Hours()), "m", int(d.Minutes())%60)
	}
	return r.T("desk.elapsed.days", "n", int(d.Hours())/24)
}

// officeName says whose desk it is: the office, in the reader's language.
func (d desk) officeName(r *gate.Request) string {
	if r.Lang == look.En && d.office.En != "" {
		return d.office.En
	}
	return d.office.Ja
}

func (d desk) table(r *gate.Request) *look.Table {
	t := &look.Table{
		Caption: r.T("desk.recent"), Hide: true,
		Heads: []look.Head{{Text: r.T("desk.number")}, {Text: r.T("desk.filer")}, {Text: r.T("desk.kind")}, {Text: r.T("desk.state")}, {Text: r.T("desk.at")}},
	}
	for _, l := range d.recent {
		state := reporting.Taken(r, l, d.state(r, l))
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(l.Number), To: reportTo(l), Ref: true}, {Text: name(r, l)}, {Text: d.what(r, l).Text}, {Tag: &state}, {Text: look.Second(r.Lang, l.ArrivedAt)},
		})
	}
	return t
}

// state is where a report stands for this office, in the words of the sections above.
func (d desk) state(r *gate.Request, l filing.Line) look.Tag {
	switch {
	case d.fresh[l.Filing.ID]:
		return look.Tag{Text: r.T("desk.unopened"), Tone: look.Danger}
	case d.open[l.Filing.ID]:
		return look.Tag{Text: r.T("desk.waiting"), Tone: look.Info}
	case l.State == filing.FixAsked:
		return look.Tag{Text: r.T("officer.state.fix-asked"), Tone: look.Warn}
	case l.State == filing.Fixed:
		return look.Tag{Text: r.T("officer.state.fixed"), Tone: look.Good}
	case l.State == filing.Withdrawn:
		return look.Tag{Text: r.T("officer.state.withdrawn"), Tone: look.Plain}
	case l.State == filing.Checked:
		return look.Tag{Text: r.T("officer.state.checked"), Tone: look.Good}
	}
	return look.Tag{Text: r.T("desk.opened"), Tone: look.Plain}
}

// quiet is what a desk without work says: by day, by night, and before the first report.
func quiet(r *gate.Request, none bool) *look.Empty {
	e := &look.Empty{Title: r.T("desk.quiet"), Text: []string{r.T("desk.quiet.text")}}
	if h := r.Now.Japan().Hour(); h < 8 || h >= 19 {
		e.Title = r.T("desk.night")
	}
	if none {
		e.Text = []string{r.T("desk.none.text")}
	}
	e.Text = append(e.Text, r.T("desk.refresh.text"))
	return e
}

// Cursors in addresses: instant and id.
func writeCursor(c access.Cursor) string { return strconv.FormatInt(int64(c.At), 36) + "." + c.ID }

func readCursor(s string) (c access.Cursor, err error) {
	if s == "" {
		return c, nil
	}
	at, id, ok := strings.Cut(s, ".")
	n, err := strconv.ParseInt(at, 36, 64)
	if err != nil || !ok || n <= 0 || len(id) > 60 || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		return c, invalidCursor()
	}
	return access.Cursor{At: ident.Instant(n), ID: id}, nil
}
