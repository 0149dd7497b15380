package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/support"
	"kanmin/internal/flow/supporting"
)

// SupportTx is what wishes for help are read from.
type SupportTx interface {
	SupportList(over bool, limit int) ([]support.Support, error)
	Support(ident.Number, access.Permission) (support.Support, error)
	Showable(ident.Filing) (procedure.Procedure, []support.Candidate, error)
}

// Supporting are the flows of 対処支援; every field is needed.
type Supporting struct {
	Look    Looking[SupportTx]
	Ask     supporting.Ask
	Write   supporting.Write
	Move    supporting.Move
	Hand    supporting.Hand
	Share   supporting.Share
	Unshare supporting.Unshare
}

// Support is one wish for help, as its reader has it.
type Support struct {
	Number  string        `json:"number" example:"援-R8-7K4M-2QXD-W"`
	About   string        `json:"about,omitempty" doc:"number of the report or draft, where the reader may open it"`
	Filer   string        `json:"filer"`
	Kinds   []string      `json:"kinds"`
	Urgency string        `json:"urgency" enum:"now,today,calm"`
	State   string        `json:"state" enum:"received,arranging,working,ended"`
	Since   string        `json:"since" format:"date-time" doc:"since when it is in its state"`
	Rev     int           `json:"rev" doc:"to be named when the state is changed"`
	Contact string        `json:"contact"`
	Text    string        `json:"text,omitempty"`
	AskedAt string        `json:"asked_at" format:"date-time"`
	Holder  string        `json:"holder,omitempty" doc:"the office that has it in hand"`
	Offices []string      `json:"offices,omitempty" doc:"that have it; of one wish only"`
	Next    []string      `json:"next,omitempty" doc:"what the reader may do now; of one wish only"`
	Said    []SupportSaid `json:"said,omitempty" doc:"oldest first; of one wish only"`
	Shares  []SupportSeen `json:"shares,omitempty" doc:"helpers that see the report; for the own organisation, and for a helper its own"`
	Helpers []SupportSeen `json:"helpers,omitempty" doc:"to whom the report may be shown; for the own organisation"`
}

// SupportSaid is one message, or one thing that was done.
type SupportSaid struct {
	At   string `json:"at" format:"date-time"`
	Deed string `json:"deed" enum:"wrote,arranging,working,ended,declined,passed,reopened,handed,shared,unshared"`
	By   string `json:"by"`
	Name string `json:"name,omitempty" doc:"of the person; for the own organisation only"`
	Text string `json:"text,omitempty"`
}

// SupportSeen is a helper (支援機関).
type SupportSeen struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Sections []string `json:"sections,omitempty"`
	Since    string   `json:"since,omitempty" format:"date-time"`
}

