// Package party owns who takes part: organisations as trees of units, people with their
// hats, designations and jurisdictions. It decides nothing about access.
package party

import (
	"net/mail"
	"strings"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
)

// Kind is what an organisation is in the law.
type Kind string

// The kinds of organisation.
const (
	Operator   Kind = "operator"   // 特別社会基盤事業者 (法2条3項)
	Maintainer Kind = "maintainer" // 維持管理を行う者
	Supplier   Kind = "supplier"   // 電子計算機等供給者 (法42条)
	Ministry   Kind = "ministry"   // 事業所管大臣の府省庁
	Cabinet    Kind = "cabinet"    // 内閣総理大臣(内閣府)
	NCO        Kind = "nco"        // 国家サイバー統括室(内閣官房)
	Council    Kind = "council"    // 協議会の事務局 (法45条)
	Member     Kind = "member"     // 協議会の構成員
	Friend     Kind = "friend"     // 協議会フレンズ(仮称)
	Foreign    Kind = "foreign"    // 外国政府等 (法28条・39条)
	Helper     Kind = "helper"     // 支援機関 (対処支援): sees what an operator shows it, and nothing else
	Platform   Kind = "platform"   // 基盤管理者: 内容を見ない
)

// Authority reports whether the kind is an office of the State.
func (k Kind) Authority() bool { return k == Ministry || k == Cabinet || k == NCO }

// Org is an organisation. Names are sealed with the organisation's own key.
type Org struct {
	ID     ident.Org
	Kind   Kind
	Name   string // 名称
	Kana   string // ふりがな
	NameEn string
	// CorporateNumber is the 法人番号, 13 digits with a check digit; empty for offices of the State.
	CorporateNumber string
	Address         string // 所在地
	// Representative is 代表者, with the title as the organisation writes it (代表取締役社長, 水道事業管理者 …).
	Representative Post
	Phone          string // 代表電話
	// Helpdesk is the telephone of the organisation's 相談窓口 or duty desk, for the foot of pages.
	Helpdesk string
}

// Post is a person named by position, not an account.
type Post struct {
	Title string `json:"title"`
	Name  string `json:"name"`
	Kana  string `json:"kana"`
}

// Unit is a 事業所・部署 of an operator or an office of an authority. The root unit of an
// organisation stands for the whole; who acts for a unit acts for those below it too.
type Unit struct {
	ID     ident.Unit
	Org    ident.Org
	Parent ident.Unit // empty for the root
	Name   string
	NameEn string
	Phone  string // day and night number to call about a report
}

// Person is a natural person with an account.
type Person struct {
	ID    ident.Person
	Name  string
	Kana  string
	Phone string
	Email string
}

// Hat is a 立場: one person acting for one unit in certain roles. The acting hat is always
// shown and stands in every log line.
type Hat struct {
	ID     ident.Hat
	Person ident.Person
	Org    ident.Org
	Unit   ident.Unit
	Roles  []string // access roles, see access.Role
	// From and Until bound when the hat may be worn: From ≤ now < Until. A zero From is the instant at which it is
	// added, a zero Until means that no end is known.
	From, Until ident.Instant
}

// Designation is the unit that owes: one operator designated for one business (経済安全保障推進法50条).
type Designation struct {
	ID       string
	Operator ident.Org
	Sector   law.Sector
	// Ministers lists the competent ministers; several for joint jurisdiction.
	Ministers []law.Minister
	On        law.Day
	Until     law.Day // zero while in force
}

// Act is a procedure that an office may be competent for.
type Act string

// The acts of jurisdiction rows.
const (
	ActReport       Act = "report"       // 法5条の報告
	ActNotification Act = "notification" // 法4条の届出
	ActSupport      Act = "support"      // 対処支援: which office is asked for help; without rows it is the ministry's that has the reports
	ActNaming       Act = "naming"       // 製品名の名寄せ: the office of the steward
)

// Jurisdiction says which office is an addressee of an operator's act from when until when.
type Jurisdiction struct {
	ID        string
	Operator  ident.Org  // empty: every operator (内閣府)
	Sector    law.Sector // the business it concerns; empty: any
	Office    ident.Unit
	OfficeOrg ident.Org
	Act       Act
	// Title is how the addressee is written on the filing: 経済産業大臣, 内閣総理大臣(内閣府).
	Title    string
	Channel  string   // filing.Channel: where the addressee line ends (R1)
	Sections []string // the release sections that it receives by default
	From     law.Day
	Until    law.Day // zero while in force
}

// CheckCorporateNumber reports whether s is 13 digits whose first is the check digit of the others
// (法人番号の指定等に関する省令2条).
func CheckCorporateNumber(s string) bool {
	if len(s) != 13 {
		return false
	}
	sum := 0
	for i := range 12 {
		d := int(s[12-i] - '0')
		if s[12-i] < '0' || s[12-i] > '9' {
			return false
		}
		sum += d * (1 + i%2)
	}
	return int(s[0]-'0') == 9-sum%9
}

// mailLimit bounds an e-mail address (RFC 5321).
const mailLimit = 254

// GoodMail reports whether s is one e-mail address and nothing else.
func GoodMail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s && len(s) <= mailLimit && !strings.ContainsAny(s, "\"\r\n\t <>")
}

// Reached is how a person of a unit can be called, in one line: where they have no telephone of their own, that of the unit.
func Reached(u Unit, p Person) string {
	phone := p.Phone
	if phone == "" {
		phone = u.Phone
	}
	return u.Name + " " + p.Name + " " + phone
}
