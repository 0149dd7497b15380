package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/naming"
)

// StewardTx is what the steward's lists are read from.
type StewardTx interface {
	DeskNameAsks(limit int) ([]memory.Ask, error)
	NameRules(before access.Cursor, limit int) ([]memory.Rule, error)
	NameRuleOfAct(ident.Leaf) (memory.Rule, error)
	NameRule(ident.Number, access.Permission) (memory.Rule, error)
}

var (
	seeNaming   = access.Permission{Action: access.Read, Object: access.Naming}
	decideNames = access.Permission{Action: access.Decide, Object: access.Naming}
)

// asksGrouped bounds the questions that are grouped at once, the oldest first.
const asksGrouped = 2000

func (a *API) steward(t *table) {
	text := map[string]any{"type": "string"}
	add(t, seeNaming, huma.Operation{
		OperationID: "list-naming", Method: http.MethodGet, Path: "/naming/groups", Tags: []string{"naming"},
		Summary: "製品名の名寄せ: what organisations asked, grouped by normalised text, the largest group first",
	}, a.listGroups)
	add(t, seeNaming, huma.Operation{
		OperationID: "list-naming-decisions", Method: http.MethodGet, Path: "/naming/decisions", Tags: []string{"naming"}, Summary: "Decisions for all, newest first, undone ones too",
	}, a.listRules)
	add(t, decideNames, huma.Operation{
		OperationID: "decide-naming", Method: http.MethodPost, Path: "/naming/decisions", DefaultStatus: http.StatusCreated, Tags: []string{"naming"},
		Summary: "Decide for all what the names of these questions mean",
		RequestBody: jsonBody(objectSchema(map[string]any{
			"questions": map[string]any{"type": "array", "items": text, "minItems": 1}, "kind": map[string]any{"enum": []string{string(memory.Adopt), string(memory.Offer), string(memory.None)}},
			"id": text, "why": map[string]any{"type": "string", "maxLength": memory.LongestNote},
		}, "questions", "kind"), true),
	}, a.rule)
	add(t, decideNames, huma.Operation{
		OperationID: "undo-naming-decision", Method: http.MethodPost, Path: "/naming/decisions/{number}/undo", Tags: []string{"naming"}, Summary: "Undo a decision for all; its questions wait again",
	}, a.undoRule)
}

// Spelling is one way of writing.
type Spelling struct {
	Maker   string `json:"maker"`
	Product string `json:"product"`
}

// NameGroup is questions that mean one name.
type NameGroup struct {
	Spellings     []Spelling     `json:"spellings"`
	Organisations int            `json:"organisations"`
	Questions     []NameQuestion `json:"questions"`
	Candidates    []Candidate    `json:"candidates"`
}

type groupsOut struct {
	Body struct {
		Groups []NameGroup `json:"groups"`
		More   bool        `json:"more,omitempty" doc:"there are more questions than are grouped at once; decide some to see them"`
	}
}

func spellings(list []memory.Pair) []Spelling {
	out := make([]Spelling, len(list))
	for i, p := range list {
		out[i] = Spelling{p.Maker, p.Product}
	}
	return out
}

