package lookup_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
	"kanmin/internal/domain/product/spelling"
)

var shipped = sync.OnceValues(func() (*lookup.Index, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	b := lookup.NewBuilder(10_000)
	book.AddTo(b)
	for _, row := range [][2]string{
		{"acme", "mini_httpd"}, {"acme", "mini-httpd"}, {"gallery_project", "gallery"}, {"otherhouse", "gallery"}, {"thirdhouse", "gallery"},
		{"frobnicator", "frobnicator_server"}, {"frobnicator_project", "frobnicator_server"},
	} {
		b.AddPair(row[0], row[1], 3)
	}
	return b.Build(), nil
})

func resolver(t *testing.T) *lookup.Resolver {
	t.Helper()
	x, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	return lookup.NewResolver(x)
}

func TestPeopleWriteOneProductInManyWays(t *testing.T) {
	t.Parallel()
	r := resolver(t)
	for in, want := range map[string]string{
		"フォーティネットジャパン\tFortiGate-60F":      "fortinet/fortigate-60f",
		"ﾌｫｰﾃｨﾈｯﾄ\tﾌｫｰﾃｨｹﾞｰﾄ":              "fortinet/fortigate",
		"㈱日立製作所\tJP1/AJS3 - Manager":       "hitachi/jp1/automatic_job_management_system_3",
		"\tサイボウズ ガルーン 5.9.1":               "cybozu/cybozu_garoon",
		"ジャストシステム\t一太郎2023":                "justsystems/ichitaro_2023",
		"ネットワンシステムズ\tCisco Catalyst 9200L": "cisco/catalyst_9200l",
		"日本電気株式会社\tＩＸ２２１５":                 "nec/univerge_ix2215",
		"山武\tsavic-net FX":                 "azbil/savic-net_fx",
		"旧セゾン情報システムズ\tHULFT8":              "saison/hulft",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		a, err := r.Resolve(maker, name)
		if err != nil || len(a.Candidates) == 0 || string(a.Candidates[0].ID) != want {
			t.Errorf("%q: %v %+v, want %s", in, err, a.Candidates, want)
			continue
		}
		if len(a.Candidates[0].Why) == 0 || len(a.Candidates) > lookup.MostCandidates {
			t.Errorf("%q: why %v, %d candidates", in, a.Candidates[0].Why, len(a.Candidates))
		}
	}
}

func TestWhatIsNeverBoundSilently(t *testing.T) {
	t.Parallel()
	r := resolver(t)
	for _, in := range []string{
		"\tgallery",               // three identities carry the name
		"不明\tManager",             //
		"明電舎\tMEIDAS",             // no register has a code
		"自社\t料金計算システム",            // in no dictionary
		"山田太郎\t水位計",               // a person's name
		"ヤマハ\tRTX9999",            // another model number
		"フォーティネット\tFortiGate-99Z", //
		"株式会社\t", "\t123", "\t🙂🙂", "\t株式会社", "\t", "㈱\t(有)",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		a, err := r.Resolve(maker, name)
		if err != nil || a.Bound {
			t.Errorf("%q: %v bound to %+v", in, err, a)
		}
	}
	bound := 0
	for _, in := range []string{
		"トレンドマイクロ\tApex One", "サイボウズ\tGaroon", "マイクロソフト\tWindows Server 2019", "日本オラクル\tWebLogic Server", "ヴイエムウェア\tESXi",
		"Sky\tSKYSEA Client View", "三菱電機\tGX Works3", "横河電機\tCENTUM VP", "ジャストシステム\t一太郎2023", "フォーティネット\tFortiManager",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		if a, err := r.Resolve(maker, name); err == nil && a.Bound {
			bound++
		}
	}
	if bound < 3 { // the control: the rule is not simply never to bind
		t.Errorf("of ten plain rows %d are bound", bound)
	}
}

func TestBadInputIsSaidWithItsPlace(t *testing.T) {
	t.Parallel()
	r := resolver(t)
	for in, want := range map[string]string{
		"a\x00\tb": "maker fault.text.nul 2", "a\tb\u202ec": "product fault.text.bidi 2", "a\t\xff": "product fault.text.encoding 1",
		"a\t" + strings.Repeat("あ", 10000): "product fault.text.long ",
	} {
		maker, name, _ := strings.Cut(in, "\t")
		_, err := r.Resolve(maker, name)
		var got string
		if e, ok := err.(*fault.Error); ok && len(e.Fields) > 0 { //nolint:errorlint // the resolver returns it bare
			got = e.Fields[0].Path + " " + e.Fields[0].Code + " " + e.Fields[0].Args["place"]
		}
		if got != want {
			t.Errorf("%.20q: %q, want %q", in, got, want)
		}
	}
	a, err := r.Resolve("縺ゅ＞縺", "繝輔ぃ繧､繝ｫ")
	if err != nil || a.Damage != spelling.UTF8AsCP932 || a.Bound || len(a.Candidates) > 0 {
		t.Errorf("damaged text: %v %+v", err, a)
	}
}

func TestSpellingsOfOnePairAreOneIdentity(t *testing.T) {
	t.Parallel()
	r := resolver(t)
	for in, want := range map[string]string{"acme\tmini_httpd": "acme:mini_httpd acme:mini-httpd", "frobnicator\tFrobnicator Server": "frobnicator:frobnicator_server frobnicator_project:frobnicator_server"} {
		maker, name, _ := strings.Cut(in, "\t")
		a, err := r.Resolve(maker, name)
		if err != nil || len(a.Candidates) == 0 || strings.Join(a.Candidates[0].CPE, " ") != want {
			t.Errorf("%q: %v %+v", in, err, a)
		}
	}
}

