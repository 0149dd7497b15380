package read

import (
	"archive/zip"
	"encoding/xml"
	"regexp"
	"slices"
	"strings"

	"kanmin/internal/adapter/format/sheet"
)

// readForm says what an official form is: its sheets, what is merged in them, and which cells are calculated. Nothing else of it is told.
func readForm(data []byte, out *sheet.Writer, confined []string) error {
	f, err := openForm(data)
	if err != nil {
		return err
	}
	if err := out.Book(sheet.Book{Kind: sheet.Form, Confined: confined}); err != nil {
		return err
	}
	for _, l := range f.sheets {
		g, err := f.grid(l)
		if err != nil {
			return err
		}
		l.Merged = g.merged
		if err := out.Sheet(l.Sheet); err != nil {
			return err
		}
		for _, r := range g.rows {
			row := sheet.Row{N: r.n}
			for _, c := range r.cells {
				if c.formula {
					row.Cells = append(row.Cells, sheet.Cell{Col: c.col, Formula: true})
				}
			}
			if len(row.Cells) == 0 {
				continue
			}
			if err := out.Row(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// openForm opens a book that is kept and handed out again: it is judged more strictly than one whose rows alone are read.
func openForm(data []byte) (w work, err error) {
	if found := sniff(data); found != nil {
		return w, found
	}
	if !zipped(data) {
		return w, &sheet.Fault{Code: "fault.sheet.other"}
	}
	found, err := parts(data)
	if err != nil {
		return w, err
	}
	if err := carries(found); err != nil {
		return w, err
	}
	if w, err = workbook(found); err != nil {
		return w, err
	}
	w.found = found
	return w, nil
}

// carries refuses what a form has no need of and what acts on whoever opens it: objects of other programs, connections, code, links that
// are followed, formulas that reach out.
func carries(found map[string]*zip.File) error {
	for name := range found {
		for _, place := range []string{"xl/embeddings/", "xl/oleobjects/", "xl/webextensions/", "customui/", "xl/querytables/", "xl/model/", "xl/connections.xml"} {
			if strings.HasPrefix(name, place) {
				return &sheet.Fault{Code: "fault.sheet.embedded"}
			}
		}
	}
	if err := isBook(found); err != nil {
		return err
	}
	for name, f := range found {
		if strings.HasSuffix(name, ".rels") {
			if err := each(f, follows); err != nil {
				return err
			}
		}
		if name == "xl/workbook.xml" || strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml") {
			if err := each(f, reaches); err != nil {
				return err
			}
		}
	}
	return nil
}

// isBook refuses a workbook that says of itself that it runs something, or is none.
func isBook(found map[string]*zip.File) error {
	const media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
	is := false
	err := each(found["[content_types].xml"], func(_ *xml.Decoder, e xml.StartElement) error {
		kind := value(e, "ContentType")
		switch low := strings.ToLower(kind); {
		case strings.Contains(low, "macroenabled"), strings.Contains(low, "vbaproject"):
			return &sheet.Fault{Code: "fault.sheet.macro"}
		case strings.Contains(low, "oleobject"):
			return &sheet.Fault{Code: "fault.sheet.embedded"}
		case kind == media && strings.EqualFold(value(e, "PartName"), "/xl/workbook.xml"):
			is = true
		}
		return nil
	})
	if err == nil && !is {
		err = &sheet.Fault{Code: "fault.sheet.other"}
	}
	return err
}

// follows refuses what lies outside of the book, but a link on https that a person would have to press.
func follows(_ *xml.Decoder, e xml.StartElement) error {
	if e.Name.Local != "Relationship" {
		return nil
	}
	kind, target := strings.ToLower(value(e, "Type")), strings.ToLower(value(e, "Target"))
	switch {
	case strings.HasSuffix(kind, "/oleobject"), strings.HasSuffix(kind, "/package"), strings.HasSuffix(kind, "/connections"):
		return &sheet.Fault{Code: "fault.sheet.embedded"}
	case !strings.EqualFold(value(e, "TargetMode"), "External"):
		return nil
	case strings.HasSuffix(kind, "/hyperlink") && strings.HasPrefix(target, "https://"):
		return nil
	}
	return &sheet.Fault{Code: "fault.sheet.links"}
}

// calculated are the elements that hold a formula.
var calculated = []string{"f", "formula", "formula1", "formula2", "definedName"}

// quoted is a text in a formula; outward what reaches out of the book, or lets it run something.
var (
	quoted  = regexp.MustCompile(`"[^"]*"|'[^']*'`)
	outward = regexp.MustCompile(`(?i)(^|[^A-Z0-9_])(WEBSERVICE|HYPERLINK|IMAGE|RTD|CALL|REGISTER(\.ID)?|EVALUATE|EXEC|SQL\.REQUEST|STOCKHISTORY|CUBE[A-Z]+|PY|COPILOT|DDE)\s*\(|\|`)
)

func reaches(in *xml.Decoder, e xml.StartElement) error {
	if value(e, "xlm") == "1" || yes(value(e, "vbProcedure")) {
		return &sheet.Fault{Code: "fault.sheet.macro"}
	}
	if !slices.Contains(calculated, e.Name.Local) {
		return nil
	}
	var text string
	if in.DecodeElement(&text, &e) != nil {
		return damaged()
	}
	if outward.MatchString(quoted.ReplaceAllString(text, "")) {
		return &sheet.Fault{Code: "fault.sheet.reach"}
	}
	return nil
}
