package look

// Every class that Go chooses stands in this file, because the style sheet is built from it
// and from the templates only (web/css/app.css).

// Tone is how something is to be felt; the words beside it say the same.
type Tone string

// The tones.
const (
	Plain  Tone = "plain"
	Info   Tone = "info"
	Good   Tone = "good"
	Warn   Tone = "warn"
	Danger Tone = "danger"
)

// Class returns the class of the tone.
func (t Tone) Class() string {
	switch t {
	case Info:
		return "tone-info"
	case Good:
		return "tone-good"
	case Warn:
		return "tone-warn"
	case Danger:
		return "tone-danger"
	case Plain:
	}
	return "tone-plain"
}

// Certainty is how well a legal value is known, as law.md grades it.
type Certainty string

// The certainties, with the words that pages show: 確認済み, 報道等, 政府案, 未確認.
const (
	Confirmed Certainty = "confirmed"
	Reported  Certainty = "reported"
	DraftLaw  Certainty = "draft"
	Unknown   Certainty = "unknown"
)

// Class returns the class of the mark.
func (c Certainty) Class() string {
	switch c {
	case Confirmed:
		return "mark-confirmed"
	case Reported:
		return "mark-reported"
	case DraftLaw:
		return "mark-draft"
	case Unknown:
	}
	return "mark-unknown"
}

// Key is the catalogue key of the mark's word.
func (c Certainty) Key() string {
	switch c {
	case Confirmed:
		return "certainty.confirmed"
	case Reported:
		return "certainty.reported"
	case DraftLaw:
		return "certainty.draft"
	case Unknown:
	}
	return "certainty.unknown"
}

// class of an input by its width.
func inputClass(f Field) string {
	c := "input"
	switch f.Width {
	case Short:
		c += " input-short"
	case Mid:
		c += " input-mid"
	case Full:
	}
	return c
}

// class of an event's dot on a timeline.
func eventClass(e Event) string {
	switch {
	case e.Alert:
		return "alert"
	case e.Done:
		return "done"
	}
	return ""
}

// class of a series of a plot: colour, and a pattern where several stand on one another.
func seriesClass(j int) string {
	switch j {
	case 0:
		return "series-1"
	case 1:
		return "series-2"
	}
	return "series-3"
}

// class of a line across a plot.
func gridClass(ground bool) string {
	if ground {
		return "plot-ground"
	}
	return "plot-grid"
}

// class of the label of one of n places: every second one gives way on a narrow screen when they are many.
func labelClass(i, n int) string {
	if n > 6 && i%2 == 1 {
		return "plot-label plot-label-odd"
	}
	return "plot-label"
}
