package store_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
)

// walked bounds the rows of a large table that one node of a plan may touch for a page of fifty.
const walked = 2000

// tooMuch says where a page walks a large table. On PostgreSQL its statements are run as the product runs them, behind both
// walls, and the rows are counted; SQLite tells only how it would search, and what that means is read from its plan.
func tooMuch(t *testing.T, app *sql.DB, engine string, p page) (lines []string) {
	t.Helper()
	for _, st := range p.statements {
		if engine == "postgres" {
			for _, w := range walks(t, app, p.scope, st) {
				if w.rows > max(walked, p.most) {
					lines = append(lines, fmt.Sprintf("%s touches %d rows of %s", w.node, w.rows, w.table))
				}
			}
			continue
		}
		lines = append(lines, searches(explained(t, app, engine, p.scope, st))...)
	}
	return lines
}

// aWalkIsNoticed puts back a policy that PostgreSQL may begin at the wrong end, and expects to be told.
func aWalkIsNoticed(t *testing.T, owner, app *sql.DB, pages []page) {
	t.Helper()
	if _, err := owner.ExecContext(t.Context(), `ALTER POLICY addressed ON filing USING (id IN (SELECT r.object FROM reader r
		JOIN audience_member m ON m.audience = r.audience JOIN unit_above a ON a.unit = m.unit WHERE a.above = kanmin_unit()))`); err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(pages, func(p page) bool { return p.name == "ministry: 200 reports through the API" })
	if len(tooMuch(t, app, "postgres", pages[i])) == 0 {
		t.Error("a policy that walks all that was addressed to an office goes unnoticed")
	}
}

// inScope tells row-level security whose transaction it is.
func inScope(s access.Scope) string {
	return fmt.Sprintf(`SELECT set_config('kanmin.org', '%s', true), set_config('kanmin.unit', '%s', true), set_config('kanmin.at', '%d', true)`, s.Org, s.Unit, s.At)
}

// within runs texts as the product does, in one read-only transaction; the last of them is a query.
func within(t *testing.T, app *sql.DB, texts []string, args []any, visit func(row []string)) {
	t.Helper()
	tx, err := app.BeginTx(t.Context(), &sql.TxOptions{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = tx.Rollback() }()
	last := len(texts) - 1
	for _, first := range texts[:last] {
		if _, err := tx.ExecContext(t.Context(), first); err != nil {
			t.Fatal(first, err)
		}
	}
	rows, err := tx.QueryContext(t.Context(), texts[last], args...)
	if err != nil {
		t.Fatal(texts[last], err)
	}
	defer func() { _ = rows.Close() }()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]string, len(columns)), make([]any, len(columns))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			t.Fatal(err)
		}
		visit(row)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
}

var literal = regexp.MustCompile(`'[^']*'(::\w+)?|'?\d{6,}'?(::\w+)?`)

// explained returns the lines of a statement's plan, without what differs from run to run.
func explained(t *testing.T, app *sql.DB, engine string, s access.Scope, st statement) (lines []string) {
	t.Helper()
	if engine == "postgres" {
		within(t, app, []string{inScope(s), "EXPLAIN (COSTS OFF) " + st.query}, st.args, func(row []string) {
			lines = append(lines, literal.ReplaceAllString(row[0], "…"))
		})
		return lines
	}
	depth := map[string]int{}
	within(t, app, []string{"EXPLAIN QUERY PLAN " + st.query}, st.args, func(row []string) { // id, parent, not used, detail
		depth[row[0]] = depth[row[1]] + 1
		lines = append(lines, strings.Repeat("  ", depth[row[1]])+row[3])
	})
	return lines
}

// walk is a node of a plan that was run: how many rows of a table it touched.
type walk struct {
	node, table string
	rows        int
}

// node is what PostgreSQL says of one.
type node struct {
	Type     string  `json:"Node Type"`
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Loops    float64 `json:"Actual Loops"`
	Filtered float64 `json:"Rows Removed by Filter"`
	Again    float64 `json:"Rows Removed by Index Recheck"`
	Cost     float64 `json:"Total Cost"`
	Plans    []node  `json:"Plans"`
}

func (n node) walks() (list []walk) {
	if slices.Contains(big, n.Relation) {
		list = append(list, walk{n.Type, n.Relation, int((n.Rows + n.Filtered + n.Again) * n.Loops)})
	}
	for _, below := range n.Plans {
		list = append(list, below.walks()...)
	}
	return list
}

