package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/text"
)

// contradiction is two facts of one machine and its facility that cannot both be so.
type contradiction struct {
	id     string
	says   text.Both
	holds  func(f *Facility, m *Machine, role Role) bool
	places [2]string // fields: "f." of the facility, "m." of the machine
}

var machineContradictions = []contradiction{
	{"separated-global", text.Both{Ja: "物理的分離の設備のセグメントに、グローバルIPアドレスの機器があります。", En: "A machine with a global address in the segment of a separated facility."},
		func(f *Facility, m *Machine, role Role) bool {
			return f.Internet == "separated" && role == "facility" && m.GlobalAddress == law.Yes
		}, [2]string{"f.internet", "m.global_address"}},
	{"in-place-introduced", text.Both{Ja: "施行の際に導入済みとありますが、導入日が施行日より後です。", En: "Said to be in place at commencement, but introduced later."},
		func(_ *Facility, m *Machine, _ Role) bool {
			return m.InPlace == law.Yes && m.IntroducedOn.After(law.Commencement)
		}, [2]string{"m.in_place_on_commencement", "m.introduced_on"}},
	{"not-in-place-introduced", text.Both{Ja: "施行の際には未導入とありますが、導入日が施行日より前です。", En: "Said not to be in place at commencement, but introduced before."},
		func(_ *Facility, m *Machine, _ Role) bool {
			return m.InPlace == law.No && !m.IntroducedOn.IsZero() && m.IntroducedOn.Before(law.Commencement)
		}, [2]string{"m.in_place_on_commencement", "m.introduced_on"}},
	{"integrated-new-facility", text.Both{Ja: "既存の設備と一体とありますが、設備は施行の際に導入済みではありません。", En: "Run as one with an existing facility, but the facility was not in place."},
		func(f *Facility, m *Machine, _ Role) bool { return m.Integrated == law.Yes && f.InPlace == law.No },
		[2]string{"m.integrated_with_existing_facility", "f.in_place_on_commencement"}},
	{"appliance-software", text.Both{Ja: "アプライアンスとありますが、ソフトウェアが挙げられています。", En: "An appliance with a list of software."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Make == "appliance" && len(m.Software) > 0 },
		[2]string{"m.kind", "m.software"}},
	{"general-service", text.Both{Ja: "一般の機器とありますが、クラウドサービスが書かれています。", En: "A general machine with a cloud service."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Make == "general" && m.Service != nil },
		[2]string{"m.kind", "m.service"}},
	{"cloud-hardware", text.Both{Ja: "クラウドサービスとありますが、ハードウェアが書かれています。", En: "A cloud service with hardware."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Make == "cloud" && m.Appliance != nil },
		[2]string{"m.kind", "m.appliance"}},
	{"no-cloud-facility", text.Both{Ja: "設備はクラウドを利用していないとありますが、設備そのものがクラウドです。", En: "The facility uses no cloud, but is a cloud service itself."},
		func(f *Facility, m *Machine, _ Role) bool {
			return f.Cloud == "none" && m.Make == "cloud" && m.IsFacility == law.Yes
		}, [2]string{"f.cloud", "m.kind"}},
	{"authenticates-for", text.Both{Ja: "認証を提供しないとありますが、認証の対象が書かれています。", En: "Does not authenticate, but systems are named."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Authenticates == law.No && len(m.For) > 0 },
		[2]string{"m.authenticates", "m.authenticates_for"}},
	{"stores-about", text.Both{Ja: "重要データを保存しないとありますが、対象の機器が書かれています。", En: "Stores no important data, but machines are named."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Stores == law.No && len(m.About) > 0 },
		[2]string{"m.stores_important_data", "m.stores_about"}},
	{"changed-before", text.Both{Ja: "変更日が導入日より前です。", En: "Changed before it was introduced."},
		func(_ *Facility, m *Machine, _ Role) bool {
			return !m.ChangedOn.IsZero() && m.ChangedOn.Before(m.IntroducedOn)
		}, [2]string{"m.changed_on", "m.introduced_on"}},
	{"retired-before", text.Both{Ja: "使用終了日が導入日より前です。", En: "Retired before it was introduced."},
		func(_ *Facility, m *Machine, _ Role) bool {
			return !m.RetiredOn.IsZero() && m.RetiredOn.Before(m.IntroducedOn)
		}, [2]string{"m.retired_on", "m.introduced_on"}},
	{"spare-facility", text.Both{Ja: "使用していない予備機が、設備そのものとされています。", En: "A spare not in use is called the facility itself."},
		func(_ *Facility, m *Machine, _ Role) bool { return m.Spare == law.Yes && m.IsFacility == law.Yes },
		[2]string{"m.spare", "m.is_facility"}},
}

// contradictions names every pair of facts that cannot both be so, with both places.
func (a *assessment) contradictions() {
	o := &a.facts.Operator
	if o.Designated == law.No && !o.DesignatedOn.IsZero() {
		a.contradict("not-designated-on", text.Both{Ja: "指定されていないとありますが、指定日があります。", En: "Not designated, but a day of designation is given."}, "operator.designated", "operator.designated_on")
	}
	for b := range a.facts.Businesses {
		for i := range a.facts.Businesses[b].Facilities {
			a.facilityContradictions(place{b, i, 0})
		}
	}
}

func (a *assessment) facilityContradictions(p place) {
	f := &a.facts.Businesses[p.business].Facilities[p.facility]
	if f.Internet == "separated" && (f.Cloud == "all" || f.Cloud == "most") {
		a.contradict("separated-cloud", text.Both{Ja: "物理的分離とありますが、機能の大部分がクラウドにあります。", En: "Physically separated, but most functions are on a cloud."},
			p.facilityPath()+".internet", p.facilityPath()+".cloud")
	}
	for m := range f.Machines {
		p.machine = m
		var role Role
		for i := range f.Segments {
			if f.Segments[i].ID == f.Machines[m].Segment {
				role = f.Segments[i].Role
			}
		}
		for _, c := range machineContradictions {
			if c.holds(f, &f.Machines[m], role) {
				a.contradict(c.id, c.says, at(p, c.places[0]), at(p, c.places[1]))
			}
		}
	}
}

func (a *assessment) contradict(id string, says text.Both, places ...string) {
	a.result.Contradictions = append(a.result.Contradictions, Contradiction{id, says, places})
}

// at turns "f.internet" and "m.kind" into paths of the input.
func at(p place, field string) string {
	if field[0] == 'f' {
		return p.facilityPath() + field[1:]
	}
	return p.machinePath() + field[1:]
}
