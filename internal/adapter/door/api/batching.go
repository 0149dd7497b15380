package api

import (
	"bytes"
	"crypto/sha256"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/bringing/batching"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/flow/mandating"
)

// What a maintainer does for many operators at once (まとめて作成・提出): as its pages do.

type batchIn struct {
	Key    string `header:"Idempotency-Key" maxLength:"200" doc:"One key for one press; needed unless dry_run."`
	DryRun bool   `query:"dry_run" doc:"only say what would be drafted" example:"true"`
}

// BatchView is what a file says about each operator, and what was drafted.
type BatchView struct {
	DryRun bool        `json:"dry_run"`
	Made   int         `json:"made" doc:"drafts that this request made"`
	Left   int         `json:"left" doc:"drafts that a further request makes: the same file, another key"`
	Parts  []BatchPart `json:"parts"`
}

// BatchPart is what a file says about one operator and business.
type BatchPart struct {
	OperatorNumber string       `json:"operator_number" doc:"法人番号"`
	Operator       string       `json:"operator,omitempty"`
	Business       law.Sector   `json:"business,omitempty"`
	Facilities     int          `json:"facilities"`
	Products       int          `json:"products"`
	Mandate        string       `json:"mandate,omitempty" doc:"under which it is drafted"`
	State          string       `json:"state" enum:"good,made,there,wrong,stopped,refused"`
	Why            []Place      `json:"why,omitempty" doc:"why no draft can be made, or was"`
	Places         []SheetPlace `json:"places,omitempty" doc:"cells of the file to be put right"`
	Draft          string       `json:"draft,omitempty"`
}

// Place says what is wrong, in words and as a code.
type Place struct {
	Path   string `json:"path,omitempty"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
}

// MandateDraftView is a draft under a mandate, as filing it would find it.
type MandateDraftView struct {
	Number     string     `json:"number"`
	ASCII      string     `json:"number_ascii"`
	Operator   string     `json:"operator"`
	Maintainer string     `json:"maintainer"`
	Mandate    string     `json:"mandate"`
	Procedure  string     `json:"procedure,omitempty"`
	State      string     `json:"state" enum:"ready,asked,unready,filed"`
	Asked      []Question `json:"asked,omitempty" doc:"to be confirmed when it is filed"`
	Why        []Place    `json:"why,omitempty"`
	Filing     string     `json:"filing,omitempty" doc:"整理番号 of what was filed"`
}

// Question is something to be confirmed.
type Question struct {
	ID     string `json:"id"`
	Detail string `json:"detail"`
}

// MandateActView is something that was done under a mandate that is in force.
type MandateActView struct {
	Act        string `json:"act" enum:"draft,filing"`
	Number     string `json:"number"`
	Procedure  string `json:"procedure"`
	At         string `json:"at" format:"date-time"`
	Operator   string `json:"operator"`
	Maintainer string `json:"maintainer"`
	Mandate    string `json:"mandate"`
}

type (
	batchOut         struct{ Body BatchView }
	mandateDraftsOut struct {
		Body struct {
			Drafts []MandateDraftView `json:"drafts"`
		}
	}
	mandateActsIn struct {
		Words string `query:"q" maxLength:"200" doc:"in the name of the operator, or a number"`
		Act   string `query:"act" enum:"draft,filing"`
		From  string `query:"from" doc:"a day" example:"2026-12-01"`
		Until string `query:"until" doc:"a day" example:"2026-12-31"`
	}
	mandateActsOut struct {
		Body struct {
			Acts []MandateActView `json:"acts"`
		}
	}
	filingIn struct {
		Key string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one press; repeat it when the answer was lost."`
	}
	sealedIn struct {
		Mandate string `path:"mandate" doc:"number of the mandate"`
		Name    string `query:"name" required:"true" doc:"the file's name; a path before it is dropped"`
		Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	onePaperOfMandate struct {
		Mandate string `path:"mandate" doc:"number of the mandate"`
		Paper   string `path:"paper"`
	}
)

