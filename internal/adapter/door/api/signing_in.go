package api

import (
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
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

// SigningIn is what is told of how an organisation signs in, and what its administrators change of it. Changing wants a person in a
// browser's session: no token ends sessions or says whom to trust.
type SigningIn struct {
	Read  Reading[SigningInTx]
	Idle  time.Duration // after which a session is over by itself
	Expel enrolling.Expel
	Trust enrolling.Trust
	// Authority and Revocations read certificates and lists of revocations (adapter/door/login).
	Authority   func(data []byte) (enrolling.Authority, error)
	Revocations func(a enrolling.Authority, data []byte) (enrolling.Revocations, error)
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
	post := func(id, path, summary, field string) huma.Operation {
		o := huma.Operation{OperationID: id, Method: http.MethodPost, Path: "/organisation" + path, Summary: summary + ". In a browser's session only", Tags: []string{"organisation"}}
		if field != "" {
			o.RequestBody = jsonBody(objectSchema(map[string]any{field: map[string]any{"type": "string", "maxLength": pemLimit, "description": "PEM"}}, field), true)
		}
		return o
	}
	add(t, setSignIn, post("end-sessions", "/sessions/{id}/end", "End every session of a person under the organisation's hats; id is the person's", ""), a.endSessions)
	add(t, setSignIn, post("add-authority", "/certificates/authorities", "Take the certificates that an authority signs, or one pinned certificate", "certificate"), a.addAuthority)
	add(t, setSignIn, post("end-authority", "/certificates/authorities/{id}/end", "Take an authority's certificates no more; sessions that they opened end", ""), a.endAuthority)
	add(t, setSignIn, post("revoke-certificates", "/certificates/authorities/{id}/revocations", "Hand in a newer list of what the authority revoked; sessions of what stands on it end", "list"), a.revoke)
}

// pemLimit bounds a certificate or a list of revocations as text, pemBytes the body around it, in bytes.
const (
	pemLimit = 4 << 20
	pemBytes = pemLimit + 256<<10
)

func (a *API) endSessions(c *call, in *idAct) (*sessionsOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.SigningIn.Expel.Do(c.Context(), c.Scope, key, ident.Person(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.sessions(c, nil)
}

// pem reads the one text of a body, and the key of the act.
func (c *call) pem(field string) (data []byte, key ident.Key, err error) {
	var text string
	if err := c.texts(map[string]*string{field: &text}, nil, map[string]int{field: pemLimit}); err != nil {
		return nil, key, err
	}
	key, err = c.key()
	return []byte(text), key, err
}

func (a *API) addAuthority(c *call, _ *actIn) (*certificatesOut, error) {
	data, key, err := c.pem("certificate")
	if err != nil {
		return nil, err
	}
	authority, err := a.SigningIn.Authority(data)
	if err == nil {
		err = a.SigningIn.Trust.Add(c.Context(), c.Scope, key, authority)
	}
	if err != nil {
		return nil, err
	}
	return a.certificates(c, nil)
}

func (a *API) endAuthority(c *call, in *idAct) (*certificatesOut, error) {
	key, err := c.key()
	if err == nil {
		err = a.SigningIn.Trust.End(c.Context(), c.Scope, key, enrolling.AuthorityID(in.ID))
	}
	if err != nil {
		return nil, err
	}
	return a.certificates(c, nil)
}

func (a *API) revoke(c *call, in *idAct) (*certificatesOut, error) {
	data, key, err := c.pem("list")
	if err != nil {
		return nil, err
	}
	var at enrolling.Authority
	err = a.SigningIn.Read(c.Context(), c.Scope, func(tx SigningInTx) error {
		list, err := tx.AuthoritiesOf(c.Scope.Org)
		for _, u := range list {
			if string(u.ID) == in.ID {
				at = u
			}
		}
		return err
	})
	if err == nil && at.ID == "" {
		err = fault.Absent()
	}
	if err != nil {
		return nil, err
	}
	revoked, err := a.SigningIn.Revocations(at, data)
	if err == nil {
		err = a.SigningIn.Trust.Revoke(c.Context(), c.Scope, key, at.ID, revoked)
	}
	if err != nil {
		return nil, err
	}
	return a.certificates(c, nil)
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
		held, err := enrolling.Holders(tx, enrolling.Certificate)
		for _, k := range held {
			out.Body.Certificates = append(out.Body.Certificates, CertificateOf{string(k.ID), string(k.Person), k.Name, k.Label, clock(k.CreatedAt), when(k.UsedAt)})
		}
		return err
	})
}
