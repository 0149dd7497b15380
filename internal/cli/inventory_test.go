package cli_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/adapter/out/parser/parsertest"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/registering"
)

func TestMain(m *testing.M) { parsertest.Main(m) }

// noNames is a dictionary that has nothing.
type noNames struct{}

func (noNames) Resolve(ident.Org, memory.Pair) (memory.Answer, error)    { return memory.Answer{}, nil }
func (noNames) Suggest(string, string, int) ([]lookup.Suggestion, error) { return nil, nil }
func (noNames) Reached() int64                                           { return 0 }

// stocked is the platform with 機器台帳, in which the operator has one facility.
func stocked(t *testing.T) *platform {
	t.Helper()
	return newPlatform(t, func(p *platform, doors *api.API) {
		doors.Parse = parsertest.New().Parse
		doors.Naming.Index = noNames{}
		doors.Registering = api.Registering{
			Read: store.Read[api.InventoryTx](p.DB), SetPlace: registering.SetPlace{Act: store.Act[registering.PlaceTx](p.DB), Entropy: p.DB.Entropy}, SetItems: registering.SetItems{Act: store.Act[registering.ItemsTx](p.DB), Entropy: p.DB.Entropy},
		}
		_, err := doors.Registering.SetPlace.Do(t.Context(), p.Scope("operator-filer"), p.Key("operator-filer", "place"), registering.Placing{Asked: asset.Asked{Name: "給電制御システム", Segments: []scope.Segment{{Name: "制御LAN", Role: "facility"}}}})
		if err != nil {
			t.Fatal(err)
		}
	})
}

const bills = "../adapter/format/sbom/testdata/"

// An SBOM is looked at, taken, taken again without effect, and its next version shows what differs.
func TestAnSBOMIsBroughtByTheCommandLine(t *testing.T) {
	t.Parallel()
	p := stocked(t)
	bring := func(file string, args ...string) (string, string, int) {
		return p.run(t, "operator-filer", "", append([]string{"inventory", "import", file, "--facility", "給電制御システム", "--segment", "制御LAN"}, args...)...)
	}
	out, errs, code := bring(bills+"server.cdx.json", "--dry-run")
	if code != 0 || !strings.Contains(out, "new\tcomponents[0]\t監視サーバー1号\tサンプル電機株式会社\tSampleOS Server\t12.4.1\t\n") || !strings.Contains(errs, "加わる 5、変わる 0、変わらない 0") || !strings.Contains(errs, "components[3]: 「監視エージェント」の製造者") || !strings.Contains(errs, "library 2") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if out, _, _ := p.run(t, "operator-filer", "", "inventory", "export", "--format", "json", "--out", "-"); strings.Contains(out, "SampleOS") {
		t.Fatal("a dry run wrote")
	}
	p.drop.Store(1)
	if _, errs, code := bring(bills+"server.cdx.json", "--maker", "当社"); code != 0 || !strings.Contains(errs, "取り込みました") {
		t.Fatalf("%d %s", code, errs)
	}
	if out, errs, code := bring(bills+"server.cdx.json", "--maker", "当社"); code != 0 || out != "" || !strings.Contains(errs, "加わる 0、変わる 0、変わらない 6") {
		t.Fatalf("again: %d %s %s", code, out, errs)
	}
	if out, errs, code := bring(bills+"server.v2.cdx.json", "--maker", "当社"); code != 0 || !strings.Contains(out, "changed\tcomponents[0]") || !strings.Contains(out, "cpe,purl,version") || !strings.Contains(errs, "加わる 1、変わる 1") || !strings.Contains(errs, "no longer in the SBOM") {
		t.Fatalf("the next version: %d %s %s", code, out, errs)
	}
	if _, errs, code := bring(bills+"server.cdx.json", "--dry-run"); code != 0 || !strings.Contains(errs, "A later version (2)") {
		t.Fatalf("the old version: %d %s", code, errs)
	}
	for name, want := range map[string]string{"gateway.cdx.xml": "GW-50", "server.spdx.json": "監視サーバー2号", "server.spdx": "SampleSCADA"} {
		if out, errs, code := bring(bills + name); code != 0 || !strings.Contains(out, want) {
			t.Errorf("%s: %d %s %s", name, code, out, errs)
		}
	}
}

