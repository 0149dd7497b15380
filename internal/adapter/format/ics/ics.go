// Package ics writes days as a calendar that other programs read (iCalendar, RFC 5545). It says that something is due and under which number, and nothing of
// what it is: such files lie on other machines.
package ics

import (
	"bytes"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Media is the type of the file.
const Media = "text/calendar; charset=utf-8"

// Event is one day.
type Event struct {
	ID     string // the same as long as the date stands, so that it is not doubled
	On     law.Day
	Number ident.Number // may be empty
}

// titled is what every event is called.
const titled = "期限 (Kanmin)"

// lineMost is how many bytes a line may have before it is folded (RFC 5545, 3.1).
const lineMost = 75

// again is how often a program that follows the calendar is asked to fetch it.
const again = "PT6H"

// Calendar is the file, as of a moment; host makes the ids of its events unique in the world, and link is where they can be read by who may: one for all, so that it tells
// nothing of any.
func Calendar(host, link string, now ident.Instant, events []Event) []byte {
	var b bytes.Buffer
	put := func(name, value string) { b.WriteString(folded(name + ":" + value)) }
	put("BEGIN", "VCALENDAR")
	put("VERSION", "2.0")
	put("PRODID", "-//Kanmin//Kanmin//JA")
	put("CALSCALE", "GREGORIAN")
	put("X-WR-CALNAME", titled)
	put("REFRESH-INTERVAL;VALUE=DURATION", again) // RFC 7986
	put("X-PUBLISHED-TTL", again)
	for _, e := range events {
		put("BEGIN", "VEVENT")
		put("UID", escaped(e.ID+"@"+host))
		put("DTSTAMP", now.Time().UTC().Format("20060102T150405Z"))
		put("DTSTART;VALUE=DATE", strings.ReplaceAll(e.On.String(), "-", ""))
		put("DTEND;VALUE=DATE", strings.ReplaceAll(e.On.Add(1).String(), "-", ""))
		put("SUMMARY", escaped(strings.TrimSpace(titled+" "+string(e.Number))))
		put("URL", link)
		put("CLASS", "PRIVATE")
		put("TRANSP", "TRANSPARENT")
		put("END", "VEVENT")
	}
	put("END", "VCALENDAR")
	return b.Bytes()
}

var escapes = strings.NewReplacer(`\`, `\\`, `;`, `\;`, `,`, `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "")

func escaped(s string) string { return escapes.Replace(s) }

// folded ends a line, in pieces where it is long: no character is broken.
func folded(line string) string {
	var b strings.Builder
	n := 0
	for _, r := range line {
		size := len(string(r))
		if n+size > lineMost {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += size
	}
	return b.String() + "\r\n"
}
