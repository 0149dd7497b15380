package auditing

import (
	"context"
	"encoding/json"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// The findings that a check adds to those of the ledger's own audit: what the log says stands, but what is
// kept beside it does not agree.
const (
	BadColumns  ledger.Finding = "columns"     // the entry's open columns say something else than its statement
	BadFiling   ledger.Finding = "filing"      // what was filed is gone, does not open, or is not what arrived
	BadRequest  ledger.Finding = "request"     // the same of a question or an answer
	BadLooks    ledger.Finding = "looks"       // the looks of a minute are not those of its digest
	BadStanding ledger.Finding = "standing"    // a row that gives sight was written, changed or deleted without an entry
	Unplaced    ledger.Finding = "unplaced"    // an entry that has no place and waits for none
	Unrecorded  ledger.Finding = "unrecorded"  // a filing without an entry
	RolledBack  ledger.Finding = "rolled-back" // the log is shorter than a head that was kept outside
	Forked      ledger.Finding = "forked"      // the log is another one than that of a head that was kept outside
)

// Report is what a check of the log found: the first thing that does not hold, or Sound.
type Report struct {
	Finding ledger.Finding `json:"finding"`
	Index   int64          `json:"index"` // place of the first bad entry, from 0; -1 when there is no place
	Through int64          `json:"through"`
	Leaf    ident.Leaf     `json:"leaf,omitempty"`
	Kind    ledger.Kind    `json:"kind,omitempty"`
	Number  ident.Number   `json:"number,omitempty"` // of what the entry is about
	Checked int64          `json:"checked"`          // entries found good
	Waiting int64          `json:"waiting"`          // entries that wait for their place
	Root    string         `json:"root"`             // over the entries found good
	Text    text.Both      `json:"text"`
}

// Sound reports whether everything holds.
func (r Report) Sound() bool { return r.Finding == ledger.Sound }

// Queue is the name of the worker that checks the log.
const Queue = "check"

// StartTx is what asking for a check needs.
type StartTx interface {
	LeafID() ident.Leaf
	Now() ident.Instant
	AddTask(queue, key string, due ident.Instant) error
}

// StartCheck asks for a check of the whole log in the background.
type StartCheck struct{ Act Act[StartTx] }

var mayVerify = access.Permission{Action: access.Verify, Object: access.Platform}

// Do leaves the task; its progress is read with the other tasks. Who may call: platform administrators.
func (c StartCheck) Do(ctx context.Context, s access.Scope, key ident.Key) (leaf ident.Leaf, err error) {
	defer fault.Wrap(&err, "auditing.StartCheck")
	if err := s.Permit(mayVerify); err != nil {
		return "", err
	}
	l, err := c.Act(ctx, s, key, func(tx StartTx) (ledger.Entry, error) {
		id := tx.LeafID()
		if err := tx.AddTask(Queue, Queue+"/"+string(id), tx.Now()); err != nil {
			return ledger.Entry{}, err
		}
		return ledger.Entry{Kind: ledger.LedgerCheckAsked, Object: ident.Object(id), Org: s.Org, Unit: s.Unit, Actor: s.ID()}, nil
	})
	return l.ID, err
}

// RecordTx is what recording a result needs.
type RecordTx interface{ LeafID() ident.Leaf }

// RecordCheck puts the result of a check into the log it checked.
type RecordCheck struct{ Act Act[RecordTx] }

// Do records. Who may call: the house itself.
func (c RecordCheck) Do(ctx context.Context, s access.Scope, r Report) (err error) {
	defer fault.Wrap(&err, "auditing.RecordCheck")
	if _, system := s.IsSystem(); !system {
		return fault.Absent()
	}
	_, err = c.Act(ctx, s, ident.Key{}, func(tx RecordTx) (ledger.Entry, error) {
		return ledger.Entry{Kind: ledger.LedgerChecked, Object: ident.Object(tx.LeafID()), Facts: map[string]string{
			"finding": string(r.Finding), "index": strconv.FormatInt(r.Index, 10), "checked": strconv.FormatInt(r.Checked, 10),
		}}, nil
	})
	return err
}

// Result writes a report as a task keeps it; ParseResult reads it again.
func (r Report) Result() (string, error) {
	b, err := json.Marshal(r)
	return string(b), err
}

// ParseResult reads what Result wrote.
func ParseResult(s string) (r Report, err error) {
	err = json.Unmarshal([]byte(s), &r)
	return r, err
}
