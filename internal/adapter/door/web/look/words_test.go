package look_test

import (
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"unicode/utf8"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/party"
)

// sources reads every Go file and template under a directory of the module, tests excepted.
func sources(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(filepath.Join("../../../../..", dir), func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		ext := filepath.Ext(path)
		if ext != ".go" && ext != ".tmpl" && ext != ".html" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		b, err := os.ReadFile(path)
		files[path] = string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("only %d sources under %s", len(files), dir)
	}
	return files
}

func TestBothLanguagesAreComplete(t *testing.T) {
	t.Parallel()
	for key, both := range look.Catalogue() {
		if both.Ja == "" && key != "site.count" || both.En == "" && key != "site.count" {
			t.Errorf("%s: %+v", key, both)
		}
		if ja, en := holes(both.Ja), holes(both.En); both.En != "" && strings.Join(ja, " ") != strings.Join(en, " ") && !strings.HasPrefix(key, "fault.key.") {
			t.Errorf("%s: placeholders differ: %v, %v", key, ja, en)
		}
	}
}

var hole = regexp.MustCompile(`\{[a-z_]+\}`)

func holes(s string) []string {
	h := hole.FindAllString(s, -1)
	sort.Strings(h)
	return h
}

// R35 and users.md §4: words that pages do not use, and where an exception is right.
var forbidden = []struct {
	word    string
	allowed *regexp.Regexp
	why     string
}{
	{"不受理", nil, "a notification arrives; nobody accepts it"},
	{"受理", nil, "a notification arrives; nobody accepts it"},
	{"却下", nil, "nothing that arrived is rejected"},
	{"払出し", nil, "say 発行"},
	{"エラーが発生", nil, "say what to do"},
	{"エラー", nil, "say what to do"},
	{"無効な", nil, "say 読み取れませんでした"},
	{"必ず", nil, "no such promise or order"},
	{"通知", nil, "the minister's 通知 to the Prime Minister alone; platform messages are お知らせ"},
	{"不正", regexp.MustCompile(`特定不正行為|不正アクセス|不正なアクセス|不正な行為`), "never for input"},
	{"審査中", nil, "届出 and 報告 are not examined"},
	{"期限切れ", nil, "a 速報 is never that"},
	{"遅延", nil, "a 速報 is never that"},
	{"ダッシュボード", nil, "やること"}, {"インポート", nil, "Excelから取り込む"}, {"プレビュー", nil, "提出前の確認"},
	{"レシート", nil, "受付証"}, {"アラート", nil, "お知らせ"}, {"トリアージ", nil, "本日の対応"}, {"アクセスログ", nil, "誰が見たか"},
	{"リリースマトリクス", nil, "提出先と見え方"}, {"判定エンジン", nil, "確かめる"}, {"首相官邸", nil, "内閣総理大臣(内閣府)"},
}

// wordFaults lists what is wrong with a Japanese sentence of a page.
func wordFaults(s string) []string {
	var bad []string
	for _, f := range forbidden {
		rest := s
		if f.allowed != nil {
			rest = f.allowed.ReplaceAllString(rest, "")
		}
		if strings.Contains(rest, f.word) {
			bad = append(bad, f.word+": "+f.why)
		}
	}
	for _, sentence := range strings.SplitAfter(s, "。") {
		if n := utf8.RuneCountInString(strings.TrimSuffix(hole.ReplaceAllString(sentence, ""), "。")); n > 60 {
			bad = append(bad, "more than 60 characters: "+sentence)
		}
		body, full := strings.CutSuffix(aside.ReplaceAllString(sentence, "。"), "。")
		if full && !polite.MatchString(body) {
			bad = append(bad, "not です・ます: "+sentence)
		}
	}
	return bad
}

var aside = regexp.MustCompile(`\([^()]*\)。$`)

var polite = regexp.MustCompile(`(です|ます|ません|ました|でした|ください|しょう|ですか|ますか)[)」』]*$`)

func TestWordsOfPages(t *testing.T) {
	t.Parallel()
	for key, both := range look.Catalogue() {
		said := both.Ja
		if strings.Contains(key, "onward") { // what is about the minister's 通知 itself
			said = strings.ReplaceAll(said, "通知", "お知らせ")
		}
		for _, bad := range wordFaults(said) {
			t.Errorf("%s: %s (%s)", key, bad, both.Ja)
		}
	}
}

