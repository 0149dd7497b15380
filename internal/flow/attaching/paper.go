package attaching

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
)

// PaperInTx is what receiving the bytes of a paper needs, one piece a transaction. None of it is an act.
type PaperInTx interface {
	Now() ident.Instant
	Round(id ident.Object, may access.Permission) (approval.Round, error)
	BeginPaper(approval.Round, ident.Object) error
	AddChunk(id ident.Object, at int, plain []byte) error
	DropAttachment(ident.Object) error
}

// PaperTx is what the acts about papers need.
type PaperTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Round(id ident.Object, may access.Permission) (approval.Round, error)
	SaveRound(approval.Round) error
	BindPaper(approval.Round, filing.Attachment) error
	HoldPaper(r approval.Round, id ident.Object, hold bool) error
}

// Enclose keeps what an organisation decided on paper beside a round of approval: the copy (決裁の写し) and its number (社内決裁番号).
// Nothing of it leaves the organisation.
type Enclose struct {
	Keep    func(ctx context.Context, s access.Scope, do func(PaperInTx) error) error // store.Housekeep
	Act     func(ctx context.Context, s access.Scope, key ident.Key, do func(PaperTx) (ledger.Entry, error)) (ledger.Leaf, error)
	Entropy io.Reader
}

// Enclosure is a paper that is on its way.
type Enclosure struct {
	Round ident.Object
	Name  string
	Body  io.Reader
	// Key is the idempotency key, given the digest of what came.
	Key func([32]byte) (ident.Key, error)
}

var mayAsk = access.Permission{Action: access.Ask, Object: access.Approval}

// Do receives a paper and puts it beside the round. Who may call: roles that may ask for approval. What is refused (name, size, count,
// empty, cut off, twice) leaves nothing behind; a round that was taken back is a Conflict.
func (v Enclose) Do(ctx context.Context, s access.Scope, in Enclosure) (a filing.Attachment, err error) {
	defer fault.Wrap(&err, "attaching.Enclose")
	if err := s.Permit(mayAsk); err != nil {
		return a, err
	}
	if a.Name, err = filing.AttachmentName(in.Name); err != nil {
		return a, err
	}
	err = v.Keep(ctx, s, func(tx PaperInTx) error {
		r, err := tx.Round(in.Round, mayAsk)
		if err != nil {
			return err
		}
		if a.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return err
		}
		return tx.BeginPaper(r, a.ID)
	})
	if err != nil {
		return a, err
	}
	if err := receive(in.Body, &a, func(at int, piece []byte) error {
		return v.Keep(ctx, s, func(tx PaperInTx) error { return tx.AddChunk(a.ID, at, piece) })
	}); err != nil {
		return a, v.drop(ctx, s, a.ID, err)
	}
	key, err := in.Key(meant(a, ""))
	if err != nil {
		return a, v.drop(ctx, s, a.ID, err)
	}
	leaf, err := v.Act(ctx, s, key, func(tx PaperTx) (ledger.Entry, error) { return v.bind(tx, s, in.Round, a) })
	if err != nil || leaf.Replayed {
		return a, v.drop(ctx, s, a.ID, err)
	}
	return a, nil
}

func (v Enclose) bind(tx PaperTx, s access.Scope, id ident.Object, a filing.Attachment) (ledger.Entry, error) {
	r, err := tx.Round(id, mayAsk)
	if err != nil {
		return ledger.Entry{}, err
	}
	if err := filing.Fits(filing.Papers(r.Held()), a); err != nil {
		return ledger.Entry{}, err
	}
	p := approval.Paper{ID: a.ID, Name: a.Name, Size: a.Size, Digest: a.Digest, At: tx.Now()}
	if p.By, err = s.SignedBy(tx.Person); err != nil {
		return ledger.Entry{}, err
	}
	if err := r.Enclose(p); err != nil {
		return ledger.Entry{}, err
	}
	if err := tx.BindPaper(r, a); err != nil {
		return ledger.Entry{}, err
	}
	return paperEntry(ledger.ApprovalPaperAdded, s, r, a.Digest), tx.SaveRound(r)
}

// drop takes back what was stored, and gives the error on.
func (v Enclose) drop(ctx context.Context, s access.Scope, id ident.Object, err error) error {
	ctx = context.WithoutCancel(ctx)
	if gone := v.Keep(ctx, s, func(tx PaperInTx) error { return tx.DropAttachment(id) }); err == nil {
		return gone
	}
	return err
}

// Shifting takes a paper off a round, or puts it back.
type Shifting struct {
	Round, Paper ident.Object
	Off          bool
}

// Shift takes a paper off, or puts it back while its bytes are there. Its name, and who did it, stay with the round.
func (v Enclose) Shift(ctx context.Context, s access.Scope, key ident.Key, m Shifting) (err error) {
	defer fault.Wrap(&err, "attaching.Shift")
	if err := s.Permit(mayAsk); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx PaperTx) (ledger.Entry, error) {
		r, err := tx.Round(m.Round, mayAsk)
		if err != nil {
			return ledger.Entry{}, err
		}
		by, err := s.SignedBy(tx.Person)
		if err != nil {
			return ledger.Entry{}, err
		}
		p, moved, err := r.Shift(m.Paper, m.Off, by, tx.Now())
		if err != nil || !moved {
			return ledger.Entry{}, err
		}
		kind := ledger.ApprovalPaperRemoved
		if !m.Off {
			kind = ledger.ApprovalPaperAdded
			if err := filing.Fits(filing.Papers(r.HeldBut(m.Paper)), filing.Papers([]approval.Paper{p})[0]); err != nil {
				return ledger.Entry{}, err
			}
		}
		if err := tx.HoldPaper(r, m.Paper, !m.Off); err != nil {
			return ledger.Entry{}, err
		}
		return paperEntry(kind, s, r, p.Digest), tx.SaveRound(r)
	})
	return err
}

// Refer says under which number the organisation keeps its decision (社内決裁番号).
func (v Enclose) Refer(ctx context.Context, s access.Scope, key ident.Key, of ident.Object, reference string) (err error) {
	defer fault.Wrap(&err, "attaching.Refer")
	if err := s.Permit(mayAsk); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx PaperTx) (ledger.Entry, error) {
		r, err := tx.Round(of, mayAsk)
		if err != nil {
			return ledger.Entry{}, err
		}
		if r.Reference == reference { // it says so already
			return ledger.Entry{}, nil
		}
		if err := r.Refer(reference); err != nil {
			return ledger.Entry{}, err
		}
		b, err := json.Marshal(r.Body)
		if err != nil {
			return ledger.Entry{}, err
		}
		sum := sha256.Sum256(b)
		return paperEntry(ledger.ApprovalReferred, s, r, hex.EncodeToString(sum[:])), tx.SaveRound(r)
	})
	return err
}

func paperEntry(kind ledger.Kind, s access.Scope, r approval.Round, digest string) ledger.Entry {
	return entryOf(ledger.Entry{Kind: kind, Object: r.ID, Org: s.Org, Unit: s.Unit, Actor: s.ID()}, digest)
}
