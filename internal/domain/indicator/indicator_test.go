package indicator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/indicator"
)

const (
	md5    = "d41d8cd98f00b204e9800998ecf8427e"
	sha1   = "da39a3ee5e6b4b0d3255bfef95601890afd80709"
	sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
)

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, pasted, want string }{
		{"nothing", "", ""},
		{"a remark is no indicator", "次の通信先を遮断しました。\n# C2", ""},
		{"as it is", "203.0.113.5", "address 203.0.113.5"},
		{"brackets", "203[.]0[.]113[.]5", "address 203.0.113.5"},
		{"round and curly", "198(.)51{.}100(dot)7", "address 198.51.100.7"},
		{"full width", "203．0．113．5", "address 203.0.113.5"},
		{"port and network", "203.0.113.5:8443 198.51.100.0/24", "address 203.0.113.5:8443|address 198.51.100.0/24"},
		{"version 6", "2001:db8::1", "address 2001:db8::1"},
		{"hxxp", "hxxps://evil[.]example/a/B?c=D", "url https://evil.example/a/B?c=D"},
		{"hXXp and stars", "hXXp://a.example h**p://b.example/ meow://c.example", "url http://a.example|url http://b.example/|url http://c.example"},
		{"a colon in brackets", "hxxp[://]evil.example[/]x", "url http://evil.example/x"},
		{"a host in capitals", "HTTPS://EVIL.Example/Path", "url https://evil.example/Path"},
		{"what stands before an @", "http://bank.example@evil.example/", "url http://bank.example@evil.example/"},
		{"no scheme but a path", "evil[.]example/drop.bin", "url http://evil.example/drop.bin"},
		{"domain", "Evil[.]EXAMPLE", "domain evil.example"},
		{"domain with dot", "evil[dot]example", "domain evil.example"},
		{"punycode", "xn--eckwd4c7c.xn--zckzah", "domain xn--eckwd4c7c.xn--zckzah"},
		{"mail", "attacker(at)evil[.]example", "mail attacker@evil.example"},
		{"mail with brackets", "attacker[@]evil[.]example", "mail attacker@evil.example"},
		{"hashes", md5 + "\n" + sha1 + "," + strings.ToUpper(sha256), "hash " + md5 + "|hash " + sha1 + "|hash " + sha256},
		{"a named hash", "SHA256:" + sha256 + "\nmd5=" + md5, "hash " + sha256 + "|hash " + md5},
		{"a heading over hashes", "SHA256:\n" + sha256, "hash " + sha256},
		{"file", "payload.exe", "file payload.exe"},
		{"each once", "evil.example evil[.]example EVIL.example", "domain evil.example"},
		{"a table", "203.0.113.5, C2サーバ, 2026-11-20 10:15\tevil[.]example", "address 203.0.113.5|domain evil.example"},
		{"a sentence", "通信先は「evil[.]example」です。", "domain evil.example"},
		{"times and versions", "10:15 v1.2.3 第3版 C:", ""},
	} {
		list, faults := indicator.Read(c.pasted)
		var got []string
		for _, i := range list {
			got = append(got, string(i.Kind)+" "+i.Text)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" || len(faults) > 0 {
			t.Errorf("%s: %s%v", c.name, diff, faults)
		}
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, pasted, want string }{
		{"script", "javascript:alert(1)", "1 fault.indicator.scheme"},
		{"script, capitals", "ok.example\nJavaScript://x.example/%0aalert(1)", "2 fault.indicator.scheme"},
		{"data", "data:text/html;base64,AAAA", "1 fault.indicator.scheme"},
		{"file", "file:///etc/passwd", "1 fault.indicator.scheme"},
		{"an unknown scheme", "foo://evil.example", "1 fault.indicator.scheme"},
		{"a full width scheme", "ｊａｖａｓｃｒｉｐｔ：alert(1)", "1 fault.indicator.scheme"},
		{"backslashes", `http:\\evil.example`, "1 fault.indicator.slashes"},
		{"one slash", `http:/evil.example`, "1 fault.indicator.slashes"},
		{"a backslash in the host", `http://evil.example\@bank.example/`, "1 fault.indicator.slashes"},
		{"an encoded host", "http://%65vil.example/", "1 fault.indicator.slashes"},
		{"no host", "http:///x", "1 fault.indicator.host"},
		{"a short hash", sha256[:63], "1 fault.indicator.hash"},
		{"a hash of another kind", "md5:" + sha1, "1 fault.indicator.hash"},
		{"a letter that is no digit", "sha256:" + sha256[:63] + "g", "1 fault.indicator.hex"},
		{"an address out of range", "203.0.113.256", "1 fault.indicator.address"},
		{"letters that look like others", "еvil.example", "1 fault.indicator.letters"},
		{"a mail without a host", "attacker@evil", "1 fault.indicator.mail"},
		{"length", "http://evil.example/" + strings.Repeat("a", 3000), "1 fault.indicator.long"},
	} {
		_, faults := indicator.Read(c.pasted)
		got := ""
		for _, f := range faults {
			got += fmt.Sprintf("%d %s", f.Line, f.Code)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTenThousandAreRead(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for i := range indicator.Most {
		fmt.Fprintf(&b, "%064x\n", i)
	}
	if list, faults := indicator.Read(b.String()); len(list) != indicator.Most || len(faults) != 0 {
		t.Errorf("%d indicators, %v", len(list), faults)
	}
	fmt.Fprintf(&b, "evil.example")
	_, faults := indicator.Read(b.String())
	if len(faults) != 1 || faults[0].Code != "fault.indicator.many" || faults[0].Many != indicator.Most+1 || faults[0].Args()["count"] != "10001" {
		t.Errorf("one more: %v", faults)
	}
}

func TestNumbers(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"CVE-2024-21762", "CVE-2023-1234567"}, indicator.ReadCVEs("cve‐2024‐21762、ＣＶＥ－2023－1234567\nCVE-2024-21762")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"T1498.001", "T0855"}, indicator.ReadTechniques("t1498.001, T0855")); diff != "" {
		t.Error(diff)
	}
	for reading, bad := range map[indicator.Reading]string{indicator.CVEs: "CVE-24-1", indicator.Techniques: "T14", indicator.Indicators: "md5:zz"} {
		if len(reading.Faults(bad)) != 1 {
			t.Errorf("%s: %q is good", reading, bad)
		}
	}
	if f := indicator.CVEs.Faults("CVE-2024-21762\nJVN#12345678"); len(f) != 1 || f[0].Line != 2 {
		t.Errorf("%v", f)
	}
}

