package access

import (
	"encoding/base64"
	"strconv"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Cursor is a place in a list ordered by instant and id, newest first; its zero value is the beginning.
type Cursor struct {
	At ident.Instant
	ID string
}

// String is the cursor as addresses carry it: opaque to whoever gets it.
func (c Cursor) String() string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(int64(c.At), 10) + "." + c.ID))
}

// ReadCursor reads what String wrote; nothing is the beginning. Anything else is an Invalid fault.
func ReadCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	bad := fault.New(fault.Invalid, "fault.api.cursor", nil)
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) > 100 {
		return Cursor{}, bad
	}
	at, id, ok := strings.Cut(string(raw), ".")
	n, err := strconv.ParseInt(at, 10, 64)
	if err != nil || !ok || n <= 0 || strings.Trim(id, "0123456789abcdefghijklmnopqrstuvwxyz") != "" {
		return Cursor{}, bad
	}
	return Cursor{At: ident.Instant(n), ID: id}, nil
}
