package calendar

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/registering"
)

// The addresses of a person's own feed (予定表の購読), and where programs fetch one.
const (
	feedPath  = Path + "/feed"
	fetchPath = "/calendar/"
	fileName  = "/kanmin.ics"
)

// FeedTx is what the page reads of a person's own address.
type FeedTx interface{ Feed() (agenda.Feed, error) }

// Feed is what the page shows of it. Address is shown once, when it was made.
type Feed struct {
	Key     string // empty for who may have none
	Have    bool
	Lines   []string
	Address string
	Again   bool // the same press came twice: the address is not shown again
}

func (p Page) feedRoutes() []gate.Route {
	const small = 4 << 10
	return []gate.Route{
		{Pattern: "POST " + feedPath, Needs: registering.MayReadCalendar, Body: small, Fresh: true, Handle: p.make},
		{Pattern: "POST " + feedPath + "/end", Needs: registering.MayReadCalendar, Body: small, Handle: p.end},
		{Pattern: "GET " + fetchPath + "{secret}" + fileName, Handle: p.fetch},
	}
}

// own reads what a person has.
func (p Page) own(r *gate.Request, v *Feed) error {
	if r.Scope.Person == "" || r.Scope.Permit(registering.MayHaveFeed) != nil {
		return nil //nolint:nilerr // there is nothing to show
	}
	var f agenda.Feed
	err := p.Own(r.Context(), r.Scope, func(tx FeedTx) (err error) {
		f, err = tx.Feed()
		return err
	})
	if err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil || f.ID == "" {
		return err
	}
	v.Have, v.Lines = true, []string{r.T("calendar.feed.made", "at", look.Moment(r.Lang, f.CreatedAt)), r.T("calendar.feed.until", "at", look.Moment(r.Lang, f.UntilAt))}
	if f.UsedAt != 0 {
		v.Lines = append(v.Lines, r.T("calendar.feed.used", "at", look.Moment(r.Lang, f.UsedAt)))
	} else {
		v.Lines = append(v.Lines, r.T("calendar.feed.unused"))
	}
	return nil
}

// make makes a person's address anew, and shows it once.
func (p Page) make(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest("feed", fields.Encode()))
	if err != nil {
		return err
	}
	secret, err := p.MakeFeed.Do(r.Context(), r.Scope, key)
	if err != nil {
		return err
	}
	v := View{Days: field(r, "")}
	if v.Feed.Again = secret == ""; secret != "" {
		v.Feed.Address = p.Base + fetchPath + secret + fileName
	}
	w.Header().Set("Cache-Control", "private, no-store")
	return p.write(w, r, http.StatusOK, v)
}

// end ends it.
func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest("feed", fields.Encode()))
	if err != nil {
		return err
	}
	if err := p.EndFeed.Do(r.Context(), r.Scope, key); err != nil && !fault.Is(err, fault.Hidden) { // that there is none is what was wanted
		return err
	}
	return gate.See(w, Path+"?done=feed#file")
}

// fetch hands the dates to whatever program has the address. Nobody is signed in. The answer depends on nothing that is not in it: it has no mark by which a program could
// ask whether it changed.
func (p Page) fetch(w http.ResponseWriter, r *gate.Request) error {
	s, plan, err := p.Fetch(r.Context(), r.PathValue("secret"), r.Method == http.MethodHead)
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
	_, err = w.Write(ics.Calendar(p.Host, p.Base+Path, r.Now, events(s.Org, plan.Entries)))
	return err
}
