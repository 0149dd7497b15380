package support

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// View is one wish for help as its reader has it.
type View struct {
	Here, Key, Rev  string
	Heading, Number string
	Tags            []look.Tag
	Holds           string // who has it in hand, since when
	Notices         []look.Notice
	Problems        look.Problems
	Wish            []Asked
	Said            []look.Event
	Text            *look.Field // of a message; nil for who may not, and after the end
	Moves           []Press
	Decline         *look.Field // reason; nil where it is not offered
	Mates           *look.Field // to whom it may be handed
	Shares          []Shared
	Share           string // where a report is shown to a helper; empty where it cannot be
	ShareNote       string // why
	Own             bool
}

// doings are what an address says was done, for the sentence above the page.
var doings = []string{"ask", "write", "move", "hand", "share", "unshare"}

// Asked is one part of what was asked for; To leads to the report.
type Asked struct{ Question, Text, To string }

// Press is one step that may follow.
type Press struct{ Deed, Text, Note string }

// Shared is a helper to which the report is shown.
type Shared struct{ Name, Says, Helper string }

func (p Pages) view(r *gate.Request, o opened, typed string, bad error) View {
	side, why := o.SideOf(r.Scope.Org), admin.Why(r, bad)
	v := View{
		Here: p.at(o.Number), Rev: strconv.Itoa(o.Rev), Heading: r.T("support.own.heading"), Number: string(o.Number), Tags: Tags(r, o.Support), Holds: holds(r, o.Support), Notices: admin.Says(r, bad), Own: !p.Office,
	}
	if p.Office {
		v.Heading = look.Named(r.Lang, o.Filer, o.FilerEn)
	}
	if what := r.URL.Query().Get("done"); bad == nil && slices.Contains(doings, what) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("support.done." + what)})
	}
	v.Wish, v.Said = p.wish(r, o), said(r, o)
	if r.Scope.Permit(supporting.MayAsk) == nil && !p.Office || p.Office {
		p.offer(r, o, side, &v)
		if v.Text != nil {
			v.Text.Value, v.Text.Error = typed, why["text"]
			v.Problems = append(v.Problems, look.ProblemsOf([]look.Field{*v.Text})...)
		}
		if v.Decline != nil {
			v.Decline.Error = why["reason"]
			v.Problems = append(v.Problems, look.ProblemsOf([]look.Field{*v.Decline})...)
		}
		if v.Mates != nil {
			v.Mates.Error = why["to"]
			v.Problems = append(v.Problems, look.ProblemsOf([]look.Field{*v.Mates})...)
		}
	}
	if s := why["deed"]; s != "" {
		v.Problems = append(v.Problems, look.Problem{Text: s})
	}
	if !p.Office {
		p.shared(r, o, &v)
	}
	return v
}

// offer says what the reader may do now.
func (p Pages) offer(r *gate.Request, o opened, side support.Side, v *View) {
	if o.State != support.Ended {
		v.Text = &look.Field{Kind: look.Area, ID: "text", Label: r.T("support.message"), Hint: map[support.Side]string{support.Operator: r.T("support.message.hint.operator"), support.Competent: r.T("support.message.hint.office"), support.Helper: r.T("support.message.hint.helper")}[side], Limit: support.TextLimit}
	}
	for _, d := range o.Open(side) {
		if d == support.Declined {
			v.Decline = &look.Field{Kind: look.Area, ID: "reason", Label: r.T("support.decline.reason"), Hint: r.T("support.decline.hint"), Need: true, Limit: support.TextLimit}
			continue
		}
		v.Moves = append(v.Moves, Press{Deed: string(d), Text: r.T("support.do." + string(d)), Note: r.T("support.do." + string(d) + ".note")})
	}
	if len(o.mates) > 1 {
		f := look.Field{Kind: look.Select, ID: "to", Label: r.T("support.hand.to"), Need: true, Width: look.Mid, Options: []look.Option{{Value: "", Label: r.T("support.hand.choose")}}}
		for _, m := range o.mates {
			f.Options = append(f.Options, look.Option{Value: string(m.Person), Label: m.Name})
		}
		v.Mates = &f
	}
}

