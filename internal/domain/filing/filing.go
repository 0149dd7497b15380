// Package filing owns the act that arrives: draft, revision, arrival, addressees. A filing is
// done when it arrives (到達主義, 行政手続法37条): nobody accepts it, and no state undoes arrival. It
// has no clock; clocks are duties.
package filing

import (
	"slices"

	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/charge"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/window"
)

// Kind is the kind of a filing; it equals the id of its form.
type Kind string

// KindPrompt is the 速報 (命令4条2項).
const KindPrompt Kind = "report.prompt"

// State is where a filing stands, as its filer sees it (R2).
type State string

// The states after arrival. Before arrival there is a Draft.
const (
	Arrived   State = "arrived"   // 提出済み(到達)
	Checked   State = "checked"   // 形式確認済み
	FixAsked  State = "fix-asked" // 補正のお願い
	Fixed     State = "fixed"     // 補正済み
	Withdrawn State = "withdrawn" // 取下げ
)

// Side is who moves a filing.
type Side string

// The sides.
const (
	Filer  Side = "filer"
	Office Side = "office"
)

// Transition is one step, and who may take it.
type Transition struct {
	From, To State
	By       Side
}

// Transitions is the whole life of what arrived: from, to, and who may move it. That a form was checked hangs on the office that did.
var Transitions = []Transition{
	{Arrived, FixAsked, Office},
	{Checked, FixAsked, Office},
	{Fixed, FixAsked, Office},
	{FixAsked, FixAsked, Office},
	{FixAsked, Fixed, Filer},
	{Arrived, Checked, Office},
	{Fixed, Checked, Office},
	{Checked, Arrived, Office}, // taken back
	{Checked, Fixed, Office},
	{Checked, Arrived, Filer}, // corrected: what was checked is no longer what stands
	{Checked, Fixed, Filer},
	{Arrived, Withdrawn, Filer},
	{Checked, Withdrawn, Filer},
	{Fixed, Withdrawn, Filer},
	{FixAsked, Withdrawn, Filer},
}

// Move returns a Conflict fault when the table has no such step.
func Move(from, to State, by Side) error {
	if May(from, to, by) {
		return nil
	}
	return fault.New(fault.Conflict, "fault.filing.move", fault.Args{"from": string(from), "to": string(to)})
}

// Filing is one arrived act.
type Filing struct {
	ID        ident.Filing
	Number    ident.Number
	Kind      Kind
	Org       ident.Org
	Unit      ident.Unit
	Case      ident.Case
	State     State
	Rev       int           // the latest revision, from 1
	ArrivedAt ident.Instant // commit time of the first revision; never changes
	Leaf      ident.Leaf    // entry of the arrival
	Passed    []Passed      // to whom it passed by 承継 until now, the first one first
}

// Revision is what was sent: immutable canonical bytes.
type Revision struct {
	Filing ident.Filing
	Rev    int
	At     ident.Instant
	Leaf   ident.Leaf // its entry; that of the arrival for the first
	Content
}

// Content is the sealed part of a revision.
type Content struct {
	Values []byte // canonical JSON of the form
	Digest string // hex SHA-256 of Canonical: Values and the list of files
	Filer  FilerBlock
	// SentBy is the person that pressed the button, with the name of that day; empty when a program sent.
	SentBy string
	// Program is the service token that sent, with the name of that day; empty when a person did.
	Program string `json:",omitempty"`
	// Offline is set when it was written without a network and brought in a packet.
	Offline *Offline `json:",omitempty"`
	// Confirmed lists the questions that the sender answered with yes.
	Confirmed []string `json:",omitempty"`
	Summary   string   // one line for lists, from the form's first text
	// Due is by when it was to be filed, as counted on arrival, where days that stand in its rows say so.
	Due *law.Due `json:",omitempty"`
	// Noted is what was noted on arrival, for the offices.
	Noted *procedure.Noted `json:",omitempty"`
	// Files are the attachments that were frozen with the answers, in their order; Digest is over them too.
	Files []SealedAttachment `json:",omitempty"`
}

