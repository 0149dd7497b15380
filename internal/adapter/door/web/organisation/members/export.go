package members

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/law"
)

// export writes what the list shows as a file.
func (p Page) export(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	rows := [][]string{{
		r.T("people.name"), r.T("people.kana"), r.T("people.mail"), r.T("people.phone"), r.T("people.unit"), r.T("people.roles"), r.T("people.from"), r.T("people.until"),
		r.T("people.seen"), r.T("people.state"),
	}}
	f := filterOf(r.URL.Query())
	for _, k := range l.people {
		if !f.fits(k, r) {
			continue
		}
		until := ""
		if k.Until != 0 {
			until = organisation.LastDay(k.Until).String()
		}
		seen := ""
		if k.SeenAt != 0 {
			seen = look.Machine(k.SeenAt)
		}
		rows = append(rows, []string{k.Name, k.Kana, k.Mail, k.Phone, k.UnitName, organisation.Roles(r, k.Roles), law.DayOf(k.From).String(), until, seen, State(r, k).Text})
	}
	return organisation.WriteCSV(w, "members-"+law.DayOf(r.Now).String(), r.T("people.title")+"-"+law.DayOf(r.Now).String(), rows)
}
