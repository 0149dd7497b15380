package law

import (
	"bytes"
	"encoding/json"
)

// Encode writes an answer of the rule book as JSON. It is the only writer, so that the command line and the API give
// the same bytes: UTF-8, no HTML escapes, fields in the order of the types, one line feed at the end.
func Encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
