package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

func (c *script) drafts() {
	at := ident.At(c.clock.Now())
	d := filing.Draft{ID: "draft-1", Number: "下-R8-0001", Form: "report.prompt", Org: "o-op", Unit: "u-op", State: filing.DraftOpen, CreatedAt: at, UpdatedAt: at, By: "p-filer"}
	entry := func(seq int, state filing.EntryState, text string) filing.Entry {
		return filing.Entry{Draft: d.ID, Field: "which", Seq: seq, State: state, At: at, By: "p-filer", Name: "山﨑", Value: form.Value{Texts: []string{text}}, Stored: state == filing.Past}
	}
	c.act(filer, func(call callTx) {
		call("Now")
		call("LeafID")
		call("AddDraft", d)
		call("TakeDraft", d.Number)
		call("TakeFields", d.Number, []string{"which", filing.RowsOf("products")})
		call("SaveEntries", d, []filing.Entry{entry(1, filing.Current, "一台")})
		call("TakeStates", d.Number)
		call("DraftStates", d.Number)
		sealed := call("SealEntries", d, []filing.Entry{entry(1, filing.Past, "一台"), entry(2, filing.Current, "二台")})
		if list, ok := sealed[0].([]filing.Entry); !ok || list[0].Sealed != nil || list[1].Sealed == nil {
			c.t.Errorf("sealed ahead: %v", sealed)
		}
		call("KeepHeadings", d.Form, tabular.Learnt{"products": {"備品コード": "number"}})
		call("KeepHeadings", d.Form, tabular.Learnt{"products": {"備品コード": "number", "品名": "product"}})
		call("MoveDraft", d.Number, access.Write, filing.DraftOpen, filing.DraftDiscarded)
		call("DiscardedDrafts", ident.Instant(0), 10)
		call("MoveDraft", d.Number, access.Restore, filing.DraftDiscarded, filing.DraftOpen)
		call("SaveEntries", d, []filing.Entry{entry(1, filing.Past, "一台"), entry(2, filing.Current, "𠮷 二台")})
	})
	c.back(filer, func(call callTx) {
		call("MoveDraft", d.Number, access.Restore, filing.DraftDiscarded, filing.DraftOpen) // it is open
	})
	c.read(filer, func(call callTx) {
		for _, m := range []string{"Draft", "DraftByID"} {
			call(m, map[string]string{"Draft": string(d.Number), "DraftByID": string(d.ID)}[m])
			call(m, "nothing")
		}
		call("DraftStates", "nothing")
		call("Headings", d.Form)
		call("Headings", "nothing")
		call("OpenDrafts", 10)
		call("DiscardedDrafts", ident.Instant(0), 10)
		call("Registered")
		for _, id := range []string{"o-op", "o-min"} {
			call("Org", id)
			call("Offices", id, party.ActReport, law.MustDay("2026-11-23"))
			call("Sectors", id, law.MustDay("2026-11-23"))
		}
		call("Unit", "u-site")
		call("Unit", "u-min")
		call("Person", "p-filer")
		call("Person", "p-officer")
		call("Arriving", incident.Prompt, ident.Draft(""))
		call("Procedure", incident.Prompt.ID)
		call("Procedure", "report.unheard")
		for _, id := range []string{"o-op", "o-min"} {
			call("OfficesOf", incident.Prompt, id, law.MustDay("2026-11-23"))
			call("NamedOffices", id, []procedure.Office{{Org: "o-min", Unit: "u-min", Title: "大臣", Sections: []string{"outline"}}})
		}
	})
	c.back(filer, func(call callTx) { call("AddDraft", d) })
}
