package procedures

import (
	_ "embed"
	"errors"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
)

// showView is one version of a procedure.
type showView struct {
	Number, Name string
	State        look.Tag
	Version      int
	Notices      []look.Notice
	Lacks        []look.Link // what is to be put right before it can be proposed
	Questions    []question
	About        []look.Answer
	Opening      []look.Answer
	Others       *look.Table
	At           string
	Write        bool
	Propose      string
	Decide       string
	Next, Close  bool
	Filings      string
	Rev          int
	Key          string
}

// question is one step with its items.
type question struct {
	N           int
	Title, When string
	Items       []item
}

type item struct {
	N                 int
	Label, Kind, Part string
	Notes             []string
}

//go:embed show.tmpl
var showSource string

var showPage = look.Parse[showView]("ministry/procedures/show", showSource)

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	list, err := p.read(r)
	if err != nil {
		return err
	}
	v := list[0]
	if word := r.URL.Query().Get("version"); word != "" {
		i := slices.IndexFunc(list, func(v procedure.Version) bool { return strconv.Itoa(v.Version) == word })
		if i < 0 {
			return fault.Absent()
		}
		v = list[i]
	}
	view := showView{
		Number: string(v.Number), Name: named(r, v), State: tag(r, v.State), Version: v.Version, At: At(v.Number), Rev: v.Rev, About: about(r, v.Declaration),
		Questions: questions(r, v.Declaration), Opening: opening(r, v), Filings: At(v.Number, "filings"),
	}
	if view.Key, err = r.NewKey(); err != nil {
		return err
	}
	may := func(needs access.Permission) bool { return r.Scope.Permit(needs) == nil }
	latest := v.Version == list[0].Version
	view.Write = latest && v.State == procedure.Written && may(mayWrite)
	view.Next = latest && (v.State == procedure.Published || v.State == procedure.Closed) && may(mayWrite)
	view.Close = slices.ContainsFunc(list, func(v procedure.Version) bool { return v.State == procedure.Published }) && may(mayEnd)
	if v.State == procedure.Written {
		if view.Lacks = lacks(r, v); len(view.Lacks) == 0 && view.Write {
			view.Propose = At(v.Number, "propose")
		}
	}
	if v.State == procedure.Proposed && may(mayConfirm) {
		view.Decide = At(v.Number, "decide")
	}
	view.Notices = notices(r, v)
	if len(list) > 1 {
		view.Others = table(r, list)
		view.Others.Caption, view.Others.Hide = r.T("procedures.versions"), false
	}
	frame := trail(r, v, named(r, v))
	frame.Crumbs = frame.Crumbs[:len(frame.Crumbs)-1]
	frame.Crumbs[len(frame.Crumbs)-1].To = ""
	return showPage.Write(w, frame, view)
}

func notices(r *gate.Request, v procedure.Version) (list []look.Notice) {
	if r.URL.Query().Get("saved") != "" {
		list = append(list, look.Notice{Tone: look.Good, Title: r.T("procedures.saved")})
	}
	if v.Note != "" && v.State == procedure.Written {
		list = append(list, look.Notice{Tone: look.Warn, Title: r.T("procedures.returned"), Text: []string{v.Note}})
	}
	return list
}

var (
	inStep = regexp.MustCompile(`^form\.steps\[(\d+)\]`)
	inItem = regexp.MustCompile(`^form\.steps\[(\d+)\]\.fields\[(\d+)\]`)
)

// lacks are the faults of a declaration as links to where each is put right.
func lacks(r *gate.Request, v procedure.Version) (list []look.Link) {
	e, ok := errors.AsType[*fault.Error](v.Declaration.Check())
	if !ok {
		return nil
	}
	for _, f := range e.Fields {
		one := look.Link{To: At(v.Number, "about") + "#" + fieldOf("", f.Path), Text: r.T("procedures.about") + ": " + r.Why(f)}
		if field, ok := aboutForm(v.Declaration).Field(fieldOf("", f.Path)); ok {
			one.Text = field.Label.In(string(r.Lang)) + ": " + r.Why(f)
		}
		if m := inItem.FindStringSubmatch(f.Path); m != nil {
			i, j := up(m[1]), up(m[2])
			one = look.Link{To: At(v.Number, "item") + "?question=" + i + "&at=" + j, Text: r.T("procedures.place.item", "question", i, "item", j) + ": " + r.Why(f)}
		} else if m := inStep.FindStringSubmatch(f.Path); m != nil {
			i := up(m[1])
			one = look.Link{To: At(v.Number, "question") + "?at=" + i, Text: r.T("procedures.place.question", "question", i) + ": " + r.Why(f)}
			if f.Code == "fault.procedure.empty" {
				one.To = At(v.Number, "item") + "?question=" + i + "&at=new"
			}
		}
		list = append(list, one)
	}
	return list
}

