package attached

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"net/http"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/adapter/format/samplezip"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
)

// export is what arrived as one ZIP archive: the canonical bytes, a summary to read, the receipt for the own organisation, and
// every file. It is written as it leaves; nothing of it is in memory or on a disk.
func (p Pages) export(own bool) gate.Handler {
	return func(w http.ResponseWriter, r *gate.Request) error {
		var form formsheet.Taken
		o, err := p.open(r, own, access.LookExport, func(tx FiledTx, o opened) error {
			f, err := o.filed()
			if err == nil {
				form, err = f.Take(tx, formsheet.OfficialName, inJapanese)
			}
			return err
		})
		if err != nil {
			return err
		}
		parts, err := p.parts(r, o, own)
		if err == nil && form.Official {
			official := part{name: formsheet.OfficialName}
			official.body, err = form.Bytes(r.Context(), p.Fill)
			parts = append(parts, official)
		}
		if err != nil {
			return err
		}
		gate.Handout{Name: o.Number.ASCII() + ".zip"}.Write(w)
		if p.write(w, r, o, parts) != nil {
			panic(http.ErrAbortHandler) // a part is not taken for the whole
		}
		return nil
	}
}

// part is a small file of an export.
type part struct {
	name string
	body []byte
}

func (p Pages) parts(r *gate.Request, o opened, own bool) ([]part, error) {
	canonical, err := filing.Canonical(o.Values, o.Attachments())
	if err != nil {
		return nil, err
	}
	text, err := summary(r, o)
	if err != nil {
		return nil, err
	}
	var book bytes.Buffer
	f, err := o.filed()
	if err == nil {
		_, err = f.Write(&book, "content.xlsx", inJapanese)
	}
	if err != nil {
		return nil, err
	}
	list := []part{{"content.json", canonical}, {"content.xlsx", book.Bytes()}, {"summary.txt", text}}
	if mine, _ := r.Scope.Relations(access.Permission{Action: access.Read, Object: access.Receipt}); !own || !mine {
		return list, nil
	}
	final, twin, provisional, err := p.Receipts.Receipt(r.Context(), r.Scope, o.Leaf)
	name := o.Number.ASCII()
	for _, one := range []part{{name + ".tlog-proof", final}, {name + ".txt", twin}, {name + ".provisional.txt", provisional}} {
		if len(one.body) > 0 {
			list = append(list, one)
		}
	}
	return list, err
}

func (p Pages) write(w http.ResponseWriter, r *gate.Request, o opened, parts []part) error {
	z := zip.NewWriter(w)
	for _, one := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: one.name, Method: zip.Deflate})
		if err != nil {
			return err
		}
		if _, err := f.Write(one.body); err != nil {
			return err
		}
	}
	for _, a := range o.Attachments() {
		name, _ := samplezip.Leaving(a)
		f, err := z.CreateHeader(&zip.FileHeader{Name: "attachments/" + name, Method: zip.Store})
		if err != nil {
			return err
		}
		if err := samplezip.Send(f, a, r.Outgoing(w, a, p.pieces(r, o.ID, a)), r.Entropy()); err != nil {
			return err
		}
	}
	return z.Close()
}

// summary is what was sent, for people: each question with its answer, each file with its digest.
func summary(r *gate.Request, o opened) ([]byte, error) {
	values, err := o.of.Form.Decode(o.Values)
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	b.WriteString("\ufeff")
	if first := reporting.Unofficial(r.Lang, o.of); first != "" {
		b.WriteString(first + "\r\n")
	}
	b.WriteString(o.of.Name.In(string(r.Lang)) + " " + string(o.Number) + "\r\n" + r.T("receipt.arrived") + " " + look.Second(r.Lang, o.ArrivedAt) + "\r\n\r\n")
	for _, a := range reporting.Answers(r.Lang, o.of.Form.Only(values), values, nil) {
		answer := a.Text
		if a.Unknown {
			answer = r.T("field.unknown")
		} else if answer == "" {
			answer = r.T("answers.none")
		}
		_, _ = io.WriteString(&b, a.Question+"\r\n    "+strings.ReplaceAll(answer, "\n", "\r\n    ")+"\r\n")
	}
	for _, f := range reporting.Files(r.Lang, o.of.Form, o.Attachments(), nil) {
		fmt.Fprintf(&b, "%s\r\n    %s (%s)\r\n    SHA-256 %s\r\n", r.T("attached.one"), f.Name, f.Size, f.Digest)
		if f.Sample != "" {
			b.WriteString("    " + f.Sample + "\r\n")
		}
	}
	return []byte(b.String()), nil
}
