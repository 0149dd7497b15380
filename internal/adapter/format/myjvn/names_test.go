package myjvn_test

import (
	"testing"

	"kanmin/internal/adapter/format/myjvn"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
)

// The samples are ours, written from the documented formats; makers and products are fictional.
const (
	vendorsXML = `<?xml version="1.0" encoding="UTF-8"?>
<Result version="3.3" xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:status="http://jvndb.jvn.jp/myjvn/Status">
 <VendorInfo xml:lang="ja"><Vendor vid="90001" vname="見本電機株式会社" cpe="cpe:/:mihon_denki"/><Vendor vid="90002" vname="甲乙計装" cpe="cpe:/:misc"/></VendorInfo>
 <status:Status version="3.3" method="getVendorList" feed="hnd" lang="ja" retCd="0" retMax="10000" errCd="" errMsg="" totalRes="2" totalResRet="2" firstRes="1"/>
</Result>`
	productsXML = `<?xml version="1.0" encoding="UTF-8"?>
<Result version="3.3" xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:status="http://jvndb.jvn.jp/myjvn/Status">
 <VendorInfo xml:lang="ja"><Vendor vid="90001" vname="見本電機株式会社" cpe="cpe:/:mihon_denki">
  <Product pid="900011" pname="監視盤 K1" cpe="cpe:/o:mihon_denki:k1_firmware"/><Product pid="900012" pname="設定ツール"  cpe="cpe:/a:mihon_denki:config%2b"/></Vendor></VendorInfo>
 <status:Status version="3.3" method="getProductList" feed="hnd" retCd="0" errCd="" errMsg="" totalRes="12" totalResRet="2" firstRes="1"/>
</Result>`
	refusedXML  = `<Result xmlns="http://jvndb.jvn.jp/myjvn/Results" xmlns:s="http://jvndb.jvn.jp/myjvn/Status"><s:Status retCd="1" errCd="2" errMsg="startItem"/></Result>`
	vendorsJSON = `{"jvn_product_dictionary":{"lang":"en","vendors":[{"vendor_id":"jvnpid:1.0::mihon.example","vid":90001,"vname":"Mihon Denki","cpe":"cpe:2.3::mihon_denki"}]},
 "status":{"version":"4.0.0","method":"getVendorList","feed":"oka","retCd":"0","errCd":"","errMsg":"","totalRes":"1","totalResRet":1,"firstRes":"1"}}`
	productsJSON = `{"jvn_product_dictionary":{"lang":"ja","vendors":[{"vendor_id":"jvnpid:1.0::mihon.example","vid":"90001","vname":"見本電機","cpe":"cpe:2.3::misc","products":[
  {"product_id":"jvnpid:1.0::mihon.example:k1","pid":"900011","pname":"監視盤 K1","version":"","product_ids":[
   {"cpe":"cpe:2.3:o:mihon_denki:k1_firmware:*:*:*:*:*:*:*:*","id_refs":[{"key":"sha256","value":"00"},{"key":"purl","value":"pkg:generic/k1"}]}]}]}]},
 "status":{"retCd":"0","totalRes":"1","totalResRet":"1","firstRes":"1"}}`
)

func TestBothGenerationsSayTheSame(t *testing.T) {
	t.Parallel()
	old, err := myjvn.Read([]byte(productsXML))
	if err != nil {
		t.Fatal(err)
	}
	if old.Lang != "ja" || old.Total != 12 || old.Count != 2 || old.First != 1 || len(old.Entries) != 2 || len(old.Makers) != 1 {
		t.Errorf("%+v", old)
	}
	young, err := myjvn.Read([]byte(productsJSON))
	if err != nil {
		t.Fatal(err)
	}
	for name, p := range map[string]*myjvn.Page{"xml": old, "json": young} {
		e := p.Entries[0]
		if e.Names[0].Text != "監視盤 K1" || e.Vendor != "90001" || e.Codes[0] != (product.Code{Scheme: product.SchemeCPE, Value: "mihon_denki:k1_firmware", Origin: product.MyJVN}) {
			t.Errorf("%s: %+v", name, e)
		}
	}
	has := map[string]bool{}
	for _, c := range young.Entries[0].Codes {
		has[string(c.Scheme)+" "+c.Value] = true
	}
	for _, want := range []string{"jvn jvnpid:1.0::mihon.example:k1", "jvn 90001:900011", "purl pkg:generic/k1"} {
		if !has[want] {
			t.Errorf("no %s in %v", want, has)
		}
	}
}

func TestMakersWithoutACPEVendor(t *testing.T) {
	t.Parallel()
	p, err := myjvn.Read([]byte(vendorsXML))
	if err != nil || len(p.Makers) != 2 || len(p.Entries) != 0 || p.Makers[0].Vendors[0] != "mihon_denki" || p.Makers[1].Vendors != nil {
		t.Errorf("%+v %v", p, err)
	}
	p, err = myjvn.Read([]byte(vendorsJSON))
	if err != nil || len(p.Makers) != 1 || p.Makers[0].JVN != "90001" || p.Makers[0].Names[0].Lang != "en" {
		t.Errorf("%+v %v", p, err)
	}
}

func TestWhatCannotBeReadIsRefused(t *testing.T) {
	t.Parallel()
	for _, in := range []string{"", "  ", "<html>", "{", `{"status":{"retCd":"0"}}`, refusedXML, `{"jvn_product_dictionary":{},"status":{"retCd":"1","errCd":"9"}}`} {
		if _, err := myjvn.Read([]byte(in)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%.30q: %v", in, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, s := range []string{vendorsXML, productsXML, refusedXML, vendorsJSON, productsJSON} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if p, err := myjvn.Read(b); err == nil && p == nil {
			t.Fatal("neither page nor fault")
		}
	})
}
