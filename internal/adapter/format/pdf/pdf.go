// Package pdf writes plain A4 documents: receipts, letters, lists for those who decide on paper. Names are shown and
// can be copied out as they are written, 𠮷 and 髙 too; what the font lacks stands as its code point.
package pdf

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Meta is what stands around every page.
type Meta struct {
	Title   string
	Lang    string // "ja" or "en"
	Head    string // at the top left: organisation, number
	Mark    string // at the top right: marking
	Foot    string // at the bottom left: when it was printed
	Created time.Time
}

// Attachment is a file that travels inside the document.
type Attachment struct {
	Name, Type, About string
	Data              []byte
}

// Measures in points: A4, with the margins of official papers.
const (
	pageW, pageH           = 595.28, 841.89
	left, right            = 62.0, 57.0
	top, bottom            = 71.0, 62.0
	small, body, big, huge = 8.5, 10.5, 12.5, 17.0
	leading                = 1.55 // of the size
	gap                    = 6.0
	cellGap                = 4.0
)

// Doc is a document that is filled from top to bottom. It is not safe for concurrent use.
type Doc struct {
	meta   Meta
	l      *letters
	pages  []*bytes.Buffer
	y      float64 // of the next line's top
	attach []Attachment
}

// New begins a document; the error is about the embedded font.
func New(m Meta) (*Doc, error) {
	l, err := newLetters()
	if err != nil {
		return nil, err
	}
	d := &Doc{meta: m, l: l}
	d.Page()
	return d, nil
}

// Page begins a new page.
func (d *Doc) Page() {
	d.pages = append(d.pages, &bytes.Buffer{})
	d.y = pageH - top
}

// room begins a new page if less than h is left on this one, and reports whether it did.
func (d *Doc) room(h float64) bool {
	if d.y-h >= bottom {
		return false
	}
	d.Page()
	return true
}

// Title writes the title of the document.
func (d *Doc) Title(s string) { d.block(s, huge); d.y -= 2 * gap }

// Heading writes the title of a part; it does not stand alone at the end of a page.
func (d *Doc) Heading(s string) {
	d.y -= gap
	d.room(3 * big * leading)
	d.block(s, big)
	d.y -= gap / 2
}

// Text writes a paragraph.
func (d *Doc) Text(s string) { d.block(s, body); d.y -= gap }

// Small writes a note, or the lines of a proof.
func (d *Doc) Small(s string) { d.block(s, small); d.y -= gap }

// Skip leaves h points free.
func (d *Doc) Skip(h float64) { d.y -= h }

// At writes a text at a place of the page, in points from its top left corner: the address in the window of an
// envelope. The flow of the page is not moved.
func (d *Doc) At(x, y float64, s string) {
	for i, line := range d.l.wrap(s, (pageW-right-x)/body) {
		d.put(x, pageH-y-float64(i)*body*leading, body, line)
	}
}

func (d *Doc) block(s string, size float64) {
	for _, line := range d.l.wrap(s, (pageW-left-right)/size) {
		d.room(size * leading)
		d.put(left, d.y-size, size, line)
		d.y -= size * leading
	}
}

// put writes one line with its base at y.
func (d *Doc) put(x, y, size float64, s string) {
	if s == "" {
		return
	}
	fmt.Fprintf(d.page(), "BT /F %.2f Tf %.2f %.2f Td <%s> Tj ET\n", size, x, y, d.l.hex(s))
}

func (d *Doc) page() *bytes.Buffer { return d.pages[len(d.pages)-1] }

func (d *Doc) rule(y, from, to float64) {
	fmt.Fprintf(d.page(), "0.5 w %.2f %.2f m %.2f %.2f l S\n", from, y, to, y)
}

// Pairs writes what is called what: names at the left, values at the right.
func (d *Doc) Pairs(pairs [][2]string) {
	rows := make([][]string, len(pairs))
	for i, p := range pairs {
		rows[i] = p[:]
	}
	d.table(nil, []float64{3, 7}, rows)
}

// Table writes rows under heads, which are repeated on each page. Shares are the widths of the columns to one
// another; each row has as many cells.
func (d *Doc) Table(heads []string, shares []float64, rows [][]string) { d.table(heads, shares, rows) }

