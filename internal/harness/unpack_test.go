package harness

import (
	"archive/zip"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/domain/access"
)

// Bounds of what is unpacked: a table within a file of everything within a file.
const (
	packedDeep = 3
	packedMost = 8 << 20 // of one entry
)

// How a word was found that nobody reads in the open.
const (
	packed  = ", packed"
	printed = ", printed"
)

// unpacked are the bytes of every file in an archive or a workbook, and of those in them: deflated text is seen by no eye. What is no
// archive holds nothing.
func unpacked(data []byte, deep int) (all [][]byte) {
	if deep == 0 || !bytes.HasPrefix(data, []byte("PK\x03\x04")) {
		return nil
	}
	r, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	for _, f := range r.File {
		one, err := f.Open()
		if err != nil {
			continue
		}
		b, err := io.ReadAll(io.LimitReader(one, packedMost))
		_ = one.Close()
		if err != nil {
			continue
		}
		counts.unpacked.Add(1)
		all = append(append(all, b), unpacked(b, deep-1)...)
	}
	return all
}

// The control: a word deflated in a workbook that lies in an archive is seen, and told of whoever may not have it.
func TestWhatIsPackedIsSeen(t *testing.T) {
	t.Parallel()
	s := theScene(t)
	pack := func(name string, content []byte) []byte {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write(content)
		}
		if err != nil || z.Close() != nil {
			t.Fatal(err)
		}
		return b.Bytes()
	}
	sheet := pack("xl/worksheets/sheet1.xml", []byte(strings.Repeat("<c/>", 100)+s.content[0].word))
	file := pack("content.xlsx", sheet)
	if len(s.eye.see(file)) > 0 {
		t.Fatal("the word stands in the open: the control proves nothing")
	}
	if s.minded(t, "application/zip", file) == 0 {
		t.Error("a canary left in a workbook within an archive, and nobody minds")
	}
}

// minded hands a file out to everybody at a door of its own, and counts how often that is minded.
func (s *scene) minded(t *testing.T, media string, file []byte) (told int) {
	t.Helper()
	h := s.open(t, planted{Route: gate.Route{Pattern: "GET /control/file", Needs: access.Permission{Action: access.Read, Object: access.Account}, Handle: func(w http.ResponseWriter, _ *gate.Request) error {
		w.Header().Set("Content-Type", media)
		_, err := w.Write(file)
		return err
	}}})
	h.fail = func(string, ...any) { told++ }
	for _, p := range h.people {
		h.do(p, ask{method: http.MethodGet, path: "/control/file"})
	}
	return told
}

// Somebody is told something in a workbook and in an archive: the way that is watched is used.
func TestFilesThatLeaveHoldWhatIsTheirs(t *testing.T) {
	t.Parallel()
	h := theScene(t).open(t)
	for pattern, name := range map[string]string{
		"GET /reporting/reports/{number}/export.zip": "operator-filer", "GET /ministry/reports/{number}/export.zip": "ministry-officer", "GET /ministry/export/{format}": "ministry-officer",
		"GET /reporting/prompt/{draft}/excel/{file}": "operator-filer", "GET /reporting/procedures/{procedure}/{draft}/excel/{file}": "operator-filer",
	} {
		p, seen := h.as(name), 0
		for _, r := range h.bind() {
			if r.Pattern != pattern {
				continue
			}
			for _, c := range h.calls(r, p) {
				if !h.serves(p, c) {
					continue
				}
				if got := h.do(p, h.ask(c)); strings.HasPrefix(got.body, "PK") {
					seen += len(h.visible)
				}
			}
		}
		if seen == 0 {
			t.Errorf("%s as %s: nothing is seen in the files that leave: the eye is blind", pattern, name)
		}
	}
}
