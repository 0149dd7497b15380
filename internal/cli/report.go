package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// ReportCmd is what can be done with reports through the API.
type ReportCmd struct {
	List       ReportListCmd       `cmd:"" help:"List reports: the own ones, or those the office received. 報告の一覧です。"`
	Show       ReportShowCmd       `cmd:"" help:"Show one report. Opening it is shown to its owner. 報告を開きます。"`
	Compare    ReportCompareCmd    `cmd:"" help:"Compare any two revisions of a report: by default the latest and the one before it. 版を比べます。"`
	Content    ReportContentCmd    `cmd:"" help:"Fetch what arrived in the official form, as Excel, CSV or JSON. 報告の内容を様式・表で受け取ります。"`
	Receipt    ReportReceiptCmd    `cmd:"" help:"Fetch a receipt. 受付証を受け取ります。"`
	Ask        ReportAskCmd        `cmd:"" help:"Ask the filer (補正のお願い or 照会)."`
	Answer     ReportAnswerCmd     `cmd:"" help:"Answer a question. 照会に回答します。"`
	Count      ReportCountCmd      `cmd:"" help:"Count what the office received: by month, kind, technique, product, sector. 報告の統計です。"`
	Hints      ReportHintsCmd      `cmd:"" help:"What the operator gets back for its report: similar cases, what to see to first. 参考の情報です。"`
	Indicators ReportIndicatorsCmd `cmd:"" help:"侵害指標の表: the indicators of several reports side by side, for offices."`
	Elsewhere  ReportElsewhereCmd  `cmd:"" help:"List what of a report is handed in at an authority itself, or record it. ほかの機関への提出の記録です。"`
}

// ReportListCmd lists reports, newest first.
type ReportListCmd struct {
	Client
	Limit  int    `default:"50" help:"Lines of a page, 1 to 200."`
	Cursor string `help:"Where the page before ended."`
}

