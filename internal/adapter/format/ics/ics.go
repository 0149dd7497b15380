// Package ics writes days and turns as a calendar that other programs read (iCalendar, RFC 5545). It says that something is due and under which number, and nothing of
// what it is, or whose turn it is, and nothing of how they are reached: such files lie on other machines.
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
	b := begun(titled)
	for _, e := range events {
		b.event(e.ID+"@"+host, now, [2]string{
			"DTSTART;VALUE=DATE:" + strings.ReplaceAll(e.On.String(), "-", ""), "DTEND;VALUE=DATE:" + strings.ReplaceAll(e.On.Add(1).String(), "-", ""),
		}, strings.TrimSpace(titled+" "+string(e.Number)), link)
	}
	return b.ended()
}

// Turn is one turn of a duty roster (当番表): whose it is.
type Turn struct {
	ID           string // as of an event
	From, Until  ident.Instant
	Name         string
	Deputy, Away bool
}

// onDuty is what every turn is called, with the name of whoever has it.
const onDuty = "当番 (Kanmin)"

// Turns is the file of a duty roster, as Calendar is that of dates. It says whose turn it is, and nothing by which they are reached.
func Turns(host, link string, now ident.Instant, turns []Turn) []byte {
	b := begun(onDuty)
	for _, t := range turns {
		title := "当番 "
		if t.Deputy {
			title = "当番(副) "
		}
		title += t.Name
		if t.Away {
			title += "(担当できません)"
		}
		b.event(t.ID+"@"+host, now, [2]string{"DTSTART:" + stamp(t.From), "DTEND:" + stamp(t.Until)}, title+" (Kanmin)", link)
	}
	return b.ended()
}

// file is one that is being written.
type file struct{ bytes.Buffer }

func (b *file) put(name, value string) { b.WriteString(folded(name + ":" + value)) }

// begun is a file that is called something.
func begun(name string) *file {
	b := &file{}
	b.put("BEGIN", "VCALENDAR")
	b.put("VERSION", "2.0")
	b.put("PRODID", "-//Kanmin//Kanmin//JA")
	b.put("CALSCALE", "GREGORIAN")
	b.put("X-WR-CALNAME", name)
	b.put("REFRESH-INTERVAL;VALUE=DURATION", again) // RFC 7986
	b.put("X-PUBLISHED-TTL", again)
	return b
}

// event writes one, from when until when in two whole properties.
func (b *file) event(id string, now ident.Instant, span [2]string, title, link string) {
	b.put("BEGIN", "VEVENT")
	b.put("UID", escaped(id))
	b.put("DTSTAMP", stamp(now))
	b.WriteString(folded(span[0]))
	b.WriteString(folded(span[1]))
	b.put("SUMMARY", escaped(title))
	b.put("URL", link)
	b.put("CLASS", "PRIVATE")
	b.put("TRANSP", "TRANSPARENT")
	b.put("END", "VEVENT")
}

func (b *file) ended() []byte {
	b.put("END", "VCALENDAR")
	return b.Bytes()
}

func stamp(at ident.Instant) string { return at.Time().UTC().Format("20060102T150405Z") }

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
