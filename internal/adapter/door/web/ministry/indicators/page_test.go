package indicators_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/ministry/campaigns"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/indicators"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/linking"
	"kanmin/internal/world/stagetest"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

const (
	officer = "ministry-officer"
	filer   = "operator-filer"
)

// desk is a world in which two operators reported: both name one address, one of them a page beside it.
func desk(t *testing.T) (*desktest.Desk, []filing.Filing) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		table := linking.Table{Look: store.Look[linking.TableTx](s.DB)}
		return append(indicators.Page{Read: store.Read[indicators.Tx](s.DB), Table: table, Each: parsertest.New().Each}.Routes(), campaigns.Page{
			Look: store.Look[campaigns.Tx](s.DB), Read: store.Read[campaigns.Tx](s.DB), Start: linking.Start{Act: store.Act[linking.StartTx](s.DB), Entropy: s.Entropy}, Link: linking.Link{Act: store.Act[linking.LinkTx](s.DB)},
		}.Routes()...)
	})
	var sent []filing.Filing
	for _, who := range []string{filer, "other-operator-filer"} {
		prompt := d.File(t, who, "OUTLINE-CANARY")
		pasted := "hxxps://evil[.]example/gate\n203[.]0[.]113[.]5"
		if who != filer {
			pasted = "C2: 203.0.113.5"
		}
		d.Clock.Set(d.Clock.Now().Add(time.Hour))
		sent = append(sent, prompt, d.Detailed(t, who, prompt, pasted, "t1204"))
		d.Clock.Set(d.Clock.Now().Add(time.Hour))
	}
	return d, sent
}

func of(numbers ...filing.Filing) string {
	q := url.Values{}
	for _, f := range numbers {
		q.Add("n", f.Number.ASCII())
	}
	return q.Encode()
}

