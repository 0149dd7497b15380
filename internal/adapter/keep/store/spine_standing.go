package store

import (
	"fmt"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/auditing"
)

// stood compares the standing rows of a page of entries with what each entry digested.
func (v *verifier) stood(q *row.Q, entries []entry) error {
	if len(entries) == 0 {
		return nil
	}
	var a row.Args
	ids := make([]ident.Leaf, len(entries))
	for i, e := range entries {
		ids[i] = e.Leaf
	}
	rows := map[ident.Leaf][]row.Standing{}
	err := q.Each(`SELECT leaf, kind, object, seq, proof FROM standing WHERE leaf IN `+row.In(&a, ids), a.List, func(scan func(...any) error) error {
		var leaf ident.Leaf
		var s row.Standing
		err := scan(&leaf, &s.Kind, &s.Object, &s.Seq, &s.Proof)
		rows[leaf] = append(rows[leaf], s)
		return err
	})
	if err != nil {
		return err
	}
	for i := range entries {
		e := &entries[i]
		list, want := rows[e.Leaf], e.said.Facts[ledger.FactStanding]
		if len(list) > 0 && row.StandingDigest(list) == want || len(list) == 0 && want == "" {
			continue
		}
		v.bad(auditing.BadStanding, e, text.Both{Ja: "が書いた権限の行の控えが、当時と一致しません。", En: ": the rows of standing that it wrote are not those that are kept beside it."})
		return nil
	}
	return nil
}

// standing compares every row that gives sight with its proof and with what the acts made of it.
func (v *verifier) standing(q *row.Q) error {
	last, err := lastStanding(q)
	if err != nil {
		return err
	}
	for _, table := range row.ProvedTables() {
		var strange string
		err := q.Each(`SELECT `+row.Evidence(table, "t")+` FROM `+table+` t`, nil, func(scan func(...any) error) error {
			var evidence string
			if err := scan(&evidence); err != nil || strange != "" {
				return err
			}
			object, proof := row.Split(table, evidence)
			key := [2]string{table, object}
			if !q.Proved(table, evidence) || row.Told(table) && last[key] != proof {
				strange = object + " "
			}
			delete(last, key)
			return nil
		})
		if err != nil {
			return err
		}
		if strange != "" {
			v.unproved(table, strings.TrimSpace(strange), text.Both{Ja: "記録のないまま書かれたか、書き換えられています。", En: "was written or changed without an entry."})
			return nil
		}
	}
	for key, proof := range last {
		if proof != "" {
			v.unproved(key[0], key[1], text.Both{Ja: "記録のないまま消されています。", En: "was deleted without an entry."})
			return nil
		}
	}
	return nil
}

func (v *verifier) unproved(table, object string, what text.Both) {
	v.report(auditing.Report{Finding: auditing.BadStanding, Index: -1, Through: -1}, text.Both{
		Ja: fmt.Sprintf("権限の行 %s %s は、%s", table, object, what.Ja), En: fmt.Sprintf("The row of standing %s %s %s", table, object, what.En),
	})
}

// lastStanding is the proof with which each row was left by the last act that wrote it. Rows of no entry are left out: what
// they say was proved by nobody.
func lastStanding(q *row.Q) (map[[2]string]string, error) {
	last := map[[2]string]string{}
	err := q.Each(`SELECT s.kind, s.object, s.proof FROM standing s JOIN leaf l ON l.id = s.leaf ORDER BY s.kind, s.object, s.seq`, nil, func(scan func(...any) error) error {
		var key [2]string
		var proof string
		err := scan(&key[0], &key[1], &proof)
		last[key] = proof
		return err
	})
	return last, err
}
