package hardware

import (
	_ "embed"
	"errors"
	"net/http"
	"net/url"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/adapter/format/seed"
	"kanmin/internal/domain/fault"
	"kanmin/internal/flow/enrolling"
)

// CheckView is a file of seeds before it is taken: what it holds, without its secrets, or each cell that is wrong.
type CheckView struct {
	Lead     string
	Wrong    *look.Table
	Tokens   *look.Table
	Ceremony string
	Key      string
}

//go:embed check.tmpl
var checkSource string

var checkPage = look.Parse[CheckView]("organisation/signin/hardware/check", checkSource)

// shown bounds what one page shows of a file.
const shown = 200

func query(q, state string) string { return url.Values{"q": {q}, "state": {state}}.Encode() }

func (p Page) known(r *gate.Request) func([]string) (map[string]bool, error) {
	return func(serials []string) (known map[string]bool, err error) {
		err = p.Read(r.Context(), r.Scope, func(tx ReadTx) (err error) {
			known, err = tx.KnownHardware(serials)
			return err
		})
		return known, err
	}
}

// check reads a file and shows what it holds; nothing is taken yet.
func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	handed, err := ways.Handed(r, seed.MaxBytes+1)
	if err != nil {
		return err
	}
	rows, bad, ceremony, err := p.Door.OfferHardware(r.Context(), r.Scope, handed.Data, p.known(r))
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Kind == fault.Invalid {
		text := look.SayArgs(r.Lang, e.Code, e.Args)
		v := View{Problems: look.Problems{{ID: "seeds", Label: r.T("hardware.file"), Text: text}}}
		v.File.Error = text
		return p.render(w, r, gate.Status(err), v)
	}
	if err != nil {
		return err
	}
	v, status := CheckView{Ceremony: ceremony}, http.StatusOK
	if len(bad) > 0 {
		status = http.StatusUnprocessableEntity
		v.Lead = r.T("hardware.check.wrong", "n", look.Number(len(bad)), "shown", look.Number(min(shown, len(bad))))
		v.Wrong = &look.Table{Caption: r.T("hardware.check.cells"), Heads: []look.Head{{Text: r.T("hardware.check.line")}, {Text: r.T("hardware.check.column")}, {Text: r.T("hardware.check.why")}}}
		for _, t := range bad[:min(shown, len(bad))] {
			v.Wrong.Rows = append(v.Wrong.Rows, []look.Cell{{Text: r.T("hardware.check.n", "n", strconv.Itoa(t.Line))}, {Text: r.T("hardware.field." + t.Field)}, {Text: r.Why(fault.Field{Code: t.Code, Args: t.Args})}})
		}
		return checkPage.WriteStatus(w, status, crumbs(r), v)
	}
	v.Lead = r.T("hardware.check.good", "n", look.Number(len(rows)))
	v.Tokens = &look.Table{Caption: r.T("hardware.check.tokens"), Heads: []look.Head{{Text: r.T("hardware.serial")}, {Text: r.T("hardware.digits")}, {Text: r.T("hardware.period")}, {Text: r.T("hardware.field.algorithm")}}}
	for _, t := range rows[:min(shown, len(rows))] {
		by := "SHA-1"
		if t.SHA256 {
			by = "SHA-256"
		}
		v.Tokens.Rows = append(v.Tokens.Rows, []look.Cell{{Text: t.Serial, Ref: true}, {Text: strconv.Itoa(t.Digits)}, {Text: strconv.Itoa(t.Period)}, {Text: by}})
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	return checkPage.WriteStatus(w, status, crumbs(r), v)
}

// take takes what waits.
func (p Page) take(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	ceremony := form.Get("ceremony")
	list, err := p.Door.OfferedHardware(r.Context(), r.Scope, ceremony)
	if err != nil {
		return p.answer(w, r, err, "")
	}
	key, err := r.Key(organisation.Digest(serials(list)))
	if err != nil {
		return err
	}
	if err := p.Stock.Do(r.Context(), r.Scope, key, list); err != nil {
		return p.answer(w, r, err, "")
	}
	return p.answer(w, r, p.Door.TakenHardware(r.Context(), r.Scope, ceremony), "taken")
}

func serials(list []enrolling.Hardware) []string {
	out := make([]string, len(list))
	for i, h := range list {
		out[i] = h.Serial
	}
	return out
}
