// Package api is the door for programs: /api/v1, described by huma operations, served through the gate.
//
// Every operation is a row of the gate's route table, with its permission; huma describes it (OpenAPI 3.1) and
// writes its answer. An error never is huma's: it goes back through the gate, the one place where a fault becomes a
// status and a sentence. Bodies are decoded strictly by the form that they fill in.
package api

import (
	"context"
	"io"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/request"
	"kanmin/internal/flow/asking"
	"kanmin/internal/flow/submitting"
)

// Prefix is where the API lives.
const Prefix = "/api/v1"

// Reading runs one read-only transaction; the store provides it (store.Read).
type Reading[T any] = func(ctx context.Context, s access.Scope, read func(T) error) error

// Looking is Reading of protected records: nothing is handed out unless the look was written (store.Look).
type Looking[T any] = func(ctx context.Context, s access.Scope, purpose string, read func(T) ([]ident.Object, error)) error

// Purposes of looks. Only an opening is shown to the owner (誰が見たか).
const (
	purposeOpen    = "open"
	purposeList    = "list"
	purposeReceipt = "receipt"
	purposeAct     = "act"
)

// SentTx is what is read of a filing right after it was sent.
type SentTx interface {
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	Receipt(ident.Leaf) (final, text, provisional []byte, err error)
}

// ReportTx is what is read of a report that is opened.
type ReportTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	RequestsOf(ident.Filing) ([]request.Request, error)
	DutiesOf(ident.Object) ([]duty.Duty, error)
	LooksAt(ident.Object) ([]access.Seen, error)
	Procedure(ref string) (procedure.Procedure, error)
	CaseWith(ident.Number, access.Permission) ([]filing.Reported, error)
	WithdrawalOf(ident.Filing) (filing.Withdrawal, error)
	OnwardsOf(ident.Filing) ([]filing.Onward, error)
	Sectors(operator ident.Org, on law.Day) ([]party.Designation, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Withheld(objects []ident.Object) ([]filing.Withholding, error)
	Routings() ([]party.Routing, error)
	Intake(ident.Filing) (intake.Intake, error)
	formsheet.OfficialTx
}

// ListTx is what the two lists of reports are read from.
type ListTx interface {
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	CountFound(f filing.Filter, most int) (int, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// DraftTx is what drafts are read from.
type DraftTx interface {
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
	OpenDrafts(limit int) ([]filing.Draft, error)
	Procedure(ref string) (procedure.Procedure, error)
	Headings(form string) (tabular.Learnt, error)
	PartOf(n ident.Number, may access.Permission) (collection.Part, error)
}

// Receipts gives out the receipts of an entry that was committed: final and its twin text are empty until the entry
// has its place in the log, provisional is always there. *store.DB is one.
type Receipts interface {
	Receipt(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error)
}

// API is what serve fills in; every field is needed.
type API struct {
	Open    submitting.Open
	Save    submitting.Save
	Choose  submitting.Choose
	Restore submitting.Restore
	Bring   submitting.Bring
	Discard submitting.Discard
	Take    submitting.Take
	// Parse has an upload read in a child process.
	Parse func(ctx context.Context, kind sheet.Kind, file io.Reader) (sheet.Book, error)
	// Fill has a child write into an official form.
	Fill formsheet.Filler
	// Swapped reports whether a maker and a product stand in one another's column, as far as the dictionary knows.
	Swapped  func(org ident.Org, maker, product string) bool
	File     submitting.File
	Ask      asking.Ask
	Answer   asking.Answer
	Step     asking.Step
	Sent     Reading[SentTx]
	Report   Looking[ReportTx]
	List     Looking[ListTx]
	Draft    Reading[DraftTx]
	Receipts Receipts
	Naming   Naming
	Version  string // of the program, for the OpenAPI document

	Organisation Organisation
	Hardware     Hardware
	Register     Register
	Opening      Opening
	Watching     Watching
	Alarming     Alarming
	Calling      Calling
	Carding      Carding
	Noticing     Noticing
	Contracting  Contracting
	Mandating    Mandating
	Phoning      Phoning
	Viewing      Viewing
	SigningIn    SigningIn
	Stale        Stale
	Procedures   Procedures
	Declaring    Declaring
	Approving    Approving
	Attaching    Attaching
	Gathering    Gathering
	Exporting    Exporting
	Advising     Advising
	Releasing    Releasing
	Elsewhere    Elsewhere
	Assigning    Assigning
	Formality    Formality
	Reminding    Reminding
	Counting     Counting
	Holding      Holding
	Linking      Linking
	Supporting   Supporting
	Consulting   Consulting
	Publishing   Publishing
	Registering  Registering
	Planning     Planning
}

// Routes are the API's rows of the route table. It panics on a wrong declaration, which happens at start only.
func (a *API) Routes() []gate.Route {
	t := newTable(a.Version)
	a.sending(t)
	a.drafting(t)
	a.releasing(t)
	a.elsewhere(t)
	a.draftSheets(t)
	a.reportSheets(t)
	a.attaching(t)
	a.draftHistory(t)
	a.draftBring(t)
	a.gathering(t)
	a.reading(t)
	a.comparing(t)
	a.procedures(t)
	a.declaring(t)
	a.approving(t)
	a.receipting(t)
	a.asking(t)
	a.stepping(t)
	a.organisation(t)
	a.hardware(t)
	a.register(t)
	a.openings(t)
	a.watching(t)
	a.alarming(t)
	a.calling(t)
	a.rostering(t)
	a.carding(t)
	a.noticing(t)
	a.contracting(t)
	a.phoning(t)
	a.supporting(t)
	a.consulting(t)
	a.publishing(t)
	a.viewing(t)
	a.tiling(t)
	a.exporting(t)
	a.advising(t)
	a.assigning(t)
	a.formality(t)
	a.reminding(t)
	a.mandating(t)
	a.batching(t)
	a.counting(t)
	a.holding(t)
	a.linking(t)
	a.registering(t)
	a.planning(t)
	a.signingIn(t)
	a.stale(t)
	a.law(t)
	a.names(t)
	a.describing(t)
	return t.routes
}
