package api

import (
	"context"
	"crypto/sha256"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/format/samplezip"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/attaching"
)

// Attaching is what the operations about attachments (添付) need.
type Attaching struct {
	Attach attaching.Attach
	Draft  Reading[DraftFilesTx]
	Filed  Looking[FiledFilesTx]
	Piece  Reading[PieceTx]
}

// DraftFilesTx is what is read of the files of a draft.
type DraftFilesTx interface {
	OpenDraft(ident.Number) (filing.Draft, error)
	Chunk(d ident.Draft, file ident.Object, at int, room []byte) ([]byte, error)
}

// FiledFilesTx is what is read of what arrived, to find a file of it.
type FiledFilesTx interface {
	Filing(ident.Number, access.Permission) (filing.Filing, filing.Content, error)
	Released([]ident.Filing) (map[ident.Filing][]string, error)
	Revisions(filing.Filing) ([]filing.Revision, error)
	Procedure(ref string) (procedure.Procedure, error)
}

// PieceTx opens one piece of a file that arrived.
type PieceTx interface {
	FiledChunk(f ident.Filing, file ident.Object, at int, room []byte) ([]byte, error)
}

// File is an attachment (添付): its bytes are at its address.
type File struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Size    int64  `json:"size" doc:"bytes"`
	Digest  string `json:"sha256"`
	Section string `json:"section,omitempty" doc:"the release section: only offices that receive it receive the file; absent: offices that receive everything"`
	Malware bool   `json:"malware,omitempty" doc:"a malware sample: it leaves as a ZIP archive with the password \"infected\" only"`
	Links   Links  `json:"links"`
}

func files(list []filing.Attachment, below string) (all []File) {
	for _, a := range list {
		all = append(all, File{string(a.ID), a.Name, a.Size, a.Digest, a.Section, a.Malware, Links{Self: below + "/files/" + string(a.ID)}})
	}
	return all
}

type (
	filesOut struct {
		Body struct {
			Files []File `json:"files"`
		}
	}
	// uploading is the address of an upload.
	uploading struct {
		Number   string `path:"number"`
		Name     string `query:"name" required:"true" doc:"the file's name; a path before it is dropped"`
		Section  string `query:"section" doc:"the release section; empty: the whole"`
		Malware  bool   `query:"malware" doc:"a malware sample"`
		Replaces string `query:"replaces" doc:"the id of the file whose place it takes"`
		Key      string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
	// oneFile is the address of a file.
	oneFile struct {
		Number string `path:"number"`
		File   string `path:"attachment"`
	}
	oneFileAct struct {
		Number string `path:"number"`
		File   string `path:"file"`
		Key    string `header:"Idempotency-Key" required:"true" maxLength:"200" doc:"One key for one act; repeat it when the answer was lost."`
	}
)

// uploadBytes bounds an upload: one byte more tells that it is too large.
const uploadBytes = filing.AttachmentMost + 1

func (a *API) attaching(t *table) {
	const below = "/drafts/{number}/files"
	add(t, seeDraft, huma.Operation{
		OperationID: "list-files", Method: http.MethodGet, Path: below, Tags: []string{"files"}, Summary: "The files of a draft (添付)",
	}, func(c *call, in *numbered) (*filesOut, error) { return a.listFiles(c, in.Number) })
	add(t, mayDraft, huma.Operation{
		OperationID: "attach-file", Method: http.MethodPost, Path: below, DefaultStatus: http.StatusCreated, Tags: []string{"files"},
		Summary:     "Attach a file to a draft: the body is its bytes, at most 20 MiB; 20 files and 100 MiB together",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{proofType: {Schema: &huma.Schema{Type: "string", Format: "binary"}}}},
	}, a.attachFile)
	for _, press := range []struct {
		id, word, summary string
		do                func(context.Context, access.Scope, ident.Key, ident.Number, ident.Object) error
	}{
		{"remove-file", "/remove", "Take a file off a draft", a.Attaching.Attach.Remove},
		{"return-file", "/back", "Put a file back that was taken off, while its bytes are there (a day)", a.Attaching.Attach.Return},
	} {
		add(t, mayDraft, huma.Operation{
			OperationID: press.id, Method: http.MethodPost, Path: below + "/{file}" + press.word, Tags: []string{"files"}, Summary: press.summary,
		}, func(c *call, in *oneFileAct) (*filesOut, error) {
			n, err := number("number", in.Number)
			if err != nil {
				return nil, err
			}
			key, err := c.key()
			if err != nil {
				return nil, err
			}
			if err := press.do(c.Context(), c.Scope, key, n, ident.Object(in.File)); err != nil {
				return nil, err
			}
			return a.listFiles(c, in.Number)
		})
	}
	add(t, seeDraft, huma.Operation{
		OperationID: "read-draft-file", Method: http.MethodGet, Path: below + "/{attachment}", Tags: []string{"files"}, Summary: "The bytes of a draft's file", Responses: fileResponse(proofType, false),
	}, a.draftFile)
	add(t, mayRead, huma.Operation{
		OperationID: "read-report-file", Method: http.MethodGet, Path: "/reports/{number}/files/{attachment}", Tags: []string{"files"},
		Summary: "The bytes of a file that arrived. Taking it out is shown to its owner.", Responses: fileResponse(proofType, false),
	}, a.reportFile)
}

