package row

import (
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/domain/ident"
)

// proved is a table whose rows give sight, directly or by what is written because of them. Each of its rows carries a
// proof, a MAC over key and content: whoever can write to the database, but does not hold the key file, makes no row that
// counts (docs/adr/0012).
type proved struct {
	key     []string
	content []string
	// told: what an act makes of such rows stands in standing too, so that one that is gone or put back is named. The others
	// are written by an arrival, whose own entry digests them.
	told bool
	// since is the generation of proofs with which the table came under them; zero is the first.
	since int
}

// Generation is the newest generation of proofs. An act's entry says under which it was written, so that a database that is
// older is told from one whose rows were forged.
const Generation = 5

var tables = map[string]proved{
	"org":             {key: []string{"id"}, content: []string{"kind"}, told: true},
	"unit":            {key: []string{"id"}, content: []string{"org", "parent"}, told: true},
	"unit_above":      {key: []string{"unit", "above"}, told: true},
	"hat":             {key: []string{"id"}, content: []string{"person", "org", "unit", "roles", "from_at", "until_at"}, told: true},
	"designation":     {key: []string{"id"}, content: []string{"operator", "sector", "ministers", "from_on", "until_on"}, told: true},
	"jurisdiction":    {key: []string{"id"}, content: []string{"operator", "sector", "org", "unit", "act", "title", "channel", "sections", "from_on", "until_on"}, told: true},
	"audience_member": {key: []string{"audience", "unit", "from_at"}, content: []string{"until_at"}, told: true},
	"reader":          {key: []string{"object", "audience"}, content: []string{"kind", "at"}},
	"passing":         {key: []string{"jurisdiction"}, content: []string{"transfer"}, told: true},
	"handover":        {key: []string{"filing", "audience"}, content: []string{"sections"}, told: true},
	"inheritance":     {key: []string{"id"}, content: []string{"old_org", "new_org", "new_unit", "from_on", "from_at", "undone_at"}, told: true, since: 3},
	// A mandate lets a maintainer act for an operator, within the mandate's unit.
	"mandate":   {key: []string{"id"}, content: []string{"number", "operator", "operator_unit", "maintainer", "maintainer_unit", "unit", "by_side", "state", "acts", "sectors", "from_on", "until_on"}, told: true},
	"addressee": {key: []string{"filing", "unit"}, content: []string{"org", "title", "channel", "sections"}},
	// How people come in: by what a row is found is part of it, so that nobody's secret is put in the place of another's.
	"login":      {key: []string{"person"}, content: []string{"lookup"}, told: true, since: 2},
	"credential": {key: []string{"id"}, content: []string{"person", "kind", "lookup", "created_at", "ended_at", "org"}, told: true, since: 2},
	"session":    {key: []string{"id"}, content: []string{"lookup", "person", "hat", "method", "created_at", "until_at", "ended_at", "bound", "backed_at"}, told: true, since: 2},
	"token":      {key: []string{"id"}, content: []string{"lookup", "hat", "created_at", "until_at", "ended_at"}, told: true, since: 2},
	"invitation": {key: []string{"id"}, content: []string{"lookup", "code", "hat", "created_at", "until_at", "used_at"}, told: true, since: 2},
	"authority":  {key: []string{"id"}, content: []string{"org", "lookup", "created_at", "ended_at"}, told: true, since: 2},
	"offer":      {key: []string{"id"}, content: []string{"org", "unit", "hat", "roles", "from_at", "until_at", "state", "lookup", "code", "by_person", "created_at", "expires_at"}, told: true, since: 2},
	// What acts rest on beside sight: how a person stands, in what ways an organisation lets people in, what undoing puts back, who
	// entered what another is to confirm, what is asked of whom until when.
	"person":      {key: []string{"id"}, content: []string{"state", "created_at"}, told: true, since: 3},
	"signin_rule": {key: []string{"org"}, content: []string{"methods", "changed_at", "stale_days"}, told: true, since: 3},
	"succession":  {key: []string{"id"}, content: []string{"org", "unit", "kind", "hat", "heir", "at", "until_at", "until_before", "undone_at", "by_person", "created_at"}, told: true, since: 3},
	"proposal":    {key: []string{"id"}, content: []string{"org", "unit", "kind", "state", "from_on", "entered_at", "entered_by", "ended_at", "ended_by"}, told: true, since: 3},
	"request":     {key: []string{"id"}, content: []string{"number", "kind", "filing", "org", "unit", "asked_org", "asked_unit", "state", "asked_at", "answer_by", "answered_at"}, told: true, since: 3},
	"vouch":       {key: []string{"offer", "person"}, content: []string{"how", "at", "code"}, told: true, since: 3},
	// What people keep beside the filings: with whom a view is shared, and who takes care of what. A charge is written many at a time, by
	// an act whose own row says of which; it writes its proof itself.
	"saved_view": {key: []string{"id"}, content: []string{"org", "unit", "person", "list", "share", "state", "rev", "at"}, told: true, since: 4},
	"charge":     {key: []string{"filing", "unit"}, content: []string{"org", "person", "act", "rev", "at"}, since: 4},
	// By which channel an authority has what is reported: such a row makes an office an addressee.
	"routing": {key: []string{"id"}, content: []string{"authority", "kind", "cond", "channel", "org", "unit", "title", "certainty", "from_on", "until_on"}, told: true, since: 5},
}

// binary are the columns that hold bytes; as text they are hexadecimal.
var binary = []string{"lookup", "code"}

// ProvedTables lists the tables under proof by name.
func ProvedTables() []string { return tablesOf(func(proved) bool { return true }) }

