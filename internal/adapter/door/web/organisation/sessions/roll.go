package sessions

import (
	"cmp"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/flow/enrolling"
)

// most is how many sign-ins the store lists.
const most = 5000

// roll is how the people who are signed in are searched and narrowed. read is how many sign-ins the store listed.
func roll(r *gate.Request, people []Person, read int) listing.Roll[Person] {
	l := listing.Roll[Person]{
		Path: Path, At: "others", Search: r.T("people.name"),
		Texts:   func(p Person) []string { return []string{p.Name} },
		Choices: []listing.Choice[Person]{{ID: "method", Label: r.T("sessions.method"), Options: methods(r, people), Fits: func(p Person, said string) bool { return uses(p, enrolling.Method(said)) }}},
		Orders: []listing.Order[Person]{
			{ID: "newest", Label: r.T("sessions.order.newest")},
			{ID: "name", Label: r.T("people.name"), Compare: func(a, b Person) int { return cmp.Compare(a.Name, b.Name) }},
			{ID: "idle", Label: r.T("sessions.order.idle"), Compare: func(a, b Person) int { return cmp.Compare(seen(a), seen(b)) }},
		},
		None: look.Empty{Title: r.T("sessions.others.none")},
	}
	if read >= most {
		l.Most = len(people)
	}
	return l
}

// seen is when somebody last did something.
func seen(p Person) (at int64) {
	for _, s := range p.Sessions {
		at = max(at, int64(s.Seen))
	}
	return at
}

// methods are the ways to sign in; that of the demonstration where somebody used it.
func methods(r *gate.Request, people []Person) (list []look.Option) {
	ways := []enrolling.Method{enrolling.Passkey, enrolling.Code, enrolling.OIDC, enrolling.Certificate, enrolling.Printed}
	if slices.ContainsFunc(people, func(p Person) bool { return uses(p, enrolling.Demo) }) {
		ways = append(ways, enrolling.Demo)
	}
	for _, m := range ways {
		list = append(list, look.Option{Value: string(m), Label: r.T("method." + string(m))})
	}
	return list
}

func uses(p Person, m enrolling.Method) bool {
	return slices.ContainsFunc(p.Sessions, func(s Session) bool { return s.How == m })
}
