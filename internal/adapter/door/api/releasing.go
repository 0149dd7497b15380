package api

import (
	"context"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/releasing"
)

// ReleaseTx is what the matrix of a draft is read from.
type ReleaseTx interface {
	Draft(ident.Number) (filing.Draft, []filing.Entry, error)
	Procedure(ref string) (procedure.Procedure, error)
	OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error)
	Withheld(objects []ident.Object) ([]filing.Withholding, error)
}

// Releasing are the flows by which is chosen who sees what (提出先と見え方); every field is needed.
type Releasing struct {
	Read     Reading[ReleaseTx]
	Withhold releasing.Withhold
	Release  releasing.Release
	Agree    releasing.Agree
	Consent  releasing.Consent
}

// ReleaseCell is one section and one authority: what the law says, and what is withheld.
type ReleaseCell struct {
	Office    string          `json:"office" example:"経済産業大臣"`
	Section   string          `json:"section" example:"computer"`
	Goes      bool            `json:"goes" doc:"the authority receives such sections at all"`
	Rule      string          `json:"rule" enum:"must,asked,open" doc:"must: it goes by law; asked: it may have to, and withholding it wants sure; open: the law leaves the choice, or what it says was not seen"`
	Says      string          `json:"says,omitempty"`
	Provision []law.Provision `json:"provision"`
	Certainty law.Certainty   `json:"certainty"`
	Until     string          `json:"withheld_until,omitempty" format:"date-time"`
	Reason    string          `json:"reason,omitempty"`
}

type releaseOut struct {
	Body struct {
		Number string        `json:"number"`
		Cells  []ReleaseCell `json:"cells"`
	}
}

// Held is one section that an authority does not have yet; for the own organisation only.
type Held struct {
	Section string `json:"section"`
	Until   string `json:"until" format:"date-time"`
	Reason  string `json:"reason"`
}

func (a *API) releasing(t *table) {
	word := map[string]any{"type": "string", "maxLength": 200}
	wish := objectSchema(map[string]any{
		"office": word, "section": word, "until": map[string]any{"type": "string", "description": "date and hour, Japan's time unless a zone is written"},
		"reason": map[string]any{"type": "string", "maxLength": filing.WithholdReasonMost}, "sure": map[string]any{"type": "boolean", "description": "where rule is asked: it was considered"},
	}, "office", "section", "until", "reason")
	add(t, seeDraft, huma.Operation{
		OperationID: "read-release", Method: http.MethodGet, Path: "/drafts/{number}/release", Tags: []string{"drafts"},
		Summary: "Which section of a draft goes to which authority, by which law, and what is withheld until when",
	}, a.release)
	add(t, mayDraft, huma.Operation{
		OperationID: "choose-release", Method: http.MethodPost, Path: "/drafts/{number}/release", Tags: []string{"drafts"},
		Summary:     "Choose what is withheld from whom until when, in the place of what was chosen before",
		RequestBody: jsonBody(objectSchema(map[string]any{"withhold": map[string]any{"type": "array", "maxItems": filing.WithholdMost, "items": wish}}, "withhold"), true),
	}, a.chooseRelease)
	agree := jsonBody(objectSchema(map[string]any{"agree": map[string]any{"type": "boolean"}}, "agree"), true)
	add(t, mayDraft, huma.Operation{
		OperationID: "agree-draft", Method: http.MethodPost, Path: "/drafts/{number}/consent", Tags: []string{"drafts"},
		Summary: "Agree, or not, that a draft is shared with 国家サイバー統括室 once it is sent; nothing chosen is no", RequestBody: agree,
	}, a.agreeDraft)
	add(t, mayFile, huma.Operation{
		OperationID: "agree-report", Method: http.MethodPost, Path: "/reports/{number}/consent", Tags: []string{"reports"},
		Summary: "Give or withdraw the consent to share a report with 国家サイバー統括室; what was opened before a withdrawal stays recorded", RequestBody: agree,
	}, a.agreeReport)
	add(t, mayFile, huma.Operation{
		OperationID: "release-section", Method: http.MethodPost, Path: "/reports/{number}/release", Tags: []string{"reports"},
		Summary:     "Show to an authority now what was withheld from it until an hour",
		RequestBody: jsonBody(objectSchema(map[string]any{"office": word, "section": word}, "office", "section"), true),
	}, a.releaseSection)
}

