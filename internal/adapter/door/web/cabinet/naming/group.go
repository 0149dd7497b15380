package naming

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	flow "kanmin/internal/flow/naming"
)

// What the choice may say beside the id of a product.
const (
	chooseNone  = "-"
	chooseOffer = "?"
	chooseOther = "+" // the one that was picked in the fields
)

// typed is what the form holds.
type typed struct {
	choice, why, seen, key string
	maker, product, picked string
}

func readForm(form url.Values) typed {
	t := typed{
		choice: form.Get("choice"), why: strings.TrimSpace(strings.ReplaceAll(form.Get("why"), "\r\n", "\n")), seen: form.Get("seen"), key: form.Get("key"),
		maker: form.Get("maker"), product: form.Get("product"), picked: form.Get("picked"),
	}
	if t.choice == "" && t.picked != "" { // picked below, and the choice above it left open
		t.choice = chooseOther
	}
	return t
}

// ruling is what is decided about the questions that were shown.
func (t typed) ruling() flow.Ruling {
	u := flow.Ruling{Kind: memory.Adopt, Product: product.ID(t.choice), Why: t.why}
	for n := range strings.FieldsSeq(t.seen) {
		number, _ := ident.ParseNumber(n) // what is no number is no question: the flow finds it absent
		u.Asks = append(u.Asks, number)
	}
	switch t.choice {
	case chooseNone:
		u.Kind, u.Product = memory.None, ""
	case chooseOffer:
		u.Kind, u.Product = memory.Offer, ""
	case chooseOther:
		u.Product = product.ID(t.picked)
	}
	return u
}

// seen are the questions of a group as its form carries them: nothing is decided that was not shown.
func seen(g memory.Group) string {
	var b strings.Builder
	for _, n := range g.Numbers() {
		b.WriteString(string(n) + " ")
	}
	return strings.TrimSpace(b.String())
}

// groupView is one group with its questions, or the decision as it will stand.
type groupView struct {
	titleKey string
	Title    string
	Number   string
	Here     string
	Notice   *look.Notice
	Problems look.Problems
	Pairs    []string
	Rows     *look.Table
	Choice   look.Field
	Picker   look.Picker
	Why      look.Field
	Hidden   []look.Field
	Answers  []look.Answer // the decision, on the page before deciding
	Told     []string
}

//go:embed group.tmpl
var groupSource string

var groupPage = look.Parse[groupView]("cabinet/naming/group", groupSource)

// find is the group to which the question of the address belongs now.
func (p Page) find(r *gate.Request) (g memory.Group, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return g, fault.Absent() // an address, not something typed into a field
	}
	groups, _, err := p.groups(r)
	if err != nil {
		return g, err
	}
	for _, g := range groups {
		for _, a := range g.Asks {
			if a.Number == n {
				return g, nil
			}
		}
	}
	return g, fault.Absent()
}

func (p Page) group(w http.ResponseWriter, r *gate.Request) error {
	g, err := p.find(r)
	if err != nil {
		return err
	}
	v, err := p.formView(r, g, typed{})
	if err != nil {
		return err
	}
	return v.write(w, r, http.StatusOK)
}

func (v groupView) write(w http.ResponseWriter, r *gate.Request, status int) error {
	f := r.Frame(v.titleKey, "name", v.Title).With(look.Link{To: naming.DeskPath, Text: r.T("naming.desk.title")}, look.Link{Text: v.Number}).About(v.Number)
	return groupPage.WriteStatus(w, status, f, v)
}

func begin(r *gate.Request, g memory.Group, t typed) groupView {
	return groupView{
		titleKey: "naming.group.title", Title: naming.Written(r, g.Pairs[0]), Number: string(g.Number()), Here: naming.DeskPath + "/" + g.Number().ASCII(),
		Hidden: []look.Field{{Kind: look.Hidden, Name: "seen", Value: seen(g)}, {Kind: look.Hidden, Name: "key", Value: t.key}},
	}
}