// TablesSince lists the tables that came under proof with a generation, by name.
func TablesSince(generation int) []string {
	return tablesOf(func(t proved) bool { return max(t.since, 1) == generation })
}

func tablesOf(which func(proved) bool) []string {
	var names []string
	for name, t := range tables {
		if which(t) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Told reports whether standing repeats the rows of a table.
func Told(table string) bool { return tables[table].told }

// Evidence is an SQL expression: a row's key, content and proof as one text, the same on both engines. Each field is preceded
// by its length, so that no text written into one can pass for another.
func Evidence(table, alias string) string {
	var parts []string
	for _, text := range texts(table, alias) {
		parts = append(parts, `LENGTH(`+text+`) || ':' || `+text)
	}
	return `(` + strings.Join(parts, ` || `) + `)`
}

// texts are a row's key, content and proof, an SQL expression each.
func texts(table, alias string) (list []string) {
	t := tables[table]
	for _, c := range slices.Concat(t.key, t.content, []string{"proof"}) {
		text := `COALESCE(CAST(` + alias + `.` + c + ` AS TEXT), '')`
		if slices.Contains(binary, c) {
			text = `COALESCE(encode(` + alias + `.` + c + `, 'hex'), '')`
		}
		list = append(list, text)
	}
	return list
}

// Witness is Evidence as columns of their own, for statements of many rows: an engine takes longer to put texts together than to hand them
// over. Into is where they are scanned, once a row.
type Witness struct {
	table  string
	fields []string
}

// NewWitness is for rows of a table under proof.
func NewWitness(table string) *Witness { return &Witness{table, make([]string, width(table))} }

// Columns are what to select of the rows of an alias.
func (w *Witness) Columns(alias string) string { return strings.Join(texts(w.table, alias), `, `) }

// Into are the places of the columns.
func (w *Witness) Into() (places []any) {
	for i := range w.fields {
		places = append(places, &w.fields[i])
	}
	return places
}

// Heard reports whether the row scanned last is one which this house wrote.
func (q *Q) Heard(w *Witness) bool { return q.sound(w.table, w.fields) }

// Joined is Evidence of a row of an outer join: empty where there is none. Stands judges it.
func Joined(table, alias string) string {
	return `CASE WHEN ` + alias + `.` + tables[table].key[0] + ` IS NULL THEN '' ELSE ` + Evidence(table, alias) + ` END`
}

// Lasting is Joined for a table whose rows no act deletes: where there is none although an act wrote one, somebody took it away behind
// the product's back, and that is no row which this house wrote. key is an expression for the row's key. It rests on the table standing;
// whoever empties that, too, is named by the check of the log.
func Lasting(table, alias, key string) string {
	return `CASE WHEN ` + alias + `.` + tables[table].key[0] + ` IS NOT NULL THEN ` + Evidence(table, alias) +
		` WHEN EXISTS (SELECT 1 FROM standing lasting WHERE lasting.kind = '` + table + `' AND lasting.object = ` + key + `) THEN 'gone' ELSE '' END`
}

// Stands reports whether what Joined returned is no row, or one which this house wrote.
func (q *Q) Stands(table, evidence string) bool { return evidence == "" || q.Proved(table, evidence) }

// fields takes n fields of evidence from the front of a text; ok is false where the text does not hold them.
func fields(text string, n int) (list []string, rest string, ok bool) {
	for range n {
		digits, after, found := strings.Cut(text, ":")
		length, err := strconv.Atoi(digits)
		if !found || err != nil || length < 0 {
			return nil, "", false
		}
		end := 0
		for ; length > 0; length-- { // characters, as the engines count them
			_, size := utf8.DecodeRuneInString(after[end:])
			if size == 0 {
				return nil, "", false
			}
			end += size
		}
		list, text = append(list, after[:end]), after[end:]
	}
	return list, text, true
}

// width is the number of fields in the evidence of a table's row.
func width(table string) int { return len(tables[table].key) + len(tables[table].content) + 1 }

// Proof is the proof of a row, from the text of its key and content in the order in which the table is declared.
func (q *Q) Proof(table string, content ...string) string {
	return string(q.proof(nil, table, content))
}

func (q *Q) proof(dst []byte, table string, content []string) []byte {
	b := append(make([]byte, 0, 512), table...)
	for _, f := range content {
		b = append(strconv.AppendInt(append(b, ' '), int64(len(f)), 10), ':')
		b = append(b, f...)
	}
	return base64.RawURLEncoding.AppendEncode(dst, q.Keys.AppendDigest(nil, "standing", b))
}

// ReaderRow is the placeholders of one row of reader with its proof: object, audience, kind, at, proof.
func (q *Q) ReaderRow(a *Args, object, audience, kind string, at ident.Instant) string {
	return In(a, []any{object, audience, kind, at, q.Proof("reader", object, audience, kind, strconv.FormatInt(int64(at), 10))})
}

// Proved reports whether evidence is that of a row which this house wrote.
func (q *Q) Proved(table, evidence string) bool {
	f, rest, ok := fields(evidence, width(table))
	return ok && rest == "" && q.sound(table, f)
}

func (q *Q) sound(table string, f []string) bool {
	last := len(f) - 1
	return subtle.ConstantTimeCompare(q.proof(nil, table, f[:last]), []byte(f[last])) == 1
}

// Split takes evidence apart: the key as one text, and the proof.
func Split(table, evidence string) (object, proof string) {
	f, _, ok := fields(evidence, width(table))
	if !ok {
		return "", ""
	}
	return strings.Join(f[:len(tables[table].key)], "/"), f[len(f)-1]
}
