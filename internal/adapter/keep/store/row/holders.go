package row

import (
	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/ident"
)

// Holder is a unit that has a record now, with its registration, still sealed.
type Holder struct {
	Org  ident.Org
	Unit ident.Unit
	Body
}

// Place is where its registration is sealed.
func (h Holder) Place() seal.Place { return UnitPlace(h.Org, h.Unit, h.Rev) }

// Holders lists the units that have a record now by reader rows of a kind, of those whose rows this house wrote.
func (q *Q) Holders(object ident.Object, kind string) (list []Holder, err error) {
	err = q.Each(`SELECT m.unit, u.org, u.rev, u.body, `+Evidence("reader", "r")+`, `+Evidence("audience_member", "m")+` FROM reader r
		JOIN audience_member m ON m.audience = r.audience AND m.from_at <= $2 AND (m.until_at IS NULL OR m.until_at > $2) JOIN unit u ON u.id = m.unit
		WHERE r.object = $1 AND r.kind = '`+kind+`' ORDER BY m.unit`, []any{object, q.Scope.At}, func(scan func(...any) error) error {
		var h Holder
		var reader, member string
		err := scan(&h.Unit, &h.Org, &h.Rev, &h.Sealed, &reader, &member)
		if q.Proved("reader", reader) && q.Proved("audience_member", member) {
			list = append(list, h)
		}
		return err
	})
	return list, err
}
