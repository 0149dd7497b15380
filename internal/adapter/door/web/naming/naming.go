// Package naming owns what the pages about names of products (製品名の名寄せ) share: how an answer of the index, a decision and a
// question are said, and where the pages are.
package naming

import (
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

// Addresses of the pages.
const (
	LookupPath  = "/naming/lookup"
	SuggestPath = "/naming/suggest"
	KnownPath   = "/naming/known"
	AskedPath   = "/naming/asked"
	DeskPath    = "/cabinet/naming"
	RuledPath   = DeskPath + "/decided"
)

// Index answers which product a name means (keep/index/names).
type Index interface {
	Resolve(org ident.Org, p memory.Pair) (memory.Answer, error)
	Suggest(maker, typed string, n int) ([]lookup.Suggestion, error)
	Find(id product.ID) (lookup.Candidate, error)
}

// Suggested is how many completions are shown.
const Suggested = 8

// Tabs are the pages of an organisation, with the one that is open.
func Tabs(r *gate.Request, now string) look.Tabs {
	return look.Tabs{Label: r.T("naming.tabs"), List: []look.NavItem{
		{Text: r.T("naming.tab.lookup"), To: LookupPath, Now: now == LookupPath},
		{Text: r.T("naming.tab.known"), To: KnownPath, Now: now == KnownPath},
		{Text: r.T("naming.tab.asked"), To: AskedPath, Now: now == AskedPath},
	}}
}

// Written is a pair on one line, as it was written.
func Written(r *gate.Request, p memory.Pair) string {
	maker := strings.TrimSpace(p.Maker)
	if maker == "" {
		maker = r.T("naming.maker.none")
	}
	return maker + " / " + strings.TrimSpace(p.Product)
}

// Product is the product of a decision in words; none is どの辞書にもない.
func Product(r *gate.Request, n memory.Named) string {
	if n.ID == "" {
		return r.T("naming.product.absent")
	}
	return n.Maker + " / " + n.Name
}

// State is the state of a decision.
func State(r *gate.Request, s memory.State) look.Tag {
	if s == memory.Undone {
		return look.Tag{Text: r.T("naming.state.undone")}
	}
	return look.Tag{Text: r.T("naming.state.standing"), Tone: look.Good}
}

// AskState is the state of a question.
func AskState(r *gate.Request, s memory.AskState) look.Tag {
	switch s {
	case memory.Answered:
		return look.Tag{Text: r.T("naming.state.answered"), Tone: look.Good}
	case memory.TakenOff:
		return look.Tag{Text: r.T("naming.state.withdrawn")}
	case memory.Waiting:
	}
	return look.Tag{Text: r.T("naming.state.waiting"), Tone: look.Info}
}

// Rule is a decision for all in words.
func Rule(r *gate.Request, s memory.RuleSays) string {
	switch s.Kind {
	case memory.Adopt:
		return r.T("naming.rule.adopt", "name", Product(r, s.Product))
	case memory.Offer:
		return r.T("naming.rule.offer")
	case memory.None:
	}
	return r.T("naming.rule.none")
}

// Unlikely is the probability below which a candidate is said to be an unlikely one.
const Unlikely = 0.05

// Called is a product of the dictionary in the reader's language.
func Called(r *gate.Request, c lookup.Called) string {
	maker, name := c.In(string(r.Lang))
	return maker + " / " + name
}

// codesShown bounds the codes of a candidate on a page.
const codesShown = 3

// Codes are the CPE codes of a candidate in words.
func Codes(r *gate.Request, c lookup.Candidate) string {
	if len(c.CPE) == 0 {
		return r.T("naming.code.none")
	}
	text := strings.Join(c.CPE[:min(len(c.CPE), codesShown)], ", ")
	if len(c.CPE) > codesShown {
		text += " …"
	}
	return r.T("naming.code", "text", text)
}

// Why are the reasons for a candidate on one line.
func Why(r *gate.Request, c lookup.Candidate) string {
	var list []string
	for _, w := range c.Why {
		list = append(list, w.Text.In(string(r.Lang)))
	}
	return strings.Join(list, r.T("naming.and"))
}

// Options are candidates as choices, each with why.
func Options(r *gate.Request, list []lookup.Candidate, chosen string) []look.Option {
	var out []look.Option
	for _, c := range list {
		why, codes := Why(r, c), ""
		if len(c.CPE) > 0 || why == "" { // that there is none is one of the reasons
			codes = Codes(r, c)
		}
		note := why
		switch {
		case why == "":
			note = codes
		case codes != "":
			note = r.T("naming.note", "why", why, "codes", codes)
		}
		if c.Probability < Unlikely {
			note = r.T("naming.unlikely", "note", note)
		}
		out = append(out, look.Option{Value: string(c.ID), Label: Called(r, c.Called), Note: note, Chosen: string(c.ID) == chosen})
	}
	return out
}

// Picks are completions as a picker shows them, in the reader's language.
func Picks(lang look.Lang, list []lookup.Suggestion) []look.Pick {
	picks := make([]look.Pick, len(list))
	for i, s := range list {
		picks[i].ID = string(s.ID)
		picks[i].Maker, picks[i].Name = s.In(string(lang))
	}
	return picks
}

// Fill puts what was typed into a picker, and completions when the button asked for them or chose one.
func Fill(lang look.Lang, p look.Picker, x Index, get func(string) string) (look.Picker, error) {
	p.Maker.Value, p.Product.Value, p.Picked = get(p.Maker.InputName()), get(p.Product.InputName()), get(p.PickedName)
	if pick := get("pick"); pick != "" {
		c, err := x.Find(product.ID(pick))
		if err == nil {
			p.Maker.Value, p.Product.Value = c.In(string(lang))
			p.Picked = pick
		}
		return p, nil //nolint:nilerr // an identity that nobody offered fills nothing
	}
	if get("do") != "suggest" {
		return p, nil
	}
	list, err := x.Suggest(p.Maker.Value, p.Product.Value, Suggested)
	p.Asked, p.List = true, Picks(lang, list)
	return p, err
}
