package reports_test

import (
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/text/encoding/japanese"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/ministry/desktest"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/world/stagetest"
)

// received is a desk with its list, and reports of three weeks: the first one is asked about, the second was opened.
func received(t *testing.T) (*desktest.Desk, []filing.Filing) {
	t.Helper()
	d := desktest.New(t, func(s *stagetest.Stage) []gate.Route {
		return append(reports.Page{Look: store.Look[reports.Tx](s.DB)}.Routes(),
			reports.Received{Look: store.Look[listing.Tx](s.DB), Notified: store.Look[reports.NotifiedTx](s.DB), Export: listing.Look(store.Look[listing.ExportTx](s.DB))}.Routes()...)
	})
	var list []filing.Filing
	for i := range 23 {
		who := "operator-filer"
		if i%2 == 1 {
			who = "operator-site-filer"
		}
		list = append(list, d.File(t, who, "OUTLINE-CANARY"))
		d.Clock.Set(d.Clock.Now().Add(24 * time.Hour))
	}
	d.AskAbout(t, "ministry-officer", list[0], "q")
	d.Get(t, "ministry-officer", "/ministry/reports/"+list[1].Number.ASCII())
	return d, list
}

func TestTheListOfWhatArrived(t *testing.T) {
	t.Parallel()
	d, list := received(t)
	first := d.Get(t, "ministry-officer", "/ministry/reports")
	if n := first.Find("tbody tr").Length(); first.Status != http.StatusOK || first.Text("#list-count") != "23件" || first.Find("#list .data-table").First().Find("tbody tr").Length() != 20 {
		t.Fatalf("%d: %d rows, %q", first.Status, n, first.Text("#list-count"))
	}
	if strings.Contains(first.Body, "OUTLINE-CANARY") || strings.Contains(first.Body, "給電指令所の監視端末") {
		t.Error("content stands in the list")
	}
	sum := 0
	for _, c := range first.Find("#weeks tbody td").Map(func(_ int, s *goquery.Selection) string { return s.Text() }) {
		n, err := strconv.Atoi(c)
		if err != nil {
			t.Fatal(err)
		}
		sum += n
	}
	if sum != 23 {
		t.Errorf("the weeks hold %d", sum)
	}
	next, _ := first.Find("nav.pages a").Attr("href")
	if second := d.Get(t, "ministry-officer", next); second.Find("#list .data-table").First().Find("tbody tr").Length() != 3 || second.Text("#list-count") != "23件" {
		t.Errorf("second page: %s", second.Text("main"))
	}
	for query, want := range map[string]int{
		"need=me": 21, "state=fix-asked": 0, "state=arrived": 23, "kind=report.prompt": 23, "kind=P-R8-2222-2222-9": 0, "number=" + list[3].Number.ASCII(): 1, "from=R8.11.24&until=2026-11-26": 3,
		"filer=8000012050001": 23, "filer=8000012050002": 0, "need=past": 0, "order=oldest": 23, "state=arrived&need=me&from=2026-11-25&order=oldest": 21,
	} {
		a := d.Get(t, "ministry-officer", "/ministry/reports?"+query)
		got := a.Find("#list .data-table").First().Find("tbody tr").Length()
		if want == 0 {
			if to, _ := a.Find(".empty a").Attr("href"); to != "/ministry/reports" || a.Find(".empty").Length() != 1 {
				t.Errorf("%s: nothing, and no press shows all again: %s", query, a.Text("main"))
			}
			continue
		}
		if a.Status != http.StatusOK || got != min(want, 20) || !strings.Contains(a.Text("#list-count"), strconv.Itoa(want)+"件") {
			t.Errorf("%s: %d, %d rows, %q, want %d", query, a.Status, got, a.Text("#list-count"), want)
		}
	}
	oldest := d.Get(t, "ministry-officer", "/ministry/reports?order=oldest")
	if got := oldest.Find("tbody th").First().Text(); got != string(list[0].Number) || oldest.Text("nav.pages") != "後のものへ" {
		t.Errorf("the oldest is %s, %s", got, oldest.Text("nav.pages"))
	}
}