func (a *API) release(c *call, in *numbered) (*releaseOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	out := &releaseOut{}
	out.Body.Number, out.Body.Cells = string(n), []ReleaseCell{}
	return out, a.Releasing.Read(c.Context(), c.Scope, func(tx ReleaseTx) error {
		d, _, err := tx.Draft(n)
		if err != nil {
			return err
		}
		p, err := tx.Procedure(d.Form)
		if err != nil || p.Act != party.ActReport {
			return err
		}
		today := law.DayOf(c.Scope.At)
		offices, err := tx.OfficesOf(p, d.Org, today)
		if err != nil {
			return err
		}
		held, err := tx.Withheld([]ident.Object{ident.Object(d.ID)})
		for _, o := range offices {
			for _, part := range p.Form.Parts {
				if o.Channel == filing.Here {
					out.Body.Cells = append(out.Body.Cells, releaseCell(o, part.ID, held, today))
				}
			}
		}
		return err
	})
}

func releaseCell(o filing.Addressee, section string, held []filing.Withholding, today law.Day) ReleaseCell {
	v := ReleaseCell{Office: o.Title, Section: section, Goes: slices.Contains(o.Sections, section), Rule: "open", Provision: []law.Provision{}}
	if d, found := window.DefaultOf(o.Kind, section, today); found {
		v.Says, v.Provision, v.Certainty = d.Answer.Ja, law.Provisions(d.Provision...), d.Certainty
		switch {
		case d.Must:
			v.Rule = "must"
		case d.Asks:
			v.Rule = "asked"
		}
	}
	for _, w := range held {
		if w.Office == o.Unit && w.Section == section {
			v.Until, v.Reason = clock(w.Until), w.Reason
		}
	}
	return v
}

func (a *API) chooseRelease(c *call, in *numberedAct) (*releaseOut, error) {
	var b struct {
		Withhold []struct {
			Office  string `json:"office"`
			Section string `json:"section"`
			Until   string `json:"until"`
			Reason  string `json:"reason"`
			Sure    bool   `json:"sure"`
		} `json:"withhold"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var list []releasing.Wish
	for _, w := range b.Withhold {
		list = append(list, releasing.Wish{Title: w.Office, Section: w.Section, Until: w.Until, Reason: w.Reason, Sure: w.Sure})
	}
	key, err := c.key()
	if err == nil {
		err = a.Releasing.Withhold.Do(c.Context(), c.Scope, key, n, list)
	}
	if err != nil {
		return nil, err
	}
	return a.release(c, &numbered{in.Number})
}

func (a *API) releaseSection(c *call, in *numberedAct) (*reportOut, error) {
	var office, section string
	if err := c.texts(map[string]*string{"office": &office, "section": &section}, nil, map[string]int{"office": 200, "section": 200}); err != nil {
		return nil, err
	}
	if office == "" || section == "" {
		var l fault.List
		l.Add("section", "fault.form.needed", nil)
		return nil, l.Err()
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		return a.Releasing.Release.Do(ctx, s, key, releasing.Section{Of: n, Title: office, Name: section})
	}); err != nil {
		return nil, err
	}
	return a.read(c, &numbered{in.Number})
}

func (c *call) agrees() (bool, error) {
	var b struct {
		Agree *bool `json:"agree"`
	}
	if err := c.strict(&b); err != nil {
		return false, err
	}
	if b.Agree == nil {
		return false, invalid("agree", "fault.form.needed", nil)
	}
	return *b.Agree, nil
}

func (a *API) agreeDraft(c *call, in *numberedAct) (*releaseOut, error) {
	yes, err := c.agrees()
	if err != nil {
		return nil, err
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		return a.Releasing.Agree.Do(ctx, s, key, n, yes)
	}); err != nil {
		return nil, err
	}
	return a.release(c, &numbered{in.Number})
}

func (a *API) agreeReport(c *call, in *numberedAct) (*reportOut, error) {
	yes, err := c.agrees()
	if err != nil {
		return nil, err
	}
	if _, err := c.onNumber(in, func(ctx context.Context, s access.Scope, key ident.Key, n ident.Number) error {
		return a.Releasing.Consent.Do(ctx, s, key, n, yes)
	}); err != nil {
		return nil, err
	}
	return a.read(c, &numbered{in.Number})
}

// heldOf adds to the own organisation's addressees what each has and what it has not yet.
func (o opened) heldOf(list []Addressee) []Addressee {
	if !o.own {
		return list
	}
	for i, a := range o.to {
		list[i].Sections = a.Sections
		for _, w := range o.held {
			if w.Office == a.Unit && w.State == filing.WithheldNow {
				list[i].Held = append(list[i].Held, Held{w.Section, clock(w.Until), w.Reason})
			}
		}
	}
	return list
}
