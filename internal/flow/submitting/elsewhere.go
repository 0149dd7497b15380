package submitting

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
)

// MayRecord is the permission to record what was handed in elsewhere.
var MayRecord = access.Permission{Action: access.File, Object: access.Report}

// ElsewhereTx is what recording needs.
type ElsewhereTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	ErrandsOf(ident.Case) ([]window.Errand, error)
	RecordErrand(window.Errand, window.Record) error
}

// Elsewhere records that a report was handed in at an authority with a channel of its own (様式を出力して提出, R1), or why it need not be. The
// platform only keeps what it is told: without a record it says of no such authority that it has the report.
type Elsewhere struct{ Act Act[ElsewhereTx] }

// Handing is what is recorded of one errand of a report.
type Handing struct {
	Of     ident.Number
	Errand ident.Object
	State  window.ErrandState
	On     law.Day
	Number string
	Note   string
}

// Do records. Who may call: roles that may file, of reports of their organisation. A further record corrects the one before, and both
// stay. What is wrong is Invalid with its place; an errand that is not one of the report's case is Absent.
func (v Elsewhere) Do(ctx context.Context, s access.Scope, key ident.Key, h Handing) (err error) {
	defer fault.Wrap(&err, "submitting.Elsewhere")
	if err := s.Permit(MayRecord); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx ElsewhereTx) (ledger.Entry, error) {
		f, _, err := tx.Filing(h.Of, MayRecord)
		if err != nil {
			return ledger.Entry{}, err
		}
		list, err := tx.ErrandsOf(f.Case)
		if err != nil {
			return ledger.Entry{}, err
		}
		i := slices.IndexFunc(list, func(e window.Errand) bool { return e.ID == h.Errand })
		if i < 0 || f.Case == "" {
			return ledger.Entry{}, fault.Absent()
		}
		r := window.Record{State: h.State, RecordWords: window.RecordWords{On: h.On, Number: h.Number, Note: h.Note}}
		if err := r.Check(law.DayOf(tx.Now())); err != nil {
			return ledger.Entry{}, err
		}
		if list[i].Rev >= window.RecordsMost {
			return ledger.Entry{}, fault.New(fault.Exceeded, "fault.errand.many", nil)
		}
		if r.Name, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return recorded(s, f, list[i], r), tx.RecordErrand(list[i], r)
	})
	return err
}

func recorded(s access.Scope, f filing.Filing, e window.Errand, r window.Record) ledger.Entry {
	said, err := json.Marshal([]any{e.Authority, e.Clock, r})
	if err != nil {
		panic(err) // texts and numbers only
	}
	return ledger.Entry{
		Kind: ledger.ErrandRecorded, Object: ident.Object(f.ID), Number: f.Number, Org: s.Org, Unit: s.Unit, Actor: s.ID(),
		Digest: sha256.Sum256(said),
	}
}
