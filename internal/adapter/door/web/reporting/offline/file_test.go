package offline_test

import (
	"crypto/sha256"
	"encoding/base64"
	"regexp"
	"strings"
	"testing"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting/offline"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/packet"
)

func file(t *testing.T, l look.Lang) string {
	t.Helper()
	key, err := envelope.KeyOf([]byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	b, err := offline.File{
		Lang: l, Operator: "8000012050001", Name: "𠮷田電力<b>", Unit: "本店", Exercise: true, Key: key.PublicKey(), Upload: "https://kanmin.example/packet",
		Offices: []offline.Office{{Name: "電力課", NameEn: "Power", Phone: "03-0000-1101"}},
	}.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// The file asks for all that the form asks for, in both languages, and fetches nothing from anywhere.
func TestTheFileIsWholeAndAsksWhatTheFormAsks(t *testing.T) {
	t.Parallel()
	for _, l := range look.Langs {
		got := file(t, l)
		for _, f := range packet.Form().Fields() {
			for _, want := range []string{`id="f-` + f.ID + `"`, f.Label.Ja, f.Label.En, `"id":"` + f.ID + `"`} {
				if !strings.Contains(got, want) {
					t.Errorf("%s lacks %s", f.ID, want)
				}
			}
			for _, o := range f.Options {
				if !strings.Contains(got, `value="`+o.ID+`"`) || !strings.Contains(got, o.Label.Ja) {
					t.Errorf("%s lacks %s", f.ID, o.ID)
				}
			}
		}
		if bad := regexp.MustCompile(`(?i)(src|href)=|[^a-z]url\(|@import|fetch\(|XMLHttp|sendBeacon|WebSocket|localStorage`).FindAllString(got, -1); len(bad) > 0 {
			t.Errorf("the file reaches out: %v", bad)
		}
		if !strings.Contains(got, look.Say(look.Ja, "site.exercise")) || strings.Contains(got, look.Say(look.Ja, "site.demo")) {
			t.Error("an exercise is not marked, or marked as what it is not")
		}
		if strings.Contains(got, "<b>") || strings.Contains(got, "ZgotmplZ") {
			t.Error("a name is markup")
		}
		if !strings.Contains(got, `<html lang="`+string(l)+`" data-show="`+string(l)+`">`) {
			t.Error("the language shown first")
		}
	}
}

// The file's own policy lets its one script and its one style run, and nothing else.
func TestThePolicyNamesWhatIsInside(t *testing.T) {
	t.Parallel()
	got := file(t, look.Ja)
	policy := regexp.MustCompile(`Content-Security-Policy" content="([^"]*)"`).FindStringSubmatch(got)
	if policy == nil || !strings.HasPrefix(policy[1], "default-src &#39;none&#39;;") {
		t.Fatal(policy)
	}
	for _, tag := range []string{"style", "script"} {
		inside := regexp.MustCompile(`(?s)<`+tag+`>(.*?)</`+tag+`>`).FindAllStringSubmatch(got, -1)
		if len(inside) != 1 {
			t.Fatalf("%d of %s", len(inside), tag)
		}
		sum := sha256.Sum256([]byte(inside[0][1]))
		if want := "sha256-" + strings.ReplaceAll(base64.StdEncoding.EncodeToString(sum[:]), "+", "&#43;"); !strings.Contains(policy[1], want) {
			t.Errorf("the policy %s does not name %s of %s", policy[1], want, tag)
		}
	}
}
