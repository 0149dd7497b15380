package cli

import (
	"context"
	"encoding/json"
	"io"
	"strconv"
	"strings"
)

// StatusCmd lists 提出状況: of whom the office expects what, by when, and where each of them stands.
type StatusCmd struct {
	Client
	Of    string `enum:"notification,detailed" default:"notification" help:"notification: 届出 of each designated business; detailed: 詳報 after 速報."`
	State string `enum:"missing,asking,fix,none,filed," default:"" help:"Those alone that stand so."`
	Late  bool   `help:"Those alone that are past their date with nothing filed."`
}

// expectedLine is what the command line shows of a row of 提出状況.
type expectedLine struct {
	ID       string `json:"id"`
	Operator struct {
		Ja string `json:"ja"`
	} `json:"operator"`
	Phone     string   `json:"phone"`
	Sectors   []string `json:"sectors"`
	State     string   `json:"state"`
	DueOn     string   `json:"due_on"`
	Certainty string   `json:"certainty"`
	Overdue   bool     `json:"overdue"`
	Number    string   `json:"number"`
	Contact   struct {
		Kind string `json:"kind"`
		At   string `json:"at"`
	} `json:"last_contact"`
}

func (l expectedLine) String() string {
	late := ""
	if l.Overdue {
		late = "overdue"
	}
	due := strings.TrimSpace(l.DueOn + " " + l.Certainty)
	contact := strings.TrimSpace(l.Contact.Kind + " " + l.Contact.At)
	return strings.Join([]string{l.ID, oneLine(l.Operator.Ja), strings.Join(l.Sectors, ","), l.State, due, late, l.Number, contact, oneLine(l.Phone)}, "\t") + "\n"
}

// Run prints one line for each row: id, operator, businesses, state, date with its certainty, whether it is over, number, last contact, telephone.
func (c *StatusCmd) Run(ctx context.Context, s *Streams) error {
	list, a, err := c.expected(ctx, s, c.Of)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var b strings.Builder
	for _, l := range list {
		if (c.State == "" || l.State == c.State) && (!c.Late || l.Overdue) {
			b.WriteString(l.String())
		}
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

func (c *Client) expected(ctx context.Context, s *Streams, of string) (list []expectedLine, a answered, err error) {
	if a, err = c.call(ctx, s, get("/ministry/expected?of="+of)); err != nil {
		return nil, a, err
	}
	var v struct {
		Rows []expectedLine `json:"rows"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return nil, a, unreached(err)
	}
	return v.Rows, a, nil
}

// LetterCmd is what can be done about 事務連絡 through the API.
type LetterCmd struct {
	List LetterListCmd `cmd:"" help:"List the letters of the office, or those that were received. 事務連絡の一覧です。"`
	Read LetterReadCmd `cmd:"" help:"Read a letter that was received; its office is told when. 届いた事務連絡を開きます。"`
	Send LetterSendCmd `cmd:"" help:"Write to operators of 提出状況, each with a number of its own. 事務連絡を送ります。"`
}

// letterLine is what the command line shows of a letter.
type letterLine struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	At     string `json:"at"`
	Title  string `json:"title"`
	Text   string `json:"text"`
	Sent   int    `json:"sent"`
	Opened string `json:"opened_at"`
	Copies []struct {
		Number   string `json:"number"`
		Operator struct {
			Ja string `json:"ja"`
		} `json:"operator"`
		Title  string `json:"title"`
		Text   string `json:"text"`
		Opened string `json:"opened_at"`
	} `json:"copies"`
	Left []struct {
		Operator string `json:"operator"`
		Why      string `json:"why"`
	} `json:"left"`
}

// LetterListCmd lists them.
type LetterListCmd struct {
	Client
	Received bool `help:"Those that the own organisation received."`
}

// Run prints one line for each: id or number, instant, title, and how many were sent or when it was opened.
func (c *LetterListCmd) Run(ctx context.Context, s *Streams) error {
	path := "/letters"
	if c.Received {
		path = "/received-letters"
	}
	a, err := c.call(ctx, s, get(path))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Letters []letterLine `json:"letters"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, l := range v.Letters {
		name, last := l.ID, strconv.Itoa(l.Sent)
		if c.Received {
			name, last = l.Number, l.Opened
		}
		b.WriteString(strings.Join([]string{name, l.At, oneLine(l.Title), last}, "\t") + "\n")
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// LetterReadCmd reads one.
type LetterReadCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
}

// Run prints number, instant and title, then the text.
func (c *LetterReadCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	a, err := c.call(ctx, s, get("/received-letters/"+n))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var l letterLine
	if err := json.Unmarshal(a.body, &l); err != nil {
		return unreached(err)
	}
	_, err = io.WriteString(s.Out, strings.Join([]string{l.Number, l.At, oneLine(l.Title)}, "\t")+"\n"+l.Text+"\n")
	return err
}

// LetterSendCmd writes to many.
type LetterSendCmd struct {
	Client
	Of     string   `enum:"notification,detailed" default:"notification" help:"Of which 提出状況."`
	State  string   `enum:"missing,asking,fix,none,filed," default:"" help:"To everybody who stands so."`
	To     []string `name:"to" help:"Ids of rows, as kanmin status prints them; several." placeholder:"ID"`
	Title  string   `required:"" help:"The title; {事業者名} and others are filled in for each."`
	Text   string   `required:"" help:"The text."`
	DryRun bool     `help:"Show what each would get, and send nothing."`
	Key    string   `help:"Idempotency key." placeholder:"KEY"`
}

// Run prints one line for each copy: number, operator, title; then one for each that was left, with the reason.
func (c *LetterSendCmd) Run(ctx context.Context, s *Streams) error {
	if len(c.To) == 0 && c.State == "" {
		return usage("送り先を --to か --state で指定してください。", "Say to whom with --to ID, or with --state.")
	}
	list, _, err := c.expected(ctx, s, c.Of)
	if err != nil {
		return err
	}
	rows := []map[string]string{}
	chosen := map[string]bool{}
	for _, id := range c.To {
		chosen[id] = true
	}
	for _, l := range list {
		if chosen[l.ID] || len(c.To) == 0 && l.State == c.State {
			rows = append(rows, map[string]string{"id": l.ID, "state": l.State})
		}
	}
	body, err := json.Marshal(map[string]any{"of": c.Of, "rows": rows, "title": c.Title, "text": c.Text})
	if err != nil {
		return err
	}
	r := apiCall{method: "POST", path: "/letters/check", body: body}
	if !c.DryRun {
		r.path = "/letters"
		if r.key, err = keyOr(c.Key); err != nil {
			return err
		}
	}
	a, err := c.call(ctx, s, r)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	return c.tellLetter(s, a)
}

func (*LetterSendCmd) tellLetter(s *Streams, a answered) error {
	var l letterLine
	if err := json.Unmarshal(a.body, &l); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, one := range l.Copies {
		b.WriteString(strings.Join([]string{one.Number, oneLine(one.Operator.Ja), oneLine(one.Title)}, "\t") + "\n")
	}
	for _, one := range l.Left {
		b.WriteString(strings.Join([]string{"left", oneLine(one.Operator), one.Why}, "\t") + "\n")
	}
	_, err := io.WriteString(s.Out, b.String())
	return err
}
