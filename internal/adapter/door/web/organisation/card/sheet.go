package card

import (
	"crypto/sha256"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/packet"
)

// SheetView is one printed card, shown this once.
type SheetView struct {
	Again     bool // the page was asked for twice: the card is not shown again
	Org, Unit string
	Address   string
	Number    string // 法人番号
	Name      string // of the card
	Issued    string
	Offices   []Office
	Desk      *Office
	Questions []string
	Base      string
	Upload    string
	Codes     []Line
}

// Office is who is called.
type Office struct{ Name, Phone string }

// Line is one numbered code.
type Line struct {
	N    int
	Code string
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[SheetView]("organisation/card/sheet", sheetSource)

// issue makes a card and shows it as the answer: it is kept nowhere, so it is never shown again.
func (p Page) issue(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256([]byte("issue")))
	if err != nil {
		return err
	}
	sheet, err := p.Issue.Do(r.Context(), r.Scope, key)
	if admin.Mine(err) {
		return p.write(w, r, err)
	}
	if err != nil {
		return err
	}
	l, err := p.load(r)
	if err != nil {
		return err
	}
	f := r.Frame("card.sheet").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: Path, Text: r.T("card.title")}, look.Link{Text: r.T("card.sheet")})
	v := SheetView{
		Again: len(sheet.Codes) == 0, Org: l.Org.Name, Address: l.Org.Address, Number: l.Org.CorporateNumber, Name: sheet.Card.Name,
		Issued: look.Moment(r.Lang, sheet.Card.At), Offices: Offices(r.Lang, l.Offices), Base: p.Base, Upload: p.Base + p.Upload,
	}
	if l.Unit.Name != l.Org.Name {
		v.Unit = l.Unit.Name
	}
	if d := f.House.Desk; d.Phone != "" {
		v.Desk = &Office{Name: d.Name.In(string(r.Lang)) + "(" + d.Hours.In(string(r.Lang)) + ")", Phone: d.Phone}
	}
	for _, s := range packet.Form().Steps {
		v.Questions = append(v.Questions, s.Title.In(string(r.Lang)))
	}
	for i, c := range sheet.Codes {
		v.Codes = append(v.Codes, Line{i + 1, c})
	}
	return sheetPage.Write(w, f, v)
}

// Offices are those to which a report goes, with their telephone, each once.
func Offices(l look.Lang, list []filing.Addressee) (all []Office) {
	seen := map[Office]bool{}
	for _, a := range list {
		o := Office{look.Named(l, a.Office, a.OfficeEn), a.Phone}
		if !seen[o] {
			seen[o] = true
			all = append(all, o)
		}
	}
	return all
}
