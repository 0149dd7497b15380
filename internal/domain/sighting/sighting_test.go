package sighting_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dossier"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/sighting"
)

// report is a 詳報 of an organisation with pasted indicators and techniques.
func report(n int, org, pasted string, techniques ...string) dossier.Report {
	return dossier.Report{
		Reported: filing.Reported{Filing: filing.Filing{ID: ident.Filing(fmt.Sprint("f", n)), Number: ident.Number(fmt.Sprint("N-", n)), Org: ident.Org(org), ArrivedAt: ident.Instant(n)}},
		Of:       incident.Detailed,
		Values:   form.Values{"indicators": {Texts: []string{pasted}}, "techniques": {Texts: techniques}, "technique_ids": {Texts: []string{"T1486"}}},
	}
}

func said(t sighting.Table) (list []string) {
	for _, r := range t.Rows {
		list = append(list, fmt.Sprintf("%s %s %d reports of %d, %d-%d, %s", r.Kind, r.Defanged(), len(r.Reports), r.Filers, t.First(r), t.Last(r), strings.Join(r.Techniques, " ")))
	}
	return list
}

func TestATableSaysInWhichReportsAnIndicatorStands(t *testing.T) {
	t.Parallel()
	table, err := sighting.Read(dossier.Dossier{Reports: []dossier.Report{
		report(1, "a", "hxxp://evil[.]example/x\n203[.]0[.]113[.]5\nEVIL.example", "t1091"),
		report(2, "a", "203.0.113.5 203.0.113.5"),
		report(3, "b", "203(.)0(.)113(.)5\n次の行は見出し\nd41d8cd98f00b204e9800998ecf8427e"),
		report(4, "b", ""),
	}})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"address 203[.]0[.]113[.]5 3 reports of 2, 1-3, T1091 T1486",
		"hash d41d8cd98f00b204e9800998ecf8427e 1 reports of 1, 3-3, T1486",
		"domain evil[.]example 1 reports of 1, 1-1, T1091 T1486",
		"url hxxp://evil[.]example/x 1 reports of 1, 1-1, T1091 T1486",
	}
	if diff := cmp.Diff(want, said(table)); diff != "" {
		t.Error(diff)
	}
	if len(table.Reports) != 4 || table.Reports[0].Named != 3 || table.Reports[1].Named != 1 || table.Reports[3].Named != 0 {
		t.Errorf("%+v", table.Reports)
	}
}

func many(n int, of string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "10.%s.%d.%d\n", of, i/256, i%256)
	}
	return b.String()
}

// Ten thousand of one report are taken, and more than is taken of all is refused, with the bound.
func TestATableIsBounded(t *testing.T) {
	t.Parallel()
	var list []dossier.Report
	for i := range 5 {
		list = append(list, report(i, "a", many(10_000, fmt.Sprint(i))))
	}
	if table, err := sighting.Read(dossier.Dossier{Reports: list}); err != nil || len(table.Rows) != sighting.MostIndicators {
		t.Errorf("%d rows, %v", len(table.Rows), err)
	}
	_, err := sighting.Read(dossier.Dossier{Reports: append(list, report(9, "a", "203.0.113.5"))})
	if !fault.Is(err, fault.Invalid) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := sighting.Read(dossier.Dossier{Reports: make([]dossier.Report, sighting.MostReports+1)}); !fault.Is(err, fault.Invalid) {
		t.Errorf("too many reports: %v", err)
	}
}

// A table by itself is no alarm: reading through one is watched as any reading is, and its bound is the watch's.
func TestOneTableIsNoAlarm(t *testing.T) {
	t.Parallel()
	usual := access.Watched{Recent: sighting.MostReports, Today: sighting.MostReports, Maximum: sighting.MostReports}
	if got := usual.Alarms(); len(got) != 0 {
		t.Errorf("the table of every morning is an alarm: %v", got)
	}
	if got := (access.Watched{Recent: sighting.MostReports + 1, Maximum: sighting.MostReports}).Alarms(); len(got) != 1 {
		t.Errorf("two tables of different reports are none: %v", got)
	}
	if got := (access.Watched{Recent: sighting.MostReports, Today: sighting.MostReports}).Alarms(); len(got) != 1 {
		t.Errorf("a first table of that size is none: %v", got)
	}
}

func TestCompare(t *testing.T) {
	t.Parallel()
	table, err := sighting.Read(dossier.Dossier{Reports: []dossier.Report{
		report(1, "a", "hxxp://evil[.]example/x\n203[.]0[.]113[.]5\n198.51.100.9:8443\nmail[@]bad[.]example"),
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, list, want string }{
		{"nothing", "", "0 lines, 0"},
		{"the same, written otherwise", "見出し\n203(.)0(.)113(.)5", "2 lines, 1: 2 same 203.0.113.5"},
		{"twice", "203.0.113.5\n203.0.113.5", "2 lines, 1: 1 same 203.0.113.5"},
		{"a host", "evil[.]example,C2,2026-11-20", "1 lines, 1: 1 host http://evil.example/x"},
		{"an address without its port", "198.51.100.9", "1 lines, 1: 1 host 198.51.100.9:8443"},
		{"a network", "203.0.113.0/24\n192.0.2.0/24", "2 lines, 2: 1 network 203.0.113.5"},
		{"none of them", "203.0.113.55 notevil.example", "1 lines, 2"},
		{"a trick", "javascript:alert(1)\nhttp://evil.example@203.0.113.99/", "2 lines, 1, 1 bad at 1"},
	} {
		var l sighting.List
		if err := l.AddText(c.list); err != nil {
			t.Fatal(err)
		}
		got := table.Compare(l)
		s := fmt.Sprintf("%d lines, %d", got.Lines, got.Indicators)
		for _, h := range got.Hits {
			s += fmt.Sprintf(": %d %s %s", h.Line, h.How, table.Rows[h.Row].Text)
		}
		if len(got.Bad) > 0 {
			s += fmt.Sprintf(", %d bad at %d", len(got.Bad), got.Bad[0].Line)
		}
		if s != c.want {
			t.Errorf("%s: %s, want %s", c.name, s, c.want)
		}
	}
}

func TestAListIsBounded(t *testing.T) {
	t.Parallel()
	var l sighting.List
	for i := range sighting.MostLines {
		if err := l.Add(i+1, "x"); err != nil {
			t.Fatal(i, err)
		}
	}
	if err := l.Add(sighting.MostLines+1, ""); err != nil {
		t.Errorf("an empty line counts: %v", err)
	}
	if err := l.Add(sighting.MostLines+2, "x"); !fault.Is(err, fault.Invalid) {
		t.Errorf("line 100,001: %v", err)
	}
}
