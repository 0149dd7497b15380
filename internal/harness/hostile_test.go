package harness

import (
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
)

// probe must never come back as it is on a page.
const probe = `"'><img src=x onerror=probe>`

// bad are texts that no field should choke on.
var bad = []string{
	"", "\x00", "\u202e\u2066", "\xed\xa0\x80", "\xff\xfe", "\ufffe", probe, "{{.}}", "'; DROP TABLE filing; --", "-1", "99999999999999999999", "../../etc/passwd", "%00%2f..",
	"/\\evil.example", "//evil.example", "javascript:probe", strings.Repeat("𠮷", 30_000),
}

// Whatever is sent to whatever route, as whoever may call it and as nobody: the answer is no failure of ours, nothing
// comes back unescaped, and nobody is led to another site.
func TestNothingHostileGetsThrough(t *testing.T) {
	t.Parallel()
	for shard := range 2 {
		t.Run("", func(t *testing.T) {
			t.Parallel()
			h := theScene(t).open(t)
			for i, r := range h.bind() {
				switch {
				case i%2 != shard:
				case r.does == "draft write" && strings.HasSuffix(r.Pattern, "/send"): // what was sent is told to offices from then on
					theScene(t).open(t).attack(r)
				default:
					h.attack(r)
				}
			}
		})
	}
}

// attack tries a route as somebody whom it serves and as nobody.
func (h *house) attack(r *route) {
	h.t.Helper()
	who := []*principal{nil}
	if r.Needs != (access.Permission{}) {
		i := slices.IndexFunc(h.people, func(p *principal) bool {
			return slices.ContainsFunc(h.calls(r, p), func(c call) bool { return h.serves(p, c) })
		})
		if i < 0 {
			h.fail("%s serves nobody in the scene: give it a maker or a role in bindings_test.go", r.Pattern)
			return
		}
		who = append(who, h.people[i])
	}
	for _, p := range who {
		calls := slices.DeleteFunc(h.calls(r, p), func(c call) bool { return p != nil && !h.serves(p, c) })
		if len(calls) == 0 {
			continue
		}
		for _, a := range h.hostile(calls[0]) {
			got := h.do(p, a)
			counts.hostile.Add(1)
			h.safe(p, a, got)
		}
	}
}

