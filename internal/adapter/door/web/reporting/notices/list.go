package notices

import (
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/notice"
	"kanmin/internal/flow/noticing"
)

// most is how many notices a list reads.
const most = 500

// listView is the list.
type listView struct {
	List     look.Listing
	Contacts string
}

//go:embed list.tmpl
var listSource string

var listPage = look.Parse[listView]("reporting/notices/list", listSource)

func (p Pages) all(r *gate.Request) (list []notice.Notice, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.NoticeList("", most)
		return err
	})
	return list, err
}

// roll is how notices are searched and narrowed.
func roll(r *gate.Request, contacts string) listing.Roll[notice.Notice] {
	l := listing.Roll[notice.Notice]{
		Path: reporting.NoticesPath, Search: r.T("tip.search"), Most: most,
		Texts: func(n notice.Notice) []string {
			return []string{string(n.Number), n.Number.ASCII(), n.From.Company, n.From.Name, n.What, n.Machines}
		},
		Choices: []listing.Choice[notice.Notice]{{ID: "state", Label: r.T("tip.state"), Fits: func(n notice.Notice, said string) bool { return string(n.State) == said }}},
		None:    look.Empty{Title: r.T("tip.none"), Text: []string{r.T("tip.none.text")}, Links: []look.Link{{To: contacts, Text: r.T("tipper.title")}}},
	}
	for _, s := range notice.States() {
		l.Choices[0].Options = append(l.Choices[0].Options, look.Option{Value: string(s), Label: r.T("tip.state." + string(s))})
	}
	return l
}

func (p Pages) list(w http.ResponseWriter, r *gate.Request) error {
	all, err := p.all(r)
	if err != nil {
		return err
	}
	c := roll(r, p.Contacts).Cut(r, all)
	v := listView{List: c.View, Contacts: p.Contacts}
	if len(all) > 0 {
		v.List.ExportText, v.List.Exports = r.T("tip.export"), look.Downloads(r.Lang, listsheet.Formats, func(format string) string {
			return reporting.NoticesPath + "/export/" + format + "?" + c.Said.Encode()
		})
	}
	if len(c.Rows) > 0 {
		t := look.Table{Caption: r.T("tip.list"), Hide: true, Heads: []look.Head{{Text: r.T("tip.number")}, {Text: r.T("tip.form.arrived")}, {Text: r.T("tip.form.from")}, {Text: r.T("tip.form.told_what")}, {Text: r.T("tip.state")}}}
		for _, n := range c.Rows {
			tag := Tag(r, n)
			t.Rows = append(t.Rows, []look.Cell{{Text: string(n.Number), To: reporting.NoticeAt(n.Number), Ref: true}, {Text: look.Moment(r.Lang, n.At)}, {Text: n.From.Company}, {Text: Short(n)}, {Tag: &tag}})
		}
		v.List.Table = t
	}
	return listPage.WriteStatus(w, c.Status(), r.Frame("tip.list").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("tip.list")}), v)
}

// Short is what happened, in a line.
func Short(n notice.Notice) string {
	s := []rune(strings.Join(strings.Fields(n.What), " "))
	if len(s) > 80 {
		s = append(slices.Clone(s[:79]), '…')
	}
	return string(s)
}

// Todo is a notice that waits, as a line of やること.
func Todo(r *gate.Request, n notice.Notice) look.Todo {
	t := look.Todo{
		What: r.T("tip.todo", "company", n.From.Company), Ref: string(n.Number), Tag: Tag(r, n), Until: r.T("home.arrived", "at", look.Moment(r.Lang, n.At)), Note: Short(n),
		To: look.Link{To: reporting.NoticeAt(n.Number), Text: r.T("home.open")}, Alert: true,
	}
	if r.Scope.Permit(noticing.MayAnswer) != nil {
		t.Alert = false
	}
	return t
}

// export hands the list out as the filter leaves it.
func (p Pages) export(w http.ResponseWriter, r *gate.Request) error {
	all, err := p.all(r)
	if err != nil {
		return err
	}
	table := listsheet.Table{File: "notices", Title: r.T("tip.list")}
	for _, key := range []string{"tip.number", "tip.form.arrived", "tip.form.told_at", "tip.form.from", "tip.form.back", "tip.form.told_what", "tip.form.told_machines", "tip.state", "tip.report"} {
		table.Columns = append(table.Columns, listsheet.Column{Key: key, Title: r.T(key)})
	}
	for _, n := range roll(r, p.Contacts).Cut(r, all).All {
		table.Rows = append(table.Rows, []any{
			string(n.Number), look.Second(r.Lang, n.At), look.Second(r.Lang, n.NoticedAt), n.From.Company + " " + n.From.Name, n.Caller + " " + n.Phone, n.What, n.Machines, Tag(r, n).Text, string(n.Sent),
		})
	}
	return table.Send(w, r.PathValue("format"))
}
