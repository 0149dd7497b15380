package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// contradiction is two facts that cannot both be so.
type contradiction struct {
	id     string
	says   text.Both
	holds  func(*Facts) bool
	places []string
}

var contradictionsTable = []contradiction{
	{"aware-before-occurred", text.Both{Ja: "認知した日が、発生した日より前です。", En: "Aware before it occurred."},
		func(f *Facts) bool { return !f.When.Aware.IsZero() && f.When.Aware.Day.Before(f.When.Occurred.Day) }, []string{"when.operator_aware", "when.occurred"}},
	{"provider-before-occurred", text.Both{Ja: "クラウド事業者の通知が、発生した日より前です。", En: "The provider's notice lies before the event."},
		func(f *Facts) bool {
			return !f.When.Provider.IsZero() && f.When.Provider.Day.Before(f.When.Occurred.Day)
		}, []string{"when.provider_notified", "when.occurred"}},
	{"told-before-noticed", text.Both{Ja: "委託先の連絡が、委託先の気付きより前です。", En: "The contractor told before it noticed."},
		func(f *Facts) bool {
			return !f.When.Acknowledge.IsZero() && f.When.Acknowledge.Day.Before(f.When.Contractor.Day)
		}, []string{"when.contractor_told", "when.contractor_noticed"}},
	{"own-provider", text.Both{Ja: "オンプレミスとありますが、クラウド事業者の通知があります。", En: "Own machine, but a provider's notice."},
		func(f *Facts) bool { return f.Machine.Model == "own" && !f.When.Provider.IsZero() }, []string{"machine.model", "when.provider_notified"}},
	{"not-specified-types", text.Both{Ja: "特定重要電子計算機ではないとありますが、類型が書かれています。", En: "No specified critical computer, but types are given."},
		func(f *Facts) bool { return f.Machine.Specified == law.No && len(f.Machine.Types) > 0 }, []string{"machine.specified", "machine.types"}},
	{"type-e-types", text.Both{Ja: "類型Eについての答えと、類型の一覧が合いません。", En: "The answer on type E and the list of types disagree."},
		func(f *Facts) bool {
			if len(f.Machine.Types) == 0 || !f.Machine.TypeE.Known() {
				return false
			}
			m := f.Machine
			m.TypeE = law.NotAsked
			return typeE(&m) != f.Machine.TypeE
		}, []string{"machine.type_e", "machine.types"}},
	{"scan-and-more", text.Both{Ja: "走査だけとありますが、侵害や痕跡があります。", En: "Only a scan, but harm or traces are there."},
		func(f *Facts) bool {
			h := &f.Happened
			return h.Scan == law.Yes && law.Any(h.Malware, h.Access, h.Interference, h.MalwareTrace, h.AccessTrace, h.InterferenceTrace) == law.Yes
		}, []string{"happened.only_scan_or_refused", "happened"}},
	{"harm-without-act", text.Both{Ja: "害されたとありますが、①〜③のどれもありません。", En: "Harmed, but none of (1)–(3) took place."},
		func(f *Facts) bool {
			h := &f.Happened
			return h.Harm == law.Yes && h.Malware == law.No && h.Access == law.No && h.Interference == law.No
		}, []string{"happened.harm", "happened"}},
	{"line-without-interference", text.Both{Ja: "回線の障害がありますが、業務の妨害はないとあります。", En: "The line was impaired, but business was not interfered with."},
		func(f *Facts) bool { return f.Happened.Line == law.Yes && f.Happened.Interference == law.No }, []string{"happened.line_impaired", "happened.interference"}},
	{"ddos-without-interference", text.Both{Ja: "DDoSとありますが、業務の妨害はないとあります。", En: "DDoS, but business was not interfered with."},
		func(f *Facts) bool { return f.Kind == "ddos" && f.Happened.Interference == law.No }, []string{"kind", "happened.interference"}},
	{"ransomware-without-malware", text.Both{Ja: "ランサムウェアとありますが、マルウェアも痕跡もないとあります。", En: "Ransomware, but neither malware nor its traces."},
		func(f *Facts) bool {
			h := &f.Happened
			return f.Kind == "ransomware" && h.Malware == law.No && h.MalwareTrace == law.No && h.Received == law.No
		}, []string{"kind", "happened.malware_executable"}},
	{"not-designated-on", text.Both{Ja: "指定されていないとありますが、指定日があります。", En: "Not designated, but a day of designation is given."},
		func(f *Facts) bool { return f.Operator.Designated == law.No && !f.Operator.DesignatedOn.IsZero() }, []string{"operator.designated", "operator.designated_on"}},
	{"layer-without-paas", text.Both{Ja: "PaaSの層が書かれていますが、PaaSではありません。", En: "A layer of PaaS on something that is no PaaS."},
		func(f *Facts) bool {
			return f.Machine.Layer != "" && f.Machine.Layer != unknown && f.Machine.Model != "" && f.Machine.Model != unknown && f.Machine.Model != "paas"
		}, []string{"machine.layer", "machine.model"}},
}

func (a *assessment) contradictions() {
	for _, c := range contradictionsTable {
		if c.holds(a.facts) {
			a.result.Contradictions = append(a.result.Contradictions, Contradiction{c.id, c.says, c.places})
		}
	}
}
