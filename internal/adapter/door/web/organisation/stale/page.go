// Package stale is the page 使われていないアカウント: who has not signed in for so many days, who was locked for it, and what an
// administrator makes of it: lock, keep with a reason, unlock.
package stale

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// Path is the page's address.
const Path = organisation.Path + "/stale"

// Tx is what the page reads.
type Tx interface {
	Colleagues() ([]party.Colleague, error)
	Locks() ([]party.Succession, error)
	StaleDays() (int, error)
	StaleSince() (ident.Instant, error)
}

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error
	Days   appointing.StaleDays
	Lock   appointing.Lock
	Unlock appointing.Unlock
	Keep   appointing.Keep
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: organisation.MayRead, Handle: p.show},
		{Pattern: "POST " + Path + "/days", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.days},
		{Pattern: "POST " + Path + "/lock", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.lock},
		{Pattern: "POST " + Path + "/keep", Needs: organisation.MayWrite, Body: 16 << 10, Handle: p.keep},
		{Pattern: "POST " + Path + "/unlock", Needs: organisation.MayWrite, Body: 4 << 10, Handle: p.unlock},
	}
}

// View is what the page shows.
type View struct {
	Notice   *look.Notice
	Problems look.Problems
	Rule     string
	May      bool // they may change something
	Days     look.Field
	Key      string
	Stale    []Row
	Locked   []Row
	typed    typed
}

// typed is what was typed and could not be taken.
type typed struct {
	hat, reason, days string
}

// Row is one account.
type Row struct {
	Hat    ident.Hat
	Name   string
	Tag    look.Tag
	Lines  []string
	Reason look.Field
	Open   bool // its reason was typed, and lacks something
	Own    bool // of whoever looks: they cannot lock themselves
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("organisation/stale", source)

var done = []string{"days", "locked", "kept", "unlocked"}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	var v View
	if d := r.URL.Query().Get("done"); slices.Contains(done, d) {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("stale.done." + d)}
	}
	return p.render(w, r, http.StatusOK, v)
}

func (p Page) render(w http.ResponseWriter, r *gate.Request, status int, v View) error {
	var people []party.Colleague
	var locks []party.Succession
	var days int
	var since ident.Instant
	err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if people, err = tx.Colleagues(); err != nil {
			return err
		}
		if locks, err = tx.Locks(); err != nil {
			return err
		}
		days, err = tx.StaleDays()
		if days = party.StaleAfter(days); err != nil {
			return err
		}
		since, err = tx.StaleSince()
		return err
	})
	if err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.May = r.Scope.Permit(organisation.MayWrite) == nil
	v.Rule = r.T("stale.rule", "days", days, "lock", days+party.StaleGrace)
	v.Days = look.Field{Kind: look.Line, ID: "days", Label: r.T("stale.days"), Hint: r.T("stale.days.hint", "least", party.StaleLeast, "most", party.StaleMost), Value: strconv.Itoa(days), Mode: "numeric", Width: look.Short, Need: true}
	if v.typed.days != "" {
		v.Days.Value = v.typed.days
	}
	for _, problem := range v.Problems {
		if problem.ID == v.Days.ID {
			v.Days.Error = problem.Text
		}
	}
	unused, held := party.Unused(people, locks, days, r.Now)
	for _, k := range unused {
		v.Stale = append(v.Stale, v.stale(r, k, party.LocksAt(k, days, since)))
	}
	for _, l := range held {
		v.Locked = append(v.Locked, locked(r, l.Colleague, l.Lock, people))
	}
	return page.WriteStatus(w, status, r.Frame("stale.title").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{Text: r.T("stale.title")}), v)
}

func used(r *gate.Request, k party.Colleague) string {
	if k.SeenAt == 0 {
		return r.T("stale.never", "day", look.DayBoth(r.Lang, law.DayOf(k.From)))
	}
	return r.T("stale.last", "at", look.Moment(r.Lang, k.SeenAt))
}

