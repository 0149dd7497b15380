package notice_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/indicator"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
)

var now = ident.At(time.Date(2026, 11, 24, 10, 0, 0, 0, ident.JST))

func good() notice.Content {
	return notice.Content{What: "𠮷野の端末に不審な通信", NoticedAt: now.Add(-time.Hour), Technical: "hxxp://evil[.]example/a", Caller: "髙木監視 𠮷野", Phone: "03-0000-2002"}
}

// Bad input is told with its place; the good content is the control.
func TestContentIsJudgedPlaceByPlace(t *testing.T) {
	t.Parallel()
	many := &strings.Builder{}
	for i := range indicator.Most + 1 {
		fmt.Fprintf(many, "host-%d.example.jp\n", i)
	}
	for name, c := range map[string]struct {
		change func(*notice.Content)
		want   string
	}{
		"good":                {func(*notice.Content) {}, ""},
		"just now":            {func(c *notice.Content) { c.NoticedAt = now }, ""},
		"10,000 indicators":   {func(c *notice.Content) { c.Technical = strings.Join(strings.Split(many.String(), "\n")[1:], "\n") }, ""},
		"nothing":             {func(c *notice.Content) { c.What = "\u3000\n" }, "what fault.form.needed"},
		"more than 64 KiB":    {func(c *notice.Content) { c.What = strings.Repeat("あ", 65_537) }, "what fault.text.long"},
		"machines too long":   {func(c *notice.Content) { c.Machines = strings.Repeat("x", notice.TextMost+1) }, "machines fault.text.long"},
		"bidi":                {func(c *notice.Content) { c.What = "a\u202eb" }, "what fault.text.bidi"},
		"NUL":                 {func(c *notice.Content) { c.Technical = "a\x00b" }, "technical fault.text.nul"},
		"no time":             {func(c *notice.Content) { c.NoticedAt = 0 }, "noticed_at fault.form.needed"},
		"in the future":       {func(c *notice.Content) { c.NoticedAt = now.Add(time.Minute) }, "noticed_at fault.notice.future"},
		"too many indicators": {func(c *notice.Content) { c.Technical = many.String() }, "technical fault.indicator.many"},
		"nobody":              {func(c *notice.Content) { c.Caller = "" }, "caller fault.oncall.name"},
		"no telephone":        {func(c *notice.Content) { c.Phone = "110" }, "phone fault.oncall.phone"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			one := good()
			c.change(&one)
			said := ""
			for _, f := range one.Check(now) {
				said += " " + f.Path + " " + f.Code
			}
			if said = strings.TrimSpace(said); said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
		})
	}
}

func TestAnAddressIsReadAsPeopleTypeIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		to   notice.To
		want string
	}{
		"good":             {notice.To{Operator: "８００００１２０５０００１", Code: "2222-2222-2222"}, ""},
		"check digit":      {notice.To{Operator: "7000012050001", Code: "2222 2222 2222"}, "operator"},
		"code is no code":  {notice.To{Operator: "8000012050001", Code: "7K4M-2QXD"}, "code"},
		"number of nobody": {notice.To{Operator: "8000012050001", Code: "222222222222", Earlier: "連-R8-2222"}, "earlier"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tidy, faults := c.to.Read()
			said := ""
			for _, f := range faults {
				said += f.Path
			}
			if said != c.want {
				t.Errorf("%q, want %q", said, c.want)
			}
			if c.want == "" && (tidy.Operator != "8000012050001" || tidy.Code != "2222-2222-2222") {
				t.Errorf("%+v", tidy)
			}
		})
	}
	if n := len(notice.Once([]notice.To{{Code: "a"}, {Code: "b"}, {Code: "a"}})); n != 2 {
		t.Errorf("%d addresses", n)
	}
}

func TestAContactIsGoodUntilItsLastDay(t *testing.T) {
	t.Parallel()
	last := law.MustDay("2027-03-31")
	c := notice.Contact{ID: "c", Until: last}
	if !c.Good(last) || c.Good(last.Add(1)) || (notice.Contact{}).Good(last) || (notice.Contact{ID: "c", EndedAt: 1}).Good(last) || !(notice.Contact{ID: "c"}).Good(last) {
		t.Error("the last day is not the last")
	}
	c.Words = notice.Words{Company: "髙木監視", Name: "𠮷野", Phone: "03-0000-2002"}
	if err := c.Check(last); err != nil {
		t.Error(err)
	}
	for place, change := range map[string]func(*notice.Contact){
		"company": func(c *notice.Contact) { c.Company = "" }, "name": func(c *notice.Contact) { c.Name = "a\nb" }, "phone": func(c *notice.Contact) { c.Phone = "夜" },
		"note": func(c *notice.Contact) { c.Note = strings.Repeat("x", notice.NoteMost+1) }, "until": func(c *notice.Contact) { c.Until = last.Add(-1) },
	} {
		bad := c
		change(&bad)
		if err := bad.Check(last); err == nil || !strings.Contains(err.Error(), "["+place+":") {
			t.Errorf("%s: %v", place, err)
		}
	}
}

// The draft begins with what was told, within the bounds of its fields; when the contractor noticed and when it told are both kept.
func TestADraftBeginsWithTheNotice(t *testing.T) {
	t.Parallel()
	n := notice.Notice{Number: "連-R8-2222-2222-2", At: now, Said: notice.Said{Content: good(), From: notice.Words{Company: "髙木監視"}}}
	n.What, n.Machines = strings.Repeat("長", 600)+"\n次の行", "監視端末 3台"
	v := n.Begins()
	line := v["what_text"].Text()
	if r := []rune(line); len(r) != 500 || strings.Contains(line, "\n") || !strings.HasSuffix(line, "…(髙木監視が2026-11-24 09:00に気付き連絡)") {
		t.Errorf("%d %s", len(r), line)
	}
	if v["noticed_at"].Text() != "2026-11-24T10:00+09:00" || v["which"].Text() != "監視端末 3台" || !v["aware_at"].Empty() {
		t.Errorf("%v", v)
	}
	if from, ok := notice.Sourced(n.Source()); !ok || from != "連-R8-2222-2222-2 2026-11-24 10:00" {
		t.Errorf("%q", from)
	}
	if _, ok := notice.Sourced("支所"); ok {
		t.Error("a unit is taken for a notice")
	}
}
