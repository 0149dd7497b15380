package cyclonedx_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/format/cyclonedx"
	"kanmin/internal/domain/fault"
)

func TestEntriesOfABill(t *testing.T) {
	t.Parallel()
	e, err := cyclonedx.Entries([]byte(`{"bomFormat":"CycloneDX","specVersion":"1.5","metadata":{"component":{"name":"gate","supplier":{"name":"見本電機"}}},
	 "components":[{"name":"example-core","group":"jp.example","purl":"pkg:maven/jp.example/example-core@2.0?type=jar","cpe":"cpe:2.3:a:example:core:2.0:*:*:*:*:*:*:*",
	  "components":[{"name":"inner"}]},{"name":" "}]}`))
	if err != nil || len(e) != 3 {
		t.Fatalf("%+v %v", e, err)
	}
	if e[0].Maker[0].Text != "見本電機" || e[1].Codes[0].Value != "example:core" || e[1].Codes[1].Value != "pkg:maven/jp.example/example-core" || e[2].Names[0].Text != "inner" {
		t.Errorf("%+v", e)
	}
	if _, err := cyclonedx.Entries([]byte(`{"bomFormat":"SPDX"}`)); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
	deep := strings.Repeat(`{"name":"n","components":[`, 30) + strings.Repeat("]}", 30)
	if _, err := cyclonedx.Entries([]byte(`{"bomFormat":"CycloneDX","components":[` + deep + `]}`)); !fault.Is(err, fault.Exceeded) {
		t.Errorf("30 deep: %v", err)
	}
}
