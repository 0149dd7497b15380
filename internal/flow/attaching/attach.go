// Package attaching is how files come to stand beside the answers of a draft (添付), and go again. The bytes are sealed and
// stored piece by piece before the act; the act only binds them, so it is short.
package attaching

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/piece"
	"kanmin/internal/domain/procedure"
)

// Queue is the task that throws away pieces of uploads that no draft or filing holds.
const Queue = "attachment"

// TakeInTx is what receiving bytes needs, one piece a transaction. None of it is an act.
type TakeInTx interface {
	Now() ident.Instant
	OpenDraft(ident.Number) (filing.Draft, error)
	Procedure(ref string) (procedure.Procedure, error)
	BeginAttachment(filing.Draft, ident.Object) error
	AddChunk(id ident.Object, at int, plain []byte) error
	DropAttachment(ident.Object) error
}

// AttachTx is what the act needs.
type AttachTx interface {
	TakeOpenDraft(ident.Number) (filing.Draft, error)
	BindAttachment(filing.Draft, filing.Attachment) error
	UnbindAttachment(filing.Draft, ident.Object) error
	LooseAttachment(filing.Draft, ident.Object) (filing.Attachment, error)
	HoldAttachment(filing.Draft, filing.Attachment) error
}

// Attach takes a file into a draft.
type Attach struct {
	Keep    func(ctx context.Context, s access.Scope, do func(TakeInTx) error) error // store.Housekeep
	Act     func(ctx context.Context, s access.Scope, key ident.Key, do func(AttachTx) (ledger.Entry, error)) (ledger.Leaf, error)
	Entropy io.Reader
}

// Upload is a file that is on its way.
type Upload struct {
	Draft    ident.Number
	Name     string
	Section  string       // of the form; empty: the whole
	Malware  bool         // マルウェアの検体
	Replaces ident.Object // the attachment whose place it takes; empty: none
	Body     io.Reader
	// Key is the idempotency key, given the digest of what came.
	Key func([32]byte) (ident.Key, error)
}

var mayWrite = access.Permission{Action: access.Write, Object: access.Draft}

// Do receives the file and puts it into the draft. Who may call: roles that may write drafts. What is refused (name, size, count,
// empty, cut off, twice) leaves nothing behind, and the draft as it was; a draft that is not open, and a unit's part, is a Conflict.
func (v Attach) Do(ctx context.Context, s access.Scope, up Upload) (a filing.Attachment, err error) {
	defer fault.Wrap(&err, "attaching.Attach")
	if err := s.Permit(mayWrite); err != nil {
		return a, err
	}
	if a.Name, err = filing.AttachmentName(up.Name); err != nil {
		return a, err
	}
	a.Section, a.Malware = up.Section, up.Malware
	if err := v.begin(ctx, s, up, &a); err != nil {
		return a, err
	}
	if err := receive(up.Body, &a, func(at int, piece []byte) error {
		return v.Keep(ctx, s, func(tx TakeInTx) error { return tx.AddChunk(a.ID, at, piece) })
	}); err != nil {
		return a, v.drop(ctx, s, a.ID, err)
	}
	key, err := up.Key(meant(a, up.Replaces))
	if err != nil {
		return a, v.drop(ctx, s, a.ID, err)
	}
	leaf, err := v.Act(ctx, s, key, func(tx AttachTx) (ledger.Entry, error) { return bind(tx, s, up, a) })
	if err != nil || leaf.Replayed {
		return a, v.drop(ctx, s, a.ID, err)
	}
	return a, nil
}

// begin makes the place for the bytes. Whether there is room is judged when they are bound: what is sent a second time finds its own
// name there.
func (v Attach) begin(ctx context.Context, s access.Scope, up Upload, a *filing.Attachment) error {
	return v.Keep(ctx, s, func(tx TakeInTx) error {
		d, err := tx.OpenDraft(up.Draft)
		if err != nil {
			return err
		}
		if d.Root != "" { // files of a unit's part would not be taken over
			return fault.New(fault.Conflict, "fault.collection.files", nil)
		}
		p, err := tx.Procedure(d.Form)
		if err != nil {
			return err
		}
		if !filing.HasPart(p.Form, a.Section) {
			return filing.NoSection()
		}
		if a.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return err
		}
		return tx.BeginAttachment(d, a.ID)
	})
}

