package seed_test

import (
	"bytes"
	"encoding/base32"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/seed"
	"kanmin/internal/domain/fault"
)

var secret = []byte("12345678901234567890")

func TestRead(t *testing.T) {
	t.Parallel()
	inHex, in32 := hex.EncodeToString(secret), base32.StdEncoding.EncodeToString(secret)
	other := hex.EncodeToString([]byte("abcdefghijklmnopqrst"))
	good := []seed.Row{{Line: 2, Serial: "KM-0001", Secret: secret, Digits: 6, Period: 30}}
	first := []seed.Row{{Line: 1, Serial: "KM-0001", Secret: secret, Digits: 6, Period: 30}}
	for name, c := range map[string]struct {
		data string
		rows []seed.Row
		bad  []string // line field code
		err  string
	}{
		"headings, hex":           {data: "Serial Number,Secret Key (HEX),Digits,Time Step\r\nKM-0001," + strings.ToUpper(inHex) + ",6,30\r\n", rows: good},
		"headings, base32":        {data: "serial;seed\nKM-0001;" + strings.ToLower(in32) + "\n", rows: good},
		"ja, wide letters, BOM":   {data: "\xef\xbb\xbf製造番号,シード,桁数,周期\nKM-0001," + in32 + ",6,30", rows: good},
		"no headings":             {data: "KM-0001," + inHex, rows: first},
		"60 s, 8 digits, SHA-256": {data: "KM-0001\t" + inHex + "\t8\t60\tHMAC-SHA-256", rows: []seed.Row{{Line: 1, Serial: "KM-0001", Secret: secret, Digits: 8, Period: 60, SHA256: true}}},
		"another column":          {data: "id,serial,secret\n7,KM-0001," + inHex, rows: good},
		"either way, told by the rest": {data: "serial,secret\nA," + strings.Repeat("22", 20) + "\nB," + other, rows: []seed.Row{
			{Line: 2, Serial: "A", Secret: bytes.Repeat([]byte{0x22}, 20), Digits: 6, Period: 30}, {Line: 3, Serial: "B", Secret: []byte("abcdefghijklmnopqrst"), Digits: 6, Period: 30},
		}},
		"either way":        {data: "A," + strings.Repeat("22", 20), bad: []string{"1 secret fault.seed.which"}},
		"no serial":         {data: "serial,secret\n," + inHex, bad: []string{"2 serial fault.required"}},
		"no secret":         {data: "serial,secret\nA,", bad: []string{"2 secret fault.required"}},
		"short":             {data: "A,3132333435363738393031", bad: []string{"1 secret fault.seed.length"}},
		"no alphabet":       {data: "A,!!!!", bad: []string{"1 secret fault.seed.secret"}},
		"7 digits, 45 s":    {data: "A," + inHex + ",7,45", bad: []string{"1 digits fault.seed.digits", "1 period fault.seed.period"}},
		"MD5":               {data: "A," + inHex + ",6,30,MD5", bad: []string{"1 algorithm fault.seed.algorithm"}},
		"twice":             {data: "a1," + inHex + "\nA1," + other, bad: []string{"2 serial fault.seed.twice"}},
		"one secret, twice": {data: "A," + inHex + "\nB," + in32, bad: []string{"2 secret fault.seed.same"}},
		"script as serial":  {data: "<>,x", err: "fault.seed.xml"},
		"letters":           {data: "A\u202eB," + inHex, bad: []string{"1 serial fault.seed.serial"}},
		"empty":             {data: " \n", err: "fault.seed.empty"},
		"headings alone":    {data: "serial,secret", err: "fault.seed.empty"},
		"half the headings": {data: "serial,digits\nA,6", err: "fault.seed.headings"},
		"bytes":             {data: "A,\xff\xfe", err: "fault.seed.text"},
		"quote":             {data: "A,\"x\ny", err: "fault.seed.quote"},
		"rows":              {data: strings.Repeat("A,B\n", seed.MaxRows+1), err: "fault.seed.many"},
		"size":              {data: strings.Repeat("A", seed.MaxBytes+1), err: "fault.seed.large"},
		"pskc":              {data: pskc("<Secret><PlainValue>"+base64.StdEncoding.EncodeToString(secret)+"</PlainValue></Secret><TimeInterval><PlainValue>60</PlainValue></TimeInterval>", "totp"), rows: []seed.Row{{Line: 1, Serial: "KM-0001", Secret: secret, Digits: 8, Period: 60}}},
		"pskc, sealed":      {data: pskc("<Secret><EncryptedValue>x</EncryptedValue></Secret>", "totp"), bad: []string{"1 secret fault.seed.sealed"}},
		"pskc, by counter":  {data: pskc("<Secret><PlainValue>MTIz</PlainValue></Secret>", "hotp"), bad: []string{"1 algorithm fault.seed.totp"}},
		"other xml":         {data: "<a/>", err: "fault.seed.xml"},
		"entities":          {data: `<!DOCTYPE x [<!ENTITY e "x">]><KeyContainer/>`, err: "fault.seed.xml"},
	} {
		rows, bad, err := seed.Read([]byte(c.data))
		if c.err != "" {
			if e, ok := errors.AsType[*fault.Error](err); !ok || e.Code != c.err {
				t.Errorf("%s: %v, want %s", name, err, c.err)
			}
			continue
		}
		var got []string
		for _, b := range bad {
			got = append(got, fmt.Sprint(b.Line, " ", b.Field, " ", b.Code))
		}
		if err != nil || !reflect.DeepEqual(got, c.bad) || len(c.bad) == 0 && !reflect.DeepEqual(rows, c.rows) {
			t.Errorf("%s: %v %v %v", name, rows, got, err)
		}
	}
}

func pskc(data, kind string) string {
	return `<?xml version="1.0"?><pskc:KeyContainer Version="1.0" xmlns:pskc="urn:ietf:params:xml:ns:keyprov:pskc"><pskc:KeyPackage><pskc:DeviceInfo><pskc:SerialNo>KM-0001</pskc:SerialNo></pskc:DeviceInfo>
<pskc:Key Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:` + kind + `"><pskc:AlgorithmParameters><pskc:ResponseFormat Length="8" Encoding="DECIMAL"/></pskc:AlgorithmParameters><pskc:Data>` +
		strings.NewReplacer("</", "</pskc:", "<", "<pskc:").Replace(data) + `</pskc:Data></pskc:Key></pskc:KeyPackage></pskc:KeyContainer>`
}

func FuzzRead(f *testing.F) {
	f.Add([]byte("serial,secret\nA," + hex.EncodeToString(secret)))
	f.Add([]byte(pskc("<Secret><PlainValue>MTIz</PlainValue></Secret>", "totp")))
	f.Fuzz(func(t *testing.T, data []byte) {
		rows, bad, err := seed.Read(data)
		if err != nil || len(bad) > 0 {
			return
		}
		for _, r := range rows {
			if r.Serial == "" || len(r.Secret) < 16 || r.Digits != 6 && r.Digits != 8 || r.Period != 30 && r.Period != 60 {
				t.Errorf("taken over: %+v", r)
			}
		}
	})
}
