// Package seed reads the files with which vendors deliver hardware tokens (ハードウェアトークンのシード): CSV, and PSKC with keys in
// the clear (RFC 6030). Both are plain text that the standard library reads within bounds, so a seed never leaves this process;
// no error repeats one.
package seed

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"kanmin/internal/domain/fault"
)

// Bounds of a file.
const (
	MaxBytes  = 1 << 20
	MaxRows   = 2000
	minSecret = 16 // bytes (RFC 4226, R6)
	maxSecret = 64
	maxSerial = 60 // characters
)

// Row is one token.
type Row struct {
	Line   int // of the file, from 1
	Serial string
	Secret []byte
	Digits int // 6 or 8
	Period int // seconds: 30 or 60
	SHA256 bool
}

// Trouble is a cell that cannot be taken over; Field is one of Fields.
type Trouble struct {
	Line  int
	Field string
	Code  string
	Args  fault.Args
}

// The fields of a token.
const (
	Serial    = "serial"
	Secret    = "secret"
	Digits    = "digits"
	Period    = "period"
	Algorithm = "algorithm"
)

// Fields lists them in the order in which a file without headings has them.
func Fields() []string { return []string{Serial, Secret, Digits, Period, Algorithm} }

// cells is a token as it is written.
type cells struct {
	line   int
	values map[string]string
	form   string // how the secret is written, where the heading says it: hex, base32, base64
}

// Read reads a file. A file that is neither, or beyond a bound, is Invalid; what is wrong with single cells comes back as
// troubles, in the order of the file.
func Read(data []byte) (rows []Row, bad []Trouble, err error) {
	data = bytes.TrimSpace(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
	var list []cells
	switch {
	case len(data) == 0:
		return nil, nil, whole("fault.seed.empty")
	case len(data) > MaxBytes:
		return nil, nil, whole("fault.seed.large")
	case data[0] == '<':
		list, bad, err = pskc(data)
	default:
		list, err = table(data)
	}
	if err != nil {
		return nil, nil, err
	}
	if len(list)+len(bad) == 0 {
		return nil, nil, whole("fault.seed.empty")
	}
	if len(list)+len(bad) > MaxRows {
		return nil, nil, whole("fault.seed.many")
	}
	guess(list)
	seen, secrets := map[string]int{}, map[[32]byte]int{}
	for _, c := range list {
		row, wrong := c.row()
		if first, twice := seen[Key(row.Serial)]; twice && row.Serial != "" {
			wrong = append(wrong, Trouble{c.line, Serial, "fault.seed.twice", fault.Args{"line": strconv.Itoa(first)}})
		}
		seen[Key(row.Serial)] = c.line
		if sum := sha256.Sum256(row.Secret); len(row.Secret) > 0 {
			if first, twice := secrets[sum]; twice {
				wrong = append(wrong, Trouble{c.line, Secret, "fault.seed.same", fault.Args{"line": strconv.Itoa(first)}})
			}
			secrets[sum] = c.line
		}
		rows, bad = append(rows, row), append(bad, wrong...)
	}
	return rows, bad, nil
}

// Known are the troubles of serial numbers that are known already.
func Known(rows []Row, known func(serials []string) (map[string]bool, error)) (bad []Trouble, err error) {
	serials := make([]string, len(rows))
	for i, r := range rows {
		serials[i] = r.Serial
	}
	have, err := known(serials)
	for _, r := range rows {
		if r.Serial != "" && have[r.Serial] {
			bad = append(bad, Trouble{r.Line, Serial, "fault.hardware.known", fault.Args{"serial": r.Serial}})
		}
	}
	return bad, err
}

func whole(code string) error {
	return fault.New(fault.Invalid, code, fault.Args{"rows": strconv.Itoa(MaxRows), "size": strconv.Itoa(MaxBytes >> 10)})
}

// Key is a serial number as it is compared: whatever its width and case.
func Key(serial string) string { return strings.ToUpper(strings.TrimSpace(norm.NFKC.String(serial))) }

// row judges a token cell by cell.
func (c cells) row() (r Row, bad []Trouble) {
	wrong := func(field, code string) { bad = append(bad, Trouble{c.line, field, code, nil}) }
	r = Row{Line: c.line, Serial: strings.TrimSpace(norm.NFKC.String(c.values[Serial])), Digits: 6, Period: 30}
	switch {
	case r.Serial == "":
		wrong(Serial, "fault.required")
	case !plain(r.Serial):
		r.Serial = ""
		wrong(Serial, "fault.seed.serial")
	}
	secret, code := c.secret()
	if code != "" {
		wrong(Secret, code)
	}
	r.Secret = secret
	switch c.values[Digits] {
	case "", "6":
	case "8":
		r.Digits = 8
	default:
		wrong(Digits, "fault.seed.digits")
	}
	switch strings.TrimSuffix(strings.ToLower(c.values[Period]), "s") {
	case "", "30":
	case "60":
		r.Period = 60
	default:
		wrong(Period, "fault.seed.period")
	}
	switch strings.NewReplacer("-", "", "HMAC", "", " ", "").Replace(strings.ToUpper(c.values[Algorithm])) {
	case "", "SHA1", "TOTP":
	case "SHA256":
		r.SHA256 = true
	default:
		wrong(Algorithm, "fault.seed.algorithm")
	}
	return r, bad
}

// plain reports whether a serial number is of the letters that vendors use.
func plain(s string) bool {
	return len(s) <= maxSerial && strings.IndexFunc(s, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') && !strings.ContainsRune("-_./ ", r)
	}) < 0
}

