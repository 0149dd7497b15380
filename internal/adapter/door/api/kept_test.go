package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/world/stagetest"
)

// lacks is what is read in a world whose forms never had a section.
type lacks struct {
	*store.Tx
	section string
}

// lacking reads reports as they are, or as they would be in that world.
func lacking(s *stagetest.Stage, never *string) api.Looking[api.ReportTx] {
	return func(ctx context.Context, sc access.Scope, purpose string, read func(api.ReportTx) ([]ident.Object, error)) error {
		return store.Look[*store.Tx](s.DB)(ctx, sc, purpose, func(tx *store.Tx) ([]ident.Object, error) {
			if *never == "" {
				return read(tx)
			}
			return read(lacks{tx, *never})
		})
	}
}

func (l lacks) left(f form.Form) []string {
	return slices.DeleteFunc(f.Sections(), func(s string) bool { return s == l.section })
}

func (l lacks) Procedure(ref string) (procedure.Procedure, error) {
	p, err := l.Tx.Procedure(ref)
	p.Form = filing.CutForm(p.Form, l.left(p.Form))
	p.Form.Parts = slices.DeleteFunc(slices.Clone(p.Form.Parts), func(p form.Part) bool { return p.ID == l.section })
	return p, err
}

func (l lacks) said(f filing.Filing, c *filing.Content) error {
	p, err := l.Tx.Procedure(string(f.Kind))
	if err != nil {
		return err
	}
	values, err := p.Form.Decode(c.Values)
	if err == nil {
		c.Values, err = p.Form.Canonical(filing.Cut(p.Form, values, l.left(p.Form)))
	}
	return err
}

func (l lacks) Filing(n ident.Number, may access.Permission) (filing.Filing, filing.Content, error) {
	f, c, err := l.Tx.Filing(n, may)
	if err == nil {
		err = l.said(f, &c)
	}
	return f, c, err
}

func (l lacks) CaseWith(n ident.Number, may access.Permission) ([]filing.Reported, error) {
	list, err := l.Tx.CaseWith(n, may)
	for i := range list {
		if err == nil {
			err = l.said(list[i].Filing, &list[i].Content)
		}
	}
	return list, err
}

func (l lacks) Revisions(f filing.Filing) ([]filing.Revision, error) {
	list, err := l.Tx.Revisions(f)
	for i := range list {
		if err == nil {
			err = l.said(f, &list[i].Content)
		}
	}
	return list, err
}

func (l lacks) Released(ids []ident.Filing) (map[ident.Filing][]string, error) {
	all, err := l.Tx.Released(ids)
	for id := range all {
		all[id] = slices.DeleteFunc(all[id], func(s string) bool { return s == l.section })
	}
	return all, err
}

// reported sends a 速報 and a 詳報 about it, as a program does. there: the machine is told, with files beside it, and kept back from the ministry;
// otherwise nobody says anything of it. The requests are the same, so that both worlds live at the same instants.
func (h *house) reported(there bool) (sent [2]string) {
	h.t.Helper()
	told := func(yes, no string) string {
		if there {
			return yes
		}
		return no
	}
	for i, of := range []struct{ open, answers string }{
		{"drafts", `"what_kind":{"value":["malware"]},"what_text":{"value":"監視端末に脅迫文"},"aware_at":{"value":"R8.11.23 8:15"},"impact":{"value":null},"callback":{"value":"03-0000-2002","base":1},"which":{"value":` + told(`"CANARY-MACHINE"`, "null") + `}`},
		{"reports/%s/follow", `"form_kind":{"value":"other"},"story":{"value":"経緯"},"occurred_at":{"value":null},"service_level":{"value":"no"},"personal_data":{"value":"yes"},"event_kinds":{"value":null},"entry":{"value":null},"response":{"value":"切り離した"},` +
			told(`"indicators":{"value":"hxxps://canary[.]example/x"},"products":{"value":"CANARY-PRODUCT"},"cves":{"value":"CVE-2024-21762"}`, `"indicators":{"value":null}`)},
	} {
		open, body := of.open, `{}`
		if i > 0 {
			open, body = fmt.Sprintf(of.open, sent[0]), `{"procedure":"report.detailed"}`
		}
		draft := "drafts/" + h.must("operator-filer", "POST", open, body, http.StatusCreated).text(h.t, "number_ascii")
		h.must("operator-filer", "PATCH", draft, `{"answers":{`+of.answers+`}}`, http.StatusOK)
		h.must("operator-filer", "POST", draft+"/files?section=outline&name=outline.txt", "outline", http.StatusCreated)
		if there {
			h.must("operator-filer", "POST", draft+"/files?section=computer&name=CANARY-FILE.bin", strings.Repeat("CANARY", 1000), http.StatusCreated)
			until := h.Clock.Now().Add(48 * time.Hour).Format(time.RFC3339)
			h.must("operator-filer", "POST", draft+"/release", `{"withhold":[{"office":"経済産業大臣","section":"computer","until":"`+until+`","reason":"捜査中","sure":true}]}`, http.StatusOK)
		} else {
			h.Clock.Set(h.Clock.Now().Add(2 * time.Second))
		}
		sent[i] = h.must("operator-filer", "POST", draft+"/send", `{}`, http.StatusCreated).text(h.t, "number_ascii")
	}
	return sent
}