func (d *Doc) table(heads []string, shares []float64, rows [][]string) {
	whole := 0.0
	for _, s := range shares {
		whole += s
	}
	widths := make([]float64, len(shares))
	for i, s := range shares {
		widths[i] = (pageW - left - right) * s / whole
	}
	size := body - 1
	if heads != nil {
		d.row(heads, widths, size, nil)
	} else {
		d.rule(d.y, left, pageW-right)
	}
	for _, r := range rows {
		d.row(r, widths, size, heads)
	}
	d.y -= gap
}

// row writes one row; one that is longer than the rest of the page continues on the next, under the heads.
func (d *Doc) row(cells []string, widths []float64, size float64, heads []string) {
	lines, most := make([][]string, len(cells)), 1
	for i, c := range cells {
		lines[i] = d.l.wrap(c, (widths[i]-2*cellGap)/size)
		most = max(most, len(lines[i]))
	}
	step := size * leading
	if keep := min(most, 4); d.room(float64(keep)*step+2*cellGap) && heads != nil {
		d.row(heads, widths, size, nil)
	}
	d.y -= cellGap / 2
	for n := range most {
		if d.room(step+cellGap) && heads != nil {
			d.row(heads, widths, size, nil)
		}
		x := left
		for i := range cells {
			if n < len(lines[i]) {
				d.put(x+cellGap, d.y-size, size, lines[i][n])
			}
			x += widths[i]
		}
		d.y -= step
	}
	d.y -= cellGap / 2
	d.rule(d.y, left, pageW-right)
}

// Attach puts a file into the document.
func (d *Doc) Attach(a Attachment) { d.attach = append(d.attach, a) }

// Write ends the document. The same calls give the same bytes.
func (d *Doc) Write(w io.Writer) error {
	f := newFile()
	pages := f.reserve()
	for i := range d.pages {
		d.around(i)
	}
	fontAt, err := f.font(d.l)
	if err != nil {
		return err
	}
	var kids []string
	for _, p := range d.pages {
		content, err := f.stream("", p.Bytes())
		if err != nil {
			return err
		}
		page := f.add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %.2f %.2f] /Resources << /Font << /F %d 0 R >> >> /Contents %d 0 R >>", pages, pageW, pageH, fontAt, content))
		kids = append(kids, fmt.Sprintf("%d 0 R", page))
	}
	f.put(pages, fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(kids), strings.Join(kids, " ")))
	files, err := d.files(f)
	if err != nil {
		return err
	}
	f.root = f.add(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R /Lang (%s) /ViewerPreferences << /DisplayDocTitle true >>%s >>", pages, d.meta.Lang, files))
	f.info = f.add(fmt.Sprintf("<< /Title %s /Producer (Kanmin) /CreationDate (D:%sZ) >>", text(d.meta.Title), d.meta.Created.UTC().Format("20060102150405")))
	return f.writeTo(w)
}

// around writes head and foot of a page, with its number of how many.
func (d *Doc) around(i int) {
	last := d.pages
	d.pages = d.pages[:i+1] // page() is the one that is written
	head, mark := d.l.known(d.meta.Head), d.l.known(d.meta.Mark)
	d.put(left, pageH-42, small, head)
	d.put(pageW-right-d.l.width(mark)*small, pageH-42, small, mark)
	n := fmt.Sprintf("%d/%d", i+1, len(last))
	d.put(left, 34, small, d.l.known(d.meta.Foot))
	d.put(pageW-right-d.l.width(n)*small, 34, small, n)
	d.pages = last
}

// files is the part of the catalog that names the attachments, sorted as ISO 32000-1, 7.9.6 asks.
func (d *Doc) files(f *file) (string, error) {
	if len(d.attach) == 0 {
		return "", nil
	}
	list := slices.SortedFunc(slices.Values(d.attach), func(a, b Attachment) int { return strings.Compare(a.Name, b.Name) })
	var names, all []string
	for _, a := range list {
		n, err := f.attach(a)
		if err != nil {
			return "", err
		}
		names, all = append(names, fmt.Sprintf("%s %d 0 R", text(a.Name), n)), append(all, fmt.Sprintf("%d 0 R", n))
	}
	return fmt.Sprintf(" /Names << /EmbeddedFiles << /Names [%s] >> >> /AF [%s]", strings.Join(names, " "), strings.Join(all, " ")), nil
}
