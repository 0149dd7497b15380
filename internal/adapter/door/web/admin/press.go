package admin

import (
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// Button is a button on the page of one object, whose id stands in the address under a name.
type Button struct {
	Name  string
	At    func(ident.Object, ...string) string                  // address of the page
	Do    func(ident.Key, ident.Object) error                   // the act
	Again func(http.ResponseWriter, *gate.Request, error) error // the page, with what stood in the way
}

// Press runs the act: afterwards the page is shown at its own address.
func (b Button) Press(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue(b.Name))
	digest, err := Key(r, id)
	if err != nil {
		return err
	}
	key, err := r.Key(digest)
	if err != nil {
		return err
	}
	err = b.Do(key, id)
	if Mine(err) || fault.Is(err, fault.Denied) {
		return b.Again(w, r, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, b.At(id))
}
