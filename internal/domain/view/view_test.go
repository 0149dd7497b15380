package view_test

import (
	"errors"
	"strings"
	"testing"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/view"
)

func TestConditionsAreWrittenInOneWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list      view.List
		raw, want string
	}{
		{view.Received, "order=oldest&state=fix-asked&after=x&lang=en&key=9", "state=fix-asked&order=oldest"},
		{view.Received, "number=&state=&from=R8.11.24", "from=2026-11-24"},
		{view.History, "", ""},
		{view.Organisations, "state=all&q= 神﨑 &page=2", "q=%E7%A5%9E%EF%A8%91&state=all"},
	} {
		got, err := c.list.ReadQuery(c.raw)
		if err != nil || got != c.want {
			t.Errorf("%s %q: %q %v", c.list, c.raw, got, err)
		}
		if again, err := c.list.ReadQuery(got); err != nil || again != got {
			t.Errorf("%q does not stay: %q %v", got, again, err)
		}
	}
	for _, bad := range []string{"state=gone", "%zz", "from=yesterday", "filer=1"} {
		if got, err := view.Received.ReadQuery(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %q %v", bad, got, err)
		}
	}
	for _, bad := range []string{"q=%00", "q=" + strings.Repeat("x", 201), "kind=%E2%80%AE"} {
		if got, err := view.Organisations.ReadQuery(bad); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%q: %q %v", bad, got, err)
		}
	}
}

func TestAViewHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	there := []view.Saved{{ID: "v1", Words: view.Words{Name: "未開封"}}}
	for name, c := range map[string]struct {
		s    view.Saved
		want string
	}{
		"good":       {view.Saved{List: view.Received, Share: view.Org, Words: view.Words{Name: " 髙木の担当 "}}, ""},
		"itself":     {view.Saved{ID: "v1", List: view.Received, Share: view.Mine, Words: view.Words{Name: "未開封"}}, ""},
		"twice":      {view.Saved{List: view.Received, Share: view.Mine, Words: view.Words{Name: "未開封"}}, "name fault.view.twice"},
		"no name":    {view.Saved{List: view.Received, Share: view.Mine, Words: view.Words{Name: "　"}}, "name fault.form.needed"},
		"long":       {view.Saved{List: view.Received, Share: view.Mine, Words: view.Words{Name: strings.Repeat("字", 41)}}, "name fault.text.long"},
		"two lines":  {view.Saved{List: view.Received, Share: view.Mine, Words: view.Words{Name: "a\nb"}}, "name fault.view.line"},
		"with whom":  {view.Saved{List: view.Received, Share: "all", Words: view.Words{Name: "a"}}, "share fault.filter.choice"},
		"conditions": {view.Saved{List: view.Received, Share: view.Mine, Words: view.Words{Name: "a", Query: "state=gone"}}, "query fault.view.query"},
	} {
		err := c.s.Check(there)
		got := ""
		if e, ok := errors.AsType[*fault.Error](err); ok && len(e.Fields) > 0 {
			got = e.Fields[0].Path + " " + e.Fields[0].Code
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q (%v)", name, got, c.want, err)
		}
	}
	nowhere := view.Saved{List: "elsewhere", Share: view.Mine, Words: view.Words{Name: "a"}}
	if err := nowhere.Check(nil); !fault.Is(err, fault.Hidden) {
		t.Errorf("a list that there is not: %v", err)
	}
}

func TestForWhomAViewIsThere(t *testing.T) {
	t.Parallel()
	self := access.Actor{Org: "o-1", Unit: "u-1", Person: "p-1"}
	mate, site, stranger, token := self, self, self, self
	mate.Person = "p-2"
	site.Person, site.Unit = "p-3", "u-2"
	stranger.Org = "o-2"
	token.Person = ""
	for share, want := range map[view.Share]string{view.Mine: "self", view.Unit: "self mate token", view.Org: "self mate site token", "": ""} {
		s := view.Saved{Org: "o-1", Unit: "u-1", Person: "p-1", Share: share}
		var got []string
		for _, w := range []struct {
			name string
			a    access.Actor
		}{{"self", self}, {"mate", mate}, {"site", site}, {"stranger", stranger}, {"token", token}} {
			if s.For(access.For(w.a, 0)) {
				got = append(got, w.name)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", share, got, want)
		}
	}
}
