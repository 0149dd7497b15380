package login

import (
	"context"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/enrolling"
)

const (
	cookieName   = "kanmin_session"
	secretLength = 52 // of ident.NewSecret
)

func signedOut() error { return fault.New(fault.SignedOut, "fault.signed-out", nil) }

// Identify finds out who stands behind a request, from its bearer token or its session cookie, on every
// request anew: what was revoked is over with the next one, on every node. Nobody is a SignedOut fault.
func (d *Door) Identify(r *http.Request) (gate.Visitor, error) {
	s := d.nobody()
	st, err := d.standing(r, s)
	if fault.Is(err, fault.Hidden) {
		return gate.Visitor{}, signedOut()
	}
	if err != nil {
		return gate.Visitor{}, err
	}
	return visitor(st, s.At), nil
}

func (d *Door) standing(r *http.Request, s access.Scope) (enrolling.Standing, error) {
	if header := r.Header.Get("Authorization"); header != "" {
		return d.byToken(r, s, header)
	}
	c, err := r.Cookie(d.cookieName())
	if err != nil || len(c.Value) != secretLength {
		return enrolling.Standing{}, signedOut()
	}
	return d.bySession(r.Context(), s, c.Value, r.Header.Get(background) == "")
}

// background is the header with which a page says that it asks by itself (web/js/kanmin.js): nobody need be sitting there.
const background = "Kanmin-Background"

// bySession finds a session that is neither over nor idle. used says that a person asked: only that keeps it alive.
func (d *Door) bySession(ctx context.Context, s access.Scope, secret string, used bool) (st enrolling.Standing, err error) {
	err = d.Read(ctx, s, func(tx ReadTx) (err error) {
		st, err = tx.SessionBy(secret)
		return err
	})
	if err != nil {
		return st, err
	}
	if st.Session.Idle(s.At, d.Idle) {
		return st, signedOut()
	}
	if used && s.At >= st.Session.SeenAt.Add(time.Minute) {
		// That it was seen is worth less than the request: a database that cannot write is told by the act.
		_ = d.Keep(ctx, s, func(tx KeepTx) error { return tx.SeenSession(st.Session.ID) })
	}
	return st, nil
}

func (d *Door) byToken(r *http.Request, s access.Scope, header string) (st enrolling.Standing, err error) {
	ctx := r.Context()
	scheme, secret, _ := strings.Cut(header, " ")
	if !strings.EqualFold(scheme, "Bearer") || len(secret) != len(enrolling.TokenPrefix)+secretLength {
		return st, signedOut()
	}
	err = d.Read(ctx, s, func(tx ReadTx) (err error) {
		st, err = tx.TokenBy(secret)
		return err
	})
	if err == nil && !st.Token.UsableFrom(d.Address(r)) {
		return enrolling.Standing{}, signedOut() // as if there were no such token
	}
	if err == nil && s.At >= st.Token.UsedAt.Add(time.Minute) {
		_ = d.Keep(ctx, s, func(tx KeepTx) error { return tx.SeenToken(st.Token.ID) }) // as above
	}
	return st, err
}

// Address is from where a request comes: the peer or, behind the trusted proxy (from which alone connections are taken),
// whom the proxy names last. The zero address is in no range.
func (d *Door) Address(r *http.Request) netip.Addr {
	said := r.RemoteAddr
	if d.Proxied {
		list := r.Header.Values("X-Forwarded-For")
		if len(list) == 0 {
			return netip.Addr{}
		}
		last := list[len(list)-1]
		said = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
	}
	if p, err := netip.ParseAddrPort(said); err == nil {
		return p.Addr().Unmap()
	}
	a, err := netip.ParseAddr(said)
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap()
}

// visitor puts a standing into the words of the header.
func visitor(st enrolling.Standing, at ident.Instant) gate.Visitor {
	v := gate.Visitor{Actor: st.Actor, Hats: st.Hats, FreshUntil: st.Session.FreshUntil(), Alone: st.Session.Alone(at), OrgName: text.Both{Ja: st.Org.Name, En: st.Org.NameEn}}
	if v.OrgName.En == "" {
		v.OrgName.En = st.Org.Name
	}
	v.HatName = RoleNames(st.Roles)
	return v
}

// RoleNames says roles as people know them: 報告担当・承認者.
func RoleNames(roles []access.Role) text.Both {
	say := func(l look.Lang, sep string) string {
		var names []string
		for _, r := range roles {
			names = append(names, look.Say(l, "role."+string(r)))
		}
		return strings.Join(names, sep)
	}
	return text.Both{Ja: say(look.Ja, "・"), En: say(look.En, ", ")}
}

func (d *Door) secure() bool { return d.Base.Scheme == "https" }

// cookieName has the __Host- prefix wherever there is TLS: no other host or path can have set it.
func (d *Door) cookieName() string {
	if d.secure() {
		return "__Host-" + cookieName
	}
	return cookieName
}

// Cookie is the session's cookie. It ends with the browser at the latest; the row decides before.
func (d *Door) Cookie(secret string) *http.Cookie {
	return &http.Cookie{ //nolint:gosec // Secure wherever there is TLS; plain HTTP is for loopback alone
		Name: d.cookieName(), Value: secret, Path: "/", Secure: d.secure(), HttpOnly: true, SameSite: http.SameSiteLaxMode,
	}
}

// NoCookie takes the session's cookie away.
func (d *Door) NoCookie() *http.Cookie {
	c := d.Cookie("") //nolint:gosec // as Cookie
	c.MaxAge = -1
	return c
}

// HalfCookie holds the secret of an invitation that is being accepted.
func (d *Door) HalfCookie(secret string) *http.Cookie {
	c := d.Cookie(secret) //nolint:gosec // as Cookie
	c.Name, c.MaxAge = d.halfName(), int(acceptLife.Seconds())
	if secret == "" {
		c.MaxAge = -1
	}
	return c
}

// Half is what HalfCookie holds; "" when there is none.
func (d *Door) Half(r *http.Request) string {
	c, err := r.Cookie(d.halfName())
	if err != nil || len(c.Value) != secretLength {
		return ""
	}
	return c.Value
}

func (d *Door) halfName() string { return strings.Replace(d.cookieName(), "session", "invitation", 1) }
