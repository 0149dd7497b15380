package store

import (
	"reflect"

	"kanmin/internal/adapter/keep/store/account"
	"kanmin/internal/adapter/keep/store/advisory"
	"kanmin/internal/adapter/keep/store/approval"
	"kanmin/internal/adapter/keep/store/asset"
	"kanmin/internal/adapter/keep/store/attachment"
	"kanmin/internal/adapter/keep/store/campaign"
	"kanmin/internal/adapter/keep/store/charge"
	"kanmin/internal/adapter/keep/store/collection"
	"kanmin/internal/adapter/keep/store/consult"
	"kanmin/internal/adapter/keep/store/draft"
	"kanmin/internal/adapter/keep/store/duty"
	"kanmin/internal/adapter/keep/store/dutycard"
	"kanmin/internal/adapter/keep/store/emergency"
	"kanmin/internal/adapter/keep/store/errand"
	"kanmin/internal/adapter/keep/store/expected"
	"kanmin/internal/adapter/keep/store/export"
	"kanmin/internal/adapter/keep/store/faq"
	"kanmin/internal/adapter/keep/store/filing"
	"kanmin/internal/adapter/keep/store/incident"
	"kanmin/internal/adapter/keep/store/intake"
	"kanmin/internal/adapter/keep/store/invitation"
	"kanmin/internal/adapter/keep/store/letter"
	"kanmin/internal/adapter/keep/store/look"
	"kanmin/internal/adapter/keep/store/mailbox"
	"kanmin/internal/adapter/keep/store/mandate"
	"kanmin/internal/adapter/keep/store/member"
	"kanmin/internal/adapter/keep/store/naming"
	"kanmin/internal/adapter/keep/store/notice"
	"kanmin/internal/adapter/keep/store/oncall"
	"kanmin/internal/adapter/keep/store/opening"
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/adapter/keep/store/party"
	"kanmin/internal/adapter/keep/store/procedure"
	"kanmin/internal/adapter/keep/store/register"
	"kanmin/internal/adapter/keep/store/release"
	"kanmin/internal/adapter/keep/store/reminder"
	"kanmin/internal/adapter/keep/store/request"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/adapter/keep/store/support"
	"kanmin/internal/adapter/keep/store/view"
	"kanmin/internal/adapter/keep/store/watch"
	"kanmin/internal/domain/ident"
)

// Tx is one transaction with the methods of every noun. Nobody names it: each verb and page
// declares the few methods it needs, and Act, Read and Look hand it over as that.
type Tx struct {
	q *row.Q
	party.Parties
	draft.Drafts
	filing.Filings
	incident.Cases
	duty.Duties
	request.Requests
	account.Accounts
	look.Looks
	outbox.Outbox
	naming.Names
	register.Register
	watch.Watch
	member.Members
	invitation.Offers
	procedure.Procedures
	opening.Acts
	emergency.Glasses
	mailbox.Post
	attachment.Attachments
	approval.Approvals
	view.Shelf
	collection.Collected
	charge.Charges
	export.Orders
	oncall.Calls
	dutycard.Cards
	release.Releases
	intake.Intakes
	campaign.Linked
	advisory.Advisories
	asset.Inventory
	support.Supports
	notice.Notices
	errand.Errands
	expected.Expected
	letter.Written
	reminder.Reminders
	consult.Consults
	faq.Entries
	mandate.Mandates
}

func newTx(q *row.Q) *Tx {
	return &Tx{
		q: q, Parties: party.Parties{Q: q}, Drafts: draft.Drafts{Q: q}, Filings: filing.Filings{Q: q}, Cases: incident.Cases{Q: q},
		Duties: duty.Duties{Q: q}, Requests: request.Requests{Q: q}, Accounts: account.Accounts{Q: q}, Looks: look.Looks{Q: q},
		Outbox: outbox.Outbox{Q: q}, Names: naming.Names{Q: q},
		Members: member.Members{Q: q}, Offers: invitation.Offers{Q: q}, Register: register.Register{Q: q}, Watch: watch.Watch{Q: q}, Procedures: procedure.Procedures{Q: q},
		Acts: opening.Acts{Q: q}, Glasses: emergency.Glasses{Q: q}, Post: mailbox.Post{Q: q}, Attachments: attachment.Attachments{Q: q}, Approvals: approval.Approvals{Q: q}, Shelf: view.Shelf{Q: q}, Collected: collection.Collected{Q: q}, Charges: charge.Charges{Q: q}, Orders: export.Orders{Q: q}, Calls: oncall.Calls{Q: q}, Intakes: intake.Intakes{Q: q}, Notices: notice.Notices{Q: q}, Cards: dutycard.Cards{Q: q}, Releases: release.Releases{Q: q}, Supports: support.Supports{Q: q}, Linked: campaign.Linked{Q: q}, Advisories: advisory.Advisories{Q: q}, Inventory: asset.Inventory{Q: q}, Errands: errand.Errands{Q: q},
		Expected: expected.Expected{Q: q}, Written: letter.Written{Q: q}, Reminders: reminder.Reminders{Q: q}, Mandates: mandate.Mandates{Q: q}, Consults: consult.Consults{Q: q}, Entries: faq.Entries{Q: q},
	}
}

// Now is the instant of the act: the clock was read once, when the transaction began.
func (t *Tx) Now() ident.Instant { return t.q.Scope.At }

// LeafID is the id of the entry that this act will commit.
func (t *Tx) LeafID() ident.Leaf { return t.q.Leaf }

// as hands a transaction over as the port T of a verb.
func as[T any](tx *Tx) T {
	return any(tx).(T) //nolint:errcheck,forcetypeassert // must has seen to it when the verb was wired
}

func typeName[T any]() string { return reflect.TypeFor[T]().String() }

// Cursor is a place in a list.
type Cursor = row.Cursor
