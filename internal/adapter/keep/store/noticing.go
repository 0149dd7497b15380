package store

import (
	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
)

// AddNotice keeps what a contractor told, and wakes the unit: an urgent mail that says that something is there.
func (t *Tx) AddNotice(n notice.Notice) error {
	if err := t.Notices.AddNotice(n); err != nil {
		return err
	}
	return t.Notify([]ident.Unit{n.Unit}, n.ID, n.Number, outbox.Urgent)
}

// AddDraftOf opens the draft of a 速報 that begins with what a notice says, and marks the notice as taken over.
func (t *Tx) AddDraftOf(n notice.Notice, d filing.Draft, entries []filing.Entry) error {
	if err := t.AddDraft(d); err != nil {
		return err
	}
	if err := t.SaveEntries(d, entries); err != nil {
		return err
	}
	return t.MoveNotice(n)
}
