package harness

import (
	"crypto/rand"
	"encoding/json"
	"maps"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
)

// procedure begins a procedure that is not open to anybody yet, with canaries in what it says; each third waits for a second officer.
func (m *maker) procedure(p *principal) error {
	name, asked, lead := m.bird(), m.bird(), m.bird()
	d := procedure.Started(text.Both{Ja: name, En: name})
	d.Title, d.Summary, d.Form.Lead = "大臣", []string{"item_1"}, text.Both{Ja: lead, En: lead}
	d.Form.Steps[0].Fields = []form.Field{{ID: "item_1", Kind: form.Line, Limit: 100, Section: "outline", Label: text.Both{Ja: asked, En: asked}}}
	v, err := m.begun(p, d)
	if err != nil {
		return err
	}
	o := m.add(&object{kind: "procedure", id: v.Number.ASCII(), names: []string{v.Number.ASCII(), string(v.Number), string(v.ID)}, org: p.Org, unit: p.Unit, state: string(procedure.Written)})
	m.tellsAll(o, nil, name, asked, lead)
	if len(m.objects["procedure"])%3 > 0 {
		return nil
	}
	o.state, o.by = string(procedure.Proposed), p.Person
	return m.propose(p, v.Number, procedure.Opening{From: law.DayOf(ident.At(m.clock.Now())).Add(30)})
}

// propose puts a procedure before a second officer.
func (m *maker) propose(p *principal, n ident.Number, o procedure.Opening) error {
	m.later()
	return declaring.Propose{Act: store.Act[declaring.WriteTx](m.db)}.Do(m.ctx, m.scope(p), m.key(p), declaring.Proposal{Number: n, Version: 1, Rev: 1, Opening: o})
}

// begun is a new procedure, as its office keeps it.
func (m *maker) begun(p *principal, d procedure.Declaration) (v procedure.Version, err error) {
	m.later()
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](m.db), Entropy: rand.Reader}
	id, err := begin.Do(m.ctx, m.scope(p), m.key(p), declaring.New{Declaration: d})
	if err != nil {
		return v, err
	}
	type tx interface {
		Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	}
	err = store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 100)
		for _, one := range list {
			if one.ID == id {
				v = one
			}
		}
		return err
	})
	return v, err
}

// nearMiss asks what a 速報 asks, and a table besides, so that the rows of both stand in the bindings alike.
func nearMiss(name, lead, asked string) (d procedure.Declaration, err error) {
	d = procedure.Started(text.Both{Ja: name, En: name})
	d.Title, d.Summary, d.Contact = "経済産業大臣", []string{"what_text"}, "callback"
	b, err := json.Marshal(incident.PromptForm) // a copy
	if err == nil {
		err = json.Unmarshal(b, &d.Form)
	}
	d.Form.ID, d.Form.Title, d.Form.Lead = "declared", d.Name, text.Both{Ja: lead, En: lead}
	which := &d.Form.Steps[2]
	which.Fields = append(which.Fields, form.Field{ID: "products", Kind: form.Table, Limit: 10, Section: "computer", Label: text.Both{Ja: asked, En: asked}, Columns: []form.Field{
		{ID: "maker", Kind: form.Line, Limit: 50, Label: text.Both{Ja: "製造者", En: "Maker"}},
	}})
	return d, err
}

// declared opens a procedure to the operators of electricity, by two officers.
func (m *maker) declared(p *principal) error {
	name, asked, lead := m.bird(), m.bird(), m.bird()
	d, err := nearMiss(name, lead, asked)
	if err != nil {
		return err
	}
	v, err := m.begun(p, d)
	if err != nil {
		return err
	}
	err = m.propose(p, v.Number, procedure.Opening{From: law.DayOf(ident.At(m.clock.Now())), Sectors: []law.Sector{law.Electricity}})
	if err != nil {
		return err
	}
	second := m.as("ministry-supervisor")
	err = declaring.Decide{Act: store.Act[declaring.WriteTx](m.db)}.Do(m.ctx, m.scope(second), m.key(second), declaring.Decision{Number: v.Number, Version: 1, Rev: 2, Open: true})
	if err != nil {
		return err
	}
	kept := m.add(&object{kind: "procedure", id: v.Number.ASCII(), names: []string{string(v.ID)}, org: p.Org, unit: p.Unit, state: string(procedure.Published)})
	open := m.add(&object{kind: "declared", id: v.Number.ASCII(), org: p.Org, unit: p.Unit, open: m.designated(law.Electricity)})
	// Whoever reads what was sent under it is told its name.
	told := func(q *principal) bool { return m.policy.shows(q, kept) || q.stands(own, open) }
	for _, word := range []string{v.Number.ASCII(), string(v.Number)} {
		m.named(open, word, told)
	}
	for _, word := range []string{name, asked, lead} {
		m.tells(open, "what it says", word, told)
	}
	return nil
}

