package api

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// onNumber is a verb that needs to know nothing but which thing it is about.
type onNumber = func(context.Context, access.Scope, ident.Key, ident.Number) error

// onNumber does it to the thing of the address, under the request's key.
func (c *call) onNumber(in *numberedAct, do onNumber) (ident.Number, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return "", err
	}
	key, err := c.key()
	if err != nil {
		return "", err
	}
	return n, do(c.Context(), c.Scope, key, n)
}
