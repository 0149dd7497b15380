package api

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
	"kanmin/internal/flow/naming"
)

// NameIndex answers which product a name means (keep/index/names).
type NameIndex interface {
	Resolve(org ident.Org, p memory.Pair) (memory.Answer, error)
	Suggest(maker, typed string, n int) ([]lookup.Suggestion, error)
	Reached() int64
}

// NamesTx is what the lists of names are read from.
type NamesTx interface {
	OwnNames(before access.Cursor, limit int) ([]memory.Known, error)
	NamesOfAct(ident.Leaf) ([]memory.Known, error)
	Name(ident.Number, access.Permission) (memory.Known, error)
	OwnNameAsks(before access.Cursor, limit int) ([]memory.Ask, error)
	NameAsksOfAct(ident.Leaf) ([]memory.Ask, error)
	NameAsk(ident.Number, access.Permission) (memory.Ask, error)
}

// Naming are the flows and the index behind /products and /naming.
type Naming struct {
	Index    NameIndex
	Read     Reading[NamesTx]
	Steward  Reading[StewardTx]
	Decide   naming.Decide
	Withdraw naming.Withdraw
	Ask      naming.Ask
	TakeOff  naming.TakeOff
	Rule     naming.Rule
	Undo     naming.Undo
}

var (
	seeNames   = access.Permission{Action: access.Read, Object: access.Name}
	writeNames = access.Permission{Action: access.Write, Object: access.Name}
	askNames   = access.Permission{Action: access.Ask, Object: access.Name}
)

// suggestLimit bounds how many completions are given.
const suggestLimit = 50

func (a *API) names(t *table) {
	cell := map[string]any{"type": "string", "maxLength": memory.LongestCell}
	rows := func(props map[string]any, needed ...string) *huma.RequestBody {
		props["maker"], props["product"] = cell, cell
		one := objectSchema(props, append(needed, "product")...)
		return jsonBody(objectSchema(map[string]any{"rows": map[string]any{"type": "array", "minItems": 1, "maxItems": memory.MostAtOnce, "items": one}}, "rows"), true)
	}
	id := map[string]any{"type": "string", "description": "id of a candidate"}
	add(t, seeNames, huma.Operation{
		OperationID: "resolve-products", Method: http.MethodPost, Path: "/products/resolve", Tags: []string{"products"},
		Summary: "Which products do names mean? A POST, so that names stand in no address; it changes nothing", RequestBody: rows(map[string]any{}),
	}, a.resolve)
	add(t, seeNames, huma.Operation{
		OperationID: "suggest-products", Method: http.MethodPost, Path: "/products/suggest", Tags: []string{"products"},
		Summary:     "Complete a product while it is typed; it changes nothing",
		RequestBody: jsonBody(objectSchema(map[string]any{"maker": cell, "product": cell, "limit": map[string]any{"type": "integer", "minimum": 1, "maximum": suggestLimit}}, "product"), true),
	}, a.suggest)
	add(t, seeNames, huma.Operation{
		OperationID: "list-names", Method: http.MethodGet, Path: "/products/names", Tags: []string{"products"}, Summary: "What the organisation decided about names, newest first, undone decisions too",
	}, a.listNames)
	add(t, writeNames, huma.Operation{
		OperationID: "decide-names", Method: http.MethodPost, Path: "/products/names", DefaultStatus: http.StatusCreated, Tags: []string{"products"},
		Summary:     "Decide for the organisation: confirm (この製品です) or absent (どの辞書にもない)",
		RequestBody: rows(map[string]any{"kind": map[string]any{"enum": []string{string(memory.Confirm), string(memory.Absent)}}, "id": id}, "kind"),
	}, a.decideNames)
	add(t, writeNames, huma.Operation{
		OperationID: "withdraw-name", Method: http.MethodPost, Path: "/products/names/{number}/withdraw", Tags: []string{"products"}, Summary: "Undo a decision; an earlier one counts again",
	}, a.withdrawName)
	add(t, seeNames, huma.Operation{
		OperationID: "list-name-questions", Method: http.MethodGet, Path: "/products/questions", Tags: []string{"products"}, Summary: "Names sent to the steward (名寄せ担当), with the answers",
	}, a.listNameAsks)
	add(t, askNames, huma.Operation{
		OperationID: "ask-names", Method: http.MethodPost, Path: "/products/questions", DefaultStatus: http.StatusCreated, Tags: []string{"products"},
		Summary:     "Send names to the steward: it then reads exactly these rows",
		RequestBody: rows(map[string]any{"id": id, "note": map[string]any{"type": "string", "maxLength": memory.LongestNote}}),
	}, a.askNames)
	add(t, askNames, huma.Operation{
		OperationID: "withdraw-name-question", Method: http.MethodPost, Path: "/products/questions/{number}/withdraw", Tags: []string{"products"}, Summary: "Take a question back before it is answered",
	}, a.takeOffNameAsk)
	a.steward(t)
}

