package serve

import (
	"bytes"
	"context"

	"kanmin/internal/adapter/door/api"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	directory "kanmin/internal/adapter/door/web/admin/account"
	"kanmin/internal/adapter/door/web/admin/account/org"
	"kanmin/internal/adapter/door/web/admin/account/org/sessions"
	"kanmin/internal/adapter/door/web/admin/account/sheet"
	"kanmin/internal/adapter/door/web/admin/change"
	"kanmin/internal/adapter/door/web/admin/designation"
	"kanmin/internal/adapter/door/web/admin/jurisdiction"
	"kanmin/internal/adapter/door/web/admin/letter"
	"kanmin/internal/adapter/door/web/admin/routing"
	"kanmin/internal/adapter/door/web/admin/templates"
	"kanmin/internal/adapter/door/web/admin/transfer"
	"kanmin/internal/adapter/door/web/emergency"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	form "kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
	"kanmin/internal/flow/enrolling"
	"kanmin/internal/flow/instituting"
	"kanmin/internal/flow/inviting"
)

// register are the pages of 組織とアカウント.
func (d *doors) register() []gate.Route {
	db, entropy := d.h.DB, d.h.Entropy
	desk := admin.Desk{Read: store.Read[admin.DeskTx](db), Propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](db), Entropy: entropy}}
	var routes []gate.Route
	for _, page := range []interface{ Routes() []gate.Route }{
		directory.Page{Read: store.Read[directory.Tx](db), Ways: []directory.Way{
			{Key: "register.new", To: admin.OrgPath + "/new"}, {Key: "intake.title", To: sheet.Path}, {Key: "letter.title", To: letter.Path}, {Key: "transfer.title", To: transfer.Path}, {Key: "jurisdiction.title", To: jurisdiction.Path}, {Key: "routing.title", To: routing.Path}, {Key: "templates.title", To: templates.Path}, {Key: "register.change.count", To: admin.ChangePath}, {Key: "emergency.title", To: emergency.Path},
		}},
		org.Pages{
			Read: store.Read[org.Tx](db), Add: instituting.AddOrg{Act: store.Act[instituting.AddOrgTx](db), Entropy: entropy},
			Change: instituting.ChangeOrg{Act: store.Act[instituting.ChangeOrgTx](db)}, Close: instituting.CloseOrg{Act: store.Act[instituting.CloseOrgTx](db)},
			Units: d.unitFlows(),
		},
		sessions.Page{Read: store.Read[sessions.Tx](db), End: enrolling.EndAll{Act: store.Act[enrolling.EndAllTx](db)}},
		sheet.Pages{
			Read: store.Read[sheet.Tx](db), Submit: inviting.Submit{Act: store.Act[inviting.SubmitTx](db), Entropy: entropy},
			TakeIn: inviting.TakeIn{Act: store.Act[inviting.TakeInTx](db), Entropy: entropy}, Parse: d.h.Files.Parse,
		},
		letter.Page{Read: store.Read[letter.Tx](db), Print: inviting.Print{Act: store.Act[inviting.PrintTx](db), Entropy: entropy}, Vouch: inviting.Vouch{Act: store.Act[inviting.VouchTx](db)}, Host: d.h.Base.Host},
		change.Pages{
			Own: map[register.Kind]func(ident.Object) string{register.KindIntake: sheet.At}, Looks: map[register.Kind]func(ident.Object) look.Link{register.KindTemplate: templates.Looks},
			Read: store.Read[change.Tx](db), Confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](db), Entropy: entropy},
			Withdraw: instituting.Withdraw{Act: store.Act[instituting.WithdrawTx](db)}, Propose: desk.Propose,
		},
		transfer.Page{Read: store.Read[transfer.Tx](db), Desk: desk},
		designation.Page{Read: store.Read[designation.Tx](db), Desk: desk},
		jurisdiction.Page{Read: store.Read[jurisdiction.Tx](db), Desk: desk},
		routing.Page{Read: store.Read[routing.Tx](db), Desk: desk},
		templates.Pages{Read: store.Read[templates.Tx](db), Desk: desk, Publish: d.publish(), Parse: d.h.Files.Parse, Fill: d.h.Files.Fill},
	} {
		routes = append(routes, page.Routes()...)
	}
	return routes
}

// publish takes in the file of an official form, after a child has looked through it.
func (d *doors) publish() instituting.Publish {
	return instituting.Publish{Keep: store.Housekeep[instituting.PublishTx](d.h.DB), Entropy: d.h.Entropy, Inspect: func(ctx context.Context, file []byte) (template.Shape, error) {
		b, err := d.h.Files.Parse(ctx, form.Form, bytes.NewReader(file))
		return formsheet.ShapeOf(b), err
	}}
}

// registerAPI is 組織とアカウント for programs.
func (d *doors) registerAPI() api.Register {
	db, entropy, units := d.h.DB, d.h.Entropy, d.unitFlows()
	return api.Register{
		Read: store.Read[api.RegisterTx](db), Matters: store.Read[api.MattersTx](db),
		Add: instituting.AddOrg{Act: store.Act[instituting.AddOrgTx](db), Entropy: entropy}, Change: instituting.ChangeOrg{Act: store.Act[instituting.ChangeOrgTx](db)},
		Close: instituting.CloseOrg{Act: store.Act[instituting.CloseOrgTx](db)}, AddUnit: units.Add, ChangeUnit: units.Change, CloseUnit: units.Close,
		Propose: instituting.Propose{Act: store.Act[instituting.ProposeTx](db), Entropy: entropy}, Confirm: instituting.Confirm{Act: store.Act[instituting.ConfirmTx](db), Entropy: entropy},
		Withdraw: instituting.Withdraw{Act: store.Act[instituting.WithdrawTx](db)}, Submit: inviting.Submit{Act: store.Act[inviting.SubmitTx](db), Entropy: entropy},
		TakeIn: inviting.TakeIn{Act: store.Act[inviting.TakeInTx](db), Entropy: entropy}, Publish: d.publish(),
	}
}
