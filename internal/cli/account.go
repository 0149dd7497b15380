package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/serve"
)

// AccountCmd is what only whoever holds the machine may do about accounts.
type AccountCmd struct {
	Bootstrap AccountBootstrapCmd `cmd:"" help:"First start for real: make the platform's organisation and two administrators, print a link and a code for each."`
	Renew     AccountRenewCmd     `cmd:"" help:"Invite an administrator of the platform again: the link ran out, or every key was lost."`
	Exposure  AccountExposureCmd  `cmd:"" help:"Which records somebody could have read, and which they did: numbers and organisations, no content."`
}

// AccountBootstrapCmd founds an empty database, once.
type AccountBootstrapCmd struct {
	First  string `required:"" placeholder:"'NAME <mail>'" help:"The first administrator."`
	Second string `required:"" placeholder:"'NAME <mail>'" help:"The second one, another person."`
	JSON   bool   `name:"json" help:"Answer as JSON."`
}

// Run founds the house and prints both halves of both links, this once.
func (c AccountBootstrapCmd) Run(ctx context.Context, s *Streams) error {
	first, err := enrolling.ReadFounder("first", c.First)
	if err != nil {
		return said(err)
	}
	second, err := enrolling.ReadFounder("second", c.Second)
	if err != nil {
		return said(err)
	}
	return withHouse(ctx, s, func(h *serve.House) error {
		links, err := h.Found(ctx, enrolling.Founding{World: h.World, First: first, Second: second})
		if err != nil {
			return said(err)
		}
		return printLinks(s.Out, h.Base, links, c.JSON)
	})
}

// AccountRenewCmd makes a new link for an administrator of the platform.
type AccountRenewCmd struct {
	Mail string `arg:"" help:"The e-mail address under which the administrator signs in."`
	JSON bool   `name:"json" help:"Answer as JSON."`
}

// Run invites again.
func (c AccountRenewCmd) Run(ctx context.Context, s *Streams) error {
	return withHouse(ctx, s, func(h *serve.House) error {
		link, err := h.Renew(ctx, c.Mail)
		if err != nil {
			return said(err)
		}
		return printLinks(s.Out, h.Base, []enrolling.Link{link}, c.JSON)
	})
}

func withHouse(ctx context.Context, s *Streams, do func(*serve.House) error) error {
	return in(ctx, s, serve.Open, do)
}

// besideHouse is withHouse for what only reads.
func besideHouse(ctx context.Context, s *Streams, do func(*serve.House) error) error {
	return in(ctx, s, serve.OpenBeside, do)
}

func in(ctx context.Context, s *Streams, open func(context.Context, serve.Config, io.Writer) (*serve.House, error), do func(*serve.House) error) error {
	conf, err := serve.Load(os.Environ())
	if err != nil {
		return err
	}
	h, err := open(ctx, conf, s.Err)
	if err != nil {
		return err
	}
	return errors.Join(do(h), h.Close())
}

// linkView is one line of --json.
type linkView struct {
	Name  string `json:"name,omitempty"`
	Mail  string `json:"mail"`
	Link  string `json:"link"`
	Code  string `json:"code"`
	Until string `json:"until"`
}

func printLinks(w io.Writer, base *url.URL, links []enrolling.Link, asJSON bool) error {
	var list []linkView
	for _, l := range links {
		list = append(list, linkView{
			Name: l.Name, Mail: l.Mail, Link: base.JoinPath("signin", "invitation", l.Secret).String(), Code: l.Code,
			Until: l.UntilAt.Japan().Format("2006-01-02T15:04:05-07:00"),
		})
	}
	if asJSON {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(list)
	}
	for _, l := range list {
		if _, err := fmt.Fprintf(w, "%s <%s>\n  link  %s\n  code  %s\n  until %s\n\n", l.Name, l.Mail, l.Link, l.Code, l.Until); err != nil {
			return err
		}
	}
	_, err := fmt.Fprint(w, "Send link and code on different ways (mail and letter). Each works once. They are not shown again.\n"+
		"リンクと登録コードは、別々の方法(メールと書面など)で渡してください。使えるのは一度だけで、もう一度は表示しません。\n")
	return err
}

// accountSentences say on the command line what stands in the way; the catalogue of pages says the same.
var accountSentences = map[string]text.Both{
	"fault.account.founded": {Ja: "最初の管理者は、すでに登録されています。", En: "The first administrators are already registered, or this database belongs to a demonstration."},
	"fault.account.founder": {Ja: "「氏名 <メールアドレス>」の形で書いてください。", En: "Write it as “NAME <mail address>”."},
	"fault.account.mail":    {Ja: "メールアドレスとして読み取れませんでした。", En: "This could not be read as an e-mail address."},
	"fault.account.same":    {Ja: "二人の管理者は、別の人にしてください。", En: "The two administrators must be different people."},
	"fault.required":        {Ja: "氏名を記入してください。", En: "Please give the name."},
	"fault.hidden":          {Ja: "そのメールアドレスの基盤管理者は登録されていません。", En: "No administrator of the platform is registered under this address."},
}

// said puts a fault into sentences, each with its place.
func said(err error) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return err
	}
	var lines []string
	add := func(path, code string) {
		if both, ok := accountSentences[code]; ok {
			if path != "" {
				path = "--" + path + ": "
			}
			lines = append(lines, path+both.Ja+" / "+both.En)
		}
	}
	add("", e.Code)
	for _, f := range e.Fields {
		add(f.Path, f.Code)
	}
	if len(lines) == 0 {
		return err
	}
	return &accountRefusal{strings.Join(lines, "\n"), err}
}

// accountRefusal is a fault in sentences; exit codes go by the fault.
type accountRefusal struct {
	text string
	err  error
}

func (r *accountRefusal) Error() string { return r.text }
func (r *accountRefusal) Unwrap() error { return r.err }
