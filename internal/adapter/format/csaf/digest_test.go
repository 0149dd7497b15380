package csaf_test

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/csaf"
	"kanmin/internal/domain/fault"
)

func TestADocumentIsTheOneOfItsDigest(t *testing.T) {
	t.Parallel()
	document := []byte(`{"document":{}}`)
	short, long := sha256.Sum256(document), sha512.Sum512(document)
	for _, beside := range []string{hex.EncodeToString(short[:]), strings.ToUpper(hex.EncodeToString(long[:])) + "  x.json\n"} {
		if err := csaf.Digest("x.json", document, beside); err != nil {
			t.Errorf("%s: %v", beside, err)
		}
		if err := csaf.Digest("x.json", document[1:], beside); !fault.Is(err, fault.Invalid) {
			t.Errorf("a byte less: %v", err)
		}
	}
	for _, beside := range []string{"", "zz", "abcd"} {
		if err := csaf.Digest("x.json", document, beside); !fault.Is(err, fault.Invalid) {
			t.Errorf("%q: %v", beside, err)
		}
	}
}