// The table stands for the reports that were chosen and what follows them, defanged, narrowed by the address.
func TestTheTableStandsForReportsAndTheirCases(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	a := d.Get(t, officer, indicators.Path+"?"+of(sent[0]))
	if a.Status != http.StatusSeeOther {
		t.Fatal(a.Status)
	}
	one := a.Header.Get("Location")
	a = d.Get(t, officer, one)
	if a.Status != http.StatusOK || a.Find("tbody tr").Length() != 2 || !strings.Contains(a.Text("tbody"), "hxxps://evil[.]example/gate") || !strings.Contains(a.Text("tbody"), string(sent[1].Number)) || strings.Contains(a.Text("main"), "https://evil.example") {
		t.Fatalf("%d %s", a.Status, a.Text("main"))
	}
	if a := d.Get(t, officer, one+"&type=address&q=113"); a.Find("tbody tr").Length() != 1 || a.Find("input[name=of]").Length() == 0 {
		t.Errorf("%s", a.Text("main"))
	}
	if a := d.Get(t, officer, indicators.Path); a.Status != http.StatusOK || a.Find("tbody tr").Length() != 2 {
		t.Errorf("of the last days: %d %s", a.Status, a.Text("main"))
	}
	for name, c := range map[string]struct {
		path   string
		status int
	}{
		"not theirs":   {"?of=reports:" + sent[2].Number.ASCII(), http.StatusUnprocessableEntity},
		"no number":    {"?of=reports:abc", http.StatusUnprocessableEntity},
		"no such":      {"?of=campaign:nothing", http.StatusNotFound},
		"nonsense":     {"?of=everything", http.StatusUnprocessableEntity},
		"a wrong day":  {"?from=yesterday&until=", http.StatusUnprocessableEntity},
		"a wrong kind": {"?of=filter:&type=x", http.StatusUnprocessableEntity},
	} {
		who := officer
		if name == "not theirs" && d.Get(t, who, indicators.Path+"?of=reports:"+sent[2].Number.ASCII()).Status == http.StatusOK {
			who = "other-ministry-officer" // the second operator is of the first ministry too
		}
		if a := d.Get(t, who, indicators.Path+c.path); a.Status != c.status {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
	}
	if a := d.Get(t, filer, indicators.Path); a.Status != http.StatusForbidden && a.Status != http.StatusNotFound {
		t.Errorf("a filer: %d", a.Status)
	}
}

// Who filed sees that the indicators were read, each time, by office; no report counts as opened by it, and one that names none is not looked at.
func TestEachReportOfATableIsALook(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	if a := d.Get(t, officer, indicators.Path+"?of="+url.QueryEscape("reports:"+sent[0].Number.ASCII())); a.Status != http.StatusOK {
		t.Fatal(a.Status)
	}
	type reads interface {
		Sights(access.SightFilter) ([]access.Sight, error)
	}
	looked := map[ident.Number]string{}
	if err := store.Read[reads](d.DB)(t.Context(), d.Scope(filer), func(tx reads) error {
		list, err := tx.Sights(access.SightFilter{})
		for _, s := range list {
			looked[s.Number] += s.Purpose + " "
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if looked[sent[0].Number] != "" || looked[sent[1].Number] != "table " {
		t.Errorf("%v", looked)
	}
}

func TestTheTableOfACampaignIsExported(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	a := d.Post(t, officer, campaigns.Path+"/link", url.Values{"name": {"作戦"}, "reports": {string(sent[0].Number)}, "why": {"x"}, "key": {"0123456789abcdef0123"}})
	at, _, _ := strings.Cut(strings.TrimPrefix(a.Header.Get("Location"), campaigns.Path+"/"), "?")
	of := url.QueryEscape("campaign:" + at)
	if a := d.Get(t, officer, indicators.Path+"?of="+of); a.Find("tbody tr").Length() != 2 || !strings.Contains(a.Text(".lead"), "作戦") {
		t.Errorf("%s", a.Text("main"))
	}
	for _, format := range []string{"csv", "sjis", "xlsx", "json"} {
		a := d.Get(t, officer, indicators.Path+"/export/"+format+"?of="+of)
		if a.Status != http.StatusOK || len(a.Body) < 100 {
			t.Errorf("%s: %d", format, a.Status)
		}
		if format != "json" {
			continue
		}
		var v struct {
			Indicators []struct{ Value, Defanged, Type string }
		}
		if err := json.Unmarshal([]byte(a.Body), &v); err != nil || len(v.Indicators) != 2 || v.Indicators[0].Value != "203.0.113.5" || v.Indicators[0].Defanged != "203[.]0[.]113[.]5" {
			t.Errorf("%v %+v", err, v)
		}
	}
}

// upload sends a list as a file, or as pasted text.
func upload(t *testing.T, d *desktest.Desk, of string, file []byte, text string) desktest.Answer {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, v := range map[string]string{"of": of, "text": text} {
		if err := w.WriteField(name, v); err != nil {
			t.Fatal(err)
		}
	}
	if file != nil {
		part, err := w.CreateFormFile("file", "LISTNAME-CANARY.csv")
		if err == nil {
			_, err = part.Write(file)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, indicators.Path+"/compare", &b)
	return d.Do(t, officer, r, "Content-Type", w.FormDataContentType())
}

// A list is compared and forgotten: neither the database nor any file beside it holds a word of it afterwards.
func TestAListIsComparedAndForgotten(t *testing.T) { //nolint:paralleltest // it looks at the directory of temporary files
	d, sent := desk(t)
	of := "reports:" + sent[0].Number.ASCII()
	temp := t.TempDir()
	t.Setenv("TMPDIR", temp)
	list := "name,indicator\nLIST-CANARY,203(.)0(.)113(.)5\nother,list-canary.example\nhost,evil[.]example\n"
	for name, a := range map[string]desktest.Answer{"a file": upload(t, d, of, []byte(list), ""), "pasted": upload(t, d, of, nil, list)} {
		if a.Status != http.StatusOK || a.Find("tbody tr").Length() != 2 || !strings.Contains(a.Text("tbody"), "同じ値") || !strings.Contains(a.Text("tbody"), "同じホスト") || !strings.Contains(a.Text("tbody"), string(sent[1].Number)) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
		if strings.Contains(a.Body, "LIST-CANARY") {
			t.Errorf("%s: what was pasted comes back", name)
		}
	}
	found := func(word string) (in []string) {
		for _, dir := range []string{d.Path, temp} {
			if err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
				if err != nil || e.IsDir() {
					return err
				}
				b, err := os.ReadFile(path)
				if bytes.Contains(bytes.ToLower(b), []byte(word)) {
					in = append(in, path)
				}
				return err
			}); err != nil {
				t.Fatal(err)
			}
		}
		return in
	}
	for _, word := range []string{"list-canary", "listname-canary"} {
		if in := found(word); len(in) > 0 {
			t.Errorf("%s is in %v", word, in)
		}
	}
	if len(found("kanmin")) == 0 && len(found("sqlite")) == 0 {
		t.Error("the search is blind")
	}
}

func TestWhatIsNoListIsSaid(t *testing.T) {
	t.Parallel()
	d, sent := desk(t)
	of := "reports:" + sent[0].Number.ASCII()
	for name, c := range map[string]struct {
		of   string
		file []byte
		says string
	}{
		"nothing":             {of, nil, "ファイルを選ぶか"},
		"no table":            {of, []byte("%PDF-1.7 x"), "PDF"},
		"bytes":               {of, []byte("203.0.113.5\x00\x01"), ""},
		"100,001 lines":       {of, []byte(strings.Repeat("x\n", 100_001)), "100,000"},
		"more than it may be": {of, bytes.Repeat([]byte("x"), 10<<20+1), "10"},
		"of nothing":          {"x", []byte("203.0.113.5"), "対象を読み取れません"},
	} {
		a := upload(t, d, c.of, c.file, "")
		if a.Status != http.StatusUnprocessableEntity && a.Status != http.StatusRequestEntityTooLarge || !strings.Contains(a.Text("#problems"), c.says) {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("#problems"))
		}
	}
	if a := upload(t, d, of, []byte("\ufeffjavascript:alert(1)\r\nhxxp://evil[.]example/\r\n"), ""); a.Status != http.StatusOK || !strings.Contains(a.Text("main"), "読めなかったもの") {
		t.Errorf("tricks: %d %s", a.Status, a.Text("main"))
	}
}