// rows reads {"rows": [{…}]}: objects of texts with these names. The places of faults are rows[i].name.
func (c *call) rows(names ...string) ([]map[string]string, error) {
	top, err := members(c.body, func(string) int { return 0 })
	if err != nil {
		return nil, err
	}
	for name := range top {
		if name != "rows" {
			return nil, invalid(clip(name), "fault.form.field", nil)
		}
	}
	var raw []json.RawMessage
	if top["rows"] == nil {
		return nil, invalid("rows", "fault.form.needed", nil)
	}
	if json.Unmarshal(top["rows"], &raw) != nil {
		return nil, invalid("rows", "fault.json.list", nil)
	}
	if err := memory.CheckAtOnce(len(raw)); err != nil {
		return nil, err
	}
	list := make([]map[string]string, len(raw))
	for i, r := range raw {
		path := "rows[" + strconv.Itoa(i) + "]"
		sub := call{Request: c.Request, body: r}
		row := map[string]*string{}
		for _, n := range names {
			row[n] = new(string)
		}
		if err := sub.texts(row, nil, nil); err != nil {
			return nil, under(path, err)
		}
		list[i] = map[string]string{}
		for n, v := range row {
			list[i][n] = *v
		}
	}
	return list, nil
}

func pairOf(row map[string]string) memory.Pair {
	return memory.Pair{Maker: row["maker"], Product: row["product"]}
}

// Candidate is a product that a name may mean.
type Candidate struct {
	ID          string   `json:"id" example:"fortinet/fortigate-60f"`
	Maker       string   `json:"maker"`
	Name        string   `json:"name"`
	CPE         []string `json:"cpe" doc:"vendor:product, several for one identity"`
	Probability float64  `json:"probability,omitempty" doc:"absent where a person decided"`
	Why         []string `json:"why,omitempty" doc:"codes of reasons: name-equal, maker-missing …"`
}

// Resolved is the answer to one row.
type Resolved struct {
	Maker      string      `json:"maker"`
	Product    string      `json:"product"`
	Bound      bool        `json:"bound" doc:"the first candidate is what the name means"`
	By         string      `json:"by" enum:"dictionary,own,all,nobody" doc:"who says so: the dictionary alone, the organisation, the steward for all; nobody: a person has to choose"`
	Decided    string      `json:"decided,omitempty" enum:"adopt,offer,none" doc:"what was decided; none: in no dictionary; offer: candidates only"`
	Candidates []Candidate `json:"candidates" doc:"at most five; none: no dictionary has it"`
	Versions   []string    `json:"versions,omitempty"`
	Remarks    []string    `json:"remarks,omitempty" doc:"empty, digits, signs, form: the product's cell names no product; maker: the maker's cell names nobody; person: it looks like a person's name"`
	Said       []string    `json:"said,omitempty" doc:"the remarks as sentences, in the language asked for"`
	Problem    *RowProblem `json:"problem,omitempty" doc:"why the row could not be read"`
}

// RowProblem is why a row could not be read.
type RowProblem struct {
	Code   string     `json:"code"`
	Field  string     `json:"field,omitempty"`
	Detail string     `json:"detail"`
	Args   fault.Args `json:"args,omitempty"`
}

type resolveOut struct {
	Body struct {
		Rows    []Resolved `json:"rows"`
		Reached int64      `json:"reached" doc:"index of the log's last entry that the answers rest on"`
	}
}

func (a *API) resolve(c *call, _ *struct{}) (*resolveOut, error) {
	rows, err := c.rows("maker", "product")
	if err != nil {
		return nil, err
	}
	out := &resolveOut{}
	out.Body.Reached = a.Naming.Index.Reached()
	for _, row := range rows {
		one, err := a.resolveOne(c, pairOf(row))
		if err != nil {
			return nil, err
		}
		out.Body.Rows = append(out.Body.Rows, one)
	}
	return out, nil
}

