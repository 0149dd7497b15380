package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/registering"
)

// Planning are the flows of 期限カレンダー; every field is needed.
type Planning struct {
	Calendar func(ctx context.Context, s access.Scope, purpose string) (agenda.Plan, error) // owing.Door
	Days     registering.SetDays
}

// CalendarEntry is one date of the own organisation.
type CalendarEntry struct {
	ID         string   `json:"id" doc:"the same as long as the date stands"`
	Kind       string   `json:"kind" enum:"detailed,elsewhere,filing,stocktake" doc:"detailed: 詳報; elsewhere: handed in elsewhere; filing: a notification that 機器台帳 needs; stocktake: 四半期の棚卸し"`
	DueOn      string   `json:"due_on" format:"date"`
	InternalOn string   `json:"internal_on" format:"date" doc:"社内締切: so many working days before"`
	State      string   `json:"state" enum:"late,today,inside,ahead" doc:"inside: the internal date has passed"`
	Number     string   `json:"number,omitempty" doc:"of the report, or of the filing before"`
	Business   string   `json:"business,omitempty" doc:"of what 機器台帳 owes"`
	Rows       int      `json:"rows,omitempty" doc:"how many rows of the notification have this date"`
	Why        *law.Due `json:"why,omitempty" doc:"the date as the law book explains it"`
}

type calendarOut struct {
	Body struct {
		Days    int             `json:"days" doc:"working days of approval"`
		Undated int             `json:"undated" doc:"rows of 機器台帳 from which no date can be counted"`
		Entries []CalendarEntry `json:"entries"`
	}
}

func (a *API) planning(t *table) {
	days := jsonBody(objectSchema(map[string]any{"days": map[string]any{"type": "integer", "minimum": 0, "maximum": registering.MostDays}}, "days"), true)
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"calendar"}}
	}
	add(t, registering.MayReadCalendar, op("read-calendar", http.MethodGet, "/calendar", "期限カレンダー: all that the own organisation owes, by date, each explained", nil), a.calendar)
	add(t, registering.MaySetDays, op("set-approval-days", http.MethodPost, "/calendar/days", "How many working days approval takes (社内締切)", days), a.approvalDays)
}

func (a *API) calendar(c *call, _ *struct{}) (*calendarOut, error) {
	p, err := a.Planning.Calendar(c.Context(), c.Scope, purposeList)
	if err != nil {
		return nil, err
	}
	out := &calendarOut{}
	b := &out.Body
	b.Days, b.Undated, b.Entries = p.Days, p.Undated, []CalendarEntry{}
	for _, e := range p.Entries {
		v := CalendarEntry{ID: e.ID(), Kind: string(e.Kind), DueOn: e.On.String(), InternalOn: e.Internal.String(), State: string(e.State), Number: string(e.Number), Business: string(e.Business), Rows: e.Count}
		if e.Why.Rule != "" {
			v.Why = &e.Why
		}
		b.Entries = append(b.Entries, v)
	}
	return out, nil
}

type daysIn struct{ actIn }

func (a *API) approvalDays(c *call, _ *daysIn) (*calendarOut, error) {
	var b struct {
		Days int `json:"days"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = a.Planning.Days.Do(c.Context(), c.Scope, key, b.Days)
	}
	if err != nil {
		return nil, err
	}
	return a.calendar(c, nil)
}
