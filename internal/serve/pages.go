package serve

import (
	"context"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin/status"
	"kanmin/internal/adapter/door/web/alarms"
	"kanmin/internal/adapter/door/web/cabinet/advisories"
	steward "kanmin/internal/adapter/door/web/cabinet/naming"
	"kanmin/internal/adapter/door/web/consult"
	"kanmin/internal/adapter/door/web/exports"
	"kanmin/internal/adapter/door/web/faq"
	"kanmin/internal/adapter/door/web/listing"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/door/web/ministry/assign"
	"kanmin/internal/adapter/door/web/ministry/concentration"
	"kanmin/internal/adapter/door/web/ministry/delay"
	"kanmin/internal/adapter/door/web/ministry/expected"
	"kanmin/internal/adapter/door/web/ministry/figures"
	"kanmin/internal/adapter/door/web/ministry/formality"
	"kanmin/internal/adapter/door/web/ministry/intake"
	"kanmin/internal/adapter/door/web/ministry/letters"
	"kanmin/internal/adapter/door/web/ministry/procedures"
	"kanmin/internal/adapter/door/web/ministry/registrations"
	"kanmin/internal/adapter/door/web/ministry/reports"
	"kanmin/internal/adapter/door/web/ministry/reports/ask"
	"kanmin/internal/adapter/door/web/ministry/statistics"
	"kanmin/internal/adapter/door/web/ministry/telephone"
	"kanmin/internal/adapter/door/web/ministry/tiles"
	"kanmin/internal/adapter/door/web/ministry/today"
	"kanmin/internal/adapter/door/web/naming/asked"
	"kanmin/internal/adapter/door/web/naming/known"
	"kanmin/internal/adapter/door/web/naming/lookup"
	"kanmin/internal/adapter/door/web/notices"
	"kanmin/internal/adapter/door/web/operator/home"
	received "kanmin/internal/adapter/door/web/operator/letters"
	filings "kanmin/internal/adapter/door/web/operator/notification"
	"kanmin/internal/adapter/door/web/public/assess/notification"
	"kanmin/internal/adapter/door/web/public/assess/report"
	"kanmin/internal/adapter/door/web/public/entrance"
	"kanmin/internal/adapter/door/web/public/find"
	"kanmin/internal/adapter/door/web/public/help"
	"kanmin/internal/adapter/door/web/public/receipt"
	"kanmin/internal/adapter/door/web/public/rules"
	"kanmin/internal/adapter/door/web/public/security"
	"kanmin/internal/adapter/door/web/reporting/approvals"
	"kanmin/internal/adapter/door/web/reporting/attached"
	"kanmin/internal/adapter/door/web/reporting/compared"
	"kanmin/internal/adapter/door/web/reporting/elsewhere"
	"kanmin/internal/adapter/door/web/reporting/filling"
	others "kanmin/internal/adapter/door/web/reporting/procedures"
	own "kanmin/internal/adapter/door/web/reporting/reports"
	"kanmin/internal/adapter/door/web/requests"
	"kanmin/internal/adapter/door/web/support"
	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/pinned"
	"kanmin/internal/flow/advising"
	"kanmin/internal/flow/assigning"
	"kanmin/internal/flow/auditing"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/exporting"
	"kanmin/internal/flow/reminding"
	"kanmin/internal/flow/viewing"
)

// pages are the routes of the web door, in the order of the navigation.
func (d *doors) pages() []gate.Route {
	var routes []gate.Route
	routes = append(routes, entrance.Routes()...)
	routes = append(routes, d.operator()...)
	routes = append(routes, d.ministry()...)
	routes = append(routes, d.organisation()...)
	routes = append(routes, d.everybody()...)
	routes = append(routes, d.names()...)
	routes = append(routes, d.platform()...)
	routes = append(routes, d.register()...)
	routes = append(routes, d.functions()...)
	routes = append(routes, d.emergency()...)
	routes = append(routes, d.notified()...)
	return append(routes, d.offline()...)
}

// notices counts what waits for the actor, for the header of every page.
func (d *doors) notices(ctx context.Context, s access.Scope) (int, error) {
	return d.waiting().Count(ctx, s)
}

// Where an operator's reports and drafts are, for pages that lead there.
const (
	ownReports = "/reporting/reports/"
	ownDrafts  = "/reporting/prompt/"
)

