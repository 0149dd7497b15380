package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
)

// ReportCountCmd counts what an office received.
type ReportCountCmd struct {
	Client
	From   string `help:"First day of arrival."`
	Until  string `help:"Last day of arrival."`
	Of     string `help:"report, voluntary, outside or withdrawn." default:"report"`
	Sector string `help:"A sector, as the law book names it."`
	Kind   string `help:"What happened: malware, access, obstruction, trace, unclear."`
}

// Run prints one line for each number: figure, value, number, name, separated by tabs.
func (c *ReportCountCmd) Run(ctx context.Context, s *Streams) error {
	q := url.Values{}
	for name, value := range map[string]string{"from": c.From, "until": c.Until, "of": c.Of, "sector": c.Sector, "kind": c.Kind} {
		if value != "" {
			q.Set(name, value)
		}
	}
	a, err := c.call(ctx, s, get("/statistics/reports?"+q.Encode()))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		N      int `json:"cases"`
		Timely struct {
			In int `json:"in_time"`
			Of int `json:"date_over"`
		} `json:"detailed_in_time"`
		Months []struct {
			Month string `json:"month"`
			N     int    `json:"cases"`
		} `json:"months"`
		Figures []struct {
			Figure string `json:"figure"`
			Values []struct {
				Value string            `json:"value"`
				Name  map[string]string `json:"name"`
				N     int               `json:"cases"`
			} `json:"values"`
		} `json:"figures"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "cases\t\t%d\t事案\ndetailed\tin-time\t%d\t詳報が期限までに到達\ndetailed\tdate-over\t%d\t期限の日が過ぎた事案\n", v.N, v.Timely.In, v.Timely.Of)
	for _, m := range v.Months {
		fmt.Fprintf(&b, "month\t%s\t%d\t\n", m.Month, m.N)
	}
	for _, f := range v.Figures {
		for _, one := range f.Values {
			fmt.Fprintf(&b, "%s\t%s\t%d\t%s\n", f.Figure, oneLine(one.Value), one.N, oneLine(one.Name["ja"]))
		}
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// ReportHintsCmd shows what an operator gets back for its report.
type ReportHintsCmd struct {
	Client
	Number string `arg:"" help:"整理番号, in Latin or Japanese."`
}

// Run prints how many others reported something alike, and what to see to first: one line each.
func (c *ReportHintsCmd) Run(ctx context.Context, s *Streams) error {
	a, err := c.call(ctx, s, get("/reports/"+url.PathEscape(c.Number)+"/hints"))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Similar []struct {
			Kind      string `json:"kind"`
			Technique string `json:"technique"`
			Operators int    `json:"operators"`
		} `json:"similar"`
		Checklists []struct {
			ID    string `json:"id"`
			Lines []struct {
				Text map[string]string `json:"text"`
			} `json:"lines"`
		} `json:"checklists"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, one := range v.Similar {
		fmt.Fprintf(&b, "similar\t%s\t%s\t%d\n", one.Kind, one.Technique, one.Operators)
	}
	for _, l := range v.Checklists {
		for _, line := range l.Lines {
			fmt.Fprintf(&b, "step\t%s\t%s\t%s\n", l.ID, oneLine(line.Text["ja"]), oneLine(line.Text["en"]))
		}
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}
