package organisation

import (
	"context"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/registering"
)

// FeedFile ends every address at which programs fetch a calendar.
const FeedFile = "/kanmin.ics"

// FeedTx is what a page reads of a person's own address.
type FeedTx interface {
	Feed(agenda.Tells) (agenda.Feed, error)
}

// Feed is what a page shows of it. Address is shown once, when it was made.
type Feed struct {
	Action, Text string
	Key          string // empty for who may have none
	Have         bool
	Lines        []string
	Address      string
	Again        bool // the same press came twice: the address is not shown again
}

// Feeding shows a person's own address (予定表の購読), makes it anew, ends it, and hands out what is behind one.
type Feeding struct {
	Tells  agenda.Tells
	Action string // address of the form
	Text   string // what the address tells: a key of the catalogue
	At     string // what stands before the secret in an address
	Own    func(ctx context.Context, s access.Scope, read func(FeedTx) error) error
	Make   registering.MakeFeed
	End    registering.EndFeed
}

// Shown reads what a person has; v may hold what was just made.
func (f Feeding) Shown(r *gate.Request, v Feed) (Feed, error) {
	if r.Scope.Person == "" || r.Scope.Permit(registering.MayHaveFeed) != nil {
		return v, nil //nolint:nilerr // there is nothing to show
	}
	v.Action, v.Text = f.Action, r.T(f.Text)
	var one agenda.Feed
	err := f.Own(r.Context(), r.Scope, func(tx FeedTx) (err error) {
		one, err = tx.Feed(f.Tells)
		return err
	})
	if err != nil {
		return v, err
	}
	if v.Key, err = r.NewKey(); err != nil || one.ID == "" {
		return v, err
	}
	v.Have, v.Lines = true, []string{r.T("calendar.feed.made", "at", look.Moment(r.Lang, one.CreatedAt)), r.T("calendar.feed.until", "at", look.Moment(r.Lang, one.UntilAt))}
	if one.UsedAt != 0 {
		v.Lines = append(v.Lines, r.T("calendar.feed.used", "at", look.Moment(r.Lang, one.UsedAt)))
	} else {
		v.Lines = append(v.Lines, r.T("calendar.feed.unused"))
	}
	return v, nil
}

// Made makes a person's address anew, and is what shows it once.
func (f Feeding) Made(w http.ResponseWriter, r *gate.Request) (v Feed, err error) {
	fields, err := r.Fields()
	if err != nil {
		return v, err
	}
	key, err := r.Key(Digest("feed", fields.Encode()))
	if err != nil {
		return v, err
	}
	secret, err := f.Make.Do(r.Context(), r.Scope, key, f.Tells)
	if err != nil {
		return v, err
	}
	if v.Again = secret == ""; secret != "" {
		v.Address = f.At + secret + FeedFile
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return v, nil
}

// Ended ends it; that there is none is what was wanted.
func (f Feeding) Ended(r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(Digest("feed", fields.Encode()))
	if err != nil {
		return err
	}
	if err := f.End.Do(r.Context(), r.Scope, key, f.Tells); err != nil && !fault.Is(err, fault.Hidden) {
		return err
	}
	return nil
}

// Fetched answers whatever program has an address. Nobody is signed in. The answer depends on nothing that is not in it: it has no mark by which
// a program could ask whether it changed.
func Fetched(w http.ResponseWriter, r *gate.Request, err error, file func() []byte) error {
	if fault.Is(err, fault.Exceeded) {
		w.Header().Set("Retry-After", "60")
	}
	if err != nil {
		return err
	}
	h := w.Header()
	h.Set("Content-Type", ics.Media)
	h.Set("Cache-Control", "private, no-store")
	h.Set("X-Robots-Tag", "noindex")
	if r.Method == http.MethodHead {
		return nil
	}
	_, err = w.Write(file())
	return err
}
