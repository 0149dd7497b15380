// Package routing is 提出先の設定: by which channel each authority has reports of a kind, from which day until which (R1). Where there is no
// row the law book says. One administrator enters a row, another confirms it.
package routing

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/register"
)

// Path is the page's address.
const Path = "/admin/routing"

// Tx is what the page reads.
type Tx interface {
	admin.NamesTx
	Routings() ([]party.Routing, error)
}

// Page is filled in by serve.
type Page struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Desk admin.Desk
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: admin.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: admin.MayWrite, Body: admin.BodyLimit, Handle: p.posted},
	}
}

type loaded struct {
	names   admin.Names
	offices []register.Office
	rows    []party.Routing
}

func (p Page) load(r *gate.Request) (l loaded, err error) {
	return l, p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.names, _, l.offices, err = admin.ReadNames(r, tx); err == nil {
			l.rows, err = tx.Routings()
		}
		return err
	})
}

func (l loaded) row(id string) (party.Routing, bool) {
	i := slices.IndexFunc(l.rows, func(t party.Routing) bool { return id != "" && t.ID == id })
	if i < 0 {
		return party.Routing{}, false
	}
	return l.rows[i], true
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.write(w, r, l, url.Values{"end": {r.URL.Query().Get("end")}, "of": {r.URL.Query().Get("of")}}, admin.Wrong{})
}

func place(r *gate.Request, title string) look.Frame {
	f := admin.Place(r, r.Frame("routing.title"), look.Link{Text: title})
	f.Title = title
	return f
}

func (p Page) write(w http.ResponseWriter, r *gate.Request, l loaded, posted url.Values, wrong admin.Wrong) error {
	on := look.Field{Kind: look.DayLine, ID: "on", Label: r.T("matter.on"), Hint: r.T("matter.on.hint"), Example: "令和9年4月1日", Need: true, Value: posted.Get("on"), Width: look.Mid}
	ground := look.Field{Kind: look.Area, ID: "ground", Label: r.T("matter.ground"), Hint: r.T("matter.ground.hint"), Free: true, Value: posted.Get("ground")}
	if end, ok := l.row(posted.Get("end")); ok {
		v := admin.Form{
			Title: r.T("routing.end"), Lead: r.T("routing.end.lead"), Action: Path, Tables: []look.Table{l.table(r, []party.Routing{end}, false)},
			Hidden: []admin.Pair{{Name: "end", Value: end.ID}}, Fields: []look.Field{on, ground},
		}
		return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
	}
	if posted.Get("of") == onward {
		return admin.WriteForm(w, r, place(r, r.T("routing.onward")), l.moment(r, posted, on, ground), wrong)
	}
	v := admin.Form{Title: r.T("routing.title"), Lead: r.T("routing.lead"), Action: Path, More: []look.Link{{To: Path + "?of=" + onward, Text: r.T("routing.onward")}, {To: admin.AccountPath, Text: r.T("jurisdiction.back")}}}
	v.Tables = []look.Table{defaults(r)}
	if len(l.rows) > 0 {
		v.Tables = append([]look.Table{l.table(r, l.rows, true)}, v.Tables...)
	}
	v.Fields = []look.Field{
		choice(r, posted, "authority", r.T("register.choose"), authorities(r)),
		choice(r, posted, "kind", r.T("routing.kind.every"), kinds(r)),
		choice(r, posted, "when", r.T("routing.when.book"), whens(r)),
		{Kind: look.Radio, ID: "channel", Label: r.T("routing.channel"), Need: true, Options: chosen(channels(r), posted.Get("channel"))},
		{Kind: look.Select, ID: "office", Label: r.T("register.office"), Hint: r.T("routing.office.hint"), Free: true, Options: admin.Offices(r, l.names, l.offices, ident.Unit(posted.Get("office")))},
		{Kind: look.Line, ID: "title", Label: r.T("register.title"), Hint: r.T("matter.title.hint"), Example: "個人情報保護委員会", Free: true, Value: posted.Get("title"), Width: look.Mid},
		{Kind: look.Line, ID: "cited", Label: r.T("routing.cited"), Hint: r.T("routing.cited.hint"), Need: true, Value: posted.Get("cited")},
		choice(r, posted, "certainty", "", certainties(r)),
		on, ground,
	}
	return admin.WriteForm(w, r, place(r, v.Title), v, wrong)
}

func choice(r *gate.Request, posted url.Values, id, none string, list []look.Option) look.Field {
	if none != "" {
		list = append([]look.Option{{Label: none}}, list...)
	}
	return look.Field{Kind: look.Select, ID: id, Label: r.T("routing." + id), Options: chosen(list, posted.Get(id)), Width: look.Mid}
}

func chosen(list []look.Option, value string) []look.Option {
	for i := range list {
		list[i].Chosen = list[i].Value == value
	}
	return list
}

func authorities(r *gate.Request) (list []look.Option) {
	for _, of := range law.AllRecipients() {
		if register.Routable(of.ID) {
			list = append(list, look.Option{Value: of.ID, Label: look.Capital(of.Name.In(string(r.Lang)))})
		}
	}
	return list
}