func (v View) stale(r *gate.Request, k party.Colleague, locks ident.Instant) Row {
	row := Row{
		Hat: k.ID, Name: k.Name, Own: k.ID == r.Scope.Hat,
		Tag:   look.Tag{Text: r.T("stale.for", "n", look.Number(int((r.Now-k.IdleSince())/ident.Instant(24*time.Hour/time.Microsecond)))), Tone: look.Warn},
		Lines: []string{k.UnitName, organisation.Roles(r, k.Roles), used(r, k)},
	}
	if k.KeptAt != 0 {
		row.Lines = append(row.Lines, r.T("stale.kept", "at", look.Moment(r.Lang, k.KeptAt)))
	}
	row.Lines = append(row.Lines, r.T("stale.on", "day", look.DayBoth(r.Lang, law.DayOf(locks))))
	row.Reason = look.Field{Kind: look.Line, ID: "reason-" + string(k.ID), Name: "reason", Label: r.T("stale.reason"), Hint: r.T("stale.reason.hint"), Need: true}
	if v.typed.hat == string(k.ID) {
		row.Open, row.Reason.Value = true, v.typed.reason
		if len(v.Problems) > 0 {
			row.Reason.Error = v.Problems[0].Text
		}
	}
	return row
}

func locked(r *gate.Request, k party.Colleague, l party.Succession, people []party.Colleague) Row {
	by := r.T("stale.byhouse")
	for _, other := range people {
		if l.By != "" && other.Person == l.By {
			by = r.T("stale.by", "name", other.Name)
		}
	}
	return Row{Hat: k.ID, Name: k.Name, Tag: look.Tag{Text: r.T("stale.locked"), Tone: look.Danger}, Lines: []string{k.UnitName, organisation.Roles(r, k.Roles), used(r, k), r.T("stale.since", "at", look.Moment(r.Lang, l.At), "by", by)}}
}

// act does what a button asked for; what stands in the way is said on the page.
func (p Page) act(w http.ResponseWriter, r *gate.Request, word string, do func(form typed, key ident.Key) error) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	in := typed{form.Get("hat"), form.Get("reason"), form.Get("days")}
	key, err := r.Key(organisation.Digest(word, in.hat, in.reason, in.days))
	if err != nil {
		return err
	}
	err = do(in, key)
	if err == nil {
		return gate.See(w, Path+"?done="+word)
	}
	e, mine := organisation.Mine(err)
	if !mine {
		return err
	}
	v := View{typed: in}
	if len(e.Fields) == 0 {
		v.Notice = &look.Notice{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}
	}
	for _, f := range e.Fields {
		id := f.Path
		if id == "reason" {
			id += "-" + in.hat
		}
		v.Problems = append(v.Problems, look.Problem{ID: id, Label: r.T("stale." + f.Path), Text: r.Why(f)})
	}
	return p.render(w, r, gate.Status(err), v)
}

func (p Page) days(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "days", func(in typed, key ident.Key) error {
		n, err := strconv.Atoi(strings.TrimSpace(norm.NFKC.String(in.days)))
		if err != nil {
			n = 0 // told as out of bounds, with the bounds
		}
		return p.Days.Do(r.Context(), r.Scope, key, n)
	})
}

func (p Page) lock(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "locked", func(in typed, key ident.Key) error { return p.Lock.Do(r.Context(), r.Scope, key, ident.Hat(in.hat)) })
}

func (p Page) keep(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "kept", func(in typed, key ident.Key) error {
		return p.Keep.Do(r.Context(), r.Scope, key, ident.Hat(in.hat), in.reason)
	})
}

func (p Page) unlock(w http.ResponseWriter, r *gate.Request) error {
	return p.act(w, r, "unlocked", func(in typed, key ident.Key) error { return p.Unlock.Do(r.Context(), r.Scope, key, ident.Hat(in.hat)) })
}