func up(s string) string {
	n, err := strconv.Atoi(s)
	if err != nil {
		return s
	}
	return strconv.Itoa(n + 1)
}

func questions(r *gate.Request, d procedure.Declaration) (list []question) {
	l := string(r.Lang)
	parts := map[string]string{}
	for _, p := range d.Form.Parts {
		parts[p.ID] = p.Name.In(l)
	}
	for i, s := range d.Form.Steps {
		q := question{N: i + 1, Title: s.Title.In(l), When: reporting.Called(r.Lang, d.Form, s.When)}
		for j, f := range s.Fields {
			one := item{N: j + 1, Label: f.Label.In(l), Kind: kind(r, f.Kind), Part: parts[f.Section]}
			if f.Needed {
				one.Notes = append(one.Notes, r.T("field.need"))
			}
			if f.Unknowable {
				one.Notes = append(one.Notes, r.T("field.unknown"))
			}
			if c := reporting.Called(r.Lang, d.Form, f.When); c != "" {
				one.Notes = append(one.Notes, c)
			}
			q.Items = append(q.Items, one)
		}
		list = append(list, q)
	}
	return list
}

func kind(r *gate.Request, k form.Kind) string {
	f := itemForm(procedure.Declaration{}, 0, 0)
	field, _ := f.Field("kind")
	if o, ok := field.Option(string(k)); ok {
		return o.Label.In(string(r.Lang))
	}
	return string(k)
}

// about is what a declaration says besides its questions.
func about(r *gate.Request, d procedure.Declaration) (list []look.Answer) {
	values := aboutValues(d)
	for _, f := range aboutForm(d).Fields() {
		said := values[f.ID].Text()
		if o, ok := f.Option(said); ok {
			said = o.Label.In(string(r.Lang))
		}
		if f.ID == "parts" {
			var names []string
			for _, p := range d.Form.Parts {
				names = append(names, p.Name.In(string(r.Lang)))
			}
			said = strings.Join(names, r.T("reports.comma"))
		}
		if said != "" {
			list = append(list, look.Answer{Question: f.Label.In(string(r.Lang)), Text: said})
		}
	}
	return list
}

// opening says for whom and when a version is open, and who wrote, proposed and opened it.
func opening(r *gate.Request, v procedure.Version) (list []look.Answer) {
	add := func(key, text string) {
		if text != "" {
			list = append(list, look.Answer{Question: r.T(key), Text: text})
		}
	}
	if !v.Opening.From.IsZero() {
		add("procedures.from", look.DayBoth(r.Lang, v.Opening.From))
		add("procedures.audience", audience(r, v.Opening.Sectors))
	}
	if !v.Opening.Until.IsZero() {
		add("procedures.until", look.DayBoth(r.Lang, v.Opening.Until))
	}
	add("procedures.by.written", signed(r, v.Writer))
	add("procedures.by.proposed", signed(r, v.Proposer))
	add("procedures.by.approved", signed(r, v.Approver))
	add("procedures.by.closed", signed(r, v.Closer))
	return list
}

func signed(r *gate.Request, s procedure.Signature) string {
	if s.At == 0 {
		return ""
	}
	return s.Name + " " + look.Moment(r.Lang, s.At)
}

func sector(r *gate.Request, s law.Sector) string {
	if row, ok := law.At(law.DayOf(r.Now)).Sector(s); ok {
		return row.Name.In(string(r.Lang))
	}
	return string(s)
}

func audience(r *gate.Request, sectors []law.Sector) string {
	if len(sectors) == 0 {
		return r.T("procedures.audience.all")
	}
	names := ""
	for _, s := range sectors {
		if names != "" {
			names += r.T("reports.comma")
		}
		names += sector(r, s)
	}
	return names
}
