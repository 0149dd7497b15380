// Package opening owns which functions of the platform are open to whom and when (機能の公開, S21, R43): 先行運用 for some, 本格運用
// for all, and what to do until then. Nobody sees more of any record because a function is open.
package opening

import (
	"slices"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/text"
)

// Function is one function of the platform, a row of the founding document's list.
type Function string

// The functions. House is what all of them stand on (signing in, accounts, help, receipts, what was filed before): it is
// never closed.
const (
	House         Function = ""
	Notification  Function = "notification"  // 届出
	Classify      Function = "classify"      // 届出・報告が必要か確かめる
	Names         Function = "names"         // 製品名を調べる
	StockTake     Function = "stocktake"     // 四半期の棚卸し
	Mandate       Function = "mandate"       // 維持管理者による提出
	Ranges        Function = "ranges"        // IPアドレスの範囲
	OnceOnly      Function = "once"          // 導入等計画書からの引用
	Desk          Function = "desk"          // 本日の対応
	Report        Function = "report"        // インシデント報告(速報)
	Forms         Function = "forms"         // 詳報と共通様式
	Window        Function = "window"        // 窓口一元化
	Council       Function = "council"       // 協議会
	Friends       Function = "friends"       // 協議会フレンズ
	Vulnerability Function = "vulnerability" // 脆弱性への対応
	Dissemination Function = "dissemination" // 情報発信
	Questions     Function = "questions"     // 補正のお願い・照会
	Plan          Function = "plan"          // 導入等計画書
	Support       Function = "support"       // 対処支援
	Procedure     Function = "procedure"     // 各省の手続き
)

// Known is what is fixed about a function.
type Known struct {
	ID    Function
	Row   string // of the mission's list
	Name  text.Both
	Built bool // its pages exist
	// Under are the addresses, of pages and of the API, that a function has once it is built: until then they say so.
	Under []string
}

// known is in the order in which people meet the functions.
var known = []Known{
	{Notification, "S1", text.Both{Ja: "届出", En: "Notification of computers"}, true, nil},
	{Classify, "S2", text.Both{Ja: "届出・報告が必要か確かめる", En: "Find out what must be filed"}, true, nil},
	{Names, "S3", text.Both{Ja: "製品名を調べる", En: "Names of products"}, true, nil},
	{StockTake, "S5", text.Both{Ja: "四半期の棚卸し", En: "Quarterly stock-take"}, false, []string{"/operator/stocktake", "/api/v1/stocktakes"}},
	{Mandate, "S6", text.Both{Ja: "維持管理者による提出(委任)", En: "Filing by the maintainer"}, true, nil},
	{Ranges, "S7", text.Both{Ja: "IPアドレスの範囲と外部からの確認", En: "Address ranges and the scan from outside"}, false, []string{"/operator/range", "/api/v1/ranges"}},
	{OnceOnly, "S8", text.Both{Ja: "導入等計画書からの引用", En: "Filing from the plans under the Economic Security Act"}, false, []string{"/operator/once", "/api/v1/once"}},
	{Desk, "S10", text.Both{Ja: "本日の対応", En: "Today's desk"}, true, nil},
	{Report, "S11", text.Both{Ja: "速報を送る", En: "Prompt report"}, true, nil},
	{Forms, "S12", text.Both{Ja: "詳報と共通様式", En: "Detailed report and the common forms"}, false, []string{"/reporting/detailed", "/api/v1/reports/detailed"}},
	{Window, "S13", text.Both{Ja: "提出先と見え方(窓口の一元化)", En: "One report to several authorities"}, false, []string{"/reporting/matrix"}},
	{Council, "S14", text.Both{Ja: "協議会", En: "Council"}, false, []string{"/council", "/member", "/api/v1/council"}},
	{Friends, "S15", text.Both{Ja: "協議会フレンズ(仮称)", En: "Council friends (provisional name)"}, false, []string{"/friend", "/api/v1/feeds"}},
	{Vulnerability, "S16", text.Both{Ja: "脆弱性への対応", En: "Vulnerabilities"}, false, []string{"/operator/finding", "/supplier/case", "/supplier/request", "/supplier/product", "/maintainer/finding", "/ministry/exposure", "/api/v1/advisories", "/api/v1/findings"}},
	{Dissemination, "S17", text.Both{Ja: "情報発信", En: "Information products"}, false, []string{"/supplier/feed", "/cabinet/bulletin", "/cabinet/delivery", "/foreign", "/taxii2", "/api/v1/bulletins"}},
	{Questions, "S18", text.Both{Ja: "補正のお願い・照会", En: "Requests for correction and inquiries"}, true, nil},
	{Plan, "S19", text.Both{Ja: "導入等計画書", En: "Plans under the Economic Security Act"}, false, []string{"/operator/plan", "/ministry/plan", "/api/v1/plans"}},
	{Support, "S22", text.Both{Ja: "対処支援", En: "Help in responding"}, true, nil},
	{Procedure, "S23", text.Both{Ja: "各省の手続き", En: "Procedures of other ministries"}, true, nil},
}

