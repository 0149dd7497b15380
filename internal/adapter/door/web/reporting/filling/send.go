package filling

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/submitting"
)

// sendView is the last page: the summary and one button.
type sendView struct {
	Heading                   string
	Action, Number, Key, Back string
	Steps                     look.Steps
	To                        []string
	Elsewhere                 []string
	Answers                   []look.Answer
	Confirmed                 []string
	Attached                  []reporting.File
	Hurry                     bool // without the approval that the organisation has set
}

//go:embed send.tmpl
var sendSource string

var sendPage = look.Parse[sendView]("reporting/prompt/send", sendSource)

// ask shows what is about to be sent, to whom. What is not ready goes back to 提出前の確認.
func (p Pages) ask(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	v := reviewOf(r, d)
	confirmed := v.confirmed(r.URL.Query()["confirm"])
	hurry := d.of.Urgent && r.URL.Query().Get(unapproved) != "" && d.agreed() != nil
	if !v.ready(confirmed) || d.agreed() != nil && !hurry {
		return gate.See(w, d.at(check))
	}
	s := sendView{
		Heading: d.title(r), Action: d.at("send"), Number: string(d.Number), Back: d.at(check),
		Steps: progress(r, d, len(d.of.Form.Steps)+1, true), Answers: reporting.Brief(r.Lang, reporting.Answers(r.Lang, d.asked(), d.values, nil)), Confirmed: confirmed, Hurry: hurry,
		Attached: reporting.Files(r.Lang, d.of.Form, d.Files, nil),
	}
	for _, a := range d.goesTo() {
		if a.Channel == filing.Here {
			s.To = append(s.To, look.Addressed(r.Lang, a.Title))
		} else {
			s.Elsewhere = append(s.Elsewhere, r.T("prompt.elsewhere.line", "name", look.Addressed(r.Lang, a.Title)))
		}
	}
	if d.of.Act == party.ActReport {
		s.Elsewhere = append(s.Elsewhere, elsewhere(r, window.Lines(d.facts(r)))...)
	}
	if s.Key, err = r.NewKey(); err != nil {
		return err
	}
	return sendPage.Write(w, frame(r, d, r.T("prompt.send")), s)
}

// send sends what was filled in. Pressed twice, or again after "back", it leads to the one report that was sent.
func (p Pages) send(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	confirmed := reviewOf(r, d).confirmed(fields["confirm"])
	hurry := fields.Get(unapproved) != ""
	key, err := r.Key(sha256.Sum256([]byte(string(d.Number) + "\x00" + strings.Join(confirmed, "\x00") + strconv.FormatBool(hurry))))
	if err != nil {
		return err
	}
	do := p.File.Do
	if d.Corrects != "" {
		do = p.Revise.Do
	}
	arrived, _ := gate.Arrived(r.Context())
	id, err := do(r.Context(), r.Scope, key, submitting.Sending{Draft: d.Number, Confirmed: confirmed, Unapproved: hurry, Arrived: arrived})
	switch {
	case fault.Is(err, fault.Conflict): // sent by a colleague, or two texts stand side by side
		if d, err = p.load(r, false); err != nil {
			return err
		}
		if done, err := sole(w, d); done {
			return err
		}
		return gate.See(w, d.at(check))
	case fault.Is(err, fault.Invalid): // somebody changed an answer meanwhile: it is shown where it can be put right
		return gate.See(w, d.at(check))
	case err != nil:
		return err
	}
	n, err := p.number(r, id)
	if err != nil {
		return err
	}
	return gate.See(w, reporting.ReportAt(n))
}

func (p Pages) number(r *gate.Request, id ident.Filing) (n ident.Number, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx DraftTx) error {
		f, _, err := tx.FilingByID(id, mayRead)
		n = f.Number
		return err
	})
	return n, err
}
