package account

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

const exportPath = "/admin/export/organisations/"

// export hands out everything that the filter leaves, in the order of the list, with the counts of its accounts.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	var all []register.Entry
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		all, err = tx.Directory()
		return err
	}); err != nil {
		return err
	}
	day := law.DayOf(r.Now).String()
	t := listsheet.Table{File: "organisations-" + day, Title: r.T("nav.accounts") + "-" + day, List: "organisations"}
	t.Columns = []listsheet.Column{{Key: "id"}, {Key: "kind"}}
	for _, c := range [][2]string{
		{"name", "register.name"}, {"name_en", "register.name.en"}, {"", "register.kind"}, {"corporate_number", "register.number"}, {"accounts", "register.col.people"},
		{"accounts_used", "register.col.active"}, {"state", "register.state"},
	} {
		t.Columns = append(t.Columns, listsheet.Column{Key: c[0], Title: r.T(c[1])})
	}
	for _, e := range register.Pick(all, asked(r.URL.Query())) {
		t.Rows = append(t.Rows, []any{string(e.ID), string(e.Kind), e.Name, e.NameEn, register.KindWords(e.Kind).In(string(r.Lang)), e.CorporateNumber, e.People, e.Active, state(r, e).Text})
	}
	return t.Send(w, r.PathValue("format"))
}
