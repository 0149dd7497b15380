package register

import (
	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

// addInheritance writes who inherits, with the audience that holds the first unit of the successor from 00:00 of the day on:
// whoever reads compares instants.
func (r Register) addInheritance(i register.Inheritance) error {
	tree, err := r.TreeOf(i.New)
	if err != nil {
		return err
	}
	root, at := tree.Root().ID, i.On.Start()
	if err := r.Add(`INSERT INTO inheritance (id, old_org, new_org, new_unit, from_on, from_at) VALUES ($1, $2, $3, $4, $5, $6)`, i.ID, i.Old, i.New, root, i.On.String(), at); err != nil {
		return err
	}
	return r.Add(`INSERT INTO audience_member (audience, unit, from_at) VALUES ($1, $2, $3)`, i.ID, root, at)
}

// undo takes an inheritance back, if any was made, and puts back what else the 承継 ended. The audience stays without a member.
func (r Register) undo(p register.Plan) error {
	if _, err := r.Exec(`UPDATE audience_member SET until_at = from_at WHERE audience = $1 AND from_at > $2`, p.UndoInheritance, r.Scope.At); err != nil {
		return err
	}
	if _, err := r.Exec(`UPDATE inheritance SET undone_at = $1 WHERE id = $2 AND from_at > $1`, r.Scope.At, p.UndoInheritance); err != nil {
		return err
	}
	for _, id := range p.ReopenDesignations {
		if err := r.moved(r.Exec(`UPDATE designation SET until_on = NULL, ended = NULL WHERE id = $1`, id)); err != nil {
			return err
		}
	}
	for _, id := range p.ReopenJurisdictions {
		if err := r.moved(r.Exec(`UPDATE jurisdiction SET until_on = NULL WHERE id = $1`, id)); err != nil {
			return err
		}
	}
	return nil
}

// InheritanceOf returns who inherits, and to which unit, to background work. One that was taken back, or that nobody of the house
// wrote, is Absent.
func (r Register) InheritanceOf(id ident.Object) (i register.Inheritance, unit ident.Unit, err error) {
	if r.hidden() {
		return i, "", fault.Absent()
	}
	var on, evidence string
	if err = r.One(`SELECT i.old_org, i.new_org, i.new_unit, i.from_on, `+row.Evidence("inheritance", "i")+` FROM inheritance i WHERE i.id = $1 AND i.undone_at IS NULL`,
		[]any{id}, &i.Old, &i.New, &unit, &on, &evidence); err != nil {
		return i, "", err
	}
	if !r.Proved("inheritance", evidence) {
		return register.Inheritance{}, "", fault.Absent()
	}
	i.ID = id
	i.On, err = law.ParseDay(on)
	return i, unit, err
}