// shared lists to which helpers the report is shown, and where another is chosen.
func (p Pages) shared(r *gate.Request, o opened, v *View) {
	for _, h := range o.Shares {
		if h.EndedAt != 0 {
			continue
		}
		var parts []string
		for _, s := range h.Sections {
			parts = append(parts, reporting.PartName(r.Lang, o.of.Form, s))
		}
		v.Shares = append(v.Shares, Shared{look.Named(r.Lang, h.Name, h.NameEn), r.T("support.shared.what", "sections", strings.Join(parts, r.T("support.comma")), "at", look.Moment(r.Lang, h.At)), string(h.HelperOrg)})
	}
	switch {
	case o.State == support.Ended || r.Scope.Permit(supporting.MayAsk) != nil:
	case o.Report == "":
		v.ShareNote = r.T("support.share.unsent")
	case len(o.to) == 0:
		v.ShareNote = r.T("support.share.nobody")
	default:
		v.Share = v.Here + "/share"
	}
}

// Tags are the state and the urgency of a wish; the urgency is over with the end.
func Tags(r *gate.Request, s support.Support) []look.Tag {
	state := look.Tag{Text: r.T("support.state." + string(s.State)), Tone: map[support.State]look.Tone{support.Received: look.Warn, support.Arranging: look.Info, support.Working: look.Good, support.Ended: look.Plain}[s.State]}
	if s.State == support.Ended {
		return []look.Tag{state}
	}
	return []look.Tag{state, Urgent(r, s.Urgency)}
}

// Urgent is an urgency in one word.
func Urgent(r *gate.Request, u support.Urgency) look.Tag {
	return look.Tag{Text: r.T("support.urgency." + string(u)), Tone: map[support.Urgency]look.Tone{support.Now: look.Danger, support.Today: look.Warn, support.Calm: look.Plain}[u]}
}

// holds says who has it in hand and since when it stands as it does.
func holds(r *gate.Request, s support.Support) string {
	since := look.Moment(r.Lang, s.MovedAt)
	h := s.Holder()
	switch {
	case s.State == support.Ended:
		return r.T("support.holds.ended", "at", since)
	case h.Org != "":
		who := look.Named(r.Lang, h.Body, h.BodyEn)
		if h.Name != "" {
			who += " " + h.Name
		}
		return r.T("support.holds", "who", who, "at", since)
	}
	var names []string
	for _, o := range s.Offices {
		names = append(names, look.Named(r.Lang, o.Name, o.NameEn))
	}
	return r.T("support.holds.nobody", "who", strings.Join(names, r.T("support.comma")), "at", since)
}

func kinds(r *gate.Request, list []support.Kind) string {
	var words []string
	for _, k := range list {
		words = append(words, r.T("support.kind."+string(k)))
	}
	return strings.Join(words, r.T("support.comma"))
}

// wish is what was asked for.
func (p Pages) wish(r *gate.Request, o opened) []Asked {
	list := []Asked{
		{r.T("support.kinds"), kinds(r, o.Kinds), ""}, {r.T("support.contact"), o.Contact, ""}, {r.T("support.urgency"), r.T("support.urgency." + string(o.Urgency)), ""},
		{r.T("support.asked"), look.Moment(r.Lang, o.AskedAt), ""},
	}
	if o.Words.Text != "" {
		list = append(list, Asked{r.T("support.text"), o.Words.Text, ""})
	}
	if o.AboutNumber == "" {
		return list
	}
	a := Asked{r.T("support.about"), string(o.AboutNumber), ""}
	switch {
	case p.Office:
		a.To = "/ministry/reports/" + o.AboutNumber.ASCII()
	case o.Report != "":
		a.To = reporting.ReportAt(o.AboutNumber)
	default:
		a.Text += "\n" + r.T("support.about.draft")
	}
	return append(list, a)
}

// said is the conversation, oldest first.
func said(r *gate.Request, o opened) []look.Event {
	list := []look.Event{{At: o.AskedAt, What: r.T("support.deed.asked"), By: by(look.Named(r.Lang, o.Filer, o.FilerEn), o.Name), Done: true}}
	for _, e := range o.Said {
		ev := look.Event{At: e.At, What: r.T("support.deed." + string(e.Deed)), By: by(look.Named(r.Lang, e.Body, e.BodyEn), e.Name), Text: e.SaidWords.Text, Done: true}
		if e.Deed == support.Handed && e.To != "" {
			ev.Text = r.T("support.handed.to", "name", e.To)
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

func lines(s string) string { return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n")) }

func count(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return -1 // no revision
	}
	return n
}

// wrong is what is wrong with each field.
func wrong(r *gate.Request, bad error) map[string]string {
	why := map[string]string{}
	for path, said := range admin.Why(r, bad) {
		at, _, _ := strings.Cut(path, "[")
		why[at] = said
	}
	return why
}
