// Command story serves every part of look on one page, through the real gate, with a made-up
// visitor. It exists for the end-to-end tests and for looking; nothing else imports it.
//
//	go run ./internal/e2e/story -addr 127.0.0.1:8099
package main

import (
	"crypto/rand"
	_ "embed"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/public/entrance"
	"kanmin/internal/adapter/door/web/storybook"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:0", "loopback address")
	flag.Parse()
	l, err := net.Listen("tcp", *addr)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	base := &url.URL{Scheme: "http", Host: l.Addr().String()}
	fmt.Println(base)
	g := &gate.Gate{
		House: look.House{Demo: true, Desk: look.Desk{
			Name: text.Both{Ja: "官民連携基盤 相談窓口", En: "Consultation desk"}, Phone: "03-0000-0000",
			Hours: text.Both{Ja: "24時間(届出の相談は平日9時30分から18時15分)", En: "24 hours (notifications: weekdays 9:30–18:15)"},
		}},
		Base: base, Identify: identify, Now: time.Now, Entropy: rand.Reader,
		Log: slog.New(slog.DiscardHandler), LogKey: []byte("story"),
	}
	s := http.Server{Handler: g.Handler(routes()), ReadHeaderTimeout: 5 * time.Second}
	fmt.Fprintln(os.Stderr, s.Serve(l))
}

// identify makes whoever came through /signin an operator's filer.
func identify(r *http.Request) (gate.Visitor, error) {
	if c, err := r.Cookie("story"); err != nil || c.Value != "operator" {
		return gate.Visitor{}, fault.New(fault.SignedOut, "fault.signed-out", nil)
	}
	return gate.Visitor{
		Actor:   access.Actor{Person: "p", Session: "s", Hat: "h", Org: "o", Unit: "u", Kind: party.Operator, Roles: []access.Role{access.OperatorFiler}},
		OrgName: text.Both{Ja: "北都電力送配電株式会社", En: "Hokuto Power Grid"}, HatName: text.Both{Ja: "報告担当", En: "filing officer"}, Hats: 2,
	}, nil
}

func routes() []gate.Route {
	home := access.Permission{Action: access.Read, Object: access.Home}
	list := append(append(entrance.Routes(), storybook.Routes()...),
		gate.Route{Pattern: "GET /story", Handle: show},
		gate.Route{Pattern: "GET /signin", Handle: enter},
		gate.Route{Pattern: "POST /signout", Handle: leave},
		gate.Route{Pattern: "GET /broken", Handle: func(http.ResponseWriter, *gate.Request) error { return errors.New("broken") }},
		gate.Route{Pattern: "GET /denied", Handle: func(http.ResponseWriter, *gate.Request) error {
			return fault.New(fault.Denied, "fault.denied", nil)
		}},
		gate.Route{Pattern: "POST /story/save", Handle: save},
		gate.Route{Pattern: "POST /story/fail", Handle: func(http.ResponseWriter, *gate.Request) error {
			return fault.New(fault.Unavailable, "fault.unavailable", nil)
		}},
	)
	for _, path := range []string{"/operator/home", "/operator/notification", "/reporting/reports", "/operator/inventory", "/naming/lookup", "/operator/finding", "/operator/request", "/organisation", "/reporting/prompt", "/notices", "/find", "/help", "/account/hat"} {
		list = append(list, gate.Route{Pattern: "GET " + path, Needs: home, Handle: show})
	}
	return list
}

func enter(w http.ResponseWriter, r *gate.Request) error {
	http.SetCookie(w, &http.Cookie{Name: "story", Value: "operator", Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return gate.See(w, gate.SafeReturn(r.URL.Query().Get("return")))
}

func leave(w http.ResponseWriter, _ *gate.Request) error {
	http.SetCookie(w, &http.Cookie{Name: "story", MaxAge: -1, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode})
	return gate.See(w, "/")
}

//go:embed page.tmpl
var source string

var page = look.Parse[view]("e2e/story", source)

func show(w http.ResponseWriter, r *gate.Request) error {
	f := r.Frame("public.title").With(look.Link{To: "/operator/home", Text: r.T("nav.home")}, look.Link{Text: r.T("public.title")}).About("報-R8-7K4M-2QXD-W")
	f.Marking = "関係者限り"
	return page.Write(w, f, sample(r.Now))
}

func save(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	return page.WriteFragment(w, r.Frame("public.title"), "saved", look.Clock(r.Now))
}
