// Package naming is 製品名の名寄せ for its steward (名寄せ担当, 内閣府): what organisations asked, grouped by spelling, decided once
// for all, with history and undo. It sees what was sent by an explicit press, and nothing else of anybody.
package naming

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	flow "kanmin/internal/flow/naming"
)

// Tx is what the pages read.
type Tx interface {
	DeskNameAsks(limit int) ([]memory.Ask, error)
	NameRules(before access.Cursor, limit int) ([]memory.Rule, error)
	NameRule(ident.Number, access.Permission) (memory.Rule, error)
	NameRuleOfAct(ident.Leaf) (memory.Rule, error)
}

// Page is filled in by serve.
type Page struct {
	Read  func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Index naming.Index
	Rule  flow.Rule
	Undo  flow.Undo
}

var (
	mayRead   = access.Permission{Action: access.Read, Object: access.Naming}
	mayDecide = access.Permission{Action: access.Decide, Object: access.Naming}
)

// Routes returns the pages' routes.
func (p Page) Routes() []gate.Route {
	const body = 512 << 10
	return []gate.Route{
		{Pattern: "GET " + naming.DeskPath, Needs: mayRead, Handle: p.list},
		{Pattern: "POST " + naming.DeskPath, Needs: mayRead, Body: 64 << 10, Handle: p.list},
		{Pattern: "POST " + naming.DeskPath + "/suggest", Needs: mayRead, Body: 64 << 10, Handle: p.suggest},
		{Pattern: "GET " + naming.DeskPath + "/{number}", Needs: mayDecide, Handle: p.group},
		{Pattern: "POST " + naming.DeskPath + "/{number}", Needs: mayDecide, Body: body, Handle: p.check},
		{Pattern: "POST " + naming.DeskPath + "/{number}/decide", Needs: mayDecide, Body: body, Handle: p.decide},
		{Pattern: "GET " + naming.RuledPath, Needs: mayRead, Handle: p.ruled},
		{Pattern: "GET " + naming.RuledPath + "/{number}", Needs: mayRead, Handle: p.one},
		{Pattern: "POST " + naming.RuledPath + "/{number}/undo", Needs: mayDecide, Handle: p.undo},
	}
}

// Bounds of the list.
const (
	asksRead = 2000 // questions that are grouped at once, the oldest
	shown    = 50   // groups
	near     = 0.05 // the least probability of a product that a card names
)

type view struct {
	Tabs   look.Tabs
	Notice *look.Notice
	Count  string
	Limits []string
	Search []look.Field
	Groups []card
	Empty  *look.Empty
	None   string
}

// card is one group of the list.
type card struct {
	Number, Written, Asks, Variants, First, Why, Since string
	Open                                               string
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("cabinet/naming", source)

// tabs are the steward's pages.
func tabs(r *gate.Request, now string) look.Tabs {
	return look.Tabs{Label: r.T("naming.desk.tabs"), List: []look.NavItem{
		{Text: r.T("naming.desk.waiting"), To: naming.DeskPath, Now: now == naming.DeskPath},
		{Text: r.T("naming.desk.decided"), To: naming.RuledPath, Now: now == naming.RuledPath},
	}}
}

// groups reads what waits.
func (p Page) groups(r *gate.Request) (groups []memory.Group, asks int, err error) {
	var list []memory.Ask
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.DeskNameAsks(asksRead)
		return err
	})
	return memory.Groups(list), len(list), err
}

// filters are what the list can be narrowed to.
var filters = []struct{ value, key string }{
	{"", "naming.desk.filter.all"}, {"some", "naming.desk.filter.some"}, {"none", "naming.desk.filter.none"}, {"many", "naming.desk.filter.many"},
}

