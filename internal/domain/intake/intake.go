// Package intake owns 電話での受付 (R6, R7): a 速報 that an officer took down on the telephone (強化法5条), what was said of the call, and how
// long the operator has not confirmed it. The report arrived when the call was taken; whether it is confirmed changes nothing of that.
package intake

import (
	"strings"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Limit is how many characters a name or number has at most.
const Limit = oncall.Limit

// Oldest is how long ago a call may lie that is entered now: older ones are a slip of the year, or something to be sent by the operator.
const Oldest = 31 * 24 * time.Hour

// Near is within how much time two calls of one operator are asked about: colleagues may have taken the same one.
const Near = time.Hour

// State is where a report that came by telephone stands.
type State string

// The states. Nothing leads back: what is confirmed is changed by further reports.
const (
	Waiting   State = "waiting"   // 未確認
	Confirmed State = "confirmed" // 確認済み: as it was taken down
	Corrected State = "corrected" // 訂正して確認済み: a further revision says what differs
)

// Call is what the officer says of the call.
type Call struct {
	Caller string
	Phone  string // where to call back
	At     ident.Instant
}

// Again is asked where another report of the operator came by telephone at about the same time.
const Again = "ask.intake.again"

// Intake is a report that came by telephone.
type Intake struct {
	Filing    ident.Filing
	Org       ident.Org // that reported
	Unit      ident.Unit
	OfficeOrg ident.Org // that took the call
	Office    ident.Unit
	State     State
	CalledAt  ident.Instant
	At        ident.Instant // when it was entered
	BackAt    ident.Instant // when the operator was called back; 0: not yet
	DoneAt    ident.Instant // when it was confirmed; 0: not yet
	Rev       int
	Said
}

// Said are what is sealed of it.
type Said struct {
	Caller   string `json:"caller,omitempty"`
	Phone    string `json:"phone,omitempty"`
	OfficeIs string `json:"office,omitempty"`
	OfficeEn string `json:"office_en,omitempty"`
	By       string `json:"by,omitempty"` // the officer; for their own organisation alone
	BackTo   string `json:"back_to,omitempty"`
	BackBy   string `json:"back_by,omitempty"`
	DoneBy   string `json:"done_by,omitempty"` // of the operator; for it alone
}

// Here reports whether there is one at all.
func (i Intake) Here() bool { return i.State != "" }

// Cut leaves what an organisation may know that has the report: the office's people are the office's, the operator's are the operator's, and
// who called and from which number is part of the section of contacts.
func (i Intake) Cut(reader ident.Org, contact bool) Intake {
	if reader != i.OfficeOrg {
		i.By, i.BackBy = "", ""
	}
	if reader != i.Org {
		i.DoneBy = ""
		if !contact {
			i.Caller, i.Phone, i.BackTo = "", "", ""
		}
	}
	return i
}

// Waits is how long it has not been confirmed.
func (i Intake) Waits(now ident.Instant) time.Duration { return now.Time().Sub(i.At.Time()) }

// Operator is one for which an office may take a call.
type Operator struct {
	party.Org
	Unit ident.Unit // under which its report is filed
}

// Matches reports whether a search finds the operator: a part of a name, or its 法人番号.
func (o Operator) Matches(q string) bool {
	q = text.Key(q)
	for _, name := range []string{o.Name, o.Kana, o.NameEn} {
		if q != "" && strings.Contains(text.Key(name), q) {
			return true
		}
	}
	return q != "" && o.CorporateNumber == q
}

// Check judges a call that is entered now. Its faults name "caller", "phone" and "called_at".
func (c Call) Check(now ident.Instant) []fault.Field {
	var l fault.List
	switch {
	case text.Blank(c.Caller):
		l.Add("caller", "fault.oncall.name", nil)
	case !storable(c.Caller):
		l.Add("caller", "fault.oncall.long", nil)
	}
	switch {
	case !oncall.Dialled(c.Phone):
		l.Add("phone", "fault.oncall.phone", nil)
	case !storable(c.Phone):
		l.Add("phone", "fault.oncall.long", nil)
	}
	switch {
	case c.At == 0:
		l.Add("called_at", "fault.form.needed", nil)
	case c.At > now:
		l.Add("called_at", "fault.intake.future", nil)
	case now.Time().Sub(c.At.Time()) > Oldest:
		l.Add("called_at", "fault.intake.old", nil)
	}
	return l.Fields
}

func storable(s string) bool {
	var l fault.List
	text.Check(&l, "", s, Limit)
	return len(l.Fields) == 0 && !strings.ContainsAny(s, "\r\n\t")
}

// Later lists the moments of a form that lie after the call: nobody tells what has not come to pass.
func (c Call) Later(f form.Form, values form.Values) []fault.Field {
	var l fault.List
	for _, one := range f.Fields() {
		at, err := form.MomentInstant(values[one.ID].Text())
		if one.Kind == form.Moment && err == nil && at > c.At {
			l.Add(one.ID, "fault.intake.later", nil)
		}
	}
	return l.Fields
}

// Contact is where to call back, as the 速報 says it.
func (c Call) Contact() string { return c.Caller + " " + c.Phone }
