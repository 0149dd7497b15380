package admin

import (
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/register"
)

// Routed is a routing row in words.
type Routed struct{ Authority, Kind, When, Channel, Office, Certainty string }

// RoutingWords is a routing row (提出先の設定) in words.
func RoutingWords(r *gate.Request, n Names, t party.Routing) Routed {
	w := Routed{
		Authority: t.Authority, Kind: r.T("routing.kind.every"), When: r.T("routing.when.book"), Channel: t.Channel.Label().In(string(r.Lang)), Office: n.Units[t.Office],
		Certainty: t.Certainty.Label().In(string(r.Lang)),
	}
	if of, ok := law.RecipientOf(t.Authority); ok {
		w.Authority = look.Capital(of.Name.In(string(r.Lang)))
	}
	if p, ok := book.Find(t.Kind); ok {
		w.Kind = p.Name.In(string(r.Lang))
	}
	if t.Kind == party.OnwardKind {
		w.Kind = r.T("routing.kind.onward")
	}
	if t.When != "" {
		w.When = r.T("routing.when." + t.When)
	}
	return w
}

// routingWords lists what a matter says of a routing row.
func routingWords(r *gate.Request, n Names, t *register.Routing) (list [][2]string) {
	w := RoutingWords(r, n, party.Routing{Authority: t.Authority, Kind: t.Kind, When: t.When, Channel: t.Channel, Office: t.Office, Certainty: t.Certainty})
	what := "matter.routing.add"
	if t.End != "" {
		what = "matter.routing.end"
	}
	return [][2]string{
		{"matter.what", r.T(what)}, {"routing.authority", w.Authority}, {"routing.kind", w.Kind}, {"routing.when", w.When}, {"routing.channel", w.Channel},
		{"register.office", w.Office}, {"register.title", t.Title}, {"routing.cited", t.Cited}, {"routing.certainty", w.Certainty},
	}
}
