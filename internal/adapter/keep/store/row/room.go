package row

import (
	"database/sql"

	"kanmin/internal/domain/fault"
)

// Into is One of a single row whose last column is bytes, which come to stand in room as far as they fit there: whoever reads many
// pieces one after the other leaves nothing for the collector. No row is fault.Absent.
func (q *Q) Into(room []byte, query string, args []any, into ...any) ([]byte, error) {
	found := false
	err := q.Each(query, args, func(scan func(...any) error) error {
		var raw sql.RawBytes // the driver's own, until the next row
		err := scan(append(into, &raw)...)
		room, found = append(room[:0], raw...), true
		return err
	})
	if err == nil && !found {
		err = fault.Absent()
	}
	return room, err
}
