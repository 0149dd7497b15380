package sheet

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/admin/letter"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/register"
)

// OneView is a sheet that was entered: what it would do, and, once it was confirmed, how far its letters have come.
type OneView struct {
	Notices  []look.Notice
	Title    string
	State    look.Tag
	Lead     string
	Facts    []look.Answer
	Lines    *look.Table
	Open     string
	Confirm  string
	Withdraw string
	Key      string
	Progress []look.Progress
	Letters  look.Link
	By       []string
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[OneView]("admin/account/sheet/one", oneSource)

func (p Pages) one(w http.ResponseWriter, r *gate.Request) error { return p.write(w, r, nil) }

// loaded is a sheet as it was entered, against the register of today.
type loaded struct {
	register.Proposal
	steps   []register.Step
	bad     []register.Trouble
	letters []register.Letter
	who     map[ident.Person]string
}

func (p Pages) load(r *gate.Request) (l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if l.Proposal, err = tx.Proposal(ident.Object(r.PathValue("id"))); err != nil {
			return err
		}
		if l.Matter.Intake == nil {
			return fault.Absent()
		}
		known, err := tx.KnownOf(l.Matter.Intake.Lines)
		if err != nil {
			return err
		}
		l.steps, l.bad = register.Steps(register.Grid{}, l.Matter.Intake.Lines, known)
		if l.State == register.Confirmed {
			if l.letters, err = tx.Letters(l.EndedAt, register.IntakeRows); err != nil {
				return err
			}
		}
		l.who = map[ident.Person]string{}
		return admin.Deciders(tx, []register.Proposal{l.Proposal}, l.who)
	})
	return l, err
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, problem error) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := OneView{
		Notices: append(admin.Done(r, "entered", "taken-in"), admin.Says(r, problem)...), Title: admin.Title(r, l.Matter),
		By:    []string{r.T("matter.by", "name", l.who[l.EnteredBy], "at", look.Moment(r.Lang, l.EnteredAt))},
		State: look.Tag{Text: r.T("matter.state." + string(l.State)), Tone: look.Warn},
	}
	if l.EndedBy != "" {
		v.By = append(v.By, r.T("matter.by.second", "name", l.who[l.EndedBy], "at", look.Moment(r.Lang, l.EndedAt)))
	}
	for _, text := range admin.Why(r, problem) {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: text, Assert: true})
	}
	switch l.State {
	case register.ToConfirm:
		v.Facts, v.Lines, v.Lead = tally(r, l.steps), lines(r, l.steps), r.T("matter.lead.self")
		if v.Lines != nil {
			v.Open = r.T("intake.lines.open", "n", look.Number(len(v.Lines.Rows)))
		}
		v.Withdraw = admin.ChangePath + "/" + string(l.ID) + "/withdraw"
		if l.EnteredBy != r.Scope.Person {
			v.Confirm, v.Lead = At(l.ID)+"/confirm", r.T("intake.lead.other")
		}
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	case register.Confirmed:
		v.State.Tone = look.Good
		v.Progress, v.Letters = progress(r, l.letters), look.Link{To: letter.Path, Text: r.T("letter.title")}
		v.Lead = r.T("intake.done", "n", look.Number(len(l.Matter.Intake.Lines)), "of", look.Number(len(l.Matter.Intake.Lines)))
	case register.Withdrawn:
		v.State.Tone = look.Plain
	}
	f := admin.Place(r, r.Frame("intake.title"), look.Link{To: Path, Text: r.T("intake.title")}, look.Link{Text: v.Title})
	f.Title = v.Title
	return onePage.WriteStatus(w, admin.Status(problem), f, v)
}

// progress is how far the invitations of a sheet have come: mailed, printed, taken up.
func progress(r *gate.Request, list []register.Letter) []look.Progress {
	mailed, printed, used := 0, 0, 0
	for _, l := range list {
		if l.SentAt != 0 {
			mailed++
		}
		if l.PrintedAt != 0 {
			printed++
		}
		if l.State == party.InvitationTaken {
			used++
		}
	}
	if len(list) == 0 {
		return nil
	}
	return []look.Progress{
		{Label: r.T("intake.mailed"), Done: mailed, Total: len(list)}, {Label: r.T("intake.printed"), Done: printed, Total: len(list)},
		{Label: r.T("intake.used"), Done: used, Total: len(list)},
	}
}

func (p Pages) confirm(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue("id"))
	digest, err := admin.Key(r, id)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = p.TakeIn.Do(r.Context(), r.Scope, key, id)
	if admin.Mine(err) || fault.Is(err, fault.Denied) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id)+"?done=taken-in")
}
