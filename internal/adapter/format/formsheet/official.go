package formsheet

import (
	"bytes"
	"context"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/template"
)

// OfficialTx is what the official form of what arrived is read from.
type OfficialTx interface {
	TemplatesOf(procedure string, on law.Day) ([]template.Template, error)
	PublishedFile(ident.Object) ([]byte, error)
}

// OfficialName is the file that is the official form (公式様式), filled, where one is in force; where none is it is the book of
// content.xlsx, whose first line says so.
const OfficialName = "form.xlsx"

// Filler has a child write texts into a form (parser.Fill).
type Filler func(ctx context.Context, form []byte, puts []sheet.Put) ([]byte, error)

// Taken is a file on its way out: written already, or a form that is filled when the transaction is over.
type Taken struct {
	Media    string
	Official bool
	data     []byte
	form     []byte
	puts     []sheet.Put
}

// Take is Write for whoever has the transaction in which what arrived was read: it knows the official form of the day of arrival.
func (f Filed) Take(tx OfficialTx, name string, say Words) (t Taken, err error) {
	if name == OfficialName {
		if t, err = f.official(tx); err != nil || t.Official {
			return t, err
		}
	}
	var b bytes.Buffer
	t.Media, err = f.Write(&b, name, say)
	t.data = b.Bytes()
	return t, err
}

func (f Filed) official(tx OfficialTx) (t Taken, err error) {
	on := law.DayOf(f.source.ArrivedAt)
	list, err := tx.TemplatesOf(f.Procedure.ID, on)
	if err != nil {
		return t, err
	}
	row, found := template.Of(list, f.Procedure.ID, f.Values, on)
	if !found {
		return t, nil
	}
	t = Taken{Media: XLSX, Official: true, puts: Puts(template.Fill(row.Map, f.source))}
	t.form, err = tx.PublishedFile(row.File.ID)
	return t, err
}

// Bytes is the file itself.
func (t Taken) Bytes(ctx context.Context, fill Filler) ([]byte, error) {
	if !t.Official {
		return t.data, nil
	}
	return fill(ctx, t.form, t.puts)
}

// Puts are the cells of a form as the child is told.
func Puts(list []template.Put) []sheet.Put {
	out := make([]sheet.Put, len(list))
	for i, p := range list {
		out[i] = sheet.Put{Sheet: p.Sheet, Col: p.Col, Row: p.Row, Text: p.Text, Number: p.Number}
	}
	return out
}

// ShapeOf is what a form is, as the child tells it (sheet.Form).
func ShapeOf(b sheet.Book) (s template.Shape) {
	for _, one := range b.Sheets {
		leaf := template.Leaf{Name: one.Name, Merged: one.Merged}
		for _, row := range one.Rows {
			for _, c := range row.Cells {
				if c.Formula {
					leaf.Formulas = append(leaf.Formulas, sheet.Address(c.Col, row.N))
				}
			}
		}
		s.Sheets = append(s.Sheets, leaf)
	}
	return s
}
