package filling

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/flow/submitting"
)

// historyView is who wrote what in a draft, the latest first.
type historyView struct {
	Heading, Number, Action, Key, Back string
	Notices                            []look.Notice
	Lines                              []historyLine
	Field                              string // of the field that alone is shown
	All                                string
	Pages                              look.Pages
	Empty                              bool
}

// historyLine is one answer that was kept.
type historyLine struct {
	Label, At, Who, Text, Only string
	State                      look.Tag
	Field                      string
	Seq, Base                  int
	Back                       bool // it can be brought back
}

//go:embed history.tmpl
var historySource string

var historyPage = look.Parse[historyView]("reporting/prompt/history", historySource)

const historyShown = 50

func (p Pages) history(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	return writeHistory(w, r, d, nil)
}

func writeHistory(w http.ResponseWriter, r *gate.Request, d work, bad error) (err error) {
	v := historyView{Heading: d.title(r), Number: string(d.Number), Action: d.at("history"), Back: d.at(""), Notices: admin.Says(r, bad), All: d.at("history")}
	only := r.URL.Query().Get("field")
	entries := slices.DeleteFunc(slices.Clone(d.entries), func(e filing.Entry) bool { return only != "" && e.Field != only })
	slices.SortStableFunc(entries, func(a, b filing.Entry) int { return int(b.At - a.At) })
	page := min(max(number(r.URL.Query().Get("page")), 1), (len(entries)+historyShown-1)/historyShown)
	v.Pages = look.Pages{Now: page, Last: (len(entries) + historyShown - 1) / historyShown, Of: "?page=", Total: len(entries)}
	if v.Empty = len(entries) == 0; !v.Empty {
		entries = entries[(page-1)*historyShown : min(len(entries), page*historyShown)]
	}
	for _, e := range entries {
		line := historyLineOf(r, d, e)
		if only != "" && line.Label != "" {
			v.Field = line.Label
		}
		v.Lines = append(v.Lines, line)
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return historyPage.WriteStatus(w, admin.Status(bad), frame(r, d, r.T("history.title")), v)
}

// historyLineOf is one entry in words.
func historyLineOf(r *gate.Request, d work, e filing.Entry) historyLine {
	table, row := filing.SplitField(e.Field)
	f, _ := d.of.Form.Field(table)
	l := historyLine{Label: reporting.Label(r.Lang, f), At: look.Moment(r.Lang, e.At), Who: e.Name, Text: historySaid(r, f, e.Value), Field: e.Field, Seq: e.Seq, Base: d.answers[e.Field].Current.Seq}
	if e.From != "" {
		l.Who = r.T("history.from", "name", e.Name, "unit", e.From)
	}
	if row != "" && len(e.Value.Rows) == 1 {
		l.Label += " " + f.RowName(e.Value.Rows[0])
	}
	l.Only = "?field=" + url.QueryEscape(e.Field)
	switch e.State {
	case filing.Current:
		l.State = look.Tag{Text: r.T("history.current"), Tone: look.Good}
	case filing.Beside:
		l.State, l.Back = look.Tag{Text: r.T("history.beside"), Tone: look.Warn}, true
	case filing.Past:
		l.State, l.Back = look.Tag{Text: r.T("history.past")}, true
	}
	return l
}

// historySaid is an answer as it was written, a row with its headings.
func historySaid(r *gate.Request, f form.Field, v form.Value) string {
	if len(v.Rows) == 0 {
		return reporting.Cell(r.Lang, f, v)
	}
	if v.Rows[0].Gone {
		return r.T("history.gone")
	}
	return reporting.RowInWords(r.Lang, f, v.Rows[0])
}

// restoreAnswer brings an earlier answer back.
func (p Pages) restoreAnswer(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	in := submitting.Earlier{Draft: d.Number, Field: fields.Get("field"), Seq: seqOf(fields.Get("seq")), Base: seqOf(fields.Get("base"))}
	key, err := r.Key(sha256.Sum256([]byte(string(d.Number) + "\x00" + in.Field + "\x00" + strconv.Itoa(in.Seq) + "\x00" + strconv.Itoa(in.Base))))
	if err != nil {
		return err
	}
	err = p.Earlier.Do(r.Context(), r.Scope, key, in)
	if fault.Is(err, fault.Conflict) {
		return writeHistory(w, r, d, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, d.at("history"))
}

func seqOf(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
