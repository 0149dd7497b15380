package letter_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
)

func line(id string, s expected.State) expected.Line {
	l := expected.Line{ID: id, Of: expected.Notification, Operator: party.Org{Name: "𠮷見沢市上下水道局"}, Sectors: []law.Sector{law.Water}, State: s, Number: "届-R8-2222-2222-2"}
	l.Due.Due = law.MustDay("2027-03-31")
	return l
}

// Every placeholder is filled in for each recipient; braces of either width are read; what is put in is not read again.
func TestATextIsFilledInForEachRecipient(t *testing.T) {
	t.Parallel()
	one := line("1", expected.Missing)
	one.Operator.Name = "{期限}商店"
	got := letter.Fill("{事業者名} 御中 {手続} {事業} {期限} {整理番号} {担当課} \uff5b担当課の電話\uff5d", letter.For{Line: one, Office: "水道危機管理担当室", OfficeAt: "03-0000-1201"})
	if want := "{期限}商店 御中 特定重要電子計算機の届出 水道 令和9年3月31日(水) 届-R8-2222-2222-2 水道危機管理担当室 03-0000-1201"; got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := letter.Fill("{期限} {整理番号} {事業} {担当課の電話}", letter.For{}); got != "― ― ― ―" {
		t.Errorf("of nothing: %s", got)
	}
	for _, p := range letter.Placeholders() {
		if !strings.Contains(letter.Names(), p.Name) || p.Says.Ja == "" || p.Says.En == "" || letter.Unknown(p.Name) != nil {
			t.Errorf("%+v", p)
		}
	}
	for _, s := range letter.States() {
		title, body := letter.Standard(s)
		if err := (letter.Draft{Of: expected.Notification, Seen: []letter.Seen{{ID: "1"}}, Title: title, Text: body}).Check(); err != nil {
			t.Errorf("the standard text of %s: %v", s, err)
		}
	}
}

func TestAnUnknownPlaceholderIsNamed(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"{事業者名}": "", "{会社名} {会社名}": "{会社名}", "あと{日数}日、{期限}": "{日数}", "{期限": "{", "期限}": "}", "{事業者名様}": "{事業者名様}", "{" + strings.Repeat("あ", 40) + "}": "{" + strings.Repeat("あ", 29) + "…",
	} {
		if got := strings.Join(letter.Unknown(said), ","); got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
}

func TestWhatCannotBeSentIsNamed(t *testing.T) {
	t.Parallel()
	seen := []letter.Seen{{ID: "1", State: expected.Missing}}
	good := letter.Draft{Of: expected.Notification, Seen: seen, Title: "件名", Text: "本文"}
	for name, c := range map[string]struct {
		change func(*letter.Draft)
		path   string
	}{
		"good":          {func(*letter.Draft) {}, ""},
		"nobody":        {func(d *letter.Draft) { d.Seen = nil }, "n"},
		"too many":      {func(d *letter.Draft) { d.Seen = make([]letter.Seen, letter.Most+1) }, "n"},
		"no title":      {func(d *letter.Draft) { d.Title = " " }, "title"},
		"no text":       {func(d *letter.Draft) { d.Text = "" }, "text"},
		"too long":      {func(d *letter.Draft) { d.Text = strings.Repeat("あ", letter.TextMost+1) }, "text"},
		"a placeholder": {func(d *letter.Draft) { d.Text = "{名前}" }, "text"},
		"in the title":  {func(d *letter.Draft) { d.Title = "{名前}" }, "title"},
		"of what":       {func(d *letter.Draft) { d.Of = "moon" }, "of"},
		"NUL":           {func(d *letter.Draft) { d.Text = "a\x00" }, "text"},
	} {
		d := good
		c.change(&d)
		err := d.Check()
		e, is := errors.AsType[*fault.Error](err)
		if c.path == "" && err != nil || c.path != "" && (!is || len(e.Fields) == 0 || e.Fields[0].Path != c.path) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Nobody is reminded of what arrived meanwhile, or twice.
func TestWhatMovedSinceIsLeft(t *testing.T) {
	t.Parallel()
	now := []expected.Line{line("1", expected.Missing), line("2", expected.Filed)}
	list := letter.Judge([]letter.Seen{{"1", expected.Missing}, {"1", expected.Missing}, {"2", expected.Missing}, {"3", expected.Missing}}, now)
	var why []string
	for _, m := range list {
		why = append(why, string(m.Why))
	}
	if got := strings.Join(why, " "); got != " twice moved gone" || letter.Sent(list) != 1 || len(letter.LeftOf(list)) != 3 {
		t.Errorf("%q", got)
	}
}
