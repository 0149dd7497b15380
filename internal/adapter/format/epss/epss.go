// Package epss reads the scores of a day (EPSS, FIRST): how likely it is that a vulnerability is exploited within 30 days.
package epss

import (
	"bufio"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"kanmin/internal/adapter/format/feed"
	"kanmin/internal/domain/vuln"
)

// The bounds of a line.
const (
	longest  = 1000
	columns  = "cve,epss,percentile"
	millions = 1_000_000
)

// Scores reads the file: a remark with model and day, the names of the columns, a line for each CVE. A file that does not end with
// its last line's end was cut, and is refused.
func Scores(name string, in io.Reader, take feed.Take) error {
	p := feed.Place{File: name}
	whole := &ending{in: in}
	lines := bufio.NewScanner(whole)
	lines.Buffer(make([]byte, 0, longest), longest)
	var head vuln.Chance
	started := false
	for lines.Scan() {
		p.Line++
		line := strings.TrimSuffix(lines.Text(), "\r")
		if p.Line == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		var err error
		switch {
		case !utf8.ValidString(line):
			return p.Fault("fault.feed.encoding")
		case line == "":
		case line[0] == '#':
			head, err = remark(p, line)
		case !started && line == columns:
			started = true
		case !started:
			return p.Fault("fault.feed.format", "want", columns, "text", line)
		default:
			p.Record++
			err = row(p, line, head, take)
		}
		if err != nil {
			return err
		}
	}
	switch err := lines.Err(); {
	case errors.Is(err, bufio.ErrTooLong):
		p.Line++
		return p.Over("fault.feed.line", longest)
	case err != nil:
		return p.Broken(err)
	case !started || whole.last != '\n':
		return p.Fault("fault.feed.cut")
	}
	return nil
}

// ending remembers the last byte.
type ending struct {
	in   io.Reader
	last byte
}

func (e *ending) Read(p []byte) (int, error) {
	n, err := e.in.Read(p)
	if n > 0 {
		e.last = p[n-1]
	}
	return n, err
}

// remark reads "#model_version:v2026.03.14,score_date:2026-11-30T00:00:00+0000".
func remark(p feed.Place, line string) (c vuln.Chance, err error) {
	for part := range strings.SplitSeq(line[1:], ",") {
		name, value, _ := strings.Cut(part, ":")
		switch strings.TrimSpace(name) {
		case "model_version":
			c.Model = feed.Clip(strings.TrimSpace(value))
		case "score_date":
			day, _, _ := strings.Cut(value, "T")
			if c.On, err = p.Day(day); err != nil {
				return c, err
			}
		}
	}
	return c, nil
}

func row(p feed.Place, line string, c vuln.Chance, take feed.Take) error {
	id, rest, _ := strings.Cut(line, ",")
	probability, percentile, ok := strings.Cut(rest, ",")
	if !ok {
		return p.Wrong(line)
	}
	d, err := feed.NewDraft(p, vuln.EPSS, id)
	if err != nil {
		return err
	}
	a, good := feed.Number(probability).Scaled(millions)
	b, fine := feed.Number(percentile).Scaled(millions)
	if !good || !fine || a > millions || b > millions {
		return d.Place.Wrong(line)
	}
	c.Probability, c.Percentile = a, b
	d.Publisher, d.EPSS = "FIRST", &c
	if !c.On.IsZero() {
		if err := d.Dates(c.On.String(), "", ""); err != nil {
			return err
		}
	}
	return take(d, []byte(line))
}
