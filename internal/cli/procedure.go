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
	var differ map[string]json.RawMessage
	if json.Unmarshal(body, &differ) != nil {
		return usage("JSONのオブジェクトとして読み取れませんでした。", "This could not be read as a JSON object.")
	}
	key, err := keyOr(c.Key)
	if err != nil {
		return err
	}
	return c.hint(s, key, c.correct(ctx, s, key, n, differ))
}

func (c *FileCorrectionCmd) correct(ctx context.Context, s *Streams, key, n string, differ map[string]json.RawMessage) error {
	a, err := c.call(ctx, s, apiCall{method: "POST", path: "/reports/" + n + "/correct", key: key + ".open"})
	if err != nil {
		return err
	}
	var draft struct {
		ASCII   string `json:"number_ascii"`
		State   string `json:"state"`
		Answers map[string]struct {
			Seq int `json:"seq"`
		} `json:"answers"`
	}
	if err := json.Unmarshal(a.body, &draft); err != nil {
		return unreached(err)
	}
	type saved struct {
		Value json.RawMessage `json:"value"`
		Base  int             `json:"base"`
	}
	save := map[string]saved{}
	for id, value := range differ {
		save[id] = saved{value, draft.Answers[id].Seq}
	}
	raw, err := json.Marshal(map[string]any{"answers": save})
	if err != nil {
		return err
	}
	if draft.State == "open" {
		if _, err := c.call(ctx, s, apiCall{method: "PATCH", path: "/drafts/" + draft.ASCII, body: raw}); err != nil {
			return err
		}
	}
	if raw, err = withConfirm([]byte("{}"), c.Confirm); err != nil {
		return err
	}
	return c.send(ctx, s, apiCall{method: "POST", path: "/drafts/" + draft.ASCII + "/send", key: key, body: raw})
}