func (a *API) batching(t *table) {
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"mandates"}}
	}
	file := &huma.RequestBody{Required: true, Description: "The file, at most 20 MiB", Content: map[string]*huma.MediaType{}}
	for _, media := range []string{formsheet.XLSX, "text/csv", "application/octet-stream"} {
		file.Content[media] = binary()
	}
	in := op("draft-mandate-batch", http.MethodPost, "/mandates/batch", "Make drafts for many operators out of one Excel book or CSV: the tables 設備 and 製品一覧 of a new notification with the columns 法人番号 and 事業. "+
		"Each is an act of its own under its mandate; the same rows again change nothing", file)
	in.MaxBodyBytes = draftSheetBytes
	text := map[string]any{"type": "string", "maxLength": 200}
	one := objectSchema(map[string]any{"number": text, "confirmed": map[string]any{"type": "array", "maxItems": 100, "items": text}}, "number")
	many := jsonBody(objectSchema(map[string]any{"drafts": map[string]any{"type": "array", "minItems": 1, "maxItems": batching.FilesAtOnce, "items": one}}, "drafts"), true)
	pdf := op("enclose-mandate-paper", http.MethodPost, "/mandates/{mandate}/papers", "Keep a copy of a 委任状 that was sealed by hand: the body is a PDF of at most 5 MiB, for both sides", &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{proofType: binary()}})
	out := op("read-mandate-paper", http.MethodGet, "/mandates/{mandate}/papers/{paper}", "The bytes of a copy", nil)
	out.Responses = fileResponse(proofType, false)
	add(t, batching.MayDo, in, a.draftBatch)
	add(t, batching.MayDo, op("list-mandate-drafts", http.MethodGet, "/mandates/drafts", "The open drafts under the mandates in force that allow filing, each with whether it is ready", nil), a.mandateDrafts)
	add(t, batching.MayDo, op("file-mandate-drafts", http.MethodPost, "/mandates/filing", "File drafts under their mandates, each by an act of its own: what is refused stops no other", many), a.fileBatch)
	add(t, batching.MayDo, op("list-mandate-acts", http.MethodGet, "/mandates/history", "What was begun and filed under the mandates in force, the latest first", nil), a.mandateActs)
	add(t, mandating.MayPropose, pdf, a.enclosePaperOfMandate)
	add(t, mandating.MayRead, out, a.paperOfMandate)
}

func whys(c *call, list []fault.Field) (out []Place) {
	for _, f := range list {
		out = append(out, Place{f.Path, f.Code, look.SayArgs(c.Lang, f.Code, f.Args)})
	}
	return out
}

// reasons are a refusal, with its places.
func reasons(c *call, e *fault.Error) []Place {
	if e == nil {
		return nil
	}
	if len(e.Fields) == 0 {
		return whys(c, []fault.Field{{Code: e.Code, Args: e.Args}})
	}
	return whys(c, e.Fields[:min(len(e.Fields), 50)])
}

func (a *API) draftBatch(c *call, in *batchIn) (*batchOut, error) {
	if len(c.body) == 0 {
		return nil, invalid("", "excel.none", nil)
	}
	book, err := a.Parse(c.Context(), "", bytes.NewReader(c.body))
	if err != nil {
		return nil, err
	}
	file, err := formsheet.Bring(book)
	if err != nil {
		return nil, err
	}
	_, list, err := a.Mandating.Batch.Judge(c.Context(), c.Scope, file.Grids)
	if err != nil {
		return nil, err
	}
	v := BatchView{DryRun: in.DryRun, Parts: []BatchPart{}}
	if !in.DryRun {
		if _, err := c.KeyOf(in.Key, [32]byte{}); err != nil {
			return nil, err
		}
		if v.Left, err = a.Mandating.Batch.Draft(c.Context(), c.Scope, list, func(mark string) (ident.Key, error) {
			return c.KeyOf(in.Key+"-"+mark[:32], sha256.Sum256([]byte(mark)))
		}); err != nil {
			return nil, err
		}
	}
	for _, p := range list {
		if p.Made {
			v.Made++
		}
		v.Parts = append(v.Parts, batchPart(c, p))
	}
	return &batchOut{v}, nil
}

func batchPart(c *call, p batching.Part) BatchPart {
	v := BatchPart{OperatorNumber: clip(p.Number), Operator: p.Name, Business: p.Business, Facilities: p.Rows[0], Products: p.Rows[1], Mandate: string(p.Of.Number), Draft: string(p.Draft), State: "good"}
	for _, f := range p.Faults[:min(len(p.Faults), sheetPlaces)] {
		v.Places = append(v.Places, SheetPlace{Path: formsheet.Placed(f), Field: f.Column.ID, Detail: look.SayArgs(c.Lang, f.Code, f.Args)})
	}
	switch {
	case p.Made:
		v.State = "made"
	case p.Draft != "":
		v.State = "there"
	case p.Why != nil:
		v.State, v.Why = "refused", reasons(c, p.Why)
	case p.Stop != nil:
		v.State, v.Why = "stopped", whys(c, []fault.Field{*p.Stop})
	case !p.Good():
		v.State = "wrong"
	}
	return v
}

