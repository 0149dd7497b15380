package row

import "strings"

// AtOnce is how many rows of Many one statement takes. SQLite's driver looks each parameter up from the first on: the time of a
// statement grows with their square, and 5,000 rows by 400 held the writer half as long again.
func (q *Q) AtOnce() int {
	if q.batches() {
		return 5000
	}
	return 32
}

// Column is one column of Many, by its kind.
type Column struct {
	Texts   []string
	Numbers []int64
	Bytes   [][]byte
}

// Many is a query that gives rows which the statement brings with it, at most AtOnce: all columns are of one length. PostgreSQL takes
// a column as one parameter, because thousands of parameters cost it and us more than writing the rows.
func (q *Q) Many(a *Args, columns ...Column) string {
	if q.batches() {
		arrays := make([]string, len(columns))
		for i, c := range columns {
			arrays[i] = c.array(a)
		}
		return `SELECT * FROM unnest(` + strings.Join(arrays, ", ") + `)`
	}
	rows := make([]string, columns[0].len())
	for i := range rows {
		marks := make([]string, len(columns))
		for j, c := range columns {
			marks[j] = a.Add(c.at(i))
		}
		rows[i] = "(" + strings.Join(marks, ", ") + ")"
	}
	return `VALUES ` + strings.Join(rows, ", ")
}

func (c Column) len() int { return max(len(c.Texts), len(c.Numbers), len(c.Bytes)) }

func (c Column) at(i int) any {
	switch {
	case c.Texts != nil:
		return c.Texts[i]
	case c.Numbers != nil:
		return c.Numbers[i]
	}
	return c.Bytes[i]
}

func (c Column) array(a *Args) string {
	switch {
	case c.Texts != nil:
		return a.Add(c.Texts) + "::text[]"
	case c.Numbers != nil:
		return a.Add(c.Numbers) + "::bigint[]"
	}
	return a.Add(c.Bytes) + "::bytea[]"
}
