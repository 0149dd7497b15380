package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// whoSpecified: 法5条 speaks of 特定重要電子計算機. The exemption of 命令2条1項ただし書 takes nothing out of it (C2).
var whoSpecified = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "event.specified", Name: text.Both{Ja: "特定重要電子計算機で起きた", En: "on a specified critical computer"},
		Provision: []string{"act.2.2.2", "act.5"}, Source: []string{"S1", "S3"}, Certainty: law.Confirmed, From: law.Commencement,
		Note: text.Both{Ja: "届出の例外となる製品の上で起きても、報告の対象です(二次情報)。", En: "Also on a product exempt from notification (reported)."},
	},
	Reads: []string{"specified"},
	Check: func(s *subject) law.Truth { return s.specified },
}