func (p Page) formView(r *gate.Request, g memory.Group, t typed) (v groupView, err error) {
	if t.key == "" {
		if t.key, err = r.NewKey(); err != nil {
			return v, err
		}
	}
	v = begin(r, g, t)
	a, err := p.Index.Resolve(r.Scope.Org, g.Pairs[0])
	if err != nil {
		return v, err
	}
	v.Choice = look.Field{Kind: look.Radio, ID: "choice", Label: r.T("naming.group.choice"), Need: true}
	for i, o := range naming.Options(r, a.Candidates, t.choice) {
		o.Note = likely(r, a.Candidates[i].Probability) + " ・ " + o.Note
		v.Choice.Options = append(v.Choice.Options, o)
	}
	for _, o := range [][3]string{{chooseOther, "naming.group.other", "naming.group.other.note"}, {chooseOffer, "naming.group.offer", ""}, {chooseNone, "naming.group.none", ""}} {
		option := look.Option{Value: o[0], Label: r.T(o[1]), Chosen: t.choice == o[0]}
		if o[2] != "" {
			option.Note = r.T(o[2])
		}
		v.Choice.Options = append(v.Choice.Options, option)
	}
	v.Picker = look.NewPicker(r.Lang, "", naming.DeskPath+"/suggest")
	v.Picker.Maker.Value, v.Picker.Product.Value, v.Picker.Picked = t.maker, t.product, t.picked
	v.Picker.Product.Need = false
	v.Why = look.Field{Kind: look.Area, ID: "why", Label: r.T("naming.group.why"), Hint: r.T("naming.group.why.hint"), Value: t.why, Free: true}
	for _, pair := range g.Pairs {
		v.Pairs = append(v.Pairs, naming.Written(r, pair))
	}
	v.Rows = rows(r, g)
	return v, nil
}

// rows are the questions behind the group: the counts are theirs.
func rows(r *gate.Request, g memory.Group) *look.Table {
	t := &look.Table{Caption: r.T("naming.group.rows", "n", len(g.Asks)), Heads: []look.Head{
		{Text: r.T("naming.col.number")}, {Text: r.T("naming.group.org")}, {Text: r.T("naming.col.written")}, {Text: r.T("naming.group.note")}, {Text: r.T("naming.col.at")},
	}}
	for _, a := range g.Asks {
		org, note := a.Asker, a.Note
		if r.Lang == look.En && a.AskerEn != "" {
			org = a.AskerEn
		}
		if a.Proposed.ID != "" {
			note = strings.TrimSpace(note + "\n" + r.T("naming.proposed", "name", naming.Product(r, a.Proposed)))
		}
		t.Rows = append(t.Rows, []look.Cell{
			{Text: string(a.Number), Ref: true}, {Text: org}, {Text: naming.Written(r, a.Pair)}, {Text: note}, {Text: look.Moment(r.Lang, a.AskedAt)},
		})
	}
	return t
}

// check shows the decision as it will stand, or the form again.
func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	g, err := p.find(r)
	if err != nil {
		return err
	}
	t := readForm(form)
	picker, err := naming.Fill(r.Lang, look.NewPicker(r.Lang, "", naming.DeskPath+"/suggest"), p.Index, form.Get)
	if err != nil {
		return err
	}
	if picker.Asked || form.Get("pick") != "" {
		t.maker, t.product, t.picked, t.choice = picker.Maker.Value, picker.Product.Value, picker.Picked, chooseOther
	}
	if picker.Asked || form.Get("pick") != "" || form.Get("do") == "change" {
		v, err := p.formView(r, g, t)
		if err != nil {
			return err
		}
		v.Picker.Asked, v.Picker.List = picker.Asked, picker.List
		return v.write(w, r, http.StatusOK)
	}
	if bad := t.wrong(r); len(bad) > 0 {
		return p.refuse(w, r, g, t, bad)
	}
	v, err := p.checkView(r, g, t)
	if err != nil {
		return err
	}
	return v.write(w, r, http.StatusOK)
}

// wrong names what is missing.
func (t typed) wrong(r *gate.Request) (bad look.Problems) {
	switch {
	case t.choice == "":
		bad = append(bad, look.Problem{ID: "choice", Label: r.T("naming.group.choice"), Text: r.T("naming.group.choose")})
	case t.choice == chooseOther && t.picked == "":
		bad = append(bad, look.Problem{ID: "product", Label: r.T("naming.group.other"), Text: r.T("naming.group.pick")})
	}
	if e, ok := errors.AsType[*fault.Error]((memory.RuleSays{Kind: memory.None, Why: t.why}).Check()); ok {
		for _, f := range e.Fields {
			bad = append(bad, look.Problem{ID: "why", Label: r.T("naming.group.why"), Text: r.Why(f)})
		}
	}
	return bad
}

