package api

import (
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
)

// RosterTx is what is read of the roster of one's own unit.
type RosterTx interface {
	DutyState() (oncall.State, error)
	DutyTurns(from, until ident.Instant) ([]oncall.Turn, error)
}

// TurnView is one turn of a roster.
type TurnView struct {
	ID     string `json:"id"`
	From   string `json:"from" format:"date-time"`
	Until  string `json:"until" format:"date-time"`
	Deputy bool   `json:"deputy,omitempty"`
	Name   string `json:"name"`
	Kana   string `json:"kana,omitempty"`
	Post   string `json:"post,omitempty"`
	Phone  string `json:"phone"`
	Email  string `json:"email,omitempty"`
	Away   bool   `json:"away,omitempty" doc:"the account of this address does not act for the organisation through all of the turn: nobody counts as being on duty"`
	Was    string `json:"was,omitempty" doc:"who had it before a swap"`
	Why    string `json:"why,omitempty"`
	By     string `json:"by,omitempty"`
}

// SpanView is a time.
type SpanView struct {
	From  string `json:"from" format:"date-time"`
	Until string `json:"until" format:"date-time"`
}

// Roster is the roster of a unit from one day to another.
type Roster struct {
	Turns       []TurnView `json:"turns"`
	Gaps        []SpanView `json:"gaps" doc:"nights and closed days in which nobody is on duty; the hours are this platform's, not the law's"`
	Asks        bool       `json:"asks" doc:"contacts and roster wait to be confirmed: each quarter, and after each hand-over"`
	ConfirmedAt string     `json:"confirmed_at,omitempty" format:"date-time"`
	ConfirmedBy string     `json:"confirmed_by,omitempty"`
}

type rosterOut struct{ Body Roster }

type rosterIn struct {
	From  string `query:"from" doc:"first day; today without it" example:"2026-12-01"`
	Until string `query:"until" doc:"last day, at most 93 days after the first; 30 days after it without it" example:"2026-12-31"`
}

type turnIn struct {
	actIn
	Turn string `path:"turn" doc:"id of the turn"`
}

const rosterDays = 93

func (a *API) rostering(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"calls"}}
	}
	word := map[string]any{"type": "string", "maxLength": oncall.Limit}
	moment, day := map[string]any{"type": "string", "format": "date-time"}, map[string]any{"type": "string", "format": "date"}
	turn := objectSchema(map[string]any{"from": moment, "until": moment, "deputy": map[string]any{"type": "boolean"}, "name": word, "kana": word, "post": word, "phone": word, "email": word}, "from", "until", "name", "phone")
	turns := jsonBody(objectSchema(map[string]any{
		"turns": map[string]any{"type": "array", "minItems": 1, "maxItems": oncall.MostTurns, "items": turn}, "instead": map[string]any{"type": "boolean", "description": "take back what has not begun on the days of these turns"},
	}, "turns"), true)
	swap := jsonBody(objectSchema(map[string]any{"why": word, "name": word, "kana": word, "post": word, "phone": word, "email": word}, "why", "name", "phone"), true)
	add(t, access.Permission{Action: access.Read, Object: access.Contacts}, op("show-roster", http.MethodGet, "/organisation/roster", "The duty roster (当番表) of the own unit, with the nights on which nobody is on duty", nil), a.roster)
	add(t, calling.MaySet, op("write-roster", http.MethodPost, "/organisation/roster", "Write turns into the roster: all of them, or none", turns), a.writeRoster)
	add(t, calling.MaySet, op("copy-roster-week", http.MethodPost, "/organisation/roster/copy", "Write the turns of seven days into seven others", jsonBody(objectSchema(map[string]any{"from": day, "to": day}, "from", "to"), true)), a.copyRoster)
	add(t, calling.MaySet, op("swap-turn", http.MethodPost, "/organisation/roster/turns/{turn}/swap", "Give a turn to somebody else; from whom and why is kept", swap), a.swapTurn)
	add(t, calling.MaySet, op("end-turn", http.MethodPost, "/organisation/roster/turns/{turn}/end", "Take a turn back", jsonBody(objectSchema(map[string]any{}), true)), a.endTurn)
	add(t, calling.MaySet, op("confirm-roster", http.MethodPost, "/organisation/roster/confirm", "Say that contacts and roster are right (四半期の確認)", jsonBody(objectSchema(map[string]any{}), true)), a.confirmRoster)
}

// days are the days that are asked for.
func (in *rosterIn) days(today law.Day) (from, until law.Day, err error) {
	from, until = today, law.Day{}
	for _, at := range []struct {
		name, text string
		into       *law.Day
	}{{"from", in.From, &from}, {"until", in.Until, &until}} {
		if at.text == "" {
			continue
		}
		if *at.into, err = law.ParseDay(at.text); err != nil {
			return from, until, invalid(at.name, "fault.day.form", fault.Args{"text": clip(at.text)})
		}
	}
	if until.IsZero() {
		until = from.Add(30)
	}
	if n := until.Since(from); n < 0 || n > rosterDays {
		return from, until, invalid("until", "fault.turn.order", nil)
	}
	return from, until.Add(1), nil
}

