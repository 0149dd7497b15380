package members

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/law"
)

const exportPath = organisation.ExportPath + "members/"

// export writes what the list shows as a file, all its pages.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	day := law.DayOf(r.Now).String()
	t := listsheet.Table{File: "members-" + day, Title: r.T("people.title") + "-" + day, List: "members"}
	for _, c := range [][2]string{
		{"name", "people.name"}, {"kana", "people.kana"}, {"mail", "people.mail"}, {"phone", "people.phone"}, {"unit", "people.unit"}, {"roles", "people.roles"}, {"from", "people.from"}, {"until", "people.until"},
		{"seen_at", "people.seen"}, {"state", "people.state"},
	} {
		t.Columns = append(t.Columns, listsheet.Column{Key: c[0], Title: r.T(c[1])})
	}
	f := filterOf(r.URL.Query())
	for _, k := range l.people {
		if !f.fits(k, r) {
			continue
		}
		until, seen := "", ""
		if k.Until != 0 {
			until = organisation.LastDay(k.Until).String()
		}
		if k.SeenAt != 0 {
			seen = look.Machine(k.SeenAt)
		}
		t.Rows = append(t.Rows, []any{k.Name, k.Kana, k.Mail, k.Phone, k.UnitName, organisation.Roles(r, k.Roles), law.DayOf(k.From).String(), until, seen, State(r, k).Text})
	}
	return t.Send(w, r.PathValue("format"))
}
