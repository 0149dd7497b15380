package serve_test

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/serve"
)

// plainOwn are the routes that change what is one's own and need no fresh sign-in, and why.
var plainOwn = map[string]string{
	"POST /account/code":          "its page wants one and its flow asks again; a passphrase is not kept while its person signs in",
	"POST /account/hat":           "another hat of the same sign-in, with the life that it had left",
	"POST /account/session/end":   "to end a session must be quick",
	"POST /account/token/revoke":  "to end a token must be quick",
	"POST /account/second":        "asking for a second person is what makes it fresh",
	"POST /account/leaving":       "an administrator decides",
	"POST /account/mail":          "what one takes at one's own address; the pages show everything all the same",
	"POST /account/joining":       "the link and the code were given just now",
	"POST /assess/report/prompt":  "a draft",
	"POST /signout":               "to end a session must be quick",
	"POST /account/held/{secret}": "it leads back to where a fresh sign-in is asked",
}

// freshRoutes are those that no permission marks: exports, and what is one's own.
var freshRoutes = []string{
	"GET /organisation/export/members/{format}", "GET /organisation/export/seen/{format}", "GET /naming/known.csv",
	"GET /account/code", "POST /account/passkey/begin", "POST /account/passkey/finish", "POST /account/credential/remove", "POST /account/tokens", "POST /account/second/answer",
	"GET /account/hardware", "POST /account/hardware",
}

// files are the endings of addresses that hand out many records at once.
var files = []string{".csv", ".xlsx", "/export", "/export.csv"}

// Approve, export, delegate, keys: each such route wants a fresh sign-in, whichever door it stands in. A route that is added
// later comes under this by what it needs, or by its ending; what changes one's own must be named on one side.
func TestRoutesThatWantAFreshSignIn(t *testing.T) {
	t.Parallel()
	h, err := serve.Open(t.Context(), config(t), io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	doors, err := h.Doors(serve.Extra{})
	if err != nil {
		t.Fatal(err)
	}
	own := access.Permission{Action: access.Write, Object: access.Account}
	var seen []string
	marked := 0
	for _, r := range doors.Routes {
		seen = append(seen, r.Pattern)
		fresh := r.Fresh || r.Needs.Fresh()
		method, path, _ := strings.Cut(r.Pattern, " ")
		export := method == http.MethodGet && slices.ContainsFunc(files, func(s string) bool { return strings.HasSuffix(path, s) }) && !strings.Contains(path, "/template.") && !strings.HasSuffix(path, "/start.xlsx") // empty forms
		switch {
		case slices.Contains(freshRoutes, r.Pattern) || export:
			if !fresh {
				t.Errorf("%s: wants a fresh sign-in and has no mark", r.Pattern)
			}
		case r.Needs == own && method != http.MethodGet && fresh == (plainOwn[r.Pattern] != ""):
			t.Errorf("%s: it must be fresh, or stand in plainOwn with a reason", r.Pattern)
		}
		if fresh {
			marked++
		}
	}
	for _, p := range freshRoutes {
		if !slices.Contains(seen, p) {
			t.Errorf("%s is no route", p)
		}
	}
	if marked < 40 {
		t.Errorf("only %d routes want a fresh sign-in", marked)
	}
}
