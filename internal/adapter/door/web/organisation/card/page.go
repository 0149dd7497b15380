// Package card is 当直カード (R7): the administrator of an operator prints a card with one-time codes, for the night on which there is no
// network. The codes stand on the sheet that answers the press, and nowhere else.
package card

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/flow/carding"
)

// Path is the page's address.
const Path = organisation.Path + "/card"

// Tx is what the pages read.
type Tx = reporting.PreparedTx

// Page is filled in by serve. Offline is where the form is, and Upload where anybody brings a packet.
type Page struct {
	Read    func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Issue   carding.Issue
	End     carding.End
	Base    string // address of the platform, for paper
	Offline string
	Upload  string
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: carding.MayRead, Handle: p.show},
		{Pattern: "POST " + Path, Needs: carding.MayWrite, Fresh: true, Handle: p.issue},
		{Pattern: "POST " + Path + "/end", Needs: carding.MayWrite, Handle: p.end},
	}
}

// View is what the page shows.
type View struct {
	Notices []look.Notice
	Empty   *look.Empty
	Name    string
	State   look.Tag
	Issued  string
	Left    string
	Codes   *look.Table
	Offline string
	Key     string // of issuing; "" for who may only read
	EndKey  string // of ending; "" where there is nothing to end
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/card", source)

func (p Page) load(r *gate.Request) (l reporting.Prepared, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		l, err = reporting.Prepare(tx, r.Scope, r.Now)
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

func (p Page) write(w http.ResponseWriter, r *gate.Request, bad error) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Notices: admin.Says(r, bad), Offline: p.Offline}
	if r.URL.Query().Get("done") == "ended" && bad == nil {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("card.ended")})
	}
	if l.Card.ID == "" {
		v.Empty = &look.Empty{Title: r.T("card.none"), Text: []string{r.T("card.none.text")}}
	} else {
		p.standing(r, l, &v)
	}
	if r.Scope.Permit(carding.MayWrite) == nil {
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
		if l.Card.Good() {
			if v.EndKey, err = r.NewKey(); err != nil {
				return err
			}
		}
	}
	frame := r.Frame("card.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("card.title")})
	return page.WriteStatus(w, admin.Status(bad), frame, v)
}

// standing says how the card and its codes stand.
func (p Page) standing(r *gate.Request, l reporting.Prepared, v *View) {
	left := dutycard.Left(l.Codes)
	v.Name, v.Issued = l.Card.Name, r.T("card.issued", "name", l.Card.By, "at", look.Moment(r.Lang, l.Card.At))
	v.Left = r.T("card.left", "n", left, "all", len(l.Codes))
	switch {
	case !l.Card.Good():
		v.State, v.Left = look.Tag{Text: r.T("card.state.ended")}, r.T("card.left.ended")
	case left == 0:
		v.State = look.Tag{Text: r.T("card.state.used"), Tone: look.Warn}
	default:
		v.State = look.Tag{Text: r.T("card.state.good"), Tone: look.Good}
	}
	t := look.Table{Caption: r.T("card.used"), Heads: []look.Head{{Text: r.T("card.code")}, {Text: r.T("card.used.at")}, {Text: r.T("card.used.number")}}}
	for _, c := range l.Codes {
		if c.UsedAt != 0 {
			t.Rows = append(t.Rows, []look.Cell{{Text: r.T("card.n", "n", c.N)}, {Text: look.Moment(r.Lang, c.UsedAt)}, {Text: string(c.Number), To: reporting.ReportAt(c.Number)}})
		}
	}
	if len(t.Rows) > 0 {
		v.Codes = &t
	}
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("end")))
	if err != nil {
		return err
	}
	if err := p.End.Do(r.Context(), r.Scope, key); admin.Mine(err) {
		return p.write(w, r, err)
	} else if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=ended")
}
