// Package listsheet writes a list of filings as a file: Excel, CSV in two encodings, JSON. It streams: no more than a line is held.
package listsheet

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/export"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// Formats are those of a list, as they stand in addresses.
var Formats = []string{"xlsx", "csv", "sjis", "json"}

var media = map[string]string{
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv; charset=utf-8", "sjis": "text/csv; charset=shift_jis", "json": "application/json",
}

// Media is the type of a format; a format that there is not is Absent.
func Media(format string) (string, error) {
	if m := media[format]; m != "" {
		return m, nil
	}
	return "", fault.Absent()
}

// Words are what stands in a file beside the rows.
type Words struct {
	Say    func(key string, pairs ...any) string
	Lang   string // ja or en
	Second func(ident.Instant) string
	Own    bool // a list of the reader's own filings: it holds summaries
}

// disposition names a file in ASCII, and as its reader says it.
func disposition(format, ascii, name string) string {
	ending := format
	if format == "sjis" {
		ending = "csv"
	}
	return `attachment; filename="` + ascii + `.` + ending + `"; filename*=UTF-8''` + url.PathEscape(name) + `.` + ending
}

// Line is a filing with the name of its procedure.
type Line struct {
	filing.Line
	Kind text.Both
}

// File is a list on its way out.
type File struct {
	Words
	Format string
	Now    ident.Instant
	Each   func(yield func(Line) bool) error // the lines in their order, as they are read
}

// sendTime is how long a client may take.
const sendTime = 10 * time.Minute

// Send hands the file out. Before a byte has left, a fault is an answer: a format that there is not is Absent, what an encoding does not
// have is Invalid with its place. Later it is broken off, so that nobody takes a part for the whole.
func (f File) Send(w http.ResponseWriter) error {
	m, err := Media(f.Format)
	if err != nil {
		return err
	}
	write := f.Write
	if f.Format == "sjis" { // a character that it does not have is told, not replaced: nothing may have left by then
		var whole spool
		if err := f.Write(&whole); err != nil {
			return err
		}
		write = whole.send
	}
	h := w.Header()
	h.Set("Content-Type", m)
	day := law.DayOf(f.Now).String()
	h.Set("Content-Disposition", disposition(f.Format, "reports-"+day, f.Say("listing.file")+"-"+day))
	h.Set("Cache-Control", "private, no-store")
	_ = http.NewResponseController(w).SetWriteDeadline(f.Now.Time().Add(sendTime)) // a recorder has none
	if err := write(w); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// spool keeps what must not leave before it is whole, in as little memory as it can.
type spool struct {
	kept bytes.Buffer
	in   *gzip.Writer
}

// Write is of io.Writer.
func (s *spool) Write(b []byte) (int, error) {
	if s.in == nil {
		s.in = gzip.NewWriter(&s.kept)
	}
	return s.in.Write(b)
}

func (s *spool) send(w io.Writer) error {
	if s.in == nil {
		return nil
	}
	if err := s.in.Close(); err != nil {
		return err
	}
	out, err := gzip.NewReader(&s.kept)
	if err == nil {
		_, err = io.Copy(w, out) //nolint:gosec // what we packed ourselves
	}
	return err
}

// Write writes the lines; why they ended early is its error.
func (f File) Write(w io.Writer) (err error) {
	var broken error
	lines := func(yield func(Line) bool) { broken = f.Each(yield) }
	switch f.Format {
	case "json":
		err = f.json(w, lines)
	case "xlsx":
		err = sheet.Write(w, f.page(lines))
	case "csv":
		err = sheet.WriteCSV(w, sheet.UTF8, f.page(lines))
	default:
		err = sheet.WriteCSV(w, sheet.CP932, f.page(lines))
	}
	if broken != nil {
		return broken
	}
	if e, ok := errors.AsType[*sheet.Fault](err); ok {
		return e.Refused()
	}
	return err
}

// page is the list as a sheet: what stands on the page, with what people sort by in full.
func (w Words) page(lines iter.Seq[Line]) sheet.Page {
	p := sheet.Page{Name: w.Say("listing.file")}
	for _, c := range []struct {
		key  string
		wide int
	}{{"receipt.number", 22}, {"listing.kind", 20}, {"listing.filer", 32}, {"reports.filer.number", 18}, {"listing.state", 16}, {"receipt.arrived", 34}, {"listing.arrived", 28}, {"procedures.col.version", 8}, {"reports.col.waiting", 10}} {
		p.Columns = append(p.Columns, sheet.Head{Title: w.Say(c.key), Width: c.wide})
	}
	if w.Own {
		p.Columns = append(p.Columns, sheet.Head{Title: w.Say("reports.col.what"), Width: 40})
	}
	p.Rows = func(yield func([]string) bool) {
		for l := range lines {
			row := []string{
				string(l.Number), l.Kind.In(w.Lang), w.filer(l.Line), l.Filer.CorporateNumber, w.Say("reports.state." + string(l.State)),
				w.Second(l.ArrivedAt), l.ArrivedAt.Japan().Format("2006-01-02T15:04:05-07:00"), strconv.Itoa(l.Rev), strconv.Itoa(l.Waiting),
			}
			if w.Own {
				row = append(row, l.Summary)
			}
			if !yield(row) {
				return
			}
		}
	}
	return p
}

// filer is who filed, and who answers for it where it passed on.
func (w Words) filer(l filing.Line) string {
	name := w.named(l.Filer.Name, l.Filer.NameEn)
	if n := len(l.Passed); n > 0 {
		last := l.Passed[n-1]
		return w.Say("passed.held", "filer", name, "name", w.named(last.ToName, last.ToNameEn))
	}
	return name
}

func (w Words) named(ja, en string) string {
	if w.Lang == "en" && en != "" {
		return en
	}
	return ja
}

// row is one filing in JSON.
type row struct {
	Number    string `json:"number"`
	Kind      string `json:"kind"`
	Filer     string `json:"filer"`
	Corporate string `json:"corporate_number,omitempty"`
	State     string `json:"state"`
	ArrivedAt string `json:"arrived_at"`
	Rev       int    `json:"rev"`
	Waiting   int    `json:"waiting"`
	Summary   string `json:"summary,omitempty"`
}

func (w Words) json(out io.Writer, lines iter.Seq[Line]) error {
	if _, err := io.WriteString(out, "{\"reports\": ["); err != nil {
		return err
	}
	between := "\n"
	for l := range lines {
		one := row{
			Number: string(l.Number), Kind: string(l.Filing.Kind), Filer: l.Filer.Name, Corporate: l.Filer.CorporateNumber, State: string(l.State), ArrivedAt: l.ArrivedAt.Japan().Format(time.RFC3339Nano), Rev: l.Rev, Waiting: l.Waiting,
		}
		if w.Own {
			one.Summary = l.Summary
		}
		b, err := json.Marshal(one)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(out, between+string(b)); err != nil {
			return err
		}
		between = ",\n"
	}
	_, err := io.WriteString(out, "\n]}\n")
	return err
}

// Parts are the lines of parts that were kept.
func Parts(parts func(each func(export.Part) bool) error) func(yield func(Line) bool) error {
	return func(yield func(Line) bool) error {
		return parts(func(p export.Part) bool {
			for _, l := range p.Lines {
				if !yield(Line{Line: l, Kind: p.Kinds[l.Filing.Kind]}) {
					return false
				}
			}
			return true
		})
	}
}
