package attached

import (
	"crypto/sha256"
	_ "embed"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/flow/attaching"
)

// View is the page of a draft's files.
type View struct {
	Heading, Number string
	Action, Check   string
	Notice          *look.Notice
	Problems        look.Problems
	Files           []File
	Left            string
	Full            bool
	Fields          []look.Field
	File            look.Field
	Key             string
	Most            int64 // bytes, for the browser to tell before it sends
	TooLarge        string
	Busy            string
}

// File is one file of the list.
type File struct {
	reporting.File
	Remove, Key string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("reporting/attached", source)

// loaded is a draft with its procedure.
type loaded struct {
	filing.Draft
	of procedure.Procedure
}

// load reads the draft of the address. What is not a number, absent and foreign are one answer.
func (p Pages) load(r *gate.Request) (d loaded, err error) {
	n, err := ident.ParseNumber(r.PathValue("draft"))
	if err != nil {
		return d, fault.Absent()
	}
	id := incident.Prompt.ID
	if typed := r.PathValue("procedure"); typed != "" {
		number, err := ident.ParseNumber(typed)
		if err != nil {
			return d, fault.Absent()
		}
		id = number.ASCII()
	}
	err = p.Draft(r.Context(), r.Scope, func(tx DraftTx) (err error) {
		if d.Draft, err = tx.OpenDraft(n); err != nil {
			return err
		}
		if of, _ := procedure.SplitRef(d.Form); of != id {
			return fault.Absent()
		}
		d.of, err = tx.Procedure(d.Form)
		return err
	})
	return d, err
}

func (d loaded) at(below string) string {
	return reporting.DraftAt(d.of.ID, d.Number, strings.TrimSuffix("files/"+below, "/"))
}

func (p Pages) show(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r)
	if err != nil {
		return err
	}
	return p.answer(w, r, d, nil)
}

// answer shows the page, after a refusal with what it was.
func (p Pages) answer(w http.ResponseWriter, r *gate.Request, d loaded, refused error) error {
	v := View{
		Heading: d.of.Form.Title.In(string(r.Lang)), Number: string(d.Number), Action: d.at(""), Check: reporting.DraftAt(d.of.ID, d.Number, "check"),
		Full: len(d.Files) >= filing.AttachmentsMost, Most: filing.AttachmentMost, TooLarge: r.T("fault.attachment.size", "limit", filing.MiB(filing.AttachmentMost)), Busy: r.T("attached.busy"),
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("attached.file"), Hint: r.T("attached.file.hint", "one", filing.MiB(filing.AttachmentMost), "all", filing.MiB(filing.AttachmentsBytes), "most", filing.AttachmentsMost)},
	}
	var err error
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	var total int64
	for i, f := range reporting.Files(r.Lang, d.of.Form, d.Files, func(a filing.Attachment) string { return d.at(string(a.ID)) }) {
		one := File{File: f, Remove: d.at(string(d.Files[i].ID) + "/remove")}
		if one.Key, err = r.NewKey(); err != nil {
			return err
		}
		total += d.Files[i].Size
		v.Files = append(v.Files, one)
	}
	v.Left = r.T("attached.left", "n", len(d.Files), "most", filing.AttachmentsMost, "bytes", filing.MiB(total), "all", filing.MiB(filing.AttachmentsBytes))
	v.Fields = fields(r, d)
	if refused == nil && r.URL.Query().Get("done") != "" {
		v.Notice = &look.Notice{Tone: look.Good, Title: r.T("attached.done")}
	}
	status := http.StatusOK
	if e, ok := errors.AsType[*fault.Error](refused); ok {
		status = gate.Status(refused)
		list := e.Fields
		if len(list) == 0 {
			list = []fault.Field{{Path: "file", Code: e.Code, Args: e.Args}}
		}
		v.File.Error = r.Why(list[0])
		v.Problems = look.Problems{{ID: "file", Label: v.File.Label, Text: v.File.Error}}
	}
	if refused != nil && r.Header.Get("Kanmin-Upload") != "" { // the script that sends shows it beside the progress
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.WriteHeader(status)
		_, err := io.WriteString(w, v.File.Error)
		return err
	}
	f := r.Frame("attached.title").About(string(d.Number))
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: v.Check, Text: v.Heading + " " + string(d.Number)}, {Text: f.Title}}
	return page.WriteStatus(w, status, f, v)
}

