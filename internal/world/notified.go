package world

import (
	"fmt"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/notification"
)

// Notified is what somebody of the world notified (法4条).
type Notified struct {
	By     access.Actor
	Values form.Values
}

// wares are products as operators write them, with the types of each; some write the same one in other ways.
var wares = []struct {
	maker, product, kind string
	types                []string
}{
	{"Red Hat", "Red Hat Enterprise Linux", notification.Software, []string{"b", "e", "f"}},
	{"レッドハット株式会社", "レッドハット エンタープライズ Linux", notification.Software, []string{"b", "e", "f"}},
	{"Oracle", "Oracle Database", notification.Software, []string{"e", "f"}},
	{"Microsoft", "SQL Server", notification.Software, []string{"f"}},
	{"Fortinet", "FortiGate 100F", notification.Appliance, []string{"a"}},
	{"Cisco", "Cisco ASA 5516-X", notification.Appliance, []string{"a"}},
	{"日立製作所", "JP1", notification.Software, []string{"d", "e"}},
	{"VMware", "VMware ESXi", notification.Software, []string{"b", "c", "e"}},
	{"Apache", "Apache Tomcat", notification.Software, []string{"e"}},
	{"富士通", "Interstage Application Server", notification.Software, []string{"e"}},
	{"Amazon Web Services", "Amazon EC2", notification.Cloud, []string{"e", "f"}},
	{"北斗ネットワークス", "HX-700", notification.Appliance, []string{"a", "c"}},
	{"架空制御システム", "給電指令統合監視", notification.Software, []string{"e"}},
}

// Notifications are what operators of the world notified: each some of the same products, under their own spelling.
func (w *World) Notifications() (list []Notified) {
	filers := []struct {
		by       access.Actor
		business string
	}{{w.As("operator-filer"), "electricity"}, {w.As("other-operator-filer"), "electricity"}}
	for _, by := range w.unplayed {
		filers = append(filers, struct {
			by       access.Actor
			business string
		}{by, "finance"})
	}
	for n, f := range filers {
		list = append(list, Notified{f.by, notified(n, f.business)})
	}
	return list
}

func notified(n int, business string) form.Values {
	one := func(s ...string) form.Value { return form.Value{Texts: s} }
	plant := func(no, name, role string) form.Row {
		return form.Row{ID: no, Cells: form.Values{"no": one(no), "name": one(name), "role": one(role), "integrated": one("yes"), "internet": one("connected"), "media": one("none"), "cloud": one("part")}}
	}
	v := form.Values{
		notification.BusinessField: one(business), notification.ContactField: one(fmt.Sprintf("設備管理課 03-0000-61%02d", n)),
		notification.FacilitiesField: {Rows: []form.Row{plant("S1", "基幹システム", "critical"), plant("S2", "監視系", "component")}},
	}
	var rows []form.Row
	for i, p := range wares {
		if (i+n)%3 == 0 || p.maker == "架空制御システム" && n > 0 {
			continue
		}
		for _, facility := range []string{"S1", "S2"}[:1+(i+n)%2] {
			rows = append(rows, form.Row{ID: fmt.Sprintf("r%02d%s", i, facility), Cells: form.Values{
				"product": one(p.product), "maker": one(p.maker), "kind": one(p.kind), "types": one(p.types...), "facility": one(facility), "existing": one("yes"),
			}})
		}
	}
	v[notification.ProductsField] = form.Value{Rows: rows}
	for _, letter := range []string{"a", "b", "c", "d", "e", "f"} {
		has := false
		for _, r := range rows {
			has = has || r.Cells["types"].Has(letter)
		}
		if !has {
			v["none_"+letter] = one("この類型の機器は使っていません。")
		}
	}
	return v
}
