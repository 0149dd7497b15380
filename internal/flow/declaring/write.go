package declaring

import (
	"context"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// BeginTx is what beginning a version needs.
type BeginTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Versions(n ident.Number, may access.Permission, limit int) ([]procedure.Version, error)
	AddVersion(procedure.Version) error
}

// Begin starts a procedure, or the next version of one.
type Begin struct {
	Act     Act[BeginTx]
	Entropy io.Reader
}

// New is what a version begins with: the next version of Of, with its declaration, or a new procedure.
type New struct {
	Of          ident.Number
	Declaration procedure.Declaration
}

// Do returns the id of the version. Who may call: officers. While a version is being written or waits for its second officer, another
// one is a Conflict.
func (b Begin) Do(ctx context.Context, s access.Scope, key ident.Key, n New) (id ident.Object, err error) {
	defer fault.Wrap(&err, "declaring.Begin")
	if err := s.Permit(mayWrite); err != nil {
		return "", err
	}
	if n.Of == "" {
		if err := n.Declaration.Storable(); err != nil {
			return "", err
		}
	}
	leaf, err := b.Act(ctx, s, key, func(tx BeginTx) (ledger.Entry, error) {
		v := procedure.Version{Org: s.Org, Unit: s.Unit, Number: n.Of, Version: 1, Rev: 1, At: tx.Now(), Record: procedure.Record{State: procedure.Written, Declaration: n.Declaration}}
		var err error
		if n.Of == "" {
			if v.Number, err = ident.NewNumber(ident.NumberProcedure, tx.Now(), b.Entropy); err != nil {
				return ledger.Entry{}, err
			}
		} else if err := after(tx, n.Of, &v); err != nil {
			return ledger.Entry{}, err
		}
		if v.ID, err = ident.NewID[ident.Object](tx.Now(), b.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if v.Writer, err = sign(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ProcedureBegun, s, v), tx.AddVersion(v)
	})
	return leaf.Object, err
}

// after makes v the version that follows the latest one.
func after(tx BeginTx, n ident.Number, v *procedure.Version) error {
	list, err := tx.Versions(n, mayRead, 1000)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		return fault.Absent()
	}
	for _, old := range list {
		if old.State == procedure.Written || old.State == procedure.Proposed {
			return fault.New(fault.Conflict, "fault.procedure.moved", nil)
		}
		if old.Version >= v.Version {
			v.Version, v.Unit, v.Declaration = old.Version+1, old.Unit, old.Declaration
		}
	}
	return nil
}

// WriteTx is what writing needs.
type WriteTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Version(n ident.Number, version int, may access.Permission) (procedure.Version, error)
	SaveVersion(procedure.Version) error
}

// Write keeps a declaration as far as it is written. It may lack what Check wants; that is said when it is proposed.
type Write struct{ Act Act[WriteTx] }

// Edit is a declaration over the revision that the writer saw.
type Edit struct {
	Number      ident.Number
	Version     int
	Rev         int
	Declaration procedure.Declaration
}

// Do writes. Who may call: officers of the office. Somebody else's change in between is a Conflict, and so is a version that is
// not being written any more.
func (w Write) Do(ctx context.Context, s access.Scope, key ident.Key, e Edit) (err error) {
	defer fault.Wrap(&err, "declaring.Write")
	if err := s.Permit(mayWrite); err != nil {
		return err
	}
	if err := e.Declaration.Storable(); err != nil {
		return err
	}
	_, err = w.Act(ctx, s, key, func(tx WriteTx) (ledger.Entry, error) {
		v, err := tx.Version(e.Number, e.Version, mayRead)
		if err != nil {
			return ledger.Entry{}, err
		}
		if v.State != procedure.Written {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.procedure.moved", nil)
		}
		if v.Rev != e.Rev {
			return ledger.Entry{}, fault.New(fault.Conflict, "fault.procedure.rev", nil)
		}
		v.Declaration = e.Declaration
		if v.Writer, err = sign(tx, s); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ProcedureWritten, s, v), tx.SaveVersion(v)
	})
	return err
}
