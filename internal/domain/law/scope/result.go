package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// Result is the assessment: the 範囲整理表 with its reasons. Its JSON is a contract of `kanmin law assess`.
type Result struct {
	Book           string          `json:"book"`
	Day            law.Day         `json:"day"`
	Notes          []text.Both     `json:"notes"`
	Contradictions []Contradiction `json:"contradictions"`
	Assumptions    []Assumption    `json:"assumptions"`
	Facilities     []Area          `json:"facilities"`
	Machines       []Verdict       `json:"machines"`
	Rows           []Row           `json:"rows"` // what the notification would hold, folded (R20)
	Unit           law.Statement   `json:"unit"` // by which rule it was folded, and how sure that is
}

// Area is what is asked about one facility.
type Area struct {
	Path      string       `json:"path"`
	ID        string       `json:"id"`
	Name      string       `json:"name,omitempty"`
	Sector    law.Sector   `json:"sector"`
	Active    law.Truth    `json:"sector_in_force"`
	Ministers []Addressee  `json:"ministers"`
	Asked     []law.Letter `json:"asked"`   // types for which machines are asked, in the wider reading
	Special   law.Truth    `json:"special"` // a special rule about areas holds
	Trace     []rule.Fired `json:"trace"`
	Readings  []Reading    `json:"readings,omitempty"` // of the special rule, when it may hold
}

// Addressee is one minister with the words in which it is addressed.
type Addressee struct {
	Minister law.Minister `json:"minister"`
	Title    text.Both    `json:"title"`
}

// Reading is one way to read the text where there are two.
type Reading struct {
	ID      string       `json:"id"` // wide, narrow
	Name    text.Both    `json:"name"`
	Default bool         `json:"default"`
	Types   []law.Letter `json:"types"`
	File    law.Truth    `json:"file,omitzero"` // of one machine; absent for a facility
}

// Verdict is the answer about one machine or class of machines.
type Verdict struct {
	Path               string        `json:"path"`
	ID                 string        `json:"id"`
	Name               string        `json:"name,omitempty"`
	Count              int           `json:"count,omitempty"`
	Specified          law.Truth     `json:"specified"` // 特定重要電子計算機
	SpecifiedCertainty law.Certainty `json:"specified_certainty"`
	Types              []law.Letter  `json:"types"`
	Possible           []law.Letter  `json:"possible"` // types that remain possible
	File               law.Truth     `json:"file"`
	Report             law.Truth     `json:"report"` // its incidents are reportable
	Lines              []Line        `json:"lines"`
	Dues               []law.Due     `json:"dues"`               // every clock that remains possible, the one to work to first
	Readings           []Reading     `json:"readings,omitempty"` // when the text gives two answers
	Summary            text.Both     `json:"summary"`
	Certainty          law.Certainty `json:"certainty"`
	Asks               []string      `json:"asks"` // rules below confirmed on which the answer rests: they ask, they do not refuse
	ByHand             string        `json:"by_hand,omitempty"`
	Trace              []rule.Fired  `json:"trace"`
	Nearly             []rule.Nearly `json:"nearly"`
	Changes            []Change      `json:"changes"` // what would change the answer, one fact at a time
	Open               []Change      `json:"open"`    // what is not known yet, and what each answer would give
}

// Change is one answer to one question, and the outcome with it.
type Change struct {
	Path    string    `json:"path"`
	Fact    text.Both `json:"fact"`
	From    text.Both `json:"from"`
	To      text.Both `json:"to"`
	Outcome text.Both `json:"outcome"`
}

// Line is one thing to file about a machine, or not to.
type Line struct {
	Kind    string    `json:"kind"` // software, appliance, service, facility-service
	Layer   Layer     `json:"layer,omitempty"`
	Maker   string    `json:"maker"`
	Product string    `json:"product"`
	File    law.Truth `json:"file"`
	Rule    string    `json:"rule"` // why: the granularity or the exemption
	Why     text.Both `json:"why"`
}

// Row is one row of the notification: product × facility × set of types (R20). The machines behind it stay in the 社内台帳.
type Row struct {
	Facility string       `json:"facility"`
	Types    []law.Letter `json:"types"`
	Kind     string       `json:"kind"`
	Maker    string       `json:"maker"`
	Product  string       `json:"product"`
	File     law.Truth    `json:"file"`
	Machines []string     `json:"machines"` // ids, so that the fold can be undone
	DueOn    law.Day      `json:"due_on,omitzero"`
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