// copies is everything that a program of the ministry reads of two reports.
func (h *house) copies(sent [2]string) map[string]string {
	h.t.Helper()
	all := map[string]string{}
	for i, n := range sent {
		for _, path := range []string{"", "/revisions", "/content/content.json", "/content/content.xlsx", "/content/_answers.csv"} {
			r := h.do("ministry-officer", "GET", "reports/"+n+path, "")
			name := fmt.Sprintf("%d%s", i, path)
			all[name] = fmt.Sprint(r.status) + masked(h.t, r.body)
			if r.status >= http.StatusInternalServerError || path == "" && r.status != http.StatusOK {
				h.t.Fatalf("%s: %d %s", name, r.status, r.body)
			}
		}
	}
	return all
}

var ids = regexp.MustCompile(`/files/[0-9a-z]+|"id": ?"[0-9a-z]{20,}"`)

// masked opens a book, and makes equal what belongs to one world alone: numbers, in the order in which they appear, and ids.
func masked(t testing.TB, body string) string {
	t.Helper()
	if strings.HasPrefix(body, "PK") {
		z, err := zip.NewReader(strings.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		for _, f := range z.File {
			r, err := f.Open()
			if err == nil {
				_, err = io.Copy(&b, r) //nolint:gosec // our own book
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		body = b.String()
	}
	seen := map[string]string{}
	return ids.ReplaceAllString(numbers.ReplaceAllStringFunc(body, func(s string) string {
		if seen[s] == "" {
			seen[s] = fmt.Sprintf("R8-<%d>", len(seen)+1)
		}
		return seen[s]
	}), "«id»")
}

// A section that is kept back leaves no trace in what programs of the office read, of a 速報 and of a 詳報 with files: byte by byte it is what they
// would read in a world whose forms have no such section.
func TestAProgramCannotTellWhatIsKeptBack(t *testing.T) {
	t.Parallel()
	with, without := newHouse(t), newHouse(t)
	kept := with.reported(true)
	*without.never = "computer"
	cut, never := with.copies(kept), without.copies(without.reported(false))
	if d := cmp.Diff(never, cut); d != "" {
		t.Errorf("a world in which the section never existed is told from this one (-never +kept back):\n%s", d)
	}
	if all := fmt.Sprint(cut); strings.Contains(all, "CANARY") || strings.Contains(all, "canary") || !strings.Contains(all, "監視端末に脅迫文") || !strings.Contains(all, "outline.txt") {
		t.Error("the control: what was told is not there, or what was kept back is")
	}
	for _, n := range kept {
		with.must("operator-filer", "POST", "reports/"+n+"/release", `{"office":"経済産業大臣","section":"computer"}`, http.StatusOK)
	}
	if all := fmt.Sprint(with.copies(kept)); !strings.Contains(all, "CANARY-MACHINE") || !strings.Contains(all, "CANARY-PRODUCT") || !strings.Contains(all, "CANARY-FILE.bin") {
		t.Error("the control: it was shown, and is not there")
	}
}
