package mandates

import (
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/flow/mandating"
)

// OneView is one mandate.
type OneView struct {
	Title, Here string
	Number      string
	State       look.Tag
	Notices     []look.Notice
	Answers     []look.Answer
	Allows      []string // what exactly it allows
	Never       []string // and what it does not
	Countersign string   // the key of the step; "" where it cannot be taken
	Decline     string
	Withdraw    string
	Revoke      string
	Begin       []begin
	Reason      look.Field
	Work        look.Table
	HasWork     bool
	Papers      *look.Table // copies of the 委任状 that were sealed by hand
	Paper       look.Field
	Enclose     string // the key of one more; "" where none can be added
	History     []look.Event
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[OneView]("mandates/one", oneSource)

func (p Page) one(w http.ResponseWriter, r *gate.Request) error { return p.writeOne(w, r, "", nil) }

func (p Page) load(r *gate.Request) (m mandate.Mandate, err error) {
	n, err := number(r)
	if err != nil {
		return m, err
	}
	return m, p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		m, err = tx.MandateNumbered(n, mandating.MayRead)
		return err
	})
}

// writeOne shows a mandate; reason is what was typed for a step that was refused.
func (p Page) writeOne(w http.ResponseWriter, r *gate.Request, reason string, bad error) error {
	m, err := p.load(r)
	if err != nil {
		return err
	}
	v := OneView{
		Title: r.T("mandate.of", "operator", m.OperatorIs, "maintainer", m.MaintainerIs), Here: At(m), Number: string(m.Number), State: Tag(r, m), Notices: admin.Says(r, bad),
		Answers: terms(r, m), History: history(r, m),
	}
	v.Allows, v.Never = allows(r, m)
	v.Reason = look.Field{Kind: look.Area, ID: "reason", Label: r.T("mandate.reason"), Hint: r.T("mandate.reason.hint"), Value: reason, Need: true, Limit: mandate.TextMost, Error: admin.Why(r, bad)["reason"]}
	if done := r.URL.Query().Get("done"); bad == nil && (done == mandate.Countersign || done == mandate.Decline || done == mandate.Withdraw || done == mandate.Revoke || done == "paper") {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("mandate.done." + done)})
	}
	if err := p.may(r, m, &v); err != nil {
		return err
	}
	if err := p.work(r, m, &v); err != nil {
		return err
	}
	if err := p.papers(r, m, bad, &v); err != nil {
		return err
	}
	return onePage.WriteStatus(w, admin.Status(bad), frame(r, m, v.Title), v)
}

// may leaves a key for each step that the visitor can take.
func (p Page) may(r *gate.Request, m mandate.Mandate, v *OneView) (err error) {
	side, today := m.Of(r.Scope.Org), law.DayOf(r.Now)
	for _, s := range []struct {
		do  string
		key *string
		can bool
	}{
		{mandate.Countersign, &v.Countersign, r.Scope.Permit(mandating.MayConfirm) == nil}, {mandate.Decline, &v.Decline, r.Scope.Permit(mandating.MayConfirm) == nil},
		{mandate.Withdraw, &v.Withdraw, r.Scope.Permit(mandating.MayPropose) == nil}, {mandate.Revoke, &v.Revoke, r.Scope.Permit(mandating.MayEnd) == nil},
	} {
		if s.can && m.May(s.do, side, today) {
			if *s.key, err = r.NewKey(); err != nil {
				return err
			}
		}
	}
	return nil
}

func frame(r *gate.Request, m mandate.Mandate, title string) look.Frame {
	f := r.Frame("nav.mandate").With(look.Link{To: Path, Text: r.T("nav.mandate")}, look.Link{Text: Other(r, m)}).About(string(m.Number))
	f.Title = title
	return f
}

// terms are what the two agree on.
func terms(r *gate.Request, m mandate.Mandate) []look.Answer {
	list := []look.Answer{
		{Question: r.T("mandate.operator"), Text: strings.TrimSpace(m.OperatorIs + " " + m.OperatorNo)}, {Question: r.T("mandate.maintainer"), Text: strings.TrimSpace(m.MaintainerIs + " " + m.MaintainerNo)},
		{Question: r.T("mandate.sectors"), Text: sectorNames(r, m.Sectors)},
	}
	if m.Facilities != "" {
		list = append(list, look.Answer{Question: r.T("mandate.facilities"), Text: m.Facilities})
	}
	list = append(list, look.Answer{Question: r.T("mandate.acts"), Text: actNames(r, m.Acts)}, look.Answer{Question: r.T("mandate.from"), Text: look.DayBoth(r.Lang, m.From)}, look.Answer{Question: r.T("mandate.until"), Text: look.DayBoth(r.Lang, m.Until)})
	if m.Successor != "" {
		list = append(list, look.Answer{Question: r.T("mandate.successor"), Text: m.Successor})
	}
	return append(list, look.Answer{Question: r.T("mandate.holder"), Text: Waits(r, m)})
}

func sectorNames(r *gate.Request, sectors []law.Sector) string {
	if len(sectors) == 0 {
		return r.T("mandate.sectors.all")
	}
	names := make([]string, len(sectors))
	for i, s := range sectors {
		names[i] = look.Capital(holding.SectorName(s).In(string(r.Lang)))
	}
	return strings.Join(names, r.T("mandate.and"))
}

// allows says act by act what a mandate opens, and what none opens.
func allows(r *gate.Request, m mandate.Mandate) (yes, no []string) {
	for _, a := range m.Acts {
		yes = append(yes, r.T("mandate.allows."+string(a)))
	}
	return yes, []string{r.T("mandate.never.see"), r.T("mandate.never.report"), r.T("mandate.never.direct"), r.T("mandate.never.end")}
}

// history is what was done, with both names.
func history(r *gate.Request, m mandate.Mandate) (list []look.Event) {
	for _, s := range m.Steps {
		by := s.Org
		if s.Name != "" {
			by += " " + s.Name
		}
		list = append(list, look.Event{At: s.At, What: r.T("mandate.step." + s.Do), By: by, Text: s.Reason, Done: true})
	}
	return list
}

// step takes one of the steps and goes back to the mandate.
func (p Page) step(do string) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		form, err := r.Fields()
		if err != nil {
			return err
		}
		n, err := number(r)
		if err != nil {
			return err
		}
		reason := form.Get("reason")
		key, err := r.Key(organisation.Digest(do, n, reason))
		if err != nil {
			return err
		}
		var id ident.Object
		if id, err = p.Step.Do(r.Context(), r.Scope, key, mandating.Taking{Number: n, Do: do, Reason: reason}); admin.Mine(err) {
			return p.writeOne(w, r, reason, err)
		}
		if err != nil || id == "" {
			return err
		}
		return gate.See(w, Path+"/"+n.ASCII()+"?done="+do)
	}
}
