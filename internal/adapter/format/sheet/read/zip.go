package read

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"slices"
	"strings"

	"kanmin/internal/adapter/format/sheet"
)

// maxTags bounds the elements of all parts together: what takes no room can still take time.
const maxTags = 6_000_000

// parts opens a book as the archive that it is and judges it before anything is built from it: every part is inflated
// once and thrown away, by its own bytes and not by what the archive says of them.
func parts(data []byte) (map[string]*zip.File, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, damaged()
	}
	if len(z.File) > sheet.MaxEntries {
		return nil, sheet.Over("fault.sheet.entries", sheet.MaxEntries)
	}
	found := map[string]*zip.File{}
	for _, f := range z.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, "\\", "/"))
		if f.Flags&1 != 0 {
			return nil, &sheet.Fault{Code: "fault.sheet.password"}
		}
		if found[name] != nil || path.IsAbs(name) || slices.Contains(strings.Split(name, "/"), "..") {
			return nil, damaged()
		}
		found[name] = f
	}
	if err := overlaps(z.File, int64(len(data))); err != nil {
		return nil, err
	}
	if found["xl/workbook.xml"] == nil && found["xl/workbook.bin"] == nil || found["[content_types].xml"] == nil {
		return nil, &sheet.Fault{Code: "fault.sheet.other"}
	}
	if err := actives(found); err != nil {
		return nil, err
	}
	return found, inflate(z.File)
}

// overlaps finds entries that share bytes: a small file that inflates to a large one many times over.
func overlaps(files []*zip.File, size int64) error {
	type span struct{ from, to int64 }
	spans := make([]span, 0, len(files))
	for _, f := range files {
		from, err := f.DataOffset()
		if err != nil || f.CompressedSize64 > uint64(size) || from+int64(f.CompressedSize64) > size { //nolint:gosec // bounded by size
			return damaged()
		}
		spans = append(spans, span{from, from + int64(f.CompressedSize64)}) //nolint:gosec // bounded by size
	}
	slices.SortFunc(spans, func(a, b span) int { return int(a.from - b.from) })
	for i := 1; i < len(spans); i++ {
		if spans[i].from < spans[i-1].to {
			return &sheet.Fault{Code: "fault.sheet.bomb"}
		}
	}
	return nil
}

// actives refuses what runs, and what reaches for other files.
func actives(found map[string]*zip.File) error {
	for name := range found {
		switch {
		case strings.HasSuffix(name, "vbaproject.bin"), strings.HasPrefix(name, "xl/macrosheets/"), strings.HasPrefix(name, "xl/activex/"):
			return &sheet.Fault{Code: "fault.sheet.macro"}
		case name == "xl/workbook.bin":
			return &sheet.Fault{Code: "fault.sheet.binary"}
		}
	}
	for name := range found {
		if strings.HasPrefix(name, "xl/externallinks/") {
			return &sheet.Fault{Code: "fault.sheet.links"}
		}
	}
	return nil
}

// inflate reads every part to its end.
func inflate(files []*zip.File) error {
	left, tags := int64(sheet.MaxInflated), maxTags
	for _, f := range files {
		r, err := f.Open()
		if err != nil {
			return damaged()
		}
		c := &counter{tags: tags}
		n, err := io.Copy(c, io.LimitReader(r, left+1))
		_ = r.Close() // only read
		left, tags = left-n, c.tags
		switch {
		case left < 0:
			return sheet.Over("fault.sheet.inflated", sheet.MaxInflated>>20)
		case tags < 0:
			return sheet.Over("fault.sheet.tags", maxTags)
		case c.declares:
			return &sheet.Fault{Code: "fault.sheet.doctype"}
		case err != nil:
			return damaged()
		}
	}
	return nil
}

// counter counts elements and looks for declarations, which no program writes into a book.
type counter struct {
	tags     int
	declares bool
	tail     []byte
}

func (c *counter) Write(p []byte) (int, error) {
	c.tags -= bytes.Count(p, []byte("<"))
	seam := slices.Concat(c.tail, p[:min(len(p), 16)])
	for _, mark := range []string{"<!DOCTYPE", "<!ENTITY"} {
		c.declares = c.declares || bytes.Contains(p, []byte(mark)) || bytes.Contains(seam, []byte(mark)) ||
			bytes.Contains(p, wide(mark))
	}
	c.tail = append([]byte(nil), p[max(0, len(p)-16):]...)
	return len(p), nil
}
