package holding

import (
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/statistic"
)

// Registrations is 登録の状況: what was notified, and what stands by it.
type Registrations struct {
	Query
	Filed     map[string]int // by procedure, without what was withdrawn
	Withdrawn int
	Operators int // of which a list stands
	Lists     int // that stand
	Rows      int // that stand
	Timely    statistic.Share
	Undated   int // new notifications and changes whose date is not known
	Sectors   []InSector
	Types     []InType
	Kinds     []InKind
	Unknown   Unknown
}

// InSector is what was notified and stands for one business.
type InSector struct {
	Sector    law.Sector
	Filed     map[string]int
	Operators int // of which a list stands
	Rows      int
	Timely    statistic.Share
}

// InType is what stands of one type. A row of several types stands under each.
type InType struct {
	Type            string // a letter
	Rows, Operators int
}

// InKind is how many rows are about software, appliances, cloud.
type InKind struct {
	Kind string
	Rows int
}

// Unknown is what the dictionary does not know.
type Unknown struct {
	Rows  int `json:"rows"`
	Names int `json:"names"`
}

// Register counts what a reader received, as of a day. Type narrows what stands; a notification has no type of its own.
func Register(facts []*Fact, names Names, sight Sight, q Query, today law.Day) Registrations {
	r := Registrations{Query: q, Filed: map[string]int{}}
	places := map[law.Sector]int{}
	untold := slices.ContainsFunc(facts, func(f *Fact) bool { return len(sight[f.ID]) > 0 && sight.business(f) == NotTold })
	for i, s := range q.sectors(today, untold) {
		places[s] = i
		r.Sectors = append(r.Sectors, InSector{Sector: s, Filed: map[string]int{}})
	}
	for _, f := range facts {
		if i, counted := places[sight.business(f)]; counted && len(sight[f.ID]) > 0 {
			r.filed(f, sight, &r.Sectors[i])
		}
	}
	r.stands(Stand(facts, sight), names, places)
	return r
}

// filed counts one notification.
func (r *Registrations) filed(f *Fact, sight Sight, in *InSector) {
	if f.Withdrawn {
		r.Withdrawn++
		return
	}
	r.Filed[f.Of]++
	in.Filed[f.Of]++
	switch {
	case !lists(f.Of):
	case f.Due.IsZero() || !sight.told(f, rowsSection) || !sight.told(f, businessSection): // days of rows tell of both
		r.Undated++
	default:
		for _, share := range []*statistic.Share{&r.Timely, &in.Timely} {
			share.Of++
			if !law.DayOf(f.At).After(f.Due) {
				share.In++
			}
		}
	}
}

// stands counts the rows that stand.
func (r *Registrations) stands(standing []Standing, names Names, places map[law.Sector]int) {
	types, kinds := make([]InType, len(Letters)), make([]InKind, len(Kinds)+1)
	operators, byType, in := map[ident.Org]bool{}, make([]map[ident.Org]bool, len(Letters)), map[ident.Org]law.Sector{}
	unknown := make([]bool, len(names.Products))
	for i := range byType {
		byType[i] = map[ident.Org]bool{}
	}
	for _, s := range standing {
		i, counted := places[s.Business]
		if !counted {
			continue
		}
		n := 0
		for _, row := range s.Rows {
			if !r.counts(s, row) {
				continue
			}
			n++
			kinds[row.Kind].Rows++
			for t := range Letters {
				if row.Types&(1<<t) != 0 {
					types[t].Rows++
					byType[t][s.Org] = true
				}
			}
			if means := names.Means[row.Name]; !names.Products[means].Known {
				r.Unknown.Rows++
				unknown[means] = true
			}
		}
		if n == 0 {
			continue
		}
		r.Lists, r.Rows, r.Sectors[i].Rows, operators[s.Org] = r.Lists+1, r.Rows+n, r.Sectors[i].Rows+n, true
		if last, known := in[s.Org]; !known || last != s.Business { // they come by organisation and business
			in[s.Org] = s.Business
			r.Sectors[i].Operators++
		}
	}
	for t, letter := range Letters {
		types[t].Type, types[t].Operators = letter, len(byType[t])
	}
	for k, id := range Kinds {
		kinds[k+1].Kind = id
	}
	r.Operators, r.Types, r.Kinds = len(operators), types, kinds[1:]
	for _, is := range unknown {
		if is {
			r.Unknown.Names++
		}
	}
}

// Procedures are the procedures by which notifications are told apart, in order.
func Procedures() (list []string) {
	for _, p := range notification.All() {
		if !p.Withdraws { // what was withdrawn is counted
			list = append(list, p.ID)
		}
	}
	return list
}
