package notification_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

type cells map[string]string

// row is a row of a table; several options are parted by spaces.
func row(id string, c cells) form.Row {
	r := form.Row{ID: id, Cells: form.Values{}}
	for column, said := range c {
		v := form.Value{Texts: []string{said}}
		if column == "types" {
			v.Texts = strings.Fields(said)
		}
		r.Cells[column] = v
	}
	return r
}

// product is a good row with some cells put otherwise; "-" takes one away.
func product(id string, other cells) form.Row {
	c := cells{"kind": "software", "product": "Red Hat Enterprise Linux", "maker": "Red Hat", "types": "a b c d e f", "facility": "S1", "existing": "no", "introduced_on": "2026-11-30"}
	for k, v := range other {
		if c[k] = v; v == "-" {
			delete(c, k)
		}
	}
	return row(id, c)
}

func one(s string) form.Value { return form.Value{Texts: []string{s}} }

func values(plant form.Row, products ...form.Row) form.Values {
	return form.Values{
		"business": one("electricity"), "contact": one("03-0000-0000"), "facilities": {Rows: []form.Row{plant}}, "products": {Rows: products},
	}
}

func plant(other cells) form.Row {
	c := cells{"no": "S1", "name": "給電指令システム", "role": "critical"}
	maps.Copy(c, other)
	return row("f1", c)
}

var (
	today    = law.MustDay("2026-12-01").Start()
	designee = []party.Designation{{Sector: law.Electricity, On: law.MustDay("2023-11-16")}}
	facts    = procedure.Facts{At: today, Business: designee}
)

// says are the places with what is wrong, and what is asked, each as "place code".
func says(p procedure.Procedure, v form.Values, with procedure.Facts) (wrong, asked []string, kept form.Values) {
	tidy, questions, err := p.Check(v, with)
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // what Check itself returns
		for _, f := range e.Fields {
			wrong = append(wrong, f.Path+" "+f.Code)
		}
	}
	for _, q := range questions {
		asked = append(asked, q.Field+" "+q.Code+" "+q.Args["rows"]+q.Args["types"])
	}
	return wrong, asked, tidy
}

func TestWhatIsWrongIsNamedByItsCell(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		row         form.Row
		wrong, asks string
	}{
		"good":                                  {product("1", nil), "", ""},
		"appliance":                             {product("1", cells{"kind": "appliance", "product": "FortiGate 100F", "maker": "Fortinet"}), "", ""},
		"unknown type":                          {product("1", cells{"types": "a g"}), "products[0].types fault.form.option", "products ask.notification.gaps B, C, D, E, F"},
		"no maker":                              {product("1", cells{"maker": "-"}), "products[0].maker fault.form.needed", ""},
		"blank maker":                           {product("1", cells{"maker": "  "}), "products[0].maker fault.form.needed", ""},
		"unknown kind":                          {product("1", cells{"kind": "hardware"}), "products[0].kind fault.form.option; products[0].kind fault.form.needed", ""},
		"hardware on a software line":           {product("1", cells{"product": "PowerEdge R750"}), "", "products ask.notification.hardware 1"},
		"hardware in Japanese":                  {product("1", cells{"product": "ルーター"}), "", "products ask.notification.hardware 1"},
		"no day":                                {product("1", cells{"introduced_on": "-"}), "products[0].introduced_on fault.form.needed", ""},
		"in place needs no day":                 {product("1", cells{"introduced_on": "-", "existing": "yes"}), "", ""},
		"day in 和暦":                             {product("1", cells{"introduced_on": "令和8年11月30日"}), "", ""},
		"no such day":                           {product("1", cells{"introduced_on": "R9.2.30"}), "products[0].introduced_on fault.day.none", ""},
		"before the law":                        {product("1", cells{"introduced_on": "2020-04-01"}), "", "products ask.notification.before 1"},
		"in place before the law":               {product("1", cells{"introduced_on": "2020-04-01", "existing": "yes"}), "", ""},
		"in place after it":                     {product("1", cells{"existing": "yes"}), "", "products ask.notification.existing 1"},
		"ahead":                                 {product("1", cells{"introduced_on": "2027-04-01"}), "", "products ask.notification.ahead 1"},
		"no such facility":                      {product("1", cells{"facility": "S9"}), "products[0].facility fault.notification.facility", ""},
		"facility in full width":                {product("1", cells{"facility": "Ｓ1"}), "", ""},
		"exempt":                                {product("1", cells{"exempt": "bespoke"}), "products[0].exempt fault.notification.exempt", ""},
		"exempt, filed voluntarily":             {product("1", cells{"exempt": "bespoke", "voluntary": "yes"}), "", ""},
		"designated product":                    {product("1", cells{"product": "Windows Server 2022", "maker": "Microsoft"}), "", "products ask.notification.designated 1"},
		"designated product, filed voluntarily": {product("1", cells{"product": "Windows Server 2022", "maker": "Microsoft", "exempt": "windows_server", "voluntary": "yes"}), "", ""},
		"a column that is none":                 {product("1", cells{"version": "9.3"}), "products[0].version fault.form.field", ""},
	} {
		wrong, asked, _ := says(notification.New, values(plant(nil), c.row), facts)
		if got := strings.Join(wrong, "; "); got != c.wrong {
			t.Errorf("%s: wrong %q, want %q", name, got, c.wrong)
		}
		if got := strings.Join(asked, "; "); got != c.asks {
			t.Errorf("%s: asked %q, want %q", name, got, c.asks)
		}
	}
}

