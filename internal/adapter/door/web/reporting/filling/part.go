package filling

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/collections"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/procedure"
)

var (
	mayCollect    = access.Permission{Action: access.Read, Object: access.Collection}
	mayAskOfUnits = access.Permission{Action: access.Write, Object: access.Collection}
)

// sole answers for a unit's part of another draft: it is not sent by itself, its own page says what is to be done. It reports whether it
// answered.
func sole(w http.ResponseWriter, d work) (bool, error) {
	if d.Root == "" {
		return closed(w, d)
	}
	return true, gate.See(w, reporting.PartAt(d.Number))
}

// collected is what units were asked for.
func collected(tx DraftTx, w *work) error {
	c, err := tx.CollectionOf(w.ID)
	if err == nil && c.ID != "" {
		w.units, err = tx.Parts(c.ID)
	}
	return err
}

// gathering is what 提出前の確認 says of what units were asked for.
type gathering struct{ To, Missing, Untaken string }

func gatheringOf(r *gate.Request, d work) *gathering {
	if r.Scope.Permit(mayAskOfUnits) != nil {
		return nil
	}
	return &gathering{To: reporting.CollectionAt(d.Number), Missing: collections.Missing(r, d.units, len(d.units)), Untaken: collections.Untaken(r, d.units, len(d.units))}
}

// partTodo is the line of what the visitor's unit is asked for.
func partTodo(r *gate.Request, d filing.Draft, of procedure.Procedure) look.Todo {
	return look.Todo{
		What: r.T("collection.todo", "name", of.Form.Title.In(string(r.Lang))), Ref: string(d.Number), Tag: look.Tag{Text: r.T("collection.title"), Tone: look.Warn},
		Until: r.T("collection.due", "day", look.DayBoth(r.Lang, d.DueOn)), To: look.Link{To: reporting.PartAt(d.Number), Text: r.T("collection.open")}, Alert: true,
	}
}
