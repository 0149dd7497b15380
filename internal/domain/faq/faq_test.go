package faq_test

import (
	"errors"
	"os"
	"strings"
	"testing"

	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law/scope"
)

// Every state × deed: what is not in this table is a Conflict, and the state stays.
func TestTheTableOfWhatMayFollow(t *testing.T) {
	t.Parallel()
	want := map[string]faq.State{
		" proposes": faq.Proposed, "returned proposes": faq.Proposed, "proposed publishes": faq.Published, "proposed returns": faq.Returned,
		"published revises": faq.Replaced, "published withdraws": faq.Withdrawn,
	}
	for _, from := range append([]faq.State{""}, faq.States...) {
		for _, d := range append([]faq.Deed{"x"}, faq.Deeds...) {
			e := faq.Entry{Record: faq.Record{State: from}}
			err := e.Move(d)
			to, ok := want[string(from)+" "+string(d)]
			if !ok {
				to = from
			}
			if e.State != to || ok != (err == nil) || !ok && !fault.Is(err, fault.Conflict) {
				t.Errorf("%s %s: %s %v, want %s", from, d, e.State, err, to)
			}
		}
	}
}

// The diagram in docs/adr/0052-common-questions.md is what the table says.
func TestTheDiagramIsDrawnFromTheTable(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("../../../docs/adr/0052-common-questions.md")
	if err != nil || !strings.Contains(string(b), faq.Diagram()) {
		t.Errorf("docs/adr/0052-common-questions.md does not hold this diagram (%v):\n%s", err, faq.Diagram())
	}
}

func TestWordsThatLackSomething(t *testing.T) {
	t.Parallel()
	good := faq.Words{Question: "訓練用の端末は対象ですか。", Answer: "設備に当たりません。", Topics: []string{"is_facility", "type-E"}, Basis: "法2条"}
	for name, c := range map[string]struct {
		change func(*faq.Words)
		want   string
	}{
		"good":    {func(*faq.Words) {}, ""},
		"empty":   {func(w *faq.Words) { *w = faq.Words{} }, "question answer basis topics"},
		"unknown": {func(w *faq.Words) { w.Topics = []string{"type-Z"} }, "topics"},
		"many":    {func(w *faq.Words) { w.Topics = make([]string, faq.MostTopics+1) }, strings.Repeat("topics ", faq.MostTopics+1) + "topics"},
		"long":    {func(w *faq.Words) { w.Question = strings.Repeat("長", faq.QuestionLimit+1) }, "question"},
	} {
		w := good
		c.change(&w)
		var at []string
		if e, ok := errors.AsType[*fault.Error](w.Check()); ok {
			for _, f := range e.Fields {
				at = append(at, f.Path)
			}
		}
		if got := strings.Join(at, " "); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatCouldLeadToWhoAsked(t *testing.T) {
	t.Parallel()
	facts := scope.Facts{Operator: scope.Operator{Name: "髙﨑電力株式会社"}, Businesses: []scope.Business{{Facilities: []scope.Facility{{Name: "給電指令設備", Segments: []scope.Segment{{Name: "制御系"}}, Machines: []scope.Machine{{Name: "host-1", Software: []scope.Software{{Maker: "架空", Product: "Sample OS"}}}}}}}}}
	c := consult.Consultation{Words: consult.Words{Filer: "髙﨑電力株式会社", FilerEn: "Takasaki Power Co., Ltd.", Facts: &facts}, Sheets: []consult.Sheet{{Agreed: consult.Agreed{Lines: []consult.Line{{Facility: "配電設備", Product: "X"}}}}}}
	for words, want := range map[string]string{
		"訓練だけに使う端末は対象になりますか。":         "",
		"高崎電力では対象ですか。":                "operator",
		"takasaki  power の場合":         "operator",
		"番号は 8000012050001 です。":       "corporate",
		"番号は8-0000-1205-0001です。":      "corporate",
		"給電指令 設備の端末":                  "facility",
		"配電設備とＨＯＳＴ－1":                 "facility, facility",
		"ｓａｍｐｌｅ ＯＳを使います。":             "product",
		"談-R8-7K4M-2QXD-W を見てください。":   "number",
		"T－R8－7K4M－2QXD－W を見てください。":   "number",
		"X線装置の端末(一文字の名は探さない)":         "",
		"2027年3月31日までに届け出ます。10の設備です。": "",
	} {
		var kinds []string
		for _, h := range faq.Hints(faq.Words{Question: words}, c) {
			kinds = append(kinds, h.Kind)
		}
		if got := strings.Join(kinds, ", "); got != want {
			t.Errorf("%q: %q, want %q", words, got, want)
		}
	}
	if len(faq.Hints(faq.Words{Answer: "髙﨑電力 談-R8-7K4M-2QXD-W"}, consult.Consultation{})) != 1 {
		t.Error("without a conversation numbers alone are found")
	}
}

func TestWhatIsNearAndWhatIsAbout(t *testing.T) {
	t.Parallel()
	entry := func(n string, s faq.State, q string, topics ...string) faq.Entry {
		return faq.Entry{ID: "x", Version: 1, Record: faq.Record{State: s, Office: n, Words: faq.Words{Question: q, Topics: topics}}}
	}
	list := []faq.Entry{
		entry("old", faq.Withdrawn, "訓練用の端末は届出の対象になりますか。", "is_facility"), entry("training", faq.Published, "訓練用の端末は届出の対象になりますか。", "is_facility"),
		entry("cloud", faq.Published, "クラウドサービスの提供者は、どう書きますか。", "cloud", "type-D"), entry("waits", faq.Proposed, "訓練用の端末は対象ですか。", "is_facility"),
	}
	for asked, want := range map[string]string{
		"訓練に使う端末の届出": "training", "クラウドの提供者の名称": "cloud", "会費はいくらですか": "", "": "", "ですか。": "",
	} {
		got := ""
		for _, e := range faq.Match(list, asked, 3) {
			got += e.Office
		}
		if got != want {
			t.Errorf("%q: %q, want %q", asked, got, want)
		}
	}
	about := faq.About(list, "is_facility", "type-D")
	if len(about) != 3 || about[0].Office != "training" || about[2].State != faq.Withdrawn {
		t.Errorf("about: %+v", about)
	}
	e := faq.Entry{Org: "o", Record: faq.Record{Note: "n", Proposer: faq.Signature{Name: "髙木"}, Publisher: faq.Signature{Name: "山"}}}
	if cut := e.Cut("p"); cut.Note != "" || cut.Proposer.Name != "" || cut.Publisher.Name != "" || e.Cut("o").Note == "" {
		t.Error("what the office keeps for itself is told to another")
	}
}
