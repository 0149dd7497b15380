package cli

import (
	"context"
	"net/http"
	"net/url"
)

// NoticeCmd is what can be done with 気付き連絡 through the API: a contractor sends, an operator lists and takes over.
type NoticeCmd struct {
	Send NoticeSendCmd `cmd:"" help:"Tell operators what was noticed, from a JSON file. 気付きを連絡します。"`
	List NoticeListCmd `cmd:"" help:"List the notices that contractors sent. 気付き連絡の一覧です。"`
	Show NoticeShowCmd `cmd:"" help:"Show one notice as JSON. 気付き連絡を開きます。"`
	Take NoticeTakeCmd `cmd:"" help:"Take a notice over into a draft of a prompt report. 速報に取り込みます。"`
}

// NoticeSendCmd sends a notice.
type NoticeSendCmd struct {
	Client
	File string `arg:"" help:"The notice as JSON (POST /api/v1/notices); - reads standard input."`
	Key  string `help:"Idempotency key; minted when it is not given." placeholder:"KEY"`
}

// Run prints one line for each operator: corporate number, number of the notice, arrival, or why it was not taken.
func (c *NoticeSendCmd) Run(ctx context.Context, s *Streams) error {
	body, err := readInput(c.File, s.In)
	if err != nil {
		return err
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return err
	}
	type answer struct {
		Notices []struct {
			Operator  string `json:"operator"`
			Number    string `json:"number"`
			ArrivedAt string `json:"arrived_at"`
			Refused   string `json:"refused"`
		} `json:"notices"`
	}
	return rows(ctx, &c.Client, s, apiCall{method: http.MethodPost, path: "/notices", key: key, body: body}, func(v answer) (lines [][]string) {
		for _, n := range v.Notices {
			lines = append(lines, []string{n.Operator, n.Number, n.ArrivedAt, n.Refused})
		}
		return lines
	})
}

// NoticeListCmd lists notices.
type NoticeListCmd struct {
	Client
	State string `enum:",waiting,taken,needless" default:"" help:"waiting, taken or needless."`
}

// Run prints number, arrival, state, company and what was noticed, separated by tabs.
func (c *NoticeListCmd) Run(ctx context.Context, s *Streams) error {
	path := "/notices"
	if c.State != "" {
		path += "?" + url.Values{"state": {c.State}}.Encode()
	}
	type answer struct {
		Notices []struct {
			Number    string `json:"number"`
			ArrivedAt string `json:"arrived_at"`
			State     string `json:"state"`
			Company   string `json:"company"`
			What      string `json:"what"`
		} `json:"notices"`
	}
	return rows(ctx, &c.Client, s, get(path), func(v answer) (lines [][]string) {
		for _, n := range v.Notices {
			lines = append(lines, []string{n.Number, n.ArrivedAt, n.State, n.Company, n.What})
		}
		return lines
	})
}

// NoticeShowCmd shows one notice.
type NoticeShowCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
}

// Run prints the API's JSON.
func (c *NoticeShowCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	a, err := c.call(ctx, s, get("/notices/"+n))
	return c.raw(s, a, err)
}

// NoticeTakeCmd takes one over.
type NoticeTakeCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
	Key    string `help:"Idempotency key; minted when it is not given." placeholder:"KEY"`
}

// Run prints the number of the draft.
func (c *NoticeTakeCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return err
	}
	type answer struct {
		Draft string `json:"draft"`
	}
	return rows(ctx, &c.Client, s, apiCall{method: http.MethodPost, path: "/notices/" + n + "/take", key: key, body: []byte("{}")}, func(v answer) [][]string { return [][]string{{v.Draft}} })
}