type (
	supportOut  struct{ Body Support }
	supportsOut struct {
		Body struct {
			Items []Support `json:"items"`
		}
	}
	supportIn struct {
		Support string `path:"support" doc:"number of the wish, in Latin (S-R8-…) or Japanese (援-R8-…)"`
	}
	supportAct struct {
		Support string `path:"support" doc:"number of the wish, in Latin (S-R8-…) or Japanese (援-R8-…)"`
		Key     string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	supportsIn struct {
		Ended bool `query:"ended" doc:"those that are over"`
	}
)

func (a *API) supporting(t *table) {
	word, long := map[string]any{"type": "string", "maxLength": support.ContactLimit}, map[string]any{"type": "string", "maxLength": support.TextLimit}
	list := func(of ...any) map[string]any {
		items := map[string]any{"type": "string"}
		if len(of) > 0 {
			items["enum"] = of
		}
		return map[string]any{"type": "array", "minItems": 1, "maxItems": 20, "items": items}
	}
	var kinds, urgencies, deeds []any
	for _, k := range support.Kinds {
		kinds = append(kinds, string(k))
	}
	for _, u := range support.Urgencies {
		urgencies = append(urgencies, string(u))
	}
	for _, d := range support.Asked {
		deeds = append(deeds, string(d))
	}
	op := func(id, method, path, summary string, body map[string]any, needed ...string) huma.Operation {
		o := huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, Tags: []string{"support"}}
		if body != nil {
			o.RequestBody = jsonBody(objectSchema(body, needed...), true)
		}
		return o
	}
	add(t, supporting.MayRead, op("list-support", http.MethodGet, "/support", "Wishes for help (対処支援) that the reader has, the most urgent first", nil), a.listSupport)
	ask := op("ask-support", http.MethodPost, "/support", "Ask for help (支援を希望する)", map[string]any{"kinds": list(kinds...), "urgency": map[string]any{"enum": urgencies}, "contact": word, "text": long, "about": word}, "kinds", "urgency", "contact")
	ask.DefaultStatus = http.StatusCreated
	add(t, supporting.MayAsk, ask, a.askSupport)
	add(t, supporting.MayRead, op("read-support", http.MethodGet, "/support/{support}", "One wish for help, with what was said", nil), a.readSupport)
	message := map[string]any{"text": long}
	step := map[string]any{"deed": map[string]any{"enum": deeds}, "rev": map[string]any{"type": "integer"}, "reason": long}
	add(t, supporting.MayAsk, op("write-support", http.MethodPost, "/support/{support}/messages", "Write to the office", message, "text"), a.writeSupport)
	add(t, supporting.MayAsk, op("move-support", http.MethodPost, "/support/{support}/state", "End it, or open it again", step, "deed", "rev"), a.moveSupport)
	add(t, supporting.MayAnswer, op("answer-support", http.MethodPost, "/ministry/support/{support}/messages", "Write to the operator", message, "text"), a.writeSupport)
	add(t, supporting.MayAnswer, op("step-support", http.MethodPost, "/ministry/support/{support}/state", "Take it up, help, say that one cannot (with a reason), end it, open it again", step, "deed", "rev"), a.moveSupport)
	add(t, supporting.MayAnswer, op("hand-support", http.MethodPost, "/ministry/support/{support}/hand", "Hand it to a colleague of the unit", map[string]any{"to": word, "rev": map[string]any{"type": "integer"}}, "to", "rev"), a.handSupport)
	add(t, supporting.MayAsk, op("share-support", http.MethodPost, "/support/{support}/shares", "Show the report to one helper: these sections, and nothing else", map[string]any{"helper": word, "sections": list()}, "helper", "sections"), a.shareSupport)
	add(t, supporting.MayAsk, op("unshare-support", http.MethodPost, "/support/{support}/shares/end", "End that", map[string]any{"helper": word}, "helper"), a.unshareSupport)
}

func supportView(s support.Support) Support {
	v := Support{
		Number: string(s.Number), About: string(s.AboutNumber), Filer: s.Filer, Urgency: string(s.Urgency), State: string(s.State), Since: clock(s.MovedAt), Rev: s.Rev, Contact: s.Contact, Text: s.Words.Text, AskedAt: clock(s.AskedAt), Holder: s.Holder().Body,
	}
	for _, k := range s.Kinds {
		v.Kinds = append(v.Kinds, string(k))
	}
	for _, o := range s.Offices {
		v.Offices = append(v.Offices, o.Name)
	}
	for _, e := range s.Said {
		v.Said = append(v.Said, SupportSaid{At: clock(e.At), Deed: string(e.Deed), By: e.Body, Name: e.Name, Text: e.SaidWords.Text})
	}
	for _, h := range s.Shares {
		if h.EndedAt == 0 {
			v.Shares = append(v.Shares, SupportSeen{ID: string(h.HelperOrg), Name: h.Name, Sections: h.Sections, Since: clock(h.At)})
		}
	}
	return v
}

func (a *API) listSupport(c *call, in *supportsIn) (*supportsOut, error) {
	out := &supportsOut{}
	out.Body.Items = []Support{}
	return out, a.Supporting.Look(c.Context(), c.Scope, purposeList, func(tx SupportTx) (seen []ident.Object, err error) {
		list, err := tx.SupportList(in.Ended, 200)
		for _, s := range list {
			out.Body.Items, seen = append(out.Body.Items, supportView(s)), append(seen, s.ID)
		}
		return seen, err
	})
}