func (a *API) resolveOne(c *call, p memory.Pair) (Resolved, error) {
	v := Resolved{Maker: p.Maker, Product: p.Product, By: "nobody", Candidates: []Candidate{}}
	r, err := a.Naming.Index.Resolve(c.Scope.Org, p)
	if e, ok := err.(*fault.Error); ok && e.Kind == fault.Invalid && len(e.Fields) > 0 { //nolint:errorlint // the index returns it bare
		f := e.Fields[0]
		v.Problem = &RowProblem{Code: f.Code, Field: f.Path, Detail: c.Why(f), Args: f.Args}
		return v, nil
	}
	if err != nil {
		return v, err
	}
	if r.Damage != spelling.Sound {
		v.Problem = &RowProblem{
			Code: memory.Damaged, Field: r.Damaged, Detail: look.Damaged(c.Lang, r.Damage), Args: fault.Args{"kind": string(r.Damage)},
		}
		return v, nil
	}
	v.Bound, v.Versions = r.Bound, r.Versions
	switch {
	case r.By != memory.ByNobody:
		v.By, v.Decided = string(r.By), string(r.Decided)
	case r.Bound:
		v.By = "dictionary"
	}
	for _, k := range r.Candidates {
		v.Candidates = append(v.Candidates, candidate(k))
	}
	for _, m := range r.Remarks {
		v.Remarks, v.Said = append(v.Remarks, string(m)), append(v.Said, look.Remark(c.Lang, m))
	}
	if r.Product != nil && r.By != memory.ByNobody {
		v.Candidates[0].Probability = 0
	}
	return v, nil
}

func candidate(k lookup.Candidate) Candidate {
	c := Candidate{ID: string(k.ID), Maker: k.Maker, Name: k.Name, CPE: k.CPE, Probability: float64(int(k.Probability*10000+0.5)) / 10000}
	if c.CPE == nil {
		c.CPE = []string{}
	}
	for _, w := range k.Why {
		c.Why = append(c.Why, w.Code)
	}
	return c
}

// Name is a decision of the organisation about a name.
type Name struct {
	Number    string `json:"number" example:"名-R8-7K4M-2QXD-W"`
	ASCII     string `json:"number_ascii"`
	Maker     string `json:"maker"`
	Product   string `json:"product"`
	Kind      string `json:"kind" enum:"confirm,absent"`
	State     string `json:"state" enum:"standing,undone"`
	Is        *Named `json:"is,omitempty" doc:"the product, for confirm"`
	By        string `json:"by,omitempty"`
	DecidedAt string `json:"decided_at" format:"date-time"`
	UndoneBy  string `json:"undone_by,omitempty"`
	UndoneAt  string `json:"undone_at,omitempty" format:"date-time"`
}

// Named is a product as it was called on the day of a decision.
type Named struct {
	ID    string `json:"id"`
	Maker string `json:"maker"`
	Name  string `json:"name"`
}

func namedView(n memory.Named) *Named {
	if n.ID == "" {
		return nil
	}
	return &Named{ID: string(n.ID), Maker: n.Maker, Name: n.Name}
}

func nameView(k memory.Known) Name {
	v := Name{
		Number: string(k.Number), ASCII: k.Number.ASCII(), Maker: k.Maker, Product: k.Pair.Product, Kind: string(k.Kind), State: string(k.State), Is: namedView(k.Product),
		By: k.Name, DecidedAt: clock(k.DecidedAt), UndoneBy: k.Ender,
	}
	if k.EndedAt != 0 {
		v.UndoneAt = clock(k.EndedAt)
	}
	return v
}

type (
	namesOut struct {
		Body struct {
			Names []Name `json:"names"`
			Next  string `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
		}
	}
	nameOut struct{ Body Name }
)

func (a *API) listNames(c *call, in *listIn) (*namesOut, error) {
	limit, before, err := in.page()
	if err != nil {
		return nil, err
	}
	var list []memory.Known
	err = a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) (err error) {
		list, err = tx.OwnNames(before, limit+1)
		return err
	})
	out := &namesOut{}
	out.Body.Names = []Name{}
	if len(list) > limit {
		list = list[:limit]
		out.Body.Next = access.Cursor{At: list[limit-1].DecidedAt, ID: string(list[limit-1].ID)}.String()
	}
	for _, k := range list {
		out.Body.Names = append(out.Body.Names, nameView(k))
	}
	return out, err
}

func (a *API) decideNames(c *call, _ *acting) (*namesOut, error) {
	rows, err := c.rows("maker", "product", "kind", "id")
	if err != nil {
		return nil, err
	}
	choices := make([]naming.Choice, len(rows))
	for i, row := range rows {
		choices[i] = naming.Choice{Pair: pairOf(row), Kind: memory.Kind(row["kind"]), Product: product.ID(row["id"])}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	leaf, err := a.Naming.Decide.Do(c.Context(), c.Scope, key, choices)
	if err != nil {
		return nil, err
	}
	out := &namesOut{}
	return out, a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) error {
		list, err := tx.NamesOfAct(leaf)
		for _, k := range list {
			out.Body.Names = append(out.Body.Names, nameView(k))
		}
		return err
	})
}

func (a *API) withdrawName(c *call, in *numberedAct) (*nameOut, error) {
	n, err := c.onNumber(in, a.Naming.Withdraw.Do)
	if err != nil {
		return nil, err
	}
	out := &nameOut{}
	return out, a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) error {
		k, err := tx.Name(n, seeNames)
		out.Body = nameView(k)
		return err
	})
}
