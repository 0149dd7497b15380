package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// ReportIndicatorsCmd prints 侵害指標の表.
type ReportIndicatorsCmd struct {
	Client
	Of string `arg:"" help:"campaign:ID, reports:NUMBER,NUMBER, or filter:from=2026-11-01 with the parts of a list's address."`
}

// Run prints one line for each indicator: the value defanged, type, reports, operators, first and latest arrival, techniques, separated by tabs.
func (c *ReportIndicatorsCmd) Run(ctx context.Context, s *Streams) error {
	a, err := c.call(ctx, s, get("/indicators?"+url.Values{"of": {c.Of}}.Encode()))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Indicators []struct {
			Defanged   string   `json:"defanged"`
			Type       string   `json:"type"`
			Reports    []string `json:"reports"`
			Filers     int      `json:"filers"`
			FirstAt    string   `json:"first_at"`
			LastAt     string   `json:"last_at"`
			Techniques []string `json:"techniques"`
		} `json:"indicators"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, i := range v.Indicators {
		fmt.Fprintf(&b, "%s\t%s\t%d\t%d\t%s\t%s\t%s\n", i.Defanged, i.Type, len(i.Reports), i.Filers, i.FirstAt, i.LastAt, strings.Join(i.Techniques, ","))
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}
