package form

import (
	"strings"
	"time"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

const momentLayout = "2006-01-02T15:04Z07:00"

// ReadMoment reads a point in time as people type it and returns it to the minute as
// "2026-11-24T10:15+09:00". Without a zone it is Japan's time. Days may be written in 和暦, full
// width, with slashes, dots or kanji; the hour follows after T, a space, or as 10時15分.
func ReadMoment(s string) (string, error) {
	bad := fault.New(fault.Invalid, "fault.form.moment", fault.Args{"text": clip(s)})
	if len(s) > 80 {
		return "", bad
	}
	s = strings.TrimSpace(width.Narrow.String(s))
	for _, layout := range []string{time.RFC3339Nano, momentLayout} {
		if t, err := time.Parse(layout, strings.ToUpper(s)); err == nil {
			return keepYear(t, bad)
		}
	}
	day, clock := cutClock(s)
	d, err := law.ReadDay(day)
	if err != nil {
		return "", bad
	}
	hm, err := time.Parse("15:04", clock)
	if err != nil {
		return "", bad
	}
	t, err := time.ParseInLocation("2006-01-02", d.Day.String(), ident.JST)
	if err != nil {
		return "", bad
	}
	return keepYear(t.Add(time.Duration(hm.Hour())*time.Hour+time.Duration(hm.Minute())*time.Minute), bad)
}

// keepYear bounds years to those in which the platform or its law can have had an event.
func keepYear(t time.Time, bad error) (string, error) {
	if t.Year() < 2000 || t.Year() > 2199 {
		return "", bad
	}
	return t.Format(momentLayout), nil
}

// cutClock parts "R8.11.24 10:15", "2026-11-24T10:15:00" and "令和8年11月24日 10時15分" into day and hour.
func cutClock(s string) (day, clock string) {
	i := strings.LastIndexAny(s, " Tt")
	if j := strings.LastIndex(s, "日"); j >= 0 && i < j {
		i = j + len("日") - 1
	}
	if i < 0 {
		return s, ""
	}
	clock = strings.TrimSpace(s[i+1:])
	clock = strings.TrimSuffix(strings.NewReplacer("時", ":", "分", "").Replace(clock), ":")
	if strings.Count(clock, ":") == 2 { // seconds are dropped
		clock = clock[:strings.LastIndex(clock, ":")]
	}
	hour, minute, _ := strings.Cut(clock, ":")
	if hour != "" {
		clock = hour + ":" + strings.Repeat("0", max(0, 2-len(minute))) + minute // 10時, 9時5分
	}
	return strings.TrimRight(strings.TrimSpace(s[:i+1]), "Tt "), clock
}

// MomentInstant returns the instant of a moment in the notation of ReadMoment.
func MomentInstant(s string) (ident.Instant, error) {
	t, err := time.Parse(momentLayout, s)
	if err != nil {
		return 0, fault.New(fault.Invalid, "fault.form.moment", fault.Args{"text": clip(s)})
	}
	return ident.At(t), nil
}
