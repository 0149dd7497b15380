package serve

import (
	"context"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/account/joining"
	"kanmin/internal/adapter/door/web/account/leaving"
	mine "kanmin/internal/adapter/door/web/account/mail"
	"kanmin/internal/adapter/door/web/functions/manage"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/door/web/ministry/delay"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/approval"
	"kanmin/internal/adapter/door/web/organisation/card"
	"kanmin/internal/adapter/door/web/organisation/contact"
	"kanmin/internal/adapter/door/web/organisation/contractor"
	"kanmin/internal/adapter/door/web/organisation/deputy"
	"kanmin/internal/adapter/door/web/organisation/handover"
	"kanmin/internal/adapter/door/web/organisation/invitations"
	"kanmin/internal/adapter/door/web/organisation/invite"
	"kanmin/internal/adapter/door/web/organisation/mail"
	"kanmin/internal/adapter/door/web/organisation/many"
	"kanmin/internal/adapter/door/web/organisation/member"
	"kanmin/internal/adapter/door/web/organisation/members"
	"kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/door/web/organisation/roster"
	"kanmin/internal/adapter/door/web/organisation/seen"
	"kanmin/internal/adapter/door/web/organisation/sessions"
	ways "kanmin/internal/adapter/door/web/organisation/signin"
	"kanmin/internal/adapter/door/web/organisation/stale"
	"kanmin/internal/adapter/door/web/reporting/offline"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/appointing"
	"kanmin/internal/flow/calling"
	"kanmin/internal/flow/carding"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/mandating"
	"kanmin/internal/flow/noticing"
)

// people are the flows by which an organisation says who acts for it.
type people struct {
	invite   appointing.Invite
	again    appointing.Again
	withdraw appointing.Withdraw
	vouch    appointing.Vouch
	letter   appointing.Letter
	change   appointing.Change
	end      appointing.End
	ask      appointing.Ask
	over     appointing.HandOver
	undo     appointing.Undo
	depute   appointing.Depute
	name     appointing.Name
	confirm  appointing.Confirm
	stale    appointing.StaleDays
	lock     appointing.Lock
	unlock   appointing.Unlock
	keep     appointing.Keep

	addMail     appointing.AddMailbox
	changeMail  appointing.ChangeMailbox
	endMail     appointing.EndMailbox
	tryMail     appointing.TryMailbox
	nameInMail  appointing.NameInMail
	chooseMail  appointing.ChooseMail
	confirmMail appointing.ConfirmRefusal
}

func (h *House) people() people {
	db, entropy := h.DB, h.Entropy
	invite := appointing.Invite{Act: store.Act[appointing.InviteTx](db), Entropy: entropy, Path: func(secret string) string { return "/signin/invitation/" + secret }}
	return people{
		invite:   invite,
		again:    appointing.Again{Act: store.Act[appointing.AgainTx](db), Invite: invite},
		withdraw: appointing.Withdraw{Act: store.Act[appointing.WithdrawTx](db)},
		vouch:    appointing.Vouch{Act: store.Act[appointing.VouchTx](db)},
		letter:   appointing.Letter{Act: store.Act[appointing.LetterTx](db), Entropy: entropy},
		change:   appointing.Change{Act: store.Act[appointing.ChangeTx](db)},
		end:      appointing.End{Act: store.Act[appointing.EndTx](db)},
		ask:      appointing.Ask{Act: store.Act[appointing.LeavingTx](db), Entropy: entropy},
		over:     appointing.HandOver{Act: store.Act[appointing.HandOverTx](db), Entropy: entropy},
		undo:     appointing.Undo{Act: store.Act[appointing.UndoTx](db)},
		depute:   appointing.Depute{Act: store.Act[appointing.DeputeTx](db), Entropy: entropy},
		name:     appointing.Name{Act: store.Act[appointing.NameTx](db), Entropy: entropy},
		confirm:  appointing.Confirm{Act: store.Act[appointing.ConfirmTx](db)},
		stale:    appointing.StaleDays{Act: store.Act[appointing.StaleDaysTx](db)},
		lock:     appointing.Lock{Act: store.Act[appointing.LockTx](db), Entropy: entropy},
		unlock:   appointing.Unlock{Act: store.Act[appointing.UnlockTx](db), Entropy: entropy},
		keep:     appointing.Keep{Act: store.Act[appointing.KeepTx](db), Entropy: entropy},

		addMail:     appointing.AddMailbox{Act: store.Act[appointing.AddMailboxTx](db), Entropy: entropy},
		changeMail:  appointing.ChangeMailbox{Act: store.Act[appointing.MailboxTx](db)},
		endMail:     appointing.EndMailbox{Act: store.Act[appointing.MailboxTx](db)},
		tryMail:     appointing.TryMailbox{Act: store.Act[appointing.MailboxTx](db)},
		nameInMail:  appointing.NameInMail{Act: store.Act[appointing.NameInMailTx](db)},
		chooseMail:  appointing.ChooseMail{Act: store.Act[appointing.ChooseMailTx](db)},
		confirmMail: appointing.ConfirmRefusal{Act: store.Act[appointing.ConfirmRefusalTx](db)},
	}
}

