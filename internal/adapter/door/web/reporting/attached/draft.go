package attached

import (
	"context"
	"crypto/sha256"
	_ "embed"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/upload"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/procedure"
)

// View is the page of a draft's files.
type View struct {
	Heading, Number string
	Action, Check   string
	Notice          *look.Notice
	Back            string // puts the file back that was just taken off; empty: none was
	Problems        look.Problems
	Files           []File
	Left            string
	Full            bool
	Add             string // the form's heading
	Replaces        string // the file whose place the next one takes
	Fields          []look.Field
	Open            bool // the fields are shown
	File            look.Field
	Key             string
	Most            int64 // bytes, for the browser to tell before it sends
	TooLarge        string
	Busy            string
}

// File is one file of the list.
type File struct {
	reporting.File
	Remove, Replace, Key string
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
		if id, err = reporting.ProcedureAt(typed); err != nil {
			return d, err
		}
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
	if d.Root != "" { // a unit's part has no files: the head's draft has
		return gate.See(w, reporting.PartAt(d.Number))
	}
	return p.answer(w, r, d, nil)
}

// answer shows the page, after a refusal with what it was and what had been chosen.
func (p Pages) answer(w http.ResponseWriter, r *gate.Request, d loaded, came *upload.Came) error {
	v := View{
		Heading: d.of.Form.Title.In(string(r.Lang)), Number: string(d.Number), Action: d.at(""), Check: reporting.DraftAt(d.of.ID, d.Number, "check"), Add: r.T("attached.add"),
		Full: len(d.Files) >= filing.AttachmentsMost, Most: filing.AttachmentMost, TooLarge: r.T("fault.attachment.size", "limit", filing.MiB(filing.AttachmentMost)), Busy: r.T("attached.busy"),
		File: look.Field{Kind: look.Upload, ID: "file", Several: true, Label: r.T("attached.file"), Hint: r.T("attached.file.hint", "one", filing.MiB(filing.AttachmentMost), "all", filing.MiB(filing.AttachmentsBytes), "most", filing.AttachmentsMost)},
	}
	var err error
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	var total int64
	for i, f := range reporting.Files(r.Lang, d.of.Form, d.Files, func(a filing.Attachment) string { return d.at(string(a.ID)) }) {
		one := File{File: f, Remove: d.at(string(d.Files[i].ID) + "/remove"), Replace: d.at("") + "?replaces=" + string(d.Files[i].ID) + "#add-h"}
		if one.Key, err = r.NewKey(); err != nil {
			return err
		}
		total += d.Files[i].Size
		v.Files = append(v.Files, one)
	}
	v.Left = r.T("attached.left", "n", len(d.Files), "most", filing.AttachmentsMost, "bytes", filing.MiB(total), "all", filing.MiB(filing.AttachmentsBytes))
	status, chosen := http.StatusOK, filing.Attachment{ID: ident.Object(r.URL.Query().Get("replaces"))}
	if came == nil {
		if v.Notice, v.Back, err = p.said(r, d); err != nil {
			return err
		}
	} else {
		status, chosen = came.Status(), with(came)
		v.Problems, v.Notice = came.Told(r)
		v.File.Error = v.Problems[0].Text
	}
	if old, ok := filing.Find(d.Files, chosen.ID); ok {
		v.Replaces, v.Full, v.File.Several = string(old.ID), false, false
		v.Add = r.T("attached.replace.title", "name", old.Name)
		if came == nil {
			chosen = old
		}
	}
	v.Fields, v.Open = fields(r, d, chosen), chosen.Section != "" || chosen.Malware
	f := r.Frame("attached.title").About(string(d.Number))
	f.Crumbs = []look.Link{{To: reporting.HomePath, Text: r.T("nav.home")}, {To: v.Check, Text: v.Heading + " " + string(d.Number)}, {Text: f.Title}}
	if r.Under.ID != "" {
		f.Crumbs[0] = look.Link{To: reporting.MandatesPath, Text: r.T("nav.mandate")}
	}
	return page.WriteStatus(w, status, f, v)
}

// said is what became of the last press. A file that was taken off can be put back as long as its bytes are there.
func (p Pages) said(r *gate.Request, d loaded) (notice *look.Notice, back string, err error) {
	done, id := r.URL.Query().Get("done"), ident.Object(r.URL.Query().Get("file"))
	if done == "removed" && id != "" {
		var a filing.Attachment
		err = p.Draft(r.Context(), r.Scope, func(tx DraftTx) (err error) {
			a, err = tx.LooseAttachment(d.Draft, id)
			return err
		})
		if err == nil {
			return &look.Notice{Tone: look.Good, Title: r.T("attached.done.removed", "name", a.Name)}, d.at(string(a.ID) + "/back"), nil
		}
		if fault.Is(err, fault.Hidden) { // put back meanwhile, or cleaned up
			err = nil
		}
	}
	if said, ok := map[string]string{"added": "attached.done.added", "back": "attached.done.back"}[done]; ok {
		notice = &look.Notice{Tone: look.Good, Title: r.T(said)}
	}
	return notice, "", err
}

// fields are what is asked about a file: which offices receive it, whether it is a sample.
func fields(r *gate.Request, d loaded, with filing.Attachment) []look.Field {
	section := look.Field{Kind: look.Select, ID: "section", Label: r.T("attached.section"), Hint: r.T("attached.section.hint"), Options: []look.Option{{Value: "", Label: r.T("attached.whole"), Chosen: with.Section == ""}}}
	for _, part := range d.of.Form.Parts {
		section.Options = append(section.Options, look.Option{Value: part.ID, Label: part.Name.In(string(r.Lang)), Chosen: with.Section == part.ID})
	}
	return []look.Field{section, {Kind: look.Boxes, ID: "malware", Label: r.T("attached.malware"), Hint: r.T("attached.malware.hint", "word", filing.SampleWord), Free: true, Options: []look.Option{{Value: "yes", Label: r.T("attached.malware.yes"), Chosen: with.Malware}}}}
}

// remove takes a file off the draft, back puts it there again.
func (p Pages) remove(w http.ResponseWriter, r *gate.Request) error {
	return p.press(w, r, "removed", p.Attach.Remove)
}

func (p Pages) back(w http.ResponseWriter, r *gate.Request) error {
	return p.press(w, r, "back", p.Attach.Return)
}

// press does what one button beside one file does.
func (p Pages) press(w http.ResponseWriter, r *gate.Request, done string, do func(context.Context, access.Scope, ident.Key, ident.Number, ident.Object) error) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	d, err := p.load(r)
	if err != nil {
		return err
	}
	id := ident.Object(r.PathValue("file"))
	key, err := r.Key(sha256.Sum256([]byte(done + " " + string(d.Number) + "\x00" + string(id))))
	if err != nil {
		return err
	}
	if err := do(r.Context(), r.Scope, key, d.Number, id); err != nil {
		return err
	}
	return gate.See(w, d.at("")+"?done="+done+"&file="+string(id))
}