func (d *doors) waiting() notices.Page {
	db := d.h.DB
	return notices.Page{Read: store.Read[notices.Tx](db), Tally: store.Read[notices.CountTx](db), Own: ownReports, Named: "/naming/asked/"}
}

// everybody are the pages that are not of one role.
func (d *doors) everybody() []gate.Route {
	db := d.h.DB
	routes := d.waiting().Routes()
	routes = append(routes, alarms.Page{Read: store.Read[alarms.Tx](db), See: d.seeAlarm()}.Routes()...)
	routes = append(routes, find.Page{
		Read: store.Read[find.Tx](db), Own: ownReports, Desk: "/ministry/reports/", Draft: ownDrafts,
		Noticed: "/reporting/notices/", Letters: received.Path + "/", Wrote: letters.Path + "/", Mandates: mandates.Path + "/", Known: "/naming/known/", Asked: "/naming/asked/", Wait: "/cabinet/naming/", Ruled: "/cabinet/naming/decided/", Help: support.Own + "/", Helps: support.Desk + "/",
		Consulted: consult.Own + "/", Consults: consult.Desk + "/", Common: faq.Path + "/",
	}.Routes()...)
	routes = append(routes, rules.Routes()...)
	routes = append(routes, notification.Routes(d.common().Readable)...)
	routes = append(routes, report.Page{Open: d.open, Save: d.save, Read: store.Read[report.Tx](db)}.Routes()...)
	routes = append(routes, security.File{Base: d.h.Base, Contact: d.h.Security, Policy: d.h.SecurityHow}.Routes()...)
	routes = append(routes, help.Page{Host: d.h.Base.Host, TLS: d.h.Base.Scheme == "https"}.Routes()...)
	routes = append(routes, d.common().Routes()...)
	routes = append(routes, d.views()...)
	routes = append(routes, d.mandatePages()...)
	routes = append(routes, d.exports().Routes()...)
	routes = append(routes, advisories.Page{Read: store.Read[advisories.Tx](db), Bring: d.advising().Bring, Stop: d.advising().Stop}.Routes()...)
	return append(routes, receipt.Page{Key: d.h.Keys.VerifierKey(), Head: db.Head}.Routes()...)
}

// views are the saved views of lists, of whoever has lists.
func (d *doors) views() []gate.Route {
	v := d.viewing()
	return views.Page{Read: store.Read[views.Tx](d.h.DB), Save: v.Save, Change: v.Change, End: v.End}.Routes()
}

// exports are the long lists that are got ready as a task.
func (d *doors) exports() exports.Page {
	e := d.exporting()
	return exports.Page{Read: store.Read[exports.Tx](d.h.DB), Order: e.Order, Stop: e.Stop, Take: e.Take}
}

// advising is how advisories come in.
func (d *doors) advising() api.Advising {
	db := d.h.DB
	return api.Advising{
		Read:  store.Read[api.AdvisingTx](db),
		Bring: advising.Bring{Keep: store.Housekeep[advising.BringKeepTx](db), Act: store.Act[advising.BringTx](db), Entropy: d.h.Entropy},
		Stop:  advising.Stop{Act: store.Act[advising.StopTx](db)},
	}
}

func (d *doors) exporting() api.Exporting {
	db := d.h.DB
	return api.Exporting{
		Read: store.Read[api.ExportsTx](db), Order: exporting.Order{Act: store.Act[exporting.OrderTx](db), Entropy: d.h.Entropy}, Stop: exporting.Stop{Act: store.Act[exporting.StopTx](db)},
		Take: exporting.Take{Read: store.Read[exporting.TakeTx](db), Look: store.Look[exporting.TakeTx](db)},
	}
}

