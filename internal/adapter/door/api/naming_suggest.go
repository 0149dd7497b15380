package api

import (
	"encoding/json"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/memory"
)

type suggestOut struct {
	Body struct {
		Products []Candidate `json:"products"`
	}
}

func (a *API) suggest(c *call, _ *struct{}) (*suggestOut, error) {
	m, err := members(c.body, func(string) int { return memory.LongestCell })
	if err != nil {
		return nil, err
	}
	var maker, typed string
	n := 10
	var l fault.List
	for name, raw := range m {
		switch name {
		case "maker", "product":
			into := map[string]*string{"maker": &maker, "product": &typed}[name]
			if string(raw) == "null" || json.Unmarshal(raw, into) != nil {
				l.Add(name, "fault.json.string", nil)
			}
		case "limit":
			if json.Unmarshal(raw, &n) != nil || n < 1 || n > suggestLimit {
				l.Add(name, "fault.api.limit", fault.Args{"limit": strconv.Itoa(suggestLimit)})
			}
		default:
			l.Add(clip(name), "fault.form.field", nil)
		}
	}
	if err := sorted(&l); err != nil {
		return nil, err
	}
	found, err := a.Naming.Index.Suggest(maker, typed, n)
	out := &suggestOut{}
	out.Body.Products = []Candidate{}
	for _, s := range found {
		out.Body.Products = append(out.Body.Products, Candidate{ID: string(s.ID), Maker: s.Maker, Name: s.Name, CPE: []string{}})
	}
	return out, err
}
