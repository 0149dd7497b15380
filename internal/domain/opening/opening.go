package opening

import (
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/text"
)

// Reach is how wide an audience is.
type Reach string

// The audiences, the narrowest first: where several acts speak of a function, the narrowest counts.
const (
	OneOrg    Reach = "org"      // one organisation
	Ministry  Reach = "ministry" // the operators of one ministry
	OneKind   Reach = "kind"     // one kind of organisation
	Everybody Reach = "everybody"
)

// Reaches lists them, the narrowest first.
var Reaches = []Reach{OneOrg, Ministry, OneKind, Everybody}

// Audience is to whom an act of opening speaks. Of is an organisation, a ministry or a kind; empty for everybody.
type Audience struct {
	Reach Reach
	Of    string
}

// Words are what an act says to people.
type Words struct {
	Ground  string `json:"ground"`            // why, for those who manage openings
	When    string `json:"when,omitempty"`    // 令和9年春ごろ, where no day is fixed
	Form    string `json:"form,omitempty"`    // which form to use until then
	Address string `json:"address,omitempty"` // where to send it until then
}

// The bounds of the words, in characters.
const (
	GroundLimit = 500
	WhenLimit   = 40
	UntilLimit  = 300
)

// Act is one act by which a function was opened or closed: who, for whom, from when until when, on what ground.
type Act struct {
	ID       ident.Object
	Function Function
	Audience Audience
	Open     bool
	FromAt   ident.Instant
	UntilAt  ident.Instant // 0: no end is known
	Words    Words

	At      ident.Instant // when it was entered
	Org     ident.Org
	By      string
	EndedAt ident.Instant // 0: not taken back
	EndedBy string
}

// counts reports whether the act speaks at an instant.
func (a Act) counts(at ident.Instant) bool {
	return a.EndedAt == 0 && a.FromAt <= at && (a.UntilAt == 0 || at < a.UntilAt)
}

// before orders acts of which several speak: the narrowest audience, then the latest entry.
func before(a, b Act) int {
	if x, y := slices.Index(Reaches, a.Audience.Reach), slices.Index(Reaches, b.Audience.Reach); x != y {
		return x - y
	}
	if a.At != b.At {
		return int(min(max(b.At-a.At, -1), 1))
	}
	return strings.Compare(string(b.ID), string(a.ID))
}

// State is how a function stands for somebody at an instant.
type State struct {
	Open    bool
	OpensAt ident.Instant // when it will open, where that is entered; only while it is closed
	EndsAt  ident.Instant // when this state ends, where that is known
	Words   Words         // of the act that closed it, or that opens it
}

// For judges a function on the acts that speak to somebody, in any order. Without one, what is built is open and what is not
// is closed; what is not built is never open.
func (f Function) For(acts []Act, at ident.Instant) State {
	if f == House {
		return State{Open: true}
	}
	k, ok := Find(f)
	s := State{Open: ok && k.Built}
	list := slices.DeleteFunc(slices.Clone(acts), func(a Act) bool { return a.Function != f })
	slices.SortFunc(list, before)
	if i := slices.IndexFunc(list, func(a Act) bool { return a.counts(at) }); i >= 0 {
		s = State{Open: list[i].Open && k.Built, EndsAt: list[i].UntilAt, Words: list[i].Words}
	}
	if s.Open {
		return s
	}
	for _, a := range list { // the first day on which it opens
		if a.Open && a.EndedAt == 0 && a.FromAt > at && (s.OpensAt == 0 || a.FromAt < s.OpensAt) {
			s.OpensAt = a.FromAt
		}
	}
	return s
}

// Anybody judges whether a function is open to somebody at all; acts are those of every audience.
func (f Function) Anybody(acts []Act, at ident.Instant) bool {
	if f.For(slices.DeleteFunc(slices.Clone(acts), func(a Act) bool { return a.Audience.Reach != Everybody }), at).Open {
		return true
	}
	k, _ := Find(f)
	return k.Built && slices.ContainsFunc(acts, func(a Act) bool { return a.Function == f && a.Open && a.counts(at) })
}

// Decision is what somebody enters.
type Decision struct {
	Function Function
	Audience Audience
	Open     bool
	From     law.Day // zero: at once
	Until    law.Day // the last day; zero: no end
	Words    Words
}

// Check judges a decision as it was typed, for somebody of a kind of organisation, on a day. It returns an Invalid fault with
// every place. Whether a ministry is competent for an operator is not judged here.
func (d *Decision) Check(by party.Kind, org ident.Org, today law.Day) error {
	var l fault.List
	k, ok := Find(d.Function)
	switch {
	case !ok:
		l.Add("function", "fault.form.needed", nil)
	case d.Open && !k.Built:
		l.Add("open", "fault.opening.unbuilt", nil)
	}
	d.Audience.Of = strings.TrimSpace(d.Audience.Of)
	switch {
	case !slices.Contains(Reaches, d.Audience.Reach):
		l.Add("reach", "fault.form.needed", nil)
	case d.Audience.Reach == Everybody:
		d.Audience.Of = ""
	case d.Audience.Reach == OneKind && !slices.Contains(register.Kinds, party.Kind(d.Audience.Of)), d.Audience.Of == "" || len(d.Audience.Of) > 60:
		l.Add("of", "fault.form.needed", nil)
	}
	if by != party.Platform { // a ministry, for those for whom it is competent
		if !d.Open {
			l.Add("open", "fault.opening.platform", nil)
		}
		if d.Audience.Reach == OneKind || d.Audience.Reach == Everybody || d.Audience.Reach == Ministry && d.Audience.Of != string(org) {
			l.Add("reach", "fault.opening.audience", nil)
		}
	}
	if !d.From.IsZero() && d.From.Before(today) {
		l.Add("from", "fault.opening.past", nil)
	}
	if last := d.Until; !last.IsZero() && (last.Before(today) || last.Before(d.From)) {
		l.Add("until", "fault.opening.order", nil)
	}
	d.words(&l)
	return l.Err()
}

func (d *Decision) words(l *fault.List) {
	for _, w := range []struct {
		id    string
		text  *string
		limit int
	}{{"ground", &d.Words.Ground, GroundLimit}, {"when", &d.Words.When, WhenLimit}, {"form", &d.Words.Form, UntilLimit}, {"address", &d.Words.Address, UntilLimit}} {
		*w.text = strings.TrimSpace(*w.text)
		text.Check(l, w.id, *w.text, w.limit)
	}
	if text.Blank(d.Words.Ground) {
		l.Add("ground", "fault.form.needed", nil)
	}
}
