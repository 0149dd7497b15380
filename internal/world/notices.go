package world

import (
	"context"
	"fmt"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/notification"
	"kanmin/internal/flow/checking"
	"kanmin/internal/flow/submitting"
)

// notice is one 届出 of the story: how many days before the day of the world, by whom, with how many products.
type notice struct {
	days, hour int
	by         string
	products   int
	unsaid     bool // how its facility is connected is not known
	checked    bool // its form was checked on the next day
}

var notices = []notice{
	{days: 8, hour: 10, by: "other-operator-filer", products: 6, checked: true},
	{days: 4, hour: 15, by: "other-operator-filer", products: 5},
	{days: 1, hour: 16, by: "other-operator-filer", products: 12, unsaid: true},
}

var goods = []struct{ product, maker, kind, types string }{
	{"Red Hat Enterprise Linux", "Red Hat", notification.Software, "a"}, {"Windows Server", "Microsoft", notification.Software, "b"}, {"PostgreSQL", "PostgreSQL Global Development Group", notification.Software, "c"},
	{"FortiGate 60F", "Fortinet", notification.Appliance, "d"}, {"Amazon EC2", "Amazon Web Services", notification.Cloud, "e"}, {"Zabbix", "Zabbix", notification.Software, "f"},
	{"Oracle Database", "Oracle", notification.Software, "a"}, {"VMware ESXi", "Broadcom", notification.Software, "b"}, {"Apache HTTP Server", "Apache Software Foundation", notification.Software, "a"},
	{"Catalyst 9300", "Cisco", notification.Appliance, "d"}, {"Hinemos", "NTTデータ先端技術", notification.Software, "f"}, {"OpenSSH", "OpenBSD", notification.Software, "c"},
}

// answers are what a 届出 of the story says.
func (n notice) answers() form.Values {
	one := func(s string) form.Value { return form.Value{Texts: []string{s}} }
	plant := form.Values{"no": one("S1"), "name": one("給電指令システム"), "role": one("critical"), "integrated": one("yes"), "internet": one("connected"), "media": one("none"), "cloud": one("part")}
	if n.unsaid {
		plant["internet"], plant["cloud"] = form.Value{Unknown: true}, form.Value{Unknown: true}
	}
	v := form.Values{"business": one("electricity"), "contact": one("設備管理課 山﨑 03-0000-2002"), notification.FacilitiesField: {Rows: []form.Row{{Cells: plant}}}}
	var rows []form.Row
	for _, g := range goods[:min(n.products, len(goods))] {
		rows = append(rows, form.Row{Cells: form.Values{"product": one(g.product), "maker": one(g.maker), "kind": one(g.kind), "types": one(g.types), "facility": one("S1"), "existing": one("yes")}})
	}
	v[notification.ProductsField] = form.Value{Rows: rows}
	for _, letter := range []string{"a", "b", "c", "d", "e", "f"}[min(n.products, 6):] {
		v["none_"+letter] = one("対象の機器がありません。")
	}
	return v
}

// notify files the 届出 of the story, and checks the form of those that were checked.
func (d Doors) notify(ctx context.Context, w *World, day time.Time) error {
	for i, n := range notices {
		d.Clock.Set(time.Date(day.Year(), day.Month(), day.Day()-n.days, n.hour, 10, 0, 0, ident.JST))
		filer := w.As(n.by)
		scope := func(a access.Actor) access.Scope { return access.For(a, ident.At(d.Clock.Now())) }
		key := func(a access.Actor, step string) ident.Key {
			return ident.Key{Org: a.Org, Actor: a.ID(), Route: "world", Client: fmt.Sprintf("notice %d/%s", i, step)}
		}
		all := submitting.Sending{Of: notification.New.ID, Values: n.answers(), Confirmed: []string{"products:ask.notification.hardware", "products:ask.notification.designated", "products:ask.notification.gaps"}}
		id, err := d.File.Do(ctx, scope(filer), key(filer, "file"), all)
		if err != nil {
			return err
		}
		if !n.checked {
			continue
		}
		f, err := d.Report(ctx, scope(filer), id)
		if err != nil {
			return err
		}
		d.Clock.Set(d.Clock.Now().Add(20 * time.Hour))
		officer := w.As("ministry-officer")
		if err := d.Open(ctx, scope(officer), id); err != nil {
			return err
		}
		if _, err := d.Check.Do(ctx, scope(officer), key(officer, "check"), checking.Asked{Seen: []formal.Seen{{Number: f.Number, Rev: 1}}}); err != nil {
			return err
		}
	}
	return nil
}