// Offline is how something that was written without a network came.
type Offline struct {
	WrittenAt ident.Instant // by the writer's own clock
	Card      string        `json:",omitempty"` // name of the 当直カード
	Code      int           `json:",omitempty"` // which of its codes
	Packet    string        `json:",omitempty"` // SHA-256 of the file, in hexadecimal
}

// Told is what an office is told of it: that, and when.
func (o *Offline) Told() *Offline {
	if o == nil {
		return nil
	}
	return &Offline{WrittenAt: o.WrittenAt}
}

// Reported is a filing of a case with its latest content, and the reader's open drafts of what will follow it: their procedure and
// number.
type Reported struct {
	Filing
	Content
	Phoned    bool // it came by telephone: Intake says how
	Helped    bool // help was asked for about it: SupportsAbout says who of those has it
	Withholds bool // its filer keeps something of it back, or did: Withheld says what
	Called    bool // somebody was called about it at night: CallsOf says whom
	Shared    bool // its filer consented that somebody reads it, or did: Consents says who
	Routed    bool // some authority has reports by a row: Routings says which
	Formed    bool // its procedure has an official form: TemplatesOf says of which days
	Drafts    []Draft
}

// In is the filing with a number among those of its case; the zero value where it is none of them.
func In(list []Reported, n ident.Number) (r Reported) {
	if i := slices.IndexFunc(list, func(r Reported) bool { return r.Number == n }); i >= 0 {
		r = list[i]
	}
	return r
}

// FilerBlock is the 届出者欄・報告者欄 frozen into the filing (R18).
type FilerBlock struct {
	Name            string     `json:"name"`
	NameEn          string     `json:"name_en,omitempty"`
	Kana            string     `json:"kana,omitempty"`
	CorporateNumber string     `json:"corporate_number,omitempty"`
	Address         string     `json:"address,omitempty"`
	Representative  party.Post `json:"representative"`
	Unit            string     `json:"unit,omitempty"`
	Contact         string     `json:"contact,omitempty"`
	Agent           *Agent     `json:"agent,omitempty"`
}

// Agent is who acted for the filer under a mandate (代理人; 委任, R29).
type Agent struct {
	Name            string       `json:"name"`
	CorporateNumber string       `json:"corporate_number,omitempty"`
	Mandate         ident.Number `json:"mandate"`
}

// Channel says where an addressee line ends (R1).
type Channel string

// The channels.
const (
	Here      Channel = "here"      // ここで完了
	Elsewhere Channel = "elsewhere" // 様式を出力して提出
)

// Addressee is one office that has the filing, with the sections released to it.
type Addressee struct {
	Filing   ident.Filing
	Org      ident.Org
	Unit     ident.Unit
	Title    string // 経済産業大臣, 内閣総理大臣(内閣府)
	Office   string // name of the office
	OfficeEn string // the same in English; may be empty
	Phone    string
	Channel  Channel
	Sections []string
	Sector   law.Sector // of the row of jurisdiction, where somebody is about to send; empty: every business
	Kind     party.Kind // of its organisation; known of those to whom something is about to be sent by jurisdiction
	// Authority is that of the routing row by which it is an addressee (recipient.ppc); empty: it is one by jurisdiction.
	Authority string
	// Transfer is the 所管替え that will end the competence of this office; empty when none is entered.
	Transfer ident.Object
}

// Draft is a filing that has not been sent. It lives on the server and belongs to a unit: its
// colleagues may read and write it.
type Draft struct {
	ID        ident.Draft
	Number    ident.Number
	Form      string
	Org       ident.Org
	Unit      ident.Unit
	State     DraftState
	Filing    ident.Filing // set when sent
	CreatedAt ident.Instant
	UpdatedAt ident.Instant
	By        ident.Person
	Corrects  ident.Filing // the filing of which it will be the next revision; empty for most
	Follows   ident.Filing // the report about whose case it will be a further one; empty for most
	Root      ident.Draft  // the draft into which it is gathered in the end (社内取りまとめ); empty for a draft that is sent by itself
	Files     []Attachment // in the order in which they came; of a draft that was taken to send it, or asked for them
	DueOn     law.Day      // 社内締切, of a unit's part in a list
}

