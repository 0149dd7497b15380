package store_test

import (
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
	"kanmin/internal/domain/template"
)

// templates are official forms: brought, entered, confirmed, ended; a file that nobody entered goes.
func (c *script) templates() {
	day := law.MustDay("2026-12-01")
	file := template.File{ID: "published-1", Name: "様式.xlsx", Size: 4, Digest: "d"}
	kept := register.Published{File: file, Shape: template.Shape{Sheets: []template.Leaf{{Name: "様式", Merged: []string{"A1:B1"}, Formulas: []string{"C3"}}}}}
	left := kept
	left.ID = "published-2"
	row := template.Template{
		ID: "template-1", Procedure: "report.detailed", Kind: "ransomware", Title: "様式2", Cited: "申合せ", Dated: day, File: file, From: day,
		Map: []template.Line{{Row: 2, Item: "number", Sheet: "様式", Cell: "B3", How: template.AsText}},
	}
	every := row
	every.ID, every.Kind, every.From = "template-2", "", day.Add(10)
	matter := register.Matter{Template: &register.Template{Procedure: row.Procedure, Kind: row.Kind, Title: row.Title, Cited: row.Cited, File: file, Map: row.Map, On: day}}
	look := func() {
		for _, s := range []access.Scope{filer, officer, admin} {
			c.read(at(c, s), func(call callTx) {
				call("Templates")
				call("TemplatesOf", "report.detailed", day)
				call("TemplatesOf", "report.detailed", day.Add(30))
				call("TemplatesOf", "report.prompt", day)
				call("Published", file.ID)
				call("PublishedFile", file.ID)
				call("PublishedFile", ident.Object("nothing"))
			})
		}
	}
	c.act(at(c, admin), func(call callTx) {
		call("AddPublished", kept, []byte("PK01"))
		call("KeepPublished", left, []byte("PK02"))
		call("RowsOf", matter)
		call("AddProposal", register.Proposal{ID: "t-form", Kind: register.KindTemplate, State: register.ToConfirm, FromOn: day, EnteredAt: 3, EnteredBy: "p-admin", Matter: matter})
		call("EndProposal", register.Proposal{ID: "t-form", State: register.Confirmed, EndedAt: 4, EndedBy: "p-other"})
	})
	look()                                                                                   // nobody confirmed it: it is the administrators'
	c.act(at(c, system), func(call callTx) { call("CleanPublished", ident.Instant(1<<60)) }) // published-2 alone: the other was entered
	c.act(at(c, admin), func(call callTx) {
		call("Published", left.ID)
		call("Apply", register.Plan{AddTemplates: []template.Template{row, every}})
	})
	look()
	c.act(at(c, admin), func(call callTx) {
		call("Apply", register.Plan{EndTemplates: []register.JurisdictionEnd{{ID: row.ID, Until: day.Add(20)}}})
	})
	c.back(at(c, admin), func(call callTx) {
		call("Apply", register.Plan{EndTemplates: []register.JurisdictionEnd{{ID: row.ID, Until: day.Add(25)}}}) // it has an end
	})
	look()
}