func (d *doors) assign() assigning.Assign {
	return assigning.Assign{Act: store.Act[assigning.AssignTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) unassign() assigning.Undo {
	return assigning.Undo{Act: store.Act[assigning.UndoTx](d.h.DB)}
}

func (d *doors) remind() reminding.Send {
	return reminding.Send{Act: store.Act[reminding.SendTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) check() checking.Check {
	return checking.Check{Act: store.Act[checking.CheckTx](d.h.DB), Entropy: d.h.Entropy}
}

func (d *doors) uncheck() checking.Undo {
	return checking.Undo{Act: store.Act[checking.UndoTx](d.h.DB)}
}

func (d *doors) pin() viewing.Pin { return viewing.Pin{Act: store.Act[viewing.PinTx](d.h.DB)} }

func (d *doors) viewing() api.Viewing {
	db := d.h.DB
	return api.Viewing{
		Read: store.Read[api.ViewsTx](db), Save: viewing.Save{Act: store.Act[viewing.SaveTx](db), Entropy: d.h.Entropy}, Change: viewing.Change{Act: store.Act[viewing.ChangeTx](db)}, End: viewing.End{Act: store.Act[viewing.ChangeTx](db)},
		Pin: d.pin(), Count: store.Read[pinned.Tx](db),
	}
}

// platform are the pages of the platform's administrators.
func (d *doors) platform() []gate.Route {
	db := d.h.DB
	return status.Page{
		Read: store.Read[status.Tx](db), Check: auditing.StartCheck{Act: store.Act[auditing.StartTx](db)}, Retry: auditing.Retry{Act: store.Act[auditing.StartTx](db)},
		Running: func(ctx context.Context) (status.Running, error) {
			n, err := db.Running(ctx, d.h.SessionIdle)
			return status.Running{
				LogSize: n.LogSize, Pending: n.Pending, Lag: n.Lag, MailWait: n.Mail.Waiting, MailFail: n.Mail.Failed, MailOldest: n.Mail.Oldest, MailNowhere: n.Mail.Nowhere, MailSent: n.Mail.Sent, Reports: n.Mail.Reports, Refused: n.Mail.Refused, Paused: n.Mail.Paused,
				Sessions: n.Sessions, Alarms: n.Alarms, Engine: db.Engine(), LogKeyNamed: db.Origin,
			}, err
		},
	}.Routes()
}

// operator are the pages of operators: やること, 速報を送る, 報告の履歴.
func (d *doors) operator() []gate.Route {
	db := d.h.DB
	routes := home.Page{Look: store.Look[home.Tx](db)}.Routes()
	routes = append(routes, received.Page{Look: store.Look[received.Tx](db)}.Routes()...)
	routes = append(routes, filings.Page{Look: store.Look[filings.Tx](db)}.Routes()...)
	routes = append(routes, filling.Pages{Open: d.open, Save: d.save, Choose: d.choose, Earlier: d.earlier(), Rows: d.rows, Bring: d.bring(), Take: d.take, Parse: d.h.Files.Parse, Swapped: d.swapped, Names: d.h.Names, File: d.file, Revise: d.revise, Discard: d.drop, Withhold: d.hold, Agree: d.agrees, AskApproval: d.agree.ask, Read: store.Read[filling.DraftTx](db)}.Routes()...)
	routes = append(routes, attached.Pages{
		Attach: d.attach, Draft: store.Read[attached.DraftTx](db), Look: store.Look[attached.FiledTx](db), Piece: store.Read[attached.PieceTx](db), Receipts: db, Fill: d.h.Files.Fill,
	}.Routes()...)
	routes = append(routes, compared.Page{Look: store.Look[compared.Tx](db)}.Routes()...)
	routes = append(routes, approvals.Pages{
		Read: store.Read[approvals.Tx](db), Look: store.Look[approvals.Tx](db), Decide: d.agree.decide, Withdraw: d.agree.withdraw, Enclose: d.agree.enclose,
	}.Routes()...)
	routes = append(routes, d.h.collections().Routes()...)
	routes = append(routes, others.Page{Read: store.Read[others.Tx](db)}.Routes()...)
	routes = append(routes, requests.Page{Look: store.Look[requests.Tx](db), Step: d.step}.Routes()...)
	routes = append(routes, d.supports(false).Routes()...)
	routes = append(routes, d.consults(false).Routes()...)
	routes = append(routes, elsewhere.Page{Look: store.Look[elsewhere.Tx](db), Record: d.hand}.Routes()...)
	return append(routes, own.Pages{
		Answer: d.answer, Correct: d.correct, Confirm: d.confirm, Follow: d.follow, Release: d.give, Consent: d.consent, Draft: store.Read[own.DraftTx](db), List: store.Look[listing.Tx](db), Export: listing.Look(store.Look[listing.ExportTx](db)), Look: store.Look[own.ReportTx](db), Read: store.Read[own.ReportTx](db), Receipts: db, Similar: d.h.Counted.Similar,
	}.Routes()...)
}

// names are the pages about names of products: 製品名を調べる for organisations, 製品名の名寄せ for the steward.
func (d *doors) names() []gate.Route {
	db := d.h.DB
	routes := lookup.Page{Index: d.h.Names, Decide: d.nameDecide, Ask: d.nameAsk}.Routes()
	routes = append(routes, known.Page{Read: store.Read[known.Tx](db), Withdraw: d.nameWithdraw, History: d.h.Names.History}.Routes()...)
	routes = append(routes, asked.Page{Read: store.Read[asked.Tx](db), Look: store.Look[asked.Tx](db), TakeOff: d.nameTakeOff}.Routes()...)
	return append(routes, steward.Page{Read: store.Read[steward.Tx](db), Index: d.h.Names, Rule: d.nameRule, Undo: d.nameUndo}.Routes()...)
}

// ministry are the pages of offices.
func (d *doors) ministry() []gate.Route {
	db := d.h.DB
	routes := today.Page{Read: store.Read[today.Tx](db)}.Routes()
	routes = append(routes, tiles.Page{Read: store.Read[pinned.Tx](db), Pin: d.pin()}.Routes()...)
	routes = append(routes, reports.Page{Look: store.Look[reports.Tx](db)}.Routes()...)
	routes = append(routes, reports.Received{Look: store.Look[listing.Tx](db), Notified: store.Look[reports.NotifiedTx](db), Export: listing.Look(store.Look[listing.ExportTx](db))}.Routes()...)
	routes = append(routes, statistics.Page{Index: d.h.Counted, Read: store.Read[statistics.Tx](db), Look: store.Look[statistics.RowsTx](db)}.Routes()...)
	notified := figures.Notified{Index: d.h.Holdings, Read: store.Read[figures.HoldingTx](db)}
	routes = append(routes, concentration.Page{Notified: notified, Look: store.Look[concentration.RowsTx](db)}.Routes()...)
	routes = append(routes, registrations.Page{Notified: notified}.Routes()...)
	routes = append(routes, expected.Page{Look: store.Look[expected.Tx](db)}.Routes()...)
	routes = append(routes, letters.Page{Look: store.Look[letters.Tx](db), Read: store.Read[letters.Tx](db), Send: d.remind()}.Routes()...)
	routes = append(routes, procedures.Pages{
		Read: store.Read[procedures.Tx](db), Look: store.Look[procedures.FilingsTx](db), Begin: d.declare.begin, Write: d.declare.write, Propose: d.declare.propose, Decide: d.declare.decide, Close: d.declare.close,
	}.Routes()...)
	routes = append(routes, assign.Page{
		Look: store.Look[assign.Tx](db), Read: store.Read[assign.Tx](db), Assign: d.assign(), Undo: d.unassign(),
	}.Routes()...)
	routes = append(routes, formality.Page{
		Look: store.Look[formality.Tx](db), Read: store.Read[formality.Tx](db), Check: d.check(), Undo: d.uncheck(), Entropy: d.h.Entropy,
	}.Routes()...)
	routes = append(routes, d.linked()...)
	routes = append(routes, d.registered()...)
	routes = append(routes, d.planned()...)
	routes = append(routes, telephone.Page{
		Look: store.Look[telephone.Tx](db), Record: d.h.calling().Record,
	}.Routes()...)
	routes = append(routes, intake.Page{Look: store.Look[intake.Tx](db), Take: d.phone, Back: d.back}.Routes()...)
	w := d.watching()
	routes = append(routes, delay.Pages{
		Read: store.Read[delay.Tx](db), Ask: w.AskDelay, Approve: w.ApproveDelay, End: w.EndDelay,
	}.Routes()...)
	routes = append(routes, d.supports(true).Routes()...)
	routes = append(routes, d.consults(true).Routes()...)
	routes = append(routes, ask.Page{Look: store.Look[ask.Tx](db), Ask: d.ask}.Routes()...)
	return append(routes, requests.Page{Office: true, Look: store.Look[requests.Tx](db), Step: d.step}.Routes()...)
}
