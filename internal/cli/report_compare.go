package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// ReportCompareCmd says what differs between any two revisions of a report.
type ReportCompareCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
	From   int    `arg:"" optional:"" help:"The revision from which; the one before the latest when absent."`
	To     int    `arg:"" optional:"" help:"The revision to which; the latest when absent."`
}

// difference is one answer or row, or one cell of a row.
type difference struct {
	Kind   string          `json:"kind"`
	Field  string          `json:"field"`
	Row    string          `json:"row"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
	Cells  []difference    `json:"cells"`
}

// Run prints a line for each answer, cell, row and file that differs: kind, section, field, row, before, after, separated by tabs and
// written as JSON.
func (c *ReportCompareCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	if c.From == 0 || c.To == 0 {
		if err := c.latest(ctx, s, n); err != nil {
			return err
		}
	}
	a, err := c.call(ctx, s, get("/reports/"+n+"/revisions/"+strconv.Itoa(c.From)+"/compare/"+strconv.Itoa(c.To)))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Sections []struct {
			Section string       `json:"section"`
			Changes []difference `json:"changes"`
		} `json:"sections"`
		Files []struct {
			Kind   string          `json:"kind"`
			Before json.RawMessage `json:"before"`
			After  json.RawMessage `json:"after"`
		} `json:"files"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	line := func(section string, d difference) {
		b.WriteString(strings.Join([]string{d.Kind, section, d.Field, d.Row, string(d.Before), string(d.After)}, "\t") + "\n")
	}
	for _, one := range v.Sections {
		for _, d := range one.Changes {
			for _, cell := range d.Cells {
				cell.Field, cell.Row = d.Field+"."+cell.Field, d.Row
				line(one.Section, cell)
			}
			if len(d.Cells) == 0 {
				line(one.Section, d)
			}
		}
	}
	for _, f := range v.Files {
		line("", difference{Kind: f.Kind, Field: "files", Before: f.Before, After: f.After})
	}
	fmt.Fprintf(s.Err, "第%d版 → 第%d版 / revision %d to %d\n", c.From, c.To, c.From, c.To) //nolint:errcheck // nobody else to tell
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// latest fills in what was left open: the latest revision against the one before it, the first against itself.
func (c *ReportCompareCmd) latest(ctx context.Context, s *Streams, n string) error {
	a, err := c.call(ctx, s, get("/reports/"+n+"/revisions"))
	if err != nil {
		return err
	}
	var v struct {
		Revisions []json.RawMessage `json:"revisions"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	if c.From == 0 {
		c.From = max(len(v.Revisions)-1, 1)
	}
	if c.To == 0 {
		c.To = len(v.Revisions)
	}
	return nil
}