func (p Page) refuse(w http.ResponseWriter, r *gate.Request, g memory.Group, t typed, bad look.Problems) error {
	v, err := p.formView(r, g, t)
	if err != nil {
		return err
	}
	v.Problems = bad
	for _, b := range bad {
		switch b.ID {
		case "choice":
			v.Choice.Error = b.Text
		case "product":
			v.Picker.Product.Error = b.Text
		case "why":
			v.Why.Error = b.Text
		}
	}
	return v.write(w, r, http.StatusUnprocessableEntity)
}

func (p Page) checkView(r *gate.Request, g memory.Group, t typed) (v groupView, err error) {
	u := t.ruling()
	v = begin(r, g, t)
	v.titleKey, v.Title = "naming.group.check.title", r.T("naming.group.check.title")
	says := memory.RuleSays{Kind: u.Kind, Why: u.Why}
	note := ""
	if u.Product != "" {
		c, err := p.Index.Find(u.Product)
		if err != nil {
			return v, err
		}
		says.Product = memory.Named{ID: c.ID, Maker: c.Maker, Name: c.Name}
		note = naming.Codes(r, c)
	}
	var written []string
	for _, pair := range g.Pairs {
		written = append(written, naming.Written(r, pair))
	}
	v.Answers = []look.Answer{
		{Question: r.T("naming.group.pairs"), Text: strings.Join(written, "\n")}, {Question: r.T("naming.group.choice"), Text: naming.Rule(r, says), Note: note},
		{Question: r.T("naming.group.why"), Text: says.Why},
	}
	v.Told = []string{r.T("naming.group.told", "n", len(g.Asks)), r.T("naming.group.told.own")}
	for _, f := range [][2]string{{"choice", t.choice}, {"why", t.why}, {"maker", t.maker}, {"product", t.product}, {"picked", t.picked}} {
		v.Hidden = append(v.Hidden, look.Field{Kind: look.Hidden, Name: f[0], Value: f[1]})
	}
	return v, nil
}

func (p Page) decide(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	t := readForm(form)
	key, err := r.Key(sha256.Sum256([]byte(strings.Join([]string{r.PathValue("number"), t.seen, t.choice, t.picked, t.why}, "\n"))))
	if err != nil {
		return err
	}
	u := t.ruling()
	if n, err := ident.ParseNumber(r.PathValue("number")); err != nil || !slices.Contains(u.Asks, n) {
		return fault.Absent() // the address names one question and the form others
	}
	leaf, err := p.Rule.Do(r.Context(), r.Scope, key, u)
	if err == nil {
		return p.decided(w, r, leaf)
	}
	g, gone := p.find(r)
	if gone != nil { // somebody else was quicker
		return err
	}
	if fault.Is(err, fault.Invalid) {
		return p.refuse(w, r, g, t, t.wrong(r))
	}
	if !fault.Is(err, fault.Conflict) && !fault.Is(err, fault.Hidden) {
		return err
	}
	t.key = ""
	v, err := p.formView(r, g, t)
	if err != nil {
		return err
	}
	v.Notice = &look.Notice{Tone: look.Warn, Title: r.T("naming.group.changed"), Assert: true}
	return v.write(w, r, http.StatusConflict)
}

func (p Page) decided(w http.ResponseWriter, r *gate.Request, leaf ident.Leaf) error {
	var rule memory.Rule
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		rule, err = tx.NameRuleOfAct(leaf)
		return err
	})
	if err != nil {
		return err
	}
	return gate.See(w, naming.DeskPath+"?decided="+rule.Number.ASCII())
}

func (p Page) suggest(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	list, err := p.Index.Suggest(form.Get("maker"), form.Get("product"), naming.Suggested)
	if err != nil {
		return err
	}
	return groupPage.WriteFragment(w, r.Frame("naming.desk.title"), "picker-options", naming.Picks(r.Lang, list))
}
