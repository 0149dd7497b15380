package row

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Standing is what an act has made of a row under proof, which acts have then written Seq times; an empty proof: it
// deleted it.
type Standing struct {
	Kind, Object string
	Seq          int
	Proof        string
}

// StandingDigest is what an act's entry says of its standing rows, whatever their order.
func StandingDigest(list []Standing) string {
	lines := make([]string, len(list))
	for i, s := range list {
		lines[i] = s.Kind + "\t" + s.Object + "\t" + strconv.Itoa(s.Seq) + "\t" + s.Proof
	}
	slices.Sort(lines)
	sum := sha256.Sum256([]byte(strings.Join(lines, "\n")))
	return hex.EncodeToString(sum[:])
}

// Standing returns what this act has made of rows under proof, and queues the rows that repeat it.
func (q *Q) Standing() ([]Standing, error) {
	var list []Standing
	for key, proof := range q.standing {
		list = append(list, Standing{Kind: key[0], Object: key[1], Proof: proof})
	}
	slices.SortFunc(list, func(a, b Standing) int { return strings.Compare(a.Kind+"\t"+a.Object, b.Kind+"\t"+b.Object) })
	for page := range slices.Chunk(list, 100) {
		if err := q.count(page); err != nil {
			return nil, err
		}
		var a Args
		var rows []string
		for _, s := range page {
			rows = append(rows, In(&a, []any{q.Leaf, s.Kind, s.Object, s.Seq, s.Proof}))
		}
		if err := q.Add(`INSERT INTO standing (leaf, kind, object, seq, proof) VALUES `+strings.Join(rows, ", "), a.List...); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// count numbers what an act makes of rows: their order is that of the rows themselves, which an act holds, not of clocks.
func (q *Q) count(page []Standing) error {
	var a Args
	var which []string
	for _, s := range page {
		which = append(which, `(kind = `+a.Add(s.Kind)+` AND object = `+a.Add(s.Object)+`)`)
	}
	times := map[[2]string]int{}
	err := q.Each(`SELECT kind, object, COUNT(*) FROM standing WHERE `+strings.Join(which, ` OR `)+` GROUP BY kind, object`, a.List, func(scan func(...any) error) error {
		var key [2]string
		var n int
		err := scan(&key[0], &key[1], &n)
		times[key] = n
		return err
	})
	for i := range page {
		page[i].Seq = times[[2]string{page[i].Kind, page[i].Object}] + 1
	}
	return err
}

var writing = regexp.MustCompile(`^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\b`)

// provedWrite reports whether a statement writes rows of a table under proof in a way that their proof does not bear.
func provedWrite(query string) (verb, table string, ok bool) {
	m := writing.FindStringSubmatch(query)
	if m == nil {
		return "", "", false
	}
	t, ok := tables[m[2]]
	switch {
	case !ok:
		return "", "", false
	case m[1] == "INSERT INTO": // who writes the proof knows what they do
		head, _, _ := strings.Cut(query, ")")
		ok = !strings.Contains(head, "proof")
	case m[1] == "UPDATE":
		ok = changes(query, slices.Concat(t.key, t.content))
	}
	return m[1], m[2], ok
}

var assigned = regexp.MustCompile(`([a-z_]+)\s*=[^=]`)

// changes reports whether an UPDATE may set one of the columns. What stands after WHERE only compares.
func changes(query string, columns []string) bool {
	_, set, _ := strings.Cut(query, " SET ")
	set, _, _ = strings.Cut(set, " WHERE ")
	for _, m := range assigned.FindAllStringSubmatch(set, -1) {
		if slices.Contains(columns, m[1]) {
			return true
		}
	}
	return false
}

// write runs a statement on a table under proof. New rows are proved. A row that is changed keeps a proof only if it had
// one: an act cannot launder what somebody wrote behind the product's back. To learn that, the change is made, taken back
// and made again.
func (q *Q) write(verb, table, query string, args []any) (int64, error) {
	if q.Leaf == "" {
		return 0, errors.New("row: " + table + " is under proof and is written by acts only")
	}
	query += ` RETURNING ` + strings.Join(tables[table].key, ", ")
	upsert := strings.Contains(query, "DO UPDATE")
	if verb == "UPDATE" || upsert {
		return q.change(table, query, args, upsert)
	}
	keys, err := q.returned(table, query, args)
	if err != nil || len(keys) == 0 {
		return 0, err
	}
	if verb == "DELETE FROM" {
		for _, k := range keys {
			q.tell(table, strings.Join(k, "/"), "")
		}
		return int64(len(keys)), nil
	}
	return int64(len(keys)), q.prove(table, keys)
}

// change is write for rows that may be there; fresh says that one that was not is new.
func (q *Q) change(table, query string, args []any, fresh bool) (int64, error) {
	if err := q.plain(`SAVEPOINT standing`); err != nil {
		return 0, err
	}
	keys, err := q.returned(table, query, args)
	if err != nil {
		return 0, err
	}
	if err := q.plain(`ROLLBACK TO SAVEPOINT standing`); err != nil {
		return 0, err
	}
	if err := q.plain(`RELEASE SAVEPOINT standing`); err != nil || len(keys) == 0 {
		return 0, err
	}
	before, err := q.evidence(table, keys) // as they were
	if err != nil {
		return 0, err
	}
	if keys, err = q.returned(table, query, args); err != nil {
		return 0, err
	}
	var sound [][]string
	for _, k := range keys {
		if e, ok := before[strings.Join(k, "/")]; ok && q.Proved(table, e) || !ok && fresh {
			sound = append(sound, k)
		}
	}
	return int64(len(keys)), q.prove(table, sound)
}

// plain runs a statement that is about the transaction itself.
func (q *Q) plain(query string) error {
	if err := q.Flush(); err != nil {
		return err
	}
	_, err := q.Tx.ExecContext(q.Ctx, query)
	return q.wrap(err)
}

func (q *Q) returned(table, query string, args []any) (keys [][]string, err error) {
	err = q.Each(query, args, func(scan func(...any) error) error {
		key, err := scanKey(table, scan)
		keys = append(keys, key)
		return err
	})
	return keys, err
}

func scanKey(table string, scan func(...any) error) ([]string, error) {
	key := make([]string, len(tables[table].key))
	into := make([]any, len(key))
	for i := range key {
		into[i] = &key[i]
	}
	return key, scan(into...)
}

// evidence reads rows by their keys.
func (q *Q) evidence(table string, keys [][]string) (map[string]string, error) {
	found := map[string]string{}
	for page := range slices.Chunk(keys, 100) {
		var a Args
		var which []string
		for _, k := range page {
			var same []string
			for i, c := range tables[table].key {
				same = append(same, `t.`+c+` = `+a.Add(k[i]))
			}
			which = append(which, `(`+strings.Join(same, ` AND `)+`)`)
		}
		err := q.Each(`SELECT `+Evidence(table, "t")+` FROM `+table+` t WHERE `+strings.Join(which, ` OR `), a.List, func(scan func(...any) error) error {
			var e string
			err := scan(&e)
			object, _ := Split(table, e)
			found[object] = e
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}

// prove writes the proofs of rows as they stand now.
func (q *Q) prove(table string, keys [][]string) error {
	rows, err := q.evidence(table, keys)
	if err != nil {
		return err
	}
	for _, k := range keys {
		object := strings.Join(k, "/")
		e := rows[object]
		if q.Proved(table, e) {
			continue // it was only held
		}
		f, _, ok := fields(e, width(table))
		if !ok {
			return errors.New("row: a row under proof went away while it was written: " + table + " " + object)
		}
		proof := q.Proof(table, f[:len(f)-1]...)
		a := Args{List: []any{proof}}
		var same []string
		for n, c := range tables[table].key {
			same = append(same, c+` = `+a.Add(k[n]))
		}
		if err := q.Add(`UPDATE `+table+` SET proof = $1 WHERE `+strings.Join(same, ` AND `), a.List...); err != nil {
			return err
		}
		q.tell(table, object, proof)
	}
	return nil
}

func (q *Q) tell(table, object, proof string) {
	if !tables[table].told {
		return
	}
	if q.standing == nil {
		q.standing = map[[2]string]string{}
	}
	q.standing[[2]string{table, object}] = proof
}

// Adopt proves every row of a table as it stands. It is for a database that is older than proofs, once.
func (q *Q) Adopt(table string) error {
	var keys [][]string
	err := q.Each(`SELECT `+strings.Join(tables[table].key, ", ")+` FROM `+table, nil, func(scan func(...any) error) error {
		key, err := scanKey(table, scan)
		keys = append(keys, key)
		return err
	})
	if err != nil {
		return err
	}
	return q.prove(table, keys)
}