func TestTheBusinessIsOneOfTheOperators(t *testing.T) {
	t.Parallel()
	for _, p := range []procedure.Procedure{notification.New, notification.None, notification.Stocktake} {
		for sector, want := range map[string]bool{"electricity": false, "water": true} {
			wrong, _, _ := says(p, form.Values{"business": one(sector)}, facts)
			if got := slices.Contains(wrong, "business fault.notification.business"); got != want {
				t.Errorf("%s %s: %v", p.ID, sector, wrong)
			}
		}
	}
}

func TestATypeWithoutARowNeedsAReasonOrAYes(t *testing.T) {
	t.Parallel()
	ab := product("1", cells{"types": "a b"})
	for name, c := range map[string]struct {
		plant form.Row
		none  cells
		asks  string
	}{
		"four lack":               {plant(nil), nil, "products ask.notification.gaps C, D, E, F"},
		"reasons":                 {plant(nil), cells{"none_c": "DMZがない", "none_d": "ない", "none_e": "ない", "none_f": "ない"}, ""},
		"separated":               {plant(cells{"internet": "separated", "media": "periodic"}), nil, "products ask.notification.gaps E"},
		"separated, occasionally": {plant(cells{"internet": "separated", "media": "occasional"}), nil, "products ask.notification.gaps C, D, E, F"},
		"mostly on cloud":         {plant(cells{"cloud": "most"}), cells{"none_e": "ない"}, ""},
		"row and reason":          {plant(cells{"cloud": "all"}), cells{"none_a": "ない", "none_e": "ない"}, "none_a ask.notification.doubled A"},
	} {
		v := values(c.plant, ab)
		for id, said := range c.none {
			v[id] = one(said)
		}
		_, asked, _ := says(notification.New, v, facts)
		if got := strings.Join(asked, "; "); got != c.asks {
			t.Errorf("%s: %q, want %q", name, got, c.asks)
		}
	}
}

func TestRowsThatSayTheSameBecomeOneAndAreShown(t *testing.T) {
	t.Parallel()
	same := product("3", cells{"no": "K-3", "maker": "ＲＥＤ　ＨＡＴ"})
	v := values(plant(nil), product("1", cells{"no": "K-1"}), product("2", cells{"types": "e", "no": "K-2"}), same)
	wrong, asked, kept := says(notification.New, v, facts)
	if len(wrong) > 0 || strings.Join(asked, "; ") != "products ask.notification.twice 3" {
		t.Errorf("wrong %v, asked %v", wrong, asked)
	}
	if rows := kept["products"].Rows; len(rows) != 2 || rows[0].ID != "1" || rows[1].ID != "2" {
		t.Errorf("%d rows are sent", len(rows))
	}
	if tidied := notification.New.Tidied(v); len(tidied["products"].Rows) != 2 {
		t.Error("what is approved is not what is sent")
	}
	v["products"].Rows[2].Cells["facility"] = one("S2")
	v["facilities"] = form.Value{Rows: []form.Row{plant(nil), row("f2", cells{"no": "S2", "name": "予備系", "role": "component"})}}
	if _, _, kept = says(notification.New, v, facts); len(kept["products"].Rows) != 3 {
		t.Error("the same product in another facility is another row")
	}
}

