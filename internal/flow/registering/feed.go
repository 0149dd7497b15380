package registering

import (
	"context"
	"crypto/sha256"
	"io"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
)

// MayHaveFeed is what an address of one's own needs, beside what it tells.
var MayHaveFeed = access.Permission{Action: access.Write, Object: access.Account}

// MakeFeedTx is what making an address needs.
type MakeFeedTx interface {
	Now() ident.Instant
	EndFeeds(agenda.Tells) (int64, error)
	AddFeed(f agenda.Feed, secret string) error
}

// needs is what whoever has an address must be able to read.
var needs = map[agenda.Tells]access.Permission{agenda.TellsDates: MayReadCalendar, agenda.TellsRoster: {Action: access.Read, Object: access.Contacts}}

// MayTell refuses an address that tells what somebody may not read.
func MayTell(s access.Scope, t agenda.Tells) error {
	p, known := needs[t]
	if !known {
		return fault.Absent()
	}
	return s.Permit(p)
}

// MakeFeed makes the address at which another program fetches a person's dates, or the duty roster of their unit (予定表の購読).
type MakeFeed struct {
	Act     Act[MakeFeedTx]
	Entropy io.Reader
}

// Do returns the secret of a new address, this once; a repeated key returns none. The one that told the person the same under the same hat ends with it. Who may call:
// whoever reads what it tells, for themselves, in a browser.
func (v MakeFeed) Do(ctx context.Context, s access.Scope, key ident.Key, tells agenda.Tells) (secret string, err error) {
	defer fault.Wrap(&err, "registering.MakeFeed")
	if err := owns(s, tells); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s, key, func(tx MakeFeedTx) (ledger.Entry, error) {
		now := tx.Now()
		if _, err := tx.EndFeeds(tells); err != nil {
			return ledger.Entry{}, err
		}
		id, err := ident.NewID[ident.Object](now, v.Entropy)
		if err != nil {
			return ledger.Entry{}, err
		}
		if secret, err = ident.NewSecret(v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		f := agenda.Feed{ID: id, Tells: tells, Org: s.Org, Person: s.Person, Hat: s.Hat, CreatedAt: now, UntilAt: now.Add(agenda.FeedLife)}
		return feedEntry(ledger.CalendarFeedMade, s, id), tx.AddFeed(f, secret)
	})
	if leaf.Replayed {
		secret = ""
	}
	return secret, err
}

// EndFeedTx is what ending an address needs.
type EndFeedTx interface {
	EndFeeds(agenda.Tells) (int64, error)
}

// EndFeed ends it.
type EndFeed struct{ Act Act[EndFeedTx] }

// Do ends the address of whoever calls under their hat, from the next request on. Who may call: as MakeFeed. Without one it is Absent.
func (v EndFeed) Do(ctx context.Context, s access.Scope, key ident.Key, tells agenda.Tells) (err error) {
	defer fault.Wrap(&err, "registering.EndFeed")
	if err := owns(s, tells); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx EndFeedTx) (ledger.Entry, error) {
		n, err := tx.EndFeeds(tells)
		if err == nil && n == 0 {
			err = fault.Absent()
		}
		return feedEntry(ledger.CalendarFeedEnded, s, ident.Object(s.Hat)), err
	})
	return err
}

// owns refuses whoever may not have an address of their own: a program must not make a lasting way in for itself.
func owns(s access.Scope, tells agenda.Tells) error {
	if err := s.Permit(MayHaveFeed); err != nil {
		return err
	}
	if err := MayTell(s, tells); err != nil {
		return err
	}
	if s.Person == "" {
		return fault.New(fault.Denied, "fault.account.browser", nil)
	}
	return nil
}

func feedEntry(kind ledger.Kind, s access.Scope, id ident.Object) ledger.Entry {
	return ledger.Entry{Kind: kind, Object: id, Org: s.Org, Unit: s.Unit, Actor: s.ID(), Digest: sha256.Sum256([]byte(id))}
}
