package mandating

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

// EncloseTx is what keeping a paper needs.
type EncloseTx interface {
	Registered() (party.Org, party.Unit, party.Person, error)
	MandateNumbered(ident.Number, access.Permission) (mandate.Mandate, error)
	PapersOfMandate(mandate.Mandate) ([]mandate.Paper, error)
	AddMandatePaper(mandate.Mandate, mandate.Paper, []byte) error
}

// Enclose keeps a 委任状 that was sealed by hand beside its mandate. What the mandate allows does not hang on it.
type Enclose struct {
	Act     Act[EncloseTx]
	Entropy io.Reader
}

// Enclosing is the paper as it came.
type Enclosing struct {
	Number ident.Number // of the mandate
	Name   string
	Data   []byte
}

// Do keeps it. Who may call: those of either side who may propose. No PDF, too large, too many and one that is there already are refused at file; a
// mandate that is over is a Conflict.
func (v Enclose) Do(ctx context.Context, s access.Scope, key ident.Key, in Enclosing) (err error) {
	defer fault.Wrap(&err, "mandating.Enclose")
	if err := s.Permit(MayPropose); err != nil {
		return err
	}
	name, err := filing.AttachmentName(in.Name)
	if err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx EncloseTx) (ledger.Entry, error) {
		m, err := tx.MandateNumbered(in.Number, MayPropose)
		if err != nil {
			return ledger.Entry{}, err
		}
		there, err := tx.PapersOfMandate(m)
		if err != nil {
			return ledger.Entry{}, err
		}
		org, _, person, err := tx.Registered()
		if err != nil {
			return ledger.Entry{}, err
		}
		sum := sha256.Sum256(in.Data)
		p := mandate.Paper{At: s.At, Size: int64(len(in.Data)), Name: name, Digest: hex.EncodeToString(sum[:]), By: org.Name}
		if by := named(s, person); by != "" {
			p.By += " " + by
		}
		if err := m.CheckPaper(there, p, in.Data, law.DayOf(s.At)); err != nil {
			return ledger.Entry{}, err
		}
		if p.ID, err = ident.NewID[ident.Object](s.At, v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		e := entry(ledger.MandatePaperAdded, s, m)
		e.Digest = sum
		return e, tx.AddMandatePaper(m, p, in.Data)
	})
	return err
}
