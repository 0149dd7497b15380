package harness

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// What somebody may not see and what does not exist are one answer, byte for byte, through every route; what the table
// allows is answered. For each route, principal, object and word.
func TestDenialIsAbsence(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	routes := h.bind()
	h.judgeAll(routes)
	for _, what := range h.idle(routes) {
		t.Error(what)
	}
	if n := counts.forms.Load(); n < 100 {
		t.Errorf("only %d forms were looked at: the eye for forms is blind", n)
	}
}

// The same on PostgreSQL, as the role of production, for a sample: once with both walls, once with row-level security
// alone, the store's own predicate compiled out.
func TestDenialIsAbsenceOnPostgres(t *testing.T) {
	t.Parallel()
	s, c, behind := postgresScene(t)
	for _, alone := range []bool{false, true} {
		c.NoWalls = alone
		h := s.on(t, c)
		h.watch, h.sample = behind, 10_000
		if alone {
			h.elsewhere()
			// A campaign that was shown is open to its reader, for whatever they would do with it: that its office alone changes it is the store's.
			// What was opened is read by whoever fills it in: row-level security shows it to everybody with the names of who wrote it, the store to
			// its office and to those to whom it is open.
			// So is a report to the helper that was shown it, and what was published of よくある相談 to everybody.
			h.skips = func(p *principal, c call) bool {
				return p != nil && p.Kind == party.Helper && c.obj["report"] != nil && c.action(kindOf("report")).Action != access.Read || c.obj["campaign"] != nil && c.action(kindOf("campaign")).Action != access.Read || c.obj["procedure"] != nil && c.obj["procedure"].state == string(procedure.Published) || c.obj["declared"] != nil || c.obj["faq"] != nil && c.obj["faq"].to != nil
			}
			h.lent = func(_ *principal, seen sighting) bool {
				return strings.HasPrefix(seen.what, "declared ") || strings.HasPrefix(seen.what, "person ") && seen.may["ministry-officer"]
			}
		}
		h.judgeAll(h.bind())
	}
}

// judgeAll calls routes as everybody, in every way; of a sample, each so-many-th call.
func (h *house) judgeAll(routes []*route) {
	h.t.Helper()
	step := 1
	if h.sample > 0 {
		all := 0
		h.each(routes, func(*principal, call) { all++ })
		step = max(1, all/h.sample) | 1 // odd: it walks through every way of calling a route
	}
	n := 0
	h.each(routes, func(p *principal, c call) {
		if n++; n%step == 0 && (h.skips == nil || !h.skips(p, c)) {
			h.judge(p, c)
		}
	})
}

// each tells every way of calling routes, as everybody.
func (h *house) each(routes []*route, do func(*principal, call)) {
	for _, r := range routes {
		who := h.everybody()
		if r.public != "" {
			who = []*principal{h.people[0], nil}
		}
		for _, p := range who {
			for _, c := range h.calls(r, p) {
				do(p, c)
			}
		}
	}
}

// judge makes one call and compares the answer with what the table says.
func (h *house) judge(p *principal, c call) {
	h.t.Helper()
	if h.serves(p, c) {
		h.served(p, c)
		return
	}
	counts.refused.Add(1)
	before := h.version()
	got := h.do(p, h.ask(c))
	signIn := p == nil && got.status == 303
	// What its state alone forbids is told on a page to whoever may read it; a program is refused. Nothing is written in either case.
	over := h.reads(p, c) && h.serves(p, c.stateless())
	if over {
		counts.stated.Add(1)
	}
	told := over && (c.method == http.MethodGet || door(c) != "api")
	if got.status < 400 && !signIn && !told || got.status >= 500 {
		h.fail("%s as %s: %d, though the table does not allow it (%v)", h.ask(c), p.called(), got.status, c.labels())
		return
	}
	if h.version() != before && !(over && h.onlyLooked(p, c)) {
		h.fail("%s as %s: refused with %d, and yet something was written", h.ask(c), p.called(), got.status)
	}
	if h.reads(p, c) || len(c.taken()) == 0 {
		return
	}
	h.likeNone(p, c, got)
}

// onlyLooked makes a call on a fresh copy, which must change nothing but who has read what: a page that tells its reader what may not be
// done any more shows it.
func (h *house) onlyLooked(p *principal, c call) bool {
	h.t.Helper()
	if h.file == "" {
		return true // there is no copy of a PostgreSQL scene
	}
	fresh := h.copied()
	before := fresh.rows("look")
	fresh.do(p, fresh.ask(c))
	return fresh.rows("look") == before
}