// settings are the second level of 組織の設定, in the order of the navigation.
var settings = []organisation.Entry{
	{Title: "people.title", About: "people.about", To: members.Path, Needs: organisation.MayRead},
	unitsEntry,
	{Title: "stale.title", About: "stale.about", To: stale.Path, Needs: organisation.MayRead},
	{Title: "approval.title", About: "approval.about", To: approval.Path, Needs: approval.MayRead},
	{Title: "handover.title", About: "handover.about", To: handover.Path, Needs: organisation.MayRead},
	{Title: "contact.title", About: "contact.about", To: contact.Path, Needs: organisation.MayReach},
	{Title: "oncall.title", About: "oncall.about", To: oncall.Path, Needs: organisation.MayReach},
	{Title: "tipper.title", About: "tipper.about", To: contractor.Path, Needs: noticing.MayWrite},
	{Title: "nav.mandate", About: "mandate.about", To: mandates.Path, Needs: mandating.MayRead},
	{Title: "roster.title", About: "roster.about", To: roster.Path, Needs: organisation.MayReach},
	{Title: "card.title", About: "card.about", To: card.Path, Needs: carding.MayRead},
	{Title: "offline.title", About: "offline.about", To: offline.Path, Needs: carding.MayRead},
	{Title: "mailbox.title", About: "mailbox.about", To: mail.Path, Needs: organisation.MayRead},
	{Title: "settings.signin.title", About: "settings.signin.about", To: ways.Path, Needs: access.Permission{Action: access.Read, Object: access.SignIn}},
	{Title: "sessions.title", About: "sessions.about", To: sessions.Path, Needs: access.Permission{Action: access.Read, Object: access.SignIn}},
	{Title: "seen.title", About: "seen.about", To: seen.Path, Needs: seen.Needs},
	{Title: "delay.title", About: "delay.about.settings", To: delay.Path, Needs: delay.MayRead},
	{Title: "opening.manage", About: "opening.manage.about", To: manage.Path, Needs: manage.MayRead},
}

// organisation are the pages 組織の設定, of whatever kind the organisation is.
func (d *doors) organisation() (routes []gate.Route) {
	db, f := d.h.DB, d.h.people()
	for _, page := range []interface{ Routes() []gate.Route }{
		organisation.Page{Read: store.Read[organisation.Tx](db), Entries: settings},
		members.Page{Read: store.Read[members.Tx](db)},
		invite.Page{Read: store.Read[invite.Tx](db), Invite: f.invite},
		invitations.Page{Read: store.Read[invitations.Tx](db), Vouch: f.vouch, Letter: f.letter, Again: f.again, Withdraw: f.withdraw, Host: d.h.Base.Host},
		member.Page{Read: store.Read[member.Tx](db), Change: f.change, End: f.end},
		stale.Page{Read: store.Read[stale.Tx](db), Days: f.stale, Lock: f.lock, Unlock: f.unlock, Keep: f.keep},
		handover.Page{Read: store.Read[handover.Tx](db), Over: f.over, Undo: f.undo},
		many.Page{Read: store.Read[many.Tx](db), Over: f.over},
		deputy.Page{Read: store.Read[deputy.Tx](db), Depute: f.depute},
		contact.Page{Read: store.Read[contact.Tx](db), Name: f.name, Confirm: f.confirm},
		oncall.Page{Read: store.Read[oncall.Tx](db), Set: d.h.calling().Set},
		d.roster(),
		mail.Page{
			Read: store.Read[mail.Tx](db), Add: f.addMail, Change: f.changeMail, End: f.endMail, Try: f.tryMail, Names: f.nameInMail, Confirm: f.confirmMail,
		},
		mine.Page{Read: store.Read[mine.Tx](db), Choose: f.chooseMail},
		d.unitsPage(),
		approval.Page{Read: store.Read[approval.Tx](db), Set: d.agree.set},
		seen.Page{Read: store.Read[seen.Tx](db), Own: ownReports},
		leaving.Page{Ask: f.ask},
		joining.Page{Door: d.login, Join: enrolling.Join{Act: store.Act[enrolling.JoinTx](db)}, Offered: d.offeredHat},
	} {
		routes = append(routes, page.Routes()...)
	}
	return routes
}

