package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
	"kanmin/internal/domain/text"
)

func machineAt(field string) func(*subject) string {
	return func(s *subject) string { return s.machinePath + "." + field }
}

func facilityAt(field string) func(*subject) string {
	return func(s *subject) string { return s.facilityPath + "." + field }
}

func whether(id string, path func(*subject) string, ja, en string, at func(*subject) *law.Truth) rule.Fact[subject] {
	return rule.Whether(id, text.Both{Ja: ja, En: en}, path, at)
}

func val(code, ja, en string) rule.Value {
	return rule.Value{Code: code, Both: text.Both{Ja: ja, En: en}}
}

// facts are the questions of this assessment, in the order of the questionnaire.
var facts = []rule.Fact[subject]{
	whether("designated", func(*subject) string { return "operator.designated" }, "事業者は指定されていますか", "is the operator designated?", func(s *subject) *law.Truth { return &s.designated }),
	rule.Choice("internet", text.Both{Ja: "設備とインターネットの接続", En: "connection of the facility to the internet"}, facilityAt("internet"), func(s *subject) *Internet { return &s.internet },
		val("connected", "接続あり", "connected"), val("separated", "物理的分離", "physically separated")),
	rule.Choice("media", text.Both{Ja: "媒体でのデータのやり取り", En: "exchange of data by media"}, facilityAt("media"), func(s *subject) *Media { return &s.media },
		val("periodic", "定期的", "periodic"), val("occasional", "不定期", "occasional"), val("none", "なし", "none")),
	rule.Choice("cloud", text.Both{Ja: "設備の機能のクラウド利用", En: "functions of the facility on cloud"}, facilityAt("cloud"), func(s *subject) *Cloud { return &s.cloud },
		val("all", "全部", "all"), val("most", "大部分", "most"), val("part", "一部", "part"), val("none", "なし", "none")),
	whether("facility_in_place", facilityAt("in_place_on_commencement"), "設備は施行の際に導入済みでしたか", "was the facility in place at commencement?", func(s *subject) *law.Truth { return &s.facilityInPlace }),
	rule.Choice("role", text.Both{Ja: "機器のある区画", En: "segment of the machine"}, func(s *subject) string { return s.segmentPath }, func(s *subject) *Role { return &s.role },
		val("facility", "特定重要設備を含むセグメント", "segment with the facility"), val("dmz", "そのDMZ", "its DMZ"),
		val("exchange", "データをやり取りする領域", "area of exchange"), val("other", "その他", "other")),
	whether("used", machineAt("used"), "事業者が使用していますか", "does the operator use it?", func(s *subject) *law.Truth { return &s.used }),
	whether("in_use", machineAt("spare"), "使用中ですか(予備・使用終了ではない)", "is it in use, neither spare nor retired?", func(s *subject) *law.Truth { return &s.inUse }),
	whether("global_address", machineAt("global_address"), "グローバルIPアドレスがありますか", "has it a global IP address?", func(s *subject) *law.Truth { return &s.global }),
	whether("authenticates", machineAt("authenticates"), "認証を提供していますか", "does it authenticate?", func(s *subject) *law.Truth { return &s.auth }),
	whether("for_service", machineAt("authenticates_for"), "役務を提供するシステムのための認証ですか", "for the system that provides the service?", func(s *subject) *law.Truth { return &s.forService }),
	whether("controls_access", machineAt("controls_access"), "設備のセグメントへのアクセスを制御していますか", "does it control access to the facility's segment?", func(s *subject) *law.Truth { return &s.controls }),
	whether("is_facility", machineAt("is_facility"), "特定重要設備又は構成設備そのものですか", "is it the critical facility or a component facility itself?", func(s *subject) *law.Truth { return &s.isFacility }),
	whether("stores", machineAt("stores_important_data"), "認証情報などの重要データを保存していますか", "does it store important data such as credentials?", func(s *subject) *law.Truth { return &s.stores }),
	whether("stores_typed", machineAt("stores_about"), "それは類型A〜Eの機器のデータですか", "are they data about machines of types A–E?", func(s *subject) *law.Truth { return &s.storesTyped }),
	rule.Choice("kind", text.Both{Ja: "機器の種類", En: "kind of machine"}, machineAt("kind"), func(s *subject) *Make { return &s.kind },
		val("general", "一般の機器", "general machine"), val("appliance", "アプライアンス", "appliance"), val("cloud", "クラウドサービス", "cloud service")),
	whether("bespoke", machineAt("bespoke"), "専用設計品ですか", "was it made for this operator only?", func(s *subject) *law.Truth { return &s.bespoke }),
	whether("in_place", machineAt("in_place_on_commencement"), "施行の際に導入済みでしたか", "was it in place at commencement?", func(s *subject) *law.Truth { return &s.inPlace }),
	whether("integrated", machineAt("integrated_with_existing_facility"), "既存の特定重要設備と一体として運用しますか", "is it run as one with a facility that was there?", func(s *subject) *law.Truth { return &s.integrated }),
	whether("newly_designated", func(*subject) string { return "operator.designated_on" }, "指定から2月以内の導入ですか", "introduced within two months of designation?", func(s *subject) *law.Truth { return &s.newlyDesignated }),
}

// shown are facts that a trace shows but that nobody can change by an answer.
var shown = append([]rule.Fact[subject]{
	whether("sector", func(s *subject) string {
		return s.facilityPath[:len("businesses[")+digits(s.facilityPath[len("businesses["):])+1] + ".sector"
	}, "事業の区分は施行されていますか", "is the sector in force?", func(s *subject) *law.Truth { return &s.sectorActive }),
	whether("software", machineAt("software"), "指定された汎用品がありますか", "is there a designated product?", func(s *subject) *law.Truth { return &s.designatedLine }),
	whether("changed", machineAt("changed_on"), "届出の後に変更がありましたか", "changed since the filing?", func(s *subject) *law.Truth { return &s.changed }),
}, facts...)

func digits(s string) int {
	n := 0
	for n < len(s) && s[n] >= '0' && s[n] <= '9' {
		n++
	}
	return n
}

// Question is one question of the questionnaire with its answers.
type Question struct {
	ID     string       `json:"id"`
	Path   string       `json:"path"` // operator.…, facility.…, machine.…
	Name   text.Both    `json:"name"`
	Values []rule.Value `json:"values"`
}

// Questions returns the questionnaire, in the order in which it is asked: of the operator, of the facility, of each machine.
func Questions() []Question {
	s := &subject{machinePath: "machine", facilityPath: "facility", segmentPath: "machine.segment"}
	out := make([]Question, 0, len(facts))
	for i := range facts {
		out = append(out, Question{facts[i].ID, facts[i].Path(s), facts[i].Name, facts[i].Values})
	}
	return out
}
