package indicator

import (
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Reading is how the lines of an answer are read.
type Reading string

// The readings.
const (
	Indicators Reading = "indicators" // 侵害指標 (IoC)
	CVEs       Reading = "cves"       // 脆弱性の番号, nothing else
	Techniques Reading = "techniques" // ATT&CK の番号, nothing else
)

// Faults are the places of an answer that cannot be read so.
func (r Reading) Faults(pasted string) (faults []Fault) {
	switch r {
	case Indicators:
		_, faults = Read(pasted)
	case CVEs:
		_, faults = numbered(pasted, cve, "fault.indicator.cve")
	case Techniques:
		_, faults = numbered(pasted, technique, "fault.indicator.technique")
	}
	return faults
}

// ReadCVEs are the CVE numbers of a text, each once: CVE-2024-21762.
func ReadCVEs(pasted string) []string {
	list, _ := numbered(pasted, cve, "")
	return list
}

// ReadTechniques are the numbers of ATT&CK techniques of a text, each once: T1498.001.
func ReadTechniques(pasted string) []string {
	list, _ := numbered(pasted, technique, "")
	return list
}

var (
	cve       = regexp.MustCompile(`^CVE-(?:1999|2\d{3})-\d{4,19}$`)
	technique = regexp.MustCompile(`^T\d{4}(?:\.\d{3})?$`)
	hyphens   = strings.NewReplacer("‐", "-", "‑", "-", "–", "-", "—", "-", "−", "-", "ー", "-", "ｰ", "-", "_", "-")
)

// numbered reads numbers of one pattern, parted by spaces and commas; anything else is a fault.
func numbered(pasted string, pattern *regexp.Regexp, code string) (list []string, faults []Fault) {
	seen := map[string]bool{}
	for i, line := range strings.Split(pasted, "\n") {
		line = strings.ToUpper(hyphens.Replace(width.Narrow.String(strings.ToValidUTF8(line, "\ufffd"))))
		for _, piece := range strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(" \t\r,、。;/|", r) || r == 0x3000 || r == 0xff64 }) {
			switch {
			case !pattern.MatchString(piece):
				if len(faults) < faultsMost {
					faults = append(faults, Fault{Line: i + 1, Code: code, Text: clip(piece)})
				}
			case !seen[piece]:
				seen[piece] = true
				list = append(list, piece)
			}
		}
	}
	return list, faults
}

// Args are what the sentence of a fault says.
func (f Fault) Args() map[string]string {
	args := map[string]string{"line": strconv.Itoa(f.Line), "text": f.Text}
	if f.Many > 0 {
		args["count"], args["max"] = strconv.Itoa(f.Many), strconv.Itoa(Most)
	}
	return args
}
