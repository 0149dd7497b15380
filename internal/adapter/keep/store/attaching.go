package store

import (
	"context"
	"strconv"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/attaching"
)

// leftAfter is after how long a file that nothing holds is a leftover: far longer than an upload can take.
const leftAfter = 24 * time.Hour

// OpenDraft returns an open draft of the scope with its files, without its answers.
func (t *Tx) OpenDraft(n ident.Number) (filing.Draft, error) {
	return t.withFiles(t.HeadToWrite(n, false))
}

// TakeOpenDraft is OpenDraft for an act: whoever else writes in the draft waits.
func (t *Tx) TakeOpenDraft(n ident.Number) (filing.Draft, error) {
	return t.withFiles(t.HeadToWrite(n, true))
}

func (t *Tx) withFiles(d filing.Draft, err error) (filing.Draft, error) {
	if err == nil {
		d.Files, err = t.FilesOf(d)
	}
	return d, err
}

// BeginAttachment makes the place for the bytes of a file, and the task that cleans up should they never be bound.
func (t *Tx) BeginAttachment(d filing.Draft, id ident.Object) error {
	if err := t.AddAttachment(d, id); err != nil {
		return err
	}
	due := t.Now() + ident.Instant(2*leftAfter/time.Microsecond)
	return t.AddTask(attaching.Queue, attaching.Queue+"/"+law.DayOf(due).String(), due)
}

// Cleans throws away files that nothing holds.
func (db *DB) Cleans(s access.Scope) Handler {
	return func(ctx context.Context, _ task.Task, progress func(done, total int64) error) (string, error) {
		var gone int64
		for {
			var n int64
			s.At = db.now()
			err := db.housework(ctx, s, func(t *Tx) (err error) {
				n, err = t.CleanAttachments(t.Now() - ident.Instant(leftAfter/time.Microsecond))
				return err
			})
			if gone += n; err != nil || n == 0 {
				return strconv.FormatInt(gone, 10), err
			}
			if err := progress(gone, gone); err != nil {
				return "", err
			}
		}
	}
}

// AddDraft opens a draft; one that corrects a filing begins with the files of that.
func (t *Tx) AddDraft(d filing.Draft) error {
	if err := t.Drafts.AddDraft(d); err != nil {
		return err
	}
	return t.Hold(string(d.ID), 0, d.Org, d.Files)
}

// Draft returns a draft of the scope with its files and every entry of it. Absent and foreign are one answer.
func (t *Tx) Draft(n ident.Number) (filing.Draft, []filing.Entry, error) {
	return t.whole(t.Drafts.Draft(n))
}

// DraftByID is Draft for an id that an act returned.
func (t *Tx) DraftByID(id ident.Draft) (filing.Draft, []filing.Entry, error) {
	return t.whole(t.Drafts.DraftByID(id))
}

// TakeDraft is Draft for an act that sends: whoever else writes in the draft waits.
func (t *Tx) TakeDraft(n ident.Number) (filing.Draft, []filing.Entry, error) {
	return t.whole(t.Drafts.TakeDraft(n))
}

func (t *Tx) whole(d filing.Draft, entries []filing.Entry, err error) (filing.Draft, []filing.Entry, error) {
	d, err = t.withFiles(d, err)
	return d, entries, err
}
