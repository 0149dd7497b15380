package signin

import (
	"crypto/sha256"
	_ "embed"
	"net/http"
	"slices"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/enrolling"
)

// SheetView is one printed list, shown this once.
type SheetView struct {
	Org, Address, Name string
	List               string // name of the list
	Codes              []Line
	Number             string // to be told apart from the sheet; empty where the person has a passphrase
	Again              bool   // the page was asked for twice: the list is not shown again
}

// Line is one numbered code.
type Line struct {
	N    int
	Code string
}

//go:embed sheet.tmpl
var sheetSource string

var sheetPage = look.Parse[SheetView]("organisation/signin/sheet", sheetSource)

// print makes a list and shows it as the answer: it is kept nowhere, so it is never shown again.
func (p Page) print(w http.ResponseWriter, r *gate.Request) error {
	form, err := r.Fields()
	if err != nil {
		return err
	}
	person := ident.Person(form.Get("person"))
	l, err := p.load(r)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(l.roster, func(m enrolling.Member) bool { return m.Person == person })
	if at < 0 {
		return fault.Absent()
	}
	key, err := r.Key(sha256.Sum256([]byte(person)))
	if err != nil {
		return err
	}
	who := l.roster[at]
	sheet, number, err := p.Door.Print(r.Context(), r.Scope, key, person, !slices.Contains(who.Ways, enrolling.Code))
	if err != nil {
		return p.refused(w, r, err)
	}
	v := SheetView{Org: l.org.Name, Address: l.org.Address, Name: who.Name, List: sheet.Name, Number: spaced(number), Again: len(sheet.Codes) == 0}
	for i, c := range sheet.Codes {
		v.Codes = append(v.Codes, Line{i + 1, c})
	}
	f := r.Frame("settings.sheet.title").With(look.Link{To: Path, Text: r.T("settings.signin.title")}, look.Link{Text: r.T("settings.sheet.title")})
	return sheetPage.Write(w, f, v)
}

// spaced writes a number in fours.
func spaced(s string) string {
	var b strings.Builder
	for i, c := range s {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(c)
	}
	return b.String()
}
