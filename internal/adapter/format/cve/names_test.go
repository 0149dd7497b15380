package cve_test

import (
	"testing"

	"kanmin/internal/adapter/format/cve"
	"kanmin/internal/domain/fault"
)

func TestEntriesOfARecord(t *testing.T) {
	t.Parallel()
	e, err := cve.Entries([]byte(`{"dataType":"CVE_RECORD","containers":{
	 "cna":{"affected":[{"vendor":"Example Corp","product":"Gate","cpes":["cpe:2.3:a:example:gate:1:*:*:*:*:*:*:*","cpe:2.3:a:example:gate:2:*:*:*:*:*:*:*"]},
	  {"vendor":"n/a","product":"n/a"},{"vendor":"Unknown","packageName":"left-pad"}]},
	 "adp":[{"affected":[{"vendor":"example","product":"both","cpes":["cpe:2.3:a:example:one:*:*:*:*:*:*:*:*","cpe:2.3:a:example:two:*:*:*:*:*:*:*:*"]}]}]}}`))
	if err != nil || len(e) != 3 {
		t.Fatalf("%+v %v", e, err)
	}
	if e[0].Codes[0].Value != "example:gate" || e[0].Maker[0].Text != "Example Corp" {
		t.Errorf("%+v", e[0])
	}
	if e[1].Names[0].Text != "left-pad" || len(e[1].Maker) != 0 {
		t.Errorf("%+v", e[1])
	}
	if len(e[2].Codes) != 0 {
		t.Errorf("an entry of two products gave a code: %+v", e[2])
	}
	if _, err := cve.Entries([]byte(`{"containers":[]}`)); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
