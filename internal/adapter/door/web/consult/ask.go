package consult

import (
	_ "embed"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	common "kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/public/assess"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

// Form is the form of a consultation, and what will be sent of it.
type Form struct {
	Title, Lead string
	Action      string
	Back        look.Link
	Notices     []look.Notice
	Problems    look.Problems
	Fields      []look.Field
	Checked     bool // what will be sent is shown, and Fields are hidden
	Answers     []look.Answer
	Lines       *Lines
	Facts       *look.Table
	Told        string
	Send        string
	Near        Near
}

// Near is よくある相談 that may answer already what is about to be asked.
type Near struct {
	Title, Text string
	Cites       []common.Cite
}

// nearMost bounds what is shown before a question.
const nearMost = 5

// near is what is nearest to a question as far as it is written; before anything is, what was published last.
func (p Pages) near(r *gate.Request, asked string) (n Near, err error) {
	var list []faq.Entry
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) { list, err = tx.FAQList(common.Listed); return err }); err != nil {
		return n, err
	}
	if n.Title, n.Text = r.T("faq.match"), r.T("faq.match.text"); strings.TrimSpace(asked) == "" {
		n.Title = r.T("faq.list")
		list = slices.DeleteFunc(list, func(e faq.Entry) bool { return e.State != faq.Published })
		n.Cites = common.Cites(r, list[:min(nearMost, len(list))])
		return n, nil
	}
	n.Cites = common.Cites(r, faq.Match(list, asked, nearMost))
	return n, nil
}

//go:embed form.tmpl
var formSource string

var formPage = look.Parse[Form]("consult/form", formSource+linesSource+common.CitesSource)

// asks are the fields of asking that are one line or text.
var asks = []string{"business", "subject", "question", "facts", "with"}

// begin is the form. The facilities that an address names are chosen; "all" chooses all.
func (p Pages) begin(w http.ResponseWriter, r *gate.Request) error {
	q := r.URL.Query()
	g, at, err := p.grow(r, q.Get("business"))
	if err != nil {
		return err
	}
	typed := url.Values{"business": {at.ID}}
	for _, f := range g.facilities(at.ID) {
		if slices.Contains(q["facility"], "all") || slices.Contains(q["facility"], string(f.ID)) {
			typed.Add("facility", string(f.ID))
		}
	}
	return p.writeForm(w, r, g, typed, nil)
}

// asked is what was posted: the question with what goes along, made anew from 機器台帳 or from the facts of an assessment.
func asked(r *gate.Request, g grown, typed url.Values) (q consulting.Question, err error) {
	q = consulting.Question{Business: typed.Get("business"), Subject: lines(typed.Get("subject")), Question: lines(typed.Get("question"))}
	var l fault.List
	i := slices.IndexFunc(g.businesses, func(d party.Designation) bool { return d.ID == q.Business })
	if i < 0 {
		l.Add("business", "fault.consult.business", nil)
		return q, l.Err()
	}
	if typed.Get("facts") != "" && typed.Get("with") == "facts" {
		f, err := factsOf(typed.Get("facts"))
		if err != nil {
			return q, err
		}
		if _, ok := consult.About(f, g.businesses[i]); !ok {
			l.Add("business", "fault.consult.facts", nil)
			return q, l.Err()
		}
		q.Facts = &f
	} else if chosen := typed["facility"]; len(chosen) > 0 {
		q.Lines, q.Book = g.lines(r, q.Business, chosen)
		if q.Seen = g.rev; len(q.Lines) == 0 {
			l.Add("facility", "fault.consult.facility", nil)
			return q, l.Err()
		}
		if err := consult.CheckLines(q.Lines); err != nil {
			return q, err
		}
	}
	return q, consult.Words{Subject: q.Subject, Question: q.Question}.Check()
}

// factsOf reads the facts of an assessment of what must be notified as strictly as a file from a stranger.
func factsOf(text string) (f scope.Facts, err error) {
	q, _, err := assess.Decode([]byte(text))
	if err == nil && q.Notification == nil {
		err = fault.New(fault.Invalid, "fault.assess.other", nil)
	}
	if err != nil {
		return f, err
	}
	return *q.Notification, nil
}

