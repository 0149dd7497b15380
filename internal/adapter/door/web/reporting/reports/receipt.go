package reports

import (
	"net/http"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/format/paper"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// The files of a receipt, by the last part of their address.
const (
	fileProof       = "proof"
	fileText        = "text"
	filePDF         = "pdf"
	fileProvisional = "provisional"
)

// receipt is the 受付証 as far as it has come; nil for those who may not have it.
func (p Pages) receipt(r *gate.Request, f filing.Filing, to []filing.Addressee) (*look.Receipt, error) {
	if own, _ := r.Scope.Relations(seeProof); !own {
		return nil, nil //nolint:nilnil // nobody's receipt is a good answer
	}
	final, text, _, err := p.Receipts.Receipt(r.Context(), r.Scope, f.Leaf)
	if err != nil {
		return nil, err
	}
	at := func(file string) string { return reporting.ReportAt(f.Number, "receipt", file) }
	v := &look.Receipt{Number: string(f.Number), Arrived: f.ArrivedAt, Final: len(final) > 0}
	_, to = filing.ByConsent(to) // it is no proof for whom it is shared with
	for _, a := range to {
		if a.Channel == filing.Here {
			v.For = append(v.For, look.Addressed(r.Lang, a.Title))
		}
	}
	if v.Final {
		v.Sentence = r.T("receipt.ready")
		v.Files = append(v.Files, look.Link{To: at(filePDF), Text: r.T("receipt.file.pdf")}, look.Link{To: at(fileProof), Text: r.T("receipt.file.proof")})
		if len(text) > 0 {
			v.Files = append(v.Files, look.Link{To: at(fileText), Text: r.T("receipt.file.text")})
		}
	} else {
		v.Sentence = r.T("receipt.pending", "at", look.Second(r.Lang, f.ArrivedAt))
		v.Poll = reporting.ReportAt(f.Number, "receipt")
	}
	v.Files = append(v.Files, look.Link{To: at(fileProvisional), Text: r.T("receipt.file.provisional")})
	return v, nil
}

// poll answers the receipt alone, for a page that waits for the final one; without script it leads to the report.
func (p Pages) poll(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	if r.Header.Get("HX-Request") != "true" {
		return gate.See(w, reporting.ReportAt(n))
	}
	var f filing.Filing
	var to []filing.Addressee
	err = p.Read(r.Context(), r.Scope, func(tx ReportTx) (err error) { // it shows what the page around it shows: no look of its own
		if f, _, err = own(tx, r.Scope, n, mayRead); err != nil {
			return err
		}
		to, err = tx.Addressees(f)
		return err
	})
	if err != nil {
		return err
	}
	v, err := p.receipt(r, f, to)
	if err != nil {
		return err
	}
	return reportPage.WriteFragment(w, r.Frame("reports.one"), "polled", v)
}

// file hands out one form of the receipt. A final one that is not there yet is a Conflict, to be asked for again.
func (p Pages) file(w http.ResponseWriter, r *gate.Request) error {
	n, err := number(r, "number")
	if err != nil {
		return err
	}
	var f filing.Filing
	err = p.Look(r.Context(), r.Scope, purposeReceipt, func(tx ReportTx) (_ []ident.Object, err error) {
		if f, _, err = own(tx, r.Scope, n, seeProof); err == nil && r.URL.Query().Get("rev") != "" {
			err = ofRevision(tx, &f, r.URL.Query().Get("rev"))
		}
		return []ident.Object{ident.Object(f.ID)}, err
	})
	if err != nil {
		return err
	}
	body, name, err := p.bytes(r, f, r.PathValue("file"))
	if err != nil {
		return err
	}
	h := w.Header()
	switch r.PathValue("file") {
	case fileProof:
		h.Set("Content-Type", "application/octet-stream")
	case filePDF:
		h.Set("Content-Type", "application/pdf")
	default:
		h.Set("Content-Type", "text/plain; charset=utf-8")
	}
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "private, no-store")
	w.WriteHeader(http.StatusOK)
	_, _ = w.Write(body) // the client went away: nobody to tell
	return nil
}

// ofRevision turns to the entry of a further revision.
func ofRevision(tx ReportTx, f *filing.Filing, word string) error {
	list, err := tx.Revisions(*f)
	if err != nil {
		return err
	}
	for _, v := range list {
		if strconv.Itoa(v.Rev) == word {
			f.Leaf = v.Leaf
			return nil
		}
	}
	return fault.Absent()
}

func (p Pages) bytes(r *gate.Request, f filing.Filing, file string) (body []byte, name string, err error) {
	final, text, provisional, err := p.Receipts.Receipt(r.Context(), r.Scope, f.Leaf)
	if err != nil {
		return nil, "", err
	}
	name = f.Number.ASCII()
	switch file {
	case fileProvisional:
		return provisional, name + ".provisional.txt", nil
	case fileProof:
		body, name = final, name+".tlog-proof"
	case fileText:
		body, name = text, name+".txt"
	case filePDF:
		if len(final) > 0 {
			body, err = paper.Receipt(final, name)
		}
		name += ".pdf"
	default:
		return nil, "", fault.Absent()
	}
	if len(final) == 0 {
		return nil, "", fault.New(fault.Conflict, "fault.api.pending", nil)
	}
	return body, name, err
}

func openedAt(r *gate.Request, s access.Seen) string {
	if s.Times > 1 {
		return r.T("reports.opened.again", "first", look.Moment(r.Lang, s.FirstAt), "last", look.Moment(r.Lang, s.LastAt), "n", s.Times)
	}
	return r.T("reports.opened", "at", look.Moment(r.Lang, s.FirstAt))
}

func join(r *gate.Request, names []string) string { return strings.Join(names, r.T("reports.comma")) }
