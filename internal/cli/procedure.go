package cli

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strings"
)

// ProcedureCmd is what can be asked about procedures.
type ProcedureCmd struct {
	List   ProcedureListCmd   `cmd:"" help:"Procedures that are open to the organisation today. 提出できる手続の一覧です。"`
	Schema ProcedureSchemaCmd `cmd:"" help:"JSON Schema of what a procedure asks for. 手続の項目です。"`
}

// ProcedureListCmd lists procedures.
type ProcedureListCmd struct{ Client }

// Run prints one line for each procedure: ref, name in Japanese, name in English, separated by tabs.
func (c *ProcedureListCmd) Run(ctx context.Context, s *Streams) error {
	a, err := c.call(ctx, s, get("/procedures"))
	if err != nil || c.JSON {
		return c.raw(s, a, err)
	}
	var v struct {
		Procedures []struct {
			Ref  string `json:"ref"`
			Name struct {
				Ja string `json:"ja"`
				En string `json:"en"`
			} `json:"name"`
		} `json:"procedures"`
	}
	if err := json.Unmarshal(a.body, &v); err != nil {
		return unreached(err)
	}
	var b strings.Builder
	for _, p := range v.Procedures {
		b.WriteString(strings.Join([]string{p.Ref, oneLine(p.Name.Ja), oneLine(p.Name.En)}, "\t") + "\n")
	}
	_, err = io.WriteString(s.Out, b.String())
	return err
}

// ProcedureSchemaCmd prints a schema.
type ProcedureSchemaCmd struct {
	Client
	Procedure string `arg:"" help:"Its id, or the ref of one version: P-R8-7K4M-2QXD-W@2."`
}

// Run prints the schema as the API gives it.
func (c *ProcedureSchemaCmd) Run(ctx context.Context, s *Streams) error {
	a, err := c.call(ctx, s, get("/procedures/"+url.PathEscape(c.Procedure)+"/schema"))
	return c.raw(s, a, err)
}

// FileCorrectionCmd corrects what arrived: exit 0 arrived, 1 refused, 2 when it could not be tried.
type FileCorrectionCmd struct {
	Filed
	Number string `arg:"" help:"整理番号 of what arrived."`
	File   string `arg:"" help:"The answers that differ, as JSON; every other stays. - reads standard input."`
}

// Run opens a draft that says what the filing says, saves what differs, and sends it. With the same key it goes on where it stopped.
func (c *FileCorrectionCmd) Run(ctx context.Context, s *Streams) error {
	n, err := asciiOf(c.Number)
	if err != nil {
		return err
	}
	body, err := readInput(c.File, s.In)
	if err != nil {
		return err
	}
	return c.through(ctx, s, apiCall{method: "POST", path: "/reports/" + n + "/correct"}, body)
}
