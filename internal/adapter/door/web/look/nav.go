package look

import (
	"slices"
	"strings"

	"kanmin/internal/domain/party"
)

// Entry is one entry of a menu before anybody looks at it: catalogue key and address. An entry
// is shown only where its page exists and the acting hat may open it.
type Entry struct{ Key, To string }

// menus is 二段目の名, at most seven entries per role. The address is the directory of the page.
var menus = map[party.Kind][]Entry{
	party.Operator: {
		{"nav.home", "/operator/home"}, {"nav.notification", "/operator/notification"}, {"nav.report", "/reporting/reports"},
		{"nav.inventory", "/operator/inventory"}, {"nav.finding", "/operator/finding"}, {"nav.request", "/operator/request"}, {"nav.settings", "/organisation"},
	},
	party.Maintainer: {
		{"nav.home", "/maintainer/home"}, {"nav.batch", "/maintainer/batch"}, {"nav.history", "/maintainer/history"},
		lookup, {"nav.noticed", "/notice"}, {"nav.mandate", "/mandates"}, {"nav.settings", "/organisation"},
	},
	party.Supplier: {
		{"nav.home", "/supplier/home"}, {"nav.vulncase", "/supplier/case"}, {"nav.demand", "/supplier/request"},
		{"nav.status", "/supplier/product"}, lookup, {"nav.feed", "/supplier/feed"}, {"nav.settings", "/organisation"},
	},
	party.Ministry: {
		{"nav.today", "/ministry/today"}, {"nav.notification", "/ministry/notification"}, {"nav.report", "/ministry/reports"},
		{"nav.expected", "/ministry/expected"}, {"nav.exposure", "/ministry/exposure"}, {"nav.enquiry", "/ministry/enquiry"}, {"nav.operators", "/ministry/operator"},
	},
	party.Cabinet: cabinetMenu,
	party.NCO:     cabinetMenu,
	party.Council: {
		{"nav.home", "/council/home"}, {"nav.joining", "/council/joining"}, {"nav.roster", "/council/roster"},
		{"nav.meeting", "/council/meeting"}, {"nav.sharing", "/council/sharing"}, {"nav.handout", "/council/handout"}, {"nav.friends", "/council/friend"},
	},
	party.Member: {
		{"nav.home", "/member/home"}, {"nav.direct", "/member/direct"}, {"nav.group", "/member/group"},
		{"nav.seminar", "/member/seminar"}, {"nav.topic", "/member/topic"}, {"nav.papers", "/member/papers"}, {"nav.secrecy", "/member/secrecy"},
	},
	party.Friend:  {{"nav.feed", "/friend/feed"}, {"nav.receiving", "/friend/receiving"}, {"nav.registration", "/friend/registration"}},
	party.Foreign: {{"nav.received", "/foreign/received"}, {"nav.acknowledge", "/foreign/acknowledge"}, {"nav.contact", "/foreign/contact"}},
	party.Helper:  {{"nav.support", "/ministry/support"}},
	party.Platform: {
		{"nav.running", "/admin/status"}, {"nav.accounts", "/admin/account"}, {"nav.opening", "/functions/manage"},
		{"nav.sending", "/admin/sending"}, {"nav.backup", "/admin/backup"}, {"nav.record", "/admin/record"}, {"nav.adminsettings", "/admin/settings"},
	},
}

// beneath are pages that belong to an entry and have an address of their own: 製品名を調べる of 機器台帳, 期限カレンダー of やること, 関連付け and 侵害指標の表 of 届いた報告, and
// 組織とアカウント.
var beneath = map[string]string{
	"/naming": "/operator/inventory", "/operator/calendar": "/operator/home", "/operator/consult": "/operator/notification", "/operator/scope": "/operator/notification", "/ministry/consult": "/ministry/today", "/ministry/campaigns": "/ministry/reports", "/ministry/indicators": "/ministry/reports",
	"/admin/letter": "/admin/account", "/admin/change": "/admin/account", "/admin/transfer": "/admin/account", "/admin/jurisdiction": "/admin/account", "/admin/routing": "/admin/account", "/admin/templates": "/admin/account",
	"/admin/designation": "/admin/account", "/emergency": "/admin/account", "/ministry/statistics": "/ministry/today", "/ministry/concentration": "/ministry/today", "/ministry/registrations": "/ministry/today",
	"/ministry/formality": "/ministry/notification", "/ministry/letters": "/ministry/expected", "/operator/letters": "/operator/home",
}

// common are the entries to which よくある相談 belongs: operators and offices read the same pages.
var common = []string{"/operator/notification", "/ministry/today"}

// At reports whether a page stands at or below the entry of a menu.
func (e Entry) At(path string) bool {
	under := func(top string) bool { return path == top || strings.HasPrefix(path, top+"/") }
	if under(e.To) {
		return true
	}
	for page, entry := range beneath {
		if entry == e.To && under(page) {
			return true
		}
	}
	return under("/faq") && slices.Contains(common, e.To)
}

// lookup is 製品名を調べる: it stands for 脆弱性への対応 (maintainers) and 自社製品の名称 (suppliers) until those pages exist and lead to it, as 機器台帳
// does for operators.
var lookup = Entry{"nav.lookup", "/naming/lookup"}

// 内閣府・国家サイバー統括室: 本日の対応 stands for 全体の状況 until that page exists.
var cabinetMenu = []Entry{
	{"nav.today", "/ministry/today"}, {"nav.received", "/ministry/reports"}, {"nav.notifications", "/cabinet/notification"},
	{"nav.advisories", "/cabinet/advisories"}, {"nav.naming", "/cabinet/naming"}, {"nav.bulletin", "/cabinet/bulletin"}, {"nav.delivery", "/cabinet/delivery"},
}

// alarms is the red button at the right of every page.
var alarms = map[party.Kind]Entry{
	party.Operator:   {"nav.alarm", "/reporting/prompt"},
	party.Maintainer: {"nav.alarm.maintainer", "/notice"},
}

// public are the second-level pages that need no sign-in, for the foot of every page.
var public = []Entry{{"assess.n.title", "/assess/notification"}, {"assess.r.title", "/assess/report"}, {"tip.title", "/notice"}, {"rules.title", "/rules"}, {"opening.title", "/functions"}}

// Public returns the pages for everybody, in order.
func Public() []Entry { return public }

// Menu returns the menu of a kind of organisation, in order.
func Menu(k party.Kind) []Entry { return menus[k] }

// Alarm returns the red button of a kind of organisation; its Key is empty when there is none.
func Alarm(k party.Kind) Entry { return alarms[k] }
