package harness

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// route is a row of the route table with what is known of it.
type route struct {
	gate.Route
	binding
	method, path string
	slots        []slot
	kinds        []string // of the ids that it takes, in the order of address, query and body
	queries      []string // of a GET, "" first
}

// call is one way of calling a route: an object for each kind of id, a word for each of the other slots.
type call struct {
	*route
	ids   map[string]string
	obj   map[string]*object
	words map[string]string
	query string
	body  string
	self  string // whose call it is
	// refuses is that of the body
	refuses int
}

// bind joins the route table with the bindings; what is missing is told by TestEveryRouteIsBound.
func (h *house) bind() (list []*route) {
	for _, r := range h.doors.Routes {
		one := &route{Route: r, binding: bindings[r.Pattern]}
		for _, p := range h.planted {
			if p.Pattern == r.Pattern {
				one.binding = p.binding
			}
		}
		one.method, one.path = parts(r.Pattern)
		one.slots, _ = slots(r)
		for _, s := range one.slots {
			if s.kind != "" {
				one.kinds = append(one.kinds, s.kind)
			}
		}
		one.queries = append([]string{""}, strings.Fields(one.binding.query)...)
		for _, k := range kinds() {
			if strings.Contains(fmt.Sprint(one.body, one.further, one.binding.query), "{"+k.name+"}") && !slices.Contains(one.kinds, k.name) {
				one.kinds = append(one.kinds, k.name)
			}
		}
		list = append(list, one)
	}
	return list
}

// permission reads "report ask".
func permission(s string) access.Permission {
	object, action, _ := strings.Cut(s, " ")
	return access.Permission{Action: access.Action(action), Object: access.Object(object)}
}

// action is what the route does with an object of a kind: what the binding says, else the route's own permission when it
// is about such objects, else it reads it.
func (r *route) action(k kind) access.Permission {
	if does := permission(r.does); k.is(does.Object) {
		return does
	}
	if k.is(r.Needs.Object) {
		return r.Needs
	}
	return access.Permission{Action: access.Read, Object: k.policy}
}

// serves is the oracle: whether a call is answered to somebody, by the permission table as read here and by how they
// stand to each object.
func (h *house) serves(p *principal, c call) bool {
	if c.Needs == (access.Permission{}) {
		return true
	}
	if p == nil || !h.policy.permits(c.Needs, p, nil) || c.only != "" && !slices.Contains(h.policy.relations(c.Needs, p.Roles, ""), c.only) && len(c.taken()) == 0 {
		return false
	}
	if len(c.also) > 0 && !slices.ContainsFunc(c.also, func(s string) bool { return h.policy.permits(permission(s), p, nil) }) {
		return false
	}
	for _, k := range c.taken() {
		o := c.obj[k]
		if c.finds {
			break
		}
		if o == nil || c.nobodys(o) || !h.may(p, c.action(kindOf(k)), o) || c.only != "" && !p.stands(c.only, o) {
			return false
		}
	}
	return true
}

// stateless is a call about the same objects as if they stood in any state.
func (c call) stateless() call {
	obj := map[string]*object{}
	for k, o := range c.obj {
		one := *o
		one.state = ""
		obj[k] = &one
	}
	c.obj = obj
	return c
}

// stated is whether what a call does is allowed in some states alone, and it is known in which one its object stands.
func (h *house) stated(c call) bool {
	return slices.ContainsFunc(c.taken(), func(k string) bool {
		return c.obj[k] != nil && c.obj[k].state != "" && h.policy.narrows(c.action(kindOf(k)))
	})
}

// may is whether the table lets somebody do something to an object; to read it, as whichever it is to them.
func (h *house) may(p *principal, do access.Permission, o *object) bool {
	return h.policy.permits(do, p, o) || do.Action == access.Read && h.policy.shows(p, o)
}

// reads is whether somebody may read every object of a call.
func (h *house) reads(p *principal, c call) bool {
	return p != nil && !slices.ContainsFunc(c.taken(), func(k string) bool {
		return c.obj[k] == nil || c.nobodys(c.obj[k]) || !h.policy.shows(p, c.obj[k])
	})
}

// nobodys is whether something is a person's own, and a program asks: its token is nobody.
func (c call) nobodys(o *object) bool { return o.person != "" && (door(c) == "api") != o.program }

// taken are the kinds of id that stand in this call.
func (c call) taken() (list []string) {
	for _, k := range c.kinds {
		if strings.Contains(c.query+c.body, "{"+k+"}") || slices.ContainsFunc(c.slots, func(s slot) bool { return s.kind == k }) {
			list = append(list, k)
		}
	}
	return list
}

// calls are the ways of calling a route with the objects of the scene, as somebody: own and foreign ones of the first kind,
// each with a child of it where there is one, and every word.
func (h *house) calls(r *route, p *principal) (list []call) {
	for _, q := range r.queries {
		self := ""
		if p != nil {
			self = string(p.Person)
		}
		for _, of := range append([]further{{body: r.binding.body, refuses: r.binding.refuses}}, r.further...) {
			base := call{route: r, query: q, body: of.body, self: self, refuses: cmp.Or(r.binding.refuses, of.refuses), obj: map[string]*object{}, words: map[string]string{}}
			list = append(list, h.spread(base, p)...)
		}
	}
	return list
}