// All lists the functions that can be opened and closed.
func All() []Known { return slices.Clone(known) }

// Find returns what is fixed about a function; ok is false for the house itself and for what nobody knows.
func Find(f Function) (Known, bool) {
	i := slices.IndexFunc(known, func(k Known) bool { return k.ID == f })
	if i < 0 {
		return Known{}, false
	}
	return known[i], true
}

// At returns the function to which an address belongs that has no page yet; House for every other.
func At(path string) Function {
	for _, k := range known {
		if k.Built {
			continue
		}
		if slices.ContainsFunc(k.Under, func(u string) bool { return path == u || strings.HasPrefix(path, u+"/") }) {
			return k.ID
		}
	}
	return House
}

// objects say to which function the objects of the permission table belong; where only some actions do, they are named.
// What was filed stays readable, its receipt and its open questions too, whatever is closed later.
var objects = map[access.Object]map[access.Action]Function{
	access.Draft: {"*": Report}, access.DutyCard: {"*": Report}, access.Notice: {"*": Report},
	access.Report:  {access.File: Report, access.Ask: Questions, access.Read: House, access.History: House, access.Assign: Desk, access.Receive: Desk},
	access.Request: {"*": House},
	access.Receipt: {"*": House},
	access.Desk:    {"*": Desk}, access.Campaign: {"*": Desk}, access.Letter: {access.Write: Desk, access.Read: House},
	access.Advisory: {"*": House}, // what everything about vulnerabilities stands on
	access.Asset:    {"*": Notification},
	access.Name:     {"*": Names},
	access.Naming:   {"*": Names},
	access.Home:     {"*": House}, access.Calendar: {"*": House}, access.Account: {"*": House}, access.View: {"*": House}, access.Platform: {"*": House}, access.Alarms: {"*": House}, access.SignIn: {"*": House},
	access.Settings: {"*": House}, access.People: {"*": House}, access.Contacts: {"*": House}, access.Organisation: {"*": House}, access.Opening: {"*": House}, access.Glass: {"*": House}, access.Delays: {"*": House},
	access.Procedure: {"*": Procedure},
	access.Approval:  {"*": Report}, access.Collection: {"*": Report},
	access.Support: {"*": Support, access.Read: House},
	access.Consult: {"*": Questions, access.Read: House},
	access.FAQ:     {"*": Questions, access.Read: House},
	access.Mandate: {"*": Mandate, access.Read: House},
}

// Of returns the function to which a permission belongs, so that a route comes under it without saying so. ok is false for
// an object that no function claims: whoever adds one says here where it belongs.
func Of(p access.Permission) (f Function, ok bool) {
	if p == (access.Permission{}) {
		return House, true
	}
	actions := objects[p.Object]
	if f, ok = actions[p.Action]; !ok {
		f, ok = actions["*"]
	}
	return f, ok
}