// receive hands on piece by piece to be sealed and stored.
func receive(body io.Reader, a *filing.Attachment, add func(at int, piece []byte) error) error {
	sum, err := piece.Cut(body, filing.AttachmentChunk, filing.AttachmentMost, add)
	switch {
	case errors.Is(err, piece.ErrLarge):
		return filing.TooLarge()
	case errors.Is(err, piece.ErrCut):
		return filing.CutOff()
	case err == nil && sum.Size == 0:
		return filing.NoAttachment()
	}
	a.Size, a.Digest = sum.Size, hex.EncodeToString(sum.Digest[:])
	return err
}

// drop takes back what was stored, and gives the error on. Whoever left cannot keep the house from cleaning up.
func (v Attach) drop(ctx context.Context, s access.Scope, id ident.Object, err error) error {
	ctx = context.WithoutCancel(ctx)
	if gone := v.Keep(ctx, s, func(tx TakeInTx) error { return tx.DropAttachment(id) }); err == nil {
		return gone
	}
	return err
}

// bind puts the file into the draft, under the draft's lock: colleagues who attach at once count one another.
func bind(tx AttachTx, s access.Scope, up Upload, a filing.Attachment) (ledger.Entry, error) {
	d, err := tx.TakeOpenDraft(up.Draft)
	if err != nil {
		return ledger.Entry{}, err
	}
	if err := filing.Fits(filing.Without(d.Files, up.Replaces), a); err != nil {
		return ledger.Entry{}, err
	}
	if up.Replaces != "" {
		if !slices.ContainsFunc(d.Files, func(f filing.Attachment) bool { return f.ID == up.Replaces }) {
			return ledger.Entry{}, fault.Absent()
		}
		if err := tx.UnbindAttachment(d, up.Replaces); err != nil {
			return ledger.Entry{}, err
		}
	}
	e := entry(ledger.DraftFileAdded, s, d, a)
	return e, tx.BindAttachment(d, a)
}

// Remove takes a file off a draft. The bytes go with the next cleaning, unless a filing holds them.
func (v Attach) Remove(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, id ident.Object) (err error) {
	defer fault.Wrap(&err, "attaching.Remove")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx AttachTx) (ledger.Entry, error) {
		d, err := tx.TakeOpenDraft(n)
		if err != nil {
			return ledger.Entry{}, err
		}
		a, ok := filing.Find(d.Files, id)
		if !ok { // a colleague has taken it off already, or it never was there
			_, err := tx.LooseAttachment(d, id)
			return ledger.Entry{}, err
		}
		return entry(ledger.DraftFileRemoved, s, d, a), tx.UnbindAttachment(d, id)
	})
	return err
}

// Return puts a file back that was taken off a draft (元に戻す), while its bytes are still there; it must fit as any other.
func (v Attach) Return(ctx context.Context, s access.Scope, key ident.Key, n ident.Number, id ident.Object) (err error) {
	defer fault.Wrap(&err, "attaching.Return")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx AttachTx) (ledger.Entry, error) {
		d, err := tx.TakeOpenDraft(n)
		if err != nil {
			return ledger.Entry{}, err
		}
		if _, ok := filing.Find(d.Files, id); ok { // it is back already
			return ledger.Entry{}, nil
		}
		a, err := tx.LooseAttachment(d, id)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := filing.Fits(d.Files, a); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.DraftFileAdded, s, d, a), tx.HoldAttachment(d, a)
	})
	return err
}

func entry(kind ledger.Kind, s access.Scope, d filing.Draft, a filing.Attachment) ledger.Entry {
	return entryOf(ledger.Entry{Kind: kind, Object: ident.Object(d.ID), Number: d.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID()}, a.Digest)
}

// entryOf puts a hex digest into an entry.
func entryOf(e ledger.Entry, digest string) ledger.Entry {
	if raw, err := hex.DecodeString(digest); err == nil {
		copy(e.Digest[:], raw)
	}
	return e
}

// meant is the digest of what a request asks for.
func meant(a filing.Attachment, replaces ident.Object) [32]byte {
	words := a.Digest + "\x00" + a.Name + "\x00" + a.Section + "\x00" + string(replaces)
	if a.Malware {
		words += "\x00malware"
	}
	return sha256.Sum256([]byte(words))
}
