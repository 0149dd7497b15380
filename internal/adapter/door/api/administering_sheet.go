package api

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/register"
)

// sheetBytes bounds the body of a sheet: register.IntakeRows rows.
const sheetBytes = 2 << 20

func (a *API) sheet(t *table) {
	row := map[string]any{}
	for _, f := range register.IntakeFields() {
		row[f.ID] = map[string]any{"type": "string", "description": f.Label.En}
	}
	schema := func() *huma.RequestBody {
		return jsonBody(objectSchema(map[string]any{
			"name": map[string]any{"type": "string", "maxLength": 100}, "rows": map[string]any{"type": "array", "items": objectSchema(row, "kind", "name"), "minItems": 1, "maxItems": register.IntakeRows},
		}, "rows"), true)
	}
	add(t, writeOrgs, huma.Operation{
		OperationID: "check-sheet", Method: http.MethodPost, Path: "/admin/sheet/check", Tags: []string{"administration"}, RequestBody: schema(),
		Summary: "What a sheet of organisations with their first administrators would do, and each cell that cannot be taken over. Nothing is entered",
	}, a.checkSheet)
	add(t, writeOrgs, huma.Operation{
		OperationID: "enter-sheet", Method: http.MethodPost, Path: "/admin/sheet", Tags: []string{"administration"}, RequestBody: schema(),
		Summary: "Enter a sheet for another administrator to confirm; in a browser's session only",
	}, a.enterSheet)
}

// SheetTrouble is a cell that cannot be taken over.
type SheetTrouble struct {
	Row     int    `json:"row" doc:"from 0"`
	Field   string `json:"field"`
	Code    string `json:"code"`
	Says    string `json:"says"`
	Suggest string `json:"suggest,omitempty" doc:"a value that would do"`
}

type sheetOut struct {
	Body struct {
		Add      int            `json:"add"`
		Change   int            `json:"change"`
		Same     int            `json:"same"`
		Invite   int            `json:"invite"`
		Troubles []SheetTrouble `json:"troubles"`
	}
}

// intake reads the sheet of a body.
func (c *call) intake() (name string, g register.Grid, err error) {
	var b struct {
		Name string              `json:"name"`
		Rows []map[string]string `json:"rows"`
	}
	if err := c.strict(&b); err != nil {
		return "", g, err
	}
	if len(b.Rows) == 0 || len(b.Rows) > register.IntakeRows {
		return "", g, invalid("rows", "fault.intake.rows", fault.Args{"limit": strconv.Itoa(register.IntakeRows)})
	}
	known := register.IntakeFields()
	for i, cells := range b.Rows {
		for id := range cells {
			if !slices.ContainsFunc(known, func(f form.Field) bool { return f.ID == id }) {
				return "", g, invalid("rows."+strconv.Itoa(i)+"."+clip(id), "fault.form.field", nil)
			}
		}
		g.Rows = append(g.Rows, register.GridRow{N: i + 1, Cells: cells})
	}
	return clip(b.Name), g, nil
}

// judged compares a sheet with the register.
func (a *API) judged(c *call, g register.Grid) (lines []register.Line, steps []register.Step, bad []register.Trouble, err error) {
	lines, bad = register.ReadIntake(g)
	err = a.Register.Read(c.Context(), c.Scope, func(tx RegisterTx) error {
		known, err := tx.KnownOf(lines)
		if err != nil {
			return err
		}
		var more []register.Trouble
		steps, more = register.Steps(g, lines, known)
		bad = append(bad, more...)
		return nil
	})
	return lines, steps, bad, err
}

func (a *API) checkSheet(c *call, _ *struct{}) (*sheetOut, error) {
	_, g, err := c.intake()
	if err != nil {
		return nil, err
	}
	_, steps, bad, err := a.judged(c, g)
	if err != nil {
		return nil, err
	}
	out := &sheetOut{}
	out.Body.Add, out.Body.Change, out.Body.Same, out.Body.Invite = register.Tally(steps)
	out.Body.Troubles = []SheetTrouble{}
	for _, t := range bad {
		out.Body.Troubles = append(out.Body.Troubles, SheetTrouble{Row: t.N - 1, Field: t.Field, Code: t.Code, Says: c.Why(fault.Field{Code: t.Code, Args: t.Args}), Suggest: t.Suggest})
	}
	return out, nil
}

func (a *API) enterSheet(c *call, _ *actIn) (*proposalOut, error) {
	name, g, err := c.intake()
	if err != nil {
		return nil, err
	}
	lines, _, bad, err := a.judged(c, g)
	if err != nil {
		return nil, err
	}
	var l fault.List
	for _, t := range bad {
		l.Add("rows."+strconv.Itoa(t.N-1)+"."+t.Field, t.Code, t.Args)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	digest := sha256.Sum256(c.body)
	id, err := a.Register.Submit.Do(c.Context(), c.Scope, key, register.Intake{Name: name, Digest: hex.EncodeToString(digest[:]), Lines: lines})
	return a.proposal(c, id, err)
}
