package account

import (
	"encoding/json"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// credentialBody is the sealed part of a credential.
type credentialBody struct {
	Label   string
	Handle  []byte                 `json:",omitempty"`
	Key     json.RawMessage        `json:",omitempty"`
	Code    *enrolling.CodeSecret  `json:",omitempty"`
	Printed *enrolling.PrintedList `json:",omitempty"`
}

func (a Accounts) sealCredential(c enrolling.Credential) ([]byte, error) {
	return a.Seal(place("credential", string(c.ID), c.Rev), credentialBody{c.Label, c.Handle, c.Key, c.Code, c.Printed})
}

// handle is under what a credential is found: by what its bearer shows, where that names it, else by its own id.
func (a Accounts) handle(c enrolling.Credential) []byte {
	if len(c.Handle) > 0 {
		return a.Keys.Digest(string(c.Kind), string(c.Handle))
	}
	return a.Keys.Digest("credential", string(c.ID))
}

// AddCredential adds a way in. A key or subject that is somebody's is a Conflict fault.
func (a Accounts) AddCredential(c enrolling.Credential) error {
	body, err := a.sealCredential(c)
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO credential (id, person, kind, lookup, created_at, rev, body, org) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		c.ID, c.Person, c.Kind, a.handle(c), c.CreatedAt, c.Rev, body, orNull(c.Org))
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "fault.account.known", nil)
	}
	return err
}

var columns = `c.id, c.person, c.kind, c.created_at, COALESCE(c.used_at, 0), c.rev, COALESCE(c.org, ''), c.body, ` + row.Evidence("credential", "c") + ` FROM credential c`

// CredentialBy finds a way in by what its bearer shows: a passkey's id, issuer and subject, the digest of a public key.
func (a Accounts) CredentialBy(kind enrolling.Method, handle []byte) (enrolling.Credential, error) {
	return a.credential(`SELECT `+columns+` WHERE c.lookup = $1 AND c.kind = $2 AND c.ended_at IS NULL`, a.Keys.Digest(string(kind), string(handle)), kind)
}

// CredentialsAt lists the ways in of a kind of whoever signs in under an e-mail address, the newest first: several
// organisations may have issued one each. Nobody's address has none.
func (a Accounts) CredentialsAt(kind enrolling.Method, mail string) ([]enrolling.Credential, error) {
	person, err := a.PersonBy(mail)
	if err != nil && !fault.Is(err, fault.Hidden) {
		return nil, err
	}
	return a.credentials(`SELECT `+columns+`
		WHERE c.person = $1 AND c.kind = $2 AND c.ended_at IS NULL ORDER BY c.created_at DESC, c.id DESC LIMIT 20`, person, kind)
}

func (a Accounts) credential(query string, args ...any) (enrolling.Credential, error) {
	list, err := a.credentials(query, args...)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return enrolling.Credential{}, err
	}
	return list[0], nil
}

// Credentials lists a person's ways in, the oldest first: those that the scope's sign-in leads to.
func (a Accounts) Credentials(person ident.Person) ([]enrolling.Credential, error) {
	if a.foreign(person) {
		return nil, nil
	}
	if a.Scope.Bound != "" {
		return a.credentials(`SELECT `+columns+` WHERE c.person = $1 AND c.org = $2 AND c.ended_at IS NULL ORDER BY c.created_at, c.id LIMIT 100`, person, a.Scope.Bound)
	}
	return a.credentials(`SELECT `+columns+` WHERE c.person = $1 AND c.ended_at IS NULL ORDER BY c.created_at, c.id LIMIT 100`, person)
}

func (a Accounts) credentials(query string, args ...any) (list []enrolling.Credential, err error) {
	var bodies [][]byte
	err = a.Each(query, args, func(scan func(...any) error) error {
		var c enrolling.Credential
		var body []byte
		var evidence string
		err := scan(&c.ID, &c.Person, &c.Kind, &c.CreatedAt, &c.UsedAt, &c.Rev, &c.Org, &body, &evidence)
		if a.Proved("credential", evidence) {
			list, bodies = append(list, c), append(bodies, body)
		}
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var b credentialBody
		err = a.Open(place("credential", string(list[i].ID), list[i].Rev), bodies[i], &b)
		list[i].Label, list[i].Handle, list[i].Key, list[i].Code, list[i].Printed = b.Label, b.Handle, b.Key, b.Code, b.Printed
	}
	return list, err
}

// UseCredential writes what a use has changed: the counter of a passkey, the step of a code. A
// credential that another use has changed meanwhile is a Conflict fault.
func (a Accounts) UseCredential(c enrolling.Credential) error {
	c.Rev++
	body, err := a.sealCredential(c)
	if err != nil {
		return err
	}
	n, err := a.Exec(`UPDATE credential SET used_at = $1, rev = $2, body = $3 WHERE id = $4 AND rev = $5 AND ended_at IS NULL`,
		c.UsedAt, c.Rev, body, c.ID, c.Rev-1)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.account.stale", nil)
	}
	return err
}

// EndCredential takes a way in away and forgets its secret; that it was there stays.
func (a Accounts) EndCredential(c enrolling.Credential) error {
	gone := enrolling.Credential{ID: c.ID, Rev: c.Rev + 1, Label: c.Label}
	body, err := a.sealCredential(gone)
	if err != nil {
		return err
	}
	return one(a.Exec(`UPDATE credential SET ended_at = $1, rev = $2, body = $3 WHERE id = $4 AND rev = $5 AND ended_at IS NULL`,
		a.Scope.At, gone.Rev, body, c.ID, c.Rev))
}
