package harness

import (
	"crypto/rand"
	"maps"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/declaring"
)

// procedure begins a procedure that is not open to anybody yet, with canaries in what it says.
func (m *maker) procedure(p *principal) error {
	m.later()
	name, asked, lead := m.bird(), m.bird(), m.bird()
	d := procedure.Started(text.Both{Ja: name, En: name})
	d.Title, d.Summary, d.Form.Lead = "大臣", []string{"item_1"}, text.Both{Ja: lead, En: lead}
	d.Form.Steps[0].Fields = []form.Field{{ID: "item_1", Kind: form.Line, Limit: 100, Section: "outline", Label: text.Both{Ja: asked, En: asked}}}
	begin := declaring.Begin{Act: store.Act[declaring.BeginTx](m.db), Entropy: rand.Reader}
	id, err := begin.Do(m.ctx, m.scope(p), m.key(p), declaring.New{Declaration: d})
	if err != nil {
		return err
	}
	type tx interface {
		Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	}
	return store.Read[tx](m.db)(m.ctx, m.scope(p), func(tx tx) error {
		list, err := tx.Versions("", access.Permission{Action: access.Read, Object: access.Procedure}, 100)
		for _, v := range list {
			if v.ID == id {
				o := m.add(&object{kind: "procedure", id: v.Number.ASCII(), names: []string{v.Number.ASCII(), string(v.Number), string(v.ID)}, org: p.Org, unit: p.Unit})
				m.tellsAll(o, nil, name, asked, lead)
			}
		}
		return err
	})
}

