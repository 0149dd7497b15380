package api

import (
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/concern"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/statistic"
	"kanmin/internal/domain/text"
)

// HoldingTx is what an office counts what stands notified from.
type HoldingTx interface {
	NotificationsReleased() (map[ident.Filing][]string, error)
}

// HoldingIndex is what stands notified, in memory (keep/index/holdings).
type HoldingIndex interface {
	Held() (holding.Held, error)
}

// Holding are the figures of 届出; every field is needed.
type Holding struct {
	Index HoldingIndex
	Read  Reading[HoldingTx]
	Look  Looking[concern.Tx]
}

type holdingIn struct {
	Type   string `query:"type" doc:"one letter of the types A to F; all when absent" example:"a"`
	Sector string `query:"sector" doc:"one sector; all when absent" example:"electricity"`
}

// HeldProduct is one product across the sectors.
type HeldProduct struct {
	Key       string     `json:"key" doc:"stable as long as its meaning is; other: everything without a line of its own"`
	Maker     text.Both  `json:"maker"`
	Name      text.Both  `json:"name"`
	Known     bool       `json:"in_dictionary"`
	Operators int        `json:"operators"`
	Rows      int        `json:"rows"`
	Types     []string   `json:"types"`
	Products  int        `json:"products,omitempty" doc:"of other: how many"`
	Sectors   []HeldCell `json:"sectors" doc:"those in which there are rows"`
}

// HeldCell is one product in one sector.
type HeldCell struct {
	Sector    string `json:"sector" doc:"none: the business was not released"`
	Rows      int    `json:"rows"`
	Operators int    `json:"operators"`
}

type concentrationOut struct {
	Body struct {
		AsOf        int64             `json:"as_of" doc:"how many entries of the log were counted"`
		Rows        int               `json:"rows"`
		Operators   int               `json:"operators"`
		Products    int               `json:"products"`
		Lines       []HeldProduct     `json:"lines" doc:"the products of the most operators, at most 20, and other; their rows add up to rows"`
		Definitions []CountDefinition `json:"definitions"`
	}
}

// HeldSector is what was notified and stands for one business.
type HeldSector struct {
	Sector    string         `json:"sector" doc:"none: the business was not released"`
	Name      text.Both      `json:"name"`
	Filed     map[string]int `json:"notifications" doc:"by procedure"`
	Operators int            `json:"operators" doc:"of which a list stands"`
	Rows      int            `json:"rows"`
	Timely    Share          `json:"in_time"`
}

// HeldValue is how many rows stand under a value.
type HeldValue struct {
	Value     string    `json:"value"`
	Name      text.Both `json:"name"`
	Rows      int       `json:"rows"`
	Operators int       `json:"operators,omitempty"`
}

type registrationsOut struct {
	Body struct {
		AsOf        int64             `json:"as_of" doc:"how many entries of the log were counted"`
		Filed       map[string]int    `json:"notifications" doc:"by procedure, without what was withdrawn"`
		Withdrawn   int               `json:"withdrawn"`
		Operators   int               `json:"operators" doc:"of which a list stands"`
		Lists       int               `json:"lists" doc:"that stand"`
		Rows        int               `json:"rows" doc:"that stand"`
		Timely      Share             `json:"in_time"`
		Undated     int               `json:"date_not_known"`
		Unknown     holding.Unknown   `json:"not_in_dictionary"`
		Sectors     []HeldSector      `json:"sectors"`
		Types       []HeldValue       `json:"types" doc:"a row of several types counts under each"`
		Kinds       []HeldValue       `json:"kinds"`
		Definitions []CountDefinition `json:"definitions"`
	}
}

func (a *API) holding(t *table) {
	desk := access.Permission{Action: access.Read, Object: access.Desk}
	add(t, desk, huma.Operation{
		OperationID: "read-concentration", Method: http.MethodGet, Path: "/ministry/concentration", Tags: []string{"statistics"},
		Summary: "製品の集中状況: products that stand notified, by sector, of what the office received",
	}, a.concentration)
	add(t, desk, huma.Operation{
		OperationID: "read-registrations", Method: http.MethodGet, Path: "/ministry/registrations", Tags: []string{"statistics"},
		Summary: "登録の状況: notifications that the office received, and what stands by them",
	}, a.registrations)
	add(t, desk, huma.Operation{
		OperationID: "read-concerned", Method: http.MethodGet, Path: "/ministry/concentration/concerned", Tags: []string{"statistics"},
		Summary: "Who is concerned by a product: operators with whom to call, and the offices that have each notification. What is shown is a look of each notification.",
	}, a.concerned)
}

