package bill_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/bill"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law/scope"
)

const serial = "urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79"

func places() []asset.Place {
	return []asset.Place{{ID: "p1", Asked: asset.Asked{Name: "給電制御システム", Segments: []scope.Segment{{ID: "制御lan", Name: "制御LAN"}}}}, {ID: "p2", Asked: asset.Asked{Name: "別の設備"}}}
}

func server() bill.Bill {
	return bill.Bill{Standard: "CycloneDX 1.6", Serial: serial, Version: 1, Name: "監視サーバー1号", Parts: []bill.Part{
		{At: "metadata.component", Top: true, In: -1, Ref: "server", Type: "device", Name: "監視サーバー1号", Version: "RX-200", Maker: "サンプル電機"},
		{At: "components[0]", In: -1, Ref: "os", Type: "operating-system", Name: "SampleOS", Version: "12.4.1", Maker: "サンプル電機", PURL: "pkg:generic/sampleos@12.4.1", CPEs: []string{"cpe:2.3:o:sample:sampleos:12.4.1:*:*:*:*:*:*:*", "cpe:/o:sample:os"}},
		{At: "components[1]", In: -1, Ref: "scada", Type: "application", Name: "髙﨑SCADA", Version: "7.0", Maker: "髙﨑制御"},
		{At: "components[1].components[0]", In: 2, Ref: "tls", Type: "library", Name: "sampletls", Version: "3.0.9"},
		{At: "components[2]", In: -1, Ref: "agent", Type: "application", Name: "監視エージェント", Version: "1.0"},
		{At: "components[3]", In: -1, Ref: "conf", Type: "file", Name: "scada.conf"},
		{At: "components[4]", In: -1, Ref: "again", Type: "application", Name: "髙﨑SCADA", Version: "7.0", Maker: "髙﨑制御"},
		{At: "components[5]", In: -1, Ref: "nameless", Type: "application", Maker: "x"},
	}}
}

func choice() bill.Choice {
	return bill.Choice{Facility: "給電制御システム", Segment: "制御LAN", Take: bill.Usual()}
}

// taken are items as they stand once a proposal was written.
func taken(p bill.Proposal, was []asset.Item) []asset.Item {
	items := slices.Clone(was)
	for n, r := range slices.Concat(p.New, p.Changed) {
		var l fault.List
		i := asset.ReadItem(&l, "", r.Cells, places())
		if i.ID = r.Before.ID; i.ID == "" {
			i.ID = ident.Object(fmt.Sprintf("i%d-%d", len(was), n))
			items = append(items, i)
			continue
		}
		at := slices.IndexFunc(items, func(o asset.Item) bool { return o.ID == i.ID })
		items[at] = i
	}
	return items
}

func rows(list []bill.Row) string {
	var out []string
	for _, r := range list {
		out = append(out, strings.Join([]string{r.Cells[asset.Machine].Text(), r.Cells[asset.Kind].Text(), r.Cells[asset.Layer].Text(), r.Cells[asset.Maker].Text(), r.Cells[asset.Product].Text(), r.Cells["version"].Text(), strings.Join(r.What, "+")}, "|"))
	}
	return strings.Join(out, "\n")
}

func lefts(p bill.Proposal) string {
	var out []string
	for _, l := range p.Left {
		out = append(out, l.Part.At+" "+l.Code)
	}
	return strings.Join(out, "\n")
}

// A document becomes rows of the machine that it is about; libraries are counted, and what cannot be a row says why.
func TestADocumentBecomesRowsOfAMachine(t *testing.T) {
	t.Parallel()
	p := bill.Propose(server(), choice(), places(), nil, nil)
	want := "監視サーバー1号|appliance||サンプル電機|監視サーバー1号|RX-200|\n監視サーバー1号|software|os|サンプル電機|SampleOS|12.4.1|\n監視サーバー1号|software|application|髙﨑制御|髙﨑SCADA|7.0|"
	if got := rows(p.New); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	if got := lefts(p); got != "components[2] bill.left.maker\ncomponents[3] bill.left.other\ncomponents[4] bill.left.twice\ncomponents[5] bill.left.name" {
		t.Error(got)
	}
	if p.Unchosen[bill.Library] != 1 || p.New[1].Cells[asset.CPE].Text() != "cpe:2.3:o:sample:sampleos:12.4.1:*:*:*:*:*:*:*\ncpe:/o:sample:os" || p.New[1].Cells[asset.Bom].Text() != "urn:cdx:3e671687-395b-41f5-a30f-a58921a69b79/1#os" {
		t.Errorf("%v %v", p.Unchosen, p.New[1].Cells)
	}
	c := choice()
	c.Machine, c.Maker, c.Take = "サーバーA", "当社", append(bill.Usual(), bill.Library)
	named := func(maker, product string) (string, string) {
		if maker == "" && product == "sampletls" {
			return "Sample TLS Project", "id-tls"
		}
		return "", ""
	}
	p = bill.Propose(server(), c, places(), nil, named)
	if got := rows(p.New[3:]); got != "サーバーA|software||Sample TLS Project|sampletls|3.0.9|\nサーバーA|software|application|当社|監視エージェント|1.0|" || p.New[3].Cells[asset.Identity].Text() != "id-tls" {
		t.Error(got)
	}
}

