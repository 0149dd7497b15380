package read

import (
	"archive/zip"
	"encoding/xml"
	"path"
	"strings"

	"kanmin/internal/adapter/format/sheet"
)

// readBook reads an Excel book: first as an archive, then its table of texts, then its sheets twice, for their bounds and
// numbers and for their rows. Texts never meet a library; numbers are shown by excelize, which knows how Excel shows
// them (令和8年11月30日, 0001234).
func readBook(kind sheet.Kind, data []byte, out *sheet.Writer, confined []string) error {
	found, err := parts(data)
	if err != nil {
		return err
	}
	w, err := workbook(found)
	if err != nil {
		return err
	}
	w.found = found
	if w.texts, err = texts(found); err != nil {
		return err
	}
	n := numbers{known: map[number]string{}}
	t := tally{kind: kind}
	for i := range w.sheets {
		if err := w.sheets[i].measure(&w, &t, &n); err != nil {
			return err
		}
	}
	if err := n.show(found, w.epoch1904); err != nil {
		return err
	}
	if err := out.Book(sheet.Book{Kind: kind, Confined: confined, Since1904: w.epoch1904}); err != nil {
		return err
	}
	for i := range w.sheets {
		if err := w.sheets[i].tell(&w, &n, out); err != nil {
			return err
		}
	}
	return nil
}

// work is what a book says of itself.
type work struct {
	epoch1904 bool
	sheets    []leaf
	found     map[string]*zip.File
	texts     []string
}

// leaf is a sheet and the part in which it stands.
type leaf struct {
	sheet.Sheet
	part string
}

func decodePart(found map[string]*zip.File, name string, into any) error {
	f := found[strings.ToLower(name)]
	if f == nil {
		return damaged()
	}
	r, err := f.Open()
	if err != nil {
		return damaged()
	}
	defer func() { _ = r.Close() }()
	if xml.NewDecoder(r).Decode(into) != nil {
		return damaged()
	}
	return nil
}

// workbook reads the list of sheets and where they are.
func workbook(found map[string]*zip.File) (w work, err error) {
	var book struct {
		Pr struct {
			Date1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string     `xml:"name,attr"`
			State string     `xml:"state,attr"`
			Attrs []xml.Attr `xml:",any,attr"`
		} `xml:"sheets>sheet"`
	}
	var rels struct {
		List []struct {
			ID     string `xml:"Id,attr"`
			Type   string `xml:"Type,attr"`
			Target string `xml:"Target,attr"`
			Mode   string `xml:"TargetMode,attr"`
		} `xml:"Relationship"`
	}
	if err := decodePart(found, "xl/workbook.xml", &book); err != nil {
		return w, err
	}
	if err := decodePart(found, "xl/_rels/workbook.xml.rels", &rels); err != nil {
		return w, err
	}
	if len(book.Sheets) > sheet.MaxSheets {
		return w, sheet.Over("fault.sheet.sheets", sheet.MaxSheets)
	}
	w.epoch1904 = yes(book.Pr.Date1904)
	for _, s := range book.Sheets {
		id := ""
		for _, a := range s.Attrs {
			if a.Name.Local == "id" && a.Name.Space != "" {
				id = a.Value
			}
		}
		for _, r := range rels.List {
			if r.ID != id || r.Mode == "External" || !strings.HasSuffix(r.Type, "/worksheet") { // a chart is no table
				continue
			}
			target := path.Join("xl", r.Target)
			if strings.HasPrefix(r.Target, "/") {
				target = strings.TrimPrefix(path.Clean(r.Target), "/")
			}
			w.sheets = append(w.sheets, leaf{Sheet: sheet.Sheet{Name: s.Name, Hidden: s.State != "" && s.State != "visible"}, part: target})
		}
	}
	if len(w.sheets) == 0 {
		return w, &sheet.Fault{Code: "fault.sheet.other"}
	}
	return w, nil
}
