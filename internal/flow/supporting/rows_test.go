package supporting_test

import (
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

func today(h *house) law.Day { return law.DayOf(ident.At(h.Clock.Now())) }

func testRow(j party.Jurisdiction) func(*store.Tx) (ledger.Entry, error) {
	return func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.ProposalConfirmed, Object: "j-support"}, tx.AddJurisdiction(j)
	}
}

// drafted is a draft of the operator, and sent says that it became a report.
func (h *house) drafted() filing.Draft {
	h.t.Helper()
	s := h.Scope(operator)
	d := filing.Draft{ID: "draft-1", Number: "稿-R8-2222-2222-M", Form: incident.Prompt.ID, Org: s.Org, Unit: s.Unit, State: filing.DraftOpen, CreatedAt: s.At, UpdatedAt: s.At, By: s.Person}
	h.act(func(tx *store.Tx) error { return tx.AddDraft(d) })
	return d
}

func (h *house) act(do func(*store.Tx) error) {
	h.t.Helper()
	s := h.Scope(operator)
	if _, err := store.Act[*store.Tx](h.DB)(h.t.Context(), s, ident.Key{}, func(tx *store.Tx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.DraftSaved, Object: "draft-1", Org: s.Org, Unit: s.Unit, Actor: s.ID()}, do(tx)
	}); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) sent(d filing.Draft, f filing.Filing) {
	h.t.Helper()
	h.act(func(tx *store.Tx) error { return tx.CloseDraft(d.ID, filing.DraftSent, f.ID) })
}