// The ways in which a secret is written.
const (
	inHex    = "hex"
	inBase32 = "base32"
	inBase64 = "base64"
)

func (c cells) secret() ([]byte, string) {
	s := tidySecret(c.values[Secret])
	var b []byte
	var err error
	switch c.form {
	case inHex:
		b, err = hex.DecodeString(s)
	case inBase32:
		b, err = base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ToUpper(strings.TrimRight(s, "=")))
	case inBase64:
		b, err = unbase64(c.values[Secret])
	default:
		if s == "" {
			return nil, "fault.required"
		}
		return nil, "fault.seed.which"
	}
	switch {
	case c.values[Secret] == "":
		return nil, "fault.required"
	case err != nil:
		return nil, "fault.seed.secret"
	case len(b) < minSecret || len(b) > maxSecret:
		return nil, "fault.seed.length"
	}
	return b, ""
}

// tidySecret takes away what vendors write between the letters.
func tidySecret(s string) string {
	s = strings.NewReplacer(" ", "", "-", "", ":", "").Replace(norm.NFKC.String(s))
	return strings.TrimPrefix(strings.TrimPrefix(s, "0x"), "0X")
}

// could says in which ways a secret can be read.
func could(s string) (asHex, asBase32 bool) {
	s = strings.ToUpper(strings.TrimRight(tidySecret(s), "="))
	outside := func(alphabet string) bool {
		return strings.IndexFunc(s, func(r rune) bool { return !strings.ContainsRune(alphabet, r) }) >= 0
	}
	return s != "" && len(s)%2 == 0 && !outside("0123456789ABCDEF"), s != "" && !outside("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
}

// guess finds how the secrets of a file are written where no heading says it: a letter that only one of the two ways has
// decides its own cell and, where all such cells agree, those that could be either.
func guess(list []cells) {
	found := map[string]bool{}
	for i := range list {
		if list[i].form != "" {
			continue
		}
		asHex, asBase32 := could(list[i].values[Secret])
		switch {
		case asHex && !asBase32:
			list[i].form = inHex
		case asBase32 && !asHex:
			list[i].form = inBase32
		case !asHex && list[i].values[Secret] != "":
			list[i].form = inBase32 // and is told that it is none
			continue
		default:
			continue
		}
		found[list[i].form] = true
	}
	if len(found) != 1 {
		return
	}
	for i := range list {
		if list[i].form == "" {
			for form := range found {
				list[i].form = form
			}
		}
	}
}
