package report

import (
	"strings"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/flow/submitting"
)

// carried are the answers of the 速報 that the assessment holds already. A day without a time of day is not carried: the form asks
// for a moment. What the draft holds is left alone.
func carried(f *event.Facts, kept []filing.Entry) map[string]submitting.Answer {
	out := map[string]submitting.Answer{}
	if f == nil {
		return out
	}
	have := map[string]bool{}
	for _, e := range kept {
		have[e.Field] = true
	}
	put := func(field string, texts ...string) {
		if len(texts) > 0 && texts[0] != "" && !have[field] {
			out[field] = submitting.Answer{Value: form.Value{Texts: texts}}
		}
	}
	put("what_kind", kinds(&f.Happened)...)
	put("aware_at", moment(f.When.Aware))
	noticed := f.When.Acknowledge
	if noticed.IsZero() {
		noticed = f.When.Provider
	}
	put("noticed_at", moment(noticed))
	put("which", strings.TrimSpace(f.Machine.Name))
	return out
}

func moment(m event.Moment) string {
	if m.At == 0 {
		return ""
	}
	return m.At.Japan().Format("2006-01-02T15:04-07:00")
}

// kinds are the choices of 何が起きていますか that the answers say yes to.
func kinds(h *event.Happened) []string {
	var out []string
	for _, k := range []struct {
		id    string
		facts []law.Truth
	}{
		{"malware", []law.Truth{h.Malware}}, {"access", []law.Truth{h.Access}}, {"obstruction", []law.Truth{h.Interference, h.Line}},
		{"trace", []law.Truth{h.MalwareTrace, h.AccessTrace, h.InterferenceTrace, h.Received, h.Attempt, h.Credentials, h.Command}},
	} {
		if law.Any(k.facts...) == law.Yes {
			out = append(out, k.id)
		}
	}
	if len(out) == 0 {
		out = append(out, "unclear")
	}
	return out
}
