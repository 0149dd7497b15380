package owing

import (
	"context"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/registering"
)

type (
	// FeedTx finds whose an address is.
	FeedTx interface {
		FeedBy(secret string) (agenda.Feed, access.Actor, error)
	}
	// FetchTx notes that it was fetched.
	FetchTx interface {
		FetchFeed(id ident.Object) (bool, error)
	}
)

// Feeds is filled in by serve. It hands a person's dates to whatever program has the address (予定表の購読).
type Feeds struct {
	Read func(ctx context.Context, s access.Scope, read func(FeedTx) error) error
	Keep func(ctx context.Context, s access.Scope, do func(FetchTx) error) error
	// Calendar puts the dates together without recording a look: no record is opened, and only days and numbers leave.
	Calendar func(ctx context.Context, s access.Scope, purpose string) (agenda.Plan, error)
	Now      func() time.Time
	// Knock refuses a network from which too much was tried, and Welcome gives back what was taken by whoever has an address.
	Knock   func(context.Context) error
	Welcome func(context.Context)
}

// secretLength is that of ident.NewSecret.
const secretLength = 52

// Fetch returns the dates behind the secret of an address, in the sight that its person has now. only finds out whether it stands.
func (d Feeds) Fetch(ctx context.Context, secret string, only bool) (s access.Scope, p agenda.Plan, err error) {
	defer fault.Wrap(&err, "owing.Fetch")
	if s, err = d.Standing(ctx, secret, agenda.TellsDates, only); err == nil && !only {
		p, err = d.Calendar(ctx, s, access.LookExport)
	}
	return s, p, err
}

// Standing is in whose sight an address tells something now. only finds out whether it stands, and does not count as a fetch. Whatever does not stand is Absent: one that never
// was, ended or ran out, tells something else, one whose person left, is locked or lost the hat or the right. Too often is Exceeded.
func (d Feeds) Standing(ctx context.Context, secret string, tells agenda.Tells, only bool) (s access.Scope, err error) {
	defer fault.Wrap(&err, "owing.Standing")
	if err := d.Knock(ctx); err != nil {
		return s, err
	}
	now := ident.At(d.Now())
	if len(secret) != secretLength {
		return s, fault.Absent()
	}
	var f agenda.Feed
	var by access.Actor
	if err := d.Read(ctx, access.For(access.Actor{}, now), func(tx FeedTx) (err error) {
		f, by, err = tx.FeedBy(secret)
		return err
	}); err != nil {
		return s, err
	}
	if s = access.For(by, now); f.Tells != tells || registering.MayTell(s, tells) != nil {
		return access.Scope{}, fault.Absent()
	}
	d.Welcome(ctx)
	if only {
		return s, nil
	}
	rested := false
	if err := d.Keep(ctx, s, func(tx FetchTx) (err error) {
		rested, err = tx.FetchFeed(f.ID)
		return err
	}); err != nil {
		return s, err
	}
	if !rested {
		return s, fault.New(fault.Exceeded, "fault.calendar.often", nil)
	}
	return s, nil
}

// Unrecorded is a Door for whoever opens no record.
func Unrecorded(read func(ctx context.Context, s access.Scope, do func(CalendarTx) error) error) Door {
	return Door{Dates: func(ctx context.Context, s access.Scope, _ string, do func(CalendarTx) ([]ident.Object, error)) error {
		return read(ctx, s, func(tx CalendarTx) error {
			_, err := do(tx)
			return err
		})
	}}
}
