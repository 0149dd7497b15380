package feed

import (
	"strings"
	"time"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// layouts are how sources write an instant. One that names no zone is UTC, as the NVD and the CVE records mean it.
var layouts = []string{
	time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00", "2006-01-02T15:04:05.999999999-0700", time.DateTime, time.DateOnly,
}

// Instant reads when something happened; nothing is the zero instant.
func (p Place) Instant(s string) (ident.Instant, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return 0, nil
	}
	for _, l := range layouts {
		if t, err := time.Parse(l, s); err == nil {
			return ident.At(t), nil
		}
	}
	return 0, p.Fault("fault.feed.instant", "text", s)
}

// Day reads a day as sources write it, YYYY-MM-DD; nothing is no day.
func (p Place) Day(s string) (law.Day, error) {
	if s = strings.TrimSpace(s); s == "" {
		return law.Day{}, nil
	}
	d, err := law.ParseDay(s)
	if err != nil {
		return law.Day{}, p.Fault("fault.feed.instant", "text", s)
	}
	return d, nil
}
