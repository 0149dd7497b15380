package invitation

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// Attest writes an administrator's word for whoever answers an invitation. The invitation is held until the end of the
// transaction, so that of two words given at once the later sees the other.
func (m Offers) Attest(id string, v party.Vouch) error {
	return m.attest(id, v, nil)
}

func (m Offers) attest(id string, v party.Vouch, code []byte) error {
	if err := one(m.Exec(`UPDATE offer SET state = state WHERE id = $1 AND state IN ('open', 'waiting') AND expires_at > $2`, id, m.Scope.At)); err != nil {
		return err
	}
	set, args := `how = $1, at = $2`, []any{v.How, m.Scope.At, id, v.By}
	if code != nil {
		set, args = set+`, code = $5`, append(args, code)
	}
	n, err := m.Exec(`UPDATE vouch SET `+set+` WHERE offer = $3 AND person = $4`, args...)
	if err == nil && n == 0 {
		err = m.Add(`INSERT INTO vouch (offer, person, how, at, code) VALUES ($1, $2, $3, $4, $5)`, id, v.By, v.How, m.Scope.At, append([]byte{}, code...))
	}
	return err
}

// PrintCode makes the code of an administrator's letter; the one of their letter before is over, and
// while nobody has answered that of anybody's. An invitation that was
// taken up, ended or is too old is a Conflict. A word that the administrator gave already stays.
func (m Offers) PrintCode(id string, by ident.Person, code string) error {
	n, err := m.Exec(`UPDATE offer SET printed_at = $1, prints = COALESCE(prints, 0) + 1 WHERE id = $2 AND state IN ('open', 'waiting') AND expires_at > $1`, m.Scope.At, id)
	if err == nil && n != 1 {
		return fault.New(fault.Conflict, "fault.letter.over", nil)
	}
	if err != nil {
		return err
	}
	// While nobody has answered there is one letter: another's before it may be lost.
	if _, err := m.Exec(`UPDATE vouch SET code = $1 WHERE offer = $2 AND person <> $3 AND how = 'sent' AND offer IN (SELECT f.id FROM offer f WHERE f.id = $2 AND f.state = 'open')`, []byte{}, id, by); err != nil {
		return err
	}
	how := party.VouchSent
	var was string
	if err := m.One(`SELECT how FROM vouch WHERE offer = $1 AND person = $2`, []any{id, by}, &was); err == nil {
		how = party.VouchHow(was)
	} else if !fault.Is(err, fault.Hidden) {
		return err
	}
	return m.attest(id, party.Vouch{By: by, How: how}, m.Keys.Digest("code", id+"\x00"+code))
}

// vouches fills in who stands by whom, and with what right today.
func (m Offers) vouches(list []party.Invitation) error {
	at := map[string]*party.Invitation{}
	var ids []string
	for n := range list {
		if i := &list[n]; i.State == party.InvitationOpen || i.State == party.InvitationWaiting {
			at[i.ID], ids = i, append(ids, i.ID)
		}
	}
	for page := range slices.Chunk(ids, 200) {
		if err := m.words(page, at); err != nil {
			return err
		}
	}
	return nil
}

func (m Offers) words(ids []string, at map[string]*party.Invitation) error {
	type word struct {
		party.Vouch
		of     string
		person []byte
	}
	var words []word
	var a row.Args
	err := m.Each(`SELECT v.offer, v.person, v.how, v.at, p.body, `+row.Evidence("vouch", "v")+` FROM vouch v JOIN person p ON p.id = v.person WHERE v.offer IN `+row.In(&a, ids)+` ORDER BY v.offer, v.at, v.person`, a.List,
		func(scan func(...any) error) error {
			var w word
			var proof string
			err := scan(&w.of, &w.By, &w.How, &w.At, &w.person, &proof)
			if m.Proved("vouch", proof) {
				words = append(words, w)
			}
			return err
		})
	for _, w := range words {
		if err != nil {
			break
		}
		i := at[w.of]
		var p party.Person
		if err = m.Open(personPlace(w.By), w.person, &p); err == nil {
			w.Name = p.Name
			w.Roles, w.Platform, err = m.rightOf(w.By, *i)
		}
		i.Vouches = append(i.Vouches, w.Vouch)
	}
	return err
}

// rightOf is with what right somebody stands by an invitation now: their proved roles at or above its unit, and whether they
// administer the platform.
func (m Offers) rightOf(who ident.Person, i party.Invitation) (roles []string, platform bool, err error) {
	err = m.Each(`SELECT h.roles, g.kind, h.org, `+row.Evidence("hat", "h")+`, `+row.Evidence("person", "p")+` FROM hat h JOIN person p ON p.id = h.person JOIN org g ON g.id = h.org
		WHERE h.person = $1 AND p.state = 'active' AND h.from_at <= $2 AND (h.until_at IS NULL OR h.until_at > $2)
		AND (h.org = $3 AND h.unit IN (SELECT a.above FROM unit_above a WHERE a.unit = $4) OR g.kind = 'platform')`,
		[]any{who, m.Scope.At, i.Hat.Org, i.Hat.Unit}, func(scan func(...any) error) error {
			var has, proof, person string
			var kind party.Kind
			var org ident.Org
			err := scan(&has, &kind, &org, &proof, &person)
			switch {
			case !m.Proved("hat", proof) || !m.Proved("person", person):
			case kind == party.Platform:
				platform = platform || strings.Contains(" "+has+" ", " "+string(access.PlatformAdmin)+" ")
			default:
				roles = append(roles, strings.Fields(has)...)
			}
			return err
		})
	return roles, platform, err
}
