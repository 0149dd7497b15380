package cli

import (
	"context"
	"encoding/json"
	"io"
	"strings"
)

// SupportCmd is what can be done about help in responding (対処支援) through the API.
type SupportCmd struct {
	List  SupportListCmd  `cmd:"" help:"List wishes for help, the most urgent first. 支援の希望の一覧です。"`
	Show  SupportShowCmd  `cmd:"" help:"Show one with what was said. やり取りを開きます。"`
	Ask   SupportAskCmd   `cmd:"" help:"Ask for help. 支援を希望します。"`
	Write SupportWriteCmd `cmd:"" help:"Write a message. 連絡を書きます。"`
	Move  SupportMoveCmd  `cmd:"" help:"Change where it stands. 状況を変えます。"`
}

// supportLine is what the command line shows of a wish for help.
type supportLine struct {
	Number  string   `json:"number"`
	Urgency string   `json:"urgency"`
	State   string   `json:"state"`
	Since   string   `json:"since"`
	Rev     int      `json:"rev"`
	Filer   string   `json:"filer"`
	Kinds   []string `json:"kinds"`
	Text    string   `json:"text"`
	Said    []struct {
		At   string `json:"at"`
		Deed string `json:"deed"`
		By   string `json:"by"`
		Text string `json:"text"`
	} `json:"said"`
}

func (l supportLine) String() string {
	return strings.Join([]string{l.Number, l.Urgency, l.State, l.Since, l.Filer, strings.Join(l.Kinds, ","), oneLine(l.Text)}, "\t") + "\n"
}

// SupportListCmd lists them.
type SupportListCmd struct {
	Client
	Ended bool `help:"Those that are over."`
}

// Run prints one line for each: number, urgency, state, since when, filer, kinds, text, separated by tabs.
func (c *SupportListCmd) Run(ctx context.Context, s *Streams) error {
	path := "/support"
	if c.Ended {
		path += "?ended=true"
	}
	a, err := c.call(ctx, s, get(path))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Items []supportLine `json:"items"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, l := range v.Items {
		b.WriteString(l.String())
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// SupportShowCmd shows one.
type SupportShowCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
}

// Run prints the line of the list, and one for each thing that was said or done.
func (c *SupportShowCmd) Run(ctx context.Context, s *Streams) error {
	v, a, err := c.read(ctx, s, c.Number)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var text strings.Builder
	text.WriteString(v.String())
	for _, e := range v.Said {
		text.WriteString("    " + oneLine(e.At+" "+e.Deed+" "+e.By+" "+e.Text) + "\n")
	}
	_, err = io.WriteString(s.Out, text.String())
	return err
}

func (c *Client) read(ctx context.Context, s *Streams, number string) (v supportLine, a answered, err error) {
	n, err := asciiOf(number)
	if err != nil {
		return v, a, err
	}
	if a, err = c.call(ctx, s, get("/support/"+n)); err != nil {
		return v, a, err
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return v, a, unreached(err)
	}
	return v, a, nil
}

// SupportAskCmd asks for help.
type SupportAskCmd struct {
	Client
	Kinds   []string `name:"kind" required:"" help:"advice, analysis, on-site, referral, information; several."`
	Urgency string   `enum:"now,today,calm" default:"today" help:"now: 今すぐ; today: 今日中; calm: 急がない."`
	Contact string   `required:"" help:"Who can be called back, and where."`
	Text    string   `help:"What it is about."`
	About   string   `help:"整理番号 of the report or draft." placeholder:"NUMBER"`
	Key     string   `help:"Idempotency key." placeholder:"KEY"`
}

// Run asks and prints the number.
func (c *SupportAskCmd) Run(ctx context.Context, s *Streams) error {
	return c.act(ctx, s, "/support", c.Key, map[string]any{"kinds": c.Kinds, "urgency": c.Urgency, "contact": c.Contact, "text": c.Text, "about": c.About})
}

// SupportWriteCmd writes a message.
type SupportWriteCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
	Text   string `arg:"" help:"The message."`
	Office bool   `help:"As an office or a helper."`
	Key    string `help:"Idempotency key." placeholder:"KEY"`
}

// Run writes and prints the number.
func (c *SupportWriteCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	return c.act(ctx, s, supportPath(c.Office)+n+"/messages", c.Key, map[string]any{"text": c.Text})
}

// SupportMoveCmd changes where it stands, as it stands now.
type SupportMoveCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
	Deed   string `arg:"" enum:"arranging,working,declined,ended,reopened" help:"What is done: arranging, working, declined, ended, reopened."`
	Reason string `help:"Why; declined needs it."`
	Office bool   `help:"As an office."`
	Key    string `help:"Idempotency key." placeholder:"KEY"`
}

// Run does it and prints the number with the state.
func (c *SupportMoveCmd) Run(ctx context.Context, s *Streams) error {
	v, _, err := c.read(ctx, s, c.Number)
	if err != nil {
		return err
	}
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	return c.act(ctx, s, supportPath(c.Office)+n+"/state", c.Key, map[string]any{"deed": c.Deed, "rev": v.Rev, "reason": c.Reason})
}

func supportPath(office bool) string {
	if office {
		return "/ministry/support/"
	}
	return "/support/"
}
