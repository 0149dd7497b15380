package event

import (
	"strings"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Facts are what is known about an event. Everything may be absent.
type Facts struct {
	Operator Operator     `json:"operator"`
	Machine  Machine      `json:"machine"`
	Happened Happened     `json:"happened"`
	When     When         `json:"when"`
	Kind     Kind         `json:"kind,omitempty"`
	Personal PersonalData `json:"personal_data"`
}

// Operator is who would report.
type Operator struct {
	Name         string     `json:"name,omitempty"`
	Corporate    string     `json:"corporate_number,omitempty"`
	Designated   law.Truth  `json:"designated,omitempty"`
	DesignatedOn law.Day    `json:"designated_on,omitzero"`
	Sector       law.Sector `json:"sector,omitempty"`
	Class        string     `json:"class,omitempty"`
}

// Machine is the computer on which it happened.
type Machine struct {
	Name      string       `json:"name,omitempty"`
	Specified law.Truth    `json:"specified,omitempty"` // it is a 特定重要電子計算機, exempt from the notification or not
	Types     []law.Letter `json:"types,omitempty"`
	TypeE     law.Truth    `json:"type_e,omitempty"`
	Model     Model        `json:"model,omitempty"`
	Layer     Layer        `json:"layer,omitempty"` // for PaaS: where it happened
}

// Happened are the acts, the traces and what led to them, in the words of the draft.
type Happened struct {
	Malware           law.Truth `json:"malware_executable,omitempty"`     // ① 実行可能な状態に置かれた
	Access            law.Truth `json:"unauthorised_access,omitempty"`    // ②
	Interference      law.Truth `json:"interference,omitempty"`           // ③
	Line              law.Truth `json:"line_impaired,omitempty"`          // ③ by impairing the line connected to it
	Harm              law.Truth `json:"harm,omitempty"`                   // its cybersecurity is harmed
	MalwareTrace      law.Truth `json:"malware_trace,omitempty"`          // 痕跡
	AccessTrace       law.Truth `json:"access_trace,omitempty"`           // 痕跡
	InterferenceTrace law.Truth `json:"interference_trace,omitempty"`     // 痕跡
	Received          law.Truth `json:"malware_received,omitempty"`       // ①'
	Attempt           law.Truth `json:"bypass_attempted,omitempty"`       // ②' 免れる情報等の入力
	Credentials       law.Truth `json:"credentials_stolen,omitempty"`     // ②' 認証情報の窃取
	Command           law.Truth `json:"false_command_received,omitempty"` // ③'
	Scan              law.Truth `json:"only_scan_or_refused,omitempty"`   // a scan or refused tries, no trace
}

// When are the days. Three stamps are kept apart: occurred, others noticed, the operator knew.
type When struct {
	Occurred    Moment `json:"occurred,omitzero"`
	Aware       Moment `json:"operator_aware,omitzero"`
	Provider    Moment `json:"provider_notified,omitzero"`
	Contractor  Moment `json:"contractor_noticed,omitzero"`
	Acknowledge Moment `json:"contractor_told,omitzero"` // when the contractor's word reached the operator
}

// PersonalData are the facts of 個人情報保護法施行規則7条.
type PersonalData struct {
	Leak      law.Truth `json:"leak,omitempty"` // leak, loss or damage of personal data, or its possibility
	Sensitive law.Truth `json:"sensitive,omitempty"`
	Financial law.Truth `json:"financial_harm,omitempty"`
	Improper  law.Truth `json:"improper_purpose,omitempty"` // an attack has one
	Thousand  law.Truth `json:"over_1000,omitempty"`
}

// Kind is what sort of event it was: ddos, ransomware, other. In it and the sets below "" is not answered and "unknown"
// is 分からない.
type Kind string

// Model is how the computer is had: own, iaas, paas, saas.
type Model string

// Layer is where on a PaaS it happened: application, middleware, os.
type Layer string

const unknown = "unknown"

func choose[T ~string](into *T, b []byte, choices ...string) error {
	switch string(b) {
	case "":
		*into = ""
		return nil
	case unknown, "分からない", "わからない", "不明", "未把握":
		*into = unknown
		return nil
	}
	for _, c := range choices {
		if c == string(b) {
			*into = T(c)
			return nil
		}
	}
	return fault.New(fault.Invalid, "fault.law.choice", fault.Args{"text": string(b[:min(len(b), 40)]), "choices": strings.Join(choices, " ") + " unknown"})
}

// UnmarshalText reads ddos, ransomware, other or unknown.
func (v *Kind) UnmarshalText(b []byte) error { return choose(v, b, "ddos", "ransomware", "other") }

// UnmarshalText reads own, iaas, paas, saas or unknown.
func (v *Model) UnmarshalText(b []byte) error { return choose(v, b, "own", "iaas", "paas", "saas") }

// UnmarshalText reads application, middleware, os or unknown.
func (v *Layer) UnmarshalText(b []byte) error { return choose(v, b, "application", "middleware", "os") }

// Moment is a day in Japan, with the instant when it is known.
type Moment struct {
	Day law.Day
	At  ident.Instant // 0 when only the day is known
}

// On makes a moment of which only the day is known.
func On(d law.Day) Moment { return Moment{Day: d} }

// IsZero reports whether nothing is known.
func (m Moment) IsZero() bool { return m.Day.IsZero() }

// UnmarshalText reads an RFC 3339 time, or a day as people type it.
func (m *Moment) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*m = Moment{}
		return nil
	}
	if t, err := time.Parse(time.RFC3339, string(b)); err == nil && t.Year() >= 1900 && t.Year() < 2200 {
		at := ident.At(t)
		*m = Moment{law.DayOf(at), at}
		return nil
	}
	r, err := law.ReadDay(string(b))
	if err != nil {
		return err
	}
	*m = Moment{Day: r.Day}
	return nil
}

// MarshalText writes the instant in JST, or the day.
func (m Moment) MarshalText() ([]byte, error) {
	if m.At != 0 {
		return []byte(m.At.Japan().Format(time.RFC3339)), nil
	}
	return m.Day.MarshalText()
}