// held is what an office counts from.
func (a *API) held(c *call, in *holdingIn) (h holding.Held, sight holding.Sight, q holding.Query, err error) {
	parts := map[string]string{"type": strings.ToLower(in.Type), "sector": in.Sector}
	if q, err = holding.ReadQuery(func(name string) string { return parts[name] }, law.DayOf(c.Scope.At)); err != nil {
		return h, nil, q, err
	}
	if err = a.Holding.Read(c.Context(), c.Scope, func(tx HoldingTx) (err error) {
		sight, err = tx.NotificationsReleased()
		return err
	}); err != nil {
		return h, nil, q, err
	}
	h, err = a.Holding.Index.Held()
	return h, sight, q, err
}

func (a *API) concentration(c *call, in *holdingIn) (*concentrationOut, error) {
	h, sight, q, err := a.held(c, in)
	if err != nil {
		return nil, err
	}
	today := law.DayOf(c.Scope.At)
	counted := holding.Concentrate(holding.Stand(h.Facts, sight), h.Names, q, today)
	out := &concentrationOut{}
	b := &out.Body
	b.AsOf, b.Rows, b.Operators, b.Products, b.Lines, b.Definitions = h.Reached+1, counted.Rows, counted.Operators, counted.Products, []HeldProduct{}, definitions(holding.Definitions(today))
	list := counted.Lines
	if counted.Rest.Rows > 0 {
		list = append(slices.Clip(list), counted.Rest)
	}
	for _, l := range list {
		one := HeldProduct{Key: l.Key, Maker: l.Maker, Name: l.Name, Known: l.Known, Operators: l.Operators, Rows: l.Rows, Types: l.Types.List(), Products: l.Products, Sectors: []HeldCell{}}
		for i, cell := range l.Cells {
			if cell.Rows > 0 {
				one.Sectors = append(one.Sectors, HeldCell{string(counted.Sectors[i]), cell.Rows, cell.Operators})
			}
		}
		b.Lines = append(b.Lines, one)
	}
	return out, nil
}

func (a *API) registrations(c *call, in *holdingIn) (*registrationsOut, error) {
	h, sight, q, err := a.held(c, in)
	if err != nil {
		return nil, err
	}
	today := law.DayOf(c.Scope.At)
	r := holding.Register(h.Facts, h.Names, sight, q, today)
	out := &registrationsOut{}
	b := &out.Body
	b.AsOf, b.Filed, b.Withdrawn, b.Operators, b.Lists, b.Rows = h.Reached+1, r.Filed, r.Withdrawn, r.Operators, r.Lists, r.Rows
	b.Timely, b.Undated, b.Unknown, b.Definitions = Share(r.Timely), r.Undated, r.Unknown, definitions(holding.Definitions(today))
	b.Sectors, b.Types, b.Kinds = []HeldSector{}, []HeldValue{}, []HeldValue{}
	for _, s := range r.Sectors {
		b.Sectors = append(b.Sectors, HeldSector{string(s.Sector), holding.SectorName(s.Sector), s.Filed, s.Operators, s.Rows, Share(s.Timely)})
	}
	for _, t := range r.Types {
		b.Types = append(b.Types, HeldValue{t.Type, holding.TypeName(t.Type), t.Rows, t.Operators})
	}
	for _, k := range r.Kinds {
		b.Kinds = append(b.Kinds, HeldValue{k.Kind, holding.KindName(k.Kind), k.Rows, 0})
	}
	return out, nil
}

// definitions are what numbers are, as they are told with them.
func definitions(list []statistic.Definition) (told []CountDefinition) {
	for _, d := range list {
		one := CountDefinition{ID: d.ID, Name: d.Name, Text: d.Text, Own: d.Ours(), Certainty: d.Certainty}
		if !d.Ours() {
			one.Source = d.Source
		}
		told = append(told, one)
	}
	return told
}
