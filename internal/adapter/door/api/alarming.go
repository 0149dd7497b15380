package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/flow/auditing"
)

// AlarmsTx is what is read of alarms.
type AlarmsTx interface {
	Alarms(f access.AlarmFilter, limit int) ([]access.Alarm, error)
}

// Alarming is what is told of unusual reads (閲覧の異常の知らせ), and how an alarm is closed; every field is needed.
type Alarming struct {
	Read Reading[AlarmsTx]
	See  auditing.See
}

// AlarmView is one alarm: who and how many, never what.
type AlarmView struct {
	Number   string `json:"number"`
	ASCII    string `json:"number_ascii"`
	Kind     string `json:"kind" enum:"rate,unusual,stray,glass,closed,rule" doc:"rate: many records within ten minutes; unusual: over three times their own maximum of thirty days; stray: organisations outside their competence; glass: a 緊急閲覧 was opened; closed: somebody closed a function; rule: an organisation's rule of signing in was deleted or changed in the database, and nobody comes in there"`
	Count    int    `json:"count" doc:"records; organisations (stray); hours (glass)"`
	Actor    string `json:"actor" doc:"id of the person or token"`
	Name     string `json:"name,omitempty" doc:"of the person, or of whose token it is"`
	Token    string `json:"token,omitempty" doc:"what the token is called, for its own organisation"`
	Org      string `json:"org" doc:"name"`
	Unit     string `json:"unit" doc:"name"`
	At       string `json:"at" format:"date-time"`
	State    string `json:"state" enum:"open,closed"`
	ClosedAt string `json:"closed_at,omitempty" format:"date-time"`
	ClosedBy string `json:"closed_by,omitempty" doc:"name"`
	Reason   string `json:"reason,omitempty" doc:"with which it was closed"`
}

type alarmsOut struct {
	Body struct {
		Alarms []AlarmView `json:"alarms" doc:"those that nobody has closed first, then the latest"`
	}
}

func (a *API) alarming(t *table) {
	may := func(a access.Action) access.Permission {
		return access.Permission{Action: a, Object: access.Alarms}
	}
	add(t, may(access.Read), huma.Operation{OperationID: "alarms", Method: http.MethodGet, Path: "/alarms", Summary: "Alarms about unusual reads", Tags: []string{"alarms"}}, a.alarms)
	add(t, may(access.Write), huma.Operation{
		OperationID: "close-alarm", Method: http.MethodPost, Path: "/alarms/{number}/close", Tags: []string{"alarms"},
		Summary:     "Close an alarm with what was found, and what came of it; not one about oneself. In a browser's session only",
		RequestBody: jsonBody(objectSchema(map[string]any{"reason": map[string]any{"type": "string", "maxLength": access.ReasonLimit}}, "reason"), true),
	}, a.closeAlarm)
}

func (a *API) alarms(c *call, _ *struct{}) (*alarmsOut, error) {
	out := &alarmsOut{}
	out.Body.Alarms = []AlarmView{}
	return out, a.Alarming.Read(c.Context(), c.Scope, func(tx AlarmsTx) error {
		list, err := tx.Alarms(access.AlarmFilter{}, watchedMost)
		for _, x := range list {
			v := AlarmView{
				Number: string(x.Number), ASCII: x.Number.ASCII(), Kind: string(x.Kind), Count: x.Count, Actor: x.Actor, Name: x.Name, Token: x.Token, Org: x.OrgName, Unit: x.UnitName,
				At: clock(x.At), State: "open", ClosedAt: when(x.SeenAt), ClosedBy: x.SeenName, Reason: x.Reason,
			}
			if x.SeenAt != 0 {
				v.State = "closed"
			}
			out.Body.Alarms = append(out.Body.Alarms, v)
		}
		return err
	})
}

func (a *API) closeAlarm(c *call, in *numberedAct) (*alarmsOut, error) {
	var reason string
	if err := c.texts(map[string]*string{"reason": &reason}, nil, map[string]int{"reason": access.ReasonLimit}); err != nil {
		return nil, err
	}
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Alarming.See.Do(c.Context(), c.Scope, key, n, reason)
	}
	if err != nil {
		return nil, err
	}
	return a.alarms(c, nil)
}
