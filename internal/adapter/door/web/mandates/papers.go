package mandates

import (
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/flow/mandating"
)

// papers are the copies of a 委任状 beside a mandate, and the form for one more.
func (p Page) papers(r *gate.Request, m mandate.Mandate, bad error, v *OneView) error {
	var list []mandate.Paper
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		list, err = tx.PapersOfMandate(m)
		return err
	}); err != nil {
		return err
	}
	t := look.Table{Caption: r.T("mandate.papers"), Hide: true, Heads: []look.Head{{Text: r.T("mandate.papers.name")}, {Text: r.T("mandate.papers.size"), Right: true}, {Text: r.T("mandate.papers.by")}, {Text: r.T("mandate.papers.digest")}}}
	for _, one := range list {
		t.Rows = append(t.Rows, []look.Cell{{Text: one.Name, To: At(m) + "/papers/" + string(one.ID)}, {Text: look.Number(int(one.Size))}, {Text: one.By + " " + look.Moment(r.Lang, one.At)}, {Text: one.Digest, Code: true}})
	}
	if len(list) > 0 {
		v.Papers = &t
	}
	s, may := m.Standing(law.DayOf(r.Now)), r.Scope.Permit(mandating.MayPropose) == nil
	if !may || s != mandate.Proposed && s != mandate.InForce && s != mandate.Later || len(list) >= mandate.PapersMost {
		return nil
	}
	v.Paper = look.Field{Kind: look.Upload, ID: "file", Label: r.T("mandate.papers.file"), Error: admin.Why(r, bad)["file"], Need: true}
	var err error
	v.Enclose, err = r.NewKey()
	return err
}

// enclose keeps a copy that was brought.
func (p Page) enclose(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r)
	if err != nil {
		return err
	}
	fields, file, err := r.Uploaded(mandate.PaperMost)
	if err == nil && len(file.Data) == 0 {
		err = &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "file", Code: "fault.mandate.paper.none"}}}
	}
	if err == nil {
		var key ident.Key
		if key, err = r.KeyOf(fields.Get("key"), organisation.Digest(n, file.Name, string(file.Data))); err != nil {
			return err
		}
		err = p.Enclose.Do(r.Context(), r.Scope, key, mandating.Enclosing{Number: n, Name: file.Name, Data: file.Data})
	}
	if e, mine := organisation.Mine(err); mine {
		if len(e.Fields) == 0 && e.Kind != fault.Conflict { // of the upload itself
			err = &fault.Error{Kind: e.Kind, Code: "fault.invalid", Fields: []fault.Field{{Path: "file", Code: e.Code, Args: e.Args}}}
		}
		return p.writeOne(w, r, "", err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+n.ASCII()+"?done=paper")
}

// copyOf hands out a copy, to be kept and never shown here.
func (p Page) copyOf(w http.ResponseWriter, r *gate.Request) error {
	m, err := p.load(r)
	if err != nil {
		return err
	}
	id := ident.Object(r.PathValue("paper"))
	var data []byte
	name := ""
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error {
		list, err := tx.PapersOfMandate(m)
		if err != nil {
			return err
		}
		for _, one := range list {
			if one.ID == id {
				name = one.Name
			}
		}
		data, err = tx.PaperOfMandate(m, id)
		return err
	}); err != nil {
		return err
	}
	if !strings.HasSuffix(strings.ToLower(name), ".pdf") {
		name += ".pdf"
	}
	gate.Handout{Name: name, Size: int64(len(data))}.Write(w)
	_, _ = w.Write(data) // the client went away: nobody to tell
	return nil
}
