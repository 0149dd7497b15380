package filling

import (
	"crypto/sha256"
	"net/http"
	"strconv"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/notice"
	"kanmin/internal/flow/submitting"
)

// How far back, and how many, notices are looked through for indicators.
const (
	bringBack = 90 * 24 * time.Hour
	bringMost = 10
)

// brings are the notices whose indicators the draft does not have yet.
type brings struct {
	Action, Key string
	Notices     []bringing
}

type bringing struct {
	Number string // as it is sent back
	Name   look.Link
	Text   string // from whom, when, how many
}

// asksIndicators reports whether a step asks for 侵害指標 in a report that follows another.
func (w work) asksIndicators(s form.Step) bool {
	return w.Follows != "" && w.Root == "" && s.Has(incident.IndicatorsField)
}

// brings reads what notices have to add to the indicators of a step.
func (p Pages) brings(r *gate.Request, d work, s form.Step) (v *brings, err error) {
	if may, _ := r.Scope.Relations(access.Permission{Action: access.Read, Object: access.Notice}); !may || !d.asksIndicators(s) {
		return nil, nil //nolint:nilnil // there is nothing to show
	}
	var list []notice.Notice
	if err := p.Read(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		list, err = tx.NoticesPasted(r.Now.Add(-bringBack), bringMost)
		return err
	}); err != nil {
		return nil, err
	}
	v = &brings{Action: d.at("indicators")}
	for _, n := range list {
		if _, added := indicator.Merged(d.values[incident.IndicatorsField].Text(), n.Technical, ""); added > 0 {
			v.Notices = append(v.Notices, bringing{
				Number: n.Number.ASCII(), Name: look.Link{To: reporting.NoticeAt(n.Number), Text: r.T("tip.source", "number", n.Number)},
				Text: r.T("tip.brings", "company", n.From.Company, "at", look.Moment(r.Lang, n.At), "n", look.Number(added)),
			})
		}
	}
	if len(v.Notices) == 0 {
		return nil, nil //nolint:nilnil // there is nothing to show
	}
	v.Key, err = r.NewKey()
	return v, err
}

// takeOver takes those of one notice over.
func (p Pages) takeOver(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	n, err := ident.ParseNumber(fields.Get("notice"))
	if err != nil {
		var l fault.List
		l.Add("notice", "fault.form.option", fault.Args{"text": string(n)})
		return l.Err()
	}
	key, err := r.Key(sha256.Sum256([]byte(string(d.Number) + "\x00" + string(n))))
	if err != nil {
		return err
	}
	added, err := p.Bring.Do(r.Context(), r.Scope, key, submitting.Bringing{Draft: d.Number, Notice: n})
	if err != nil {
		return err
	}
	for _, s := range d.of.Form.Steps {
		if s.Has(incident.IndicatorsField) {
			return gate.See(w, d.at(s.ID)+"?brought="+strconv.Itoa(added)+"#"+incident.IndicatorsField)
		}
	}
	return gate.See(w, d.at(""))
}

// tookOver says how many came by the press before.
func tookOver(r *gate.Request, s form.Step) *look.Notice {
	n, err := strconv.Atoi(r.URL.Query().Get("brought"))
	switch {
	case err != nil || !s.Has(incident.IndicatorsField):
		return nil
	case n < 1:
		return &look.Notice{Tone: look.Info, Title: r.T("tip.brought.none")}
	}
	return &look.Notice{Tone: look.Good, Title: r.T("tip.brought", "n", look.Number(n)), Text: []string{r.T("tip.brought.text")}}
}
