package look_test

import (
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/faq"
	"kanmin/internal/domain/holding"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure/book"
)

// steps are what is done about a question that waits.
func steps() []string { return strings.Fields("extension.asked extended not-extended chased") }

// words are the values of a list of the domain.
func words[T ~string](list []T) (out []string) {
	for _, w := range list {
		out = append(out, string(w))
	}
	return out
}

// families are keys that sources put together from a part and a value.
var families = map[string]func() []string{
	"expected.lead.":    func() []string { return strings.Fields("notification detailed") },
	"expected.none.":    func() []string { return strings.Fields("notification detailed text") },
	"expected.contact.": func() []string { return strings.Fields("arrived called written none") },
	"expected.state.":   func() []string { return strings.Fields("missing asking fix none filed outside") },
	"memo.standard.":    func() []string { return strings.Fields("missing fix") },
	"memo.why.":         func() []string { return strings.Fields("gone moved twice") },
	"phone.say.":        func() []string { return strings.Fields("what when which impact") },
	"tip.form.": func() []string {
		return strings.Fields("operators operator code earlier what noticed_at machines technical caller phone arrived from back corrects told_at told_what told_machines")
	},
	"tip.done.":   func() []string { return strings.Fields("judged replied") },
	"tip.state.":  func() []string { return strings.Fields("waiting taken needless aside") },
	"tipper.":     func() []string { return strings.Fields("company name phone until") },
	"phone.mark.": func() []string { return strings.Fields("confirmed corrected") },
	"phone.done.": func() []string { return strings.Fields("confirmed corrected") },
	"indicator.":  func() []string { return []string{"address", "domain", "url", "mail", "hash", "file"} },
	"follow.note.": func() (list []string) {
		for _, p := range book.All() {
			if p.Follows {
				list = append(list, p.ID)
			}
		}
		return list
	},
	"feed.state.":       func() []string { return strings.Fields("arriving waiting running taken refused stopped") },
	"feed.lead.":        func() []string { return strings.Fields("arriving waiting running taken refused stopped") },
	"feed.count.":       func() []string { return strings.Fields("new changed gone same older") },
	"feed.is.":          func() []string { return strings.Fields("new changed gone same older") },
	"consult.state.":    func() []string { return strings.Fields("received checking answered ended") },
	"consult.stand.":    func() []string { return strings.Fields("drafting waiting question confirmed") },
	"consult.level.":    func() []string { return strings.Fields("facility segment machine") },
	"consult.kind.":     func() []string { return strings.Fields("software appliance service facility-service") },
	"consult.function.": func() []string { return strings.Fields("global_address authenticates controls is_facility stores") },
	"consult.deed.":     func() []string { return strings.Fields("asked checking answered withdrawn reopened wrote sent marked") },
	"consult.do.": func() []string {
		return strings.Fields("checking checking.note withdrawn withdrawn.note answered reopened wrote")
	},
	"consult.done.": func() []string { return strings.Fields("ask checking answered withdrawn reopened wrote sent marked") },
	"consult.say.": func() []string {
		return strings.Fields("answered answered.hint.office reopened reopened.hint.operator wrote wrote.hint.office wrote.hint.operator")
	},
	"inventory.agreed.": func() []string { return strings.Fields("yes question") },
	"faq.state.":        func() []string { return words(faq.States) },
	"faq.hint.":         func() []string { return strings.Fields("operator corporate facility product number") },
	"faq.done.":         func() []string { return strings.Fields("propose revise publish return withdraw") },
	"faq.": func() []string {
		return strings.Fields("question answer basis publish return withdraw note note.hint reason reason.hint")
	},
	"support.kind.": func() []string {
		return strings.Fields("advice analysis on-site referral information advice.note analysis.note on-site.note referral.note information.note")
	},
	"support.urgency.": func() []string { return strings.Fields("now today calm now.note today.note calm.note") },
	"support.state.":   func() []string { return strings.Fields("received arranging working ended") },
	"support.deed.": func() []string {
		return strings.Fields("asked wrote arranging working ended declined passed reopened handed shared unshared")
	},
	"support.do.": func() []string {
		return strings.Fields("arranging working ended reopened arranging.note working.note ended.note reopened.note")
	},
	"support.done.":   func() []string { return strings.Fields("ask write move hand share unshare") },
	"lang.":           func() []string { return []string{"ja", "en"} },
	"stale.done.":     func() []string { return strings.Fields("days locked kept unlocked") },
	"hardware.state.": func() []string { return strings.Fields("free given bound lost withdrawn") },
	"hardware.do.":    func() []string { return strings.Fields("free lost withdrawn") },
	"hardware.field.": func() []string { return strings.Fields("serial secret digits period algorithm") },
	"method.":         func() []string { return strings.Fields("passkey code oidc certificate printed demo") },
	"method.note.":    func() []string { return strings.Fields("passkey code oidc certificate printed") },
	"may.object.": func() (list []string) {
		for _, o := range access.Objects() {
			if o != access.Account && o != access.SignIn { // a token is narrowed to none of them
				list = append(list, string(o))
			}
		}
		return list
	},
	"approval.mode.": func() []string {
		return strings.Fields("none none.note before before.note after after.note")
	},
	"approval.role.":        func() []string { return []string{"operator-approver"} },
	"approval.state.":       func() []string { return strings.Fields("waiting approved returned withdrawn") },
	"approval.state.after.": func() []string { return strings.Fields("waiting approved returned withdrawn") },
	"approval.return.":      func() []string { return []string{"before", "after"} },
	"approval.approve.":     func() []string { return []string{"before", "after"} },
	"approval.one.":         func() []string { return []string{"before", "after"} },
	"approval.todo.":        func() []string { return []string{"before", "after"} },
	"may.action.": func() (list []string) {
		for _, a := range access.Actions() {
			list = append(list, string(a))
		}
		return list
	},
	"tokens.scope.":       func() []string { return strings.Fields("read chosen all") },
	"register.state.":     func() []string { return []string{"inuse", "charged", "unused", "nobody", "closed", "all"} },
	"registration.short.": holding.Procedures,
	"registration.":       func() []string { return []string{"types.text", "kinds.text"} },
	"register.act.":       func() []string { return []string{"report", "notification", "naming", "support"} },
	"register.done.": func() []string {
		return []string{"org-added", "org-changed", "org-closed", "org-reopened", "unit-added", "unit-changed", "unit-closed", "unit-reopened", "entered", "taken-in", "confirmed", "withdrawn", "approval-set"}
	},
	"register.close":       ways,
	"register.reopen":      ways,
	"register.unit.close":  ways,
	"register.unit.reopen": ways,
	"matter.": func() []string {
		return []string{"transfer", "jurisdiction", "designation", "intake", "undo", "routing", "template"}
	},
	"mandate.state.":        func() []string { return words(mandate.States()) },
	"batch.act.":            func() []string { return []string{"draft", "filing", "all"} },
	"mandate.act.":          func() []string { return words(mandate.Acts()) },
	"mandate.allows.":       func() []string { return words(mandate.Acts()) },
	"fault.mandate.act.":    func() []string { return words(mandate.Acts()) },
	"mandate.step.":         func() []string { return strings.Fields("propose countersign decline withdraw revoke") },
	"mandate.done.":         func() []string { return strings.Fields("countersign decline withdraw revoke paper") },
	"mandate.lead.":         func() []string { return strings.Fields("operator maintainer") },
	"mandate.new.lead.":     func() []string { return strings.Fields("operator maintainer") },
	"mandate.none.text.":    func() []string { return strings.Fields("operator maintainer") },
	"passed.mark.":          func() []string { return []string{"from", "to"} },
	"passed.title.":         func() []string { return []string{"from", "to", "office"} },
	"passed.text.":          func() []string { return []string{"from", "to", "office"} },
	"matter.state.":         func() []string { return []string{"waiting", "confirmed", "withdrawn"} },
	"designation.lead.":     func() []string { return []string{"designate", "alter", "succeed", "lift"} },
	"jurisdiction.section.": func() []string { return []string{"outline", "computer", "contact"} },
	"matter.designation.":   func() []string { return []string{"designate", "alter", "succeed", "lift"} },
	"role.": func() (list []string) {
		for _, role := range access.Roles() {
			list = append(list, string(role))
		}
		return list
	},
	"role.note.": func() []string {
		return []string{"operator-filer", "operator-approver", "operator-admin", "operator-viewer", "maintainer", "maintainer-admin", "supplier", "supplier-admin", "officer", "supervisor", "analyst", "name-steward"}
	},
	"step.kind.":        steps,
	"step.told.":        steps,
	"step.send.":        steps,
	"step.event.":       steps,
	"step.":             func() []string { return strings.Fields("kind.extended.note kind.not-extended.note kind.chased.note") },
	"seen.purpose.":     func() []string { return access.Purposes },
	"emergency.state.":  func() []string { return strings.Fields("asked approved open ended withdrawn void over") },
	"people.method.":    func() []string { return []string{"passkey", "code", "demo"} },
	"people.state.":     func() []string { return []string{"here", "past", "all"} },
	"people.done.":      func() []string { return []string{"changed", "ended"} },
	"invited.done.":     func() []string { return []string{"confirmed", "open", "withdrawn"} },
	"invited.part.":     func() []string { return []string{"waiting", "sent", "expired"} },
	"invited.state.":    func() []string { return []string{"waiting", "sent", "expired", "over"} },
	"listing.roll.":     func() []string { return []string{"from", "until"} },
	"alarms.kind.":      func() []string { return strings.Fields("rate unusual stray glass closed rule") },
	"invited.word.":     func() []string { return []string{string(party.VouchCode), string(party.VouchSeen)} },
	"invited.stage.":    stages,
	"handover.done.":    func() []string { return []string{"planned", "undone", "deputy"} },
	"handover.carried.": func() []string { return []string{"draft", "question", "asked", "duty", "contact"} },
	"offline.say.": func() []string {
		return strings.Fields("needed choose long character moment count future code crypto large problems saved")
	},
	"oncall.kind.": func() []string {
		return strings.Fields("step answered answered.note silent silent.note seen seen.note")
	},
	"calendar.done.":    func() []string { return strings.Fields("days feed") },
	"calendar.kind.":    func() []string { return strings.Fields("detailed elsewhere filing stocktake") },
	"calendar.state.":   func() []string { return strings.Fields("late today inside ahead") },
	"calendar.day.":     func() []string { return strings.Fields("mon tue wed thu fri sat sun") },
	"stocktake.change.": func() []string { return strings.Fields("added changed moved ended") },
	"bill.group.": func() []string {
		return strings.Fields("device os firmware middleware application container library untold")
	},
	"inventory.done.":         func() []string { return strings.Fields("added changed out many brought place") },
	"inventory.part.":         func() []string { return strings.Fields("filed filed.text judged judged.text own own.text") },
	"inventory.segment.role.": func() []string { return strings.Fields("facility dmz exchange other unknown") },
	"inventory.": func() []string {
		return strings.Fields("role role.hint role.critical role.component internet internet.hint internet.connected internet.separated internet.unknown media media.hint media.periodic media.occasional media.none media.unknown cloud cloud.hint cloud.all cloud.most cloud.part cloud.none cloud.unknown in_place in_place.hint in_place.yes in_place.no in_place.unknown")
	},
	"roster.done.":        func() []string { return strings.Fields("added copied swapped ended confirmed feed") },
	"roster.role.":        func() []string { return strings.Fields("first deputy") },
	"roster.hours.":       func() []string { return strings.Fields("night day own") },
	"roster.":             func() []string { return strings.Fields("role hours first last from to") },
	"compare.kind.":       func() []string { return strings.Fields("added removed changed") },
	"formal.why.":         func() []string { return strings.Fields("gone late done waits flagged sampled") },
	"formal.flag.":        func() []string { return notification.Flags },
	"formal.short.":       func() []string { return notification.Flags },
	"fault.formal.":       func() []string { return strings.Fields("late done waits") },
	"charge.why.":         func() []string { return strings.Fields("gone late same") },
	"campaign.state.":     func() []string { return strings.Fields("open closed merged open.note closed.note") },
	"campaign.done.":      func() []string { return strings.Fields("linked out back changed merged shared") },
	"sighting.kind.":      func() []string { return strings.Fields("address domain url mail hash file") },
	"sighting.how.":       func() []string { return strings.Fields("same host network") },
	"listing.export.":     func() []string { return strings.Fields("xlsx csv sjis json") },
	"exports.state.":      func() []string { return strings.Fields("waiting running ready stopped refused gone") },
	"exports.lead.":       func() []string { return strings.Fields("waiting running ready stopped refused gone") },
	"reports.state.":      func() []string { return strings.Fields("arrived checked fix-asked fixed withdrawn") },
	"view.share.":         func() []string { return strings.Fields("mine unit org") },
	"view.shared.":        func() []string { return strings.Fields("unit org") },
	"tile.do.":            func() []string { return strings.Fields("put.me put.office back.me back.office before after take") },
	"mailbox.takes.":      func() []string { return strings.Fields("urgent action notice digest dates") },
	"mailbox.takes.note.": func() []string { return strings.Fields("urgent action notice digest dates") },
	"collection.state.":   func() []string { return strings.Fields("untouched begun returned done same none ended late") },
	"collection.move.": func() []string {
		return strings.Fields("asked begun chased extended returned done same none ended taken untaken reopened")
	},
	"collection.done.":   func() []string { return strings.Fields("asked chased extended returned ended taken untaken settled") },
	"collection.count.":  func() []string { return strings.Fields("new changed same gone held beaten") },
	"collection.kind.":   func() []string { return strings.Fields("new changed gone") },
	"mailbox.done.":      func() []string { return strings.Fields("added changed ended tried names confirmed") },
	"mailbox.how.":       func() []string { return strings.Fields("relay report") },
	"elsewhere.tag.":     func() []string { return strings.Fields("open handed-in not-needed") },
	"elsewhere.state.":   func() []string { return strings.Fields("handed-in not-needed") },
	"elsewhere.done.":    func() []string { return strings.Fields("handed-in not-needed") },
	"templates.help.":    func() []string { return strings.Fields("1 2 3 4 5 6") },
	"routing.when.":      func() []string { return strings.Fields("any reportable personal-data sector arrival check") },
	"onward.rule.":       func() []string { return party.Moments },
	"mailstate.channel.": func() []string { return strings.Fields("mail invitation offer trial digest") },
}

// ways are the parts of a page on which something is closed or opened again.
func ways() []string { return []string{".title", ".lead", ".go"} }
