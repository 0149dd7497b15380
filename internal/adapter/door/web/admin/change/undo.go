package change

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

// reversible reports whether what was confirmed can still be taken back: a 承継 before its day.
func reversible(r *gate.Request, n register.Proposal) bool {
	d := n.Matter.Designation
	return n.State == register.Confirmed && d != nil && d.Kind == register.Succeed && d.On.After(law.DayOf(r.Now))
}

// undoing is the proposal that takes another back, waiting or confirmed; none has no id.
func undoing(tx Tx, of ident.Object) (register.Proposal, error) {
	all, err := tx.Proposals(shown)
	for _, n := range all {
		if u := n.Matter.Undo; u != nil && u.Of == of && n.State != register.Withdrawn {
			return n, err
		}
	}
	return register.Proposal{}, err
}

// undo enters that a confirmed 承継 is taken back; another administrator confirms that, too.
func (p Pages) undo(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	u := &register.Undo{Of: ident.Object(r.PathValue("id"))}
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		n, err := tx.Proposal(u.Of)
		u.On = n.FromOn
		return err
	}); err != nil {
		return err
	}
	m := register.Matter{Undo: u}
	digest, err := admin.Key(r, m)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	id, err := p.Propose.Do(r.Context(), r.Scope, key, m)
	if admin.Mine(err) || fault.Is(err, fault.Denied) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, At(id)+"?done=entered")
}