func (a *API) listGroups(c *call, in *listIn) (*groupsOut, error) {
	limit, _, err := in.page()
	if err != nil {
		return nil, err
	}
	var asks []memory.Ask
	err = a.Naming.Steward(c.Context(), c.Scope, func(tx StewardTx) (err error) {
		asks, err = tx.DeskNameAsks(asksGrouped)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &groupsOut{}
	out.Body.Groups = []NameGroup{}
	groups := memory.Groups(asks)
	out.Body.More = len(asks) == asksGrouped || len(groups) > limit
	for _, g := range groups[:min(len(groups), limit)] {
		v := NameGroup{Spellings: spellings(g.Pairs), Organisations: g.Orgs, Candidates: []Candidate{}}
		for _, q := range g.Asks {
			one := questionView(q)
			one.Asker = q.Asker
			v.Questions = append(v.Questions, one)
		}
		r, err := a.Naming.Index.Resolve(c.Scope.Org, g.Pairs[0])
		if err != nil {
			return nil, err
		}
		for _, k := range r.Candidates {
			v.Candidates = append(v.Candidates, candidate(k))
		}
		out.Body.Groups = append(out.Body.Groups, v)
	}
	return out, nil
}

// NameDecision is a decision for all.
type NameDecision struct {
	Number    string     `json:"number" example:"名-R8-7K4M-2QXD-W"`
	ASCII     string     `json:"number_ascii"`
	State     string     `json:"state" enum:"standing,undone"`
	Spellings []Spelling `json:"spellings"`
	Answer    NameAnswer `json:"answer"`
	Questions int        `json:"questions" doc:"how many it answered"`
	By        string     `json:"by,omitempty"`
	UndoneBy  string     `json:"undone_by,omitempty"`
	UndoneAt  string     `json:"undone_at,omitempty" format:"date-time"`
}

func ruleView(r memory.Rule) NameDecision {
	v := NameDecision{
		Number: string(r.Number), ASCII: r.Number.ASCII(), State: string(r.State), Spellings: spellings(r.Pairs), Answer: *answerView(r.RuleSays), Questions: r.Asks, By: r.Name, UndoneBy: r.Ender,
	}
	v.Answer.At = clock(r.DecidedAt)
	if r.EndedAt != 0 {
		v.UndoneAt = clock(r.EndedAt)
	}
	return v
}

type (
	rulesOut struct {
		Body struct {
			Decisions []NameDecision `json:"decisions"`
			Next      string         `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
		}
	}
	ruleOut struct{ Body NameDecision }
)

func (a *API) listRules(c *call, in *listIn) (*rulesOut, error) {
	limit, before, err := in.page()
	if err != nil {
		return nil, err
	}
	var list []memory.Rule
	err = a.Naming.Steward(c.Context(), c.Scope, func(tx StewardTx) (err error) {
		list, err = tx.NameRules(before, limit+1)
		return err
	})
	out := &rulesOut{}
	out.Body.Decisions = []NameDecision{}
	if len(list) > limit {
		list = list[:limit]
		out.Body.Next = access.Cursor{At: list[limit-1].DecidedAt, ID: string(list[limit-1].ID)}.String()
	}
	for _, r := range list {
		out.Body.Decisions = append(out.Body.Decisions, ruleView(r))
	}
	return out, err
}

func (a *API) rule(c *call, _ *acting) (*ruleOut, error) {
	var kind, id, why string
	var questions []string
	err := c.texts(map[string]*string{"kind": &kind, "id": &id, "why": &why}, map[string]*[]string{"questions": &questions}, map[string]int{"why": memory.LongestNote})
	if err != nil {
		return nil, err
	}
	u := naming.Ruling{Kind: memory.RuleKind(kind), Product: product.ID(id), Why: why}
	for _, q := range questions {
		n, err := number("questions", q)
		if err != nil {
			return nil, err
		}
		u.Asks = append(u.Asks, n)
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	leaf, err := a.Naming.Rule.Do(c.Context(), c.Scope, key, u)
	if err != nil {
		return nil, renamed(err, "asks", "questions")
	}
	out := &ruleOut{}
	return out, a.Naming.Steward(c.Context(), c.Scope, func(tx StewardTx) error {
		r, err := tx.NameRuleOfAct(leaf)
		out.Body = ruleView(r)
		return err
	})
}

// renamed gives a place of a flow the name that the body has for it.
func renamed(err error, from, to string) error {
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of the flow, bare
		for i := range e.Fields {
			if e.Fields[i].Path == from {
				e.Fields[i].Path = to
			}
		}
	}
	return err
}

func (a *API) undoRule(c *call, in *numberedAct) (*ruleOut, error) {
	n, err := c.onNumber(in, a.Naming.Undo.Do)
	if err != nil {
		return nil, err
	}
	out := &ruleOut{}
	return out, a.Naming.Steward(c.Context(), c.Scope, func(tx StewardTx) error {
		r, err := tx.NameRule(n, seeNaming)
		out.Body = ruleView(r)
		return err
	})
}