func TestDefanged(t *testing.T) {
	t.Parallel()
	for pasted, want := range map[string]string{
		"http://user@evil.example:8080/a.b": "hxxp://user@evil[.]example:8080/a.b", "evil.example": "evil[.]example", "203.0.113.5": "203[.]0[.]113[.]5", "a@evil.example": "a[@]evil[.]example", md5: md5,
	} {
		list, _ := indicator.Read(pasted)
		if len(list) != 1 || list[0].Defanged() != want {
			t.Errorf("%s: %v", pasted, list)
			continue
		}
		if again, _ := indicator.Read(want); len(again) != 1 || again[0] != list[0] {
			t.Errorf("%s is read as %v", want, again)
		}
	}
	if list, _ := indicator.Read("http://bank.example@evil.example/"); list[0].Host() != "evil.example" {
		t.Errorf("leads to %s", list[0].Host())
	}
}

// What is shown of an indicator is the same indicator when it is pasted again, and no program makes a link of it.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"hxxp[://]evil[.]example/x", "203.0.113.5:80", "sha256:" + sha256, "a(at)b.example", "javascript:x", "ー_\u202e.example", "[[[", "http://[::1]:80/", "x.exe", "00::0", "hXXp://[::]."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		list, faults := indicator.Read(s)
		if len(faults) > 21 {
			t.Errorf("%d faults", len(faults))
		}
		for _, i := range list {
			shown := i.Defanged()
			if again, bad := indicator.Read(shown); len(again) != 1 || again[0].Kind != i.Kind || again[0].Text != i.Text || len(bad) > 0 {
				t.Errorf("%q → %v %q → %v %v", s, i, shown, again, bad)
			}
			if strings.HasPrefix(shown, "http") || strings.ContainsAny(shown, " \n\"<>'") {
				t.Errorf("%q is shown as %q", s, shown)
			}
		}
		for _, r := range []indicator.Reading{indicator.CVEs, indicator.Techniques} {
			for _, x := range r.Faults(s) {
				if x.Line < 1 || x.Text == "" {
					t.Errorf("%v", x)
				}
			}
		}
	})
}

// What is taken over from elsewhere says so line by line, nothing that was there is touched, and nothing comes twice.
func TestMerged(t *testing.T) {
	t.Parallel()
	const mark = "気付き連絡 連-R8-7K4M-2QXD-W"
	text, added := indicator.Merged("hxxp://evil[.]example/a は C2\n", "EVIL.example\nhttp://evil.example/a\n次の通信先 203.0.113.5\n203[.]0[.]113[.]5\njavascript:x", mark)
	want := "hxxp://evil[.]example/a は C2\nevil[.]example # " + mark + "\n203[.]0[.]113[.]5 # " + mark
	if diff := cmp.Diff(want, text); diff != "" || added != 2 {
		t.Errorf("%d: %s", added, diff)
	}
	if again, n := indicator.Merged(text, "evil[.]example 203.0.113.5", mark); n != 0 || again != text {
		t.Errorf("%d came twice: %q", n, again)
	}
	if list, faults := indicator.Read(text); len(list) != 3 || len(faults) != 0 {
		t.Errorf("the remarks are read: %v, %v", list, faults)
	}
	if text, n := indicator.Merged("", md5, mark); n != 1 || text != md5+" # "+mark {
		t.Errorf("%d: %q", n, text)
	}
}
