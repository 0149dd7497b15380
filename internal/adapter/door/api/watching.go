package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/emergency"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/breaking"
)

// WatchingTx is what is read of 緊急閲覧 and of the delays of showing.
type WatchingTx interface {
	Glass(ident.Object) (emergency.Glass, error)
	GlassList(limit int) ([]emergency.Glass, error)
	Delay(ident.Object) (access.Delay, error)
	Delays(limit int) ([]access.Delay, error)
}

// Watching are the flows of 緊急閲覧 and of the delays of showing; every field is needed.
type Watching struct {
	Read         Reading[WatchingTx]
	AskGlass     breaking.Ask
	ApproveGlass breaking.Approve
	EndGlass     breaking.End
	AskDelay     auditing.AskDelay
	ApproveDelay auditing.ApproveDelay
	EndDelay     auditing.EndDelay
}

// Emergency is one 緊急閲覧.
type Emergency struct {
	ID         string `json:"id"`
	Number     string `json:"number"`
	Report     string `json:"report" doc:"number of the report"`
	Reason     string `json:"reason"`
	Hours      int    `json:"hours" doc:"how long it is open from its opening on"`
	State      string `json:"state" enum:"asked,approved,open,ended,withdrawn,void,over"`
	AskedAt    string `json:"asked_at" format:"date-time"`
	AskedBy    string `json:"asked_by,omitempty" doc:"name, for the platform's administrators alone"`
	ApprovedAt string `json:"approved_at,omitempty" format:"date-time"`
	ApprovedBy string `json:"approved_by,omitempty" doc:"name, for the platform's administrators alone"`
	OpenedAt   string `json:"opened_at,omitempty" format:"date-time"`
	UntilAt    string `json:"until_at,omitempty" format:"date-time" doc:"when it closes by itself"`
	EndedAt    string `json:"ended_at,omitempty" format:"date-time" doc:"when it was ended early or withdrawn"`
}

// Delayed is one 閲覧の表示を遅らせる措置.
type Delayed struct {
	ID         string `json:"id"`
	Report     string `json:"report" doc:"number of the report"`
	Ground     string `json:"ground"`
	State      string `json:"state" enum:"asked,approved,withdrawn,over"`
	UntilAt    string `json:"until_at" format:"date-time" doc:"from then on the owner is shown the looks, and that they were late"`
	AskedAt    string `json:"asked_at" format:"date-time"`
	AskedBy    string `json:"asked_by" doc:"name"`
	ApprovedAt string `json:"approved_at,omitempty" format:"date-time"`
	ApprovedBy string `json:"approved_by,omitempty" doc:"name"`
}

// watchedMost bounds the two lists, as their pages do.
const watchedMost = 200

// vouched is what one person asks for, another approves and either ends, as programs meet it.
type vouched[V any] struct {
	name, path, tag, what string // "emergency", "/emergencies", "emergencies", "緊急閲覧"
	object                access.Object
	body                  map[string]any // of the asking
	needed                []string
	ends                  string // what ending does
	list                  func(c *call, tx WatchingTx) ([]V, error)
	one                   func(c *call, tx WatchingTx, id ident.Object) (V, error)
	ask                   func(c *call) (ident.Object, error)
	approve, end          func(context.Context, access.Scope, ident.Key, ident.Object) error
}

type vouchedOut[V any] struct{ Body V }

type vouchedList[V any] struct {
	Body struct {
		Items []V `json:"items" doc:"the latest first"`
	}
}

type idIn struct {
	ID string `path:"id" doc:"id of the list"`
}

func vouch[V any](t *table, read Reading[WatchingTx], v vouched[V]) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: v.path + path, Summary: summary, RequestBody: body, Tags: []string{v.tag}}
	}
	may := func(a access.Action) access.Permission { return access.Permission{Action: a, Object: v.object} }
	one := func(c *call, id ident.Object) (*vouchedOut[V], error) {
		out := &vouchedOut[V]{}
		return out, read(c.Context(), c.Scope, func(tx WatchingTx) (err error) {
			out.Body, err = v.one(c, tx, id)
			return err
		})
	}
	does := func(do func(context.Context, access.Scope, ident.Key, ident.Object) error) func(*call, *idAct) (*vouchedOut[V], error) {
		return func(c *call, in *idAct) (*vouchedOut[V], error) {
			key, err := c.key()
			if err == nil {
				err = do(c.Context(), c.Scope, key, ident.Object(in.ID))
			}
			if err != nil {
				return nil, err
			}
			return one(c, ident.Object(in.ID))
		}
	}
	add(t, may(access.Read), op("list-"+v.tag, http.MethodGet, "", "What was asked for and approved ("+v.what+"), the latest first", nil), func(c *call, _ *struct{}) (*vouchedList[V], error) {
		out := &vouchedList[V]{}
		out.Body.Items = []V{}
		return out, read(c.Context(), c.Scope, func(tx WatchingTx) error {
			list, err := v.list(c, tx)
			out.Body.Items = append(out.Body.Items, list...)
			return err
		})
	})
	add(t, may(access.Read), op("get-"+v.name, http.MethodGet, "/{id}", "One "+v.what, nil), func(c *call, in *idIn) (*vouchedOut[V], error) { return one(c, ident.Object(in.ID)) })
	add(t, may(access.Ask), op("ask-"+v.name, http.MethodPost, "", "Ask for "+v.what+"; another person approves. In a browser's session only", jsonBody(objectSchema(v.body, v.needed...), true)), func(c *call, _ *actIn) (*vouchedOut[V], error) {
		id, err := v.ask(c)
		if err != nil {
			return nil, err
		}
		return one(c, id)
	})
	add(t, may(access.Decide), op("approve-"+v.name, http.MethodPost, "/{id}/approve", "Approve it, as another person than the one who asked. In a browser's session only", nil), does(v.approve))
	add(t, may(access.End), op("end-"+v.name, http.MethodPost, "/{id}/end", v.ends, nil), does(v.end))
}

