package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// Result is the assessment of one event. Its JSON is a contract of `kanmin law assess`.
type Result struct {
	Book           string          `json:"book"`
	Day            law.Day         `json:"day"`
	Required       law.Truth       `json:"required"`   // a report under art. 5 is owed
	Reportable     law.Truth       `json:"reportable"` // in itself, before any waiver
	Waived         law.Truth       `json:"waived"`
	WaivedUntil    law.Day         `json:"waived_until,omitzero"`
	Summary        text.Both       `json:"summary"`
	Certainty      law.Certainty   `json:"certainty"`
	Asks           []string        `json:"asks"` // rules below confirmed on which it rests: they ask, they do not refuse
	Heads          []Head          `json:"heads"`
	Awareness      Awareness       `json:"awareness"`
	Form           *law.Form       `json:"form,omitempty"`
	Items          []law.Item      `json:"items"`
	Techniques     []Technique     `json:"techniques"`
	Clocks         []Clock         `json:"clocks"` // each authority with its own clock, side by side
	Notes          []text.Both     `json:"notes"`
	Contradictions []Contradiction `json:"contradictions"`
	Assumptions    []Assumption    `json:"assumptions"`
	Trace          []rule.Fired    `json:"trace"`
	Nearly         []rule.Nearly   `json:"nearly"`
	Changes        []Change        `json:"changes"`
	Open           []Change        `json:"open"`
}

// Head is one clause by which the event is, or may be, reportable.
type Head struct {
	Rule    string    `json:"rule"`
	Name    text.Both `json:"name"`
	Outcome law.Truth `json:"outcome"`
}

// Awareness is from which day the operator counts as aware (認知), and why.
type Awareness struct {
	Day      law.Day        `json:"day,omitzero"`
	Rule     string         `json:"rule"`
	Name     text.Both      `json:"name"`
	Elapsed  int            `json:"elapsed_days"` // since that day, for 「速やかに」; never overdue
	Readings []AwareReading `json:"readings"`
}

// AwareReading is another day from which one could count.
type AwareReading struct {
	ID   string    `json:"id"` // own, provider, contractor
	Name text.Both `json:"name"`
	Day  law.Day   `json:"day"`
	Due  law.Day   `json:"due,omitzero"` // of the detailed report
}

// Clock is one authority and what it expects by when.
type Clock struct {
	Recipient        string          `json:"recipient"`
	Name             text.Both       `json:"name"`
	Channel          law.Channel     `json:"channel"`
	ChannelName      text.Both       `json:"channel_name"`
	ChannelCertainty law.Certainty   `json:"channel_certainty"`
	Required         law.Truth       `json:"required"`
	Prompt           *text.Both      `json:"prompt,omitempty"` // 「速やかに」 and the time gone by
	Dues             []law.Due       `json:"dues"`
	Provision        []law.Provision `json:"provision"`
	Certainty        law.Certainty   `json:"certainty"`
	Note             text.Both       `json:"note,omitzero"`
}

// Technique is an ATT&CK technique that the common form asks for.
type Technique struct {
	ID        string        `json:"id"`
	Name      text.Both     `json:"name"`
	Certainty law.Certainty `json:"certainty"`
}

// Change is one answer to one question, and the outcome with it.
type Change struct {
	Path    string    `json:"path"`
	Fact    text.Both `json:"fact"`
	From    text.Both `json:"from"`
	To      text.Both `json:"to"`
	Outcome text.Both `json:"outcome"`
}

// Assumption is an answer that was taken because the question was not answered.
type Assumption struct {
	Path string    `json:"path"`
	Says text.Both `json:"says"`
}

// Contradiction names two facts that cannot both be so.
type Contradiction struct {
	ID     string    `json:"id"`
	Says   text.Both `json:"says"`
	Places []string  `json:"places"`
}
