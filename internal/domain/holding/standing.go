package holding

import (
	"cmp"
	"slices"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
)

// Sight is what a reader received: the released sections of each notification. What is not in it does not exist for the reader.
type Sight map[ident.Filing][]string

func (s Sight) told(f *Fact, section string) bool { return slices.Contains(s[f.ID], section) }

func (s Sight) business(f *Fact) law.Sector {
	if f.Business == "" || !s.told(f, businessSection) {
		return NotTold
	}
	return f.Business
}

// Standing is the list that stands in one matter, as a reader received it: that of the last notification of the matter of which the rows
// were released and which was not withdrawn.
type Standing struct {
	*Fact
	Business law.Sector // NotTold where it was not released
}

// NotTold stands for a business that was not released.
const NotTold law.Sector = "none"

// Stand puts together what stands, by organisation and business. Where a change is withdrawn, the list before stands again; notifications of
// none and of no change have no list and end none: what is no longer used is ended by a change.
func Stand(facts []*Fact, sight Sight) []Standing {
	at := map[ident.Case]int{}
	var list []Standing
	for _, f := range facts {
		if f.Case == "" || f.Withdrawn || !sight.told(f, rowsSection) {
			continue
		}
		one := Standing{f, sight.business(f)}
		switch i, known := at[f.Case]; {
		case !known:
			at[f.Case], list = len(list), append(list, one)
		case cmp.Or(cmp.Compare(list[i].At, f.At), cmp.Compare(list[i].ID, f.ID)) < 0:
			list[i] = one
		}
	}
	slices.SortFunc(list, func(a, b Standing) int {
		return cmp.Or(cmp.Compare(a.Org, b.Org), cmp.Compare(a.Business, b.Business), cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID))
	})
	return list
}

// lists reports whether a procedure files a list.
func lists(of string) bool {
	return of == notification.New.ID || of == notification.Change.ID
}
