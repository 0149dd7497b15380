// Package receipt checks a receipt for anybody (受付証を確かめる), publishes the log's public key and its signed head, and says how
// to check without this platform. What is checked is not kept.
package receipt

import (
	"context"
	_ "embed"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"unicode/utf8"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/adapter/format/pdf"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ledger"
)

// Path is the page's address.
const Path = "/receipt"

// Page is filled in by serve.
type Page struct {
	Key string // the log's public key
	// Head returns the size of the log and its newest signed head.
	Head func(ctx context.Context) (size int64, signed []byte, err error)
}

const (
	limit     = 64 << 10                   // bytes of a receipt as text: the ledger's own bound
	fileLimit = pdf.Limit                  // bytes of a file: a document with the receipt inside
	bodyLimit = fileLimit + 3*limit + 4096 // a file and a text, with what a form adds
)

// Routes returns the page's routes: public, all of them.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Handle: p.show},
		{Pattern: "POST " + Path, Body: bodyLimit, Handle: p.check},
		{Pattern: "GET " + Path + "/key", Handle: p.key},
		{Pattern: "GET " + Path + "/checkpoint", Handle: p.checkpoint},
	}
}

// View is what the page shows.
type View struct {
	Result   *Result
	Problems look.Problems
	File     look.Field
	Text     look.Field
	Key      string
	Size     string
	Head     string
	Command  string
}

// Result is what a receipt proves, or why it does not.
type Result struct {
	Notice look.Notice
	Facts  []look.Answer
	Proves []string
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("public/receipt", source)

func (p Page) view(r *gate.Request) (View, error) {
	size, signed, err := p.Head(r.Context())
	if err != nil {
		return View{}, err
	}
	return View{
		Key: p.Key, Size: look.Number(size), Head: string(signed), Command: "kanmin receipt verify --key log.pub R-R8-XXXX-XXXX-X.tlog-proof",
		File: look.Field{Kind: look.Upload, ID: "file", Label: r.T("verify.file"), Hint: r.T("verify.file.hint"), Free: true},
		Text: look.Field{Kind: look.Area, ID: "text", Label: r.T("verify.text"), Hint: r.T("verify.text.hint"), Free: true},
	}, nil
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	v, err := p.view(r)
	if err != nil {
		return err
	}
	return page.Write(w, r.Frame("verify.title"), v)
}

func (p Page) check(w http.ResponseWriter, r *gate.Request) error {
	file, text, err := parts(r)
	if err != nil {
		return err
	}
	v, err := p.view(r)
	if err != nil {
		return err
	}
	status := http.StatusOK
	switch {
	case len(file) > 0:
		v.Result = p.judge(r, paper.Proof(file))
	case strings.TrimSpace(text) != "":
		if utf8.ValidString(text) && len(text) <= limit {
			v.Text.Value = text
		}
		v.Result = p.judge(r, pasted(text))
	default:
		v.File.Error = r.T("verify.nothing")
		v.Problems = look.Problems{{ID: "file", Label: v.File.Label, Text: v.File.Error}}
	}
	if v.Result == nil || v.Result.Notice.Tone == look.Danger {
		status = http.StatusUnprocessableEntity
	}
	return page.WriteStatus(w, status, r.Frame("verify.title"), v)
}

// parts reads the two parts of the form, each up to one byte more than the bound, so that the ledger can say it is too large.
func parts(r *gate.Request) (file []byte, text string, err error) {
	in, err := r.MultipartReader()
	if err != nil {
		return nil, "", fault.New(fault.Invalid, "fault.body.form", nil)
	}
	for range 8 {
		part, err := in.NextPart()
		if errors.Is(err, io.EOF) {
			return file, text, nil
		}
		var data []byte
		if err == nil {
			data, err = readPart(part)
		}
		if large, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, "", fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.FormatInt(large.Limit, 10)})
		}
		if err != nil {
			return nil, "", fault.New(fault.Invalid, "fault.body.form", nil)
		}
		switch part.FormName() {
		case "file":
			file = data
		case "text":
			text = string(data)
		}
	}
	return nil, "", fault.New(fault.Invalid, "fault.body.form", nil)
}

func readPart(part *multipart.Part) ([]byte, error) {
	most := int64(limit)
	if part.FormName() == "file" {
		most = fileLimit
	}
	return io.ReadAll(io.LimitReader(part, most+1))
}

// pasted undoes what a browser does to text in a form: it writes line ends as CR LF, and people lose the last one.
func pasted(text string) []byte {
	text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\r\n", "\n")
	return []byte(strings.Trim(text, " \t\n") + "\n")
}

// judge is the check of kanmin receipt verify, with the log's own key.
func (p Page) judge(r *gate.Request, data []byte) *Result {
	keys, err := ledger.ParseKeys(p.Key)
	if err != nil {
		return refused(r, err)
	}
	final, err := ledger.VerifyReceipt(data, keys)
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code == "fault.receipt.promise" {
		promise, err := ledger.VerifyProvisional(data, keys)
		if err != nil {
			return refused(r, err)
		}
		return provisional(r, promise)
	}
	if err != nil {
		return refused(r, err)
	}
	return proven(r, final)
}

func (p Page) key(w http.ResponseWriter, _ *gate.Request) error {
	return plain(w, "log.pub", strings.TrimSpace(p.Key)+"\n")
}

func (p Page) checkpoint(w http.ResponseWriter, r *gate.Request) error {
	_, signed, err := p.Head(r.Context())
	if err != nil {
		return err
	}
	return plain(w, "checkpoint.txt", string(signed))
}

func plain(w http.ResponseWriter, name, text string) error {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Content-Disposition", `inline; filename="`+name+`"`)
	h.Set("Content-Length", strconv.Itoa(len(text)))
	h.Set("Cache-Control", "no-cache")
	_, _ = io.WriteString(w, text) // the client went away: nobody to tell
	return nil
}
