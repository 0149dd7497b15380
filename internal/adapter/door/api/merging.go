package api

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/collection"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
)

// Bounds of what one preview says.
const (
	doublesMost = 200
	faultsMost  = 100
	writesMost  = 1000
)

// Merge is what taking over would do (取り込みの確認). Nothing is chosen by guess.
type Merge struct {
	Units   []MergeUnit   `json:"units"`
	Doubles []MergeDouble `json:"doubles" doc:"what is said more than once, at most 200; those that wait first"`
	Total   int           `json:"doubles_total"`
	Waiting int           `json:"waiting" doc:"doubles for which nobody has chosen"`
	Taken   []string      `json:"taken,omitempty" doc:"after a take: numbers of the parts that were taken over; of all that are ready none when the request was a repetition"`
	Stay    *int          `json:"stay,omitempty" doc:"after an undo: answers and rows that stay because the head has written them since"`
}

// MergeUnit is what taking over one unit would do.
type MergeUnit struct {
	Part
	Able        bool                `json:"able" doc:"there is something to take over"`
	New         int                 `json:"new"`
	Changed     int                 `json:"changed"`
	Same        int                 `json:"same"`
	Gone        int                 `json:"gone"`
	Held        int                 `json:"held" doc:"answers and rows that wait for a choice"`
	Beaten      int                 `json:"beaten" doc:"for which another was chosen"`
	Faults      []gate.ProblemField `json:"faults" doc:"why what the unit says could not be sent as it stands, at most 100"`
	FaultsTotal int                 `json:"faults_total"`
	Writes      []MergeWrite        `json:"writes,omitempty" doc:"for the unit that the address names: what would be written, at most 1,000"`
}

// MergeWrite is one answer or row that would be written.
type MergeWrite struct {
	Field string `json:"field" doc:"of the draft; a row is TABLE/ROW"`
	Value any    `json:"value" doc:"an answer, or the cells of a row; null: 未把握"`
	Gone  bool   `json:"gone,omitempty"`
	Over  int    `json:"over,omitempty" doc:"seq of the answer that stands there now"`
	By    string `json:"by,omitempty"`
}

// MergeDouble is an answer or a row that is said more than once.
type MergeDouble struct {
	Key    string      `json:"key" doc:"of what is said: as soon as anybody says otherwise it is another one"`
	Field  string      `json:"field"`
	Label  string      `json:"label"`
	Said   []MergeSaid `json:"said"`
	Chosen string      `json:"chosen,omitempty" doc:"ref of one of them"`
}

// MergeSaid is one of them.
type MergeSaid struct {
	Ref   string `json:"ref"`
	Unit  string `json:"unit,omitempty" doc:"id; absent for the head's own"`
	Name  string `json:"name,omitempty"`
	By    string `json:"by,omitempty"`
	At    string `json:"at" format:"date-time"`
	Value any    `json:"value"`
}

type mergeIn struct {
	Gathered string `path:"gathered" doc:"整理番号 of the head's draft" example:"D-R8-7K4M-2QXD-W"`
	Unit     string `query:"unit" doc:"id of a unit of which every write is to be shown"`
}

type mergeOut struct{ Body Merge }

func (a *API) merging(t *table, op func(id, method, path, summary string, body *huma.RequestBody) huma.Operation) {
	const one = "/collections/{gathered}"
	line := map[string]any{"type": "string", "maxLength": 200}
	add(t, mayCollect, op("preview-merge", http.MethodGet, one+"/merge", "What taking over would do, with what is said twice and what lacks, by unit", nil), a.readMerge)
	add(t, mayCollect, op("settle-doubles", http.MethodPost, one+"/settle", "Choose between what is said more than once; an empty said opens it again", jsonBody(objectSchema(map[string]any{
		"choices": map[string]any{"type": "array", "minItems": 1, "maxItems": doublesMost, "items": objectSchema(map[string]any{"key": line, "said": line}, "key", "said")},
	}, "choices"), true)), a.settleDoubles)
	add(t, mayCollect, op("take-parts", http.MethodPost, one+"/take", "Take one unit over into the head's draft, or every unit that is ready; each whole, in an act of its own", jsonBody(objectSchema(map[string]any{"unit": line}), true)), a.takeParts)
	add(t, mayCollect, op("untake-part", http.MethodPost, one+"/untake", "Give back what was taken over of one unit; what the head has written since stays", jsonBody(objectSchema(map[string]any{"part": line}, "part"), true)), a.untakePart)
}

func (a *API) gathered(c *call, typed string) (g collection.Gathered, err error) {
	n, err := number("gathered", typed)
	if err != nil {
		return g, err
	}
	err = a.Gathering.Read(c.Context(), c.Scope, func(tx GatheringTx) (err error) {
		g, err = tx.GatheredFrom(n)
		return err
	})
	return g, err
}

func (a *API) readMerge(c *call, in *mergeIn) (*mergeOut, error) {
	g, err := a.gathered(c, in.Gathered)
	if err != nil {
		return nil, err
	}
	all := g.Merge()
	v := Merge{Units: []MergeUnit{}, Doubles: []MergeDouble{}, Total: len(all.Doubles), Waiting: all.Open}
	for _, u := range all.Units {
		one := mergeUnit(c, u)
		if in.Unit == string(u.Unit) {
			one.writes(g.Of.Form, u.Writes)
		}
		v.Units = append(v.Units, one)
	}
	for _, d := range all.Doubles[:min(len(all.Doubles), doublesMost)] {
		one := MergeDouble{Key: d.Key, Field: d.Field.ID, Label: d.Field.Label.In(string(c.Lang)), Chosen: d.Chosen}
		for _, s := range d.Said {
			one.Said = append(one.Said, MergeSaid{Ref: s.Ref, Unit: string(s.Unit), Name: s.Name, By: s.By, At: clock(s.At), Value: kept(d.Field, s.Value)})
		}
		v.Doubles = append(v.Doubles, one)
	}
	return &mergeOut{v}, nil
}