// Run prints one line for each report: number, arrival, state, filer, summary, separated by tabs.
func (c *ReportListCmd) Run(ctx context.Context, s *Streams) error {
	q := url.Values{"limit": {strconv.Itoa(c.Limit)}}
	if c.Cursor != "" {
		q.Set("cursor", c.Cursor)
	}
	a, err := c.call(ctx, s, get("/reports?"+q.Encode()))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Reports []struct {
			Number    string `json:"number"`
			State     string `json:"state"`
			ArrivedAt string `json:"arrived_at"`
			Filer     string `json:"filer"`
			Summary   string `json:"summary"`
		} `json:"reports"`
		Next string `json:"next"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, r := range v.Reports {
		b.WriteString(strings.Join([]string{r.Number, r.ArrivedAt, r.State, r.Filer, oneLine(r.Summary)}, "\t") + "\n")
	}
	if v.Next != "" {
		fmt.Fprintf(s.Err, "続き / more: --cursor %s\n", v.Next) //nolint:errcheck // nobody else to tell
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// raw hands on the API's JSON.
func (*Client) raw(s *Streams, a answered, err error) error {
	if err == nil {
		_, err = s.Out.Write(a.body)
	}
	return err
}

// ReportShowCmd shows one report.
type ReportShowCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
}

// reportView is what the command line shows of a report.
type reportView struct {
	Number     string          `json:"number"`
	State      string          `json:"state"`
	ArrivedAt  string          `json:"arrived_at"`
	Answers    json.RawMessage `json:"answers"`
	Addressees []struct {
		Title  string `json:"title"`
		Office string `json:"office"`
	} `json:"addressees"`
	Filer struct {
		Name string `json:"name"`
	} `json:"filer"`
	Duties []struct {
		Rule  string `json:"rule"`
		State string `json:"state"`
		DueOn string `json:"due_on"`
	} `json:"duties"`
	Requests []struct {
		Number string `json:"number"`
		Kind   string `json:"kind"`
		State  string `json:"state"`
		Office string `json:"office"`
		Text   string `json:"text"`
		Reply  string `json:"reply"`
	} `json:"requests"`
	Timeline []struct {
		At     string `json:"at"`
		What   string `json:"what"`
		Office string `json:"office"`
		Number string `json:"number"`
	} `json:"timeline"`
}

// Run prints the report as far as the caller may see it.
func (c *ReportShowCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	a, err := c.call(ctx, s, get("/reports/"+n))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v reportView
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	_, err = io.WriteString(s.Out, v.text())
	return err
}

func (v reportView) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "整理番号 / Number\n    %s (%s)\n報告者 / Filer\n    %s\n到達 / Arrived\n    %s\n提出先 / Addressees\n", v.Number, v.State, v.Filer.Name, v.ArrivedAt)
	for _, a := range v.Addressees {
		fmt.Fprintf(&b, "    %s %s\n", a.Title, a.Office)
	}
	fmt.Fprintf(&b, "内容 / Content\n    %s\n", v.Answers)
	for _, d := range v.Duties {
		fmt.Fprintf(&b, "期限 / Due\n    %s %s (%s)\n", d.DueOn, d.Rule, d.State)
	}
	for _, r := range v.Requests {
		fmt.Fprintf(&b, "照会 / Request %s %s (%s)\n    %s: %s\n", r.Number, r.Kind, r.State, r.Office, oneLine(r.Text))
		if r.Reply != "" {
			fmt.Fprintf(&b, "    → %s\n", oneLine(r.Reply))
		}
	}
	b.WriteString("経過 / Timeline\n")
	for _, e := range v.Timeline {
		fmt.Fprintf(&b, "    %s\n", oneLine(e.At+" "+e.What+" "+e.Office+" "+e.Number))
	}
	return b.String()
}

// ReportReceiptCmd fetches a receipt: exit 1 while the final one is not there yet.
type ReportReceiptCmd struct {
	Client
	Number      string        `arg:"" help:"整理番号, in Latin or Japanese."`
	Out         string        `help:"Write it to this file instead of standard output." placeholder:"FILE"`
	Provisional bool          `xor:"form" help:"The provisional receipt (暫定版), which is there at once."`
	Text        bool          `xor:"form" help:"The final receipt inside a text that people can read."`
	Wait        time.Duration `help:"Wait so long for the final receipt."`
}

// Run writes the receipt byte for byte.
func (c *ReportReceiptCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	path := "/reports/" + n + "/receipt"
	switch {
	case c.Provisional:
		path += ".provisional"
	case c.Text:
		path += ".txt"
	}
	a, err := c.wait(ctx, s, path)
	if err != nil {
		return err
	}
	if c.Out == "" {
		return c.raw(s, a, nil)
	}
	if err := os.WriteFile(c.Out, a.body, 0o600); err != nil {
		return unwritable(c.Out)
	}
	return nil
}

// wait asks again as long as the log has not placed the entry and the caller wants to wait.
func (c *ReportReceiptCmd) wait(ctx context.Context, s *Streams, path string) (answered, error) {
	quiet := c.Client
	quiet.JSON = false
	until := s.Now().Add(c.Wait)
	for {
		a, err := quiet.call(ctx, s, get(path))
		p, told := errors.AsType[*clientProblem](err)
		if !told || p.Code != "fault.api.pending" || !s.Now().Before(until) {
			return a, c.tell(s, err)
		}
		if !rest(ctx, min(max(p.retry, time.Second/2), max(until.Sub(s.Now()), 0))) {
			return a, err
		}
	}
}

// ReportAskCmd asks the filer about a report.
type ReportAskCmd struct {
	Client
	Number   string   `arg:"" help:"整理番号 of the report."`
	Text     string   `arg:"" help:"The question."`
	Kind     string   `enum:"fix,enquiry" default:"enquiry" help:"fix: 補正のお願い; enquiry: 照会."`
	Fields   []string `name:"field" help:"Field of the form that it is about."`
	AnswerBy string   `help:"Day by which an answer is wished for." placeholder:"DAY"`
	Key      string   `help:"Idempotency key." placeholder:"KEY"`
}

// Run asks and prints the number of the question.
func (c *ReportAskCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	body := map[string]any{"kind": c.Kind, "text": c.Text}
	if len(c.Fields) > 0 {
		body["fields"] = c.Fields
	}
	if c.AnswerBy != "" {
		body["answer_by"] = c.AnswerBy
	}
	return c.act(ctx, s, "/reports/"+n+"/requests", c.Key, body)
}

// ReportAnswerCmd answers a question.
type ReportAnswerCmd struct {
	Client
	Number  string `arg:"" help:"整理番号 of the report."`
	Request string `arg:"" help:"Number of the question."`
	Reply   string `arg:"" help:"The answer."`
	Key     string `help:"Idempotency key." placeholder:"KEY"`
}

// Run answers and prints the number of the question.
func (c *ReportAnswerCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	r, err := asciiOf(c.Request)
	if err != nil {
		return err
	}
	return c.act(ctx, s, "/reports/"+n+"/requests/"+r+"/answer", c.Key, map[string]any{"reply": c.Reply})
}

// act posts a body and prints number and state of what came of it.
func (c *Client) act(ctx context.Context, s *Streams, path, key string, body map[string]any) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return err
	}
	if key, err = keyOr(key); err != nil {
		return err
	}
	a, err := c.call(ctx, s, apiCall{method: "POST", path: path, key: key, body: raw})
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Number string `json:"number"`
		State  string `json:"state"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	_, err = fmt.Fprintf(s.Out, "%s\t%s\n", v.Number, v.State)
	return err
}
