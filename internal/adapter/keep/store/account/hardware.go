package account

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// hardwareBody is the sealed part of a hardware token, under its organisation's key.
type hardwareBody struct {
	Serial     string
	Credential enrolling.CredentialID `json:",omitempty"`
	Seed       []byte                 `json:",omitempty"`
	Dial       enrolling.Dial         `json:",omitzero"`
}

func (a Accounts) sealHardware(h enrolling.Hardware) ([]byte, error) {
	return a.Seal(a.hardwarePlace(h), hardwareBody{h.Serial, h.Credential, h.Seed, h.Dial})
}

func (a Accounts) hardwarePlace(h enrolling.Hardware) seal.Place {
	return seal.Place{Org: a.Scope.Org, Table: "device", ID: string(h.ID), Rev: h.Rev}
}

// serial is by what a token of the scope's organisation is known: what others have is another matter, and stays unknown.
func (a Accounts) serial(s string) []byte {
	return a.Keys.Digest("device", string(a.Scope.Org)+"\x00"+strings.ToUpper(s))
}

// CountHardware counts the tokens of the scope's organisation, withdrawn ones too.
func (a Accounts) CountHardware() (n int, err error) {
	err = a.One(`SELECT COUNT(*) FROM device WHERE org = $1`, []any{a.Scope.Org}, &n)
	return n, err
}

// KnownHardware says which of some serial numbers the scope's organisation has.
func (a Accounts) KnownHardware(serials []string) (map[string]bool, error) {
	have := map[string]bool{}
	err := a.Each(`SELECT lookup FROM device WHERE org = $1`, []any{a.Scope.Org}, func(scan func(...any) error) error {
		var d []byte
		err := scan(&d)
		have[string(d)] = true
		return err
	})
	known := map[string]bool{}
	for _, s := range serials {
		if have[string(a.serial(s))] {
			known[s] = true
		}
	}
	return known, err
}

// AddHardware adds a token to the scope's organisation. A serial number that it has is a Conflict.
func (a Accounts) AddHardware(h enrolling.Hardware) error {
	h.Rev = 1
	body, err := a.sealHardware(h)
	if err != nil {
		return err
	}
	_, err = a.Exec(`INSERT INTO device (id, org, lookup, state, created_at, rev, body) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		h.ID, a.Scope.Org, a.serial(h.Serial), h.State, h.CreatedAt, h.Rev, body)
	if fault.Is(err, fault.Conflict) {
		return fault.New(fault.Conflict, "fault.hardware.known", fault.Args{"serial": h.Serial})
	}
	return err
}

// Hardware returns a token of the scope's organisation.
func (a Accounts) Hardware(id enrolling.HardwareID) (enrolling.Hardware, error) {
	list, err := a.hardware(`id = $2`, id)
	if err == nil && len(list) == 0 {
		err = fault.Absent()
	}
	if err != nil {
		return enrolling.Hardware{}, err
	}
	return list[0], nil
}

// HardwareOf lists the tokens that a member of the scope's organisation was given and has not confirmed.
func (a Accounts) HardwareOf(person ident.Person) ([]enrolling.Hardware, error) {
	list, err := a.hardware(`person = $2 AND state = 'given'`, person)
	return withoutSeeds(list), err
}

// AllHardware lists the tokens of the scope's organisation, those in hands first. Dropped are those whose person has taken the
// way in away.
func (a Accounts) AllHardware() (list []enrolling.Hardware, dropped map[enrolling.HardwareID]bool, err error) {
	if list, err = a.hardware(`$2 = ''`, ""); err != nil {
		return nil, nil, err
	}
	live := map[enrolling.CredentialID]bool{}
	err = a.Each(`SELECT c.id FROM credential c WHERE c.org = $1 AND c.kind = $2 AND c.ended_at IS NULL`, []any{a.Scope.Org, enrolling.Code}, func(scan func(...any) error) error {
		var id enrolling.CredentialID
		err := scan(&id)
		live[id] = true
		return err
	})
	dropped = map[enrolling.HardwareID]bool{}
	for _, h := range list {
		if h.Credential != "" && !live[h.Credential] {
			dropped[h.ID] = true
		}
	}
	return withoutSeeds(list), dropped, err
}

func withoutSeeds(list []enrolling.Hardware) []enrolling.Hardware {
	for i := range list {
		list[i].Seed = nil
	}
	return list
}

func (a Accounts) hardware(which string, arg any) (list []enrolling.Hardware, err error) {
	var bodies [][]byte
	err = a.Each(`SELECT id, state, COALESCE(person, ''), created_at, rev, body FROM device WHERE org = $1 AND `+which+`
		ORDER BY CASE state WHEN 'given' THEN 0 WHEN 'bound' THEN 1 WHEN 'lost' THEN 2 WHEN 'free' THEN 3 ELSE 4 END, id LIMIT `+hardwareLimit,
		[]any{a.Scope.Org, arg}, func(scan func(...any) error) error {
			var h enrolling.Hardware
			var body []byte
			err := scan(&h.ID, &h.State, &h.Person, &h.CreatedAt, &h.Rev, &body)
			list, bodies = append(list, h), append(bodies, body)
			return err
		})
	for i := range list {
		if err != nil {
			break
		}
		var b hardwareBody
		err = a.Open(a.hardwarePlace(list[i]), bodies[i], &b)
		list[i].Serial, list[i].Credential, list[i].Seed, list[i].Dial = b.Serial, b.Credential, b.Seed, b.Dial
	}
	return list, err
}

// hardwareLimit is enrolling.MaxHardware.
const hardwareLimit = "5000"

// ChangeHardware writes a token over the revision that was read; one that moved meanwhile is a Conflict.
func (a Accounts) ChangeHardware(h enrolling.Hardware) error {
	h.Rev++
	body, err := a.sealHardware(h)
	if err != nil {
		return err
	}
	var ended any
	if h.State == enrolling.HardwareWithdrawn {
		ended = a.Scope.At
	}
	n, err := a.Exec(`UPDATE device SET state = $1, person = $2, ended_at = $3, rev = $4, body = $5 WHERE id = $6 AND rev = $7 AND org = $8`,
		h.State, orNull(h.Person), ended, h.Rev, body, h.ID, h.Rev-1, a.Scope.Org)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "fault.account.stale", nil)
	}
	return err
}

// EndWay takes a way in away that the scope's organisation issued; one that has ended is Absent.
func (a Accounts) EndWay(id enrolling.CredentialID) error {
	c, err := a.credential(`SELECT `+columns+` WHERE c.id = $1 AND c.org = $2 AND c.ended_at IS NULL`, id, a.Scope.Org)
	if err != nil {
		return err
	}
	return a.EndCredential(c)
}
