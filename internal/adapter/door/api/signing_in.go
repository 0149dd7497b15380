package api

import (
	"net/http"
	"slices"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// SigningInTx is what is read of how an organisation signs in.
type SigningInTx interface {
	MemberSessions(since ident.Instant) ([]enrolling.MemberSession, error)
	AuthoritiesOf(ident.Org) ([]enrolling.Authority, error)
	Roster() ([]enrolling.Member, error)
	MemberWays(ident.Person) ([]enrolling.Credential, error)
}

// SigningIn is what is told of how an organisation signs in: to watch it, not to change it, which wants a person in a browser.
type SigningIn struct {
	Read Reading[SigningInTx]
	Idle time.Duration // after which a session is over by itself
}

// SessionOf is somebody of the organisation who is signed in.
type SessionOf struct {
	Person  string `json:"person" doc:"id of the person"`
	Name    string `json:"name"`
	Method  string `json:"method"`
	SinceAt string `json:"since_at" format:"date-time"`
	SeenAt  string `json:"seen_at" format:"date-time"`
	UntilAt string `json:"until_at" format:"date-time" doc:"when it ends at the latest"`
}

// AuthorityOf is whose client certificates lead into the organisation.
type AuthorityOf struct {
	ID        string `json:"id"`
	Name      string `json:"name" doc:"subject of its certificate"`
	UntilAt   string `json:"until_at" format:"date-time" doc:"end of its own certificate"`
	RevokedAt string `json:"revoked_at,omitempty" format:"date-time" doc:"when its list of revocations was made; without one, none was handed in"`
	NextAt    string `json:"next_at,omitempty" format:"date-time" doc:"until when it promised the next list"`
	Revoked   int    `json:"revoked" doc:"certificates on its list"`
	Late      bool   `json:"late" doc:"its list is older than it promised"`
}

// CertificateOf is a client certificate that somebody registered.
type CertificateOf struct {
	ID      string `json:"id"`
	Person  string `json:"person" doc:"id of the person"`
	Name    string `json:"name"`
	Label   string `json:"label"`
	AddedAt string `json:"added_at" format:"date-time"`
	UsedAt  string `json:"used_at,omitempty" format:"date-time"`
}

type sessionsOut struct {
	Body struct {
		Sessions []SessionOf `json:"sessions" doc:"the latest first"`
	}
}

type certificatesOut struct {
	Body struct {
		Authorities  []AuthorityOf   `json:"authorities"`
		Certificates []CertificateOf `json:"certificates"`
	}
}

func (a *API) signingIn(t *table) {
	op := func(id, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/organisation/" + id, Summary: summary, Tags: []string{"organisation"}}
	}
	add(t, maySignIn, op("sessions", "Who of the organisation is signed in, at or below one's own unit"), a.sessions)
	add(t, maySignIn, op("certificates", "Whose client certificates lead into the organisation, how fresh their lists of revocations are, and who registered one"), a.certificates)
}

func (a *API) sessions(c *call, _ *struct{}) (*sessionsOut, error) {
	out := &sessionsOut{}
	out.Body.Sessions = []SessionOf{}
	return out, a.SigningIn.Read(c.Context(), c.Scope, func(tx SigningInTx) error {
		list, err := tx.MemberSessions(c.Now.Add(-a.SigningIn.Idle))
		for _, s := range list {
			out.Body.Sessions = append(out.Body.Sessions, SessionOf{string(s.Person), s.Name, string(s.Method), clock(s.CreatedAt), clock(s.SeenAt), clock(s.UntilAt)})
		}
		return err
	})
}

func (a *API) certificates(c *call, _ *struct{}) (*certificatesOut, error) {
	out := &certificatesOut{}
	out.Body.Authorities, out.Body.Certificates = []AuthorityOf{}, []CertificateOf{}
	return out, a.SigningIn.Read(c.Context(), c.Scope, func(tx SigningInTx) error {
		list, err := tx.AuthoritiesOf(c.Scope.Org)
		for _, u := range list {
			v := AuthorityOf{ID: string(u.ID), Name: u.Name, UntilAt: clock(u.Until)}
			if len(u.Revoked.DER) > 0 {
				v.RevokedAt, v.NextAt, v.Revoked, v.Late = when(u.Revoked.At), when(u.Revoked.Next), u.Revoked.Number, u.Revoked.Next != 0 && u.Revoked.Next < c.Now
			}
			out.Body.Authorities = append(out.Body.Authorities, v)
		}
		if err != nil {
			return err
		}
		out.Body.Certificates, err = registered(tx)
		return err
	})
}

// registered lists the certificates of everybody who has one.
func registered(tx SigningInTx) (list []CertificateOf, err error) {
	list = []CertificateOf{}
	members, err := tx.Roster()
	told := map[ident.Person]bool{}
	for _, m := range members {
		if told[m.Person] || !slices.Contains(m.Ways, enrolling.Certificate) {
			continue
		}
		told[m.Person] = true
		have, err := tx.MemberWays(m.Person)
		if err != nil {
			return nil, err
		}
		for _, k := range have {
			if k.Kind == enrolling.Certificate {
				list = append(list, CertificateOf{string(k.ID), string(m.Person), m.Name, k.Label, clock(k.CreatedAt), when(k.UsedAt)})
			}
		}
	}
	return list, err
}
