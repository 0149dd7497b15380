package consult

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/consult"
	"kanmin/internal/flow/consulting"
)

// View is one consultation as its reader has it.
type View struct {
	Here, Key, Rev  string
	Heading, Number string
	Tags            []look.Tag
	Notices         []look.Notice
	Problems        look.Problems
	Asked           []look.Answer
	Answer          *Answer
	Said            []look.Event
	Speak           []Speech // what wants words
	Press           []Press  // what wants none
	Facts           *look.Table
	Sheet           *Sheet
	Versions        []look.Link
	Next            string // where a further version is sent; empty where it cannot be
	Links           []look.Link
	Propose         string      // where よくある相談 is proposed out of it; empty where it cannot be
	Written         []look.Todo // what was
}

// Answer is the answer that stands.
type Answer struct{ Text, By string }

// Speech is a form with words.
type Speech struct {
	Here, Key, Rev string
	Deed, Button   string
	Field          look.Field
	First          bool
	Fold           string // folded away below this; empty: it stands open
}

// Press is one step that may follow.
type Press struct{ Deed, Text, Note string }

// Sheet is the latest 範囲整理表 of a consultation.
type Sheet struct {
	Title    string
	Tag      look.Tag
	Says     string
	Lines    Lines
	Gone     *Lines // lines of the version before that are no longer there
	Version  int
	Rev      int
	Print    string
	Problems look.Problems
}

var doings = []string{"ask", "checking", "answered", "withdrawn", "reopened", "wrote", "sent", "marked"}

func (p Pages) view(r *gate.Request, c consult.Consultation, t Typed) View {
	side, why := c.SideOf(r.Scope.Org), admin.Why(r, t.Bad)
	v := View{Here: p.at(c.Number), Rev: strconv.Itoa(c.Rev), Heading: c.Subject, Number: string(c.Number), Tags: []look.Tag{Tag(r, c.State)}, Notices: admin.Says(r, t.Bad), Asked: p.asked(r, c), Said: said(r, c)}
	if what := r.URL.Query().Get("done"); t.Bad == nil && slices.Contains(doings, what) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("consult.done." + what)})
	}
	if a, ok := c.Answer(); ok {
		v.Answer = &Answer{a.Text, r.T("consult.answer.by", "office", look.Named(r.Lang, a.Body, a.BodyEn), "day", look.Day(r.Lang, dayOf(a.At)))}
	}
	if c.Facts != nil {
		v.Facts = factsTable(r, *c.Facts)
	}
	if r.Scope.Permit(consulting.MayAsk) == nil || p.Office {
		v.offer(r, c, side, t, why)
	}
	v.sheets(r, p, c, t, why)
	return v
}

// offer says what the reader may do now.
func (v *View) offer(r *gate.Request, c consult.Consultation, side consult.Side, t Typed, why map[string]string) {
	for _, d := range c.May(side) {
		name := string(d)
		if !d.Spoken() {
			v.Press = append(v.Press, Press{name, r.T("consult.do." + name), r.T("consult.do." + name + ".note")})
			continue
		}
		f := look.Field{Kind: look.Area, ID: name, Name: "text", Label: r.T("consult.say." + name), Hint: r.T("consult.say." + name + ".hint." + string(side)), Need: d != consult.Wrote, Limit: consult.TextLimit}
		s := Speech{Deed: name, Button: r.T("consult.do." + name), First: d == consult.Answered}
		if d == consult.Answered && c.State == consult.Done {
			s.Fold, s.First, s.Button = r.T("consult.answer.again"), false, r.T("consult.answer.again")
		}
		if t.Deed == d {
			f.Value, f.Error = t.Text, why["text"]
		}
		if f.Error != "" {
			v.Problems = append(v.Problems, look.ProblemsOf([]look.Field{f})...)
		}
		s.Field = f
		v.Speak = append(v.Speak, s)
	}
	if s := why["deed"]; s != "" {
		v.Problems = append(v.Problems, look.Problem{Text: s})
	}
	if side == consult.Operator && c.Can(side, consult.Sent) {
		v.Next = v.Here + "/send"
	}
}

// asked is what was asked, of whom.
func (p Pages) asked(r *gate.Request, c consult.Consultation) (list []look.Answer) {
	if p.Office {
		list = append(list, look.Answer{Question: r.T("consult.filer"), Text: look.Named(r.Lang, c.Filer, c.FilerEn)})
	}
	var names []string
	for _, o := range c.Offices {
		name := look.Named(r.Lang, o.Name, o.NameEn)
		if o.Phone != "" && !p.Office {
			name += " " + o.Phone
		}
		names = append(names, name)
	}
	return append(list, look.Answer{Question: r.T("consult.business"), Text: look.Capital(admin.SectorWords(r.Lang, c.Sector))}, look.Answer{Question: r.T("consult.question"), Text: c.Question},
		look.Answer{Question: r.T("consult.offices"), Text: strings.Join(names, r.T("consult.comma"))}, look.Answer{Question: r.T("consult.asked"), Text: look.Moment(r.Lang, c.AskedAt)})
}

