package feed_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

func TestSpansAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	a := vuln.Affected
	for in, want := range map[string][]vuln.Span{
		"vers:all/*": {{Status: a}}, "All versions": {{Status: a}},
		"<2.4": {{Until: "2.4", UntilBefore: true, Status: a}}, "<=V2.3": {{Until: "2.3", Status: a}}, "≦2.3": {{Until: "2.3", Status: a}},
		">=1.0|<2.0": {{From: "1.0", Until: "2.0", UntilBefore: true, Status: a}}, ">= 1.0, < 2.0": {{From: "1.0", Until: "2.0", UntilBefore: true, Status: a}},
		">=V2.8<V3.1.1": {{From: "2.8", Until: "3.1.1", UntilBefore: true, Status: a}}, ">1.0": {{From: "1.0", FromAfter: true, Status: a}},
		"All versions < V20": {{Until: "20", UntilBefore: true, Status: a}}, "1.32|1.33": {{Only: "1.32", Status: a}, {Only: "1.33", Status: a}},
		"1.2": {{Only: "1.2", Status: a}}, "V1.2": {{Only: "1.2", Status: a}}, "15.2(4)M6": {{Only: "15.2(4)M6", Status: a}}, "バージョン 8.1": {{Only: "8.1", Status: a}},
		"2.3 and earlier": {{Until: "2.3", Status: a}}, "prior to 1.2": {{Until: "1.2", UntilBefore: true, Status: a}}, "7.6.2より前のバージョン": {{Until: "7.6.2", UntilBefore: true, Status: a}},
		"ファームウェアバージョン 1.05およびそれ以前": {{Until: "1.05", Status: a}}, "Ver.1.3.0より前のバージョン(CVE-2026-10001)": {{Until: "1.3.0", UntilBefore: true, Status: a}},
		"1.0以上2.0未満": {{From: "1.0", Until: "2.0", UntilBefore: true, Status: a}}, "1.0から2.0まで": {{From: "1.0", Until: "2.0", Status: a}},
	} {
		got, ok := feed.Spans(in, a)
		if d := cmp.Diff(want, got); !ok || d != "" {
			t.Errorf("%q: %v\n%s", in, ok, d)
		}
	}
	for _, in := range []string{"", "一部の機種", "<V9_only_with_option_X", "vers:all", "<", "!=1.0", "<8/30/2024", "<=The_first_5_digits"} {
		if got, ok := feed.Spans(in, a); ok {
			t.Errorf("%q was read as %v", in, got)
		}
	}
}