// A place is that of the row as it came, whatever empty rows stand before it.
func TestPlacesAreThoseOfTheRowsThatCame(t *testing.T) {
	t.Parallel()
	v := values(plant(nil), form.Row{ID: "0"}, product("1", nil), row("2", cells{"product": " "}), product("3", cells{"facility": "S9"}))
	if wrong, _, _ := says(notification.New, v, facts); strings.Join(wrong, "; ") != "products[3].facility fault.notification.facility" {
		t.Error(wrong)
	}
}

func TestQuestionsNameAFewRowsAndCountAll(t *testing.T) {
	t.Parallel()
	var rows []form.Row
	for i := range 20 {
		rows = append(rows, product(fmt.Sprint(i), cells{"product": fmt.Sprintf("PowerEdge R%d", i)}))
	}
	_, asked, err := notification.New.Check(values(plant(nil), rows...), facts)
	if err != nil || len(asked) != 1 || asked[0].Args["rows"] != "1, 2, 3, 4, 5, 6, 7, 8, …" || asked[0].Args["count"] != "20" {
		t.Errorf("%v %v", asked, err)
	}
}

func before() form.Values {
	return values(plant(nil), product("1", nil), product("2", cells{"product": "PostgreSQL", "maker": "PGDG"}), product("3", cells{"change": "ended", "changed_on": "2026-12-01", "product": "Oracle", "maker": "Oracle"}), product("4", cells{"change": "added", "product": "Zabbix", "maker": "Zabbix"}))
}

func TestAChangeNamesRowsThatWereFiled(t *testing.T) {
	t.Parallel()
	began := notification.Change.Begins(before())
	if rows := began["products"].Rows; len(rows) != 3 || !rows[2].Cells["change"].Empty() || rows[2].ID != "4" {
		t.Fatalf("it begins with %d rows", len(rows))
	}
	a, b, z := began["products"].Rows[0], began["products"].Rows[1], began["products"].Rows[2]
	with := func(r form.Row, c cells) form.Row { return r.With(row("", c).Cells) }
	fs := facts
	fs.Before = before()
	for name, c := range map[string]struct {
		rows  []form.Row
		wrong string
	}{
		"ended":               {[]form.Row{a, with(b, cells{"change": "ended", "changed_on": "2027-01-15"}), z}, ""},
		"ended without a day": {[]form.Row{a, with(b, cells{"change": "ended"}), z}, "products[1].changed_on fault.form.needed"},
		"nothing":             {[]form.Row{a, b, z}, "products fault.notification.change.none"},
		"deleted":             {[]form.Row{with(a, cells{"change": "ended", "changed_on": "2027-01-15"}), z}, "products fault.notification.change.gone"},
		"changed, not said":   {[]form.Row{with(a, cells{"maker": "IBM"}), b, z}, "products[0].change fault.notification.change.unsaid; products fault.notification.change.none"},
		"changed":             {[]form.Row{with(a, cells{"maker": "IBM", "change": "changed", "changed_on": "2027-01-15"}), b, z}, ""},
		"said, not changed":   {[]form.Row{with(a, cells{"change": "changed", "changed_on": "2027-01-15"}), b, z}, "products[0].change fault.notification.change.same"},
		"added":               {[]form.Row{a, b, z, product("9", cells{"product": "nginx", "maker": "F5", "change": "added"})}, ""},
		"added, not said":     {[]form.Row{with(a, cells{"change": "ended", "changed_on": "2027-01-15"}), b, z, product("9", cells{"product": "nginx", "maker": "F5"})}, "products[3].change fault.notification.change.added"},
		"never filed":         {[]form.Row{a, b, z, product("9", cells{"product": "nginx", "maker": "F5", "change": "ended", "changed_on": "2027-01-15"})}, "products[3].change fault.notification.change.unfiled"},
		"filed already":       {[]form.Row{with(a, cells{"change": "added"}), b, z}, "products[0].change fault.notification.change.filed"},
		"own number alone":    {[]form.Row{with(a, cells{"no": "K-1"}), b, z}, "products fault.notification.change.none"},
	} {
		v := form.Values{"business": one("electricity"), "contact": one("03"), "facilities": began["facilities"], "products": {Rows: c.rows}}
		wrong, _, _ := says(notification.Change, v, fs)
		if got := strings.Join(wrong, "; "); got != c.wrong {
			t.Errorf("%s: %q, want %q", name, got, c.wrong)
		}
	}
	v := form.Values{"business": one("electricity"), "contact": one("03"), "facilities": {Rows: []form.Row{plant(cells{"name": "新給電指令システム"})}}, "products": began["products"]}
	if wrong, _, _ := says(notification.Change, v, fs); len(wrong) > 0 {
		t.Errorf("a facility that was renamed is a change: %v", wrong)
	}
	again := procedure.Facts{At: today, Business: designee, Before: v, Corrects: true}
	if wrong, _, _ := says(notification.Change, v, again); len(wrong) > 0 {
		t.Errorf("a correction is judged as a change after itself: %v", wrong)
	}
	fs.Before = form.Values{"business": one("water"), "products": began["products"]}
	if wrong, _, _ := says(notification.Change, v, fs); !slices.Contains(wrong, "business fault.notification.business.other") {
		t.Errorf("a change of another business: %v", wrong)
	}
}

