package gate

import (
	"context"
	"net/http"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/party"
)

// Mandated is how somebody of a maintainer may come to what stands under a number of an operator's: as whom, and for whom. Why says why nothing can
// be done any more under a mandate that they had.
type Mandated struct {
	access.Actor
	Of  mandate.Mandate
	Why error
}

// inMandates are the objects that are worked on under a mandate. A maintainer has none of its own, so that a number is always an operator's.
var inMandates = map[access.Object]bool{access.Draft: true, access.Report: true, access.Request: true, access.Receipt: true, access.Approval: true}

// act lets somebody of a maintainer act in the operator's name, where the address names a draft or a filing that stands under a mandate. It is asked
// on every request anew: what was revoked is over with the next one. Nothing is chosen once for a session, so two pages of two operators
// can be open side by side.
func (g *Gate) act(r *Request, route Route) error {
	if g.Mandates == nil || r.Visitor.Kind != party.Maintainer || !inMandates[route.Needs.Object] {
		return nil
	}
	n, ok := numberOf(r.Request, route.Pattern)
	if !ok {
		return nil
	}
	m, found, err := g.Mandates(r.Context(), r.Scope, n)
	if err != nil || !found {
		return err
	}
	if m.Why != nil {
		if changes(r.Request) {
			return m.Why
		}
		return nil // it is not there any more
	}
	r.Scope, r.Under = access.For(m.Actor, r.Now), m.Of
	return nil
}

// numberOf is the first number in the address.
func numberOf(r *http.Request, pattern string) (ident.Number, bool) {
	for part := range strings.SplitSeq(pattern, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok {
			if n, err := ident.ParseNumber(r.PathValue(strings.TrimSuffix(name, "}"))); err == nil {
				return n, true
			}
		}
	}
	return "", false
}

// MandatesTx is what is read to let somebody act under a mandate.
type MandatesTx interface {
	MandatesOfWork(ident.Number) ([]mandate.Mandate, error)
}

// Mandates finds the mandate by which somebody of a maintainer may come to a number; one that is in force, else the latest that there was.
func Mandates(read func(ctx context.Context, s access.Scope, read func(MandatesTx) error) error) func(context.Context, access.Scope, ident.Number) (Mandated, bool, error) {
	return func(ctx context.Context, s access.Scope, n ident.Number) (m Mandated, found bool, err error) {
		var list []mandate.Mandate
		if err := read(ctx, s, func(tx MandatesTx) (err error) {
			list, err = tx.MandatesOfWork(n)
			return err
		}); err != nil || len(list) == 0 {
			return m, false, err
		}
		m.Actor, m.Of, m.Why = mandate.Way(list, s.Actor, law.DayOf(s.At))
		return m, true, nil
	}
}
