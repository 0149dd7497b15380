package incident_test

import (
	"strings"
	"testing"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/incident"
)

func TestFirstStepsFitWhatIsKnown(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"access trace": "access", "obstruction": "ddos", "malware access": "malware access", "unclear": "unknown", "trace": "unknown", "": "unknown", "malware / ransomware": "ransomware", "access / ddos": "ddos access", "trace / other": "unknown",
	} {
		kinds, kind, _ := strings.Cut(said, " / ")
		var got []string
		for _, c := range incident.FirstSteps(form.Values{"what_kind": {Texts: strings.Fields(kinds)}, "form_kind": {Texts: []string{kind}}}) {
			got = append(got, c.ID)
			if c.Name.Ja == "" || c.Name.En == "" || len(c.Lines) < 6 {
				t.Errorf("%s: %+v", c.ID, c)
			}
			for _, l := range c.Lines {
				if n := len([]rune(l.Ja)); l.Ja == "" || l.En == "" || n > 60 {
					t.Errorf("%s: %d characters: %q", c.ID, n, l.Ja)
				}
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", said, got, want)
		}
	}
}
