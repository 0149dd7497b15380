package calendar

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/flow/registering"
)

// The addresses of a person's own feed (予定表の購読), and where programs fetch one.
const (
	feedPath  = Path + "/feed"
	fetchPath = "/calendar/"
)

func (p Page) feedRoutes() []gate.Route {
	const small = 4 << 10
	return []gate.Route{
		{Pattern: "POST " + feedPath, Needs: registering.MayReadCalendar, Body: small, Fresh: true, Handle: p.make},
		{Pattern: "POST " + feedPath + "/end", Needs: registering.MayReadCalendar, Body: small, Handle: p.end},
		{Pattern: "GET " + fetchPath + "{secret}" + organisation.FeedFile, Handle: p.fetch},
	}
}

func (p Page) feeding() organisation.Feeding {
	return organisation.Feeding{Tells: agenda.TellsDates, Action: feedPath, Text: "calendar.feed.text", At: p.Base + fetchPath, Own: p.Own, Make: p.MakeFeed, End: p.EndFeed}
}

// make makes a person's address anew, and shows it once.
func (p Page) make(w http.ResponseWriter, r *gate.Request) (err error) {
	v := View{Days: field(r, "")}
	if v.Feed, err = p.feeding().Made(w, r); err != nil {
		return err
	}
	return p.write(w, r, http.StatusOK, v)
}

// end ends it.
func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	if err := p.feeding().Ended(r); err != nil {
		return err
	}
	return gate.See(w, Path+"?done=feed#file")
}

// fetch hands the dates to whatever program has the address.
func (p Page) fetch(w http.ResponseWriter, r *gate.Request) error {
	s, plan, err := p.Fetch(r.Context(), r.PathValue("secret"), r.Method == http.MethodHead)
	return organisation.Fetched(w, r, err, func() []byte { return ics.Calendar(p.Host, p.Base+Path, r.Now, events(s.Org, plan.Entries)) })
}
