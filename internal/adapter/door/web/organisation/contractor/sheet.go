package contractor

import (
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
)

// SheetView is one printed sheet, shown this once.
type SheetView struct {
	Again                           bool // the page was asked for twice: the code is not shown again
	Back                            string
	Org, Number, Company, Name, Day string
	Until, Send, Code               string
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[SheetView]("organisation/contractor/sheet", sheetSource)

// sheet makes a code and shows it as the answer: it is kept nowhere, so it is never shown again.
func (p Page) sheet(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue("contractor"))
	key, err := r.Key(organisation.Digest("sheet", id))
	if err != nil {
		return err
	}
	sheet, err := p.Print.Do(r.Context(), r.Scope, key, id)
	if admin.Mine(err) {
		c, failed := p.load(r)
		if failed != nil {
			return failed
		}
		return p.writeOne(w, r, c, err)
	}
	if err != nil {
		return err
	}
	var org party.Org
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		org, err = tx.Org(r.Scope.Org)
		return err
	}); err != nil {
		return err
	}
	c := sheet.Contact
	v := SheetView{Again: sheet.Code == "", Back: Path + "/" + string(id), Org: org.Name, Number: org.CorporateNumber, Company: c.Company, Name: c.Name, Day: look.Moment(r.Lang, r.Now), Send: p.Base + p.Send, Code: sheet.Code}
	if !c.Until.IsZero() {
		v.Until = look.Day(r.Lang, c.Until)
	}
	return sheetPage.Write(w, r.Frame("tipper.sheet").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: Path, Text: r.T("tipper.title")}, look.Link{Text: r.T("tipper.sheet")}), v)
}