func (a *API) draftFiles(c *call, typed string) (d filing.Draft, err error) {
	n, err := number("number", typed)
	if err != nil {
		return d, err
	}
	err = a.Attaching.Draft(c.Context(), c.Scope, func(tx DraftFilesTx) (err error) {
		d, err = tx.OpenDraft(n)
		return err
	})
	return d, err
}

func (a *API) listFiles(c *call, typed string) (*filesOut, error) {
	d, err := a.draftFiles(c, typed)
	if err != nil {
		return nil, err
	}
	out := &filesOut{}
	if out.Body.Files = files(d.Files, Prefix+"/drafts/"+d.Number.ASCII()); out.Body.Files == nil {
		out.Body.Files = []File{}
	}
	return out, nil
}

// attachFile takes a file in as it comes. The answer lists what the draft holds then, the new one last.
func (a *API) attachFile(c *call, in *uploading) (*filesOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	up := attaching.Upload{Draft: n, Name: in.Name, Section: in.Section, Malware: in.Malware, Replaces: ident.Object(in.Replaces), Body: c.Incoming(c.w, c.Body)}
	up.Key = func(meant [32]byte) (ident.Key, error) {
		return c.Key(sha256.Sum256(append([]byte(c.Method+" "+c.URL.Path+"\n"), meant[:]...)))
	}
	if _, err := a.Attaching.Attach.Do(c.Context(), c.Scope, up); err != nil {
		c.Drain(c.w)
		return nil, err
	}
	return a.listFiles(c, in.Number)
}

func (a *API) draftFile(c *call, in *oneFile) (*fileOut, error) {
	d, err := a.draftFiles(c, in.Number)
	if err != nil {
		return nil, err
	}
	f, ok := filing.Find(d.Files, ident.Object(in.File))
	if !ok {
		return nil, fault.Absent()
	}
	var piece []byte // its room serves for the next one
	return nil, c.hand(f, func(at int) ([]byte, error) {
		err := a.Attaching.Draft(c.Context(), c.Scope, func(tx DraftFilesTx) (err error) {
			piece, err = tx.Chunk(d.ID, f.ID, at, piece)
			return err
		})
		return piece, err
	})
}

// reportFile hands out a file of what arrived, from whatever revision the reader was given it with.
func (a *API) reportFile(c *call, in *oneFile) (*fileOut, error) {
	n, err := number("number", in.Number)
	if err != nil {
		return nil, err
	}
	var o filing.Filing
	var f filing.Attachment
	err = a.Attaching.Filed(c.Context(), c.Scope, access.LookFile, func(tx FiledFilesTx) ([]ident.Object, error) {
		var err error
		if o, f, err = fileOf(tx, c.Scope, n, ident.Object(in.File)); err != nil {
			return nil, err
		}
		return []ident.Object{ident.Object(o.ID)}, nil
	})
	if err != nil {
		return nil, err
	}
	var piece []byte // its room serves for the next one
	return nil, c.hand(f, func(at int) ([]byte, error) {
		err := a.Attaching.Piece(c.Context(), c.Scope, func(tx PieceTx) (err error) {
			piece, err = tx.FiledChunk(o.ID, f.ID, at, piece)
			return err
		})
		return piece, err
	})
}

func fileOf(tx FiledFilesTx, s access.Scope, n ident.Number, id ident.Object) (o filing.Filing, f filing.Attachment, err error) {
	o, latest, err := tx.Filing(n, mayRead)
	if err != nil {
		return o, f, err
	}
	of, err := tx.Procedure(string(o.Kind))
	if err != nil {
		return o, f, err
	}
	all := []filing.Content{latest}
	if o.Rev > 1 {
		earlier, err := tx.Revisions(o)
		if err != nil {
			return o, f, err
		}
		for _, r := range earlier {
			all = append(all, r.Content)
		}
	}
	var sections []string
	if o.Org != s.Org {
		released, err := tx.Released([]ident.Filing{o.ID})
		if err != nil {
			return o, f, err
		}
		sections = released[o.ID]
	}
	for _, c := range all {
		list := c.Attachments()
		if o.Org != s.Org {
			list = filing.CutAttachments(of.Form, list, sections)
		}
		if f, ok := filing.Find(list, id); ok {
			return o, f, nil
		}
	}
	return o, f, fault.Absent()
}

// hand streams a file: nothing of it waits in memory, and huma writes nothing more.
func (c *call) hand(f filing.Attachment, piece func(int) ([]byte, error)) error {
	err := c.Hand(c.w, f, piece, gate.Container{Leaving: samplezip.Leaving, Send: samplezip.Send})
	c.sent = err == nil
	return err
}
