package harness

import (
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// numbered mints a 整理番号 that nothing has.
func numbered(k ident.NumberKind) func(*maker) string {
	return func(m *maker) string {
		n, err := ident.NewNumber(k, ident.At(m.scene.at), rand.Reader)
		if err != nil {
			panic(err) // no entropy
		}
		return n.ASCII()
	}
}

func minted(m *maker) string { return string(newID[ident.Object](m)) }

var kindsOnce struct {
	sync.Once
	list []kind
}

// kinds are the declared kinds, made once. Nobody changes the list.
func kinds() []kind {
	kindsOnce.Do(func() { kindsOnce.list = declared() })
	return kindsOnce.list
}

// kindOf finds a kind by name.
func kindOf(name string) kind {
	for _, k := range kinds() {
		if k.name == name {
			return k
		}
	}
	panic("harness: no kind is called " + name)
}

// is reports whether permissions call things of the kind so.
func (k kind) is(o access.Object) bool { return o != "" && (o == k.policy || o == k.desk) }

var braces = regexp.MustCompile(`\{([a-z_]+)(\.\.\.)?\}`)

// slot is a place of a route that takes an id or a word.
type slot struct {
	name  string
	kind  string // empty: a word
	words []string
}

// parts splits a pattern.
func parts(pattern string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	return method, strings.TrimSuffix(path, "{$}")
}

// slots are the parameters of a route's address; missing names the first one without a row.
func slots(r gate.Route) (list []slot, missing string) {
	_, path := parts(r.Pattern)
	for _, m := range braces.FindAllStringSubmatch(path, -1) {
		found := false
		for _, p := range parameters {
			if p.name == m[1] && strings.HasPrefix(path, p.prefix) {
				list, found = append(list, slot{m[1], p.kind, p.words}), true
				break
			}
		}
		if !found {
			return nil, m[1]
		}
	}
	return list, ""
}

// Every route is bound: what the harness must be told of it stands in bindings_test.go.
func TestEveryRouteIsBound(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	for _, what := range unbound(h.doors.Routes) {
		t.Error(what)
	}
	known := map[string]bool{}
	for _, r := range h.doors.Routes {
		known[r.Pattern] = true
	}
	for pattern := range bindings {
		if !known[pattern] {
			t.Errorf("%s: there is no such route any more; delete its row from bindings_test.go", pattern)
		}
	}
}

// unbound says which lines are missing for some routes.
func unbound(routes []gate.Route) (missing []string) {
	say := func(r gate.Route, format string, args ...any) {
		missing = append(missing, r.Pattern+": in internal/harness/bindings_test.go "+fmt.Sprintf(format, args...))
	}
	for _, r := range routes {
		b, method := bindings[r.Pattern], strings.Fields(r.Pattern)[0]
		if _, param := slots(r); param != "" {
			say(r, `add to parameters what {%s} is: {"", %q, "KIND", nil} with a KIND of declared() for an id, or {"", %q, "", []string{"a", "b"}} for a word`, param, param, param)
			continue
		}
		if r.Needs == (access.Permission{}) && b.public == "" {
			say(r, `add to bindings why nobody need sign in: %q: {public: "…"}`, r.Pattern)
		}
		if method != http.MethodGet && b.body == "" {
			say(r, `add to bindings a good request with every field of its form: %q: {body: "a={bird}&key={key}"}, or JSON; {report}, {token} … stand for ids`, r.Pattern)
		}
		if b.refuses != 0 && b.why == "" {
			say(r, `say why in the row of %q: {refuses: %d, why: "…"}`, r.Pattern, b.refuses)
		}
		if k := undone(r, b); k != "" && method != http.MethodGet {
			say(r, `add to bindings what is done to the %s, since the route's permission is about a %s: %q: {does: "%s ACTION"}`, k, r.Needs.Object, r.Pattern, kindOf(k).policy)
		}
	}
	return missing
}

// undone is a kind of id that a route takes in its address without a permission that is about one of them.
func undone(r gate.Route, b binding) (name string) {
	object, _, _ := strings.Cut(b.does, " ")
	list, _ := slots(r)
	for _, s := range list {
		if s.kind == "" {
			continue
		}
		if name = s.kind; kindOf(s.kind).is(r.Needs.Object) || kindOf(s.kind).is(access.Object(object)) {
			return ""
		}
	}
	return name
}

// rowID is the id of a row of a table, which a page mints.
var rowID = regexp.MustCompile(`[0-9a-z]{13}-[0-9]{5}-[0-9a-z]{12}`)

// check finds the fields of a form that its route's sample lacks.
func (h *house) check(f sheet) {
	h.t.Helper()
	b, known := bindings[f.pattern]
	if f.pattern == "" {
		h.fail("%s: a form is sent to no route", f.page)
		return
	}
	sample := b.body
	if strings.HasPrefix(f.pattern, http.MethodGet) {
		sample = strings.ReplaceAll(b.query, " ", "&")
	}
	for name := range f.fields {
		name = rowID.ReplaceAllString(name, "r1")
		if !known || !slices.ContainsFunc(strings.Split(sample, "&"), func(s string) bool { return strings.HasPrefix(s, name+"=") }) {
			h.fail("%s: the form has the field %q, which the row of %q in internal/harness/bindings_test.go lacks: add %s=… to it", f.page, name, f.pattern, name)
		}
	}
}

// untaken are objects of the permission table that no route takes by id, with what they are reached by.
var untaken = map[access.Object]string{
	access.DutyCard: "one's own unit",
	access.Receipt:  "by its report", access.Desk: "a page of one's own", access.Home: "a page of one's own", access.Calendar: "a page of one's own", access.Platform: "the house as a whole",
	access.Settings: "a page of one's own", access.Contacts: "by the one who is named",
}

// strays are objects of the permission table that are neither a kind nor known to be reached otherwise.
func strays(objects []string) (missing []string) {
	for _, o := range objects {
		if _, known := untaken[access.Object(o)]; !known && !slices.ContainsFunc(kinds(), func(k kind) bool { return k.is(access.Object(o)) }) {
			missing = append(missing, fmt.Sprintf(`policy.tsv speaks of %q: add a kind with its maker to declared() in internal/harness/bindings_test.go, or say in untaken what it is reached by`, o))
		}
	}
	return missing
}

// Every object that the permission table speaks about is bound, and one that is not is told.
func TestEveryObjectIsBound(t *testing.T) {
	t.Parallel()
	objects := map[string]bool{}
	for _, row := range theScene(t).policy.Book {
		objects[row.Object] = true
	}
	if len(objects) < 10 {
		t.Errorf("only %d objects", len(objects))
	}
	for _, what := range strays(slices.Sorted(maps.Keys(objects))) {
		t.Error(what)
	}
	if said := strays([]string{"report", "treasure"}); len(said) != 1 || !strings.Contains(said[0], "treasure") {
		t.Errorf("the control: %q", said)
	}
}
