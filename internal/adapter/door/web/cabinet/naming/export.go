package naming

import (
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
)

var heads = []string{
	"naming.desk.csv.number", "naming.desk.csv.group", "naming.desk.csv.maker", "naming.desk.csv.product", "naming.desk.csv.note", "naming.desk.csv.asker",
	"naming.desk.csv.at", "naming.desk.csv.is.maker", "naming.desk.csv.is.name", "naming.desk.csv.likely", "naming.desk.csv.codes",
}

// export hands out the questions that the list shows now, filtered alike, one a line: to be looked into with a maker, outside
// the platform. It holds no more than the list and its pages do.
func (p Page) export(w http.ResponseWriter, r *gate.Request, groups []memory.Group, words, filter string) error {
	var head []string
	for _, key := range heads {
		head = append(head, r.T(key))
	}
	rows := [][]string{head}
	err := p.matching(r, groups, words, filter, func(g memory.Group, closest *lookup.Candidate) bool {
		is := []string{"", "", "", ""}
		if closest != nil {
			maker, name := closest.In(string(r.Lang))
			is = []string{maker, name, strconv.Itoa(min(max(int(closest.Probability*100), 1), 99)), strings.Join(closest.CPE, " ")}
		}
		for _, a := range g.Asks {
			rows = append(rows, append([]string{
				string(a.Number), string(g.Number()), a.Maker, a.Product, a.Note, look.Named(r.Lang, a.Asker, a.AskerEn), look.Moment(r.Lang, a.AskedAt),
			}, is...))
		}
		return true
	})
	if err != nil {
		return err
	}
	return organisation.WriteCSV(w, "product-names", r.T("naming.desk.title"), rows)
}
