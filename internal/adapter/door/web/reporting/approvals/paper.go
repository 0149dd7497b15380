package approvals

import (
	"io"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/adapter/format/samplezip"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/attaching"
)

// paperView is what was decided on paper: the copies, and the number under which the organisation keeps them.
type paperView struct {
	Action, Key string
	Notice      *look.Notice
	Back        string // puts the paper back that was just taken off
	Files       []paperFile
	Gone        []string // what was taken off
	Problems    look.Problems
	Reference   look.Field
	File        look.Field
	Most        int64
	TooLarge    string
	Busy        string
}

type paperFile struct {
	reporting.File
	By, Remove, Key string
}

// told is what became of a press about papers.
type told struct {
	came      *upload.Came
	reference string
	bad       error // about the reference
}

// paperOf is the part of the page about papers; nil for what was taken back without any.
func (f found) paperOf(r *gate.Request) (v *paperView, err error) {
	if f.State == approval.Withdrawn && len(f.Papers) == 0 {
		return nil, nil
	}
	at := reporting.ApprovalAt(f.ID)
	v = &paperView{
		Action: at, Most: filing.AttachmentMost, TooLarge: r.T("fault.attachment.size", "limit", filing.MiB(filing.AttachmentMost)), Busy: r.T("attached.busy"),
		Reference: look.Field{Kind: look.Line, ID: "reference", Label: r.T("approval.reference"), Hint: r.T("approval.reference.later"), Value: f.Reference, Free: true, Width: look.Mid},
		File:      look.Field{Kind: look.Upload, ID: "file", Several: true, Free: true, Label: r.T("approval.paper.file"), Hint: r.T("approval.paper.file.hint", "one", filing.MiB(filing.AttachmentMost))},
	}
	if v.Key, err = r.NewKey(); err != nil {
		return nil, err
	}
	for _, p := range f.Papers {
		by := r.T("approval.by", "name", p.By, "at", look.Moment(r.Lang, p.At))
		if p.Off {
			v.Gone = append(v.Gone, r.T("approval.paper.gone", "name", p.Name, "by", by))
			continue
		}
		one := paperFile{File: reporting.File{Name: p.Name, Size: filing.MiB(p.Size), Digest: p.Digest, To: at + "/papers/" + string(p.ID)}, By: by, Remove: at + "/papers/" + string(p.ID) + "/remove"}
		if one.Key, err = r.NewKey(); err != nil {
			return nil, err
		}
		v.Files = append(v.Files, one)
	}
	v.said(r, f)
	return v, nil
}

// said is what became of the last press.
func (v *paperView) said(r *gate.Request, f found) {
	if t := f.told; t != nil {
		v.Reference.Value, v.Reference.Error = t.reference, admin.Why(r, t.bad)["reference"]
		v.Problems = look.ProblemsOf([]look.Field{v.Reference})
		if len(t.came.Refused) > 0 {
			list, notice := t.came.Told(r)
			v.Problems, v.Notice, v.File.Error = append(v.Problems, list...), notice, list[0].Text
		}
		return
	}
	switch id := ident.Object(r.URL.Query().Get("paper")); r.URL.Query().Get("done") {
	case "paper":
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("approval.paper.done")}
	case "removed":
		if p, ok := f.Paper(id); ok && p.Off {
			v.Notice, v.Back = &look.Notice{Tone: look.Good, Title: r.T("attached.done.removed", "name", p.Name)}, v.Action+"/papers/"+string(p.ID)+"/back"
		}
	}
}

// enclose keeps copies, and the number, beside the round.
func (p Pages) enclose(w http.ResponseWriter, r *gate.Request) error {
	f, err := p.load(r, r.PathValue("approval"))
	if err != nil {
		return err
	}
	came, err := upload.Take(w, r, false, func(c *upload.Came, name string, body io.Reader) error {
		s := r.Scope
		s.At = c.At(s.At)
		_, err := p.Enclose.Do(r.Context(), s, attaching.Enclosure{Round: f.ID, Name: name, Body: body, Key: c.Key})
		return err
	})
	if err != nil {
		return err
	}
	typed, sent := came.Fields["reference"]
	t := told{came: came, reference: strings.TrimSpace(typed)}
	switch {
	case sent && t.reference != f.Reference:
		t.bad = p.refer(r, f, t)
	case came.Took+len(came.Refused) == 0:
		err = came.Refuse("", filing.NoAttachment())
	}
	if err != nil || t.bad != nil && !admin.Mine(t.bad) {
		return errorOf(err, t.bad)
	}
	if len(came.Refused) == 0 && t.bad == nil {
		return gate.See(w, reporting.ApprovalAt(f.ID)+"?done=paper#paper")
	}
	r.Drain(w)
	if f, err = p.load(r, string(f.ID)); err != nil {
		return err
	}
	f.told = &t
	return p.write(w, r, f, "", nil)
}

func errorOf(err, other error) error {
	if err == nil {
		err = other
	}
	return err
}

// refer keeps the number, under a key of its own.
func (p Pages) refer(r *gate.Request, f found, t told) error {
	key, err := r.KeyOf(t.came.Fields["key"]+"-reference", organisation.Digest("reference", f.ID, t.reference))
	if err != nil {
		return err
	}
	return p.Enclose.Refer(r.Context(), r.Scope, key, f.ID, t.reference)
}

// paper hands a copy out to be kept, to the own organisation alone.
func (p Pages) paper(w http.ResponseWriter, r *gate.Request) error {
	var a filing.Attachment
	id := ident.Object(r.PathValue("approval"))
	err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		round, err := tx.Round(id, MaySee)
		if err != nil {
			return err
		}
		found, ok := filing.Find(filing.Papers(round.Held()), ident.Object(r.PathValue("paper")))
		if a = found; !ok {
			return fault.Absent()
		}
		return nil
	})
	if err != nil {
		return err
	}
	var piece []byte // its room serves for the next one
	return r.Hand(w, a, func(at int) ([]byte, error) {
		err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
			piece, err = tx.PaperChunk(id, a.ID, at, piece)
			return err
		})
		return piece, err
	}, gate.Container{Leaving: samplezip.Leaving, Send: samplezip.Send})
}

func (p Pages) removePaper(w http.ResponseWriter, r *gate.Request) error { return p.shift(w, r, true) }

func (p Pages) backPaper(w http.ResponseWriter, r *gate.Request) error { return p.shift(w, r, false) }

// shift takes a paper off, or puts it back.
func (p Pages) shift(w http.ResponseWriter, r *gate.Request, off bool) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	m := attaching.Shifting{Round: ident.Object(r.PathValue("approval")), Paper: ident.Object(r.PathValue("file")), Off: off}
	key, err := r.Key(organisation.Digest(m))
	if err != nil {
		return err
	}
	if err := p.Enclose.Shift(r.Context(), r.Scope, key, m); err != nil {
		return err
	}
	done := map[bool]string{true: "removed", false: "paper"}[off]
	return gate.See(w, reporting.ApprovalAt(m.Round)+"?done="+done+"&paper="+string(m.Paper)+"#paper")
}