// safe judges an answer to something hostile.
func (h *house) safe(p *principal, a ask, got answer) {
	h.t.Helper()
	if got.status >= http.StatusInternalServerError {
		h.fail("%s as %s: %d for %.100q", a, p.called(), got.status, a.body)
	}
	if a.wrong && got.status < http.StatusBadRequest {
		h.fail("%s as %s: %d, though a member is unknown or stands twice in %.300s", a, p.called(), got.status, a.body)
	}
	if strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && strings.Contains(got.body, "<img src=x") {
		h.fail("%s as %s: what was sent comes back unescaped for %.100q", a, p.called(), a.body)
	}
	if to := got.header.Get("Location"); to != "" && (!strings.HasPrefix(to, "/") || strings.HasPrefix(to, "//") || strings.Contains(to, `\`)) {
		h.fail("%s as %s leads away, to %s", a, p.called(), to)
	}
}

// hostile are the ways of abusing a call.
func (h *house) hostile(c call) (list []ask) {
	good := h.ask(c)
	add := func(change func(*ask)) {
		a := good
		a.header = map[string]string{}
		maps.Copy(a.header, good.header)
		change(&a)
		list = append(list, a)
	}
	for _, s := range c.slots {
		for _, b := range append(bad[1:12:12], h.tweet) {
			d := c
			d.ids, d.words = map[string]string{s.kind: b}, map[string]string{s.name: b}
			list = append(list, h.ask(d))
		}
	}
	for _, b := range append(slices.Clone(bad), h.tweet) {
		if len(b) < 1000 {
			q := url.QueryEscape(b)
			add(func(a *ask) {
				path, _, _ := strings.Cut(a.path, "?")
				a.path = path + "?q=" + q + "&before=" + q + "&cursor=" + q + "&return=" + q + "&limit=" + q + "&from=" + q + "&on=" + q + "&kind=" + q + "&seen=" + q + "&then=" + q + "&confirm=" + q + "&lang=en"
			})
			add(func(a *ask) {
				path, _, _ := strings.Cut(a.path, "?")
				a.path = path + "?q=" + q + "&before=" + q + "&cursor=" + q + "&return=" + q + "&limit=" + q + "&from=" + q + "&on=" + q + "&kind=" + q + "&seen=" + q + "&then=" + q + "&confirm=" + q
			})
		}
	}
	for name, value := range map[string]string{
		"Content-Type": "text/html; charset=\xff", "X-HTTP-Method-Override": "DELETE", "HX-Request": "true", "Idempotency-Key": strings.Repeat("k", 5000), "Accept-Language": probe,
		"Sec-Fetch-Site": "cross-site", "Authorization": "Bearer " + probe, "Cookie": "kanmin_session=" + strings.Repeat("x", 52) + "; kanmin_lang=" + url.QueryEscape(probe),
		"X-Forwarded-Host": "evil.example", "HX-Current-URL": "https://evil.example//x",
	} {
		add(func(a *ask) { a.header[name] = value })
	}
	for _, m := range []string{"HEAD", "PUT", "TRACE", "OPTIONS", "BREW"} {
		add(func(a *ask) { a.method = m })
	}
	if c.method == http.MethodGet {
		return list
	}
	return append(list, h.bodies(good)...)
}

// spoiled are a JSON body with a member that nobody knows in each object that stands in it, at any depth, and with the first
// known member of each twice. A route whose good body is {} reads none.
func spoiled(body string) (list []string) {
	var v any
	if body == "{}" || json.Unmarshal([]byte(body), &v) != nil {
		return nil
	}
	for at := 0; ; at++ {
		for _, twice := range []bool{false, true} {
			n := 0
			one := written(v, func(members []string) []string {
				n++
				switch {
				case n-1 != at:
				case twice && len(members) > 0:
					return append(members, members[0])
				default:
					return append(members, `"nobody":1`)
				}
				return members
			})
			if n <= at {
				return list
			}
			list = append(list, one)
		}
	}
}

// written is JSON whose objects were changed on the way.
func written(v any, change func(members []string) []string) string {
	var parts []string
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, strconv.Quote(name)+":"+written(v[name], change))
		}
		return "{" + strings.Join(change(parts), ",") + "}"
	case []any:
		for _, x := range v {
			parts = append(parts, written(x, change))
		}
		return "[" + strings.Join(parts, ",") + "]"
	}
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // it was JSON
	}
	return string(b)
}

// bodies are abuses of a body: nothing, too much, not what it says, each field bad, gone, twice.
func (h *house) bodies(good ask) (list []ask) {
	with := func(body, kind string) {
		a := good
		a.body, a.header = body, map[string]string{"Content-Type": kind, "HX-Request": good.header["HX-Request"]}
		list = append(list, a)
	}
	const form, program = "application/x-www-form-urlencoded", "application/json"
	kind := form
	if strings.HasPrefix(good.body, "{") {
		kind = program
	}
	for _, body := range []string{"", "null", "[]", "{", "{}", `{"":""}`, "\x00", "%", "a=%zz", "&&&", strings.Repeat("[", 100_000), strings.Repeat("x", 5<<20), `{"a":1,"a":2}`, `{"reply":"\ud800"}`, `{"` + h.tweet + `":"` + h.tweet + `"}`, h.tweet + "=" + h.tweet, "_method=DELETE&" + good.body} {
		with(body, kind)
	}
	if strings.HasPrefix(good.path, "/api/") {
		for _, body := range spoiled(good.body) {
			with(body, program)
			list[len(list)-1].wrong = true
		}
	}
	with(good.body, "multipart/form-data; boundary=x")
	with("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../"+probe+"\"\r\n\r\n"+probe+"\r\n--x--\r\n", "multipart/form-data; boundary=x")
	with(good.body, "text/plain")
	if kind == program {
		for _, b := range bad {
			with(strings.ReplaceAll(good.body, `"bird`, `"`+strings.NewReplacer(`"`, `\"`, `\`, `\\`, "\x00", `\u0000`).Replace(b)), program)
		}
		return list
	}
	pairs := strings.Split(good.body, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		rest := strings.Join(slices.Delete(slices.Clone(pairs), i, i+1), "&")
		with(rest, form)
		with(good.body+"&"+pair+"&"+pair, form)
		for _, b := range bad {
			with(rest+"&"+name+"="+url.QueryEscape(b), form)
		}
	}
	return list
}