func draftViews(c *call, list []batching.Ready) (out []MandateDraftView) {
	out = []MandateDraftView{}
	for _, d := range list {
		v := MandateDraftView{
			Number: string(d.Draft.Number), ASCII: d.Draft.Number.ASCII(), Operator: d.Of.OperatorIs, Maintainer: d.Of.MaintainerIs, Mandate: string(d.Of.Number), Procedure: d.Form.ID, State: "ready",
			Why: reasons(c, d.Why), Filing: string(d.Filing),
		}
		for _, q := range d.Asked {
			v.Asked, v.State = append(v.Asked, Question{q.ID(), look.SayArgs(c.Lang, q.Code, q.Args)}), "asked"
		}
		if d.Why != nil {
			v.State = "unready"
		}
		if d.Filing != "" {
			v.State, v.Asked = "filed", nil
		}
		out = append(out, v)
	}
	return out
}

func (a *API) mandateDrafts(c *call, _ *struct{}) (*mandateDraftsOut, error) {
	list, err := a.Mandating.Batch.Drafts(c.Context(), c.Scope)
	out := &mandateDraftsOut{}
	out.Body.Drafts = draftViews(c, list)
	return out, err
}

func (a *API) fileBatch(c *call, in *filingIn) (*mandateDraftsOut, error) {
	var b struct {
		Drafts []struct {
			Number    string   `json:"number"`
			Confirmed []string `json:"confirmed"`
		} `json:"drafts"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	var numbers []ident.Number
	confirmed := map[ident.Number][]string{}
	for _, d := range b.Drafts {
		n, err := ident.ParseNumber(d.Number)
		if err != nil {
			return nil, fault.Absent()
		}
		if _, again := confirmed[n]; !again {
			numbers = append(numbers, n)
		}
		confirmed[n] = append([]string{}, d.Confirmed...)
	}
	list, err := a.Mandating.Batch.Chosen(c.Context(), c.Scope, numbers)
	if err != nil {
		return nil, err
	}
	whole, err := c.key()
	if err != nil {
		return nil, err
	}
	err = a.Mandating.Batch.Send(c.Context(), list, confirmed, func(n ident.Number) (ident.Key, error) {
		return c.KeyOf(in.Key+"-"+n.ASCII(), whole.Digest)
	})
	out := &mandateDraftsOut{}
	out.Body.Drafts = draftViews(c, list)
	return out, err
}

func (a *API) mandateActs(c *call, in *mandateActsIn) (*mandateActsOut, error) {
	f := batching.Filter{Words: in.Words, Kind: in.Act}
	for path, d := range map[string]struct {
		typed string
		into  *law.Day
	}{"from": {in.From, &f.From}, "until": {in.Until, &f.Until}} {
		if d.typed == "" {
			continue
		}
		day, err := law.ParseDay(d.typed)
		if err != nil {
			return nil, invalid(path, "fault.mandate.day", nil)
		}
		*d.into = day
	}
	list, err := a.Mandating.Batch.Acts(c.Context(), c.Scope, f)
	out := &mandateActsOut{}
	out.Body.Acts = []MandateActView{}
	for _, one := range list {
		out.Body.Acts = append(out.Body.Acts, MandateActView{one.Kind, string(one.Number), one.Form, clock(one.At), one.Of.OperatorIs, one.Of.MaintainerIs, string(one.Of.Number)})
	}
	return out, err
}

func (a *API) enclosePaperOfMandate(c *call, in *sealedIn) (*mandateOut, error) {
	n, err := ident.ParseNumber(in.Mandate)
	if err != nil {
		return nil, fault.Absent()
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	if err := a.Mandating.Enclose.Do(c.Context(), c.Scope, key, mandating.Enclosing{Number: n, Name: in.Name, Data: c.body}); err != nil {
		return nil, err
	}
	return a.mandate(c, &mandateIn{in.Mandate})
}

func (a *API) paperOfMandate(c *call, in *onePaperOfMandate) (*fileOut, error) {
	n, err := ident.ParseNumber(in.Mandate)
	if err != nil {
		return nil, fault.Absent()
	}
	out := &fileOut{ContentType: proofType, Disposition: `attachment; filename="sealed-copy.pdf"`}
	return out, a.Mandating.Read(c.Context(), c.Scope, func(tx MandatesTx) error {
		var m mandate.Mandate
		if m, err = tx.MandateNumbered(n, mandating.MayRead); err == nil {
			out.Body, err = tx.PaperOfMandate(m, ident.Object(in.Paper))
		}
		return err
	})
}
