package harness

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// An id that does not belong where it stands is refused, and nothing changes: each route that takes several ids gets one
// foreign, or one of another parent; each place gets an own thing of another kind.
func TestSwappedIDsAreRefused(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	h.swapAll(h.bind())
	if n := counts.swaps.Load(); n < 300 {
		t.Errorf("only %d pairs: nothing was swapped", n)
	}
}

func (h *house) swapAll(routes []*route) {
	h.t.Helper()
	for _, r := range routes {
		for _, p := range h.people {
			for _, c := range h.calls(r, p) {
				if len(c.taken()) > 0 && c.query == "" && !c.finds && h.serves(p, c) { // a query searches: it may find anything
					h.swap(p, c)
				}
			}
		}
	}
}

// swap puts something else into each place of a call that would be served.
func (h *house) swap(p *principal, c call) {
	h.t.Helper()
	for _, k := range c.taken() {
		for _, o := range h.others(p, c, k) {
			if twoViews(o, c.obj[k], k) {
				continue
			}
			if o.kind != k && slices.ContainsFunc(h.objects[k], func(x *object) bool { return x.id == o.id }) {
				continue // the same thing under another name: a hat and a colleague
			}
			if slices.Contains(drafts, k) && slices.Contains(drafts, o.kind) && k != "part" && !c.ofOther(o) {
				continue // a unit's part is a draft, of which it may ask those below it; a draft is none of the parts
			}
			if k == "proposal" && (o.kind == "sheet" || o.kind == "official form") {
				continue // a list of organisations, and an official form, is a proposal, too
			}
			d := c
			d.ids = map[string]string{k: o.id}
			before := h.version()
			a := h.ask(d)
			got := h.do(p, a)
			counts.swaps.Add(1)
			if got.status < http.StatusBadRequest || got.status >= http.StatusInternalServerError {
				h.fail("%s as %s: %d, with %s in place of %s", a, p.called(), got.status, o.label, c.obj[k].label)
			}
			if h.version() != before {
				h.fail("%s as %s: refused with %d, and yet something was written", a, p.called(), got.status)
			}
		}
	}
}

// twoViews is whether two things differ in nothing that the place asks for: a hat is a hat, whoever has worn it, an office is a unit, and a
// file that is off is taken off, and put back, as often as one likes.
func twoViews(o, instead *object, k string) bool {
	hat := func(kind string) bool { return kind == "colleague" || kind == "sleeper" || kind == "hat" }
	off := func(kind string) string { return strings.TrimSuffix(kind, " off") }
	office := func(kind string) bool { return strings.HasSuffix(kind, "office") }
	filed := func(kind string) bool { return kind == "report" || kind == "notification" } // both are filings, with the same pages
	return filed(k) && filed(o.kind) || (k == "unit" || office(k)) && office(o.kind) || hat(k) && (hat(o.kind) || o.kind == "locked") || o.kind != k && off(o.kind) == off(k) && o.parent == instead.parent
}

// drafts are the kinds that are drafts.
var drafts = []string{"draft", "declared draft", "collection", "part"}

// ofOther is whether a call is for drafts of one procedure, and a draft is of another.
func (c call) ofOther(o *object) bool {
	return strings.HasPrefix(c.path, "/reporting/procedures/") || o.kind == "declared draft" && strings.HasPrefix(c.path, "/reporting/prompt/")
}

// others are what does not belong into a place: where there are several ids, things of the same kind that are not this
// one's; and one own thing of each third of the other kinds, by turns.
func (h *house) others(p *principal, c call, k string) (list []*object) {
	if len(c.taken()) > 1 {
		for _, o := range h.objects[k] {
			if o != c.obj[k] && !h.together(o, c, k) {
				list = append(list, o)
			}
		}
	}
	h.nth++
	for i, other := range kinds() {
		if (i+h.nth)%3 > 0 || other.name == k || other.policy == kindOf(k).policy && other.mint == nil {
			continue
		}
		for _, o := range h.objects[other.name] {
			if p.stands(own, o) || p.stands(addressed, o) {
				list = append(list, o)
				break
			}
		}
	}
	return list
}

// together reports whether an object would fit the other ids of a call.
func (h *house) together(o *object, c call, k string) bool {
	for _, other := range c.taken() {
		if other == k {
			continue
		}
		if x := c.obj[other]; o.parent == x || x.parent == o {
			return true
		}
	}
	return false
}