// A sheet and rows come in by what they name; what goes out comes in again and changes nothing; what is wrong is told by place.
func TestRowsAreBroughtByTheCommandLine(t *testing.T) {
	t.Parallel()
	p := stocked(t)
	dir := t.TempDir()
	write := func(name, text string) string {
		at := filepath.Join(dir, name)
		if err := os.WriteFile(at, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return at
	}
	run := func(args ...string) (string, string, int) {
		return p.run(t, "operator-filer", "", append([]string{"inventory"}, args...)...)
	}
	rows := `{"items":[{"facility":"給電制御システム","machine":"壁","kind":"appliance","maker":"髙橋製作所","product":"W-1","version":"3"},{"facility":"給電制御システム","machine":"監視","kind":"software","maker":"サンプル電機","product":"SampleOS"}]}`
	if out, errs, code := run("import", write("rows.json", rows)); code != 0 || !strings.Contains(out, "new\titems[0]\t壁\t髙橋製作所\tW-1\t3") || !strings.Contains(errs, "加わる 2") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	if out, errs, code := run("import", write("rows.json", strings.Replace(rows, `"3"`, `"4"`, 1))); code != 0 || out != "changed\titems[0]\t壁\t髙橋製作所\tW-1\t4\tversion\n" || !strings.Contains(errs, "変わる 1、変わらない 1") {
		t.Fatalf("%d %s %s", code, out, errs)
	}
	sheet := "設備,機器名,種別,製造者名,製品名,バージョン\n給電制御システム,壁,アプライアンス,髙橋製作所,W-1,5\nない設備,壁2,アプライアンス,髙橋製作所,W-2,5\n"
	if _, errs, code := run("import", write("bad.csv", sheet)); code != 1 || !strings.Contains(errs, "A3") {
		t.Fatalf("a bad sheet: %d %s", code, errs)
	}
	if _, errs, code := run("import", write("good.csv", strings.Replace(sheet, "ない設備", "給電制御システム", 1))); code != 0 || !strings.Contains(errs, "加わる 1、変わる 1") {
		t.Fatalf("a sheet: %d %s", code, errs)
	}
	if _, errs, code := run("import", write("bad.json", `{"items":[{"facility":"給電制御システム","machine":"x","kind":"box","maker":"a","product":"b"},{"facility":"給電制御システム"}]}`)); code != 1 || !strings.Contains(errs, "items[0].kind") {
		t.Fatalf("bad rows: %d %s", code, errs)
	}
	if _, errs, code := run("import", write("less.json", `{"items":[{"facility":"ない","machine":"x","kind":"software","maker":"a","product":"b"}]}`)); code != 1 || !strings.Contains(errs, "items[0].facility") {
		t.Fatalf("rows of no facility: %d %s", code, errs)
	}
	if _, errs, code := run("import", write("x.json", `{"items":[{"_id":"0000","machine":"x"}]}`)); code != 1 || !strings.Contains(errs, "items[0]._id") {
		t.Fatalf("a row that is not there: %d %s", code, errs)
	}
	for format, file := range map[string]string{"json": "out.json", "xlsx": "out.xlsx", "csv": "out.csv"} {
		at := filepath.Join(dir, file)
		if _, errs, code := run("export", "--format", format, "--out", at); code != 0 {
			t.Fatalf("%s: %d %s", format, code, errs)
		}
		if _, errs, code := run("import", at); code != 0 || !strings.Contains(errs, "加わる 0、変わる 0、変わらない 3") {
			t.Errorf("%s again: %d %s", format, code, errs)
		}
	}
	if _, errs, code := p.run(t, "ministry-officer", "", "inventory", "export", "--out", "-"); code != 1 || !strings.Contains(errs, "見つかりません") {
		t.Errorf("an officer: %d %s", code, errs)
	}
	if _, errs, code := run("import", bills+"server.cdx.json"); code != 2 || !strings.Contains(errs, "--facility") {
		t.Errorf("an SBOM for no facility: %d %s", code, errs)
	}
	if out, _, code := run("import", bills+"server.cdx.json", "--facility", "x", "--json"); code != 1 || !json.Valid([]byte(out)) {
		t.Errorf("a refusal as JSON: %d %s", code, out)
	}
}

// An SBOM is taken under each type that programs send it with; another type is refused, and so is an act without a key.
func TestAnSBOMIsSentUnderItsTypes(t *testing.T) {
	t.Parallel()
	p := stocked(t)
	send := func(media, file, query string) (int, string) {
		data, err := os.ReadFile(bills + file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, p.url+"/api/v1/inventory/sbom?facility="+url.QueryEscape("給電制御システム")+query, bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer operator-filer")
		r.Header.Set("Content-Type", media)
		a, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer a.Body.Close() //nolint:errcheck // only read
		body, err := io.ReadAll(a.Body)
		if err != nil {
			t.Fatal(err)
		}
		return a.StatusCode, string(body)
	}
	for media, file := range map[string]string{
		"application/vnd.cyclonedx+json": "server.cdx.json", "application/vnd.cyclonedx+json; version=1.6": "server.cdx.json", "application/vnd.cyclonedx+xml": "gateway.cdx.xml", "application/spdx+json": "server.spdx.json",
		"text/spdx": "server.spdx", "application/octet-stream": "server.cdx.json", "application/xml": "gateway.cdx.xml",
	} {
		if code, body := send(media, file, "&dry_run=true"); code != http.StatusOK || !strings.Contains(body, `"dry_run":true`) {
			t.Errorf("%s: %d %s", media, code, body)
		}
	}
	if code, body := send("image/png", "server.cdx.json", "&dry_run=true"); code != http.StatusUnprocessableEntity || !strings.Contains(body, "Content-Type") {
		t.Errorf("a picture: %d %s", code, body)
	}
	if code, body := send("application/vnd.cyclonedx+json", "server.cdx.json", ""); code != http.StatusUnprocessableEntity {
		t.Errorf("without a key: %d %s", code, body)
	}
	if code, body := send("application/vnd.cyclonedx+json", "server.cdx.json", "&dry_run=true&take=os,box"); code != http.StatusUnprocessableEntity || !strings.Contains(body, `"take"`) {
		t.Errorf("a kind that is none: %d %s", code, body)
	}
}
