package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoDesignated: the duty is that of the operator designated by name; a parent or sister company is not
// obliged by the designation of another (C14).
var whoDesignated = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.designated", Name: text.Both{Ja: "指定された事業者である", En: "the operator is designated by name"},
		Provision: []string{"espa.50", "act.2.3"}, Source: []string{"S1", "S6", "S3"}, Certainty: law.Confirmed, From: law.Commencement,
		Note: text.Both{Ja: "親会社や兄弟会社は、自ら指定されていなければ義務を負いません。", En: "A parent or sister company is not obliged unless designated itself."},
	},
	Reads: []string{"designated"},
	Check: func(s *subject) law.Truth { return s.designated },
}