// said is the conversation, oldest first.
func said(r *gate.Request, c consult.Consultation) []look.Event {
	list := []look.Event{{At: c.AskedAt, What: r.T("consult.deed.asked"), By: by(look.Named(r.Lang, c.Filer, c.FilerEn), c.Name), Done: true}}
	for _, e := range c.Said {
		ev := look.Event{At: e.At, What: r.T("consult.deed." + string(e.Deed)), By: by(look.Named(r.Lang, e.Body, e.BodyEn), e.Name), Text: e.SaidWords.Text, Done: true}
		switch e.Deed {
		case consult.Marked:
			ev.Text = r.T("consult.marked.n", "version", e.Version, "yes", e.Confirmed, "no", e.Questions)
		case consult.Sent:
			ev.What += " " + r.T("consult.version", "n", e.Version)
		case consult.Checks, consult.Answered, consult.Withdrawn, consult.Reopened, consult.Wrote:
		}
		list = append(list, ev)
	}
	return list
}

func by(body, name string) string {
	if name == "" {
		return body
	}
	return body + " " + name
}

// sheets are the versions; the latest stands on the page, as a form for the office.
func (v *View) sheets(r *gate.Request, p Pages, c consult.Consultation, t Typed, why map[string]string) {
	for i, h := range c.Sheets {
		if i == len(c.Sheets)-1 {
			s := sheetOf(r, h)
			s.Print = v.Here + "/sheets/" + strconv.Itoa(h.Version)
			if p.Office && c.Can(consult.Competent, consult.Marked) {
				s.form(h, t, why)
				v.Problems = append(v.Problems, s.Problems...)
			}
			v.Sheet = &s
			continue
		}
		v.Versions = append(v.Versions, look.Link{To: v.Here + "/sheets/" + strconv.Itoa(h.Version), Text: r.T("consult.version", "n", h.Version) + " (" + look.Moment(r.Lang, h.SentAt) + ")"})
	}
}

// sheetOf is a version as everybody reads it.
func sheetOf(r *gate.Request, h consult.Sheet) Sheet {
	s := Sheet{Title: r.T("consult.sheet") + " " + r.T("consult.version", "n", h.Version), Version: h.Version, Rev: h.Rev, Lines: linesOf(r, r.T("consult.sheet"), h.Lines, h.Stand)}
	s.Tag = look.Tag{Text: r.T("consult.stand.waiting"), Tone: look.Info}
	s.Says = r.T("consult.sheet.counts", "all", len(h.Lines), "yes", h.Count(consult.Confirmed), "no", h.Count(consult.Question), "rest", h.Count(consult.Waiting))
	if h.Settled {
		m := h.Last()
		s.Tag = look.Tag{Text: r.T("consult.stand.confirmed"), Tone: look.Good}
		s.Says = r.T("consult.sheet.settled", "day", look.Day(r.Lang, dayOf(h.SettledAt)), "office", look.Named(r.Lang, m.Office, m.OfficeEn))
	}
	if len(h.Gone) > 0 {
		gone := linesOf(r, r.T("consult.gone"), h.Gone, func(string) (consult.Standing, consult.Mark) { return consult.Drafting, consult.Mark{} })
		for i := range gone.Rows {
			gone.Rows[i].Stand = look.Tag{Text: r.T("consult.gone.tag"), Tone: look.Plain}
		}
		s.Gone = &gone
	}
	return s
}

// form gives each line a field, with what was typed.
func (s *Sheet) form(h consult.Sheet, t Typed, why map[string]string) {
	s.Lines.Marks = true
	for i := range s.Lines.Rows {
		row := &s.Lines.Rows[i]
		if typed, ok := t.Marks[row.ID]; ok {
			row.Typed = typed.Comment
			row.Chosen = "no"
			if typed.Confirmed {
				row.Chosen = "yes"
			}
		}
		if row.Error = why["comments["+strconv.Itoa(i)+"]"]; row.Error != "" {
			s.Problems = append(s.Problems, look.Problem{ID: "comments-" + strconv.Itoa(i), Label: where(h.Lines[i]), Text: row.Error})
		}
	}
	if bad := why["lines"]; bad != "" {
		s.Problems = append(s.Problems, look.Problem{ID: "sheet", Text: bad})
	}
}