func kinds(r *gate.Request) (list []look.Option) {
	for _, p := range book.All() {
		if p.Act == party.ActReport {
			list = append(list, look.Option{Value: p.ID, Label: p.Name.In(string(r.Lang))})
		}
	}
	return list
}

func whens(r *gate.Request) (list []look.Option) {
	for _, w := range party.Whens {
		list = append(list, look.Option{Value: w, Label: r.T("routing.when." + w)})
	}
	return list
}

func channels(r *gate.Request) (list []look.Option) {
	for _, c := range register.RoutedChannels {
		list = append(list, look.Option{Value: string(c), Label: look.Capital(c.Label().In(string(r.Lang)))})
	}
	return list
}

func certainties(r *gate.Request) (list []look.Option) {
	for c := law.Unknown; c <= law.Confirmed; c++ {
		list = append(list, look.Option{Value: c.String(), Label: look.Capital(c.Label().In(string(r.Lang)))})
	}
	return list
}

// table lists rows; those without an end can be ended.
func (l loaded) table(r *gate.Request, list []party.Routing, links bool) look.Table {
	t := look.Table{Caption: r.T("routing.rows")}
	for _, head := range []string{"routing.authority", "routing.kind", "routing.channel", "routing.cited", "register.from", "register.until"} {
		t.Heads = append(t.Heads, look.Head{Text: r.T(head)})
	}
	if links {
		t.Heads = append(t.Heads, look.Head{Text: r.T("jurisdiction.change")})
	}
	for _, one := range list {
		cells := l.cells(r, one)
		if links {
			end := look.Cell{}
			if one.Until.IsZero() {
				end = look.Cell{Text: r.T("jurisdiction.end"), To: Path + "?end=" + url.QueryEscape(one.ID)}
			}
			cells = append(cells, end)
		}
		t.Rows = append(t.Rows, cells)
	}
	return t
}

// cells are those of one row, few enough to be read on one line: what counts when, by which channel to whom, on which ground.
func (l loaded) cells(r *gate.Request, one party.Routing) []look.Cell {
	w := admin.RoutingWords(r, l.names, one)
	channel := look.Capital(w.Channel)
	if w.Office != "" {
		channel = r.T("routing.beside", "what", channel, "more", w.Office)
	}
	return []look.Cell{
		{Text: w.Authority}, {Text: r.T("routing.beside", "what", w.Kind, "more", w.When)}, {Text: channel}, {Text: r.T("routing.beside", "what", one.Cited, "more", w.Certainty)},
		{Text: look.Day(r.Lang, one.From), When: true}, {Text: admin.Until(r, one.Until)},
	}
}

// defaults is what the law book says, which counts where there is no row.
func defaults(r *gate.Request) look.Table {
	t := look.Table{Caption: r.T("routing.book"), Heads: []look.Head{{Text: r.T("routing.authority")}, {Text: r.T("routing.channel")}, {Text: r.T("routing.certainty")}}}
	for _, of := range law.AllRecipients() {
		t.Rows = append(t.Rows, []look.Cell{{Text: look.Capital(of.Name.In(string(r.Lang)))}, {Text: look.Capital(of.Channel.Label().In(string(r.Lang)))}, {Text: look.Capital(of.ChannelCertainty.Label().In(string(r.Lang)))}})
	}
	return t
}

func (p Page) posted(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.Desk.Enter(w, r, admin.Entering{
		Action: Path, Check: admin.Check{Title: r.T("routing.check")},
		Take:  func(posted url.Values) (register.Matter, map[string]string) { return l.take(r, posted) },
		Show:  func(posted url.Values, wrong admin.Wrong) error { return p.write(w, r, l, posted, wrong) },
		Place: func(title string) look.Frame { return place(r, title) },
	})
}

func (l loaded) take(r *gate.Request, posted url.Values) (register.Matter, map[string]string) {
	bad := map[string]string{}
	t := &register.Routing{
		Authority: posted.Get("authority"), Kind: posted.Get("kind"), When: posted.Get("when"), Channel: law.Channel(posted.Get("channel")), Office: ident.Unit(posted.Get("office")),
		Title: admin.Text(posted.Get("title")), Cited: admin.Text(posted.Get("cited")), On: admin.DayOf(r, posted, "on", bad), Ground: admin.Text(posted.Get("ground")),
	}
	if s := posted.Get("certainty"); s != "" && t.Certainty.UnmarshalText([]byte(s)) != nil {
		bad["certainty"] = r.T("fault.form.needed")
	}
	if posted.Get("of") == onward {
		t.Authority, t.Kind, t.Channel = party.OnwardAuthority, party.OnwardKind, law.Here
	}
	if end, ok := l.row(posted.Get("end")); ok {
		t.End, t.Authority, t.Kind, t.When, t.Channel, t.Office, t.Title, t.Cited, t.Certainty = end.ID, end.Authority, end.Kind, end.When, end.Channel, end.Office, end.Title, end.Cited, end.Certainty
	}
	return register.Matter{Routing: t}, bad
}
