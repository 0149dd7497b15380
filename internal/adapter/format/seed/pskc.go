package seed

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"strings"
)

// unbase64 reads base64 that may be broken into lines.
func unbase64(s string) ([]byte, error) {
	return base64.StdEncoding.DecodeString(strings.Join(strings.Fields(s), ""))
}

// container is what of a PSKC file (RFC 6030) tells a time-based token.
type container struct {
	XMLName  xml.Name `xml:"KeyContainer"`
	Packages []struct {
		Device string `xml:"DeviceInfo>SerialNo"`
		Key    struct {
			Algorithm string `xml:"Algorithm,attr"`
			Suite     string `xml:"AlgorithmParameters>Suite"`
			Format    struct {
				Length string `xml:"Length,attr"`
			} `xml:"AlgorithmParameters>ResponseFormat"`
			Secret struct {
				Plain  string    `xml:"PlainValue"`
				Sealed *struct{} `xml:"EncryptedValue"`
			} `xml:"Data>Secret"`
			Interval string `xml:"Data>TimeInterval>PlainValue"`
		} `xml:"Key"`
	} `xml:"KeyPackage"`
}

const totp = "urn:ietf:params:xml:ns:keyprov:pskc:totp"

// pskc reads the tokens of a PSKC file; each counts as a line. Go's decoder resolves nothing from elsewhere and bounds its depth.
func pskc(data []byte) (list []cells, bad []Trouble, err error) {
	var c container
	if bytes.Contains(data, []byte("<!DOCTYPE")) || xml.Unmarshal(data, &c) != nil {
		return nil, nil, whole("fault.seed.xml")
	}
	if len(c.Packages) > MaxRows {
		return nil, nil, whole("fault.seed.many")
	}
	for i, p := range c.Packages {
		line := i + 1
		switch {
		case p.Key.Secret.Sealed != nil:
			bad = append(bad, Trouble{line, Secret, "fault.seed.sealed", nil})
			continue
		case p.Key.Algorithm != totp:
			bad = append(bad, Trouble{line, Algorithm, "fault.seed.totp", nil})
			continue
		}
		list = append(list, cells{line: line, form: inBase64, values: map[string]string{
			Serial: strings.TrimSpace(p.Device), Secret: strings.TrimSpace(p.Key.Secret.Plain), Digits: strings.TrimSpace(p.Key.Format.Length),
			Period: strings.TrimSpace(p.Key.Interval), Algorithm: strings.TrimSpace(p.Key.Suite),
		}})
	}
	return list, bad, nil
}
