package serve_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/serve"
)

func TestADirectoryOfListsIsReadAndABadFileHindersNothing(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, content := range map[string]string{
		"a.tsv": "mihon_denki\tk1_firmware\t3\n", "deep/b.json": `{"bomFormat":"CycloneDX","components":[{"name":"乙型監視盤","supplier":{"name":"甲乙計装"}}]}`,
		"bad.tsv": "mihon_denki\tk7\t1\nno tab\n", ".hidden.tsv": "mihon_denki\tk8\t1\n", "a.tsv.asc": "-----BEGIN PGP SIGNATURE-----",
	} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var said []string
	x, err := serve.Dictionary([]string{dir, filepath.Join(dir, "absent")}, func(f serve.ListFile) {
		said = append(said, filepath.Base(f.Path)+" "+string(f.Found.Kind)+" "+f.Says("ja"))
	})
	if err != nil {
		t.Fatal(err)
	}
	want := "a.tsv cpe-list |bad.tsv cpe-list line 2: 2行目を読み取れませんでした。|b.json cyclonedx |absent  ファイルを最後まで読み取れませんでした("
	if got := strings.Join(said, "|"); !strings.HasPrefix(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	r := lookup.NewResolver(x)
	for in, want := range map[string]string{"mihon denki\tK1": "mihon_denki:k1_firmware", "甲乙計装\t乙型監視盤": "", "mihon denki\tK7": "-", "mihon denki\tK8": "-"} {
		maker, name, _ := strings.Cut(in, "\t")
		a, err := r.Resolve(maker, name)
		if err != nil {
			t.Fatal(err)
		}
		if found := len(a.Candidates) > 0 && strings.EqualFold(a.Candidates[0].Name, name) || len(a.Candidates) > 0 && strings.Join(a.Candidates[0].CPE, " ") == want; found != (want != "-") {
			t.Errorf("%q: %+v", in, a.Candidates)
		}
	}
}
