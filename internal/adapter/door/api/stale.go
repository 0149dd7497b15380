package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
)

// StaleTx is what is read of accounts that nobody uses.
type StaleTx interface {
	Colleagues() ([]party.Colleague, error)
	Locks() ([]party.Succession, error)
	StaleDays() (int, error)
	StaleSince() (ident.Instant, error)
}

// Stale are the flows of 使われていないアカウント; every field is needed.
type Stale struct {
	Read   Reading[StaleTx]
	Lock   appointing.Lock
	Unlock appointing.Unlock
	Keep   appointing.Keep
}

// Unused is an account that nobody has used for the organisation's days, or that was locked for it.
type Unused struct {
	ID       string   `json:"id" doc:"of the hat"`
	Name     string   `json:"name"`
	Mail     string   `json:"mail"`
	Unit     string   `json:"unit"`
	Roles    []string `json:"roles"`
	State    string   `json:"state" enum:"unused,locked"`
	IdleAt   string   `json:"idle_at" format:"date-time" doc:"since when nobody has used it, nor said that it is kept"`
	LocksAt  string   `json:"locks_at,omitempty" format:"date-time" doc:"when the house locks it by itself"`
	LockedAt string   `json:"locked_at,omitempty" format:"date-time"`
}

type staleOut struct {
	Body struct {
		Days     int      `json:"days" doc:"without use, until an account is listed"`
		Accounts []Unused `json:"accounts" doc:"those whom nobody has used the longest first, then those that are locked"`
	}
}

func (a *API) stale(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/organisation/stale" + path, Summary: summary, RequestBody: body, Tags: []string{"organisation"}}
	}
	reason := jsonBody(objectSchema(map[string]any{"reason": map[string]any{"type": "string", "maxLength": 500}}, "reason"), true)
	add(t, mayPeople, op("stale", http.MethodGet, "", "Accounts that nobody uses, at or below one's own unit, and those that are locked for it", nil), a.listStale)
	add(t, mayAppoint, op("lock-stale", http.MethodPost, "/{id}/lock", "Lock an account: no session and no token acts under the hat from the next request on", nil), a.staled(func(c *call, key ident.Key, hat ident.Hat) error {
		return a.Stale.Lock.Do(c.Context(), c.Scope, key, hat)
	}))
	add(t, mayAppoint, op("unlock-stale", http.MethodPost, "/{id}/unlock", "Lift the lock of an account. In a browser's session only", nil), a.staled(func(c *call, key ident.Key, hat ident.Hat) error {
		return a.Stale.Unlock.Do(c.Context(), c.Scope, key, hat)
	}))
	add(t, mayAppoint, op("keep-stale", http.MethodPost, "/{id}/keep", "Keep an account that nobody uses, with the reason: its days begin anew", reason), a.staled(func(c *call, key ident.Key, hat ident.Hat) error {
		var why string
		if err := c.texts(map[string]*string{"reason": &why}, nil, map[string]int{"reason": 500}); err != nil {
			return err
		}
		return a.Stale.Keep.Do(c.Context(), c.Scope, key, hat, why)
	}))
}

// staled is one act about one account; the answer is the list as it stands then.
func (a *API) staled(do func(*call, ident.Key, ident.Hat) error) func(*call, *idAct) (*staleOut, error) {
	return func(c *call, in *idAct) (*staleOut, error) {
		key, err := c.key()
		if err == nil {
			err = do(c, key, ident.Hat(in.ID))
		}
		if err != nil {
			return nil, err
		}
		return a.listStale(c, nil)
	}
}

func (a *API) listStale(c *call, _ *struct{}) (*staleOut, error) {
	out := &staleOut{}
	out.Body.Accounts = []Unused{}
	return out, a.Stale.Read(c.Context(), c.Scope, func(tx StaleTx) error {
		people, err := tx.Colleagues()
		if err != nil {
			return err
		}
		locks, err := tx.Locks()
		if err != nil {
			return err
		}
		days, err := tx.StaleDays()
		if err != nil {
			return err
		}
		since, err := tx.StaleSince()
		out.Body.Days = party.StaleAfter(days)
		unused, locked := party.Unused(people, locks, out.Body.Days, c.Now)
		for _, k := range unused {
			u := unusedView(k, "unused")
			u.LocksAt = clock(party.LocksAt(k, out.Body.Days, since))
			out.Body.Accounts = append(out.Body.Accounts, u)
		}
		for _, l := range locked {
			u := unusedView(l.Colleague, "locked")
			u.LockedAt = clock(l.Lock.At)
			out.Body.Accounts = append(out.Body.Accounts, u)
		}
		return err
	})
}

func unusedView(k party.Colleague, state string) Unused {
	return Unused{ID: string(k.ID), Name: k.Name, Mail: k.Mail, Unit: string(k.Unit), Roles: k.Roles, State: state, IdleAt: clock(k.IdleSince())}
}
