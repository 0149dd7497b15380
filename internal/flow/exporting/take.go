package exporting

import (
	"context"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
)

// TakeTx is what is read of an order.
type TakeTx interface {
	Export(ident.Object) (export.Export, error)
	ExportPart(id ident.Object, seq int) (export.Part, []ident.Object, error)
}

// Take hands out what was gathered.
type Take struct {
	Read func(ctx context.Context, s access.Scope, read func(TakeTx) error) error
	Look func(ctx context.Context, s access.Scope, purpose string, read func(TakeTx) ([]ident.Object, error)) error
}

// Begin is the order if it can be taken: one that is not ready, or whose day is over, is Absent. Who may call: whoever ordered it.
func (v Take) Begin(ctx context.Context, s access.Scope, id ident.Object) (e export.Export, err error) {
	if err := Permit(s); err != nil {
		return e, err
	}
	err = v.Read(ctx, s, func(tx TakeTx) (err error) {
		if e, err = tx.Export(id); err == nil && (e.State != export.Ready || e.EndsAt <= s.At) {
			err = fault.Absent()
		}
		return err
	})
	return e, err
}

// Do hands out part by part, each recorded as a look before it leaves and without what is not open to the scope any more, until each
// returns false.
func (v Take) Do(ctx context.Context, s access.Scope, e export.Export, each func(export.Part) bool) error {
	for seq := range e.Parts {
		var p export.Part
		err := v.Look(ctx, s, access.LookExport, func(tx TakeTx) (seen []ident.Object, err error) {
			p, seen, err = tx.ExportPart(e.ID, seq)
			return seen, err
		})
		if err != nil || !each(p) {
			return err
		}
	}
	return nil
}
