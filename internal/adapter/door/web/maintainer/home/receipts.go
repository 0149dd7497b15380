package home

import (
	"archive/zip"
	"bytes"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/mandates"
	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/mandate"
)

// kept is one filing whose receipt goes into the ZIP.
type kept struct {
	of  mandate.Mandate
	s   access.Scope
	row mandates.Row
}

// receipts hands out the receipts of what was filed under the mandates in force, with a list of them: final ones with their twin in words, or the promise
// while the log has not numbered an entry. Where nothing was filed the list is empty.
func (p Page) receipts(w http.ResponseWriter, r *gate.Request) error {
	var all []kept
	if _, err := p.visit(r, func(m mandate.Mandate, s access.Scope, inForce bool) error {
		if !inForce {
			return nil
		}
		return p.Work(r.Context(), s, "receipt", func(tx mandates.WorkTx) ([]ident.Object, error) {
			list, seen, err := mandates.Rows(r, tx, m)
			for _, one := range list {
				if one.Leaf != "" {
					all = append(all, kept{m, s, one})
				}
			}
			return seen, err
		})
	}); err != nil {
		return err
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, k := range all {
		final, text, provisional, err := p.Receipts.Receipt(r.Context(), k.s, k.row.Leaf)
		if err != nil {
			return err
		}
		for name, body := range map[string][]byte{".tlog-proof": final, ".txt": text} {
			if len(final) > 0 && len(body) > 0 {
				if err := put(z, k.row.Number.ASCII()+name, body); err != nil {
					return err
				}
			}
		}
		if len(final) == 0 {
			if err := put(z, k.row.Number.ASCII()+".provisional.txt", provisional); err != nil {
				return err
			}
		}
	}
	table, err := list(r, all)
	if err == nil {
		err = put(z, "list.csv", table)
	}
	if err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	gate.Handout{Name: "receipts-" + r.Now.Japan().Format("20060102") + ".zip", Size: int64(b.Len())}.Write(w)
	_, _ = w.Write(b.Bytes()) // the client went away: nobody to tell
	return nil
}

func put(z *zip.Writer, name string, body []byte) error {
	f, err := z.Create(name)
	if err == nil {
		_, err = f.Write(body)
	}
	return err
}

// list is the table of what the ZIP holds.
func list(r *gate.Request, all []kept) ([]byte, error) {
	t := listsheet.Table{File: "list", Title: r.T("mandate.receipts")}
	for _, key := range []string{"mandate.operator", "mandate.number", "mandate.work.what", "receipt.number", "receipt.arrived"} {
		t.Columns = append(t.Columns, listsheet.Column{Title: r.T(key)})
	}
	for _, k := range all {
		t.Rows = append(t.Rows, []any{k.of.OperatorIs, string(k.of.Number), k.row.Name, string(k.row.Number), look.Second(r.Lang, k.row.At)})
	}
	var b bytes.Buffer
	err := t.WriteCSV(&b)
	return b.Bytes(), err
}
