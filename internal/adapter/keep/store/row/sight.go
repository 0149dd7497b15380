package row

import (
	"strings"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
)

// Sight is a column beside Visible: the evidence of the rows that open the record to the scope, in the same join. Sees
// judges it. A record that only rows without proof would open stays closed.
func (q *Q) Sight(alias string, p access.Permission, a *Args) string {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return `''`
	}
	own, addressed := q.Scope.Relations(p)
	var ways []string
	if own {
		ways = append(ways, `COALESCE((SELECT 'o' || `+Evidence("unit_above", "so")+` FROM unit_above so
			WHERE `+alias+`.org = `+a.Add(q.Scope.Org)+` AND so.unit = `+alias+`.unit AND so.above = `+a.Add(q.Scope.Unit)+`), '')`)
	}
	if addressed {
		at := a.Add(q.Scope.At)
		kept := notKept(p, "sr")
		ways = append(ways, `COALESCE((SELECT string_agg('a' || `+Evidence("unit_above", "sa")+` || `+Evidence("reader", "sr")+` || `+Evidence("audience_member", "sm")+`, '')
			FROM reader sr JOIN audience_member sm ON sm.audience = sr.audience JOIN unit_above sa ON sa.unit = sm.unit
			WHERE sr.object = `+alias+`.id AND sa.above = `+a.Add(q.Scope.Unit)+` AND sm.from_at <= `+at+` AND (sm.until_at IS NULL OR sm.until_at > `+at+`)`+kept+`), '')`)
	}
	if len(ways) == 0 {
		return `''`
	}
	return strings.Join(ways, ` || `)
}

// chains are the rows that one way of seeing a record rests on.
var chains = map[byte][]string{'o': {"unit_above"}, 'a': {"unit_above", "reader", "audience_member"}, 'e': {"reader"}}

// Everybody is the audience of what is published: whom the permission table lets read what was addressed to them has it.
const Everybody = "everybody"

// Published is Visible and Sight for a kind of record that may be addressed to Everybody. The row of reader that does so is under proof like every other.
func (q *Q) Published(alias string, p access.Permission, a *Args) (where, sight string) {
	where, sight = q.Visible(alias, p, a), q.Sight(alias, p, a)
	_, addressed := q.Scope.Relations(p)
	if _, system := q.Scope.IsSystem(); system || !q.Walls || !addressed {
		return where, sight
	}
	where = `(` + where + ` OR EXISTS (SELECT 1 FROM reader pr WHERE pr.object = ` + alias + `.id AND pr.audience = '` + Everybody + `' LIMIT 1 OFFSET 0))`
	return where, sight + ` || COALESCE((SELECT 'e' || ` + Evidence("reader", "pe") + ` FROM reader pe WHERE pe.object = ` + alias + `.id AND pe.audience = '` + Everybody + `'), '')`
}

// Sees reports whether one chain of what Sight returned is proved from end to end.
func (q *Q) Sees(sight string) bool {
	if _, system := q.Scope.IsSystem(); system || !q.Walls {
		return true
	}
	for sight != "" {
		chain, known := chains[sight[0]]
		sight = sight[1:]
		sound := known
		for _, table := range chain {
			f, rest, ok := fields(sight, width(table))
			if !ok {
				return false
			}
			sight, sound = rest, sound && q.sound(table, f)
		}
		if sound {
			return true
		}
	}
	return false
}

// ChargePlace is where the sealed name of who of the scope's unit takes care of a filing stands (charge.Holder).
func ChargePlace(s access.Scope, filing ident.Filing, rev int) seal.Place {
	return seal.Place{Org: s.Org, Table: "charge", ID: string(filing) + "/" + string(s.Unit), Rev: rev}
}
