package roster

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/ident"
	duty "kanmin/internal/domain/oncall"
	"kanmin/internal/flow/registering"
)

// The addresses of a person's own feed of the roster (予定表の購読), and where programs fetch one.
const (
	feedPath  = Path + "/feed"
	fetchPath = "/roster/"
)

// How much of the roster a calendar has: what is over is of use for a while, and nobody plans further than turns can be added.
const (
	feedBack  = 31 * 24 * time.Hour
	feedAhead = 400 * 24 * time.Hour
)

// TurnsTx is what a calendar of the roster is read from.
type TurnsTx interface {
	DutyTurns(from, until ident.Instant) ([]duty.Turn, error)
}

// Feed is filled in by serve: how a person's own address of the roster is kept, and what is behind one.
type Feed struct {
	Host string // makes the ids of a calendar's events unique
	Base string // address of this installation
	Own  func(ctx context.Context, s access.Scope, read func(organisation.FeedTx) error) error
	Make registering.MakeFeed
	End  registering.EndFeed
	// Standing is in whose sight an address tells something now (owing.Feeds).
	Standing func(ctx context.Context, secret string, tells agenda.Tells, only bool) (access.Scope, error)
	Turns    func(ctx context.Context, s access.Scope, read func(TurnsTx) error) error
}

func (p Pages) feedRoutes() []gate.Route {
	const small = 4 << 10
	return []gate.Route{
		{Pattern: "POST " + feedPath, Needs: organisation.MayReach, Body: small, Fresh: true, Handle: p.makeFeed},
		{Pattern: "POST " + feedPath + "/end", Needs: organisation.MayReach, Body: small, Handle: p.endFeed},
		{Pattern: "GET " + fetchPath + "{secret}" + organisation.FeedFile, Handle: p.fetch},
	}
}

func (p Pages) feeding() organisation.Feeding {
	return organisation.Feeding{Tells: agenda.TellsRoster, Action: feedPath, Text: "roster.feed.text", At: p.Feed.Base + fetchPath, Own: p.Feed.Own, Make: p.Feed.Make, End: p.Feed.End}
}

// makeFeed makes a person's address anew, and shows it once.
func (p Pages) makeFeed(w http.ResponseWriter, r *gate.Request) error {
	made, err := p.feeding().Made(w, r)
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	return p.write(w, r, l, filled{in: plan(r), feed: made})
}

// endFeed ends it.
func (p Pages) endFeed(w http.ResponseWriter, r *gate.Request) error {
	if err := p.feeding().Ended(r); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=feed#feed")
}

// fetch hands the roster to whatever program has the address: from when until when it is whose turn, and nothing by which anybody is reached.
func (p Pages) fetch(w http.ResponseWriter, r *gate.Request) error {
	head := r.Method == http.MethodHead
	s, err := p.Feed.Standing(r.Context(), r.PathValue("secret"), agenda.TellsRoster, head)
	var turns []duty.Turn
	if err == nil && !head {
		err = p.Feed.Turns(r.Context(), s, func(tx TurnsTx) (err error) {
			turns, err = tx.DutyTurns(r.Now.Add(-feedBack), r.Now.Add(feedAhead))
			return err
		})
	}
	return organisation.Fetched(w, r, err, func() []byte { return ics.Turns(p.Feed.Host, p.Feed.Base+Path, r.Now, events(s.Org, turns)) })
}

// events are the turns as other programs are told of them; their ids cannot be guessed, and are told nowhere.
func events(org ident.Org, turns []duty.Turn) (list []ics.Turn) {
	for _, t := range turns {
		sum := sha256.Sum256([]byte(string(org) + "\x00" + string(t.ID)))
		list = append(list, ics.Turn{ID: hex.EncodeToString(sum[:16]), From: t.From, Until: t.Until, Name: t.Who.Name, Deputy: t.Deputy, Away: t.Away})
	}
	return list
}
