package holding

import (
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// Query narrows what is counted.
type Query struct {
	Type   string     // a letter, "a"; empty: all
	Sector law.Sector // empty: all
}

// QueryNames are the names of its parts in an address.
var QueryNames = []string{"type", "sector"}

// ReadQuery reads the query from the parts of an address. What is no choice is an Invalid fault with the part; then nothing is narrowed.
func ReadQuery(get func(name string) string, today law.Day) (Query, error) {
	var wrong fault.List
	q := Query{Type: get("type"), Sector: law.Sector(get("sector"))}
	if q.Type != "" && TypeOf(q.Type) == 0 {
		wrong.Add("type", "fault.filter.choice", nil)
	}
	if _, known := law.At(today).Sector(q.Sector); q.Sector != "" && q.Sector != NotTold && !known {
		wrong.Add("sector", "fault.filter.choice", nil)
	}
	if err := wrong.Err(); err != nil {
		return Query{}, err
	}
	return q, nil
}

// Part is a part of the query as an address carries it.
func (q Query) Part(name string) string {
	if name == "type" {
		return q.Type
	}
	return string(q.Sector)
}

// counts reports whether a row is among those that the query asks about.
func (q Query) counts(s Standing, r Row) bool {
	return (q.Sector == "" || s.Business == q.Sector) && (q.Type == "" || r.Types&TypeOf(q.Type) != 0)
}

// sectors are those of the law, narrowed, and at the end the place of what is not told, where there is some.
func (q Query) sectors(today law.Day, untold bool) (list []law.Sector) {
	for _, s := range law.At(today).Sectors() {
		if q.Sector == "" || q.Sector == s.Code {
			list = append(list, s.Code)
		}
	}
	if q.Sector == NotTold || q.Sector == "" && untold {
		list = append(list, NotTold)
	}
	return list
}