func (a *API) watching(t *table) {
	number := map[string]any{"type": "string", "maxLength": 40, "description": "number of the report"}
	vouch(t, a.Watching.Read, vouched[Emergency]{
		name: "emergency", path: "/emergencies", tag: "emergencies", what: "緊急閲覧", object: access.Glass, needed: []string{"number", "reason", "hours"},
		ends: "End it early, or withdraw what was only asked. In a browser's session only",
		body: map[string]any{
			"number": number, "reason": map[string]any{"type": "string", "maxLength": emergency.ReasonLimit}, "hours": map[string]any{"type": "integer", "minimum": 1, "maximum": emergency.MostHours},
		},
		list: func(c *call, tx WatchingTx) (list []Emergency, err error) {
			all, err := tx.GlassList(watchedMost)
			for _, g := range all {
				list = append(list, emergencyView(c, g))
			}
			return list, err
		},
		one: func(c *call, tx WatchingTx, id ident.Object) (Emergency, error) {
			g, err := tx.Glass(id)
			return emergencyView(c, g), err
		},
		ask: a.askGlass, approve: a.Watching.ApproveGlass.Do, end: a.Watching.EndGlass.Do,
	})
	vouch(t, a.Watching.Read, vouched[Delayed]{
		name: "delay", path: "/delays", tag: "delays", what: "閲覧の表示を遅らせる措置", object: access.Delays, needed: []string{"number", "until", "ground"},
		ends: "End it before its day, or withdraw what was only asked: the owner is shown from now on",
		body: map[string]any{
			"number": number, "until": map[string]any{"type": "string", "format": "date"}, "ground": map[string]any{"type": "string", "maxLength": access.DelayGround},
		},
		list: func(c *call, tx WatchingTx) (list []Delayed, err error) {
			all, err := tx.Delays(watchedMost)
			for _, d := range all {
				list = append(list, delayView(c, d))
			}
			return list, err
		},
		one: func(c *call, tx WatchingTx, id ident.Object) (Delayed, error) {
			d, err := tx.Delay(id)
			return delayView(c, d), err
		},
		ask: a.askDelay, approve: a.Watching.ApproveDelay.Do, end: a.Watching.EndDelay.Do,
	})
}

// when writes an instant, or nothing.
func when(at ident.Instant) string {
	if at == 0 {
		return ""
	}
	return clock(at)
}

func emergencyView(c *call, g emergency.Glass) Emergency {
	return Emergency{
		ID: string(g.ID), Number: string(g.Number), Report: string(g.About), Reason: g.Reason, Hours: g.Hours, State: string(g.Now(c.Now)),
		AskedAt: clock(g.AskedAt), AskedBy: g.AskedName, ApprovedAt: when(g.DecidedAt), ApprovedBy: g.DecidedName, OpenedAt: when(g.OpenedAt), UntilAt: when(g.UntilAt), EndedAt: when(g.EndedAt),
	}
}

func delayView(c *call, d access.Delay) Delayed {
	v := Delayed{
		ID: string(d.ID), Report: string(d.About), Ground: d.Ground, State: string(d.State), UntilAt: clock(d.UntilAt),
		AskedAt: clock(d.AskedAt), AskedBy: d.AskedName, ApprovedAt: when(d.DecidedAt), ApprovedBy: d.DecidedName,
	}
	if d.State != access.DelayWithdrawn && d.UntilAt <= c.Now {
		v.State = "over"
	}
	return v
}

// about reads the number of a report in a body.
func about(s string) (ident.Number, error) {
	if s == "" {
		return "", invalid("number", "fault.form.needed", nil)
	}
	n, err := ident.ParseNumber(s)
	if err != nil {
		return "", invalid("number", "fault.emergency.number", nil)
	}
	return n, nil
}

func (a *API) askGlass(c *call) (ident.Object, error) {
	var b struct {
		Number string `json:"number"`
		Reason string `json:"reason"`
		Hours  int    `json:"hours"`
	}
	err := c.strict(&b)
	if err != nil {
		return "", err
	}
	g := emergency.Glass{Reason: b.Reason, Hours: b.Hours}
	if g.About, err = about(b.Number); err != nil {
		return "", err
	}
	k, err := c.key()
	if err != nil {
		return "", err
	}
	return a.Watching.AskGlass.Do(c.Context(), c.Scope, k, g)
}

func (a *API) askDelay(c *call) (ident.Object, error) {
	var b struct {
		Number string `json:"number"`
		Until  string `json:"until"`
		Ground string `json:"ground"`
	}
	err := c.strict(&b)
	if err != nil {
		return "", err
	}
	d := access.Delay{Ground: b.Ground}
	if d.About, err = about(b.Number); err != nil {
		return "", err
	}
	on, err := days(map[string]string{"until": b.Until})
	if err != nil {
		return "", err
	}
	k, err := c.key()
	if err != nil {
		return "", err
	}
	id, err := a.Watching.AskDelay.Do(c.Context(), c.Scope, k, d, on["until"])
	if fault.Is(err, fault.Hidden) { // the number is what was sent, not the address
		err = invalid("number", "fault.delay.absent", nil)
	}
	return id, err
}
