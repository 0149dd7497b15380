package advisory

import (
	"crypto/sha256"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
)

// MayRead is what reading an advisory needs.
var MayRead = access.Permission{Action: access.Read, Object: access.Advisory}

func place(id ident.Object, rev int) seal.Place {
	return seal.Place{Org: seal.House, Table: "advisory", ID: string(id), Rev: rev}
}

// about is under what the advisories on one vulnerability are found.
func (t Advisories) about(id vuln.ID) []byte { return t.Keys.Digest("advisory.about", string(id)) }

func (t Advisories) key(key string) []byte { return t.Keys.Digest("advisory.key", key) }

// AdvisoryMarks says what is kept under some keys (feed.Key), for the worker.
func (t Advisories) AdvisoryMarks(keys []string) (map[string]feed.Mark, error) {
	if _, system := t.Scope.IsSystem(); !system || len(keys) == 0 {
		return nil, nil //nolint:nilnil // nothing is kept for anybody else
	}
	var a row.Args
	names, digests := map[string]string{}, make([][]byte, len(keys))
	for i, k := range keys {
		digests[i] = t.key(k)
		names[string(digests[i])] = k
	}
	marks := map[string]feed.Mark{}
	err := t.Each(`SELECT a.key, a.id, a.rev, a.changed_at, a.digest FROM advisory a WHERE a.key IN `+row.In(&a, digests), a.List, func(scan func(...any) error) error {
		var m feed.Mark
		var key, digest []byte
		err := scan(&key, &m.ID, &m.Rev, &m.ChangedAt, &digest)
		copy(m.Digest[:], digest)
		marks[names[string(key)]] = m
		return err
	})
	return marks, err
}

// PutAdvisories keeps advisories of a file in the state in which it has them: a first one is added, a later one takes the place of what was
// kept. For the worker.
func (t Advisories) PutAdvisories(f feed.File, list []feed.Stored) error {
	for _, s := range list {
		plain, err := s.Canonical()
		if err != nil {
			return err
		}
		body, err := t.SealBytes(place(s.ID, s.Rev), plain)
		if err != nil {
			return err
		}
		var embargo any
		if s.EmbargoAt != 0 {
			embargo = s.EmbargoAt
		}
		digest := sha256.Sum256(plain)
		if err := t.Add(`INSERT INTO advisory (id, org, unit, source, key, about, state, changed_at, embargo_at, took_at, file, seen_in, leaf, rev, digest, body)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12, $13, $14, $15)
			ON CONFLICT (key) DO UPDATE SET state = excluded.state, changed_at = excluded.changed_at, embargo_at = excluded.embargo_at, took_at = excluded.took_at,
			file = excluded.file, seen_in = excluded.seen_in, leaf = excluded.leaf, rev = excluded.rev, digest = excluded.digest, body = excluded.body`,
			s.ID, f.Org, f.Unit, s.Source, t.key(feed.Key(s.Advisory)), t.about(s.Advisory.ID), s.Advisory.State, s.ChangedAt(), embargo, t.Scope.At, f.ID, t.Leaf, s.Rev, digest[:], body); err != nil {
			return err
		}
	}
	return nil
}

// SawAdvisories notes that a file has advisories as they are kept.
func (t Advisories) SawAdvisories(f feed.File, ids []ident.Object) error {
	if len(ids) == 0 {
		return nil
	}
	var a row.Args
	seen := a.Add(f.ID)
	return t.Add(`UPDATE advisory SET seen_in = `+seen+` WHERE id IN `+row.In(&a, ids), a.List...)
}

// UnseenAdvisories lists advisories of a source that stand, and that a file does not have, for the worker.
func (t Advisories) UnseenAdvisories(f feed.File, source vuln.Source, limit int) ([]feed.Stored, error) {
	return t.some(`a.source = $1 AND a.seen_in <> $2 AND a.state = $3 ORDER BY a.id LIMIT $4`, []any{source, f.ID, vuln.Published, limit})
}

// AdvisoriesAfter lists advisories by id, for the index.
func (t Advisories) AdvisoriesAfter(after ident.Object, limit int) ([]feed.Stored, error) {
	return t.some(`a.id > $1 ORDER BY a.id LIMIT $2`, []any{after, limit})
}

// AdvisoriesOfActs lists the advisories that some acts brought into their present state, for the index.
func (t Advisories) AdvisoriesOfActs(leaves []ident.Leaf) ([]feed.Stored, error) {
	if len(leaves) == 0 {
		return nil, nil
	}
	var a row.Args
	return t.some(`a.leaf IN `+row.In(&a, leaves)+` ORDER BY a.id`, a.List)
}

// some is for background work alone.
func (t Advisories) some(where string, args []any) ([]feed.Stored, error) {
	if _, system := t.Scope.IsSystem(); !system {
		return nil, nil
	}
	return t.list(where, args)
}

// AdvisoriesOn lists what the sources say of a vulnerability, as far as the scope may see it: what is under embargo is absent, but for whoever
// wrote it and those to whom it is addressed.
func (t Advisories) AdvisoriesOn(id vuln.ID) ([]feed.Stored, error) {
	if t.Scope.Permit(MayRead) != nil {
		return nil, nil //nolint:nilerr // whom nobody tells is told nothing
	}
	var a row.Args
	where := `a.about = ` + a.Add(t.about(id)) + ` AND (COALESCE(a.embargo_at, 0) <= ` + a.Add(t.Scope.At) + ` OR ` + t.Visible("a", MayRead, &a) + `)`
	return t.list(where+` ORDER BY a.source, a.id`, a.List)
}

func (t Advisories) list(where string, args []any) (list []feed.Stored, err error) {
	var bodies [][]byte
	err = t.Each(`SELECT a.id, a.rev, a.took_at, a.leaf, a.body FROM advisory a WHERE `+where, args, func(scan func(...any) error) error {
		var s feed.Stored
		var body []byte
		err := scan(&s.ID, &s.Rev, &s.TookAt, &s.Leaf, &body)
		list, bodies = append(list, s), append(bodies, body)
		return err
	})
	for i := range list {
		if err != nil {
			break
		}
		var plain []byte
		if plain, err = t.OpenBytes(place(list[i].ID, list[i].Rev), bodies[i]); err == nil {
			list[i].Advisory, err = vuln.Read(plain)
		}
	}
	return list, err
}