// roster are the pages of 当番表.
func (d *doors) roster() roster.Pages {
	c := d.h.calling()
	return roster.Pages{Read: store.Read[roster.Tx](d.h.DB), Add: c.AddTurns, Copy: c.CopyWeek, Swap: c.Swap, Drop: c.Drop, Confirm: c.Confirm, Parse: d.h.Files.Parse, Feed: d.rosterFeed()}
}

// calling are the flows by which people are called at night, for pages and programs alike.
func (h *House) calling() api.Calling {
	return api.Calling{
		List: store.Read[api.CallListTx](h.DB), Calls: api.Looking[api.CallsTx](store.Look[api.CallsTx](h.DB)),
		Set: calling.Set{Act: store.Act[calling.SetTx](h.DB)}, Record: calling.Record{Act: store.Act[calling.RecordTx](h.DB), Entropy: h.Entropy},
		Roster: store.Read[api.RosterTx](h.DB), AddTurns: calling.AddTurns{Act: store.Act[calling.TurnsTx](h.DB), Entropy: h.Entropy}, CopyWeek: calling.CopyWeek{Act: store.Act[calling.TurnsTx](h.DB), Entropy: h.Entropy},
		Swap: calling.Swap{Act: store.Act[calling.SwapTx](h.DB), Entropy: h.Entropy}, Drop: calling.Drop{Act: store.Act[calling.SwapTx](h.DB)}, Confirm: calling.Confirm{Act: store.Act[calling.ConfirmTx](h.DB), Entropy: h.Entropy},
	}
}

// organisationAPI is the same for programs.
func (d *doors) organisationAPI() api.Organisation {
	f := d.h.people()
	return api.Organisation{
		Read: store.Read[api.OrganisationTx](d.h.DB), Invite: f.invite, Again: f.again, Withdraw: f.withdraw, Change: f.change, End: f.end, Over: f.over, Undo: f.undo, Depute: f.depute,
		Mail: api.Mailing{Read: store.Read[api.MailTx](d.h.DB), Add: f.addMail, Change: f.changeMail, End: f.endMail, Try: f.tryMail, Names: f.nameInMail, Confirm: f.confirmMail},
	}
}

// stale are unused accounts for programs.
func (d *doors) stale() api.Stale {
	f := d.h.people()
	return api.Stale{Read: store.Read[api.StaleTx](d.h.DB), Lock: f.lock, Unlock: f.unlock, Keep: f.keep}
}

// offered names what an invitation offers, to whoever holds both of its halves: nobody's scope.
func (d *doors) offeredHat(ctx context.Context, o ident.Org, u ident.Unit) (org, unit string, err error) {
	type names interface {
		Org(ident.Org) (party.Org, error)
		Unit(ident.Unit) (party.Unit, error)
	}
	err = store.Read[names](d.h.DB)(ctx, access.For(access.Actor{}, ident.At(d.h.Now())), func(tx names) error {
		a, err := tx.Org(o)
		if err != nil {
			return err
		}
		b, err := tx.Unit(u)
		org, unit = a.Name, b.Name
		return err
	})
	return org, unit, err
}