// rows is a digest of every row but those of one table.
func (h *house) rows(but string) string {
	h.t.Helper()
	sum := sha256.New()
	for _, table := range h.column(`SELECT name FROM sqlite_master WHERE type = 'table' AND name <> '` + but + `' ORDER BY name`) {
		columns := h.column(`SELECT 'quote("' || name || '")' FROM pragma_table_info('` + table + `')`)
		for _, row := range h.column(`SELECT ` + strings.Join(columns, " || ',' || ") + ` AS r FROM "` + table + `" ORDER BY r`) {
			_, _ = sum.Write([]byte(table + row + "\n"))
		}
	}
	return string(sum.Sum(nil))
}

// column is what a query of one column finds.
func (h *house) column(query string) (list []string) {
	h.t.Helper()
	rows, err := h.watch.QueryContext(h.t.Context(), query)
	if err != nil {
		h.t.Fatal(query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			h.t.Fatal(err)
		}
		list = append(list, s)
	}
	if err := rows.Err(); err != nil {
		h.t.Fatal(err)
	}
	return list
}

// likeNone compares what somebody is answered with what does not exist.
func (h *house) likeNone(p *principal, c call, got answer) {
	h.t.Helper()
	none := h.absentFrom(c, c.taken()...)
	other := h.do(p, h.ask(none))
	if a, b := c.unnamed(got.bytes()), none.unnamed(other.bytes()); a != b {
		h.fail("%s as %s tells %v from what does not exist (-absent +foreign):\n%s", h.ask(c), p.called(), c.labels(), cmp.Diff(b, a))
	}
	counts.pairs.Add(1)
}

// served makes a call that must be answered. What changes something is done on a copy of its own.
func (h *house) served(p *principal, c call) {
	h.t.Helper()
	did := h.did
	before := 0
	if c.method != http.MethodGet {
		if h.file == "" {
			return // there is no copy of a PostgreSQL scene
		}
		h = h.copied()
		before = h.entries()
	}
	a := h.ask(c)
	got := h.do(p, a)
	if c.method != http.MethodGet && got.status < http.StatusBadRequest {
		did[c.Pattern] = did[c.Pattern] || c.keeps != "" || h.entries() > before
	}
	h.fields(p, c, a, got)
	if c.finds && !h.reads(p, c) && len(h.visible) == 0 {
		h.likeNone(p, c, got)
	}
	good := got.status < 400 || got.status == 409 && !h.stated(c) // what it is about is theirs; its state may forbid it, where that is not known
	if got.status == http.StatusUnprocessableEntity && strings.HasSuffix(a.path, "/sjis") {
		good = true // a name that the encoding lacks (𠮷) is refused with its place
	}
	if c.refuses != 0 {
		good = got.status == c.refuses || got.status == http.StatusConflict && !h.stated(c)
	}
	if c.second && c.made(p) {
		good = got.status == http.StatusForbidden
	}
	if !good {
		h.fail("%s as %s: %d, though the table allows it (%v)\n%.400s", a, p.called(), got.status, c.labels(), got.body)
	}
}

// made is whether somebody made an object of a call themselves.
func (c call) made(p *principal) bool {
	return slices.ContainsFunc(c.taken(), func(k string) bool { return c.obj[k] != nil && c.obj[k].by != "" && c.obj[k].by == p.Person })
}

// fields looks at the forms of a page: every field must stand in the sample of the route that the form is sent to. One
// look at each page for each kind of visitor is enough.
func (h *house) fields(p *principal, c call, a ask, got answer) {
	h.t.Helper()
	who := ""
	if p != nil {
		who = fmt.Sprint(p.Kind, p.Roles)
	}
	key := fmt.Sprint(c.Pattern, c.words, c.query, who)
	if h.forms[key] || c.method != http.MethodGet {
		return
	}
	h.forms[key] = true
	for _, f := range h.sheets(a, got) {
		counts.forms.Add(1)
		h.check(f)
	}
}

// labels name the objects of a call for people.
func (c call) labels() (list []string) {
	for _, k := range c.taken() {
		if o := c.obj[k]; o != nil {
			list = append(list, o.label)
		}
	}
	return list
}

// idle says which routes that change something did so for nobody whom they serve: each must have an act to show for a good request, or say
// in its row why it has none. A route that refuses its best request says why there.
func (h *house) idle(routes []*route) (list []string) {
	for _, r := range routes {
		if r.method == http.MethodGet || r.refuses != 0 {
			continue
		}
		switch done, answered := h.did[r.Pattern]; {
		case !answered:
			list = append(list, r.Pattern+": nobody whom it serves was answered: write a good request into its row of internal/harness/bindings_test.go, or say with refuses and why what lacks")
		case !done:
			list = append(list, r.Pattern+": it answers and does nothing: let the request of its row in internal/harness/bindings_test.go do something, or say with keeps why nothing is to be done")
		}
	}
	return list
}
