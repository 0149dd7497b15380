package approving

import (
	"context"
	"io"
	"slices"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// RouteTx is what setting a way needs.
type RouteTx interface {
	Now() ident.Instant
	Person(ident.Person) (party.Person, error)
	Procedure(ref string) (procedure.Procedure, error)
	Colleagues() ([]party.Colleague, error)
	Routes(of string) ([]approval.Route, error)
	SetRoute(approval.Route) error
}

// SetRoute sets how an organisation agrees to what it sends under a procedure (承認の流れ). What waits already goes on as it was asked.
type SetRoute struct {
	Act     Act[RouteTx]
	Entropy io.Reader
}

// Do sets it over the revision that was seen (0: none was set). Who may call: administrators of the organisation. A person who may not
// decide, and a route without an end, is Invalid.
func (v SetRoute) Do(ctx context.Context, s access.Scope, key ident.Key, r approval.Route) (err error) {
	defer fault.Wrap(&err, "approving.SetRoute")
	if err := s.Permit(may(access.Write)); err != nil {
		return err
	}
	if r.Mode == approval.None {
		r.Steps = nil
	}
	if err := r.Check(); err != nil {
		return err
	}
	_, err = v.Act(ctx, s, key, func(tx RouteTx) (ledger.Entry, error) {
		p, err := tx.Procedure(r.Of)
		if err == nil && p.Closed || p.ID != r.Of && err == nil {
			err = fault.Absent()
		}
		if err != nil {
			return ledger.Entry{}, err
		}
		old, err := tx.Routes(r.Of)
		if err != nil {
			return ledger.Entry{}, err
		}
		if len(old) == 1 {
			r.ID = old[0].ID
		} else if r.ID, err = ident.NewID[ident.Object](tx.Now(), v.Entropy); err != nil {
			return ledger.Entry{}, err
		}
		if r.Steps, err = named(tx, r.Steps); err != nil {
			return ledger.Entry{}, err
		}
		if r.By, err = s.SignedBy(tx.Person); err != nil {
			return ledger.Entry{}, err
		}
		return entry(ledger.ApprovalRouted, s, r.ID, r), tx.SetRoute(r)
	})
	return err
}

// named puts the names of the day to the people of a route; whoever may not decide is no step.
func named(tx RouteTx, steps []approval.Step) ([]approval.Step, error) {
	if !slices.ContainsFunc(steps, func(s approval.Step) bool { return s.Person != "" }) {
		return steps, nil
	}
	people, err := tx.Colleagues()
	if err != nil {
		return nil, err
	}
	steps = slices.Clone(steps)
	for i, step := range steps {
		if step.Person == "" {
			continue
		}
		at := slices.IndexFunc(people, func(c party.Colleague) bool { return c.Person == step.Person && Decides(c, tx.Now()) })
		if at < 0 {
			var l fault.List
			l.Add("steps", "fault.approval.gone", nil)
			return nil, l.Err()
		}
		steps[i] = approval.Step{Person: step.Person, Name: people[at].Name}
	}
	return steps, nil
}

// Decides reports whether a colleague may stand in a route: with a role that decides, and not for somebody else (代理).
func Decides(c party.Colleague, at ident.Instant) bool {
	return c.StandingAt(at) != party.Past && c.Deputises == "" && slices.ContainsFunc(approval.Deciders(), func(r access.Role) bool { return slices.Contains(c.Roles, string(r)) })
}
