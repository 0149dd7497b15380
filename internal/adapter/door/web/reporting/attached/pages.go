// Package attached is 添付ファイル: taking files into a draft, and handing out those of a draft or of what arrived. A file is handed
// out to be kept, never shown; an office's taking it is a look that its owner is shown.
package attached

import (
	"context"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/samplezip"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/attaching"
)

// DraftTx is what is read of a draft and its files.
type DraftTx interface {
	OpenDraft(ident.Number) (filing.Draft, error)
	Procedure(ref string) (procedure.Procedure, error)
	LooseAttachment(filing.Draft, ident.Object) (filing.Attachment, error)
	Chunk(d ident.Draft, file ident.Object, at int, room []byte) ([]byte, error)
}

// FiledTx is what is read of what arrived.
type FiledTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Procedure(ref string) (procedure.Procedure, error)
	formsheet.OfficialTx
}

// PieceTx opens one piece of a file that arrived.
type PieceTx interface {
	FiledChunk(f ident.Filing, file ident.Object, at int, room []byte) ([]byte, error)
}

// Receipts gives out the receipt of an entry, for an export. *store.DB is one.
type Receipts interface {
	Receipt(ctx context.Context, s access.Scope, leaf ident.Leaf) (final, text, provisional []byte, err error)
}

// Pages is filled in by serve.
type Pages struct {
	Attach   attaching.Attach
	Draft    func(ctx context.Context, s access.Scope, read func(DraftTx) error) error                                   // store.Read
	Look     func(ctx context.Context, s access.Scope, purpose string, read func(FiledTx) ([]ident.Object, error)) error // store.Look
	Piece    func(ctx context.Context, s access.Scope, read func(PieceTx) error) error                                   // store.Read
	Receipts Receipts
	Fill     formsheet.Filler
}

var (
	mayWrite = access.Permission{Action: access.Write, Object: access.Draft}
	mayRead  = access.Permission{Action: access.Read, Object: access.Report}
	mayDesk  = access.Permission{Action: access.Read, Object: access.Desk}
)

// desk is where offices read what they received.
const desk = "/ministry/reports/"

// Routes returns the pages' routes.
func (p Pages) Routes() []gate.Route {
	routes := append(p.below(reporting.PromptPath+"/{draft}/files"), p.below(reporting.ProceduresPath+"/{procedure}/{draft}/files")...)
	const own, theirs = reporting.ReportsPath + "/{number}", desk + "{number}"
	return append(routes,
		gate.Route{Pattern: "GET " + own + "/files/{attachment}", Needs: mayRead, Handle: p.filed(true)},
		gate.Route{Pattern: "GET " + own + "/export.zip", Needs: mayRead, Handle: p.export(true)},
		gate.Route{Pattern: "GET " + own + "/content/{file}", Needs: mayRead, Handle: p.content(true)},
		gate.Route{Pattern: "GET " + theirs + "/content/{file}", Needs: mayDesk, Handle: p.content(false)},
		gate.Route{Pattern: "GET " + theirs + "/files/{attachment}", Needs: mayDesk, Handle: p.filed(false)},
		gate.Route{Pattern: "GET " + theirs + "/export.zip", Needs: mayDesk, Handle: p.export(false)},
	)
}

func (p Pages) below(at string) []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + at, Needs: mayWrite, Handle: p.show},
		{Pattern: "POST " + at, Needs: mayWrite, Body: upload.Limit, Handle: p.upload},
		{Pattern: "GET " + at + "/{attachment}", Needs: mayWrite, Handle: p.drafted},
		{Pattern: "POST " + at + "/{file}/remove", Needs: mayWrite, Handle: p.remove},
		{Pattern: "POST " + at + "/{file}/back", Needs: mayWrite, Handle: p.back},
	}
}

// drafted hands out a file of a draft.
func (p Pages) drafted(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r)
	if err != nil {
		return err
	}
	a, ok := filing.Find(d.Files, ident.Object(r.PathValue("attachment")))
	if !ok {
		return fault.Absent()
	}
	var piece []byte // its room serves for the next one
	return r.Hand(w, a, func(at int) ([]byte, error) {
		err := p.Draft(r.Context(), r.Scope, func(tx DraftTx) (err error) {
			piece, err = tx.Chunk(d.ID, a.ID, at, piece)
			return err
		})
		return piece, err
	}, container)
}

// container is how files leave.
var container = gate.Container{Leaving: samplezip.Leaving, Send: samplezip.Send}

// filed hands out a file of what arrived, from whatever revision the reader was given it with.
func (p Pages) filed(own bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		var a filing.Attachment
		o, err := p.open(r, own, access.LookFile, func(_ FiledTx, o opened) error {
			var ok bool
			for _, c := range o.all {
				if a, ok = filing.Find(c.Attachments(), ident.Object(r.PathValue("attachment"))); ok {
					return nil
				}
			}
			return fault.Absent()
		})
		if err != nil {
			return err
		}
		return r.Hand(w, a, p.pieces(r, o.ID, a), container)
	}
}

func (p Pages) pieces(r *gate.Request, of ident.Filing, a filing.Attachment) func(int) ([]byte, error) {
	var piece []byte // its room serves for the next one
	return func(at int) ([]byte, error) {
		err := p.Piece(r.Context(), r.Scope, func(tx PieceTx) (err error) {
			piece, err = tx.FiledChunk(of, a.ID, at, piece)
			return err
		})
		return piece, err
	}
}

// opened is what arrived as its reader may see it.
type opened struct {
	filing.Filing
	filing.Content
	of  procedure.Procedure
	all []filing.Content // of every revision, the latest first
}

// open reads what arrived, cut to what the reader received; pick may refuse before the look is written.
func (p Pages) open(r *gate.Request, own bool, purpose string, pick func(FiledTx, opened) error) (o opened, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return o, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, purpose, func(tx FiledTx) (_ []ident.Object, err error) {
		if o.Filing, o.Content, err = tx.Filing(n, mayRead); err != nil {
			return nil, err
		}
		if own != o.BelongsTo(r.Scope.Org) { // each has pages of its own
			return nil, fault.Absent()
		}
		if o.of, err = tx.Procedure(string(o.Kind)); err != nil {
			return nil, err
		}
		if err := o.revisions(tx); err != nil {
			return nil, err
		}
		if !own {
			released, err := tx.Released([]ident.Filing{o.ID})
			if err != nil {
				return nil, err
			}
			if err := o.cut(released[o.ID]); err != nil {
				return nil, err
			}
		}
		return []ident.Object{ident.Object(o.ID)}, pick(tx, o)
	})
	return o, err
}

func (o *opened) revisions(tx FiledTx) error {
	o.all = []filing.Content{o.Content}
	if o.Rev == 1 {
		return nil
	}
	list, err := tx.Revisions(o.Filing)
	for _, v := range list {
		if v.Rev != o.Rev {
			o.all = append(o.all, v.Content)
		}
	}
	return err
}

func (o *opened) cut(sections []string) (err error) {
	for i := range o.all {
		if o.all[i], err = o.all[i].Cut(o.of, sections); err != nil {
			return err
		}
	}
	if o.Content = o.all[0]; !o.of.Whole() {
		o.Rev = 0
	}
	o.of.Form = filing.CutForm(o.of.Form, sections)
	return nil
}
