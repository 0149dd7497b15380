package harness

import (
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// This file is all that the harness must be told. A route, a path parameter, an object or a form field that it cannot
// make a request for fails TestEveryRouteIsBound, which says which line is missing.

// kind is a kind of object that routes take in their address or body.
type kind struct {
	name   string
	policy access.Object // as permissions name it
	desk   access.Object // as they name it for those to whom it is addressed, where that differs
	open   string        // why twin worlds are not told apart by it: everybody is told what it says
	// makers are who owns some in the scene, one each time they are named, and make makes one through the real flows
	// (objects_test.go). Without them everybody has one (admit makes it).
	makers []string
	make   func(m *maker, p *principal) error
	mint   func(m *maker) string // an id that looks like one and that nothing has
}

func declared() []kind {
	return append([]kind{
		{
			name: "report", policy: access.Report, mint: numbered(ident.NumberReport), make: (*maker).reported,
			makers: []string{"operator-filer", "operator-filer", "operator-site-filer", "other-operator-filer"},
		},
		{
			name: "question", policy: access.Request, mint: numbered(ident.NumberRequest), make: (*maker).question,
			makers: []string{"ministry-officer", "cabinet-analyst", "ministry-officer", "ministry-officer", "cabinet-analyst"},
		},
		{
			name: "draft", policy: access.Draft, mint: numbered(ident.NumberDraft), make: (*maker).draft,
			makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer", "other-operator-filer"},
		},
		{name: "file", policy: access.Report, mint: minted},          // an attachment of a report, reached through it
		{name: "draft file", policy: access.Draft, mint: minted},     // one of a draft
		{name: "draft file off", policy: access.Draft, mint: minted}, // one that was taken off a draft
		{ // what an organisation decided about a name of a product
			name: "name", policy: access.Name, mint: numbered(ident.NumberName), make: (*maker).decideName,
			makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer", "maintainer", "operator-filer"},
		},
		{ // a name that an organisation asked the steward about, and that waits
			name: "asked", policy: access.Name, desk: access.Naming, mint: numbered(ident.NumberName), make: (*maker).askName,
			makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer", "maintainer", "operator-filer"},
		},
		{
			name: "ruling", policy: access.Naming, mint: numbered(ident.NumberName), make: (*maker).ruleName, makers: []string{"cabinet-analyst", "cabinet-analyst"},
			open: "whoever looks the name up is told",
		},
		{ // a procedure that an office is writing
			name: "procedure", policy: access.Procedure, mint: numbered(ident.NumberProcedure), make: (*maker).procedure,
			makers: []string{"ministry-officer", "other-ministry-officer", "ministry-officer"},
		},
		{name: "declared", policy: access.Draft, desk: access.Report, mint: numbered(ident.NumberProcedure), make: (*maker).declared, makers: []string{"ministry-officer"}}, // one that is open, as those to whom it is open fill it in
		{name: "declared draft", policy: access.Draft, mint: numbered(ident.NumberDraft), make: (*maker).under, makers: []string{"operator-filer", "operator-site-filer", "operator-filer"}},
		{name: "declared draft file", policy: access.Draft, mint: minted},
		{name: "declared draft file off", policy: access.Draft, mint: minted},
		{name: "approval", policy: access.Approval, mint: minted, make: (*maker).approval, makers: []string{"operator-filer", "operator-site-filer", "operator-filer"}}, // 承認・決裁 inside an organisation
		{name: "paper", policy: access.Approval, mint: minted},                                                                                                          // a copy of a paper decision, reached through its approval
		{name: "paper off", policy: access.Approval, mint: minted},                                                                                                      // one that was taken off
		{name: "collection", policy: access.Collection, mint: numbered(ident.NumberDraft), make: (*maker).collection, makers: []string{"operator-filer"}},               // 社内取りまとめ, by the draft of its head
		{name: "part", policy: access.Collection, mint: numbered(ident.NumberDraft)},                                                                                    // what one unit is asked for
		{name: "alarm", policy: access.Alarms, mint: numbered(ident.NumberNotice), make: (*maker).alarm, makers: []string{"ministry-officer", "other-ministry-officer", "operator-filer"}},
		{name: "glass", policy: access.Glass, mint: minted, makers: []string{"platform-admin"}, make: (*maker).glass},                                                // 緊急閲覧
		{name: "delay", policy: access.Delays, mint: minted, makers: []string{"ministry-officer"}, make: (*maker).delay},                                             // that an owner is shown looks later
		{name: "opening", policy: access.Opening, mint: minted, makers: []string{"ministry-supervisor", "platform-admin"}, make: (*maker).opening},                   // an act by which a function was opened
		{name: "mailbox", policy: access.People, mint: minted, make: (*maker).mailbox, makers: []string{"operator-admin", "ministry-supervisor"}},                    // a shared address of an organisation
		{name: "contractor", policy: access.Notice, mint: minted, make: (*maker).contractor, makers: []string{"operator-admin", "operator-admin"}},                   // who may send a 気付き連絡
		{name: "notice", policy: access.Notice, mint: numbered(ident.NumberContractor), make: (*maker).notice, makers: []string{"operator-admin", "operator-admin"}}, // one that was sent
		{name: "proposal", policy: access.Organisation, mint: minted, makers: []string{"platform-admin", "platform-admin-2"}, make: (*maker).proposal},               // what one administrator entered and another confirms
		{name: "org", policy: access.Organisation, mint: minted},                                                                                                     // an organisation, as the platform's administrators keep it
		{name: "unit", policy: access.Organisation, mint: minted},                                                                                                    // a unit of one, reached through it
		{name: "sheet", policy: access.Organisation, mint: minted, makers: []string{"platform-admin", "platform-admin-2"}, make: (*maker).sheet},                     // a list of organisations that one administrator entered
		{name: "official form", policy: access.Organisation, mint: minted, makers: []string{"platform-admin", "platform-admin-2"}, make: (*maker).officialForm},      // 様式の設定 that one administrator entered
		{name: "operator", policy: access.Organisation, mint: minted},                                                                                                // an operator, as a matter of the register names it
		{name: "office", policy: access.Organisation, mint: minted},                                                                                                  // an office, as such a matter names it
		{name: "turn", policy: access.People, desk: access.Contacts, mint: minted, make: (*maker).turn, makers: []string{"operator-admin", "ministry-supervisor"}},   // a turn of a duty roster
		{name: "next office", policy: access.Organisation, mint: minted},
		{name: "place", policy: access.People, mint: minted},                                                                                                            // a unit, as those see it who say who acts there
		{name: "offer", policy: access.People, mint: minted, makers: []string{"operator-admin", "operator-admin"}, make: (*maker).offer},                                // an invitation that nobody has answered
		{name: "sleeper", policy: access.People, mint: minted, makers: []string{"operator-admin", "ministry-supervisor"}, make: (*maker).sleeper},                       // a hat that nobody wears
		{name: "locked", policy: access.People, mint: minted, makers: []string{"operator-admin", "ministry-supervisor"}, make: (*maker).locked},                         // one that is locked for it
		{name: "refusal", policy: access.People, mint: minted, makers: []string{"operator-admin", "ministry-supervisor"}, make: (*maker).refusal},                       // of an address that does not take mail
		{name: "authority", policy: access.SignIn, mint: minted, makers: []string{"operator-admin", "ministry-supervisor", "platform-admin"}, make: (*maker).authority}, // 証明書の発行元
		{name: "export", policy: access.Report, mint: minted, makers: []string{"operator-filer", "ministry-officer", "other-operator-filer"}, make: (*maker).export},    // a list that somebody had got ready
		{name: "export of a program", policy: access.Report, mint: minted, makers: []string{"operator-filer", "ministry-officer", "other-operator-filer"}, make: (*maker).programExport},
		{name: "hand-over", policy: access.People, mint: minted, makers: []string{"operator-admin"}, make: (*maker).handOver}, // one that is planned
		{name: "view", policy: access.View, mint: minted, makers: []string{"operator-filer", "operator-filer", "operator-filer", "ministry-officer", "ministry-officer", "other-operator-filer"}, make: (*maker).view},
		{name: "act", policy: access.Report, mint: minted, makers: []string{"ministry-officer", "cabinet-analyst"}, make: (*maker).assignment},                                                    // by which reports were given to somebody of an office
		{name: "campaign", policy: access.Campaign, mint: minted, makers: []string{"ministry-officer", "ministry-officer", "cabinet-analyst", "other-ministry-officer"}, make: (*maker).campaign}, // 関連付け of an office
		{name: "support", policy: access.Support, mint: numbered(ident.NumberSupport), make: (*maker).support, makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer"}}, // a wish for help
		{name: "session", policy: access.Account, mint: minted},
		{name: "token", policy: access.Account, mint: minted},
		{name: "credential", policy: access.Account, mint: minted},
		{name: "hat", policy: access.Account, mint: minted},
		{name: "member", policy: access.SignIn, mint: minted},    // a person, as the administrators of an organisation see them
		{name: "colleague", policy: access.People, mint: minted}, // a hat, as those see it who say who acts for the organisation
	}, slices.Concat(inventoryKinds(), formalKinds(), letterKinds(), consultKinds(), faqKinds(), mandateKinds(), advisoryKinds())...)
}

// parameters say what stands in the braces of a pattern: the first row whose prefix and name fit. Words are no
// objects: the values with which the route is tried.
var parameters = []struct {
	prefix, name string
	kind         string
	words        []string
}{
	{"/api/v1/drafts/", "number", "draft", nil},
	{"/reporting/reports/{number}/content/", "file", "", []string{"form.xlsx", "content.xlsx", "content.json", "_answers.csv"}},
	{"/ministry/reports/{number}/content/", "file", "", []string{"form.xlsx", "content.xlsx", "content.json", "_answers.csv"}},
	{"/api/v1/reports/{number}/content/", "file", "", []string{"form.xlsx", "content.xlsx", "content.json", "_answers.csv"}},
	{"/api/v1/reports/{number}/revisions/", "from", "", []string{"1"}},
	{"/api/v1/reports/{number}/revisions/", "to", "", []string{"1"}},
	{"/api/v1/drafts/{number}/files/{file}/remove", "file", "draft file", nil},
	{"/api/v1/drafts/{number}/files/{file}/back", "file", "draft file off", nil},
	{"/api/v1/drafts/", "file", "", []string{"template.xlsx", "filled.xlsx", "_answers.csv"}},
	{"/api/v1/emergencies/", "id", "glass", nil},
	{"/api/v1/delays/", "id", "delay", nil},
	{"/ministry/procedures/", "procedure", "procedure", nil},
	{"/api/v1/ministry/procedures/", "procedure", "procedure", nil},
	{"/api/v1/procedures/{procedure}/schema", "procedure", "", []string{"report.prompt"}}, // whoever holds something of it may read it
	{"/api/v1/procedures/", "procedure", "declared", nil},
	{"/ministry/procedures/", "format", "", []string{"xlsx", "csv", "json"}},
	{"/ministry/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/ministry/statistics/", "format", "", []string{"xlsx", "csv"}},
	{"/ministry/concentration/", "format", "", []string{"xlsx", "csv"}},
	{"/ministry/registrations/", "format", "", []string{"xlsx", "csv"}},
	{"/ministry/expected/", "format", "", []string{"xlsx", "csv", "json"}}, // Shift_JIS has no 𠮷: an office of which an operator is called so is told
	{"/ministry/letters/", "letter", "letter", nil},
	{"/api/v1/letters/", "id", "letter", nil},
	{"/operator/letters/", "letter", "letter copy", nil},
	{"/api/v1/received-letters/", "number", "letter copy", nil},
	{"/reporting/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/reporting/procedures/", "procedure", "declared", nil},
	{"/reporting/procedures/", "draft", "declared draft", nil},
	{"/reporting/procedures/{procedure}/{draft}/{step}/{table}", "step", "", []string{"which"}},
	{"/reporting/procedures/{procedure}/{draft}/files/{file}/remove", "file", "declared draft file", nil},
	{"/reporting/procedures/{procedure}/{draft}/files/{file}/back", "file", "declared draft file off", nil},
	{"/reporting/prompt/{draft}/files/{file}/remove", "file", "draft file", nil},
	{"/reporting/prompt/{draft}/files/{file}/back", "file", "draft file off", nil},
	{"/reporting/prompt/", "file", "", []string{"template.xlsx", "filled.xlsx", "_answers.csv"}},
	{"/reporting/procedures/", "file", "", []string{"template.xlsx", "filled.xlsx", "_answers.csv"}},
	{"/reporting/procedures/", "table", "", []string{"products"}},
	{"/reporting/notices/", "number", "notice", nil},
	{"/api/v1/notices/", "number", "notice", nil},
	{"/reporting/notices/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/organisation/contractor/", "contractor", "contractor", nil},
	{"/api/v1/organisation/contractors/", "id", "contractor", nil},
	{"/naming/known/", "number", "name", nil},
	{"/api/v1/products/names/", "number", "name", nil},
	{"/naming/asked/", "number", "asked", nil},
	{"/api/v1/products/questions/", "number", "asked", nil},
	{"/cabinet/naming/decided/", "number", "ruling", nil},
	{"/api/v1/naming/decisions/", "number", "ruling", nil},
	{"/cabinet/naming/", "number", "asked", nil},
	{"/alarms/", "number", "alarm", nil},
	{"/api/v1/alarms/", "number", "alarm", nil},
	{"", "support", "support", nil},
	{"", "consult", "consult", nil},
	{"", "faq", "faq", nil},
	{"", "version", "", []string{"1"}},
	{"", "mandate", "mandate", nil},
	{"", "opening", "opening", nil},
	{"", "approval", "approval", nil},
	{"/mandates/", "paper", "mandate paper", nil},
	{"/api/v1/mandates/", "paper", "mandate paper", nil},
	{"/maintainer/batch/files/", "file", "", []string{"template.xlsx", "facilities.csv", "products.cp932.csv"}},
	{"/maintainer/history/", "format", "", []string{"xlsx", "csv", "json"}},
	{"", "paper", "paper", nil},
	{"/reporting/approvals/{approval}/papers/{file}/remove", "file", "paper", nil},
	{"/reporting/approvals/{approval}/papers/{file}/back", "file", "paper off", nil},
	{"/api/v1/approvals/{approval}/papers/{file}/remove", "file", "paper", nil},
	{"/api/v1/approvals/{approval}/papers/{file}/back", "file", "paper off", nil},
	{"", "gathered", "collection", nil},
	{"", "part", "part", nil},
	{"/organisation/approval/", "procedure", "", []string{"report.prompt"}},
	{"", "delay", "delay", nil},
	{"", "glass", "glass", nil},
	{"/functions/", "function", "", []string{"notification", "report"}},
	{"", "number", "report", nil},
	{"", "draft", "draft", nil},
	{"/reporting/prompt/", "attachment", "draft file", nil},
	{"/reporting/procedures/", "attachment", "declared draft file", nil},
	{"/api/v1/drafts/", "attachment", "draft file", nil},
	{"", "attachment", "file", nil},
	{"", "request", "question", nil},
	{"", "step", "", []string{"what", "when", "which", "impact", "callback"}},
	{"/rules/", "id", "", []string{"incident.detailed"}},
	{"/reporting/reports/", "file", "", []string{"proof", "provisional", "text", "pdf"}},
	{"/signin/oidc/", "provider", "", []string{"somewhere"}},
	{"/api/v1/admin/", "org", "org", nil},
	{"/api/v1/admin/", "unit", "unit", nil},
	{"/api/v1/admin/proposals/", "id", "proposal", nil},
	{"/admin/change/", "id", "proposal", nil},
	{"/admin/templates/", "id", "official form", nil},
	{"/admin/templates/", "file", "", []string{"form.xlsx", "example.xlsx", "map.xlsx"}},
	{"/admin/", "org", "org", nil},
	{"/organisation/members/", "hat", "colleague", nil},
	{"/organisation/mail/", "mailbox", "mailbox", nil},
	{"/organisation/roster/turns/", "turn", "turn", nil},
	{"/api/v1/organisation/roster/turns/", "turn", "turn", nil},
	{"/cabinet/advisories/", "file", "file of advisories", nil},
	{"/api/v1/advisories/files/", "id", "file of advisories", nil},
	{"/exports/", "export", "export", nil},
	{"/admin/export/organisations/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/organisation/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/exports/", "format", "", []string{"csv", "json"}},
	{"/api/v1/exports/", "id", "export of a program", nil},
	{"/api/v1/exports/", "format", "", []string{"csv", "json"}},
	{"/api/v1/charges/", "id", "act", nil},
	{"/ministry/assign/", "act", "act", nil},
	{"/ministry/formality/", "act", "form act", nil},
	{"/api/v1/form-checks/", "id", "form act", nil},
	{"", "campaign", "campaign", nil},
	{"/operator/inventory/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/api/v1/inventory/sheet/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/operator/calendar/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/operator/inventory/", "item", "machine", nil},
	{"/operator/inventory/", "place", "facility", nil},
	{"/api/v1/inventory/", "place", "facility", nil},
	{"/api/v1/campaigns/", "id", "campaign", nil},
	{"/ministry/indicators/export/", "format", "", []string{"xlsx", "csv", "sjis", "json"}},
	{"/views/", "view", "view", nil},
	{"/api/v1/views/", "id", "view", nil},
	{"/ministry/today/tiles/", "view", "view", nil},
	{"/api/v1/tiles/", "id", "view", nil},
	{"/api/v1/organisation/invitations/", "id", "offer", nil},
	{"/api/v1/organisation/handovers/", "id", "hand-over", nil},
	{"/api/v1/organisation/sessions/", "id", "member", nil},
	{"/api/v1/organisation/mail/refused/", "id", "refusal", nil},
	{"/api/v1/organisation/certificates/authorities/", "id", "authority", nil},
	{"/api/v1/organisation/stale/{id}/unlock", "id", "locked", nil},
	{"/api/v1/organisation/stale/", "id", "sleeper", nil},
	{"/api/v1/organisation/mail/", "id", "mailbox", nil},
	{"/api/v1/organisation/members/", "id", "colleague", nil},
	{"/organisation/", "unit", "place", nil},
	{"/admin/", "unit", "unit", nil},
	{"/admin/account/sheet/", "id", "sheet", nil},
	{"/account/held/", "secret", "", []string{"0123456789012345678901234567890123456789012345678901"}},
	{"/roster/", "secret", "", []string{"0123456789012345678901234567890123456789012345678901"}},
	{"/calendar/", "secret", "", []string{"0123456789012345678901234567890123456789012345678901"}},
	{"/signin/invitation/", "link", "", []string{"0123456789012345678901234567890123456789012345678901"}},
}

// binding is what the harness must know of one route beside its row in the route table.
type binding struct {
	// public says why a route without a permission needs none.
	public string
	// does names what is done to the object of the address, where the route's own permission is about something else:
	// "report ask". Every other object is read.
	does string
	// only narrows it: the route is for those who stand in this relation alone.
	only relation
	// body is a good request with every field of the form: "a=b&c=d", or JSON. {key} is a fresh key, {bird} a text that
	// stands nowhere else, {report} and the like the id of the address, else one of the actor's own; {report.word} is what
	// belongs to that object.
	body string
	// further are other requests: the bodies that the route takes besides.
	further []further
	// query has good queries of a GET, parted by spaces.
	query string
	// also names what the route asks for besides its permission, one of it, of whoever calls it: "report read".
	also []string
	// part is for routes that answer a part of a page, to a page's script alone.
	part bool
	// whole says why a route tells numbers of the whole house: twin worlds are not compared by it.
	whole string
	// second says that whoever made the object is refused: another person has to do it.
	second bool
	// finds says that the address is looked for and not opened: whoever may call is answered, with what is theirs.
	finds bool
	// mints is a pattern of what each answer has anew from a source that the harness does not hold: twin worlds are compared
	// without it.
	mints string
	// keeps says why a good request changes nothing: the route looks, or judges what was typed.
	keeps string
	// refuses is the answer even to whom it serves, where a request that succeeds cannot be written down; why says why.
	refuses int
	why     string
}

// further is another body of a route, with the answer to it as binding says of the first.
type further struct {
	body    string
	refuses int
	why     string
}

// matters are what may be entered into the register beside a row of jurisdiction.
var matters = []further{
	{body: `{"transfer":{"old":"{office}","new":"{next office}","title":"{bird}","on":"2027-04-01","operators":["{operator}"],"ground":"{bird}"}}`},
	{body: `{"designation":{"kind":"designate","operator":"{operator}","of":"","sector":"water","business":"{bird}","ministers":["mlit"],"offices":[{"unit":"{office}","title":"{bird}"}],"successors":[],"heir":"","on":"2027-04-01","ground":"{bird}"}}`},
	{body: `{"routing":{"end":"","authority":"recipient.ppc","kind":"","when":"","channel":"elsewhere","office":"","title":"","cited":"{bird}","certainty":"reported","on":"2027-04-01","ground":"{bird}"}}`},
	{body: `{"template":{"end":"","procedure":"report.prompt","kind":"","title":"{bird}","cited":"{bird}","dated":"2026-09-15","file":"x","map":[{"item":"number","sheet":"a","cell":"A1","how":"text","option":""}],"on":"2027-04-01","ground":"{bird}"}}`, refuses: 422, why: "no file has this id"},
	{body: `{"undo":{"of":"{proposal}","on":"2027-04-01","ground":"{bird}"}}`, refuses: 422, why: "the matter is no succession that was confirmed"},
}

// challenge is minted by the WebAuthn library.
const challenge = `"challenge":"[^"]*"`

// bindings has a row for each route that is public, that changes something, or whose permission is not that of its object.
var bindings = together(procedureBindings, approvalBindings, collectionBindings, campaignBindings, inventoryBindings, formalBindings, letterBindings, consultBindings, faqBindings, mandateBindings, advisoryBindings, map[string]binding{
	// Public.
	"GET /healthz":                             {public: "machines ask whether the process lives"},
	"GET /readyz":                              {public: "machines ask whether to send people here", whole: "how many acts wait for their place in the log"},
	"GET /{$}":                                 {public: "the entrance"},
	"GET /help":                                {public: "help must be there before signing in"},
	"GET /.well-known/security.txt":            {public: "where to report a weakness"},
	"GET /rules":                               {public: "the rule book is the law's", query: "q={bird}&kind=&certainty= on=2026-11-01 since=2026-10-01"},
	"GET /rules/{id}":                          {public: "the rule book is the law's"},
	"GET /receipt":                             {public: "whoever holds a receipt may check it", whole: "the size of the log"},
	"POST /receipt":                            {public: "whoever holds a receipt may check it", body: "file=&text={bird}", refuses: 422, why: "it wants a file"},
	"GET /receipt/key":                         {public: "the log's key checks receipts"},
	"GET /receipt/checkpoint":                  {public: "the log's head is compared from outside", whole: "the size of the log (docs/threat-model.md)"},
	"GET /packet":                              {public: "whoever carries a sealed report may bring it"},
	"POST /packet":                             {public: "whoever carries a sealed report may bring it", body: "file={bird}", refuses: 422, why: "it wants a file"},
	"POST /api/v1/packets":                     {public: "whoever carries a sealed report may bring it", body: "{}", refuses: 422, why: "it wants a file"},
	"GET /notice":                              {public: "whoever has a code may tell its operator what they noticed"},
	"POST /notice":                             {public: "whoever has a code may tell its operator what they noticed", body: "operator=8000012050001&code=2222-2222-2222&earlier=&others=&what={bird}&noticed_at=2026-11-20 10:00&machines={bird}&technical={bird}&caller={bird}&phone=03-0000-2002&do=send", refuses: 422, why: "nobody gave this code"},
	"POST /api/v1/notices":                     {public: "whoever has a code may tell its operator what they noticed", body: `{"to":[{"operator":"8000012050001","code":"2222-2222-2222","corrects":""}],"what":"{bird}","noticed_at":"2026-11-20 10:00","machines":"{bird}","technical":"{bird}","caller":"{bird}","phone":"03-0000-2002"}`, refuses: 422, why: "nobody gave this code"},
	"GET /assess/notification":                 {public: "the assessment keeps nothing"},
	"POST /assess/notification":                {public: "the assessment keeps nothing", body: `facts={"notification":{"operator":{},"businesses":[{"id":"b","sector":"electricity","facilities":[]}]}}&do=begin`, keeps: "the assessment keeps nothing"},
	"POST /assess/notification/facts":          {public: "the assessment keeps nothing", body: "file={bird}", refuses: 422, why: "it wants a file"},
	"POST /assess/notification/save":           {public: "the assessment keeps nothing", body: `facts={"notification":{"operator":{},"businesses":[{"id":"b","sector":"electricity","facilities":[]}]}}`, keeps: "the assessment keeps nothing"},
	"GET /assess/report":                       {public: "the assessment keeps nothing"},
	"POST /assess/report":                      {public: "the assessment keeps nothing", body: `facts={"event":{"operator":{},"machine":{},"happened":{},"when":{}}}&do=begin`, keeps: "the assessment keeps nothing"},
	"POST /assess/report/facts":                {public: "the assessment keeps nothing", body: "file={bird}", refuses: 422, why: "it wants a file"},
	"POST /assess/report/save":                 {public: "the assessment keeps nothing", body: `facts={"event":{"operator":{},"machine":{},"happened":{},"when":{}}}`, keeps: "the assessment keeps nothing"},
	"GET /signin":                              {public: "signing in"},
	"POST /signin":                             {public: "signing in", body: "return=/&mail=nobody@example.jp&passphrase={bird}&code=123456", refuses: 422, why: "nobody has this address"},
	"POST /signin/passkey/begin":               {public: "signing in", body: "{}", keeps: "what a device is asked stands outside the log until it answers"},
	"POST /signin/passkey/finish":              {public: "signing in", body: `{"ceremony":"{bird}","label":"x","return":"/","answer":{}}`, refuses: 422, why: "nothing signs here"},
	"POST /signin/oidc/{provider}":             {public: "signing in", body: "for=signin&return=/", refuses: 404, why: "this house knows no other"},
	"GET /signin/oidc/{provider}":              {public: "signing in", refuses: 404, why: "this house knows no other"},
	"POST /signout":                            {public: "signing out", body: "do="},
	"GET /signin/certificate":                  {public: "signing in"},
	"POST /signin/certificate":                 {public: "signing in", body: "return=/", refuses: 422, why: "no browser shows a certificate here"},
	"GET /signin/registration/certificate":     {public: "whoever holds an invitation"},
	"POST /signin/registration/certificate":    {public: "whoever holds an invitation", body: "return=/&label={bird}", refuses: 422, why: "without an invitation"},
	"GET /signin/invitation/{link}":            {public: "the link is half of the secret"},
	"POST /signin/invitation/{link}":           {public: "the link is half of the secret", body: "code=12345678", refuses: 422, why: "the link is nobody's"},
	"GET /signin/registration":                 {public: "whoever holds an invitation", refuses: 422, why: "without an invitation"},
	"POST /signin/registration":                {public: "whoever holds an invitation", body: "ceremony={bird}&label=x&passphrase={bird}&again={bird}&code=123456", refuses: 422, why: "without an invitation"},
	"POST /signin/registration/passkey/begin":  {public: "whoever holds an invitation", body: "{}", refuses: 422, why: "without an invitation"},
	"POST /signin/registration/passkey/finish": {public: "whoever holds an invitation", body: `{"ceremony":"{bird}","label":"x","return":"/","answer":{}}`, refuses: 422, why: "without an invitation"},
	"POST /api/v1/law/due":                     {public: "the rule book is the law's", body: `{"rule":"asset.new","on":"2026-11-30","as_of":"2026-11-30","operator":"x","sector":"electricity","designated":"2026-10-01","introduced":"2026-11-30","proper":"yes"}`, keeps: "the assessment keeps nothing"},
	"POST /api/v1/law/assess":                  {public: "the rule book is the law's", body: `{"day":"2026-11-30","event":null,"notification":{"operator":{},"businesses":[{"id":"b","sector":"electricity","facilities":[]}]}}`, keeps: "the assessment keeps nothing"},
	"GET /api/v1/law/book":                     {public: "the rule book is the law's", query: "q={bird} on=2026-11-01 since=2026-10-01"},
	"GET /api/v1/schemas/report.prompt.json":   {public: "programs must know the form"},
	"GET /api/v1/openapi.json":                 {public: "programs must know the doors"},

	// 速報を送る.
	"POST /reporting/prompt":                                    {body: "key={key}"},
	"POST /reporting/prompt/{draft}/{step}":                     {body: "base.what_kind=1&what_kind=malware&base.what_text=1&what_text={bird}&base.aware_at=1&aware_at=2026-11-23 08:00&base.noticed_at=1&noticed_at=&base.which=1&which={bird}&which.unknown=&base.impact=1&impact=none&base.callback=2&callback={bird}&do=next"},
	"GET /reporting/prompt/{draft}/excel":                       {does: "draft write"},
	"POST /reporting/prompt/{draft}/excel":                      {does: "draft write", body: "key={key}&seen=&state=&do=check&gone=&unsure=&file=", refuses: 422, why: "no file came"},
	"GET /reporting/prompt/{draft}/excel/{file}":                {does: "draft write"},
	"GET /api/v1/drafts/{number}/sheet/{file}":                  {does: "draft write"},
	"POST /api/v1/drafts/{number}/sheet/check":                  {does: "draft write", body: `{"file":"{bird}"}`, refuses: 422, why: "it wants a file"},
	"POST /api/v1/drafts/{number}/sheet/marked":                 {does: "draft write", body: `{"file":"{bird}"}`, refuses: 422, why: "it wants a file"},
	"POST /api/v1/drafts/{number}/sheet":                        {does: "draft write", body: `{"file":"{bird}"}`, refuses: 422, why: "it wants a file"},
	"POST /reporting/prompt/{draft}/choose":                     {body: "key={key}&field=which&seq=1", keeps: "the answer that is taken up is the one that stands"},
	"POST /reporting/prompt/{draft}/check":                      {body: "do=next", keeps: "it judges what was typed"},
	"GET /reporting/prompt/{draft}/discard":                     {does: "draft write"},
	"POST /reporting/prompt/{draft}/discard":                    {does: "draft write", body: "key={key}"},
	"POST /reporting/prompt/{draft}/restore":                    {body: "key={key}"},
	"GET /reporting/prompt/{draft}/history":                     {does: "draft write", query: "field=which&page=1"},
	"POST /reporting/prompt/{draft}/history":                    {does: "draft write", body: "key={key}&field=which&seq=1&base=1", keeps: "the answer that is taken up is the one that stands"},
	"POST /api/v1/drafts/{number}/indicators":                   {does: "draft write", body: `{"notice":"{bird}"}`, refuses: 422, why: "it wants the number of a notice"},
	"POST /reporting/procedures/{procedure}/{draft}/indicators": {does: "draft write", body: "key={key}&notice={bird}", refuses: 422, why: "it wants the number of a notice"},
	"POST /api/v1/drafts/{number}/discard":                      {does: "draft write", body: "{}"},
	"POST /api/v1/drafts/{number}/restore":                      {does: "draft restore", body: "{}"},
	// 見せる範囲.
	"GET /reporting/prompt/{draft}/release":                  {does: "draft write"},
	"POST /reporting/prompt/{draft}/release":                 {does: "draft write", body: withholding},
	"POST /reporting/reports/{number}/release":               {does: "report file", body: "key={key}&office=経済産業大臣&section=computer", refuses: 404, why: "nothing is withheld"},
	"POST /reporting/prompt/{draft}/consent":                 {does: "draft write", body: "key={key}&consent=yes"},
	"POST /reporting/procedures/{procedure}/{draft}/consent": {does: "draft write", body: "key={key}&consent=yes", keeps: "what an office made a procedure of is shared with nobody by consent"},
	"POST /reporting/reports/{number}/consent":               {does: "report file", body: "key={key}&consent=yes"},
	"POST /api/v1/drafts/{number}/consent":                   {does: "draft write", body: `{"agree":true}`},
	"POST /api/v1/reports/{number}/consent":                  {does: "report file", body: `{"agree":true}`},
	"GET /reporting/reports/{number}/elsewhere":              {only: own, query: "errand={bird}&done=handed-in"},
	"POST /reporting/reports/{number}/elsewhere":             {does: "report file", body: "key={key}&errand={bird}&state=handed-in&on=2026-11-23&number={bird}&note={bird}", refuses: 404, why: "no errand has this id"},
	"GET /api/v1/reports/{number}/elsewhere":                 {only: own},
	"POST /api/v1/reports/{number}/elsewhere":                {does: "report file", body: `{"errand":"{bird}","state":"handed-in","on":"2026-11-23","number":"{bird}","note":"{bird}"}`, refuses: 404, why: "no errand has this id"},
	"POST /api/v1/drafts/{number}/release":                   {does: "draft write", body: `{"withhold":[{"office":"経済産業大臣","section":"contact","until":"2026-12-20 09:00","reason":"{bird}","sure":true}]}`},
	"POST /api/v1/reports/{number}/release":                  {does: "report file", body: `{"office":"経済産業大臣","section":"computer"}`, refuses: 404, why: "nothing is withheld"},
	"GET /reporting/procedures/{procedure}/{draft}/release":  {does: "draft write"},
	"POST /reporting/procedures/{procedure}/{draft}/release": {does: "draft write", body: withholding, keeps: "what an office made a procedure of goes to it whole"},
	"GET /reporting/prompt/{draft}/send":                     {does: "draft write"},
	"POST /reporting/prompt/{draft}/send":                    {does: "draft write", body: "key={key}"},
	// Files. A file needs a body of several parts; what is there is tried in the tests of the pages.
	"POST /reporting/prompt/{draft}/files":               {body: "key={key}&section=&malware=&replaces=&file={bird}", refuses: 422, why: "it wants a file"},
	"GET /reporting/prompt/{draft}/files/{attachment}":   {does: "draft write"},
	"POST /reporting/prompt/{draft}/files/{file}/remove": {body: "key={key}"},
	"POST /reporting/prompt/{draft}/files/{file}/back":   {body: "key={key}"},
	"POST /api/v1/drafts/{number}/files":                 {body: "{}", refuses: 422, why: "it wants a name"},
	"GET /reporting/reports/{number}/compare":            {only: own, query: "from=1&to=1"},
	"GET /ministry/reports/{number}/compare":             {only: addressed, query: "from=1&to=1"},
	"POST /api/v1/drafts/{number}/files/{file}/remove":   {body: "{}"},
	"POST /api/v1/drafts/{number}/files/{file}/back":     {body: "{}"},
	"GET /reporting/reports/{number}/content/{file}":     {only: own},
	"GET /reporting/reports/{number}/export.zip":         {only: own},
	"GET /ministry/reports/{number}/export.zip":          {only: addressed},
	"GET /reporting/reports/{number}/files/{attachment}": {only: own},
	"GET /ministry/reports/{number}/files/{attachment}":  {only: addressed},

	// 手続の作成.
	"POST /reporting/reports/{number}/correct": {does: "report file", body: "key={key}"},
	"POST /reporting/reports/{number}/follow":  {does: "report file", body: "key={key}&procedure={report.next}"},

	"GET /assess/report/prompt":           {},
	"POST /assess/report/prompt":          {body: `key={key}&voluntary=&facts={"event":{"operator":{},"machine":{},"happened":{},"when":{}}}`},
	"POST /api/v1/reports/prompt":         {body: `{"what_kind":["malware"],"what_text":"{bird}","aware_at":"2026-11-23 08:00","noticed_at":"2026-11-23 08:10","which":"{bird}","impact":"none","callback":"{bird}","confirm":[]}`},
	"POST /api/v1/drafts":                 {body: `{"form":"report.prompt"}`},
	"PATCH /api/v1/drafts/{number}":       {body: `{"answers":{"which":{"value":"{bird}","base":1},"what_kind":{"value":["malware"],"base":1},"what_text":{"value":"{bird}","base":1},"aware_at":{"value":"2026-11-23 08:00","base":1},"noticed_at":{"value":"2026-11-23 08:10","base":1},"impact":{"value":"none","base":1},"callback":{"value":"{bird}","base":2}}}`},
	"POST /api/v1/drafts/{number}/choose": {body: `{"field":"which","seq":1}`, keeps: "the answer that is taken up is the one that stands"},
	"POST /api/v1/drafts/{number}/send":   {does: "draft write", body: `{"confirm":[]}`},

	// Reports.
	"GET /find": {query: "q={report} q={question} q={draft} q={name} q={asked} q={ruling}"},
	"POST /reporting/reports/{number}/requests/{request}":      {body: "reply={bird}&do=check", keeps: "it judges what was typed"},
	"POST /reporting/reports/{number}/requests/{request}/send": {body: "reply={bird}&key={key}"},
	"GET /reporting/reports":                                   {only: own, query: "number=R-R8 kind=report.prompt&state=arrived&need=me&from=2020-01-01&until=2030-01-01&order=oldest need=past need=answer"},
	"GET /api/v1/reports":                                      {query: "kind=report.prompt&state=arrived&need=me&from=2020-01-01&until=2030-01-01&order=oldest need=past need=answer number=R-R8"},
	"GET /reporting/export/{format}":                           {only: own, query: "state=arrived order=oldest"},
	"GET /operator/notification":                               {only: own, query: "number=N-R8 state=arrived&need=me&from=2020-01-01&until=2030-01-01&order=oldest need=past"},
	"GET /ministry/notification":                               {query: "number=N-R8 state=arrived&need=me&charge=none&flag=some&filer=8000012050001&from=2020-01-01&until=2030-01-01&order=oldest need=past"},
	"GET /ministry/reports":                                    {query: "number=R-R8 kind=report.prompt&state=arrived&need=me&charge=none&filer=8000012050001&from=2020-01-01&until=2030-01-01&order=oldest need=past need=answer"},
	"GET /ministry/statistics":                                 {query: "from=2026-10-01&until=2026-12-31&of=report&sector=electricity&kind=access of=outside"},
	"GET /ministry/statistics/rows":                            {query: "figure=kind&value=access figure=product&value={bird} figure=timely&value=late"},
	"GET /ministry/statistics/export/{format}":                 {query: "of=voluntary"},
	"GET /ministry/statistics/public/{format}":                 {query: "month=2026-10-01"},
	"GET /ministry/concentration":                              {query: "type=a&sector=electricity type=b"},
	"GET /ministry/concentration/rows":                         {query: "product=other product={bird}&in=electricity type=a"},
	"GET /ministry/concentration/concerned":                    {query: "q=Linux&type=a&sector=electricity q={bird} product={bird}&type=a"},
	"GET /ministry/concentration/export/{format}":              {query: "type=a"},
	"GET /ministry/concentration/concerned/export/{format}":    {query: "q=Linux q={bird}"},
	"GET /ministry/registrations":                              {query: "sector=electricity type=b"},
	"GET /ministry/registrations/export/{format}":              {query: "sector=electricity"},
	"GET /ministry/export/{format}":                            {query: "state=arrived order=oldest"},
	"GET /reporting/reports/{number}":                          {only: own},
	"GET /reporting/reports/{number}/receipt":                  {part: true},
	"GET /reporting/reports/{number}/steps":                    {only: own},
	"GET /ministry/reports/{number}":                           {only: addressed},
	"GET /ministry/reports/{number}/telephone":                 {does: "report assign"},
	"POST /ministry/reports/{number}/telephone":                {does: "report assign", body: "who=own-1&kind=silent&key={key}"},
	// Who may take calls is not competent for every operator: a whole call is tried in the tests of the store and of the page.
	"GET /api/v1/intakes/operators":                                      {query: "q={bird} q=8000012050001"},
	"POST /api/v1/intakes":                                               {body: `{"operator":"1000000000009","caller":"{bird}","phone":"03-0000-2002","called_at":"2026-11-23 08:30","report":{"what_kind":["malware"],"what_text":"{bird}","aware_at":"2026-11-23 08:00","noticed_at":"2026-11-23 07:50","which":"{bird}","impact":"none","callback":"{bird}","confirm":[]}}`, refuses: 422, why: "no operator has this number"},
	"POST /api/v1/reports/{number}/callback":                             {does: "report receive", body: `{"to":"03-0000-2002"}`, refuses: 409, why: "the reports of the scene did not come by telephone"},
	"POST /api/v1/reports/{number}/confirm":                              {body: `{}`, refuses: 409, why: "the reports of the scene did not come by telephone"},
	"GET /ministry/intake":                                               {query: "q={bird} operator=1000000000009 operator=8000012050001"},
	"POST /ministry/intake":                                              {body: "operator=1000000000009&caller={bird}&phone=03-0000-2002&called_at=2026-11-23 08:30&what_kind=malware&what_text={bird}&aware_at=2026-11-23 08:00&noticed_at=&which={bird}&which.unknown=&impact=none&confirm=&key={key}", refuses: 422, why: "no operator has this number"},
	"GET /ministry/reports/{number}/intake":                              {does: "report receive", refuses: 404, why: "the reports of the scene did not come by telephone"},
	"POST /ministry/reports/{number}/intake":                             {does: "report receive", body: "back_to=03-0000-2002&key={key}", refuses: 404, why: "the reports of the scene did not come by telephone"},
	"POST /reporting/reports/{number}/confirm":                           {does: "report file", body: "key={key}", keeps: "the reports of the scene did not come by telephone: it leads back to them"},
	"GET /ministry/reports/{number}/ask":                                 {does: "report ask"},
	"POST /ministry/reports/{number}/ask":                                {does: "report ask", body: "kind=enquiry&about=which&text={bird}&wished=&key={key}&do=check", keeps: "it judges what was typed"},
	"POST /ministry/reports/{number}/ask/send":                           {does: "report ask", body: "kind=enquiry&about=which&text={bird}&wished=&key={key}"},
	"POST /api/v1/reports/{number}/requests":                             {body: `{"kind":"enquiry","text":"{bird}","answer_by":"2026-12-01","fields":["{report.field}"]}`},
	"POST /api/v1/reports/{number}/requests/{request}/answer":            {body: `{"reply":"{bird}"}`},
	"POST /reporting/reports/{number}/requests/{request}/extension":      {body: "by=2027-01-15&reason={bird}&do=check", keeps: "it judges what was typed"},
	"POST /reporting/reports/{number}/requests/{request}/extension/send": {body: "by=2027-01-15&reason={bird}&key={key}"},
	"GET /ministry/reports/{number}/requests/{request}":                  {does: "report ask"},
	"POST /ministry/reports/{number}/requests/{request}":                 {does: "report ask", body: "kind=chased&by=&reason={bird}&do=check", keeps: "it judges what was typed"},
	"POST /ministry/reports/{number}/requests/{request}/send":            {does: "report ask", body: "kind=chased&by=&reason={bird}&key={key}"},
	"POST /api/v1/reports/{number}/requests/{request}/extension":         {body: `{"by":"2027-01-15","reason":"{bird}"}`},
	"POST /api/v1/reports/{number}/requests/{request}/steps":             {body: `{"kind":"chased","by":"","reason":"{bird}"}`},

	// Names of products.
	"POST /naming/lookup":                               {body: "maker={bird}&product={bird}&picked=&list={bird}&do=look", keeps: "it looks names up"},
	"POST /naming/suggest":                              {body: "maker=&product=k&row=", keeps: "it looks names up"},
	"POST /naming/lookup/check":                         {body: "maker.0=&product.0={bird}&choice.0=-&do=check", keeps: "it judges what was typed"},
	"POST /naming/lookup/again":                         {body: "maker.0=&product.0={bird}&choice.0=-&ask.0=&note={bird}&key={key}", keeps: "it judges what was typed"},
	"POST /naming/lookup/decide":                        {body: "maker.0=&product.0={bird}&choice.0=-&note=&key={key}"},
	"POST /naming/lookup/ask":                           {body: "maker.0=&product.0={bird}&choice.0=&ask.0=1&note={bird}&key={key}"},
	"POST /naming/known":                                {body: "q={bird}", keeps: "it looks names up"},
	"POST /naming/known/{number}/undo":                  {body: "key={key}"},
	"POST /naming/asked/{number}/withdraw":              {body: "key={key}"},
	"POST /cabinet/naming":                              {body: "q={bird}&show=many&do=", keeps: "it looks names up"},
	"POST /cabinet/naming/suggest":                      {body: "maker=&product=k", keeps: "it looks names up"},
	"POST /cabinet/naming/{number}":                     {body: "seen={asked}&choice=-&maker=&product=&picked=&why={bird}&key={key}&do=check", keeps: "it judges what was typed"},
	"POST /cabinet/naming/{number}/decide":              {body: "seen={asked}&choice=-&maker=&product=&picked=&why={bird}&key={key}"},
	"POST /cabinet/naming/decided/{number}/undo":        {body: "key={key}"},
	"POST /api/v1/products/resolve":                     {body: `{"rows":[{"maker":"","product":"{bird}"}]}`, whole: "how much of the log the index has read", keeps: "it looks names up"},
	"POST /api/v1/products/suggest":                     {body: `{"maker":"","product":"k","limit":5}`, keeps: "it looks names up"},
	"POST /api/v1/products/names":                       {body: `{"rows":[{"maker":"","product":"{bird}","kind":"absent","id":""}]}`},
	"POST /api/v1/products/names/{number}/withdraw":     {body: "{}"},
	"POST /api/v1/products/questions":                   {body: `{"rows":[{"maker":"","product":"{bird}","id":"","note":"{bird}"}]}`},
	"POST /api/v1/products/questions/{number}/withdraw": {body: "{}"},
	"POST /api/v1/naming/decisions":                     {body: `{"questions":["{asked}"],"kind":"none","id":"","why":"{bird}"}`},
	"POST /api/v1/naming/decisions/{number}/undo":       {body: "{}"},

	// The own account.
	"POST /account/passkey/begin":     {body: "{}", mints: challenge, keeps: "what a device is asked stands outside the log until it answers"},
	"POST /account/passkey/finish":    {body: `{"ceremony":"{bird}","label":"x","return":"/","answer":{}}`, refuses: 422, why: "nothing signs here"},
	"POST /account/credential/remove": {body: "id={credential}", refuses: 409, why: "it is the only way in"},
	"POST /account/session/end":       {body: "id={session}"},
	"POST /account/token/revoke":      {body: "id={token}"},
	"POST /account/code":              {body: "ceremony={bird}&label=x&passphrase={bird}&again={bird}&code=123456", refuses: 422, why: "no device shows a code here"},
	"POST /account/certificate":       {body: "return=/&label={bird}", refuses: 422, why: "no browser shows a certificate here"},
	"POST /account/hat":               {body: "hat={hat}&return=/", keeps: "it is the hat that is worn"},

	"POST /account/tokens":        {body: "key={key}&label={bird}&until=2026-12-31&scope=read&only=report read&from=192.0.2.0/24", also: []string{"report read", "name read", "platform read", "view read"}},
	"GET /account/held/{secret}":  {refuses: 404, why: "no form of theirs was kept"},
	"POST /account/second":        {body: "return=/", keeps: "what a colleague is asked stands outside the log until they answer"},
	"POST /account/second/answer": {body: "id={bird}&answer=yes", refuses: 404, why: "nobody asks"},

	// Lists that are read whole.
	"GET /alarms":                           {query: "q={bird}&state=open&kind=&from=2026-11-01&until=2026-11-30"},
	"GET /notices":                          {query: "q={bird}&kind=&order=wished"},
	"GET /organisation/members/invitations": {query: "q={bird}&state=&unit=&role=&order=name"},
	"GET /organisation/sessions":            {query: "q={bird}&method=passkey&order=idle"},

	// How an organisation signs in.
	"POST /ministry/assign":                                               {does: "report assign", body: "n={report}&all=&query=&to=-&do=&why={bird}&key={key}", keeps: "it judges what was typed"},
	"POST /ministry/assign/send":                                          {does: "report assign", body: "n={report}&to={self}&key={key}"},
	"GET /ministry/assign/{act}":                                          {does: "report assign"},
	"POST /ministry/assign/{act}/undo":                                    {does: "report assign", body: "key={key}"},
	"POST /organisation/signin":                                           {body: "methods=passkey"},
	"POST /organisation/signin/print":                                     {body: "key={key}&person={member}", refuses: 409, why: "no organisation of the scene chose printed lists"},
	"GET /admin/account/org/{org}/sessions":                               {whole: "who acts for an organisation is the register of the whole house"},
	"POST /admin/account/org/{org}/sessions":                              {does: "organisation write", body: "do=go&key={key}", whole: "who acts for an organisation is the register of the whole house"},
	"POST /organisation/stale/days":                                       {body: "days=120&key={key}"},
	"POST /organisation/stale/lock":                                       {body: "hat={sleeper}&key={key}"},
	"POST /organisation/stale/keep":                                       {body: "hat={sleeper}&reason={bird}&key={key}"},
	"POST /organisation/stale/unlock":                                     {body: "hat={locked}&key={key}"},
	"GET /organisation/signin/hardware":                                   {query: "q={bird}&state=free&page=1&serial={bird}"},
	"POST /organisation/signin/hardware":                                  {body: "file=&text=KM-0001,3132333435363738393031323334353637383930,6,30", keeps: "it judges what was typed"},
	"POST /organisation/signin/hardware/take":                             {body: "key={key}&ceremony={bird}", refuses: 422, why: "no file waits"},
	"POST /organisation/signin/hardware/hand":                             {body: "serial={bird}&person={member}", refuses: 422, why: "no such token is registered"},
	"POST /organisation/signin/hardware/retire":                           {body: "id={bird}&state=lost", refuses: 404, why: "no token was named"},
	"POST /account/hardware":                                              {body: "id={bird}&passphrase={bird}&again={bird}&code=123456", refuses: 404, why: "nobody gave them a token"},
	"POST /organisation/signin/certificate":                               {body: "key={key}&file=&text={bird}", refuses: 422, why: "it is no certificate"},
	"POST /organisation/signin/certificate/revoked":                       {body: "key={key}&id={authority}&file=&text={authority.list}"},
	"POST /organisation/signin/certificate/end":                           {body: "key={key}&id={authority}"},
	"POST /organisation/signin/certificate/withdraw":                      {body: "person={member}&id={bird}", refuses: 404, why: "nobody registered one"},
	"POST /organisation/sessions/end":                                     {body: "person={member}&key={key}"},
	"GET /account/joining":                                                {refuses: 422, why: "nothing was offered"},
	"GET /organisation/seen":                                              {query: "number=&office=&from=2026-11-01&until=2026-11-30"},
	"GET /organisation/export/seen/{format}":                              {query: "number=&office=&from=2026-11-01&until=2026-11-30"},
	"GET /organisation/export/members/{format}":                           {query: "q={bird}&unit=&role=&state=all"},
	"GET /organisation/members":                                           {query: "q={bird}&unit=&role=&state=all"},
	"POST /organisation/members/{hat}/change":                             {body: "unit={bird}&roles=operator-viewer&until=&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /organisation/members/{hat}/change/send":                        {body: "unit={bird}&roles=operator-viewer&until=&do=send&key={key}", refuses: 422, why: "no unit has this id"},
	"POST /organisation/members/{hat}/end":                                {body: "on=&note={bird}&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /organisation/members/{hat}/end/send":                           {body: "on=x&note={bird}&do=send&key={key}", refuses: 422, why: "it would end the rights of those who are tried next"},
	"POST /organisation/members/invite":                                   {body: "name={bird}&kana=&mail=new@example.jp&phone=&unit=&roles=operator-viewer&from=&until=&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /organisation/members/invite/send":                              {body: "name={bird}&kana=&mail=new@example.jp&phone=&unit=&roles=operator-viewer&from=&until=&do=send&key={key}", refuses: 422, why: "a unit is chosen from one's own"},
	"POST /organisation/members/invitations/confirm":                      {body: "invitation={offer}&key={key}"},
	"POST /organisation/members/invitations/letter":                       {body: "invitation={offer}&key={key}"},
	"POST /organisation/members/invitations/again":                        {body: "invitation={offer}&key={key}"},
	"POST /organisation/members/invitations/withdraw":                     {body: "invitation={offer}&key={key}"},
	"POST /organisation/handover/undo":                                    {body: "id={hand-over}&key={key}"},
	"POST /organisation/handover/new":                                     {body: "leaver={bird}&heir={bird}&on=2027-04-01&roles=operator-viewer&note={bird}&do=check&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /organisation/handover/new/send":                                {body: "leaver={bird}&heir={bird}&on=2027-04-01&roles=operator-viewer&note={bird}&do=send&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /organisation/handover/many":                                    {body: "sheet={bird}&do=check&key={key}", refuses: 422, why: "a sheet has headings"},
	"POST /organisation/handover/many/send":                               {body: "sheet={bird}&do=send&key={key}", refuses: 422, why: "a sheet has headings"},
	"POST /organisation/deputy":                                           {body: "leaver={bird}&deputy={bird}&roles=operator-viewer&for={bird}&from=2027-04-01&until=2027-04-10&note={bird}&do=check&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /organisation/deputy/send":                                      {body: "leaver={bird}&deputy={bird}&roles=operator-viewer&for={bird}&from=2027-04-01&until=2027-04-10&note={bird}&do=send&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /organisation/contact/name":                                     {body: "hat={bird}&kind=contact&for={bird}&do=name&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /organisation/contact/confirm":                                  {body: "id={bird}&key={key}", refuses: 404, why: "nothing has this id"},
	"POST /admin/status/mail":                                             {body: "key={key}"},
	"POST /views/new":                                                     {body: "list=history&query=state%3Darrived&name={bird}&share=mine&first=&rev=&key={key}"},
	"POST /views/{view}":                                                  {body: "name={bird}&share=unit&first=&rev=1&list=&query=&key={key}"},
	"POST /views/{view}/end":                                              {body: "rev=1&name=&share=&first=&list=&query=&key={key}"},
	"POST /exports":                                                       {body: "query=state%3Darrived&key={key}"},
	"POST /exports/{export}/stop":                                         {body: "key={key}"},
	"POST /api/v1/exports":                                                {body: `{"query":"state=arrived"}`},
	"GET /api/v1/exports":                                                 {also: []string{"desk read", "home read"}},
	"POST /api/v1/exports/{id}/stop":                                      {body: `{}`},
	"POST /api/v1/charges/check":                                          {finds: true, body: `{"reports":[{"number":"{report}","rev":0}],"to":""}`, keeps: "it judges what was typed"},
	"POST /api/v1/charges":                                                {body: `{"reports":[{"number":"{report}","rev":0}],"to":""}`, refuses: 409, why: "nobody takes care of it already"},
	"GET /api/v1/charges/{id}":                                            {does: "report assign"},
	"POST /api/v1/charges/{id}/undo":                                      {does: "report assign", body: `{}`},
	"POST /ministry/today/tiles/{view}":                                   {does: "view write", body: "do=put&for=me&key={key}"},
	"POST /api/v1/tiles/{id}":                                             {does: "view write", body: `{"do":"put","for":"office"}`},
	"POST /api/v1/views":                                                  {body: `{"list":"history","name":"{bird}","query":"","share":"mine","first":false}`},
	"POST /api/v1/views/{id}/change":                                      {body: `{"name":"{bird}","share":"unit","first":false,"rev":1}`},
	"POST /api/v1/views/{id}/end":                                         {body: `{"rev":1}`},
	"POST /organisation/mail/new":                                         {body: "address=new@example.jp&unit=&takes=urgent&do=check&key={key}", refuses: 422, why: "a unit is chosen from one's own"},
	"POST /organisation/mail/new/send":                                    {body: "address=new@example.jp&unit=&takes=urgent&do=send&key={key}", refuses: 422, why: "a unit is chosen from one's own"},
	"POST /organisation/oncall":                                           {body: "rev=0&name-1={bird}&kana-1={bird}&post-1={bird}&phone-1=03-0000-1101&email-1=night@example.jp&when-1={bird}&name-2=&kana-2=&post-2=&phone-2=&email-2=&when-2=&name-3=&kana-3=&post-3=&phone-3=&email-3=&when-3=&name-4=&kana-4=&post-4=&phone-4=&email-4=&when-4=&name-5=&kana-5=&post-5=&phone-5=&email-5=&when-5=&name-6=&kana-6=&post-6=&phone-6=&email-6=&when-6=&key={key}"},
	"POST /organisation/mail/names":                                       {body: "named=no&key={key}"},
	"POST /organisation/mail/confirm":                                     {body: "id={refusal}&key={key}"},
	"POST /organisation/mail/{mailbox}":                                   {body: "takes=urgent&key={key}"},
	"POST /organisation/mail/{mailbox}/end":                               {body: "key={key}"},
	"POST /organisation/mail/{mailbox}/try":                               {body: "key={key}"},
	"POST /account/mail":                                                  {body: "takes=urgent&key={key}"},
	"POST /api/v1/organisation/mail":                                      {body: `{"address":"new@example.jp","unit":"x","takes":["urgent"]}`, refuses: 422, why: "a unit is chosen from one's own"},
	"POST /api/v1/organisation/mail/{id}/change":                          {body: `{"takes":["urgent"]}`},
	"POST /api/v1/organisation/mail/{id}/end":                             {body: `{}`},
	"POST /api/v1/organisation/mail/{id}/try":                             {body: `{}`},
	"POST /api/v1/organisation/mail/refused/{id}/confirm":                 {body: `{}`},
	"GET /reporting/notices":                                              {query: "q={bird}&state=waiting"},
	"GET /reporting/notices/export/{format}":                              {query: "q={bird}&state=waiting"},
	"POST /reporting/notices/{number}/take":                               {body: "key={key}", also: []string{"draft write"}},
	"POST /reporting/notices/{number}/judge":                              {body: "reason={bird}&key={key}"},
	"POST /reporting/notices/{number}/reply":                              {body: "called=yes&text={bird}&key={key}"},
	"GET /api/v1/notices":                                                 {query: "state=waiting"},
	"POST /api/v1/notices/{number}/take":                                  {body: `{}`, also: []string{"draft write"}},
	"POST /api/v1/notices/{number}/judge":                                 {body: `{"reason":"{bird}"}`},
	"POST /api/v1/notices/{number}/replies":                               {body: `{"called":true,"text":"{bird}"}`},
	"POST /organisation/contractor":                                       {body: "company={bird}&name={bird}&phone=03-0000-2002&unit=&until=&note={bird}&key={key}", refuses: 422, why: "a unit is chosen from one's own"},
	"POST /organisation/contractor/{contractor}":                          {body: "company={bird}&name={bird}&phone=03-0000-2002&unit=&until=&note={bird}&rev=1&key={key}", refuses: 422, why: "a unit is chosen from one's own"},
	"POST /organisation/contractor/{contractor}/sheet":                    {body: "key={key}"},
	"POST /organisation/contractor/{contractor}/end":                      {body: "key={key}"},
	"POST /api/v1/organisation/contractors":                               {body: `{"company":"{bird}","name":"{bird}","phone":"03-0000-2002","note":"{bird}","unit":"x","until":"2027-03-31"}`, refuses: 422, why: "a unit is chosen from one's own"},
	"POST /api/v1/organisation/contractors/{id}/change":                   {body: `{"company":"{bird}","name":"{bird}","phone":"03-0000-2002","note":"{bird}","unit":"x","until":"2027-03-31","rev":1}`, refuses: 422, why: "a unit is chosen from one's own"},
	"POST /api/v1/organisation/contractors/{id}/sheet":                    {body: `{}`},
	"POST /api/v1/organisation/contractors/{id}/end":                      {body: `{}`},
	"GET /organisation/roster":                                            {query: "month=2026-11&done=added"},
	"GET /organisation/roster/roster.xlsx":                                {query: "month=2026-11"},
	"GET /organisation/roster/roster.csv":                                 {query: "month=2026-11"},
	"POST /organisation/roster":                                           {body: "who=&name={bird}&kana={bird}&phone=03-0000-1101&email=night@example.jp&role=first&first=2026-12-01&last=2026-12-02&hours=night&start=&end=&key={key}"},
	"POST /organisation/roster/copy":                                      {body: "from=2027-03-01&to=2027-03-08&key={key}", refuses: 422, why: "nobody is on duty that week"},
	"POST /organisation/roster/feed":                                      {body: "key={key}"},
	"POST /organisation/roster/feed/end":                                  {body: "key={key}"},
	"GET /roster/{secret}/kanmin.ics":                                     {public: "the address is the secret", refuses: 404, why: "nobody has this address"},
	"POST /organisation/roster/confirm":                                   {body: "key={key}"},
	"POST /organisation/roster/turns/{turn}":                              {body: "who=&name={bird}&kana={bird}&phone=03-0000-1101&email=night@example.jp&why={bird}&key={key}"},
	"POST /organisation/roster/turns/{turn}/end":                          {body: "key={key}"},
	"POST /organisation/roster/sheet":                                     {body: "rows=&file=&text={bird}&instead=1&do=check&key={key}", refuses: 422, why: "a sheet has headings"},
	"GET /api/v1/organisation/roster":                                     {query: "from=2026-11-01&until=2026-11-30"},
	"POST /api/v1/organisation/roster":                                    {body: `{"turns":[{"from":"2026-12-01T17:15:00+09:00","until":"2026-12-02T08:45:00+09:00","deputy":false,"name":"{bird}","kana":"{bird}","post":"{bird}","phone":"03-0000-1101","email":"night@example.jp"}],"instead":false}`},
	"POST /api/v1/organisation/roster/copy":                               {body: `{"from":"2027-03-01","to":"2027-03-08"}`, refuses: 422, why: "nobody is on duty that week"},
	"POST /api/v1/organisation/roster/confirm":                            {body: "{}"},
	"POST /api/v1/organisation/roster/turns/{turn}/swap":                  {body: `{"name":"{bird}","kana":"{bird}","post":"{bird}","phone":"03-0000-1101","email":"night@example.jp","why":"{bird}"}`},
	"POST /api/v1/organisation/roster/turns/{turn}/end":                   {body: "{}"},
	"POST /organisation/card":                                             {body: "key={key}"},
	"POST /organisation/card/end":                                         {body: "key={key}", refuses: 409, why: "there is no card yet"},
	"POST /api/v1/organisation/card":                                      {body: "{}"},
	"POST /api/v1/organisation/card/end":                                  {body: "{}", refuses: 409, why: "there is no card yet"},
	"POST /api/v1/organisation/oncall":                                    {body: `{"rev":0,"contacts":[{"name":"{bird}","kana":"{bird}","post":"{bird}","phone":"03-0000-1101","email":"night@example.jp","when":"{bird}"}]}`},
	"GET /api/v1/reports/{number}/calls":                                  {},
	"GET /api/v1/reports/{number}/hints":                                  {only: own},
	"GET /api/v1/statistics/reports":                                      {query: "from=2026-10-01&until=2026-12-31&of=report&sector=electricity&kind=access of=outside"},
	"GET /api/v1/ministry/concentration/concerned":                        {query: "q=Linux&type=a&sector=electricity q={bird} product={bird}&after=0"},
	"GET /api/v1/ministry/concentration":                                  {query: "type=a&sector=electricity"},
	"GET /api/v1/ministry/registrations":                                  {query: "type=a&sector=electricity"},
	"POST /api/v1/reports/{number}/calls":                                 {body: `{"kind":"silent","name":"{bird}","phone":"03-0000-1101"}`},
	"POST /api/v1/organisation/mail/names":                                {body: `{"named":"no"}`},
	"POST /organisation/units/new":                                        {body: "name={bird}&name_en=&phone=&parent={bird}&rev=1&do=check&key={key}", refuses: 422, why: "no unit has this id"},
	"POST /organisation/units/{unit}":                                     {body: "name={bird}&name_en=&phone=&parent=&rev=1&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /organisation/units/{unit}/close":                               {body: "closed=true&do=&key={key}", refuses: 409, why: "somebody acts for each, or it stands open already"},
	"POST /account/leaving":                                               {body: "hat={bird}&note={bird}&key={key}"},
	"POST /account/joining":                                               {body: "do=agree", refuses: 422, why: "nothing was offered in this browser"},
	"POST /api/v1/organisation/sessions/{id}/end":                         {body: `{}`, refuses: 403, why: "a program ends nobody's session"},
	"POST /api/v1/organisation/certificates/authorities":                  {body: `{"certificate":"{bird}"}`, refuses: 422, why: "a bird is no certificate"},
	"POST /api/v1/organisation/certificates/authorities/{id}/end":         {body: `{}`, refuses: 403, why: "a program trusts nobody"},
	"POST /api/v1/organisation/certificates/authorities/{id}/revocations": {body: `{"list":"{authority.list}"}`, refuses: 403, why: "a program trusts nobody"},
	"POST /api/v1/organisation/stale/{id}/lock":                           {body: `{}`},
	"POST /api/v1/organisation/stale/{id}/unlock":                         {body: `{}`, refuses: 403, why: "a program lifts no lock"},
	"POST /api/v1/organisation/stale/{id}/keep":                           {body: `{"reason":"{bird}"}`},
	"POST /api/v1/organisation/hardware/check":                            {body: `{"file":"KM-0001,3132333435363738393031323334353637383930,6,30"}`, keeps: "it judges what was typed"},
	"POST /api/v1/organisation/hardware":                                  {body: `{"file":"{bird},3132333435363738393031323334353637383930,6,30"}`, refuses: 403, why: "a program registers no device"},
	"POST /api/v1/organisation/hardware/change":                           {body: `{"serial":"{bird}","person":"{member}","state":"lost"}`, refuses: 403, why: "a program changes no device"},
	"POST /api/v1/organisation/invitations":                               {body: `{"name":"{bird}","kana":"","mail":"new@example.jp","phone":"","unit":"x","roles":["operator-viewer"],"from":"","until":""}`, refuses: 422, why: "no unit has this id"},
	"POST /api/v1/organisation/invitations/{id}/again":                    {body: `{}`},
	"POST /api/v1/organisation/invitations/{id}/withdraw":                 {body: `{}`},
	"POST /api/v1/organisation/members/{id}/change":                       {body: `{"roles":["operator-viewer"],"unit":"x"}`, refuses: 422, why: "no unit has this id"},
	"POST /api/v1/organisation/members/{id}/end":                          {body: `{"on":"never"}`, refuses: 422, why: "it would end the rights of those who are tried next"},
	"POST /api/v1/organisation/handovers":                                 {body: `{"leaver":"x","heir":"y","on":"2027-04-01","roles":["operator-viewer"],"note":"{bird}"}`, refuses: 422, why: "nobody has these hats"},
	"POST /api/v1/organisation/handovers/{id}/undo":                       {body: `{}`},
	"POST /api/v1/organisation/deputies":                                  {body: `{"for":"x","deputy":"y","roles":["operator-viewer"],"from":"2027-04-01","until":"2027-04-10"}`, refuses: 404, why: "nothing has this id"},

	// Who takes part. A proposal needs two people and an organisation is changed once: what is there is tried in the tests of the pages.
	"POST /admin/account/org/new":                     {body: "kind=friend&name={bird}&kana=&name_en=&corporate_number=&address=&rep_title=&rep_name=&rep_kana=&phone=&do=check&key={key}", further: []further{{body: "kind=friend&name={bird}&kana=&name_en=&corporate_number=&address=&rep_title=&rep_name=&rep_kana=&phone=&do=go&key={key}"}}},
	"GET /admin/account":                              {query: "q={bird}&kind=operator&state=all&page=2", whole: "who takes part is the register of the whole house"},
	"GET /admin/export/organisations/{format}":        {query: "q={bird}&kind=operator&state=all", whole: "who takes part is the register of the whole house"},
	"GET /admin/account/org/{org}":                    {query: "q={bird}&role=&used=yes&order=idle", whole: "who acts for an organisation is the register of the whole house"},
	"GET /admin/account/org/{org}/close":              {whole: "who acts for an organisation is the register of the whole house"},
	"GET /admin/account/org/{org}/unit/{unit}/close":  {whole: "who acts for an organisation is the register of the whole house"},
	"GET /admin/account/org/{org}/unit/{unit}":        {whole: "who acts for an organisation is the register of the whole house"},
	"POST /admin/account/org/{org}/edit":              {body: "rev=1&kind=friend&name={bird}&kana=&name_en=&corporate_number=&address=&rep_title=&rep_name=&rep_kana=&phone=&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /admin/account/org/{org}/close":             {whole: "who acts for an organisation is the register of the whole house", body: "closed=true&do=&key={key}", refuses: 409, why: "somebody acts for each, or it stands open already"},
	"POST /admin/account/org/{org}/unit/new":          {body: "name={bird}&name_en=&phone=&parent={unit}&rev=1&do=check&key={key}", further: []further{{body: "name={bird}&name_en=&phone=&parent={unit}&rev=1&do=go&key={key}"}}},
	"POST /admin/account/org/{org}/unit/{unit}":       {body: "name={bird}&name_en=&phone=&parent=&rev=1&do=check&key={key}", keeps: "it judges what was typed"},
	"POST /admin/account/org/{org}/unit/{unit}/close": {body: "closed=true&do=&key={key}", refuses: 409, why: "somebody acts for each, or it stands open already"},
	"POST /admin/account/sheet":                       {body: "rows=&name=&file=&text={bird}&do=check&key={key}", refuses: 422, why: "a sheet has headings"},
	"GET /admin/account/sheet/{id}":                   {whole: "who takes part is the register of the whole house"},
	"POST /admin/account/sheet/{id}/confirm":          {body: "key={key}", second: true},
	"GET /admin/letter":                               {query: "q={bird}", whole: "who was invited to what is the register of the whole house"},
	"POST /admin/letter/confirm":                      {body: "waiting={bird}&key={key}", refuses: 409, why: "no invitation has this id"},
	"POST /admin/letter":                              {body: "letter={bird}&key={key}", refuses: 409, why: "no letter has this id"},
	"GET /admin/change/{id}":                          {whole: "who takes part is the register of the whole house"},
	"POST /admin/change/{id}/confirm":                 {body: "key={key}", second: true},
	"POST /admin/change/{id}/undo":                    {body: "key={key}", refuses: 422, why: "a transfer is not taken back"},
	"POST /admin/change/{id}/withdraw":                {body: "key={key}"},
	"POST /admin/account/org/{org}/designation":       {body: "kind=designate&of=&sector=electricity&business={bird}&ministers=meti&office1={bird}&title1={bird}&office2=&title2=&office3=&title3=&successor1=&successor2=&successor3=&heir=none&on=2027-04-01&ground={bird}&do=check&key={key}", refuses: 422, why: "no office has this id"},
	"GET /admin/routing":                              {query: "end={bird}", whole: "the routing rows"},
	"POST /admin/routing":                             {body: "end=&authority=recipient.ppc&kind=&when=&channel=here&office={bird}&title={bird}&cited={bird}&certainty=reported&on=2027-04-01&ground={bird}&do=check&key={key}", refuses: 422, why: "no office has this id"},
	"GET /admin/templates":                            {query: "end={bird}", whole: "the official forms"},
	"GET /admin/templates/start.xlsx":                 {query: "of=report.prompt"},
	"GET /admin/templates/{id}":                       {whole: "official forms are the whole house's"},
	"GET /admin/templates/{id}/{file}":                {whole: "official forms are the whole house's"},
	"POST /admin/templates":                           {body: "end=&procedure=report.prompt&title={bird}&cited={bird}&dated=2026-09-15&form=&file=&table=&map={bird}&on=2027-04-01&ground={bird}&do=check&key={key}", refuses: 422, why: "a map has headings"},
	"GET /admin/jurisdiction":                         {query: "operator={bird}&end={bird}", whole: "the offices of the register"},
	"POST /admin/jurisdiction":                        {body: "operator=&end=&office={bird}&act=report&title={bird}&sections=outline&on=2027-04-01&ground={bird}&do=check&key={key}", refuses: 422, why: "no office has this id"},
	"GET /admin/transfer":                             {query: "old={bird}", whole: "the offices of the register"},
	"POST /admin/transfer":                            {body: "old={bird}&new={bird}&title={bird}&on=2027-04-01&which=all&operators=&ground={bird}&do=check&key={key}", refuses: 422, why: "no office has this id"},

	"GET /api/v1/admin/organisations":                            {query: "q={bird}&kind=operator&state=all&limit=2&cursor=2", whole: "who takes part is the register of the whole house"},
	"POST /api/v1/admin/organisations":                           {body: `{"kind":"friend","name":"{bird}","name_en":"","kana":"","corporate_number":"","address":"","phone":"","rep_title":"","rep_name":"","rep_kana":""}`},
	"GET /api/v1/admin/organisations/{org}":                      {whole: "who acts for an organisation is the register of the whole house"},
	"POST /api/v1/admin/organisations/{org}/change":              {body: `{"rev":1,"kind":"friend","name":"{bird}","name_en":"","kana":"","corporate_number":"","address":"","phone":"","rep_title":"","rep_name":"","rep_kana":""}`, refuses: 422, why: "an organisation stays of its kind"},
	"POST /api/v1/admin/organisations/{org}/close":               {body: `{"closed":false}`, refuses: 409, why: "somebody acts for each, or it stands open already"},
	"POST /api/v1/admin/organisations/{org}/units":               {body: `{"name":"{bird}","name_en":"","phone":"","parent":"x"}`, refuses: 422, why: "no unit has this id"},
	"POST /api/v1/admin/organisations/{org}/units/{unit}/change": {body: `{"rev":1,"name":"","name_en":"{bird}","phone":"","parent":""}`, refuses: 422, why: "a unit has a name"},
	"POST /api/v1/admin/organisations/{org}/units/{unit}/close":  {body: `{"closed":false}`, refuses: 409, why: "somebody acts for each, or it stands open already"},
	"POST /api/v1/admin/proposals":                               {body: `{"jurisdiction":{"end":"","operator":"{operator}","office":"{office}","act":"support","title":"{bird}","sections":["outline"],"on":"2027-04-01","ground":"{bird}"}}`, further: matters, refuses: 403, why: "a token enters nothing"},
	"POST /api/v1/admin/proposals/check":                         {body: `{"jurisdiction":{"end":"","operator":"{operator}","office":"{office}","act":"support","title":"{bird}","sections":["outline"],"on":"2027-04-01","ground":"{bird}"}}`, further: matters, keeps: "it judges what was typed"},
	"GET /api/v1/admin/templates":                                {whole: "the official forms"},
	"POST /api/v1/admin/templates/files":                         {query: "name={bird}", body: `{bird}`, refuses: 422, why: "a form is a book"},
	"POST /api/v1/admin/proposals/{id}/confirm":                  {body: `{}`, refuses: 403, why: "a token confirms nothing"},
	"POST /api/v1/admin/proposals/{id}/withdraw":                 {body: `{}`},
	"POST /api/v1/admin/sheet/check":                             {body: `{"name":"{bird}","rows":[{"kind":"友","name":"{bird}","name_en":"","kana":"","corporate_number":"","address":"","phone":"","rep_title":"","rep_name":"","rep_kana":"","admin_name":"","admin_kana":"","admin_mail":""}]}`, keeps: "it judges what was typed"},
	"POST /api/v1/admin/sheet":                                   {body: `{"name":"{bird}","rows":[{"kind":"友","name":"{bird}","name_en":"","kana":"","corporate_number":"","address":"","phone":"","rep_title":"","rep_name":"","rep_kana":"","admin_name":"","admin_kana":"","admin_mail":""}]}`, refuses: 422, why: "no organisation is of this kind"},

	// The platform.
	"GET /admin/status":        {whole: "the size of the log, and what waits"},
	"POST /admin/status/check": {body: "key={key}"},

	"POST /emergency/new":             {body: "number=R-R8-2222-2222-2&reason={bird}&hours=1&do=check&key={key}", refuses: 422, why: "no number has this check character"},
	"GET /emergency/{glass}/read":     {refuses: 404, why: "no report is open by it"},
	"POST /emergency/{glass}/approve": {body: "key={key}", second: true, refuses: 409, why: "no report has its number"},
	"POST /emergency/{glass}/end":     {body: "key={key}", refuses: 409, why: "nobody approved it"},

	"POST /ministry/delay/new":             {body: "number=R-R8-2222-2222-2&until=2026-12-01&ground={bird}&do=check&key={key}", refuses: 422, why: "no number has this check character"},
	"POST /ministry/delay/{delay}/approve": {body: "key={key}", second: true},
	"POST /ministry/delay/{delay}/end":     {body: "key={key}"},

	"POST /api/v1/alarms/{number}/close":    {body: `{"reason":"{bird}"}`, refuses: 403, why: "a program closes no alarm"},
	"POST /api/v1/emergencies":              {body: `{"number":"R-R8-2222-2222-2","reason":"{bird}","hours":1}`, refuses: 422, why: "no number has this check character"},
	"POST /api/v1/emergencies/{id}/approve": {body: "{}", refuses: 403, why: "a token approves nothing"},
	"POST /api/v1/emergencies/{id}/end":     {body: "{}", refuses: 403, why: "a token ends nothing"},
	"POST /api/v1/delays":                   {body: `{"number":"R-R8-2222-2222-2","until":"2026-12-01","ground":"{bird}"}`, refuses: 422, why: "no number has this check character"},
	"POST /api/v1/delays/{id}/approve":      {body: "{}", refuses: 403, why: "a token approves nothing"},
	"POST /api/v1/delays/{id}/end":          {body: "{}"},

	"GET /functions":                       {public: "everybody is told what is there, and what to do until the rest is"},
	"GET /functions/{function}":            {public: "everybody is told what to do until a function is there"},
	"GET /api/v1/functions":                {public: "everybody is told what is there"},
	"POST /functions/manage/new":           {body: "function=classify&way=open&reach=org&kind=&org={bird}&from=&until=&ground={bird}&when={bird}&form={bird}&address={bird}&do=go&key={key}", refuses: 422, why: "no organisation has this id"},
	"POST /functions/manage/{opening}/end": {body: "key={key}", refuses: 409, why: "what the scene holds is over: all that is built stays open"},
	"POST /api/v1/openings":                {body: `{"function":"classify","way":"open","reach":"org","of":"{bird}","ground":"{bird}","when":"{bird}","form":"{bird}","address":"{bird}","from":"2027-04-01","until":"2027-05-01"}`, refuses: 422, why: "no organisation has this id"},
	"POST /api/v1/openings/{opening}/end":  {body: "{}", refuses: 409, why: "what the scene holds is over: all that is built stays open"},

	// 対処支援. A scene does not tell the revision that is on screen, nor who helps.
	"GET /reporting/support/new":                       {query: "about={bird}"},
	"POST /reporting/support/new":                      {body: "kinds=advice&urgency=now&contact={bird}&text={bird}&about=&do=check", keeps: "it judges what was typed"},
	"POST /reporting/support/new/send":                 {body: "kinds=advice&urgency=now&contact={bird}&text={bird}&about=&key={key}"},
	"GET /reporting/support/{support}":                 {does: "support read"},
	"POST /reporting/support/{support}/write":          {body: "text={bird}&key={key}"},
	"POST /reporting/support/{support}/move":           {body: "rev=-1&deed=ended&reason={bird}&key={key}", refuses: 409, why: "no revision is less than none"},
	"POST /reporting/support/{support}/share":          {body: "helper={support.other}&sections=contact&do=check", keeps: "it says what would be shown"},
	"POST /reporting/support/{support}/share/send":     {body: "helper={support.other}&sections=contact&key={key}"},
	"POST /reporting/support/{support}/unshare":        {body: "helper={support.helper}&key={key}"},
	"POST /ministry/support/{support}/write":           {body: "text={bird}&key={key}"},
	"POST /ministry/support/{support}/move":            {body: "rev=-1&deed=ended&reason={bird}&key={key}", refuses: 409, why: "no revision is less than none"},
	"POST /ministry/support/{support}/hand":            {body: "rev=-1&to={bird}&key={key}", refuses: 409, why: "no revision is less than none"},
	"GET /api/v1/support":                              {query: "ended=true"},
	"POST /api/v1/support":                             {body: `{"kinds":["advice"],"urgency":"now","contact":"{bird}","text":"{bird}","about":""}`},
	"POST /api/v1/support/{support}/messages":          {body: `{"text":"{bird}"}`},
	"POST /api/v1/support/{support}/state":             {body: `{"deed":"ended","rev":-1,"reason":"{bird}"}`, refuses: 409, why: "no revision is less than none"},
	"POST /api/v1/support/{support}/shares":            {body: `{"helper":"{support.other}","sections":["contact"]}`},
	"POST /api/v1/support/{support}/shares/end":        {body: `{"helper":"{support.helper}"}`},
	"POST /api/v1/ministry/support/{support}/messages": {body: `{"text":"{bird}"}`},
	"POST /api/v1/ministry/support/{support}/state":    {body: `{"deed":"ended","rev":-1,"reason":"{bird}"}`, refuses: 409, why: "no revision is less than none"},
	"POST /api/v1/ministry/support/{support}/hand":     {body: `{"to":"{bird}","rev":-1}`, refuses: 409, why: "no revision is less than none"},

	"POST /alarms/{number}/seen": {body: "key={key}&reason={bird}"},
})

// withholding is the form of 見せる範囲, of the offices of the scene's operator.
const withholding = "key={key}&title-0=経済産業大臣&title-1=内閣総理大臣(内閣府)&hold=0-contact&sure=0-computer&until-0-computer=&reason-0-computer=&until-0-contact=2026-12-20 09:00&reason-0-contact={bird}&until-1-computer=&reason-1-computer=&until-1-contact=&reason-1-contact=" +
	"&title-3=&until-3-outline=&reason-3-outline=&until-3-computer=&reason-3-computer=&until-3-contact=&reason-3-contact=" +
	"&title-2=&until-2-computer=&reason-2-computer=&until-2-contact=&reason-2-contact="