func (a *API) roster(c *call, in *rosterIn) (*rosterOut, error) {
	from, until, err := in.days(law.DayOf(c.Scope.At))
	if err != nil {
		return nil, err
	}
	out := &rosterOut{Body: Roster{Turns: []TurnView{}, Gaps: []SpanView{}}}
	return out, a.Calling.Roster(c.Context(), c.Scope, func(tx RosterTx) error {
		s, err := tx.DutyState()
		if err != nil {
			return err
		}
		out.Body.Asks, out.Body.ConfirmedAt, out.Body.ConfirmedBy = s.Asks(c.Scope.At), when(s.ConfirmedAt), s.By
		list, err := tx.DutyTurns(from.Start(), until.Start())
		for _, x := range list {
			out.Body.Turns = append(out.Body.Turns, TurnView{
				ID: string(x.ID), From: clock(x.From), Until: clock(x.Until), Deputy: x.Deputy, Name: x.Who.Name, Kana: x.Who.Kana, Post: x.Who.Post, Phone: x.Who.Phone, Email: x.Who.Email,
				Away: x.Away, Was: x.Was, Why: x.Why, By: x.By,
			})
		}
		for _, g := range oncall.Gaps(list, oncall.Nights(from, until)) {
			out.Body.Gaps = append(out.Body.Gaps, SpanView{clock(g.From), clock(g.Until)})
		}
		return err
	})
}

// written are the turns that a body names.
type written struct {
	From   string `json:"from"`
	Until  string `json:"until"`
	Deputy bool   `json:"deputy"`
	callee
}

// callee is somebody with a number.
type callee struct {
	Name  string `json:"name"`
	Kana  string `json:"kana"`
	Post  string `json:"post"`
	Phone string `json:"phone"`
	Email string `json:"email"`
}

func (n callee) contact() oncall.Contact {
	return oncall.Contact{Name: n.Name, Kana: n.Kana, Post: n.Post, Phone: n.Phone, Email: n.Email}
}

func (a *API) writeRoster(c *call, _ *actIn) (*rosterOut, error) {
	var b struct {
		Turns   []written `json:"turns"`
		Instead bool      `json:"instead"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	var l fault.List
	var turns []oncall.Turn
	for i, w := range b.Turns[:min(len(b.Turns), oncall.MostTurns+1)] {
		t := oncall.Turn{Deputy: w.Deputy, Duty: oncall.Duty{Who: w.contact()}}
		for _, at := range []struct {
			name, text string
			into       *ident.Instant
		}{{"from", w.From, &t.From}, {"until", w.Until, &t.Until}} {
			m, err := form.ReadMoment(at.text)
			if err == nil {
				*at.into, err = form.MomentInstant(m)
			}
			if err != nil {
				l.Add("turns["+strconv.Itoa(i)+"]."+at.name, "fault.form.moment", fault.Args{"text": clip(at.text)})
			}
		}
		turns = append(turns, t)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	return a.rostered(c, func(key ident.Key) error {
		return a.Calling.AddTurns.Do(c.Context(), c.Scope, key, turns, b.Instead)
	})
}

// rostered does something to the roster and shows it.
func (a *API) rostered(c *call, do func(ident.Key) error) (*rosterOut, error) {
	key, err := c.key()
	if err == nil {
		err = do(key)
	}
	if err != nil {
		return nil, err
	}
	return a.roster(c, &rosterIn{})
}

func (a *API) copyRoster(c *call, _ *actIn) (*rosterOut, error) {
	var b struct {
		From law.Day `json:"from"`
		To   law.Day `json:"to"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	return a.rostered(c, func(key ident.Key) error { return a.Calling.CopyWeek.Do(c.Context(), c.Scope, key, b.From, b.To) })
}

func (a *API) swapTurn(c *call, in *turnIn) (*rosterOut, error) {
	var b struct {
		Why string `json:"why"`
		callee
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	return a.rostered(c, func(key ident.Key) error {
		return a.Calling.Swap.Do(c.Context(), c.Scope, key, calling.Swapping{Turn: ident.Object(in.Turn), Who: b.contact(), Why: b.Why})
	})
}

func (a *API) endTurn(c *call, in *turnIn) (*rosterOut, error) {
	var b struct{}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	return a.rostered(c, func(key ident.Key) error { return a.Calling.Drop.Do(c.Context(), c.Scope, key, ident.Object(in.Turn)) })
}

func (a *API) confirmRoster(c *call, _ *actIn) (*rosterOut, error) {
	var b struct{}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	return a.rostered(c, func(key ident.Key) error { return a.Calling.Confirm.Do(c.Context(), c.Scope, key) })
}