func (h *house) spread(base call, p *principal) []call {
	list := []call{base}
	for _, k := range base.taken() {
		var next []call
		for _, c := range list {
			for _, o := range h.some(k, p, c) {
				d := c
				d.obj = map[string]*object{k: o}
				maps.Copy(d.obj, c.obj)
				next = append(next, d)
			}
		}
		list = next
	}
	for _, s := range base.slots {
		if s.kind != "" {
			continue
		}
		var next []call
		for _, c := range list {
			for _, w := range s.words {
				d := c
				d.words = map[string]string{s.name: w}
				maps.Copy(d.words, c.words)
				next = append(next, d)
			}
		}
		list = next
	}
	return list
}

// standing is a way in which somebody can stand to an object: what the table, the state of the object and who made it can tell apart.
type standing struct {
	own, addressed, org, person, made, follows, told bool
	state, form, sections                            string
	open, seat, program                              bool
}

// Of each standing, so many objects are tried, and so many foreign ones in all.
const (
	eachStanding = 2
	foreignMost  = 6
)

// some are objects of a kind that somebody may try, children of what was chosen already: a few of each standing.
func (h *house) some(k string, p *principal, c call) (list []*object) {
	tried, foreign := map[standing]int{}, 0
	for _, o := range h.objects[k] {
		if o.parent != nil && c.obj[o.parent.kind] != nil && o.parent != c.obj[o.parent.kind] {
			continue
		}
		s := p.standing(o)
		if tried[s]++; tried[s] > eachStanding {
			continue
		}
		if !s.own && !s.addressed && !s.org && !s.person && c.obj[parentKind(o)] == nil {
			if foreign++; foreign > foreignMost {
				continue
			}
		}
		list = append(list, o)
	}
	return list
}

func parentKind(o *object) string {
	if o.parent == nil {
		return ""
	}
	return o.parent.kind
}

func (p *principal) standing(o *object) standing {
	s := standing{state: o.state, form: o.form, follows: o.follows != nil, open: o.open != nil, seat: o.seat, program: o.program}
	if p == nil {
		return s
	}
	s.own, s.addressed, s.org, s.person = p.stands(own, o), p.stands(addressed, o), o.org == p.Org, o.person == p.Person && p.Person != ""
	s.made, s.told = o.by == p.Person && p.Person != "", o.told != nil && o.told(p)
	for _, f := range o.to {
		if f.org == p.Org {
			s.sections += strings.Join(f.sections, ",") + ";"
		}
	}
	return s
}

// ask writes a call down.
func (h *house) ask(c call) ask {
	id := func(k string) string {
		if v := c.ids[k]; v != "" {
			return v
		}
		if c.obj[k] != nil {
			return c.obj[k].id
		}
		return ""
	}
	a := ask{method: c.method, path: c.path}
	for _, s := range c.slots {
		v := c.words[s.name]
		if s.kind != "" {
			v = id(s.kind)
		}
		a.path = strings.Replace(a.path, "{"+s.name+"}", url.PathEscape(v), 1)
	}
	h.n++
	fill := func(s string) string {
		s = strings.ReplaceAll(strings.ReplaceAll(s, "{key}", fmt.Sprintf("key-%d", h.n)), "{bird}", h.tweet)
		s = strings.ReplaceAll(s, "{self}", c.self)
		for _, k := range c.kinds {
			s = strings.ReplaceAll(s, "{"+k+"}", id(k))
			if c.obj[k] != nil {
				for name, text := range c.obj[k].with {
					if strings.HasPrefix(s, "{") {
						text = strings.ReplaceAll(text, "\n", `\n`)
					}
					s = strings.ReplaceAll(s, "{"+k+"."+name+"}", text)
				}
			}
		}
		return s
	}
	if c.query != "" {
		a.path += "?" + fill(c.query)
	}
	if c.part {
		a.header = map[string]string{"HX-Request": "true"}
	}
	if c.method == http.MethodGet {
		return a
	}
	if a.body = fill(c.body); !json.Valid([]byte(a.body)) {
		a.body = encoded(a.body)
	}
	return a
}

// encoded is a form as it is written in bindings, as a browser sends it.
func encoded(form string) string {
	var list []string
	for pair := range strings.SplitSeq(form, "&") {
		name, value, _ := strings.Cut(pair, "=")
		list = append(list, url.QueryEscape(name)+"="+url.QueryEscape(value))
	}
	return strings.Join(list, "&")
}

// absentFrom is a call with ids that nothing has, in place of some.
func (h *house) absentFrom(c call, which ...string) call {
	c.ids = map[string]string{}
	for _, k := range which {
		c.ids[k] = h.absent[k]
	}
	return c
}

// unnamed is an answer without the ids that the request named.
func (c call) unnamed(body string) string {
	for _, k := range c.taken() {
		for _, id := range []string{c.ids[k], idOf(c.obj[k])} {
			if id == "" {
				continue
			}
			body = strings.ReplaceAll(body, id, "«"+k+"»")
			if n, err := ident.ParseNumber(id); err == nil { // as pages write it
				body = strings.ReplaceAll(body, string(n), "«"+k+"»")
			}
		}
	}
	return body
}

func idOf(o *object) string {
	if o == nil {
		return ""
	}
	return o.id
}