// A plug-in's maker, another firm's product of a common name: not the product. The vendor that a register invented: the product.
func TestNoStrangerIsJoinedIntoAShippedProduct(t *testing.T) {
	t.Parallel()
	book, err := dictionary.Shipped()
	if err != nil {
		t.Fatal(err)
	}
	b := lookup.NewBuilder(10_000)
	book.AddTo(b)
	for _, code := range []string{"mesilat:zabbix", "freepbx:endpoint_manager", "sonicwall:email_security", "zabbix_project:zabbix", "vbulletin:vbulletin", "jelsoft:vbulletin", "tensorflow:tensorflow"} {
		vendor, name, _ := strings.Cut(code, ":")
		b.AddPair(vendor, name, 3)
	}
	x := b.Build()
	for id, codes := range map[product.ID]string{
		"zabbix/zabbix": "zabbix_project:zabbix -mesilat:zabbix", "ivanti/endpoint_manager": "-freepbx:endpoint_manager", "forcepoint/email_security": "-sonicwall:email_security",
		"oss/vbulletin": "jelsoft:vbulletin", "google/tensorflow": "tensorflow:tensorflow",
	} {
		c, ok := x.Find(id)
		for code := range strings.FieldsSeq(codes) {
			bare, not := strings.CutPrefix(code, "-")
			if !ok || slices.Contains(c.CPE, bare) == not {
				t.Errorf("%s has %v: %s", id, c.CPE, code)
			}
		}
	}
	r := lookup.NewResolver(x)
	for _, maker := range []string{"TensorFlow", "Google"} {
		in, name := maker, "TensorFlow"
		a, err := r.Resolve(maker, name)
		if err != nil || len(a.Candidates) == 0 || a.Candidates[0].ID != "google/tensorflow" || a.Candidates[0].EnglishMaker != "Google" {
			t.Errorf("%q: %v %+v", in, err, a)
		}
	}
	if a, err := r.Resolve("メシラト", "Zabbix"); err != nil || a.Bound && a.Candidates[0].ID == "zabbix/zabbix" {
		t.Errorf("another maker's: %v %+v", err, a)
	}
}

func TestImportsJoinByCodeAndNeverByNameAcrossMakers(t *testing.T) {
	t.Parallel()
	b := lookup.NewBuilder(100)
	b.AddMaker(product.Maker{ID: "m1", Vendors: []string{"mihon"}, Names: []product.Name{{Text: "見本電機", Origin: product.Shipped}}})
	b.AddPair("mihon", "k1_firmware", 2)
	b.AddPair("other", "k1_firmware", 2)
	b.AddMaker(product.Maker{ID: "myjvn/1", JVN: "1", Vendors: []string{"mihon"}, Names: []product.Name{{Text: "見本エレクトリック", Origin: product.MyJVN}}})
	b.AddEntry(product.Entry{
		Origin: product.MyJVN, Maker: []product.Name{{Text: "見本電機株式会社"}}, Names: []product.Name{{Text: "監視盤 K1"}},
		Codes: []product.Code{{Scheme: product.SchemeCPE, Value: "mihon:k1_firmware"}, {Scheme: product.SchemeJVN, Value: "1:11"}},
	})
	r := lookup.NewResolver(b.Build())
	for _, in := range []string{"見本電機\t監視盤K1", "見本エレクトリック\t監視盤 K1", "mihon\tK1"} {
		maker, name, _ := strings.Cut(in, "\t")
		a, err := r.Resolve(maker, name)
		if err != nil || len(a.Candidates) == 0 || strings.Join(a.Candidates[0].CPE, " ") != "mihon:k1_firmware" {
			t.Errorf("%q: %v %+v", in, err, a)
		}
	}
}

func TestARememberedProductIsFound(t *testing.T) {
	t.Parallel()
	x, err := shipped()
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := x.Find("cybozu/cybozu_garoon"); !ok || c.Name != "Garoon" || len(c.CPE) == 0 {
		t.Errorf("%v %v", c, ok)
	}
	if _, ok := x.Find("nobody/nothing"); ok {
		t.Error("found what is not there")
	}
}

func TestSuggestionsWhileTyping(t *testing.T) {
	t.Parallel()
	r := resolver(t)
	got := r.Suggest("ヤマハ", "rtx12", 5)
	if len(got) == 0 || got[0].Maker != "ヤマハ" {
		t.Errorf("%v", got)
	}
	if got := r.Suggest("", "いちた", 3); len(got) == 0 || !strings.Contains(got[0].Name, "一太郎") {
		t.Errorf("kana: %v", got)
	}
	if r.Suggest("", "", 5) != nil || r.Suggest("", "x", 0) != nil {
		t.Error("nothing typed, something suggested")
	}
}

func FuzzResolve(f *testing.F) {
	for _, s := range [][2]string{{"富士通㈱", "Interstage V11"}, {"", "🙂"}, {"\x00", "x"}, {"(((", ")))"}, {"A/B", "a - b: c (d) [e]"}} {
		f.Add(s[0], s[1])
	}
	x, err := shipped()
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, maker, name string) {
		a, err := lookup.NewResolver(x).Resolve(maker, name)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		last := 1.0
		for i, c := range a.Candidates {
			if c.Probability < 0 || c.Probability > 1 || c.Probability > last+1e-9 && i > 1 {
				t.Fatalf("probabilities of %q %q: %+v", maker, name, a.Candidates)
			}
			last = c.Probability
		}
		if a.Bound && len(a.Candidates) == 0 {
			t.Fatal("bound to nothing")
		}
	})
}
