package store

import (
	"context"
	"strconv"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
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
	return t.cleanLater()
}

// BeginPaper is BeginAttachment for a round of approval.
func (t *Tx) BeginPaper(r approval.Round, id ident.Object) error {
	if err := t.AddPaper(r, id); err != nil {
		return err
	}
	return t.cleanLater()
}

// KeepPublished keeps the file of an official form, and makes the task that throws it away should nobody enter it.
func (t *Tx) KeepPublished(p register.Published, file []byte) error {
	if err := t.AddPublished(p, file); err != nil {
		return err
	}
	return t.cleanLater()
}

func (t *Tx) cleanLater() error {
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
				before := t.Now() - ident.Instant(leftAfter/time.Microsecond)
				if n, err = t.CleanAttachments(before); err != nil {
					return err
				}
				more, err := t.CleanPublished(before)
				n += more
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

// AddDraft opens a draft; one that corrects a filing begins with the files of that, one that follows a case with what of it is withheld.
func (t *Tx) AddDraft(d filing.Draft) error {
	if err := t.Drafts.AddDraft(d); err != nil {
		return err
	}
	if err := t.begun(d); err != nil {
		return err
	}
	if err := t.carryOver(d); err != nil {
		return err
	}
	return t.Hold(string(d.ID), 0, d.Org, d.Files)
}

// TakeDraft is a draft with its files for an act that sends, or asks for approval: whoever else writes in the draft waits. Whoever only
// reads a draft asks FilesOf where files are shown.
func (t *Tx) TakeDraft(n ident.Number) (filing.Draft, []filing.Entry, error) {
	d, entries, err := t.Drafts.TakeDraft(n)
	d, err = t.withFiles(d, err)
	return d, entries, err
}