func TestWordsOfPagesCanFail(t *testing.T) {
	t.Parallel()
	for _, s := range []string{
		"届出を受理しました。", "入力が不正です。", "新しい通知があります。", "必ず入力してください。", "保存した。",
		strings.Repeat("長", 61) + "です。",
	} {
		if len(wordFaults(s)) == 0 {
			t.Errorf("%q was let through", s)
		}
	}
	for _, s := range []string{"不正アクセスを受けました。", "お知らせが1件あります。", "不正なアクセス"} {
		if bad := wordFaults(s); len(bad) > 0 {
			t.Errorf("%q: %v", s, bad)
		}
	}
}

// quoted finds string literals that look like catalogue keys.
var quoted = regexp.MustCompile("[\"`]([a-z]+(?:[.-][a-z0-9]+)+)[\"`]")

func TestEveryKeyThatPagesUseExists(t *testing.T) {
	t.Parallel()
	areas := map[string]bool{}
	for key := range look.Catalogue() {
		area, _, _ := strings.Cut(key, ".")
		areas[area] = true
	}
	for path, source := range sources(t, "internal/adapter/door") {
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			area, _, dotted := strings.Cut(m[1], ".")
			if dotted && areas[area] && !look.Has(m[1]) && !strings.HasSuffix(m[1], ".json") {
				t.Errorf("%s uses %q, which is not in the catalogue", path, m[1])
			}
		}
	}
}

func stages() (list []string) {
	for _, s := range party.Stages() {
		list = append(list, string(s))
	}
	return list
}

// Whatever a service token may be narrowed to stands on its page in words.
func TestEveryPermissionCanBeSaid(t *testing.T) {
	t.Parallel()
	said := 0
	for _, family := range []string{"may.object.", "may.action."} {
		for _, v := range families[family]() {
			if said++; !look.Has(family + v) {
				t.Errorf("%s%s is not in the catalogue", family, v)
			}
		}
	}
	if said < 20 || look.Has("may.object.treasure") {
		t.Errorf("only %d were looked for", said)
	}
}

func TestEveryFaultCanBeSaid(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`"((?:fault|ask)\.[a-z0-9.-]+)"`)
	found := 0
	for path, source := range sources(t, "internal") {
		for _, m := range code.FindAllStringSubmatch(source, -1) {
			found++
			if !look.Has(m[1]) && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s says %q, which is not in the catalogue", path, m[1])
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d fault codes found: the search is broken", found)
	}
}

func TestNoKeyIsUnused(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	for _, source := range sources(t, "internal") {
		for _, m := range quoted.FindAllStringSubmatch(source, -1) {
			used[m[1]] = true
		}
	}
	for family, values := range families {
		for _, v := range values() {
			used[family+v] = true
		}
	}
	for key := range look.Catalogue() {
		if !used[key] {
			t.Errorf("%s is used nowhere", key)
		}
	}
	if used["no.such.key"] {
		t.Error("control: an invented key counts as used")
	}
}

func TestSayFillsOnceAndKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	got := look.Say(look.Ja, "fault.number", "text", "{text}{n}<b>")
	if want := "整理番号として読み取れませんでした({text}{n}<b>)。一文字ずつ確かめてください。"; got != want {
		t.Errorf("got %q", got)
	}
	if look.Say(look.En, "no.such.key") != "no.such.key" {
		t.Error("an unknown key is not shown as it is")
	}
}

func TestMenusAreShortAndTheirWordsExist(t *testing.T) {
	t.Parallel()
	for _, k := range []party.Kind{party.Operator, party.Maintainer, party.Supplier, party.Ministry, party.Cabinet, party.NCO, party.Council, party.Member, party.Friend, party.Foreign, party.Platform} {
		menu := look.Menu(k)
		if len(menu) == 0 || len(menu) > 7 {
			t.Errorf("%s: %d entries", k, len(menu))
		}
		for _, e := range menu {
			if !look.Has(e.Key) || !strings.HasPrefix(e.To, "/") {
				t.Errorf("%s: %+v", k, e)
			}
		}
	}
}

// A fault that is made without arguments shows its sentence as it stands: a hole in it would be shown unfilled.
func TestNoFaultWithoutArgumentsHasAHole(t *testing.T) {
	t.Parallel()
	bare := regexp.MustCompile(`"((?:fault|ask)\.[a-z0-9.-]+)", nil\)`)
	found := 0
	for path, source := range sources(t, "internal") {
		for _, m := range bare.FindAllStringSubmatch(source, -1) {
			found++
			if said := look.Catalogue()[m[1]]; strings.Contains(said.Ja+said.En, "{") {
				t.Errorf("%s says %q without what it has places for: %s", path, m[1], said.Ja)
			}
		}
	}
	if found < 50 {
		t.Errorf("only %d faults without arguments found: the search is broken", found)
	}
}
