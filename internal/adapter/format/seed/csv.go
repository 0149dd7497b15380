package seed

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
)

// headings are the words by which vendors and our own template name a column.
var headings = map[string]string{
	"serial": Serial, "serialnumber": Serial, "serialno": Serial, "tokenserial": Serial, "製造番号": Serial, "シリアル番号": Serial, "シリアル": Serial,
	"secret": Secret, "secretkey": Secret, "seed": Secret, "key": Secret, "シード": Secret, "秘密鍵": Secret, "鍵": Secret,
	"digits": Digits, "otplength": Digits, "length": Digits, "桁数": Digits,
	"period": Period, "interval": Period, "timeinterval": Period, "timestep": Period, "step": Period, "周期": Period, "間隔": Period,
	"algorithm": Algorithm, "hash": Algorithm, "方式": Algorithm,
}

// table reads CSV, with or without a line of headings; semicolons and tabs do as well as commas.
func table(data []byte) ([]cells, error) {
	if !utf8.Valid(data) {
		return nil, whole("fault.seed.text")
	}
	line, _, _ := bytes.Cut(data, []byte("\n"))
	in := csv.NewReader(bytes.NewReader(data))
	in.FieldsPerRecord, in.TrimLeadingSpace = -1, true
	for _, comma := range []rune{'\t', ';', ','} {
		if bytes.ContainsRune(line, comma) {
			in.Comma = comma
		}
	}
	var list []cells
	columns, forms := []string(nil), map[string]string{}
	for {
		record, err := in.Read()
		if err != nil {
			if e, ok := err.(*csv.ParseError); ok { //nolint:errorlint // the reader returns it as it is
				return nil, fault.New(fault.Invalid, "fault.seed.quote", fault.Args{"line": strconv.Itoa(e.Line)})
			}
			return list, nil // io.EOF: a reader of bytes fails in no other way
		}
		at, _ := in.FieldPos(0)
		if columns == nil {
			var named bool
			if columns, forms, named = heads(record); named {
				if !slices.Contains(columns, Serial) || !slices.Contains(columns, Secret) {
					return nil, whole("fault.seed.headings")
				}
				continue
			}
			columns = Fields()
		}
		if strings.TrimSpace(strings.Join(record, "")) == "" {
			continue
		}
		c := cells{line: at, values: map[string]string{}, form: forms[Secret]}
		for i, v := range record {
			if i < len(columns) && columns[i] != "" {
				c.values[columns[i]] = strings.TrimSpace(v)
			}
		}
		if list = append(list, c); len(list) > MaxRows {
			return nil, whole("fault.seed.many")
		}
	}
}

// heads reads a line of headings; named is false where it has none.
func heads(record []string) (columns []string, forms map[string]string, named bool) {
	forms = map[string]string{}
	for _, cell := range record {
		word := strings.ToLower(norm.NFKC.String(cell))
		form := ""
		for _, f := range []string{inHex, inBase32} {
			if strings.Contains(word, f) {
				form = f
			}
		}
		word = strings.NewReplacer(inHex, "", inBase32, "", " ", "", "_", "", "-", "", "(", "", ")", "", ".", "").Replace(word)
		field := headings[word]
		if columns = append(columns, field); field != "" {
			named = true
			if form != "" {
				forms[field] = form
			}
		}
	}
	return columns, forms, named
}
