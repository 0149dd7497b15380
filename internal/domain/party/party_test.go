package party_test

import (
	"testing"

	"kanmin/internal/domain/party"
)

func TestCorporateNumber(t *testing.T) {
	t.Parallel()
	for n, want := range map[string]bool{
		"8000012050001": true, "7000012050001": false, "800001205000": false, "80000120500011": false, "８000012050001": false, "800001205000x": false, "": false,
	} {
		if party.CheckCorporateNumber(n) != want {
			t.Errorf("%q: %v", n, !want)
		}
	}
}