func mergeUnit(c *call, u collection.UnitPreview) MergeUnit {
	v := MergeUnit{
		Part: partView(u.Part, c.Now), Able: u.Able(), New: u.New, Changed: u.Changed, Same: u.Same, Gone: u.Gone, Held: u.Held, Beaten: u.Beaten,
		Faults: []gate.ProblemField{}, FaultsTotal: len(u.Faults),
	}
	for _, f := range u.Faults[:min(len(u.Faults), faultsMost)] {
		v.Faults = append(v.Faults, gate.ProblemField{Path: f.Path, Code: f.Code, Detail: c.Why(f), Args: f.Args})
	}
	return v
}

func (u *MergeUnit) writes(f form.Form, all []collection.Write) {
	for _, w := range all[:min(len(all), writesMost)] {
		table, _ := filing.SplitField(w.Field)
		field, _ := f.Field(table)
		one := MergeWrite{Field: w.Field, Over: w.Base, By: w.Name}
		if one.Gone = len(w.Value.Rows) == 1 && w.Value.Rows[0].Gone; !one.Gone {
			one.Value = kept(field, w.Value)
		}
		u.Writes = append(u.Writes, one)
	}
}

// kept is an answer as a draft keeps it: of a table the cells of one row.
func kept(f form.Field, v form.Value) any {
	if len(v.Rows) != 1 {
		return plain(f, v)
	}
	cells := map[string]any{}
	for id, cell := range v.Rows[0].Cells {
		column, _ := f.Column(id)
		cells[id] = plain(column, cell)
	}
	return cells
}

func (a *API) settleDoubles(c *call, in *gatheredAct) (*mergeOut, error) {
	var b struct {
		Choices []struct {
			Key  string `json:"key"`
			Said string `json:"said"`
		} `json:"choices"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	g, err := a.gathered(c, in.Gathered)
	if err != nil {
		return nil, err
	}
	if len(b.Choices) == 0 || len(b.Choices) > doublesMost {
		return nil, invalid("choices", "fault.json.list", nil)
	}
	doubles, choice := map[string]collection.Double{}, map[string]string{}
	for _, d := range g.Merge().Doubles {
		doubles[d.Key] = d
	}
	for i, one := range b.Choices {
		d, known := doubles[one.Key]
		if !known { // said otherwise since the preview
			return nil, fault.New(fault.Conflict, "fault.collection.changed", nil)
		}
		if one.Said != "" && !slices.ContainsFunc(d.Said, func(s collection.Said) bool { return s.Ref == one.Said }) {
			return nil, invalid("choices["+strconv.Itoa(i)+"].said", "fault.form.option", fault.Args{"text": clip(one.Said)})
		}
		choice[one.Key] = one.Said
	}
	key, err := c.key()
	if err == nil {
		err = a.Gathering.Settle.Do(c.Context(), c.Scope, key, g.Draft.Number, choice)
	}
	if err != nil {
		return nil, err
	}
	return a.readMerge(c, &mergeIn{Gathered: in.Gathered})
}

// takeParts takes one unit over under the key of the request, all of them under one key for each that begins with it.
func (a *API) takeParts(c *call, in *gatheredAct) (*mergeOut, error) {
	var unit string
	if err := c.texts(map[string]*string{"unit": &unit}, nil, map[string]int{"unit": 100}); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	g, err := a.gathered(c, in.Gathered)
	if err != nil {
		return nil, err
	}
	taken, found := []string{}, false
	for _, u := range g.Merge().Units {
		mine := key
		switch {
		case unit == "":
			mine.Client += "-" + string(u.Unit)
		case unit == string(u.Unit):
			found = true
		default:
			continue
		}
		if unit == "" && !u.Able() {
			continue
		}
		if err := a.Gathering.Take.Do(c.Context(), c.Scope, mine, g.Draft.Number, u); err != nil {
			return nil, err
		}
		taken = append(taken, u.Number.ASCII())
	}
	if unit != "" && !found {
		return nil, invalid("unit", "fault.collection.unit", nil)
	}
	out, err := a.readMerge(c, &mergeIn{Gathered: in.Gathered})
	if err == nil {
		out.Body.Taken = taken
	}
	return out, err
}

func (a *API) untakePart(c *call, in *gatheredAct) (*mergeOut, error) {
	n, err := number("gathered", in.Gathered)
	if err != nil {
		return nil, err
	}
	var typed string
	if err := c.texts(map[string]*string{"part": &typed}, nil, map[string]int{"part": 100}); err != nil {
		return nil, err
	}
	part, err := number("part", typed)
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	stay, err := a.Gathering.Untake.Do(c.Context(), c.Scope, key, n, part)
	if err != nil {
		return nil, err
	}
	out, err := a.readMerge(c, &mergeIn{Gathered: in.Gathered})
	if err == nil {
		out.Body.Stay = &stay
	}
	return out, err
}