// under fills a declared procedure in: one that is sent to its office, and a draft; whoever has one already puts the next aside.
func (m *maker) under(p *principal) error {
	list := m.objects["declared"]
	of := list[len(list)-1]
	d, err := nearMiss("name", "", "asked")
	if err != nil {
		return err
	}
	what := filling{ref: of.id, form: d.Form, to: []office{{of.org, of.unit, d.Form.Sections()}}, draft: "declared draft", file: "declared draft file", of: of}
	if err := m.send(p, what); err != nil {
		return err
	}
	another := m.has(p, "declared draft")
	o, err := m.write(p, what)
	if err != nil || !another {
		return err
	}
	return m.aside(p, o)
}

// procedureBindings are the rows of procedures that offices declare, and of filling them in: the pages of 速報を送る at another address.
var procedureBindings = map[string]binding{
	"GET /reporting/procedures/{procedure}":                              {does: "draft write"},
	"POST /reporting/procedures/{procedure}":                             {does: "draft write", body: "key={key}"},
	"GET /reporting/procedures/{procedure}/{draft}":                      {does: "draft write"},
	"GET /reporting/procedures/{procedure}/{draft}/{step}":               {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/{step}":              {does: "draft write", body: "base.what_kind=1&what_kind=malware&base.what_text=1&what_text={bird}&base.aware_at=1&aware_at=2026-11-23 08:00&base.noticed_at=1&noticed_at=&base.which=1&which={bird}&which.unknown=&base.impact=1&impact=none&base.callback=2&callback={bird}&do=next"},
	"GET /reporting/procedures/{procedure}/{draft}/{step}/{table}":       {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/{step}/{table}":      {does: "draft write", body: "row=r1&base.r1=0&c.r1.maker={bird}&gone.r1=&do=save&page=1&then="},
	"GET /reporting/procedures/{procedure}/{draft}/excel":                {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/excel":               {does: "draft write", body: "key={key}&seen=&state=&do=check&gone=&unsure=&file=", refuses: 422, why: "no file came"},
	"GET /reporting/procedures/{procedure}/{draft}/excel/{file}":         {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/choose":              {does: "draft write", body: "key={key}&field=which&seq=1", keeps: "the answer that is taken up is the one that stands"},
	"GET /reporting/procedures/{procedure}/{draft}/discard":              {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/discard":             {does: "draft write", body: "key={key}"},
	"GET /reporting/procedures/{procedure}/{draft}/history":              {does: "draft write", query: "field=which&page=1"},
	"POST /reporting/procedures/{procedure}/{draft}/history":             {does: "draft write", body: "key={key}&field=which&seq=1&base=1", keeps: "the answer that is taken up is the one that stands"},
	"POST /reporting/procedures/{procedure}/{draft}/restore":             {does: "draft restore", body: "key={key}"},
	"GET /reporting/procedures/{procedure}/{draft}/check":                {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/check":               {does: "draft write", body: "do=next", keeps: "it judges what was typed"},
	"GET /reporting/procedures/{procedure}/{draft}/approval":             {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/approval":            {does: "draft write", body: "key={key}&reference={bird}&note={bird}&do=look", keeps: "it judges what was typed"},
	"GET /reporting/procedures/{procedure}/{draft}/paper":                {does: "draft write"},
	"GET /reporting/procedures/{procedure}/{draft}/send":                 {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/send":                {does: "draft write", body: "key={key}"},
	"GET /reporting/procedures/{procedure}/{draft}/files":                {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/files":               {does: "draft write", body: "key={key}&section=&malware=&replaces=&file={bird}", refuses: 422, why: "it wants a file"},
	"GET /reporting/procedures/{procedure}/{draft}/files/{attachment}":   {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/files/{file}/remove": {does: "draft write", body: "key={key}"},
	"POST /reporting/procedures/{procedure}/{draft}/files/{file}/back":   {does: "draft write", body: "key={key}"},
	"GET /reporting/procedures/{procedure}/filings":                      {does: "report read", only: own, query: "number=R-R8 state=arrived&need=me&from=2020-01-01&until=2030-01-01&order=oldest"},
	"GET /ministry/procedures/{procedure}/filings":                       {query: "number=R-R8 state=arrived&need=me&charge=none&filer=8000012050001&from=2020-01-01&until=2030-01-01&order=oldest"},
	"POST /ministry/procedures":                                          {body: "key={key}&name_ja={bird}&name_en={bird}"},
	"POST /ministry/procedures/{procedure}/about":                        {body: "key={key}&rev=1&name_ja={bird}&name_en={bird}&title_ja={bird}&title_en={bird}&lead_ja={bird}&lead_en={bird}&to=office&title={bird}&number=報&corrects=yes&contact=&summary=item_1&term_field=&term_days=&parts=outline | {bird} | x&do=save"},
	"GET /ministry/procedures/{procedure}/question":                      {query: "at=1 at=new"},
	"POST /ministry/procedures/{procedure}/question":                     {body: "key={key}&rev=1&title_ja={bird}&title_en={bird}&lead_ja=&lead_en=&short_ja=&short_en=&when_field=&when_in=&do=save", query: "at=1"},
	"GET /ministry/procedures/{procedure}/item":                          {query: "question=1&at=1 question=1&at=new"},
	"POST /ministry/procedures/{procedure}/item":                         {body: "key={key}&rev=1&columns=&number=&label_ja={bird}&label_en={bird}&kind=line&options=&needed=yes&unknowable=&section=outline&help_ja={bird}&help_en=&example_ja=&example_en=&limit=&min=&max=&ground=&when_field=&when_in=&do=save", query: "question=1&at=1"},
	"POST /ministry/procedures/{procedure}/order":                        {body: "key={key}&rev=1&question=1&item=1"},
	"POST /ministry/procedures/{procedure}/try":                          {body: "item_1={bird}&what_kind=malware&what_text={bird}&aware_at=2026-11-23 08:00&noticed_at=&which={bird}&which.unknown=&products=&impact=none&callback={bird}&do=confirm", keeps: "it judges what was typed"},
	"POST /ministry/procedures/{procedure}/propose":                      {body: "key={key}&rev=1&from=2027-01-01&until=&sectors=electricity"},
	"POST /ministry/procedures/{procedure}/decide":                       {body: "key={key}&rev=2&note={bird}"},
	"POST /ministry/procedures/{procedure}/open":                         {body: "key={key}&rev=2&note=", second: true},
	"POST /ministry/procedures/{procedure}/next":                         {does: "procedure read", body: "key={key}"},
	"POST /ministry/procedures/{procedure}/close":                        {body: "key={key}&rev=1"},
	"GET /api/v1/procedures/{procedure}/filings":                         {finds: true},
	"POST /api/v1/procedures/{procedure}/filings":                        {does: "draft write", body: `{"what_kind":["malware"],"what_text":"{bird}","aware_at":"2026-11-23 08:00","noticed_at":"2026-11-23 08:10","which":"{bird}","impact":"none","callback":"{bird}","confirm":[]}`},
	"POST /api/v1/reports/{number}/correct":                              {does: "report file", body: "{}"},
	"POST /api/v1/ministry/procedures":                                   {body: `{"declaration":{"name":{"ja":"{bird}","en":"{bird}"},"to":"office","title":"{bird}","number":"報","summary":["item_1"],"form":{"id":"declared","title":{"ja":"{bird}","en":"{bird}"},"steps":[{"id":"step_1","title":{"ja":"{bird}","en":"{bird}"},"fields":[{"id":"item_1","label":{"ja":"{bird}","en":"{bird}"},"kind":"line","limit":100,"section":"outline"}]}],"parts":[{"id":"outline","name":{"ja":"{bird}","en":"{bird}"}}]}}}`},
	"POST /api/v1/ministry/procedures/{procedure}/write":                 {body: `{"rev":1,"declaration":{"name":{"ja":"{bird}","en":"{bird}"},"to":"office","title":"{bird}","number":"報","summary":["item_1"],"form":{"id":"declared","title":{"ja":"{bird}","en":"{bird}"},"steps":[{"id":"step_1","title":{"ja":"{bird}","en":"{bird}"},"fields":[{"id":"item_1","label":{"ja":"{bird}","en":"{bird}"},"kind":"line","limit":100,"section":"outline"}]}],"parts":[{"id":"outline","name":{"ja":"{bird}","en":"{bird}"}}]}}}`},
	"POST /api/v1/ministry/procedures/{procedure}/propose":               {body: `{"rev":1,"from":"2027-01-01","until":"2027-02-01","sectors":["electricity"]}`, refuses: 403, why: "a program proposes nothing"},
	"POST /api/v1/ministry/procedures/{procedure}/open":                  {body: `{"rev":2}`, refuses: 403, why: "a program opens nothing"},
	"POST /api/v1/ministry/procedures/{procedure}/return":                {body: `{"rev":2,"note":"{bird}"}`},
	"POST /api/v1/ministry/procedures/{procedure}/next":                  {does: "procedure read", body: "{}"},
	"POST /api/v1/ministry/procedures/{procedure}/close":                 {body: "{}"},
	"POST /api/v1/reports/{number}/follow":                               {does: "report file", body: `{"procedure":"{report.next}"}`},
}

// together is one table of several.
func together(tables ...map[string]binding) map[string]binding {
	all := map[string]binding{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}
