package cli

import (
	"context"
	"encoding/json"
	"io"
	"strings"
)

// ReportElsewhereCmd lists what of a report is handed in at an authority itself (様式を出力して提出); with an errand it records it.
type ReportElsewhereCmd struct {
	Client
	Number string `arg:"" help:"整理番号 of the report."`
	Errand string `arg:"" optional:"" help:"Id of the line to record."`
	On     string `help:"Day of handing in." placeholder:"DAY"`
	Given  string `help:"受付番号 that the authority gave." placeholder:"NUMBER"`
	Note   string `help:"Where the copy is kept, or why it is not needed."`
	Unless bool   `name:"not-needed" help:"Record that it is not needed; --note says why."`
	Key    string `help:"Idempotency key." placeholder:"KEY"`
}

// Run prints one line for each: id, authority, clock, due day, state, the last number given.
func (c *ReportElsewhereCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	ask := get("/reports/" + n + "/elsewhere")
	if c.Errand != "" {
		state := "handed-in"
		if c.Unless {
			state = "not-needed"
		}
		body, err := json.Marshal(map[string]string{"errand": c.Errand, "state": state, "on": c.On, "number": c.Given, "note": c.Note})
		if err != nil {
			return err
		}
		key, err := keyOr(c.Key)
		if err != nil {
			return err
		}
		ask = apiCall{method: "POST", path: "/reports/" + n + "/elsewhere", key: key, body: body}
	}
	a, err := c.call(ctx, s, ask)
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Errands []struct {
			ID      string `json:"id"`
			Name    string `json:"name"`
			Clock   string `json:"clock"`
			DueOn   string `json:"due_on"`
			State   string `json:"state"`
			Records []struct {
				Number string `json:"number"`
			} `json:"records"`
		} `json:"errands"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, e := range v.Errands {
		given := ""
		if len(e.Records) > 0 {
			given = e.Records[len(e.Records)-1].Number
		}
		b.WriteString(strings.Join([]string{e.ID, e.Name, e.Clock, e.DueOn, e.State, oneLine(given)}, "\t") + "\n")
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}
