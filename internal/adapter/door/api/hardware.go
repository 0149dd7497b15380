package api

import (
	"net/http"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/format/seed"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// HardwareTx is what is read of an organisation's hardware tokens.
type HardwareTx interface {
	AllHardware() ([]enrolling.Hardware, map[enrolling.HardwareID]bool, error)
	KnownHardware(serials []string) (map[string]bool, error)
}

// Hardware are the flows of トークン機器; every field is needed.
type Hardware struct {
	Read   Reading[HardwareTx]
	Stock  enrolling.Stock
	Hand   enrolling.Hand
	Retire enrolling.Retire
}

var (
	maySignIn = access.Permission{Action: access.Read, Object: access.SignIn}
	setSignIn = access.Permission{Action: access.Write, Object: access.SignIn}
)

// HardwareToken is one device that shows one-time codes. Its seed is never told.
type HardwareToken struct {
	Serial  string `json:"serial"`
	State   string `json:"state" enum:"free,given,bound,lost,withdrawn" doc:"given: waits for a code of its person; bound: a way in of its person"`
	Person  string `json:"person,omitempty" doc:"id of the person who has it"`
	Digits  int    `json:"digits"`
	Period  int64  `json:"period" doc:"seconds"`
	SinceAt string `json:"since_at" format:"date-time"`
	Dropped bool   `json:"dropped,omitempty" doc:"its person has removed it as a way in"`
}

type hardwareOut struct {
	Body struct {
		Tokens []HardwareToken `json:"tokens"`
	}
}

type seedsOut struct {
	Body struct {
		Count    int           `json:"count" doc:"tokens that were read"`
		Troubles []SeedTrouble `json:"troubles"`
	}
}

// SeedTrouble is a cell that cannot be taken over.
type SeedTrouble struct {
	Line  int    `json:"line" doc:"from 1"`
	Field string `json:"field"`
	Code  string `json:"code"`
	Says  string `json:"says"`
}

func (a *API) hardware(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: "/organisation/hardware" + path, Summary: summary, RequestBody: body, Tags: []string{"organisation"}}
	}
	file := func() *huma.RequestBody {
		return jsonBody(objectSchema(map[string]any{"file": map[string]any{"type": "string", "maxLength": seed.MaxBytes, "description": "the maker's file as text: CSV, or PSKC that is not encrypted"}}, "file"), true)
	}
	line := map[string]any{"type": "string", "maxLength": 254}
	add(t, maySignIn, op("hardware", http.MethodGet, "", "Hardware tokens of the organisation, without their seeds", nil), a.listHardware)
	add(t, setSignIn, op("check-hardware", http.MethodPost, "/check", "What a file of seeds holds, and each cell that cannot be taken over. Nothing is kept", file()), a.checkHardware)
	add(t, setSignIn, op("take-hardware", http.MethodPost, "", "Take the tokens of a file, all or none; in a browser's session only", file()), a.takeHardware)
	add(t, setSignIn, op("change-hardware", http.MethodPost, "/change", "Give a token to a person (given), take it back (free), stop it as lost, or withdraw it for ever; what it opened ends. In a browser's session only",
		jsonBody(objectSchema(map[string]any{"serial": line, "person": line, "state": map[string]any{"enum": []string{"given", "free", "lost", "withdrawn"}}}, "serial", "state"), true)), a.changeHardware)
}

func (a *API) listHardware(c *call, _ *struct{}) (*hardwareOut, error) {
	out := &hardwareOut{}
	out.Body.Tokens = []HardwareToken{}
	err := a.Hardware.Read(c.Context(), c.Scope, func(tx HardwareTx) error {
		list, dropped, err := tx.AllHardware()
		for _, h := range list {
			out.Body.Tokens = append(out.Body.Tokens, HardwareToken{h.Serial, string(h.State), string(h.Person), h.Dial.Digits, h.Dial.Period, clock(h.CreatedAt), dropped[h.ID]})
		}
		return err
	})
	return out, err
}

// seeds reads the file of a body.
func (a *API) seeds(c *call) (rows []seed.Row, bad []seed.Trouble, err error) {
	var file string
	if err := c.texts(map[string]*string{"file": &file}, nil, map[string]int{"file": seed.MaxBytes}); err != nil {
		return nil, nil, err
	}
	if rows, bad, err = seed.Read([]byte(file)); err != nil {
		return nil, nil, err
	}
	err = a.Hardware.Read(c.Context(), c.Scope, func(tx HardwareTx) error {
		more, err := seed.Known(rows, tx.KnownHardware)
		bad = append(bad, more...)
		return err
	})
	return rows, bad, err
}

func (a *API) checkHardware(c *call, _ *struct{}) (*seedsOut, error) {
	rows, bad, err := a.seeds(c)
	if err != nil {
		return nil, err
	}
	out := &seedsOut{}
	out.Body.Count, out.Body.Troubles = len(rows), []SeedTrouble{}
	for _, t := range bad {
		out.Body.Troubles = append(out.Body.Troubles, SeedTrouble{t.Line, t.Field, t.Code, c.Why(fault.Field{Code: t.Code, Args: t.Args})})
	}
	return out, nil
}

func (a *API) takeHardware(c *call, _ *actIn) (*hardwareOut, error) {
	rows, bad, err := a.seeds(c)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	var l fault.List
	for _, t := range bad {
		l.Add("file."+strconv.Itoa(t.Line)+"."+t.Field, t.Code, t.Args)
	}
	if err := l.Err(); err != nil {
		return nil, err
	}
	if err := a.Hardware.Stock.Do(c.Context(), c.Scope, key, delivered(rows)); err != nil {
		return nil, err
	}
	return a.listHardware(c, nil)
}

func (a *API) changeHardware(c *call, _ *actIn) (*hardwareOut, error) {
	var serial, person, state string
	if err := c.texts(map[string]*string{"serial": &serial, "person": &person, "state": &state}, nil, nil); err != nil {
		return nil, err
	}
	if _, err := c.key(); err != nil { // a repeated order finds the state that it wants, and is refused
		return nil, err
	}
	var id enrolling.HardwareID
	err := a.Hardware.Read(c.Context(), c.Scope, func(tx HardwareTx) error {
		list, _, err := tx.AllHardware()
		for _, h := range list {
			if seed.Key(h.Serial) == seed.Key(serial) {
				id = h.ID
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	switch s := enrolling.HardwareState(state); s {
	case enrolling.HardwareHanded:
		err = a.Hardware.Hand.Do(c.Context(), c.Scope, id, ident.Person(person))
	case enrolling.HardwareFree, enrolling.HardwareLost, enrolling.HardwareWithdrawn:
		err = a.Hardware.Retire.Do(c.Context(), c.Scope, id, s)
	default:
		return nil, invalid("state", "fault.hardware.state", nil)
	}
	if err != nil {
		return nil, err
	}
	return a.listHardware(c, nil)
}

// delivered are the tokens of a file.
func delivered(rows []seed.Row) (list []enrolling.Hardware) {
	for _, r := range rows {
		list = append(list, enrolling.Hardware{Serial: r.Serial, Seed: r.Secret, Dial: enrolling.Dial{Digits: r.Digits, Period: int64(r.Period), SHA256: r.SHA256}})
	}
	return list
}
