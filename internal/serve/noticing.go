package serve

import (
	"strings"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/notices"
	"kanmin/internal/adapter/door/web/organisation/contractor"
	"kanmin/internal/adapter/door/web/public/notice"
	"kanmin/internal/adapter/door/web/reporting"
	own "kanmin/internal/adapter/door/web/reporting/notices"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/flow/noticing"
)

// noticeDoor takes in what contractors noticed (気付き連絡).
func (d *doors) noticeDoor() notices.Door {
	db := d.h.DB
	return notices.Door{
		Read: store.Read[notices.Tx](db), Openings: d.openings(), Send: noticing.Send{Act: store.Act[noticing.SendTx](db), Entropy: d.h.Entropy}, Receipt: db.Receipt,
		Now: d.h.Now, Knock: d.login.Knock, Welcome: d.login.Welcome,
	}
}

// noticing are the flows about notices, for pages and programs alike.
func (d *doors) noticing() api.Noticing {
	db := d.h.DB
	return api.Noticing{
		Read: store.Read[api.NoticesTx](db), Look: api.Looking[api.NoticesTx](store.Look[api.NoticesTx](db)), Send: d.noticeDoor().Take, Take: noticing.Take{Act: store.Act[noticing.TakeTx](db), Entropy: d.h.Entropy},
		Judge: noticing.Judge{Act: store.Act[noticing.AnswerTx](db)}, Reply: noticing.Reply{Act: store.Act[noticing.AnswerTx](db)},
	}
}

// contracting are the flows about those who may send a notice.
func (d *doors) contracting() api.Contracting {
	db := d.h.DB
	return api.Contracting{
		Read: store.Read[api.ContractorsTx](db), Register: noticing.Register{Act: store.Act[noticing.RegisterTx](db), Entropy: d.h.Entropy}, Change: noticing.Change{Act: store.Act[noticing.ContactTx](db)},
		End: noticing.End{Act: store.Act[noticing.ContactTx](db)}, Print: noticing.Print{Act: store.Act[noticing.PrintTx](db), Entropy: d.h.Entropy},
	}
}

// notified are the pages of 気付き連絡: where anybody with a code sends one, where the operator has them, and who has a code.
func (d *doors) notified() []gate.Route {
	db, n, c := d.h.DB, d.noticing(), d.contracting()
	routes := notice.Page{Take: n.Send}.Routes()
	routes = append(routes, own.Pages{Read: store.Read[own.Tx](db), Look: store.Look[own.Tx](db), Take: n.Take, Judge: n.Judge, Reply: n.Reply, Contacts: contractor.Path}.Routes()...)
	return append(routes, contractor.Page{
		Read: store.Read[contractor.Tx](db), Register: c.Register, Change: c.Change, End: c.End, Print: c.Print, Base: strings.TrimSuffix(d.h.Base.String(), "/"), Send: notice.Path, Notices: reporting.NoticesPath,
	}.Routes()...)
}
