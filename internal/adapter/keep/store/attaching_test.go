package store_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/task"
	"kanmin/internal/flow/attaching"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world/stagetest"
)

// attacher is a stage with a draft that can be sent.
type attacher struct {
	*stagetest.Stage
	t     *testing.T
	flow  attaching.Attach
	draft ident.Number
	n     int
}

func newAttacher(t *testing.T, s *stagetest.Stage) *attacher {
	t.Helper()
	return &attacher{Stage: s, t: t, draft: draftOf(t, s, submitting.Save{Act: store.Act[submitting.SaveTx](s.DB)}), flow: attaching.Attach{
		Keep: store.Housekeep[attaching.TakeInTx](s.DB), Act: store.Act[attaching.AttachTx](s.DB), Entropy: s.DB.Entropy,
	}}
}

func (a *attacher) put(up attaching.Upload) (filing.Attachment, error) {
	a.t.Helper()
	a.n++
	client := strings.Repeat("k", a.n)
	up.Draft, up.Key = a.draft, func(d [32]byte) (ident.Key, error) {
		k := a.Key("operator-filer", client)
		k.Digest = d
		return k, nil
	}
	return a.flow.Do(a.t.Context(), a.Scope("operator-filer"), up)
}

func (a *attacher) files() (d filing.Draft) {
	a.t.Helper()
	if err := store.Read[*store.Tx](a.DB)(a.t.Context(), a.Scope("operator-filer"), func(tx *store.Tx) (err error) {
		d, err = tx.OpenDraft(a.draft)
		return err
	}); err != nil {
		a.t.Fatal(err)
	}
	return d
}

// leftovers counts files and pieces in the database, whatever holds them.
func (a *attacher) leftovers() (files, pieces int) {
	a.t.Helper()
	if err := store.Housework(a.t.Context(), a.DB, access.System("test", ident.At(a.Clock.Now())), func(q *row.Q) error {
		if err := q.One(`SELECT COUNT(*) FROM attachment`, nil, &files); err != nil {
			return err
		}
		return q.One(`SELECT COUNT(*) FROM attachment_chunk`, nil, &pieces)
	}); err != nil {
		a.t.Fatal(err)
	}
	return files, pieces
}