func TestADraftOfAChangeIsMarkedFromTheDifference(t *testing.T) {
	t.Parallel()
	was := []form.Row{product("1", nil), product("2", cells{"product": "PostgreSQL"}), product("3", cells{"product": "Zabbix"}), product("4", cells{"product": "nginx"})}
	now := []form.Row{product("1", nil), product("2", cells{"product": "PostgreSQL", "facility": "S2"}), product("3", cells{"product": "Zabbix", "types": "a"}), product("9", cells{"product": "Apache"})}
	var got []string
	for _, r := range notification.Marked(was, now) {
		got = append(got, r.ID+" "+r.Cells["change"].Text())
	}
	if want := []string{"1 ", "2 moved", "3 changed", "4 ended", "9 added"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if n := len(notification.Standing(before())); n != 3 {
		t.Errorf("%d rows stand", n)
	}
}

// The words of a notification are those of arrival: nobody accepts it (R2). Nothing of it that the operator keeps for itself is a column.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, p := range notification.All() {
		raw, err := json.Marshal(p.Form)
		if err != nil {
			t.Fatal(err)
		}
		said := string(raw) + p.Name.Ja
		for _, never := range []string{"受理", "却下", "審査中", "バージョン", "シリアル", "無効な"} {
			if strings.Contains(said, never) {
				t.Errorf("%s says %s", p.ID, never)
			}
		}
		if err := p.Form.Declared(); err != nil {
			t.Errorf("%s: %v", p.ID, err)
		}
		if p.Act != party.ActNotification || p.Number != ident.NumberNotification || !strings.HasPrefix(p.ID, notification.Kind) {
			t.Errorf("%s is no notification", p.ID)
		}
	}
	for _, c := range notification.New.Form.Fields()[2].Columns {
		for _, never := range []string{"version", "count", "quantity", "place", "address", "serial", "owner"} {
			if c.ID == never {
				t.Errorf("%s is filed", never)
			}
		}
	}
}

// BenchmarkCheck judges the largest notification, as sending does inside its act.
func BenchmarkCheck(b *testing.B) {
	var rows []form.Row
	for i := range notification.ProductsMost {
		rows = append(rows, product(fmt.Sprint(i), cells{"product": fmt.Sprintf("製品 %d", i), "maker": "髙﨑製作所"}))
	}
	v := values(plant(nil), rows...)
	for b.Loop() {
		if _, _, err := notification.New.Check(v, facts); err != nil {
			b.Fatal(err)
		}
		notification.New.Date(v, facts)
	}
}