// check shows what will be sent to whom, or the form again. An assessment leads here with its facts.
func (p Pages) check(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	g, at, err := p.grow(r, typed.Get("business"))
	if err != nil {
		return err
	}
	if typed.Get("do") != "check" { // from an assessment, or back to the form
		if typed.Get("business") == "" {
			typed.Set("business", sectorOf(g, typed.Get("facts"), at.ID))
		}
		return p.writeForm(w, r, g, typed, nil)
	}
	q, bad := asked(r, g, typed)
	if bad != nil {
		return p.writeForm(w, r, g, typed, bad)
	}
	v := Form{Title: r.T("consult.check"), Action: Own + "/new", Back: p.home(r), Checked: true, Told: r.T("consult.check.told"), Send: r.T("consult.ask.send")}
	if err := p.shown(r, &v, q, g); err != nil {
		if admin.Mine(err) || fault.Is(err, fault.Unavailable) {
			return p.writeForm(w, r, g, typed, err)
		}
		return err
	}
	if v.Near, err = p.near(r, q.Subject+"\n"+q.Question); err != nil {
		return err
	}
	for _, name := range asks {
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: name, Value: typed.Get(name)})
	}
	for _, f := range typed["facility"] {
		v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "facility", Value: f})
	}
	key, err := r.NewKey()
	if err != nil {
		return err
	}
	v.Fields = append(v.Fields, look.Field{Kind: look.Hidden, ID: "rev", Value: strconv.Itoa(g.rev)}, look.Field{Kind: look.Hidden, ID: "key", Value: key})
	return formPage.Write(w, p.frame(r, "consult.check", look.Link{Text: r.T("consult.check")}), v)
}

// sectorOf is the designation that an assessment is about, where one is of its sector.
func sectorOf(g grown, facts, first string) string {
	f, err := factsOf(facts)
	if err != nil {
		return first
	}
	for _, d := range g.businesses {
		for _, b := range f.Businesses {
			if b.Sector == d.Sector {
				return d.ID
			}
		}
	}
	return first
}

// shown is what will be sent, to whom.
func (p Pages) shown(r *gate.Request, v *Form, q consulting.Question, g grown) error {
	var ground consult.Ground
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) { ground, err = tx.ConsultGround(q.Business); return err }); err != nil {
		return err
	}
	if len(ground.To) == 0 {
		return fault.New(fault.Unavailable, "fault.consult.nobody", nil)
	}
	var to []string
	for _, o := range ground.To {
		to = append(to, o.Title+" "+look.Named(r.Lang, o.Office, o.OfficeEn))
	}
	v.Answers = []look.Answer{
		{Question: r.T("consult.offices"), Text: strings.Join(to, r.T("consult.comma"))}, {Question: r.T("consult.business"), Text: look.Capital(admin.SectorWords(r.Lang, ground.Business.Sector))},
		{Question: r.T("consult.subject"), Text: q.Subject}, {Question: r.T("consult.question"), Text: q.Question},
	}
	list := q.Lines
	if q.Facts != nil {
		id, _ := consult.About(*q.Facts, ground.Business)
		list = consult.Grow(*q.Facts, scope.Assess(law.Release(), law.DayOf(r.Now), *q.Facts), id, nil)
		v.Facts = factsTable(r, *q.Facts)
	}
	if len(list) == 0 {
		v.Answers = append(v.Answers, look.Answer{Question: r.T("consult.sheet"), Text: r.T("consult.sheet.none")})
		return nil
	}
	if err := consult.CheckLines(list); err != nil {
		return err
	}
	g.earlier = ground.Earlier
	shown := linesOf(r, r.T("consult.sheet.goes"), list, g.stand)
	v.Lines = &shown
	return nil
}

