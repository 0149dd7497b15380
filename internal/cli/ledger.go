package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/serve"
)

// LedgerCmd is what can be done with the log (記録簿) of this database.
type LedgerCmd struct {
	Verify LedgerVerifyCmd `cmd:"" help:"Recompute the log and name the first bad entry. 記録簿を計算し直して確かめます。"`
}

// LedgerVerifyCmd recomputes the whole log from the database: exit 0 when everything holds, 1 when
// something does not, or when it could not be tried.
type LedgerVerifyCmd struct {
	JSON       bool   `name:"json" help:"Answer as one JSON object."`
	Checkpoint string `name:"checkpoint" help:"A signed head (/receipt/checkpoint) or a final receipt that was kept outside: a log that was put back is then found."`
	// Open opens the log; the house's own when nil.
	Open func(ctx context.Context, s *Streams) (LedgerBook, error) `kong:"-"`
}

// LedgerBook is an open log.
type LedgerBook interface {
	VerifyLedgerAgainst(ctx context.Context, kept []byte, progress func(done, total int64) error) (auditing.Report, error)
	Close() error
}

// ledgerView is the answer of --json.
type ledgerView struct {
	Sound bool `json:"sound"`
	auditing.Report
}

// Run prints what was found.
func (c *LedgerVerifyCmd) Run(ctx context.Context, s *Streams) (err error) {
	var kept []byte
	if c.Checkpoint != "" {
		if kept, err = readReceipt(c.Checkpoint, nil); err != nil {
			return err
		}
	}
	open := c.Open
	if open == nil {
		open = openHouse
	}
	book, err := open(ctx, s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	r, err := book.VerifyLedgerAgainst(ctx, kept, nil)
	if kept != nil && fault.Is(err, fault.Invalid) {
		why := ledger.Why(err)
		return &receiptRefusal{exit: 2, Both: text.Both{Ja: c.Checkpoint + ": " + why.Ja, En: c.Checkpoint + ": " + why.En}}
	}
	if err != nil {
		return err
	}
	if c.JSON {
		e := json.NewEncoder(s.Out)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		if err := e.Encode(ledgerView{Sound: r.Sound(), Report: r}); err != nil {
			return err
		}
	} else if err := printLedger(s, r); err != nil {
		return err
	}
	if r.Sound() {
		return nil
	}
	return &receiptRefusal{exit: 1, Both: text.Both{Ja: "記録簿に合わないところがあります。", En: "The log does not hold."}}
}

func printLedger(s *Streams, r auditing.Report) error {
	out := r.Text.Ja + "\n" + r.Text.En + "\n\n" + fmt.Sprintf("確かめた記録 / Entries found good\n    %d\n番号を待つ記録 / Entries that wait for their place\n    %d\n", r.Checked, r.Waiting)
	if r.Sound() {
		out += "根の要約値 / Root\n    " + r.Root + "\n"
	}
	if r.Leaf != "" {
		out += "記録 / Entry\n    " + string(r.Leaf) + "\n"
	}
	if r.Number != "" {
		out += "整理番号 / Number\n    " + string(r.Number) + "\n"
	}
	if r.Kind != "" {
		out += "種類 / Kind\n    " + r.Kind.Label().Ja + " / " + r.Kind.Label().En + "\n"
	}
	_, err := fmt.Fprint(s.Out, out)
	return err
}

// houseBook is the log of the house, with the process lock.
type houseBook struct{ *serve.House }

// VerifyLedgerAgainst checks the house's log.
func (b houseBook) VerifyLedgerAgainst(ctx context.Context, kept []byte, progress func(done, total int64) error) (auditing.Report, error) {
	return b.DB.VerifyLedgerAgainst(ctx, kept, progress)
}

func openHouse(ctx context.Context, s *Streams) (LedgerBook, error) {
	c, err := serve.Load(os.Environ())
	if err != nil {
		return nil, err
	}
	h, err := serve.Open(ctx, c, s.Err)
	if err != nil {
		return nil, err
	}
	return houseBook{h}, nil
}
