package read

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"
)

// styles are the formats of a form's cells, as far as they are needed to add the same ones for texts that a spreadsheet would calculate
// once somebody edits their cell (quotePrefix).
type styles struct {
	data      []byte
	head, end int    // the first tag of cellXfs begins, its last one begins
	body      int    // after its first tag
	list      []span // of cellXfs
	added     []string
	known     map[int]int
}

// stylesBytes bounds the part of styles.
const stylesBytes = 8 << 20

func readStyles(f *zip.File) (s styles, err error) {
	if s.data, err = whole(f, stylesBytes); err != nil || s.data == nil {
		return s, err
	}
	s.known = map[int]int{}
	in := xml.NewDecoder(bytes.NewReader(s.data))
	depth := 0 // of elements below cellXfs
	for {
		from := int(in.InputOffset())
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, damaged()
		}
		to := int(in.InputOffset())
		switch e := token.(type) {
		case xml.StartElement:
			switch {
			case e.Name.Local == "cellXfs" && s.body == 0:
				s.head, s.body, depth = from, to, 1
			case depth > 0:
				if depth == 1 {
					s.list = append(s.list, span{from: from, body: to})
				}
				depth++
			}
		case xml.EndElement:
			if depth == 0 {
				continue
			}
			depth--
			switch depth {
			case 0:
				s.end = from
			case 1:
				s.list[len(s.list)-1].to = to
			}
		}
	}
}

var (
	quoteAttr = regexp.MustCompile(`\squotePrefix="[^"]*"`)
	countAttr = regexp.MustCompile(`\scount="[^"]*"`)
)

// quoting is the style that shows a cell as before and keeps its text one. Where a form has no styles there is none.
func (s *styles) quoting(style string) string {
	n, err := strconv.Atoi(style)
	if style == "" {
		n, err = 0, nil
	}
	if err != nil || n < 0 || n >= len(s.list) {
		return style
	}
	at, ok := s.known[n]
	if !ok {
		x := s.list[n]
		tag := quoteAttr.ReplaceAllString(string(s.data[x.from:x.body]), "")
		cut := strings.IndexAny(tag, " \t\r\n/>")
		at = len(s.list) + len(s.added)
		s.added = append(s.added, tag[:cut]+` quotePrefix="1"`+tag[cut:]+string(s.data[x.body:x.to]))
		s.known[n] = at
	}
	return strconv.Itoa(at)
}

// written is the part with what was added.
func (s *styles) written() []byte {
	count := strconv.Itoa(len(s.list) + len(s.added))
	head := countAttr.ReplaceAllString(string(s.data[s.head:s.body]), ` count="`+count+`"`)
	var out bytes.Buffer
	out.Write(s.data[:s.head])
	out.WriteString(head)
	out.Write(s.data[s.body:s.end])
	out.WriteString(strings.Join(s.added, ""))
	out.Write(s.data[s.end:])
	return out.Bytes()
}

var (
	calcTag  = regexp.MustCompile(`<([A-Za-z0-9]+:)?calcPr(\s[^>]*?)?/?>`)
	calcLoad = regexp.MustCompile(`\sfullCalcOnLoad="[^"]*"`)
)

// calculate has what is calculated in a form calculated anew when it is opened: it may rest on what was written.
func (f *filler) calculate() {
	data, err := whole(f.found["xl/workbook.xml"], stylesBytes)
	if err != nil || data == nil {
		return
	}
	changed := calcTag.ReplaceAllFunc(data, func(tag []byte) []byte {
		t := calcLoad.ReplaceAllString(string(tag), "")
		cut := strings.Index(t, "calcPr") + len("calcPr")
		return []byte(t[:cut] + ` fullCalcOnLoad="1"` + t[cut:])
	})
	if !bytes.Equal(changed, data) {
		f.changed["xl/workbook.xml"] = changed
	}
}
