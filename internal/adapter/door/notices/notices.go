// Package notices takes in what contractors noticed (気付き連絡, R11): nobody need be signed in, the code of a contact says for which operator it
// is. Whatever does not stand gets one answer, which says nothing of what exists; what one operator is told says nothing of another.
package notices

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/opening"
	"kanmin/internal/flow/noticing"
)

// Tx is what is read to know for whom a notice is. A mandate (委任, R29) will be found beside the code, and stand for the same.
type Tx interface {
	NoticeBy(corporate, code string) (notice.Standing, error)
}

// Door is filled in by serve.
type Door struct {
	Read func(ctx context.Context, s access.Scope, read func(Tx) error) error
	// Openings lists the acts by which functions are open or closed that speak to the scope.
	Openings func(context.Context, access.Scope) ([]opening.Act, error)
	Send     noticing.Send
	// Receipt fetches the receipts of an entry: final is empty until it has its place in the log.
	Receipt func(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error)
	Now     func() time.Time
	// Knock refuses a network from which too much was tried, and Welcome gives back what was taken by whoever came in.
	Knock   func(context.Context) error
	Welcome func(context.Context)
}

// Take tells each operator, apart from the others: one that cannot be told delays and changes nothing for another. client is the
// idempotency key of the sender; without one the content is its own. What cannot be read is Invalid with every place ("to[0].code"); an
// address that does not stand is answered by notice.Refused in its place, whatever it lacks.
func (d Door) Take(ctx context.Context, c notice.Content, to []notice.To, client string) (list []notice.Told, err error) {
	defer fault.Wrap(&err, "notices.Take")
	l := fault.List{Fields: c.Check(ident.At(d.Now()))}
	if len(to) == 0 || len(to) > notice.ToMost {
		l.Add("to", "fault.notice.to", fault.Args{"limit": strconv.Itoa(notice.ToMost)})
	}
	var tidy []notice.To
	for i, typed := range to {
		one, faults := typed.Read()
		for _, f := range faults {
			l.Add("to["+strconv.Itoa(i)+"]."+f.Path, f.Code, f.Args)
		}
		tidy = append(tidy, one)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	for _, one := range notice.Once(tidy) {
		told := notice.Told{To: one}
		if told.Bad = d.tell(ctx, c, client, &told); told.Bad != nil && !mine(told.Bad) {
			return list, told.Bad
		}
		list = append(list, told)
	}
	return list, nil
}

// mine reports whether a fault is about one address, and no reason to stop.
func mine(err error) bool {
	return fault.Is(err, fault.Invalid) || fault.Is(err, fault.Conflict) || fault.Is(err, fault.Exceeded)
}

func (d Door) tell(ctx context.Context, c notice.Content, client string, told *notice.Told) error {
	if err := d.Knock(ctx); err != nil {
		return err
	}
	by, err := d.find(ctx, told.To)
	if err != nil {
		return err
	}
	earlier := ident.Number(told.Earlier)
	sum := sha256.Sum256(c.Digest(earlier))
	if client == "" {
		client = hex.EncodeToString(sum[:])
	}
	s := access.For(by.Actor(), ident.At(d.Now()))
	n, err := d.Send.Do(ctx, s, ident.Key{Org: s.Org, Actor: s.ID(), Route: "notice", Client: client, Digest: sum}, noticing.Telling{By: by, Content: c, Earlier: earlier})
	if err != nil {
		return err
	}
	d.Welcome(ctx)
	told.Number, told.At = n.Number, n.At
	final, _, provisional, err := d.Receipt(ctx, s, n.Leaf)
	if told.Receipt = final; len(final) == 0 {
		told.Receipt = provisional
	}
	return err
}

// find is what an address stands on: notice.Refused where it does not, or the operator has no reports here yet.
func (d Door) find(ctx context.Context, to notice.To) (by notice.Standing, err error) {
	err = d.Read(ctx, access.For(access.Actor{}, ident.At(d.Now())), func(tx Tx) (err error) {
		by, err = tx.NoticeBy(to.Operator, to.Code)
		return err
	})
	if fault.Is(err, fault.Hidden) {
		err = notice.Refused()
	}
	if err != nil {
		return by, err
	}
	acts, err := d.Openings(ctx, access.For(by.Actor(), ident.At(d.Now())))
	if err == nil && !opening.Report.For(acts, ident.At(d.Now())).Open {
		err = notice.Refused()
	}
	return by, err
}
