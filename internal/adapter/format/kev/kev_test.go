package kev_test

import (
	"testing"

	"kanmin/internal/adapter/format/kev"
	"kanmin/internal/domain/fault"
)

func TestEntriesJoinNames(t *testing.T) {
	t.Parallel()
	e, err := kev.Entries([]byte(`{"vulnerabilities":[
	 {"vendorProject":"Example","product":"Gate","dateAdded":"2026-01-02"},{"vendorProject":"example ","product":"gate","dateAdded":"2026-02-02"},
	 {"vendorProject":"Example","product":"Multiple Products"},{"vendorProject":"Example","product":"One and Two"},{"vendorProject":"","product":"x"}]}`))
	if err != nil || len(e) != 1 || e[0].Count != 2 || e[0].Maker[0].Text != "Example" || e[0].Names[0].On != "2026-01-02" {
		t.Errorf("%+v %v", e, err)
	}
	if _, err := kev.Entries([]byte("<x>")); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
