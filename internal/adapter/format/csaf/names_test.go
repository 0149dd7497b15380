package csaf_test

import (
	"strings"
	"testing"

	"kanmin/internal/adapter/format/csaf"
	"kanmin/internal/domain/fault"
)

func TestEntriesOfATree(t *testing.T) {
	t.Parallel()
	e, err := csaf.Entries([]byte(`{"document":{"publisher":{"namespace":"https://example.jp"}},"product_tree":{"branches":[
	 {"category":"vendor","name":"見本電機","branches":[{"category":"product_name","name":"制御盤 K1","branches":[
	   {"category":"product_version","name":"1.0","product":{"name":"見本電機 制御盤 K1 1.0","product_id":"P1","product_identification_helper":{"cpe":"cpe:2.3:o:example:k1:1.0:*:*:*:*:*:*:*","purl":"pkg:generic/k1@1.0?x=y"}}},
	   {"category":"product_version","name":"2.0","product":{"name":"見本電機 制御盤 K1 2.0","product_id":"P2"}}]}]}],
	 "full_product_names":[{"name":"別の製品","product_id":"P3"}]}}`))
	if err != nil || len(e) != 2 {
		t.Fatalf("%+v %v", e, err)
	}
	var codes []string
	for _, c := range e[0].Codes {
		codes = append(codes, string(c.Scheme)+"="+c.Value)
	}
	if got, want := strings.Join(codes, " "), "cpe=example:k1 purl=pkg:generic/k1 csaf=https://example.jp|P1 csaf=https://example.jp|P2"; got != want {
		t.Errorf("codes %s, want %s", got, want)
	}
	if e[0].Maker[0].Text != "見本電機" || e[0].Names[0].Text != "制御盤 K1" || e[1].Names[0].Text != "別の製品" {
		t.Errorf("%+v", e)
	}
	deep := strings.Repeat(`{"category":"x","name":"n","branches":[`, 40) + strings.Repeat("]}", 40)
	if _, err := csaf.Entries([]byte(`{"product_tree":{"branches":[` + deep + `]}}`)); !fault.Is(err, fault.Exceeded) {
		t.Errorf("40 deep: %v", err)
	}
	if _, err := csaf.Entries([]byte(`no`)); !fault.Is(err, fault.Invalid) {
		t.Error(err)
	}
}