// DraftState is where a draft stands.
type DraftState string

// The states of a draft.
const (
	DraftOpen      DraftState = "open"      // 下書き
	DraftSent      DraftState = "sent"      // 提出済み
	DraftDiscarded DraftState = "discarded" // 取りやめ
)

// Line is a filing as a list shows it.
type Line struct {
	Filing
	Content
	Waiting  int           // requests that wait for the filer, as far as the reader may see them
	Answered int           // requests that were answered
	Charge   charge.Holder // who of the reader's unit takes care of it
	Opened   bool          // somebody of the reader's office has opened it
	// Telephone is where a report stands that came by telephone, and Taken when it was entered; empty for every other.
	Telephone intake.State
	Taken     ident.Instant
}

// Arriving is what an arrival rests on: when, under which entry, who files, to whom.
type Arriving struct {
	At      ident.Instant
	Leaf    ident.Leaf
	Filer   FilerBlock
	Sender  string // name of the person; empty when a program sends
	Program string // name of the service token that sends
	Offices []Addressee
	// Follows is the report that the draft names, Before are those of its case and Owed what is owed about it, where the procedure
	// follows others.
	Follows Filing
	Before  []Reported
	Owed    []duty.Duty
	// Withheld is what of the draft is to be withheld from whom.
	Withheld []Withholding
	// Business is what the operator is designated for, where the procedure asks for it, Routes are the routing rows of the day, and Errands what was left to be handed in
	// elsewhere by what the case reported before.
	Business []party.Designation
	Routes   []party.Routing
	Errands  []window.Errand
	// Consents are those that the draft plans.
	Consents []Consent
	// Last is what was noted of what the organisation said the last time, by business.
	Last map[law.Sector]procedure.Noted
	// Approval is how the organisation stands to it (承認・決裁); no office is ever told.
	Approval approval.Standing
	// Mandate is that under which a maintainer acts (委任), as it stands in this transaction; nil: the filer acts itself.
	Mandate *mandate.Mandate
}

// Mandated says why an act about a business may not be done under the mandate under which somebody acts; nil: it may, or nobody acts for the filer.
func (a Arriving) Mandated(do mandate.Act, business law.Sector) error {
	if a.Mandate == nil {
		return nil
	}
	return a.Mandate.Permits(do, business, law.DayOf(a.At))
}

// Filed is what arrived, as a correction finds it: how it came, and what is owed about its case where it came by telephone.
type Filed struct {
	Filing
	Content
	Came intake.Intake
	Owed []duty.Duty
}

// Revising is what a correction writes, in one act, after what was said before.
type Revising struct {
	Filing       Filing
	Before, Next Content
	Round        approval.Round
	Came         intake.Intake // settled by it; none when its State is empty
	Change       duty.Change   // of the duty that stands; none when its Subject is empty
	Duty         duty.Duty     // that is counted anew; none when its ID is empty
}

// Arrival is what an arrival writes, in one act.
type Arrival struct {
	Filing  Filing
	Opens   incident.Case // none when its ID is empty
	Content Content
	To      []Addressee     // with the sections that each receives now
	Held    []Withholding   // what each does not
	Shared  []Consent       // with whom it is shared by consent
	Errands []window.Errand // what is left to be handed in elsewhere
	Moved   []window.Errand // of those that stand, what falls due on another day
	Duty    duty.Duty       // none when its ID is empty
	Change  duty.Change     // of a duty that stands; none when its Subject is empty
	Urgent  bool            // the message to the offices says so
	Round   approval.Round  // of approval, to be kept with it; none when its ID is empty
	// Withdraws is the filing that is withdrawn by it; none when its ID is empty.
	Withdraws Filing
	// Onward are the 通知 of a 届出 to the 内閣総理大臣; the message to a unit that waits leaves with the check of the form.
	Onward []Onward
}
