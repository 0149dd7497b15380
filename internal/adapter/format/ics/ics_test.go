package ics_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/format/ics"
	"kanmin/internal/domain/law"
)

func TestACalendarSaysNumbersAndNothingElse(t *testing.T) {
	t.Parallel()
	got := string(ics.Calendar("kanmin.example", "https://kanmin.example/operator/calendar", law.MustDay("2026-11-30").Start(), []ics.Event{
		{ID: "detailed-2026-12-24-c1", On: law.MustDay("2026-12-24"), Number: "報-R8-7K4M-2QXD-W"}, {ID: "filing-2027-03-31-" + strings.Repeat("長", 40), On: law.MustDay("2027-03-31")},
	}))
	if !strings.HasPrefix(got, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") || !strings.HasSuffix(got, "END:VEVENT\r\nEND:VCALENDAR\r\n") {
		t.Error(got)
	}
	for _, want := range []string{
		"UID:detailed-2026-12-24-c1@kanmin.example\r\nDTSTAMP:20261129T150000Z\r\nDTSTART;VALUE=DATE:20261224\r\nDTEND;VALUE=DATE:20261225\r\nSUMMARY:期限 (Kanmin) 報-R8-7K4M-2QXD-W\r\n", "SUMMARY:期限 (Kanmin)\r\nURL:https://kanmin.example/operator/calendar\r\n", "REFRESH-INTERVAL;VALUE=DURATION:PT6H\r\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(got, "\r\n"), "\r\n") {
		if len(line) > 75 || strings.ContainsAny(line, "\r\n") || strings.Contains(line, "\uFFFD") {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
	if empty := string(ics.Calendar("x", "", 0, nil)); strings.Count(empty, "BEGIN:") != 1 {
		t.Error(empty)
	}
}

func TestARosterSaysWhoseTurnItIs(t *testing.T) {
	t.Parallel()
	day := law.MustDay("2026-11-30")
	got := string(ics.Turns("kanmin.example", "https://kanmin.example/organisation/roster", day.Start(), []ics.Turn{
		{ID: "t1", From: law.Evening(day), Until: law.Morning(day.Add(1)), Name: "髙木 一, 宿直"}, {ID: "t2", From: law.Evening(day), Until: law.Morning(day.Add(1)), Name: "神﨑", Deputy: true, Away: true},
	}))
	for _, want := range []string{
		"X-WR-CALNAME:当番 (Kanmin)\r\n", "UID:t1@kanmin.example\r\n", "SUMMARY:当番 髙木 一\\, 宿直 (Kanmin)\r\n", "SUMMARY:当番(副) 神﨑(担当できません) (Kanmin)\r\n",
		"DTSTART:20261130T", "DTEND:20261130T",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in\n%s", want, got)
		}
	}
	for line := range strings.SplitSeq(strings.TrimSuffix(got, "\r\n"), "\r\n") {
		if len(line) > 75 {
			t.Errorf("%d bytes: %q", len(line), line)
		}
	}
}
