package harness

import (
	"crypto/rand"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/agenda"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/flow/registering"
)

// facility writes a facility of 機器台帳 with a machine in it, and makes an address at which its dates are fetched.
func (m *maker) facility(by *principal) error {
	m.later()
	name, segment, note := m.bird(), m.bird(), m.bird()
	place := registering.SetPlace{Act: store.Act[registering.PlaceTx](m.db), Entropy: rand.Reader}
	id, err := place.Do(m.ctx, m.scope(by), m.key(by), registering.Placing{Asked: asset.Asked{Name: name, Note: note, Segments: []scope.Segment{{Name: segment, Role: "facility"}}}})
	if err != nil {
		return err
	}
	may := func(o *object) func(*principal) bool {
		return func(q *principal) bool {
			return m.policy.permits(access.Permission{Action: access.Read, Object: access.Asset}, q, o)
		}
	}
	o := m.add(&object{kind: "facility", id: string(id), names: []string{string(id)}, org: by.Org, unit: by.Unit})
	for _, text := range []string{name, segment, note} {
		m.tells(o, "what is asked about it", text, may(o))
	}
	cells := form.Values{asset.Kind: {Texts: []string{asset.Software}}}
	for column, text := range map[string]string{asset.Facility: name, asset.Segment: segment} {
		cells[column] = form.Value{Texts: []string{text}}
	}
	birds := []string{}
	for _, c := range asset.Table.Columns {
		if (c.Kind == form.Line || c.Kind == form.Area) && cells[c.ID].Empty() {
			birds = append(birds, m.bird())
			cells[c.ID] = form.Value{Texts: []string{birds[len(birds)-1]}}
		}
	}
	items := registering.SetItems{Act: store.Act[registering.ItemsTx](m.db), Entropy: rand.Reader}
	if err := items.Do(m.ctx, m.scope(by), m.key(by), registering.Writing{Rows: []registering.Written{{Cells: cells}}}); err != nil {
		return err
	}
	feed := registering.MakeFeed{Act: store.Act[registering.MakeFeedTx](m.db), Entropy: rand.Reader}
	if _, err := feed.Do(m.ctx, m.scope(by), m.key(by), agenda.TellsDates); err != nil {
		return err
	}
	type tx interface{ Items() ([]asset.Item, error) }
	return store.Read[tx](m.db)(m.ctx, m.scope(by), func(tx tx) error {
		list, err := tx.Items()
		for _, i := range list {
			if i.Text(asset.Machine) != cells[asset.Machine].Text() {
				continue
			}
			one := m.add(&object{kind: "machine", id: string(i.ID), names: []string{string(i.ID)}, org: by.Org, unit: i.Unit, with: map[string]string{"place": name}})
			for _, text := range birds {
				m.tells(one, "what stands in its row", text, may(one))
			}
		}
		return err
	})
}

// inventoryKinds are the kinds of 機器台帳.
func inventoryKinds() []kind {
	return []kind{
		{name: "facility", policy: access.Asset, mint: minted, make: (*maker).facility, makers: []string{"operator-filer", "operator-site-filer", "other-operator-filer"}},
		{name: "machine", policy: access.Asset, mint: minted}, // a row, made with its facility
	}
}

const inventoryRow = `number={bird}&facility={bird}&segment=&machine={bird}&kind=software&layer=os&maker={bird}&product={bird}&version={bird}&roles=none&use=in_use&introduced_on=2026-11-01&in_place=no&integrated=no&changed_on=&retired_on=&bespoke=no&types=&types_reason=&voluntary=no&quantity=2&place={bird}&address={bird}&serial={bird}&identity=&purl={bird}&cpe={bird}&bom={bird}&note={bird}&do=&pick=&roles.unknown=&in_place.unknown=&integrated.unknown=&bespoke.unknown=&voluntary.unknown=&rev=1&then=&key={key}`

