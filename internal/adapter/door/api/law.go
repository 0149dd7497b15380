package api

import (
	"errors"
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/codex"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/opening"
)

// lawOut is an answer of the rule book, byte for byte what kanmin law prints with --json.
type lawOut struct {
	ContentType string `header:"Content-Type" hidden:"true"`
	Body        []byte
}

type bookIn struct {
	On    string `query:"on" doc:"the day whose book is read, as people type days; today when absent" example:"2026-11-24"`
	Query string `query:"q" maxLength:"200" doc:"words that an entry has, in any width, case and kana"`
	Since string `query:"since" doc:"adds the differences from the book of this day"`
}

// bookAnswer is the whole book of a day (制度の根拠).
type bookAnswer struct {
	Book        string             `json:"book"`
	Day         law.Day            `json:"day"`
	Entries     []codex.Entry      `json:"entries"`
	Since       law.Day            `json:"since,omitzero"`
	Differences []codex.Difference `json:"differences,omitempty"`
	Sources     []law.Source       `json:"sources"`
}

// law is public: it reads nothing of the house and keeps nothing of what is asked.
func (a *API) law(t *table) {
	str := map[string]any{"type": "string"}
	day := map[string]any{"type": "string", "description": "a day as people type it: 2026-11-30, R8.11.30, 令和8年11月30日"}
	add(t, access.Permission{}, huma.Operation{
		OperationID: "law-due", Method: http.MethodPost, Path: "/law/due", Tags: []string{"law"},
		Summary:   "By when, and why: the bytes of kanmin law due --json",
		Responses: documentResponse("application/json"),
		RequestBody: jsonBody(objectSchema(map[string]any{
			"rule": map[string]any{"enum": law.DueRules()}, "on": day, "designated": day, "introduced": day, "as_of": day,
			"proper": map[string]any{"enum": []string{"yes", "no"}}, "sector": str, "operator": str,
		}, "rule"), true),
	}, lawDue)
	add(t, access.Permission{}, huma.Operation{
		OperationID: "law-assess", Method: http.MethodPost, Path: "/law/assess", Tags: []string{"law"},
		Summary:   "What must be notified (届出) or reported (報告), and why: the bytes of kanmin law assess --json. Facts as in docs/law/ASSESS.md",
		Responses: documentResponse("application/json"),
		RequestBody: jsonBody(objectSchema(map[string]any{
			"day": day, "notification": map[string]any{"type": "object"}, "event": map[string]any{"type": "object"},
		}), true),
	}, lawAssess)
	t.under(opening.Classify)
	add(t, access.Permission{}, huma.Operation{
		OperationID: "law-book", Method: http.MethodGet, Path: "/law/book", Tags: []string{"law"},
		Summary: "The whole book of a day (制度の根拠): values and rules with provision, quotation, source, status and certainty", Responses: documentResponse("application/json"),
	}, lawBook)
}

func lawAnswer(b []byte, err error) (*lawOut, error) {
	if err != nil {
		return nil, lawFault(err)
	}
	return &lawOut{ContentType: "application/json", Body: b}, nil
}

// lawFault gives the faults of the rule book the form in which the API answers what cannot be read: too deep and too many
// are that as well, and never a wish to slow down.
func lawFault(err error) error {
	f, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok || f.Code == "fault.body.large" || f.Kind != fault.Invalid && f.Kind != fault.Exceeded:
		return err
	case len(f.Fields) == 0:
		return invalid("", f.Code, f.Args)
	}
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: f.Fields}
}

func lawDue(c *call, _ *struct{}) (*lawOut, error) {
	var rule, on, designated, introduced, asOf, proper, sector, operator string
	err := c.texts(map[string]*string{
		"rule": &rule, "on": &on, "designated": &designated, "introduced": &introduced, "as_of": &asOf,
		"proper": &proper, "sector": &sector, "operator": &operator,
	}, nil, nil)
	if err != nil {
		return nil, err
	}
	q := law.Question{Sector: law.Sector(sector), Operator: operator}
	var l fault.List
	for _, f := range []struct {
		path, text string
		into       *law.Day
	}{{"on", on, &q.On}, {"designated", designated, &q.Designated}, {"introduced", introduced, &q.Introduced}, {"as_of", asOf, &q.AsOf}} {
		*f.into = lawDay(&l, f.path, f.text)
	}
	var yes law.Truth
	if err := yes.UnmarshalText([]byte(proper)); err != nil {
		l.Add("proper", "fault.law.choice", fault.Args{"text": clip(proper), "choices": "yes no"})
	}
	q.Proper = yes == law.Yes
	if _, ok := law.At(law.Commencement).Sector(q.Sector); sector != "" && !ok {
		l.Add("sector", "fault.law.sector", fault.Args{"text": clip(sector), "sectors": law.SectorNames()})
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	due, err := law.DueFor(rule, q)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code == "fault.law.rule" {
		return nil, invalid("rule", e.Code, fault.Args{"rule": clip(rule), "rules": e.Args["rules"]})
	}
	if err != nil {
		return nil, lawFault(err)
	}
	return lawAnswer(law.Encode(due))
}

// lawDay reads a day as people type it; none is good.
func lawDay(l *fault.List, path, s string) law.Day {
	if s == "" {
		return law.Day{}
	}
	r, err := law.ReadDay(s)
	if e, ok := errors.AsType[*fault.Error](err); ok {
		l.Add(path, e.Code, e.Args)
	} else if err != nil {
		l.Add(path, "fault.day.form", fault.Args{"text": clip(s)})
	}
	return r.Day
}

func lawAssess(c *call, _ *struct{}) (*lawOut, error) {
	return lawAnswer(inquiry.Assess(c.body, law.DayOf(c.Now)))
}

func lawBook(c *call, in *bookIn) (*lawOut, error) {
	var l fault.List
	on, since := lawDay(&l, "on", in.On), lawDay(&l, "since", in.Since)
	if n := len([]rune(in.Query)); n > 200 {
		l.Add("q", "fault.text.long", fault.Args{"limit": "200", "count": strconv.Itoa(n)})
	}
	for _, d := range []struct {
		path string
		day  law.Day
	}{{"on", on}, {"since", since}} {
		if d.day.After(law.LastDay) {
			l.Add(d.path, "fault.law.far", fault.Args{"day": d.day.String(), "last": law.LastDay.String()})
		}
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if on.IsZero() {
		on = law.DayOf(c.Now)
	}
	b := law.At(on)
	a := bookAnswer{Book: b.ID, Day: on, Entries: codex.Search(codex.Entries(b), in.Query), Sources: law.Sources()}
	if a.Entries == nil {
		a.Entries = []codex.Entry{}
	}
	if !since.IsZero() {
		a.Since, a.Differences = since, codex.Differences(law.At(since), b)
	}
	return lawAnswer(law.Encode(a))
}
