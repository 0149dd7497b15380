package naming

import (
	"context"
	"io"
	"strconv"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/message"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/domain/text"
)

// AskTx is what asking needs.
type AskTx interface {
	who
	Offices(operator ident.Org, act party.Act, on law.Day) ([]filing.Addressee, error)
	WaitingNameAsks(limit int) ([]memory.Ask, error)
	AddNameAsks(list []memory.Ask, offices []ident.Unit) error
}

// Ask sends pairs to the steward (名寄せ担当). Until this press nothing of them is seen by any office; from it on the steward's
// office reads exactly what is sent here.
type Ask struct {
	Act     Act[AskTx]
	Entropy io.Reader
	Find    Find
}

// Asking is one pair with the product that the organisation proposes, if it does, and a note.
type Asking struct {
	memory.Pair
	Product product.ID
	Note    string
}

// Do sends 1 to memory.MostAtOnce pairs in one act and returns the entry by which they are found. Who may call: roles that may ask. A
// pair that waits already is Invalid and names the question; more than memory.MostWaiting waiting is Exceeded; no
// steward competent today is Unavailable.
func (a Ask) Do(ctx context.Context, s access.Scope, key ident.Key, list []Asking) (leaf ident.Leaf, err error) {
	defer fault.Wrap(&err, "naming.Ask")
	if err := s.Permit(access.Permission{Action: access.Ask, Object: access.Name}); err != nil {
		return "", err
	}
	proposed, err := a.judge(list)
	if err != nil {
		return "", err
	}
	l, err := a.Act(ctx, s, key, func(tx AskTx) (ledger.Entry, error) {
		waiting, err := tx.WaitingNameAsks(memory.MostWaiting + 1)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := fresh(list, waiting); err != nil {
			return ledger.Entry{}, err
		}
		offices, err := steward(tx, s)
		if err != nil {
			return ledger.Entry{}, err
		}
		asks, err := a.make(tx, s, list, proposed)
		if err != nil {
			return ledger.Entry{}, err
		}
		if err := tx.AddNameAsks(asks, offices); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.NameAsked, s, asks[0].ID, asks[0].Number, list)
	})
	return l.ID, err
}

func (a Ask) judge(list []Asking) ([]memory.Named, error) {
	if err := memory.CheckAtOnce(len(list)); err != nil {
		return nil, err
	}
	var l fault.List
	proposed := make([]memory.Named, len(list))
	seen := map[memory.Key]bool{}
	for i, q := range list {
		path := "rows[" + strconv.Itoa(i) + "]."
		q.Check(&l, path)
		text.Check(&l, path+"note", q.Note, memory.LongestNote)
		var err error
		if proposed[i], err = named(a.Find, &l, path+"id", q.Product); err != nil {
			return nil, err
		}
		if seen[q.Key()] {
			l.Add(path+"product", "fault.memory.twice", nil)
		}
		seen[q.Key()] = true
	}
	return proposed, l.Err()
}

// fresh refuses what waits already.
func fresh(list []Asking, waiting []memory.Ask) error {
	if len(waiting)+len(list) > memory.MostWaiting {
		return fault.New(fault.Exceeded, "fault.memory.waiting", fault.Args{"limit": strconv.Itoa(memory.MostWaiting)})
	}
	known := map[memory.Key]ident.Number{}
	for _, w := range waiting {
		known[w.Key()] = w.Number
	}
	var l fault.List
	for i, q := range list {
		if n, ok := known[q.Key()]; ok {
			l.Add("rows["+strconv.Itoa(i)+"].product", "fault.memory.asked", fault.Args{"number": string(n)})
		}
	}
	return l.Err()
}

// steward is the office that is competent today.
func steward(tx AskTx, s access.Scope) ([]ident.Unit, error) {
	list, err := tx.Offices(s.Org, party.ActNaming, law.DayOf(tx.Now()))
	if err == nil && len(list) == 0 {
		err = fault.New(fault.Unavailable, "fault.memory.steward", nil)
	}
	var units []ident.Unit
	for _, o := range list {
		units = append(units, o.Unit)
	}
	return units, err
}

func (a Ask) make(tx AskTx, s access.Scope, list []Asking, proposed []memory.Named) ([]memory.Ask, error) {
	org, _, _, err := tx.Registered()
	if err != nil {
		return nil, err
	}
	ids, numbers, err := mint(tx.Now(), a.Entropy, len(list))
	if err != nil {
		return nil, err
	}
	asks := make([]memory.Ask, len(list))
	for i, q := range list {
		asks[i] = memory.Ask{
			ID: ids[i], Number: numbers[i], Org: s.Org, Unit: s.Unit, State: memory.Waiting, AskedAt: tx.Now(), By: s.ID(), Leaf: tx.LeafID(),
			Question: memory.Question{Pair: q.Pair, Proposed: proposed[i], Note: q.Note, Asker: org.Name, AskerEn: org.NameEn},
		}
	}
	return asks, nil
}

// notice is the urgency of what the steward's answer sends: nothing waits for it at night.
const notice = string(message.Notice)
