package scope

import (
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// Facts are what a person knows about an operator's systems.
type Facts struct {
	Operator   Operator   `json:"operator"`
	Businesses []Business `json:"businesses"`
}

// Operator is the 特定社会基盤事業者. Designation is by name (経済安全保障推進法50条).
type Operator struct {
	Name         string    `json:"name,omitempty"`
	Corporate    string    `json:"corporate_number,omitempty"` // 法人番号
	Designated   law.Truth `json:"designated,omitempty"`
	DesignatedOn law.Day   `json:"designated_on,omitzero"`
}

// Business is one 事業: one sector, one or more ministers.
type Business struct {
	ID           string     `json:"id"`
	Name         string     `json:"name,omitempty"`
	Sector       law.Sector `json:"sector"`
	Class        string     `json:"class,omitempty"` // a class with joint ministers: "book-entry" …
	DesignatedOn law.Day    `json:"designated_on,omitzero"`
	Facilities   []Facility `json:"facilities"`
}

// Facility is one 特定重要設備 or 構成設備 and what is around it. The questions about separation and cloud are asked once here.
type Facility struct {
	ID       string    `json:"id"`
	Name     string    `json:"name,omitempty"`
	InPlace  law.Truth `json:"in_place_on_commencement,omitempty"`
	Internet Internet  `json:"internet,omitempty"`
	Media    Media     `json:"media,omitempty"`
	Cloud    Cloud     `json:"cloud,omitempty"`
	Segments []Segment `json:"segments,omitempty"`
	Machines []Machine `json:"machines,omitempty"`
}

// Segment is one 区画 (セグメント・領域).
type Segment struct {
	ID   string `json:"id"`
	Name string `json:"name,omitempty"`
	Role Role   `json:"role,omitempty"`
}

// Machine is one 機器, or a class of machines that are alike (Count).
type Machine struct {
	ID            string       `json:"id"`
	Name          string       `json:"name,omitempty"`
	Count         int          `json:"count,omitempty"`
	Segment       string       `json:"segment,omitempty"` // id of a segment of the facility
	Used          law.Truth    `json:"used,omitempty"`    // the operator uses it (owned or not)
	Spare         law.Truth    `json:"spare,omitempty"`   // kept, not in use
	GlobalAddress law.Truth    `json:"global_address,omitempty"`
	Authenticates law.Truth    `json:"authenticates,omitempty"`
	For           []string     `json:"authenticates_for,omitempty"` // ids of facilities, or "other" systems
	Controls      law.Truth    `json:"controls_access,omitempty"`   // to the segment with the facility
	IsFacility    law.Truth    `json:"is_facility,omitempty"`       // it is the 特定重要設備 or a 構成設備 itself
	Stores        law.Truth    `json:"stores_important_data,omitempty"`
	About         []string     `json:"stores_about,omitempty"` // ids of machines whose data it keeps
	Make          Make         `json:"kind,omitempty"`
	Appliance     *Product     `json:"appliance,omitempty"`
	Service       *Service     `json:"service,omitempty"`
	Software      []Software   `json:"software,omitempty"`
	Bespoke       law.Truth    `json:"bespoke,omitempty"` // 専用設計品
	IntroducedOn  law.Day      `json:"introduced_on,omitzero"`
	InPlace       law.Truth    `json:"in_place_on_commencement,omitempty"`
	Integrated    law.Truth    `json:"integrated_with_existing_facility,omitempty"`
	ChangedOn     law.Day      `json:"changed_on,omitzero"`
	RetiredOn     law.Day      `json:"retired_on,omitzero"`
	Types         []law.Letter `json:"types,omitempty"` // set by hand
	Reason        string       `json:"types_reason,omitempty"`
}

// Product is maker and product as filed.
type Product struct {
	Maker   string `json:"maker"`
	Product string `json:"product"`
}

// Service is a cloud service.
type Service struct {
	Model    Model  `json:"model,omitempty"`
	Name     string `json:"name"`
	Provider string `json:"provider"`
}

// Software is one program on a machine.
type Software struct {
	Layer   Layer     `json:"layer,omitempty"`
	Maker   string    `json:"maker"`
	Product string    `json:"product"`
	Bespoke law.Truth `json:"bespoke,omitempty"`
}

// Internet is how a facility is connected: connected, separated. In it and the sets below "" is not answered and "unknown"
// is 分からない.
type Internet string

// Media is how often data are exchanged by media: periodic, occasional, none.
type Media string

// Cloud is how much of a facility's functions uses a cloud service: all, most, part, none.
type Cloud string

// Role is what a 区画 is: facility, dmz, exchange, other.
type Role string

// Make is the kind of a machine: general, appliance, cloud.
type Make string

// Model is the kind of a cloud service: saas, paas, iaas.
type Model string

// Layer is what a program is: os, middleware, application.
type Layer string

const unknown = "unknown"

// choose reads one of the choices, or a word for not known.
func choose[T ~string](into *T, b []byte, choices ...string) error {
	switch string(b) {
	case "":
		*into = ""
		return nil
	case unknown, "分からない", "わからない", "不明":
		*into = unknown
		return nil
	}
	for _, c := range choices {
		if c == string(b) {
			*into = T(c)
			return nil
		}
	}
	return fault.New(fault.Invalid, "fault.law.choice", fault.Args{"text": string(b[:min(len(b), 40)]), "choices": strings.Join(choices, " ") + " unknown"})
}

// UnmarshalText reads connected, separated or unknown.
func (v *Internet) UnmarshalText(b []byte) error { return choose(v, b, "connected", "separated") }

// UnmarshalText reads periodic, occasional, none or unknown.
func (v *Media) UnmarshalText(b []byte) error { return choose(v, b, "periodic", "occasional", "none") }

// UnmarshalText reads all, most, part, none or unknown.
func (v *Cloud) UnmarshalText(b []byte) error { return choose(v, b, "all", "most", "part", "none") }

// UnmarshalText reads facility, dmz, exchange, other or unknown.
func (v *Role) UnmarshalText(b []byte) error {
	return choose(v, b, "facility", "dmz", "exchange", "other")
}

// UnmarshalText reads general, appliance, cloud or unknown.
func (v *Make) UnmarshalText(b []byte) error { return choose(v, b, "general", "appliance", "cloud") }

// UnmarshalText reads saas, paas, iaas or unknown.
func (v *Model) UnmarshalText(b []byte) error { return choose(v, b, "saas", "paas", "iaas") }

// UnmarshalText reads os, middleware, application or unknown.
func (v *Layer) UnmarshalText(b []byte) error { return choose(v, b, "os", "middleware", "application") }
