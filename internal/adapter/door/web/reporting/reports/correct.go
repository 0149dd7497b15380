package reports

import (
	"crypto/sha256"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/procedure"
)

// DraftTx is what is read of a draft that was just opened.
type DraftTx interface {
	DraftByID(ident.Draft) (filing.Draft, []filing.Entry, error)
}

var mayFile = access.Permission{Action: access.File, Object: access.Report}

// correctable reports whether somebody may send a further revision of what they read.
func correctable(s access.Scope, of procedure.Procedure, f filing.Filing, came intake.Intake) bool {
	return (of.Corrects || came.State == intake.Waiting && f.Org == s.Org) && f.State != filing.Withdrawn && f.HeldBy(s.Org) && s.Permit(mayFile) == nil &&
		(s.Under.Mandate == "" || slices.Contains(s.Roles, access.MandateFixer))
}

// putRight is where a correction begins, and where what came by telephone is confirmed.
func (o opened) putRight(r *gate.Request, v *reportView) (err error) {
	v.Telephone = reporting.TelephoneOf(r, o.came.Cut(r.Scope.Org, true))
	if !correctable(r.Scope, o.of, o.Filing, o.came) {
		return nil
	}
	if v.Correct = reporting.ReportAt(o.Number, "correct"); o.came.State == intake.Waiting {
		v.Confirm = reporting.ReportAt(o.Number, "confirm")
	}
	v.Key, err = r.NewKey()
	return err
}

// confirm says that a report which came by telephone is right. What somebody confirmed before, or cannot be confirmed, is shown as it stands.
func (p Pages) confirm(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("confirm " + n)))
	if err != nil {
		return err
	}
	err = p.Confirm.Do(r.Context(), r.Scope, key, n)
	if fault.Is(err, fault.Conflict) {
		return gate.See(w, reporting.ReportAt(n))
	}
	if err != nil {
		return err
	}
	return gate.See(w, reporting.ReportAt(n)+"?from=confirm")
}

// correct opens a draft that begins with what was sent, and leads to its check page: each answer is put right from there. A second
// press finds the same draft.
func (p Pages) correct(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("correct " + n)))
	if err != nil {
		return err
	}
	id, err := p.Correct.Do(r.Context(), r.Scope, key, n)
	if fault.Is(err, fault.Conflict) {
		return gate.See(w, refusedAt(n, ""))
	}
	if err != nil {
		return err
	}
	var d filing.Draft
	if err := p.Draft(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		d, _, err = tx.DraftByID(id)
		return err
	}); err != nil {
		return err
	}
	of, _ := procedure.SplitRef(d.Form)
	return gate.See(w, reporting.DraftAt(of, d.Number, "check"))
}