func (p Page) list(w http.ResponseWriter, r *gate.Request) error {
	words, filter := "", ""
	if r.Method == http.MethodPost {
		form, err := r.Fields()
		if err != nil {
			return err
		}
		words, filter = form.Get("q"), form.Get("show")
	}
	groups, asks, err := p.groups(r)
	if err != nil {
		return err
	}
	if r.Method == http.MethodPost && r.PostForm.Get("do") == "csv" {
		return p.export(w, r, groups, words, filter)
	}
	v := view{Tabs: tabs(r, naming.DeskPath), Count: r.T("naming.desk.count", "asks", asks, "groups", len(groups)), Search: search(r, words, filter)}
	if n, err := ident.ParseNumber(r.URL.Query().Get("decided")); err == nil {
		v.Notice = &look.Notice{
			Tone: look.Good, Title: r.T("naming.ruled.now", "number", string(n)), Assert: true, Link: look.Link{To: naming.RuledPath + "/" + n.ASCII(), Text: r.T("naming.ruled.title")},
		}
	}
	if len(groups) == 0 {
		v.Empty = &look.Empty{Title: r.T("naming.desk.empty"), Text: []string{r.T("naming.desk.empty.text")}}
	}
	if asks == asksRead {
		v.Limits = append(v.Limits, r.T("naming.desk.limit", "n", asksRead))
	}
	if err := p.cards(r, &v, groups, words, filter); err != nil {
		return err
	}
	if len(groups) > 0 && len(v.Groups) == 0 {
		v.None = r.T("naming.known.nothing")
	}
	return page.Write(w, r.Frame("naming.desk.title"), v)
}

// matching gives the groups that match, each with the product that is closest; nil when none is near.
func (p Page) matching(r *gate.Request, groups []memory.Group, words, filter string, each func(memory.Group, *lookup.Candidate) (more bool)) error {
	groups = slices.DeleteFunc(groups, func(g memory.Group) bool { return !g.Matches(words) || filter == "many" && g.Orgs < 2 })
	for _, g := range groups {
		a, err := p.Index.Resolve(r.Scope.Org, g.Pairs[0])
		if err != nil {
			return err
		}
		var closest *lookup.Candidate
		if len(a.Candidates) > 0 && a.Candidates[0].Probability >= near {
			closest = &a.Candidates[0]
		}
		if filter == "some" && closest == nil || filter == "none" && closest != nil {
			continue
		}
		if !each(g, closest) {
			break
		}
	}
	return nil
}

// cards fills in the groups that match, at most a page of them.
func (p Page) cards(r *gate.Request, v *view, groups []memory.Group, words, filter string) error {
	return p.matching(r, groups, words, filter, func(g memory.Group, closest *lookup.Candidate) bool {
		if len(v.Groups) == shown {
			v.Limits = append(v.Limits, r.T("naming.desk.more", "n", shown))
			return false
		}
		c := card{
			Number: string(g.Number()), Written: naming.Written(r, g.Pairs[0]), Asks: r.T("naming.desk.asks", "asks", len(g.Asks), "orgs", g.Orgs),
			First: r.T("naming.desk.first.none"), Since: r.T("naming.desk.since", "at", look.Moment(r.Lang, g.Asks[0].AskedAt)), Open: naming.DeskPath + "/" + g.Number().ASCII(),
		}
		if len(g.Pairs) > 1 {
			c.Variants = r.T("naming.desk.variants", "n", len(g.Pairs))
		}
		if closest != nil {
			c.First = r.T("naming.desk.first", "name", naming.Called(r, closest.Called))
			c.Why = strings.Join([]string{likely(r, closest.Probability), naming.Why(r, *closest)}, " ・ ")
		}
		v.Groups = append(v.Groups, c)
		return true
	})
}

// likely is a probability in whole percent, never 0 and never 100: nothing is certain here.
func likely(r *gate.Request, p float64) string {
	return r.T("naming.group.likely", "p", strconv.Itoa(min(max(int(p*100), 1), 99)))
}

func search(r *gate.Request, words, filter string) []look.Field {
	show := look.Field{Kind: look.Select, ID: "show", Label: r.T("naming.desk.filter"), Width: look.Mid}
	for _, f := range filters {
		show.Options = append(show.Options, look.Option{Value: f.value, Label: r.T(f.key), Chosen: f.value == filter})
	}
	return []look.Field{{Kind: look.Line, ID: "q", Label: r.T("naming.desk.search"), Value: words, Width: look.Mid}, show}
}
