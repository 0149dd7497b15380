package api

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/naming"
)

// NameQuestion is a name that was sent to the steward.
type NameQuestion struct {
	Number   string      `json:"number" example:"名-R8-7K4M-2QXD-W"`
	ASCII    string      `json:"number_ascii"`
	Maker    string      `json:"maker"`
	Product  string      `json:"product"`
	Proposed *Named      `json:"proposed,omitempty"`
	Note     string      `json:"note,omitempty"`
	State    string      `json:"state" enum:"waiting,answered,withdrawn"`
	AskedAt  string      `json:"asked_at" format:"date-time"`
	Asker    string      `json:"asker,omitempty" doc:"the organisation, to the steward"`
	Answer   *NameAnswer `json:"answer,omitempty"`
}

// NameAnswer is what the steward decided for all.
type NameAnswer struct {
	Kind   string `json:"kind" enum:"adopt,offer,none" doc:"adopt: this product for all; offer: candidates only; none: in no dictionary"`
	Is     *Named `json:"is,omitempty"`
	Why    string `json:"why,omitempty"`
	Office string `json:"office,omitempty"`
	At     string `json:"at,omitempty" format:"date-time"`
}

type (
	questionsOut struct {
		Body struct {
			Questions []NameQuestion `json:"questions"`
			Next      string         `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
		}
	}
	questionOut struct{ Body NameQuestion }
)

func questionView(q memory.Ask) NameQuestion {
	v := NameQuestion{
		Number: string(q.Number), ASCII: q.Number.ASCII(), Maker: q.Maker, Product: q.Pair.Product, Proposed: namedView(q.Proposed), Note: q.Note, State: string(q.State), AskedAt: clock(q.AskedAt),
	}
	if q.State == memory.Answered {
		v.Answer = answerView(q.Answer)
		v.Answer.At = clock(q.EndedAt)
	}
	return v
}

func answerView(s memory.RuleSays) *NameAnswer {
	return &NameAnswer{Kind: string(s.Kind), Is: namedView(s.Product), Why: s.Why, Office: s.Office}
}

func (a *API) listNameAsks(c *call, in *listIn) (*questionsOut, error) {
	limit, before, err := in.page()
	if err != nil {
		return nil, err
	}
	var list []memory.Ask
	err = a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) (err error) {
		list, err = tx.OwnNameAsks(before, limit+1)
		return err
	})
	out := &questionsOut{}
	out.Body.Questions = []NameQuestion{}
	if len(list) > limit {
		list = list[:limit]
		out.Body.Next = access.Cursor{At: list[limit-1].AskedAt, ID: string(list[limit-1].ID)}.String()
	}
	for _, q := range list {
		out.Body.Questions = append(out.Body.Questions, questionView(q))
	}
	return out, err
}

func (a *API) askNames(c *call, _ *acting) (*questionsOut, error) {
	rows, err := c.rows("maker", "product", "id", "note")
	if err != nil {
		return nil, err
	}
	list := make([]naming.Asking, len(rows))
	for i, row := range rows {
		list[i] = naming.Asking{Pair: pairOf(row), Product: product.ID(row["id"]), Note: row["note"]}
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	leaf, err := a.Naming.Ask.Do(c.Context(), c.Scope, key, list)
	if err != nil {
		return nil, err
	}
	out := &questionsOut{}
	return out, a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) error {
		asks, err := tx.NameAsksOfAct(leaf)
		for _, q := range asks {
			out.Body.Questions = append(out.Body.Questions, questionView(q))
		}
		return err
	})
}

func (a *API) takeOffNameAsk(c *call, in *numberedAct) (*questionOut, error) {
	n, err := c.onNumber(in, a.Naming.TakeOff.Do)
	if err != nil {
		return nil, err
	}
	out := &questionOut{}
	return out, a.Naming.Read(c.Context(), c.Scope, func(tx NamesTx) error {
		q, err := tx.NameAsk(n, seeNames)
		out.Body = questionView(q)
		return err
	})
}
