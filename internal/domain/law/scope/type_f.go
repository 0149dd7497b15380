package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

// typeF: 考え方の案 類型F「A～Eの特定重要電子計算機に係る重要データ(認証情報等)を保存している機器」. It depends on
// the machines whose data it keeps, which the facts name.
var typeF = rule.Condition[subject]{
	Cite: law.Cite{
		ID: "scope.type.f", Name: text.Both{Ja: "類型F: 類型A〜Eの機器の重要データを保存している", En: "type F: it stores important data about machines of types A–E"},
		Provision: []string{"act.2.2.2", "draft.types"}, Quote: "A～Eの特定重要電子計算機に係る重要データ(認証情報等)を保存している機器", Source: []string{"S0"}, Status: law.Proposed, Certainty: law.Drafted, From: law.Commencement,
	},
	Reads: []string{"stores", "stores_typed"},
	Check: func(s *subject) law.Truth { return law.All(s.stores, s.storesTyped) },
}