// fields are what is asked about a file: whose place it takes, which offices receive it, whether it is a sample.
func fields(r *gate.Request, d loaded) []look.Field {
	section := look.Field{Kind: look.Select, ID: "section", Label: r.T("attached.section"), Hint: r.T("attached.section.hint"), Options: []look.Option{{Value: "", Label: r.T("attached.whole"), Chosen: true}}}
	for _, part := range d.of.Form.Parts {
		section.Options = append(section.Options, look.Option{Value: part.ID, Label: part.Name.In(string(r.Lang))})
	}
	sample := look.Field{Kind: look.Boxes, ID: "malware", Label: r.T("attached.malware"), Hint: r.T("attached.malware.hint", "word", filing.SampleWord), Free: true, Options: []look.Option{{Value: "yes", Label: r.T("attached.malware.yes")}}}
	list := []look.Field{section, sample}
	if len(d.Files) > 0 {
		instead := look.Field{Kind: look.Select, ID: "replaces", Label: r.T("attached.replaces"), Options: []look.Option{{Value: "", Label: r.T("attached.replaces.none"), Chosen: true}}}
		for _, a := range d.Files {
			instead.Options = append(instead.Options, look.Option{Value: string(a.ID), Label: a.Name})
		}
		list = append(list, instead)
	}
	return list
}

// upload takes a file in, piece by piece. What is refused is said on the page, and the draft is as it was.
func (p Pages) upload(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r)
	if err != nil {
		return err
	}
	up, err := form(w, r)
	if err == nil {
		client := up.client
		up.Draft, up.Key = d.Number, func(digest [32]byte) (ident.Key, error) { return r.KeyOf(client, digest) }
		_, err = p.Attach.Do(r.Context(), r.Scope, up.Upload)
	}
	if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Exceeded) {
		r.Drain(w)
		return p.answer(w, r, d, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, d.at("")+"?done=1")
}

// posted is an upload with the key of its form.
type posted struct {
	attaching.Upload
	client string
}

// fieldLimit bounds each field before the file.
const fieldLimit = 1 << 10

// form reads the fields, which come before the file, and leaves the file to be read.
func form(w http.ResponseWriter, r *gate.Request) (up posted, err error) {
	r.Request.Body = io.NopCloser(r.Incoming(w, r.Request.Body))
	parts, err := r.MultipartReader()
	if err != nil {
		return up, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	for range 20 {
		part, err := parts.NextRawPart()
		if errors.Is(err, io.EOF) {
			return up, filing.NoAttachment()
		}
		if err != nil {
			return up, broken(err)
		}
		if part.FormName() == "file" {
			if up.Name = fileName(part); up.Name == "" {
				return up, filing.NoAttachment()
			}
			up.Body = part
			return up, nil
		}
		value, err := io.ReadAll(io.LimitReader(part, fieldLimit))
		if err != nil {
			return up, broken(err)
		}
		up.field(part.FormName(), string(value))
	}
	return up, fault.New(fault.Invalid, "fault.body.form", nil)
}

func (up *posted) field(name, value string) {
	switch name {
	case "key":
		up.client = value
	case "section":
		up.Section = value
	case "malware":
		up.Malware = value != ""
	case "replaces":
		up.Replaces = ident.Object(value)
	}
}

// broken keeps faults; anything else is a line that broke.
func broken(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	return filing.CutOff()
}

// fileName is the name as it was sent: FileName drops paths as this system writes them only.
func fileName(part *multipart.Part) string { return part.FileName() }

// remove takes a file off the draft. That somebody did so already is no fault of whoever pressed.
func (p Pages) remove(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	d, err := p.load(r)
	if err != nil {
		return err
	}
	id := ident.Object(r.PathValue("attachment"))
	key, err := r.Key(sha256.Sum256([]byte("remove " + string(d.Number) + "\x00" + string(id))))
	if err != nil {
		return err
	}
	if err := p.Attach.Remove(r.Context(), r.Scope, key, d.Number, id); err != nil {
		return err
	}
	return gate.See(w, d.at("")+"?done=1")
}
