package law

import (
	"strings"

	"kanmin/internal/domain/text"
)

// Sector is one 特定社会基盤事業の区分 (経済安全保障推進法50条1項). There are fifteen in force and 医療 enacted.
type Sector string

// The sectors, in the order of the Cabinet Office's list.
const (
	Electricity  Sector = "electricity"  // 電気
	Gas          Sector = "gas"          // ガス
	Oil          Sector = "oil"          // 石油
	Water        Sector = "water"        // 水道
	Railway      Sector = "railway"      // 鉄道
	Trucking     Sector = "trucking"     // 貨物自動車運送
	Shipping     Sector = "shipping"     // 外航貨物
	Harbour      Sector = "harbour"      // 港湾運送
	Aviation     Sector = "aviation"     // 航空
	Airport      Sector = "airport"      // 空港
	Telecom      Sector = "telecom"      // 電気通信
	Broadcasting Sector = "broadcasting" // 放送
	Post         Sector = "post"         // 郵便
	Medical      Sector = "medical"      // 医療 (未施行)
	Finance      Sector = "finance"      // 金融
	CreditCard   Sector = "creditcard"   // クレジットカード
)

// Known reports whether s is one of the sectors.
func (s Sector) Known() bool {
	switch s {
	case Electricity, Gas, Oil, Water, Railway, Trucking, Shipping, Harbour, Aviation, Airport, Telecom, Broadcasting, Post, Medical, Finance, CreditCard:
		return true
	}
	return false
}

// Minister is one 事業所管大臣 (法4条).
type Minister string

// The ministers who are competent for some sector, and the Prime Minister as second addressee.
const (
	METI  Minister = "meti"
	MLIT  Minister = "mlit"
	MIC   Minister = "mic"
	MHLW  Minister = "mhlw"
	MAFF  Minister = "maff"
	MOJ   Minister = "moj"
	MOF   Minister = "mof"
	PMFSA Minister = "pm-fsa" // 内閣総理大臣 (金融庁)
	PM    Minister = "pm"     // 内閣総理大臣 (内閣府)
)

var ministerTitles = map[Minister]text.Both{
	METI:  {Ja: "経済産業大臣", En: "Minister of Economy, Trade and Industry"},
	MLIT:  {Ja: "国土交通大臣", En: "Minister of Land, Infrastructure, Transport and Tourism"},
	MIC:   {Ja: "総務大臣", En: "Minister for Internal Affairs and Communications"},
	MHLW:  {Ja: "厚生労働大臣", En: "Minister of Health, Labour and Welfare"},
	MAFF:  {Ja: "農林水産大臣", En: "Minister of Agriculture, Forestry and Fisheries"},
	MOJ:   {Ja: "法務大臣", En: "Minister of Justice"},
	MOF:   {Ja: "財務大臣", En: "Minister of Finance"},
	PMFSA: {Ja: "内閣総理大臣(金融庁)", En: "Prime Minister (Financial Services Agency)"},
	PM:    {Ja: "内閣総理大臣(内閣府)", En: "Prime Minister (Cabinet Office)"},
}

// Ministers returns every minister known, the Prime Minister last.
func Ministers() []Minister { return []Minister{METI, MLIT, MIC, MHLW, MAFF, MOJ, MOF, PMFSA, PM} }

// Title returns the title by which the minister is addressed: 経済産業大臣.
func (m Minister) Title() text.Both { return ministerTitles[m] }

// Known reports whether m is one of the ministers.
func (m Minister) Known() bool { _, ok := ministerTitles[m]; return ok }

// SectorRow is what the book says about one sector.
type SectorRow struct {
	Cite
	Code      Sector     `json:"code"`
	Ministers []Minister `json:"ministers"`       // of the sector in general
	Latest    Day        `json:"latest,omitzero"` // when not in force: the last day on which it can start
}

// Joint is a class of business within a sector that has several competent ministers together.
type Joint struct {
	Cite
	In        Sector     `json:"in"`
	Class     string     `json:"class"`
	Ministers []Minister `json:"ministers"`
}

// Active reports whether the sector's duties are in force.
func (r *SectorRow) Active() bool { return r.Status == InForce }

// SectorNames lists the codes of all sectors, for an answer to one that is not known.
func SectorNames() string {
	names := make([]string, len(sectorRows))
	for i := range sectorRows {
		names[i] = string(sectorRows[i].Code)
	}
	return strings.Join(names, " ")
}
