package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoDesignated: only the designated operator owes the report (C14).
var whoDesignated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.designated", Name: text.Both{Ja: "指定された事業者である", En: "the operator is designated by name"},
		Provision: []string{"espa.50", "act.2.3"}, Source: []string{"S1", "S6"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"designated"},
	Check: func(s *subject) law.Truth { return s.designated },
}
