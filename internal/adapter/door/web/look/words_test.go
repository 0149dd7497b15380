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
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure/book"
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
		for _, bad := range wordFaults(both.Ja) {
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

// steps are what is done about a question that waits.
func steps() []string { return strings.Fields("extension.asked extended not-extended chased") }

// families are keys that sources put together from a part and a value.
var families = map[string]func() []string{
	"phone.say.":  func() []string { return strings.Fields("what when which impact") },
	"phone.mark.": func() []string { return strings.Fields("confirmed corrected") },
	"phone.done.": func() []string { return strings.Fields("confirmed corrected") },
	"indicator.":  func() []string { return []string{"address", "domain", "url", "mail", "hash", "file"} },
	"follow.note.": func() (list []string) {
		for _, p := range book.All() {
			if p.Follows {
				list = append(list, p.ID)
			}
		}
		return list
	},
	"lang.":           func() []string { return []string{"ja", "en"} },
	"stale.done.":     func() []string { return strings.Fields("days locked kept unlocked") },
	"hardware.state.": func() []string { return strings.Fields("free given bound lost withdrawn") },
	"hardware.do.":    func() []string { return strings.Fields("free lost withdrawn") },
	"hardware.field.": func() []string { return strings.Fields("serial secret digits period algorithm") },
	"method.":         func() []string { return strings.Fields("passkey code oidc certificate printed demo") },
	"method.note.":    func() []string { return strings.Fields("passkey code oidc certificate printed") },
	"may.object.": func() (list []string) {
		for _, o := range access.Objects() {
			if o != access.Account && o != access.SignIn { // a token is narrowed to none of them
				list = append(list, string(o))
			}
		}
		return list
	},
	"approval.mode.": func() []string {
		return strings.Fields("none none.note before before.note after after.note")
	},
	"approval.role.":        func() []string { return []string{"operator-approver"} },
	"approval.state.":       func() []string { return strings.Fields("waiting approved returned withdrawn") },
	"approval.state.after.": func() []string { return strings.Fields("waiting approved returned withdrawn") },
	"approval.return.":      func() []string { return []string{"before", "after"} },
	"approval.approve.":     func() []string { return []string{"before", "after"} },
	"approval.one.":         func() []string { return []string{"before", "after"} },
	"approval.todo.":        func() []string { return []string{"before", "after"} },
	"may.action.": func() (list []string) {
		for _, a := range access.Actions() {
			list = append(list, string(a))
		}
		return list
	},
	"tokens.scope.":   func() []string { return strings.Fields("read chosen all") },
	"register.state.": func() []string { return []string{"inuse", "charged", "unused", "nobody", "closed", "all"} },
	"register.act.":   func() []string { return []string{"report", "notification", "naming"} },
	"register.done.": func() []string {
		return []string{"org-added", "org-changed", "org-closed", "org-reopened", "unit-added", "unit-changed", "unit-closed", "unit-reopened", "entered", "taken-in", "confirmed", "withdrawn", "approval-set"}
	},
	"register.close":        ways,
	"register.reopen":       ways,
	"register.unit.close":   ways,
	"register.unit.reopen":  ways,
	"matter.":               func() []string { return []string{"transfer", "jurisdiction", "designation", "intake", "undo"} },
	"passed.mark.":          func() []string { return []string{"from", "to"} },
	"passed.title.":         func() []string { return []string{"from", "to", "office"} },
	"passed.text.":          func() []string { return []string{"from", "to", "office"} },
	"matter.state.":         func() []string { return []string{"waiting", "confirmed", "withdrawn"} },
	"designation.lead.":     func() []string { return []string{"designate", "alter", "succeed", "lift"} },
	"jurisdiction.section.": func() []string { return []string{"outline", "computer", "contact"} },
	"matter.designation.":   func() []string { return []string{"designate", "alter", "succeed", "lift"} },
	"role.": func() []string {
		return []string{"operator-filer", "operator-approver", "operator-admin", "operator-viewer", "maintainer", "maintainer-admin", "supplier", "supplier-admin", "officer", "supervisor", "analyst", "secretariat", "council-member", "friend", "foreign-authority", "platform-admin", "acting", "name-steward", "glass-reader"}
	},
	"role.note.": func() []string {
		return []string{"operator-filer", "operator-approver", "operator-admin", "operator-viewer", "maintainer", "maintainer-admin", "supplier", "supplier-admin", "officer", "supervisor", "analyst", "name-steward"}
	},
	"step.kind.":        steps,
	"step.told.":        steps,
	"step.send.":        steps,
	"step.event.":       steps,
	"step.":             func() []string { return strings.Fields("kind.extended.note kind.not-extended.note kind.chased.note") },
	"seen.purpose.":     func() []string { return access.Purposes },
	"emergency.state.":  func() []string { return strings.Fields("asked approved open ended withdrawn void over") },
	"people.method.":    func() []string { return []string{"passkey", "code", "demo"} },
	"people.state.":     func() []string { return []string{"here", "past", "all"} },
	"people.done.":      func() []string { return []string{"changed", "ended"} },
	"invited.done.":     func() []string { return []string{"confirmed", "open", "withdrawn"} },
	"invited.part.":     func() []string { return []string{"waiting", "sent", "expired"} },
	"invited.state.":    func() []string { return []string{"waiting", "sent", "expired", "over"} },
	"listing.roll.":     func() []string { return []string{"from", "until"} },
	"alarms.kind.":      func() []string { return strings.Fields("rate unusual stray glass closed rule") },
	"invited.word.":     func() []string { return []string{string(party.VouchCode), string(party.VouchSeen)} },
	"invited.stage.":    stages,
	"handover.done.":    func() []string { return []string{"planned", "undone", "deputy"} },
	"handover.carried.": func() []string { return []string{"draft", "question", "asked", "duty", "contact"} },
	"offline.say.": func() []string {
		return strings.Fields("needed choose long character moment count future code crypto large problems saved")
	},
	"oncall.kind.": func() []string {
		return strings.Fields("step answered answered.note silent silent.note seen seen.note")
	},
	"compare.kind.":       func() []string { return strings.Fields("added removed changed") },
	"charge.why.":         func() []string { return strings.Fields("gone late same") },
	"listing.export.":     func() []string { return strings.Fields("xlsx csv sjis json") },
	"exports.state.":      func() []string { return strings.Fields("waiting running ready stopped refused gone") },
	"exports.lead.":       func() []string { return strings.Fields("waiting running ready stopped refused gone") },
	"reports.state.":      func() []string { return strings.Fields("arrived checked fix-asked fixed withdrawn") },
	"view.share.":         func() []string { return strings.Fields("mine unit org") },
	"view.shared.":        func() []string { return strings.Fields("unit org") },
	"mailbox.takes.":      func() []string { return strings.Fields("urgent action notice digest") },
	"mailbox.takes.note.": func() []string { return strings.Fields("urgent action notice digest") },
	"collection.state.":   func() []string { return strings.Fields("untouched begun returned done same none ended late") },
	"collection.move.": func() []string {
		return strings.Fields("asked begun chased extended returned done same none ended taken untaken reopened")
	},
	"collection.done.":   func() []string { return strings.Fields("asked chased extended returned ended taken untaken settled") },
	"collection.count.":  func() []string { return strings.Fields("new changed same gone held beaten") },
	"collection.kind.":   func() []string { return strings.Fields("new changed gone") },
	"mailbox.done.":      func() []string { return strings.Fields("added changed ended tried names confirmed") },
	"mailbox.how.":       func() []string { return strings.Fields("relay report") },
	"mailstate.channel.": func() []string { return strings.Fields("mail invitation offer trial digest") },
}

// ways are the parts of a page on which something is closed or opened again.
func ways() []string { return []string{".title", ".lead", ".go"} }

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