func (a *API) readSupport(c *call, in *supportIn) (*supportOut, error) {
	n, err := number("support", in.Support)
	if err != nil {
		return nil, err
	}
	out := &supportOut{}
	return out, a.Supporting.Look(c.Context(), c.Scope, purposeAct, func(tx SupportTx) ([]ident.Object, error) {
		s, err := tx.Support(n, supporting.MayRead)
		if err != nil {
			return nil, err
		}
		out.Body = supportView(s)
		for _, d := range s.Open(s.SideOf(c.Scope.Org)) {
			out.Body.Next = append(out.Body.Next, string(d))
		}
		if s.Org == c.Scope.Org && s.Report != "" {
			_, list, err := tx.Showable(s.Report)
			if err != nil {
				return nil, err
			}
			for _, h := range list {
				out.Body.Helpers = append(out.Body.Helpers, SupportSeen{ID: string(h.Org), Name: h.Name})
			}
		}
		return []ident.Object{s.ID}, nil
	})
}

func (a *API) askSupport(c *call, _ *acting) (*supportOut, error) {
	var b struct {
		Kinds   []support.Kind  `json:"kinds"`
		Urgency support.Urgency `json:"urgency"`
		Contact string          `json:"contact"`
		Text    string          `json:"text"`
		About   string          `json:"about"`
	}
	if err := c.strict(&b); err != nil {
		return nil, err
	}
	w := supporting.Wish{Kinds: b.Kinds, Urgency: b.Urgency, Contact: b.Contact, Text: b.Text}
	if b.About != "" {
		n, err := ident.ParseNumber(b.About)
		if err != nil {
			return nil, invalid("about", "fault.support.about", nil)
		}
		w.About = n
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Supporting.Ask.Do(c.Context(), c.Scope, key, w)
	if err != nil {
		return nil, err
	}
	out := &supportOut{}
	return out, a.Supporting.Look(c.Context(), c.Scope, purposeList, func(tx SupportTx) ([]ident.Object, error) {
		for _, over := range []bool{false, true} {
			list, err := tx.SupportList(over, 200)
			if err != nil {
				return nil, err
			}
			for _, s := range list {
				if s.ID == id {
					out.Body = supportView(s)
					return []ident.Object{id}, nil
				}
			}
		}
		return nil, fault.Absent()
	})
}

// onSupport reads the body, does something about the wish of the address, and answers with how it stands then.
func (a *API) onSupport(c *call, in *supportAct, body any, do func(n ident.Number, key ident.Key) error) (*supportOut, error) {
	n, err := number("support", in.Support)
	if err != nil {
		return nil, err
	}
	if err := c.strict(body); err != nil {
		return nil, err
	}
	key, err := c.key()
	if err == nil {
		err = do(n, key)
	}
	if err != nil {
		return nil, err
	}
	return a.readSupport(c, &supportIn{Support: in.Support})
}

func (a *API) writeSupport(c *call, in *supportAct) (*supportOut, error) {
	var b struct {
		Text string `json:"text"`
	}
	return a.onSupport(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Supporting.Write.Do(c.Context(), c.Scope, key, n, b.Text)
	})
}

func (a *API) moveSupport(c *call, in *supportAct) (*supportOut, error) {
	var b struct {
		Deed   support.Deed `json:"deed"`
		Rev    int          `json:"rev"`
		Reason string       `json:"reason"`
	}
	return a.onSupport(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Supporting.Move.Do(c.Context(), c.Scope, key, supporting.Step{Number: n, Rev: b.Rev, Deed: b.Deed, Reason: b.Reason})
	})
}

func (a *API) handSupport(c *call, in *supportAct) (*supportOut, error) {
	var b struct {
		To  ident.Person `json:"to"`
		Rev int          `json:"rev"`
	}
	return a.onSupport(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Supporting.Hand.Do(c.Context(), c.Scope, key, supporting.Step{Number: n, Rev: b.Rev}, b.To)
	})
}

func (a *API) shareSupport(c *call, in *supportAct) (*supportOut, error) {
	var b struct {
		Helper   ident.Org `json:"helper"`
		Sections []string  `json:"sections"`
	}
	return a.onSupport(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Supporting.Share.Do(c.Context(), c.Scope, key, supporting.Showing{Number: n, Helper: b.Helper, Sections: b.Sections})
	})
}

func (a *API) unshareSupport(c *call, in *supportAct) (*supportOut, error) {
	var b struct {
		Helper ident.Org `json:"helper"`
	}
	return a.onSupport(c, in, &b, func(n ident.Number, key ident.Key) error {
		return a.Supporting.Unshare.Do(c.Context(), c.Scope, key, n, b.Helper)
	})
}