func (p Pages) ask(w http.ResponseWriter, r *gate.Request) error {
	typed, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(typed["facility"], typed.Get("business"), typed.Get("subject"), typed.Get("question"), typed.Get("facts"), typed.Get("with"), typed.Get("rev")))
	if err != nil {
		return err
	}
	g, _, err := p.grow(r, typed.Get("business"))
	if err != nil {
		return err
	}
	q, bad := asked(r, g, typed)
	if bad != nil {
		return p.writeForm(w, r, g, typed, bad)
	}
	q.Seen = count(typed.Get("rev")) // as it was shown
	id, err := p.Ask.Do(r.Context(), r.Scope, key, q)
	if admin.Mine(err) || fault.Is(err, fault.Unavailable) {
		return p.writeForm(w, r, g, typed, err)
	}
	if err != nil {
		return err
	}
	to := Own
	err = p.Look(r.Context(), r.Scope, access.LookList, func(tx Tx) ([]ident.Object, error) {
		list, err := tx.ConsultList(Listed)
		if i := slices.IndexFunc(list, func(c consult.Consultation) bool { return c.ID == id }); i >= 0 {
			to = p.at(list[i].Number) + "?done=ask"
		}
		return []ident.Object{id}, err
	})
	if err != nil {
		return err
	}
	return gate.See(w, to)
}

// writeForm is the form with what was typed.
func (p Pages) writeForm(w http.ResponseWriter, r *gate.Request, g grown, typed url.Values, bad error) error {
	why := admin.Why(r, bad)
	v := Form{Title: r.T("consult.ask"), Lead: r.T("consult.ask.lead"), Action: Own + "/new", Back: look.Link{To: Own, Text: r.T("consult.list")}, Notices: admin.Says(r, bad)}
	business := look.Field{Kind: look.Select, ID: "business", Label: r.T("consult.business"), Need: true, Width: look.Mid, Error: why["business"]}
	for _, d := range g.businesses {
		business.Options = append(business.Options, look.Option{Value: d.ID, Label: look.Capital(admin.SectorWords(r.Lang, d.Sector)), Chosen: d.ID == typed.Get("business")})
	}
	if len(g.businesses) == 0 {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("consult.scope.undesignated"), Text: []string{r.T("consult.scope.undesignated.text")}})
	}
	v.Fields = []look.Field{
		business,
		{Kind: look.Line, ID: "subject", Label: r.T("consult.subject"), Hint: r.T("consult.subject.hint"), Need: true, Value: typed.Get("subject"), Error: why["subject"], Limit: consult.SubjectLimit},
		{Kind: look.Area, ID: "question", Label: r.T("consult.question"), Hint: r.T("consult.question.hint"), Need: true, Value: typed.Get("question"), Error: why["question"], Limit: consult.TextLimit},
	}
	v.Fields = append(v.Fields, along(r, g, typed, why)...)
	v.Problems = look.ProblemsOf(v.Fields)
	var err error
	if v.Near, err = p.near(r, typed.Get("subject")+"\n"+typed.Get("question")); err != nil {
		return err
	}
	return formPage.WriteStatus(w, admin.Status(bad), p.frame(r, "consult.ask", look.Link{Text: r.T("consult.ask")}), v)
}

// along are the fields by which one chooses what goes along.
func along(r *gate.Request, g grown, typed url.Values, why map[string]string) (list []look.Field) {
	if facts := typed.Get("facts"); facts != "" {
		with := typed.Get("with")
		if !typed.Has("with") {
			with = "facts"
		}
		return []look.Field{
			{Kind: look.Radio, ID: "with", Label: r.T("consult.with"), Hint: r.T("consult.with.hint"), Need: true, Options: []look.Option{
				{Value: "facts", Label: r.T("consult.with.facts"), Chosen: with == "facts"}, {Value: "nothing", Label: r.T("consult.with.nothing"), Chosen: with == "nothing"}}},
			{Kind: look.Hidden, ID: "facts", Value: facts},
		}
	}
	if len(g.places) == 0 {
		return nil
	}
	f := look.Field{Kind: look.Boxes, ID: "facility", Label: r.T("consult.facilities"), Hint: r.T("consult.facilities.hint"), Free: true, Error: why["facility"]}
	for _, one := range g.places {
		i := slices.IndexFunc(g.businesses, func(d party.Designation) bool { return d.ID == one.Business })
		if i < 0 {
			continue // of no business: nobody can say to whom it would go
		}
		o := look.Option{Value: string(one.ID), Label: one.Name, Chosen: slices.Contains(typed["facility"], string(one.ID))}
		if len(g.businesses) > 1 {
			o.Note = look.Capital(admin.SectorWords(r.Lang, g.businesses[i].Sector))
		}
		f.Options = append(f.Options, o)
	}
	if len(f.Options) == 0 {
		return nil
	}
	return []look.Field{f}
}
