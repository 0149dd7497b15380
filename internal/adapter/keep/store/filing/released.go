package filing

import (
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
)

// releases are the tables that say which sections an audience was given, with the column of the audience, and how they are read for many
// audiences beside rows r of reader.
var releases = []struct{ table, audience, also, beside string }{
	{"addressee", "unit", " AND d.channel = 'here'", ` FROM reader r JOIN addressee d ON d.filing = r.object WHERE d.channel = 'here' AND d.unit IN %s`},
	{"handover", "audience", "", ` FROM handover d CROSS JOIN reader r WHERE d.filing = r.object AND d.audience IN %s`},
}

// Released returns the sections of each filing that were released to the scope's office or those below it: the
// join of Visible, with what the addressee line says, or what came with jurisdiction. A filing that
// is not addressed to the scope is not in the answer.
func (f Filings) Released(ids []ident.Filing) (map[ident.Filing][]string, error) {
	sections := map[ident.Filing][]string{}
	if len(ids) == 0 {
		return sections, nil
	}
	var a row.Args
	in, unit, at := row.In(&a, ids), a.Add(f.Scope.Unit), a.Add(f.Scope.At)
	var parts []string
	for _, from := range releases {
		parts = append(parts, `SELECT '`+from.table+`', d.filing, d.sections, `+row.Evidence(from.table, "d")+` FROM `+from.table+` d WHERE d.filing IN `+in+from.also+` AND EXISTS (
			SELECT 1 FROM audience_member m JOIN unit_above ra ON ra.unit = m.unit
			WHERE m.audience = d.`+from.audience+` AND ra.above = `+unit+` AND m.from_at <= `+at+` AND (m.until_at IS NULL OR m.until_at > `+at+`))`)
	}
	err := f.Each(strings.Join(parts, ` UNION ALL `), a.List, func(scan func(...any) error) error {
		var id ident.Filing
		var table, words, evidence string
		err := scan(&table, &id, &words, &evidence)
		if f.Proved(table, evidence) {
			sections[id] = append(sections[id], strings.Fields(words)...)
		}
		return err
	})
	return sections, err
}
