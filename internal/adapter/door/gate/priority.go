package gate

import (
	"net/http"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/opening"
)

// Priority is who goes first when the house is full. The smaller, the more urgent.
type Priority uint8

// The priorities. A route gets its own from what it is, so that a later route has one by itself.
const (
	Urgent  Priority = iota // 速報: its draft, sending it, its receipt; signing in
	Watched                 // an office's reading of what was reported, and questions about it
	Change                  // other filings, and everything else that changes something
	Reading                 // pages, lists, search
	Bulk                    // exports, feeds, tables in and out
)

// bulky are pieces of addresses under which many records, or whole tables, come and go.
var bulky = []string{".csv", ".xlsx", ".zip", "/export", "/excel", "/sheet", "/filings/", "/taxii2/", "/feeds"}

// urgent are the beginnings of addresses that a 速報 needs from first press to receipt.
var urgent = []string{"/reporting/prompt", "/packet", "/api/v1/packets", "/api/v1/drafts", "/api/v1/reports/prompt", "/assess/report/prompt", "/api/v1/reports/{number}/correct", "/reporting/reports/{number}/correct", "/signin", "/account/hat", "/account/held", "/account/second"}

// Priority is how urgent the route is.
func (r Route) Priority() Priority {
	method, path, _ := strings.Cut(r.Pattern, " ")
	some := func(list []string, is func(s, piece string) bool) bool {
		for _, piece := range list {
			if is(path, piece) {
				return true
			}
		}
		return false
	}
	switch {
	case some(bulky, strings.Contains):
		return Bulk
	case some(urgent, strings.HasPrefix), r.Needs.Object == access.Receipt, strings.HasSuffix(path, "z") && !strings.Contains(path[1:], "/"): // and health: a full house is not a dead one
		return Urgent
	case strings.Contains(path, "/reports/{number}"), r.Needs.Object == access.Request, r.Under() == opening.Desk && r.Needs.Action == access.Read:
		return Watched
	case method != http.MethodGet:
		return Change
	}
	return Reading
}
