package api

import (
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
)

type concernedIn struct {
	holdingIn
	Product string `query:"product" doc:"the key of a line of the concentration" example:"other"`
	Words   string `query:"q" doc:"words that stand in maker or product, in any width, case and kana; instead of product" example:"FortiGate"`
	After   string `query:"after" doc:"how many to pass over: next of the page before" example:"100"`
}

// ConcernedMatter is a notification that stands and has the product.
type ConcernedMatter struct {
	Operator  text.Both       `json:"operator"`
	Number    string          `json:"number"`
	ASCII     string          `json:"number_ascii"`
	Sector    string          `json:"sector" doc:"none: the business was not released"`
	Rows      int             `json:"rows"`
	Types     []string        `json:"types"`
	Products  []ConcernedName `json:"products"`
	Call      []CallNumber    `json:"call" doc:"who is on duty now, or else the contacts in the order in which they are called; empty where the contact was not released to the office"`
	Written   string          `json:"contact,omitempty" doc:"the contact as it stands in the notification, where nobody else is kept"`
	Addressed []CallOffice    `json:"offices"`
}

// ConcernedName is a product as it counts.
type ConcernedName struct {
	Maker text.Both `json:"maker"`
	Name  text.Both `json:"name"`
}

// CallNumber is somebody to call at an operator.
type CallNumber struct {
	Name  string `json:"name"`
	Post  string `json:"post,omitempty"`
	Phone string `json:"phone"`
}

// CallOffice is an office that has the notification.
type CallOffice struct {
	Office text.Both `json:"office"`
	Phone  string    `json:"phone,omitempty"`
}

type concernedOut struct {
	Body struct {
		AsOf      int64             `json:"as_of" doc:"how many entries of the log were counted"`
		Operators int               `json:"operators"`
		Lists     int               `json:"lists" doc:"notifications that stand and have it"`
		Rows      int               `json:"rows"`
		Concerned []ConcernedMatter `json:"concerned" doc:"100 of them at most"`
		Next      string            `json:"next,omitempty" doc:"after of the next page; absent on the last"`
	}
}

// concernedPage is how many matters an answer has.
const concernedPage = 100

// asks reads the question: a product, or words. Without either nobody is concerned.
func (in *concernedIn) asks(q holding.Query) (w holding.What, after int, err error) {
	w = holding.What{Query: q, Product: in.Product, Words: strings.TrimSpace(in.Words)}
	var l fault.List
	if w.Words != "" {
		w.Product = ""
		text.Check(&l, "q", w.Words, holding.WordsMost)
	}
	if w.Words != "" && !w.Asks() {
		l.Add("q", "fault.concentration.short", fault.Args{"least": strconv.Itoa(holding.WordsLeast)})
	}
	if in.After != "" {
		if after, err = strconv.Atoi(in.After); err != nil || after < 0 {
			l.Add("after", "fault.api.cursor", nil)
		}
	}
	return w, after, l.Err()
}

func (a *API) concerned(c *call, in *concernedIn) (*concernedOut, error) {
	h, sight, q, err := a.held(c, &in.holdingIn)
	if err != nil {
		return nil, err
	}
	what, after, err := in.asks(q)
	if err != nil {
		return nil, err
	}
	list := holding.Concerned(holding.Stand(h.Facts, sight), h.Names, what)
	out := &concernedOut{}
	b := &out.Body
	b.AsOf, b.Lists, b.Concerned = h.Reached+1, len(list), []ConcernedMatter{}
	operators := map[ident.Org]bool{}
	for _, one := range list {
		b.Rows += one.Rows
		operators[one.Org] = true
	}
	b.Operators = len(operators)
	after = min(after, len(list))
	end := min(after+concernedPage, len(list))
	if end < len(list) {
		b.Next = strconv.Itoa(end)
	}
	if after == end {
		return out, nil
	}
	return out, a.Holding.Look(c.Context(), c.Scope, purposeList, func(tx concern.Tx) ([]ident.Object, error) {
		b.Concerned = b.Concerned[:0]
		calls, seen, err := concern.Read(tx, list[after:end], sight, c.Scope.At)
		for _, one := range calls {
			b.Concerned = append(b.Concerned, concernedMatter(one))
		}
		return seen, err
	})
}

func concernedMatter(one concern.Call) ConcernedMatter {
	v := ConcernedMatter{
		Operator: text.Both{Ja: one.Line.Filer.Name, En: one.Line.Filer.NameEn}, Number: string(one.Number), ASCII: one.Number.ASCII(), Sector: string(one.Business), Rows: one.Rows, Types: one.Types.List(),
		Products: []ConcernedName{}, Call: []CallNumber{}, Written: one.Written, Addressed: []CallOffice{},
	}
	for _, p := range one.Products {
		v.Products = append(v.Products, ConcernedName{Maker: p.Maker, Name: p.Name})
	}
	for _, who := range one.Who {
		v.Call = append(v.Call, CallNumber{Name: who.Name, Post: who.Post, Phone: who.Phone})
	}
	for _, o := range one.Offices {
		v.Addressed = append(v.Addressed, CallOffice{Office: text.Both{Ja: o.Office, En: o.OfficeEn}, Phone: o.Phone})
	}
	slices.SortFunc(v.Addressed, func(a, b CallOffice) int { return strings.Compare(a.Office.Ja, b.Office.Ja) })
	v.Addressed = slices.Compact(v.Addressed)
	return v
}
