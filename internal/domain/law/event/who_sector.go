package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoSector: 医療 is enacted and waits for its Cabinet Order (C11).
var whoSector = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.sector", Name: text.Both{Ja: "事業の区分が施行されている", En: "the sector is in force"},
		Provision: []string{"espa.50", "espa.amend"}, Source: []string{"S6", "S3"}, Certainty: law.Confirmed, From: law.Commencement,
	},
	Reads: []string{"sector"},
	Check: func(s *subject) law.Truth { return s.sectorActive },
}