// inventoryBindings are the routes of 機器台帳.
var inventoryBindings = map[string]binding{
	"GET /operator/inventory":                   {query: "q={bird}&place=&kind=software&use=in_use&roles=stores&day=none&order=machine"},
	"GET /operator/inventory/export/{format}":   {query: "q={bird}"},
	"POST /operator/inventory/items/new":        {body: inventoryRow, refuses: 422, why: "no facility has this name"},
	"POST /operator/inventory/items/{item}":     {body: inventoryRow, refuses: 422, why: "no facility has this name"},
	"POST /operator/inventory/items/{item}/out": {body: "rev=1&key={key}"},
	"POST /operator/inventory/many":             {body: "n={machine}&all=&query=&column=note&note={bird}&do=go&key={key}", does: "asset write"},
	"POST /operator/inventory/places/new":       {body: inventoryPlace},
	"POST /operator/inventory/places/{place}":   {body: inventoryPlace},
	"POST /operator/inventory/filing":           {does: "draft write", body: "business={bird}&key={key}", refuses: 422, why: "it is designated for no such business"},
	"GET /operator/inventory/stocktake":         {query: "quarter=2027-03-31"},
	"POST /operator/inventory/stocktake":        {does: "draft write", body: "business={bird}&seen=&key={key}", refuses: 422, why: "it is designated for no such business"},
	"GET /operator/calendar":                    {query: "kind=filing&state=ahead&from=2026-11-01&until=2027-11-30&month=2026-12"},
	"GET /operator/calendar/export/{format}":    {query: "kind=filing"},
	"POST /operator/calendar/days":              {body: "days=12&key={key}"},
	"POST /operator/calendar/feed":              {body: "key={key}"},
	"POST /operator/calendar/feed/end":          {body: "key={key}"},
	"GET /calendar/{secret}/kanmin.ics":         {public: "the address is the secret", refuses: 404, why: "nobody has this address"},
	"POST /api/v1/calendar/days":                {body: `{"days":12}`},
	"POST /operator/inventory/sbom":             {body: "file=&bill=" + billJSON + "&facility={bird}&segment=&machine={bird}&maker={bird}&take=device&take=os&take=firmware&take=middleware&take=application&take=container&seen=1&do=check&key={key}", refuses: 422, why: "no facility has this name"},
	"PUT /api/v1/inventory/items":               {body: inventoryJSON, refuses: 422, why: "no facility has this name"},
	"POST /api/v1/inventory/sheet":              {body: `{"file":"{bird}"}`, refuses: 422, why: "it wants a file"},
	"POST /api/v1/inventory/sbom":               {body: `{"file":"{bird}"}`, refuses: 422, why: "it wants a file"},
	"POST /operator/inventory/sheet":            {body: "file=&rows=&seen=1&text={bird}&do=check&key={key}", refuses: 422, why: "a sheet has headings"},
	"POST /api/v1/inventory/items":              {body: inventoryJSON, refuses: 422, why: "no facility has this name"},
	"POST /api/v1/inventory/places/{place}":     {body: `{"rev":1,"name":"{bird}","role":"critical","business":"","in_place":"yes","internet":"connected","media":"none","cloud":"none","note":"{bird}","segments":[{"name":"{bird}","role":"dmz"}]}`},
}

// billJSON is a document as the page carries it.
const billJSON = `{"standard":"SPDX-2.3","parts":[{"at":"{bird}","in":-1,"type":"application","name":"{bird}","maker":"{bird}"}]}`

const inventoryPlace = "name={bird}&role=critical&business=&internet=connected&media=none&cloud=none&in_place=yes&note={bird}&segments[0].name={bird}&segments[0].role=facility&segments[1].name=&segments[1].role=&segments[2].name=&segments[2].role=&segments[3].name=&segments[3].role=&rev=1&key={key}&then="

const inventoryJSON = `{"items":[{"_id":"","number":"{bird}","facility":"{bird}","segment":"","machine":"{bird}","kind":"software","layer":"os","maker":"{bird}","product":"{bird}","version":"{bird}","roles":["none"],"use":"in_use","introduced_on":"2026-11-01","in_place":"no","integrated":"no","changed_on":"","retired_on":"","bespoke":"no","types":[],"types_reason":"","voluntary":"no","quantity":2,"place":"{bird}","address":"{bird}","serial":"{bird}","identity":"","purl":"{bird}","cpe":"{bird}","bom":"{bird}","note":"{bird}"}]}`
