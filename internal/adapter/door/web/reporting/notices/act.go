package notices

import (
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/notice"
)

// take leads to the draft that begins with the notice. Where a colleague was quicker the page says so, with the way to that draft.
func (p Pages) take(w http.ResponseWriter, r *gate.Request) error {
	n, key, err := pressed(r, "take")
	if err != nil {
		return err
	}
	id, err := p.Take.Do(r.Context(), r.Scope, key, n)
	if admin.Mine(err) {
		return p.write(w, r, typed{}, err)
	}
	if err != nil {
		return err
	}
	to := reporting.NoticeAt(n)
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		d, _, err := tx.DraftByID(id)
		to = reporting.DraftAt(incident.Prompt.ID, d.Number, incident.PromptForm.Steps[0].ID)
		return err
	}); err != nil {
		return err
	}
	return gate.See(w, to)
}

func (p Pages) judge(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	reason := strings.TrimSpace(posted.Get("reason"))
	n, key, err := pressed(r, "judge", reason)
	if err != nil {
		return err
	}
	return p.after(w, r, "judged", typed{reason: reason}, p.Judge.Do(r.Context(), r.Scope, key, n, reason))
}

func (p Pages) reply(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	what := notice.Reply{Called: posted.Get("called") == "yes", Text: strings.TrimSpace(posted.Get("text"))}
	n, key, err := pressed(r, "reply", what)
	if err != nil {
		return err
	}
	return p.after(w, r, "replied", typed{text: what.Text}, p.Reply.Do(r.Context(), r.Scope, key, n, what))
}

// pressed is which notice a press is about, and its key.
func pressed(r *gate.Request, what ...any) (n ident.Number, key ident.Key, err error) {
	if _, err = r.Fields(); err == nil {
		n, err = numberOf(r)
	}
	if err == nil {
		key, err = r.Key(organisation.Digest(append(what, n)...))
	}
	return n, key, err
}

// after leads back to the notice, or shows what was refused with what was typed.
func (p Pages) after(w http.ResponseWriter, r *gate.Request, done string, t typed, err error) error {
	if admin.Mine(err) {
		return p.write(w, r, t, err)
	}
	if err != nil {
		return err
	}
	n, err := numberOf(r)
	if err != nil {
		return err
	}
	return gate.See(w, reporting.NoticeAt(n)+"?done="+done)
}