func TestWhatCannotBeReadOfAFilterIsToldBesideItsField(t *testing.T) {
	t.Parallel()
	d, _ := received(t)
	for _, bad := range []string{"number=%00", "number=%E2%98%83", "state=gone", "need=x", "filer=1", "from=yesterday", "until=2026-02-30", "order=kind", "kind=%27%3B--", "from=2026-11-30&until=2026-11-01"} {
		a := d.Get(t, "ministry-officer", "/ministry/reports?"+bad)
		if a.Status != http.StatusUnprocessableEntity || a.Find("#problems li").Length() != 1 || a.Find("[aria-invalid]").Length() != 1 {
			t.Errorf("%s: %d %s", bad, a.Status, a.Text("#problems"))
		}
	}
	if a := d.Get(t, "ministry-officer", "/ministry/reports?after=x"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("a cursor that was cut: %d", a.Status)
	}
	if a := d.Get(t, "ministry-officer", "/ministry/export/csv?state=gone"); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("an export of a filter that cannot be read: %d", a.Status)
	}
	if a := d.Get(t, "ministry-officer", "/ministry/export/pdf"); a.Status != http.StatusNotFound {
		t.Errorf("a format that is none: %d", a.Status)
	}
	for _, who := range []string{"nco-analyst", "other-ministry-officer"} {
		if a := d.Get(t, who, "/ministry/reports?need=me"); a.Find(".empty").Length() != 1 || a.Find("#weeks").Length() != 0 {
			t.Errorf("%s is told of what is not theirs: %s", who, a.Text("main"))
		}
	}
}

// An export holds what the filter leaves, in its order, and its owner is shown that it was taken.
func TestAnExportHoldsWhatTheFilterLeaves(t *testing.T) {
	t.Parallel()
	d, list := received(t)
	const filter = "?need=me&order=oldest"
	numbers := func(rows [][]string) (got []string) {
		for _, r := range rows[1:] {
			got = append(got, r[0])
		}
		return got
	}
	var want []string
	for _, f := range list[2:] {
		want = append(want, string(f.Number))
	}
	for format, decode := range map[string]func(string) []string{
		"csv": func(s string) []string { return numbers(records(t, strings.TrimPrefix(s, "\ufeff"))) },
		"sjis": func(s string) []string {
			text, err := japanese.ShiftJIS.NewDecoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return numbers(records(t, text))
		},
		"json": func(s string) (got []string) {
			var out struct {
				Reports []struct{ Number ident.Number }
			}
			if err := json.Unmarshal([]byte(s), &out); err != nil {
				t.Fatal(err)
			}
			for _, r := range out.Reports {
				got = append(got, string(r.Number))
			}
			return got
		},
	} {
		a := d.Get(t, "ministry-officer", "/ministry/export/"+format+filter)
		if got := decode(a.Body); strings.Join(got, " ") != strings.Join(want, " ") {
			t.Errorf("%s: %v, want %v", format, got, want)
		}
		if said := a.Header.Get("Content-Disposition"); !strings.HasPrefix(said, `attachment; filename="reports-2026-`) || !strings.Contains(said, "filename*=UTF-8''") {
			t.Errorf("%s: %s", format, said)
		}
		if strings.Contains(a.Body, "OUTLINE-CANARY") {
			t.Errorf("%s: content that the list does not show", format)
		}
	}
	if a := d.Get(t, "ministry-officer", "/ministry/export/xlsx"+filter); !strings.HasPrefix(a.Body, "PK") {
		t.Errorf("no book: %.20q", a.Body)
	}
}

func records(t *testing.T, s string) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(s)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// An answer that nobody of the office has read leaves its report in the list of those, and counts as one row; read, it is gone. An office
// that did not ask is told of none.
func TestTheListOfAnswersNotRead(t *testing.T) {
	t.Parallel()
	d, list := received(t)
	const unread = "/ministry/reports?need=answer"
	rows := func(who string) int {
		t.Helper()
		a := d.Get(t, who, unread)
		n := a.Find("#list .data-table").First().Find("tbody tr").Length()
		if count := a.Text("#list-count"); a.Status != http.StatusOK || n > 0 && !strings.HasSuffix(count, " "+strconv.Itoa(n)+"件") {
			t.Errorf("%s: %d, %d rows, %q", who, a.Status, n, count)
		}
		return n
	}
	if n := rows("ministry-officer"); n != 0 {
		t.Errorf("%d before anybody answered", n)
	}
	for _, f := range []filing.Filing{list[2], list[3]} {
		q := d.AskAbout(t, "ministry-officer", f, "q")
		d.Clock.Set(d.Clock.Now().Add(time.Minute))
		who := "operator-filer"
		if f.Unit == list[3].Unit {
			who = "operator-site-filer"
		}
		d.Reply(t, who, f, q, "a")
	}
	d.Clock.Set(d.Clock.Now().Add(time.Minute))
	if n, other := rows("ministry-officer"), rows("cabinet-analyst"); n != 2 || other != 0 {
		t.Errorf("two were answered: %d; another office: %d", n, other)
	}
	d.Get(t, "ministry-supervisor", "/ministry/reports/"+list[2].Number.ASCII())
	a := d.Get(t, "ministry-officer", unread)
	if got := a.Find("#list tbody th").First().Text(); rows("ministry-officer") != 1 || got != string(list[3].Number) {
		t.Errorf("a colleague read one: %s", a.Text("#list"))
	}
	if a.Find(`#need option[value="answer"]`).Length() != 1 {
		t.Errorf("the filter does not offer it: %s", a.Text("form"))
	}
}
