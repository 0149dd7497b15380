package exporting

import (
	"cmp"
	"context"
	"errors"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/task"
	"kanmin/internal/domain/text"
)

// The keys of an order's two tasks begin so: to gather it, and to throw it away.
const (
	fillKey = "export/fill/"
	endKey  = "export/end/"
)

// FillTx is what the worker notes.
type FillTx interface {
	BeginExport(ident.Object) (export.Export, error)
	ActorOf(ident.Hat) (access.Actor, error)
	AddExportPart(e export.Export, p export.Part) error
	EndExport(id ident.Object, s export.State, why string) error
}

// ReadTx is what is read of the list, in the sight of whoever ordered it.
type ReadTx interface {
	SearchLines(f filing.Filter, after filing.Place, limit int) ([]filing.Line, filing.Place, error)
	CountFound(f filing.Filter, most int) (int, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// Fill is the worker's work: it gathers an export part by part, and goes on where it stood when it is begun again. Each part was recorded as
// a look before it is kept.
type Fill struct {
	Keep func(ctx context.Context, s access.Scope, do func(FillTx) error) error
	Look func(ctx context.Context, s access.Scope, purpose string, read func(ReadTx) ([]ident.Object, error)) error
	Now  func() ident.Instant
	// Batch is how many filings a part has; 0: export.Batch.
	Batch int
}

// Do does one task of Queue. s is a system scope. What the orderer's rights no longer open is not gathered: where the hat itself is gone, the
// export is refused.
func (v Fill) Do(ctx context.Context, s access.Scope, t task.Task, progress func(done, total int64) error) (err error) {
	defer fault.Wrap(&err, "exporting.Fill")
	if id, end := strings.CutPrefix(t.Key, endKey); end {
		return v.note(ctx, s, func(tx FillTx) error { return tx.EndExport(ident.Object(id), export.Gone, "") })
	}
	var e export.Export
	if err := v.note(ctx, s, func(tx FillTx) (err error) {
		e, err = tx.BeginExport(ident.Object(strings.TrimPrefix(t.Key, fillKey)))
		return err
	}); err != nil {
		return over(err)
	}
	for {
		more, err := v.part(ctx, s, &e)
		if err == nil && e.Total > 0 {
			err = progress(int64(e.Done), int64(max(e.Total, e.Done)))
		}
		if err = over(err); err != nil && ctx.Err() == nil && t.Attempts >= task.Attempts {
			return errors.Join(err, v.refuse(ctx, s, &e, "fault.exports.trouble"))
		}
		if err != nil || !more {
			return err
		}
	}
}

// over passes a stop that somebody asked for as no trouble.
func over(err error) error {
	if fault.Is(err, fault.Hidden) || fault.Is(err, fault.Conflict) {
		return nil
	}
	return err
}

func (v Fill) note(ctx context.Context, s access.Scope, do func(FillTx) error) error {
	s.At = v.Now()
	return v.Keep(ctx, s, do)
}

// part gathers the next part in the sight that the orderer's hat has now.
func (v Fill) part(ctx context.Context, s access.Scope, e *export.Export) (more bool, err error) {
	var who access.Actor
	if err := v.note(ctx, s, func(tx FillTx) (err error) {
		who, err = tx.ActorOf(e.Hat)
		return err
	}); err != nil {
		if fault.Is(err, fault.Hidden) {
			return false, v.refuse(ctx, s, e, "fault.exports.hat")
		}
		return false, err
	}
	who.Person, who.Token = e.Person, e.Token
	scope := access.For(who, v.Now())
	if Permit(scope) != nil {
		return false, v.refuse(ctx, s, e, "fault.exports.hat")
	}
	f, err := e.Filter()
	if err != nil {
		return false, v.refuse(ctx, s, e, "fault.view.query")
	}
	p, next, err := v.read(ctx, scope, e, f)
	switch {
	case err != nil:
		return false, err
	case e.Total > export.Most:
		return false, v.refuse(ctx, s, e, "fault.exports.most")
	}
	e.Next = next
	err = v.note(ctx, s, func(tx FillTx) error {
		if err := tx.AddExportPart(*e, p); err != nil || next.At != 0 {
			return err
		}
		return tx.EndExport(e.ID, export.Ready, "") // with the last part, or a restart would begin anew
	})
	e.Parts, e.Done = e.Parts+1, e.Done+len(p.Lines)
	return next.At != 0, err
}

// read reads a part; the first one counts what there is.
func (v Fill) read(ctx context.Context, scope access.Scope, e *export.Export, f filing.Filter) (p export.Part, next filing.Place, err error) {
	p.Kinds = map[filing.Kind]text.Both{}
	err = v.Look(ctx, scope, access.LookExport, func(tx ReadTx) (seen []ident.Object, err error) {
		if e.Parts == 0 {
			if e.Total, err = tx.CountFound(f, export.Most+1); err != nil || e.Total > export.Most {
				return nil, err
			}
		}
		lines, after, err := tx.SearchLines(f, e.Next, cmp.Or(v.Batch, export.Batch))
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			seen = append(seen, ident.Object(l.Filing.ID))
		}
		p.Lines, next = export.Keep(lines, own(scope)), after
		return seen, kindsOf(tx, lines, &p)
	})
	return p, next, err
}

func (v Fill) refuse(ctx context.Context, s access.Scope, e *export.Export, why string) error {
	return v.note(ctx, s, func(tx FillTx) error { return tx.EndExport(e.ID, export.Refused, why) })
}