// What is refused says why, leaves nothing behind, and the draft as it was.
func TestAFileThatCannotBeAttachedLeavesNothing(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		a := newAttacher(t, s)
		if _, err := a.put(attaching.Upload{Name: "記録.log", Body: strings.NewReader("first")}); err != nil {
			t.Fatal(err)
		}
		files, pieces := a.leftovers()
		for _, c := range []struct {
			up   attaching.Upload
			code string
		}{
			{attaching.Upload{Name: "a\x00b", Body: strings.NewReader("x")}, "fault.text.nul"},
			{attaching.Upload{Name: "a\u202egpj.exe", Body: strings.NewReader("x")}, "fault.text.bidi"},
			{attaching.Upload{Name: "a\nb", Body: strings.NewReader("x")}, "fault.attachment.control"},
			{attaching.Upload{Name: strings.Repeat("長", 300), Body: strings.NewReader("x")}, "fault.text.long"},
			{attaching.Upload{Name: `C:\..\`, Body: strings.NewReader("x")}, "fault.attachment.name"},
			{attaching.Upload{Name: "empty", Body: strings.NewReader("")}, "fault.attachment.empty"},
			{attaching.Upload{Name: "記録.log", Body: strings.NewReader("other")}, "fault.attachment.named"},
			{attaching.Upload{Name: "又.log", Body: strings.NewReader("first")}, "fault.attachment.same"},
			{attaching.Upload{Name: "x", Section: "nowhere", Body: strings.NewReader("x")}, "fault.form.option"},
			{attaching.Upload{Name: "large", Body: io.LimitReader(rand.Reader, 2<<30)}, "fault.attachment.size"},
			{attaching.Upload{Name: "cut", Body: io.MultiReader(io.LimitReader(rand.Reader, filing.AttachmentChunk+9), iotest.ErrReader(io.ErrUnexpectedEOF))}, "fault.attachment.cut"},
			{attaching.Upload{Name: "lost", Body: io.MultiReader(io.LimitReader(rand.Reader, 9), iotest.ErrReader(errors.New("reset")))}, "fault.attachment.cut"},
		} {
			if _, err := a.put(c.up); codeOf(err) != c.code {
				t.Errorf("%q: %v, want %s", c.up.Name, err, c.code)
			}
		}
		if f, p := a.leftovers(); f != files || p != pieces || len(a.files().Files) != 1 {
			t.Errorf("%d files and %d pieces, %d and %d before", f, p, files, pieces)
		}
		if got, err := a.put(attaching.Upload{Name: `C:\端末\cut`, Body: strings.NewReader("whole")}); err != nil || got.Name != "cut" {
			t.Errorf("again after it was cut off: %q, %v", got.Name, err)
		}
	})
}

func codeOf(err error) string {
	e, ok := errors.AsType[*fault.Error](err)
	if ok && len(e.Fields) > 0 {
		return e.Fields[0].Code
	}
	if ok {
		return e.Code
	}
	return ""
}

func TestLimitsOfAttachments(t *testing.T) {
	t.Parallel()
	a := newAttacher(t, stagetest.SQLite(t))
	for i := range 200 {
		_, err := a.put(attaching.Upload{Name: strings.Repeat("n", i+1)[:min(i+1, 100)] + string(rune('一'+i)), Body: strings.NewReader(strings.Repeat("x", i+1))})
		if i < filing.AttachmentsMost && err != nil || i >= filing.AttachmentsMost && codeOf(err) != "fault.attachment.count" {
			t.Fatalf("file %d: %v", i+1, err)
		}
	}
	full := a.files().Files
	if _, err := a.put(attaching.Upload{Name: "instead", Replaces: full[3].ID, Body: strings.NewReader("instead")}); err != nil {
		t.Errorf("one is replaced: %v", err)
	}
	now := a.files().Files
	if len(now) != len(full) || slices.ContainsFunc(now, func(f filing.Attachment) bool { return f.ID == full[3].ID }) {
		t.Errorf("%d files after one was replaced", len(now))
	}
	if err := filing.Fits([]filing.Attachment{{Name: "a", Size: filing.AttachmentsBytes - 5}}, filing.Attachment{Name: "b", Size: 6}); codeOf(err) != "fault.attachment.total" {
		t.Errorf("in all: %v", err)
	}
}

// A press on 外す can be undone while the bytes are there, and an upload that is sent again is the one that came.
func TestAFileComesBackAndAgain(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		a := newAttacher(t, s)
		f, err := a.put(attaching.Upload{Name: "記録.log", Body: strings.NewReader("first")})
		if err != nil {
			t.Fatal(err)
		}
		a.n-- // the same key again: the answer was lost on its way
		if _, err := a.put(attaching.Upload{Name: "記録.log", Body: strings.NewReader("first")}); err != nil {
			t.Errorf("sent again: %v", err)
		}
		a.n--
		if _, err := a.put(attaching.Upload{Name: "記録.log", Body: strings.NewReader("other")}); !fault.Is(err, fault.Conflict) {
			t.Errorf("something else under the same key: %v", err)
		}
		if files, pieces := a.leftovers(); files != 1 || pieces != 1 || len(a.files().Files) != 1 {
			t.Errorf("%d files and %d pieces", files, pieces)
		}
		press := func(who, key string, do func(context.Context, access.Scope, ident.Key, ident.Number, ident.Object) error) error {
			return do(t.Context(), a.Scope(who), a.Key(who, key), a.draft, f.ID)
		}
		if err := press("operator-filer", "held", a.flow.Return); err != nil || len(a.files().Files) != 1 {
			t.Errorf("put back what is there: %v", err)
		}
		for _, key := range []string{"off", "a colleague's"} {
			if err := press("operator-filer", key, a.flow.Remove); err != nil || len(a.files().Files) != 0 {
				t.Errorf("taken off, %s: %v", key, err)
			}
		}
		if err := press("other-operator-filer", "theirs", a.flow.Return); !fault.Is(err, fault.Hidden) {
			t.Errorf("put back by another organisation: %v", err)
		}
		if err := press("operator-filer", "back", a.flow.Return); err != nil || len(a.files().Files) != 1 {
			t.Errorf("put back: %v", err)
		}
	})
}

// A sent draft freezes its files: digests stand in the statement, the bytes come back through the filing, offices without the
// section see no file of it, and other organisations none. What nothing holds is thrown away, and nothing else.
func TestFilesArriveWithTheAnswers(t *testing.T) {
	t.Parallel()
	stagetest.Both(t, func(t *testing.T, s *stagetest.Stage) {
		a := newAttacher(t, s)
		bytesOf := map[string][]byte{}
		for name, size := range map[string]int{"一.bin": 3*filing.AttachmentChunk + 1, "二.bin": filing.AttachmentChunk, "外す.bin": 7} {
			b := make([]byte, size)
			_, _ = rand.Read(b)
			bytesOf[name] = b
			if _, err := a.put(attaching.Upload{Name: name, Section: "outline", Body: bytes.NewReader(b)}); err != nil {
				t.Fatal(err)
			}
		}
		for _, f := range a.files().Files {
			if f.Name == "外す.bin" {
				if err := a.flow.Remove(t.Context(), a.Scope("operator-filer"), a.Key("operator-filer", "off"), a.draft, f.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		id := a.send()
		clean := s.DB.Cleans(access.System("test", ident.At(a.Clock.Now())))
		a.Clock.Set(a.Clock.Now().AddDate(0, 0, 2))
		if n, err := clean(t.Context(), task.Task{}, func(int64, int64) error { return nil }); err != nil || n != "1" {
			t.Errorf("cleaned %s, %v: one was taken off", n, err)
		}
		for _, who := range []string{"operator-filer", "ministry-officer"} {
			c, got, err := a.read(who, id)
			if err != nil || len(got) != 2 {
				t.Fatalf("%s: %d files, %v", who, len(got), err)
			}
			for name, b := range got {
				if !bytes.Equal(b, bytesOf[name]) {
					t.Errorf("%s: %s came back otherwise", who, name)
				}
			}
			canonical, err := filing.Canonical(c.Values, c.Attachments())
			if err != nil || filing.DigestOf(canonical) != c.Digest {
				t.Errorf("the digest is not over the files: %v", err)
			}
			cut, err := c.Cut(incident.Prompt, []string{"contact"})
			if err != nil || len(cut.Files) != 0 {
				t.Errorf("without the section: %d files, %v", len(cut.Files), err)
			}
			if whole, err := c.Cut(incident.Prompt, []string{"outline"}); err != nil || len(whole.Files) != 2 {
				t.Errorf("the control: with the section %d files, %v", len(whole.Files), err)
			}
		}
		if _, got, err := a.read("other-operator-filer", id); !fault.Is(err, fault.Hidden) || len(got) != 0 {
			t.Errorf("another organisation: %v", err)
		}
	})
}

// read is a report with the bytes of its files, as somebody reads them.
func (a *attacher) read(who string, id ident.Filing) (c filing.Content, got map[string][]byte, err error) {
	a.t.Helper()
	got = map[string][]byte{}
	err = store.Read[*store.Tx](a.DB)(a.t.Context(), a.Scope(who), func(tx *store.Tx) (err error) {
		if _, c, err = tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report}); err != nil {
			return err
		}
		for _, f := range c.Attachments() {
			for at := range f.Chunks() {
				piece, err := tx.FiledChunk(id, f.ID, at, nil)
				if err != nil {
					return err
				}
				got[f.Name] = append(got[f.Name], piece...)
			}
		}
		return nil
	})
	return c, got, err
}

// send fills in what is left and sends the draft.
func (a *attacher) send() ident.Filing {
	a.t.Helper()
	save := submitting.Save{Act: store.Act[submitting.SaveTx](a.DB)}
	if _, err := save.Do(a.t.Context(), a.Scope("operator-filer"), a.Key("operator-filer", "which"), submitting.SaveOf{Draft: a.draft, Form: incident.PromptForm, Answers: map[string]submitting.Answer{"which": {Value: form.Value{Texts: []string{"一台"}}}}}); err != nil {
		a.t.Fatal(err)
	}
	send := submitting.File{Act: store.Act[submitting.FileTx](a.DB), Entropy: a.DB.Entropy}
	id, err := send.Do(a.t.Context(), a.Scope("operator-filer"), a.Key("operator-filer", "send"), submitting.Sending{Draft: a.draft})
	if err != nil {
		a.t.Fatal(err)
	}
	return id
}

// endless is a file without an end that tells how much of it was read.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	return len(p), nil
}

func TestNoMoreOfAFileIsReadThanItsLimit(t *testing.T) {
	t.Parallel()
	a := newAttacher(t, stagetest.SQLite(t))
	file := &endless{}
	if _, err := a.put(attaching.Upload{Name: "endless", Body: file}); codeOf(err) != "fault.attachment.size" {
		t.Errorf("%v", err)
	}
	if most := filing.AttachmentMost + filing.AttachmentChunk; file.read > most {
		t.Errorf("%d bytes were read, at most %d", file.read, most)
	}
	if files, pieces := a.leftovers(); files != 0 || pieces != 0 {
		t.Errorf("%d files and %d pieces stay", files, pieces)
	}
}