// planning is what PostgreSQL takes planning to cost, when it decides whether a plan for any arguments is as good as one for these.
const planning = 100

// walks runs a statement and counts what it touches: planned for its arguments, as PostgreSQL does the first five times of a
// connection, and for any, as it does afterwards where that costs no more.
func walks(t *testing.T, app *sql.DB, s access.Scope, st statement) (list []walk) {
	t.Helper()
	args := make([]string, len(st.args))
	for i, a := range st.args {
		args[i] = "'" + strings.ReplaceAll(fmt.Sprint(a), "'", "''") + "'"
	}
	execute := "EXECUTE walked"
	if len(args) > 0 {
		execute += "(" + strings.Join(args, ", ") + ")"
	}
	limit := math.Inf(1)
	for _, mode := range []string{"custom", "generic"} {
		texts := []string{
			inScope(s), "PREPARE walked AS " + st.query, "SET LOCAL plan_cache_mode = force_" + mode + "_plan", "EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) " + execute,
		}
		within(t, app, texts, nil, func(row []string) {
			var plans []struct{ Plan node }
			if err := json.Unmarshal([]byte(row[0]), &plans); err != nil {
				t.Fatal(err)
			}
			if p := plans[0].Plan; p.Cost <= limit {
				list, limit = append(list, p.walks()...), p.Cost+planning
			}
		})
		if _, err := app.ExecContext(t.Context(), "DEALLOCATE walked"); err != nil {
			t.Fatal(err)
		}
	}
	return list
}

var (
	sqliteWalk = regexp.MustCompile(`^\s*(SCAN|SEARCH) (\w+)( .*)?$`)
	aliases    = map[string]string{"f": "filing", "v": "filing_revision", "r": "reader", "k": "look", "q": "request", "d": "duty", "c": "incident_case", "l": "leaf", "p": "position"}
)

// searches names what a plan of SQLite walks: a large table without an index, one for which an index is made on the way, or
// one of which a set is made before anybody is asked for.
func searches(plan []string) (lines []string) {
	set := -1 // how deep the set is that is being made
	for _, line := range plan {
		depth := len(line) - len(strings.TrimLeft(line, " "))
		if depth <= set {
			set = -1
		}
		if set < 0 && (strings.Contains(line, "LIST SUBQUERY") || strings.Contains(line, "MATERIALIZE")) && !strings.Contains(line, "CORRELATED") {
			set = depth
		}
		m := sqliteWalk.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		table := m[2]
		if full, ok := aliases[table]; ok {
			table = full
		}
		bare := m[1] == "SCAN" && !strings.Contains(m[3], "USING")
		if slices.Contains(big, table) && (bare || set >= 0 || strings.Contains(m[3], "AUTOMATIC")) {
			lines = append(lines, "walks "+table+": "+strings.TrimSpace(line))
		}
	}
	return lines
}

func TestAWalkIsNoticed(t *testing.T) {
	t.Parallel()
	for plan, want := range map[string]int{
		"SCAN f": 1, "SEARCH f USING INDEX filing_org_idx (org=?)": 0, "SCAN w0": 0,
		"SCAN r USING COVERING INDEX reader_audience_idx":    0,
		"SEARCH v USING AUTOMATIC COVERING INDEX (filing=?)": 1,
		"SEARCH f USING INDEX filing_pkey (id=?)\n  LIST SUBQUERY 1\n    SEARCH r USING COVERING INDEX reader_audience_idx (audience=?)":                                  1,
		"SEARCH f USING INDEX filing_pkey (id=?)\n  CORRELATED SCALAR SUBQUERY 1\n    SEARCH r USING COVERING INDEX reader_audience_idx (audience=?)":                     0,
		"SEARCH f USING INDEX filing_pkey (id=?)\n  LIST SUBQUERY 1\n    SEARCH m USING INDEX audience_member_pkey (audience=?)\nSEARCH r USING INDEX reader_pkey (id=?)": 0,
	} {
		if got := searches(strings.Split(plan, "\n")); len(got) != want {
			t.Errorf("%q: %q, want %d", plan, got, want)
		}
	}
	ran := node{Relation: "reader", Rows: 3, Filtered: 7, Loops: 300, Plans: []node{{Relation: "unit", Rows: 1e6, Loops: 1}, {Relation: "look", Rows: 1, Loops: 1}}}
	if got := ran.walks(); len(got) != 2 || got[0].rows != 3000 || got[1].rows != 1 {
		t.Errorf("counted %v", got)
	}
}