// The same document again changes nothing; a later version shows what differs, and what somebody wrote stays.
func TestTheSameDocumentAgainChangesNothing(t *testing.T) {
	t.Parallel()
	items := taken(bill.Propose(server(), choice(), places(), nil, nil), nil)
	p := bill.Propose(server(), choice(), places(), items, nil)
	if p.Total() != 0 || len(p.Same) != 3 || len(p.Gone) != 0 {
		t.Fatalf("%+v", p)
	}
	items[2].Cells[asset.Product] = form.Value{Texts: []string{"高崎 SCADA(正式名)"}} // by hand
	items[2].Cells["note"] = form.Value{Texts: []string{"覚え"}}
	next := server()
	next.Version = 2
	next.Parts[1].Version, next.Parts[1].PURL, next.Parts[1].CPEs = "12.4.2", "pkg:generic/sampleos@12.4.2", nil
	next.Parts = append(next.Parts[:2:2], next.Parts[2], bill.Part{At: "components[9]", In: -1, Ref: "db", Type: "platform", Name: "SampleDB", Maker: "Sample"})
	p = bill.Propose(next, choice(), places(), items, nil)
	if got := rows(p.Changed); got != "監視サーバー1号|software|os|サンプル電機|SampleOS|12.4.2|purl+version" {
		t.Error(got)
	}
	if rows(p.New) != "監視サーバー1号|software|middleware|Sample|SampleDB||" || len(p.Same) != 2 || p.Same[1].Cells["note"].Text() != "覚え" {
		t.Errorf("%s\n%s", rows(p.New), rows(p.Same))
	}
	items = taken(p, items)
	if p = bill.Propose(next, choice(), places(), items, nil); p.Total() != 0 || p.Newer != 0 {
		t.Errorf("%s %s", rows(p.New), rows(p.Changed))
	}
	less := next
	less.Version, less.Parts = 3, next.Parts[:3]
	if p = bill.Propose(less, choice(), places(), items, nil); len(p.Gone) != 1 || p.Gone[0].Text(asset.Product) != "SampleDB" || p.Total() != 0 {
		t.Errorf("%+v", p.Gone)
	}
	if p = bill.Propose(server(), choice(), places(), items, nil); p.Newer != 2 {
		t.Errorf("an older version says nothing of the later one: %d", p.Newer)
	}
	if m := next.Earlier("p1", items); m != "監視サーバー1号" {
		t.Errorf("taken to %q before", m)
	}
	if other := (bill.Choice{Facility: "別の設備", Take: bill.Usual()}); len(bill.Propose(server(), other, places(), items, nil).New) != 3 {
		t.Error("the rows of another facility were taken for those of this one")
	}
	anew := server() // many programs number each document anew
	anew.Serial = "urn:uuid:00000000-0000-4000-8000-000000000000"
	for i := range anew.Parts {
		anew.Parts[i].Ref += "-anew"
	}
	if p = bill.Propose(anew, choice(), places(), taken(bill.Propose(server(), choice(), places(), nil, nil), nil), nil); len(p.New) != 0 || len(p.Changed) != 3 {
		t.Errorf("new %s\nchanged %s", rows(p.New), rows(p.Changed))
	}
}

// A choice that cannot be is told at its field.
func TestAChoiceThatCannotBe(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]bill.Choice{
		"":         choice(),
		"facility": {Facility: "ない設備", Take: bill.Usual()},
		"segment":  {Facility: "給電制御システム", Segment: "ない区画", Take: bill.Usual()},
		"take":     {Facility: "給電制御システム"},
		"machine":  {Facility: "給電制御システム", Machine: strings.Repeat("機", 201), Take: bill.Usual()},
	} {
		got := ""
		if e, ok := errors.AsType[*fault.Error](c.Bad(places())); ok {
			got = e.Fields[0].Path
		}
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func FuzzPropose(f *testing.F) {
	f.Add("os", "operating-system", "SampleOS", "1", "Sample", "pkg:generic/x@1", "urn:cdx:a/1#os", 0)
	f.Add("", "", "\x00", "", "", "pkg:", "#", -1)
	f.Fuzz(func(t *testing.T, ref, kind, name, version, maker, purl, link string, in int) {
		b := bill.Bill{Serial: serial, Parts: []bill.Part{{At: "a", In: -1, Ref: "a", Type: "device", Name: "m", Maker: "x"}, {At: "b", In: in, Ref: ref, Type: kind, Name: name, Version: version, Maker: maker, PURL: purl}}}
		b.Parts[1].Tidy()
		c := bill.Choice{Facility: "給電制御システム", Take: bill.Groups()}
		there := []asset.Item{{ID: "1", Facility: "p1", Kept: asset.Kept{Cells: form.Values{asset.Machine: {Texts: []string{"m"}}, asset.Bom: {Texts: []string{link}}, asset.PURL: {Texts: []string{purl}}}}}}
		p := bill.Propose(b, c, places(), there, nil)
		items := taken(p, there)
		if again := bill.Propose(b, c, places(), items, nil); again.Total() != 0 {
			t.Fatalf("again %s / %s", rows(again.New), rows(again.Changed))
		}
	})
}