// procedureBindings are the rows of procedures that offices declare, and of filling them in: the pages of 速報を送る at another address.
// None is open in the scene, so every answer of those is that of what does not exist.
var procedureBindings = map[string]binding{
	"GET /reporting/procedures/{procedure}":                         {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}":                        {body: "key={key}", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}":                 {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/{step}":          {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/{step}":         {body: "base.which=1&which={bird}&do=next", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/{step}/{table}":  {refuses: 404, why: "none is open, and 速報 has no table"},
	"POST /reporting/procedures/{procedure}/{draft}/{step}/{table}": {body: "row=r1&base.r1=0&c.r1.maker={bird}&gone.r1=&do=save&page=1&then=", refuses: 404, why: "none is open, and 速報 has no table"},
	"GET /reporting/procedures/{procedure}/{draft}/excel":           {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/excel":          {body: "key={key}&seen=&state=&do=check&gone=&unsure=&file=", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/excel/{file}":    {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/choose":         {body: "key={key}&field=which&seq=1", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/discard":         {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/discard":        {body: "key={key}", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/restore":        {body: "key={key}", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/check":           {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/check":          {body: "do=next", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"GET /reporting/procedures/{procedure}/{draft}/send":            {refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /reporting/procedures/{procedure}/{draft}/send":           {does: "draft write", body: "key={key}", refuses: 404, why: "none is open: the same pages are bound as 速報を送る"},
	"POST /ministry/procedures":                                     {body: "key={key}&name_ja={bird}&name_en={bird}"},
	"POST /ministry/procedures/{procedure}/about":                   {body: "key={key}&rev=1&name_ja={bird}&name_en={bird}&title_ja={bird}&title_en={bird}&lead_ja={bird}&lead_en={bird}&to=office&title={bird}&number=報&corrects=yes&contact=&summary=item_1&term_field=&term_days=&parts=outline | {bird} | x&do=save"},
	"GET /ministry/procedures/{procedure}/question":                 {query: "at=1 at=new"},
	"POST /ministry/procedures/{procedure}/question":                {body: "key={key}&rev=1&title_ja={bird}&title_en={bird}&lead_ja=&lead_en=&short_ja=&short_en=&when_field=&when_in=&do=save", query: "at=1"},
	"GET /ministry/procedures/{procedure}/item":                     {query: "question=1&at=1 question=1&at=new"},
	"POST /ministry/procedures/{procedure}/item":                    {body: "key={key}&rev=1&columns=&number=&label_ja={bird}&label_en={bird}&kind=line&options=&needed=yes&unknowable=&section=outline&help_ja={bird}&help_en=&example_ja=&example_en=&limit=&min=&max=&ground=&when_field=&when_in=&do=save", query: "question=1&at=1"},
	"POST /ministry/procedures/{procedure}/order":                   {body: "key={key}&rev=1&question=1&item=1"},
	"POST /ministry/procedures/{procedure}/try":                     {body: "item_1={bird}"},
	"POST /ministry/procedures/{procedure}/propose":                 {body: "key={key}&rev=1&from=2027-01-01&until=&sectors=electricity"},
	"POST /ministry/procedures/{procedure}/decide":                  {body: "key={key}&rev=1&note={bird}"},
	"POST /ministry/procedures/{procedure}/open":                    {body: "key={key}&rev=1&note="},
	"POST /ministry/procedures/{procedure}/next":                    {body: "key={key}"},
	"POST /ministry/procedures/{procedure}/close":                   {body: "key={key}&rev=1"},
	"POST /api/v1/procedures/{procedure}/filings":                   {body: `{"what_kind":["malware"],"what_text":"{bird}","aware_at":"2026-11-23 08:00","noticed_at":"2026-11-23 08:10","which":"{bird}","impact":"none","callback":"{bird}","confirm":[]}`},
	"POST /api/v1/reports/{number}/correct":                         {does: "report file", body: "{}", refuses: 409, why: "the 速報 cannot be corrected yet"},
	"POST /api/v1/ministry/procedures":                              {body: `{"declaration":{"name":{"ja":"{bird}","en":"{bird}"},"to":"office","title":"{bird}","number":"報","summary":["item_1"],"form":{"id":"declared","title":{"ja":"{bird}","en":"{bird}"},"steps":[{"id":"step_1","title":{"ja":"{bird}","en":"{bird}"},"fields":[{"id":"item_1","label":{"ja":"{bird}","en":"{bird}"},"kind":"line","limit":100,"section":"outline"}]}],"parts":[{"id":"outline","name":{"ja":"{bird}","en":"{bird}"}}]}}}`},
	"POST /api/v1/ministry/procedures/{procedure}/write":            {body: `{"rev":1,"declaration":{"name":{"ja":"{bird}","en":"{bird}"},"to":"office","title":"{bird}","number":"報","summary":["item_1"],"form":{"id":"declared","title":{"ja":"{bird}","en":"{bird}"},"steps":[{"id":"step_1","title":{"ja":"{bird}","en":"{bird}"},"fields":[{"id":"item_1","label":{"ja":"{bird}","en":"{bird}"},"kind":"line","limit":100,"section":"outline"}]}],"parts":[{"id":"outline","name":{"ja":"{bird}","en":"{bird}"}}]}}}`},
	"POST /api/v1/ministry/procedures/{procedure}/propose":          {body: `{"rev":1,"from":"2027-01-01","until":"2027-02-01","sectors":["electricity"]}`, refuses: 403, why: "a program proposes nothing"},
	"POST /api/v1/ministry/procedures/{procedure}/open":             {body: `{"rev":1}`, refuses: 409, why: "nothing is proposed"},
	"POST /api/v1/ministry/procedures/{procedure}/return":           {body: `{"rev":1,"note":"{bird}"}`, refuses: 409, why: "nothing is proposed"},
	"POST /api/v1/ministry/procedures/{procedure}/next":             {body: "{}", refuses: 409, why: "one is being written"},
	"POST /api/v1/ministry/procedures/{procedure}/close":            {body: "{}", refuses: 409, why: "none is open"},
}

// together is one table of several.
func together(tables ...map[string]binding) map[string]binding {
	all := map[string]binding{}
	for _, t := range tables {
		maps.Copy(all, t)
	}
	return all
}
