package lookup

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/naming"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/product/spelling"
)

// query is one pair to look up, with the product that was picked from the completions.
type query struct {
	memory.Pair
	picked string
}

// result is what was found.
type result struct {
	Many   bool
	Counts []look.Tag
	Said   string
	Rows   []row
}

// row is the answer to one pair.
type row struct {
	N        int
	Maker    string // as written, carried through
	Product  string
	Written  string
	State    look.Tag
	Said     []string
	Is       string // what it is bound to
	IsNote   string
	Choice   *look.Field // nil when there is nothing to choose
	Why      []look.Option
	Versions string
}

// What a choice may say beside the id of a product.
const (
	chooseLater  = ""
	chooseAbsent = "-"
	chooseAsk    = "?"
)

func (p Page) resolve(r *gate.Request, asked []query, many bool) (*result, error) {
	v := &result{Many: many}
	times := map[look.Tag]int{}
	var order []look.Tag
	for i, q := range asked {
		one, err := p.row(r, i, q, many)
		if err != nil {
			return nil, err
		}
		if times[one.State] == 0 {
			order = append(order, one.State)
		}
		times[one.State]++
		v.Rows = append(v.Rows, one)
	}
	if many {
		v.Said = r.T("naming.count", "n", len(asked))
		for _, t := range order {
			v.Counts = append(v.Counts, look.Tag{Text: t.Text + " " + strconv.Itoa(times[t]), Tone: t.Tone})
		}
	}
	return v, nil
}

func (p Page) row(r *gate.Request, n int, q query, many bool) (row, error) {
	v := row{N: n, Maker: q.Maker, Product: q.Product, Written: naming.Written(r, q.Pair)}
	var l fault.List
	q.Pair.Check(&l, "")
	a, err := p.Index.Resolve(r.Scope.Org, q.Pair)
	if e, ok := err.(*fault.Error); ok && e.Kind == fault.Invalid { //nolint:errorlint // the index returns it bare
		l.Fields = e.Fields
	} else if err != nil {
		return v, err
	}
	if len(l.Fields) > 0 {
		v.State = look.Tag{Text: r.T("naming.state.unread"), Tone: look.Danger}
		for _, f := range l.Fields {
			v.Said = append(v.Said, cellNamed(r, f.Path)+": "+r.Why(f))
		}
		return v, nil
	}
	v.Versions = strings.Join(a.Versions, ", ")
	p.pick(&a, q.picked)
	v.say(r, a)
	if a.Damage == spelling.Sound {
		v.choose(r, a, q.picked, many)
	}
	return v, nil
}

// pick puts a product that was picked among the candidates first, if it is not there.
func (p Page) pick(a *memory.Answer, picked string) {
	if picked == "" {
		return
	}
	for _, c := range a.Candidates {
		if string(c.ID) == picked {
			return
		}
	}
	if c, err := p.Index.Find(product.ID(picked)); err == nil {
		a.Candidates = append([]lookup.Candidate{c}, a.Candidates...)
	}
}

// restore marks what a form had chosen before. The rows are those that again made of it.
func (v *result) restore(form url.Values) {
	at := 0
	for i := range memory.MostAtOnce {
		n := "." + strconv.Itoa(i)
		if !form.Has("product" + n) {
			continue
		}
		choice := form.Get("choice" + n)
		if v.Many && form.Has("ask"+n) {
			choice = chooseAsk
		}
		if f := v.Rows[at].Choice; f != nil {
			for j := range f.Options {
				f.Options[j].Chosen = choice != "" && f.Options[j].Value == choice
			}
		}
		at++
	}
}

// nameless reports that the product's cell names no product: what the dictionary has is then beside the point.
func nameless(list []memory.Remark) bool {
	return slices.ContainsFunc(list, func(m memory.Remark) bool {
		return m == memory.NoProduct || m == memory.OnlyDigits || m == memory.OnlySigns || m == memory.OnlyForm
	})
}

// cellNamed is what the page calls a cell.
func cellNamed(r *gate.Request, cell string) string {
	return r.T(map[string]string{"maker": "picker.maker", "product": "picker.product"}[cell])
}

// say puts the answer into words.
func (v *row) say(r *gate.Request, a memory.Answer) {
	at := look.Moment(r.Lang, a.At)
	tell := func(state string, tone look.Tone, sentence string) {
		v.State, v.Said = look.Tag{Text: r.T(state), Tone: tone}, append(v.Said, r.T(sentence, "at", at))
	}
	switch {
	case a.Damage != spelling.Sound:
		v.State = look.Tag{Text: r.T("naming.state.unread"), Tone: look.Danger}
		v.Said = append(v.Said, cellNamed(r, a.Damaged)+": "+look.Damaged(r.Lang, a.Damage))
		return
	case a.By == memory.ByOwn && a.Product != nil:
		tell("naming.state.known", look.Info, "naming.said.own")
	case a.By == memory.ByAll && a.Product != nil:
		tell("naming.state.all", look.Info, "naming.said.all")
	case a.By == memory.ByOwn && a.Decided == memory.None:
		tell("naming.state.known", look.Info, "naming.said.own.none")
	case a.By == memory.ByAll && a.Decided == memory.None:
		tell("naming.state.all", look.Info, "naming.said.all.none")
	case a.By == memory.ByAll && a.Decided == memory.Offer:
		tell("naming.state.choose", look.Warn, "naming.said.all.offer")
	case a.By == memory.ByNobody && nameless(a.Remarks):
		v.State = look.Tag{Text: r.T("naming.state.nameless"), Tone: look.Warn}
	case a.Bound && slices.Contains(a.Remarks, memory.NoMaker):
		tell("naming.state.bound", look.Good, "naming.said.bound.alone")
	case a.Bound:
		tell("naming.state.bound", look.Good, "naming.said.bound")
	case a.By != memory.ByNobody:
		tell("naming.state.choose", look.Warn, "naming.said.lost")
	case len(a.Candidates) > 0 && a.Candidates[0].Probability < naming.Unlikely:
		tell("naming.state.none", look.Plain, "naming.said.unlikely")
	case len(a.Candidates) > 0:
		tell("naming.state.choose", look.Warn, "naming.said.choose")
	default:
		tell("naming.state.none", look.Plain, "naming.said.none")
	}
	for _, m := range a.Remarks {
		v.Said = append(v.Said, look.Remark(r.Lang, m))
	}
	if a.Product != nil {
		v.Is, v.IsNote = naming.Called(r, a.Product.Called), naming.Codes(r, *a.Product)
	}
}

// choose offers the candidates. One pair has them open, each with why; a line of a list has them in a box, with why
// below it.
func (v *row) choose(r *gate.Request, a memory.Answer, picked string, many bool) {
	settled := a.Product != nil || a.Decided == memory.None
	f := &look.Field{
		Kind: look.Radio, ID: "choice." + strconv.Itoa(v.N), Label: r.T("naming.choice"), Options: naming.Options(r, a.Candidates, picked),
	}
	f.Options = append(f.Options, look.Option{Value: chooseAbsent, Label: r.T("naming.choice.absent")})
	if many {
		later := look.Option{Value: chooseLater, Label: r.T("naming.choice.later")}
		if settled {
			later.Label = r.T("naming.choice.keep")
		}
		f.Kind, f.Label = look.Select, r.T("naming.choice.row", "n", v.N+1, "name", v.Written)
		v.Why = naming.Options(r, a.Candidates, "")
		f.Options = append(append([]look.Option{later}, f.Options...), look.Option{Value: chooseAsk, Label: r.T("naming.choice.ask")})
	}
	v.Choice = f
}
