package register

import (
	"slices"
	"strings"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/register"
)

// addTransfer writes a transfer with the two audiences by which sight changes hands at 00:00 of the day: whoever
// reads compares instants, so that nothing has to run at that minute.
func (r Register) addTransfer(t register.TransferRow, ended []register.JurisdictionEnd) error {
	at := t.On.Start()
	if err := r.Add(`INSERT INTO transfer (id, old_unit, new_unit, from_on, from_at) VALUES ($1, $2, $3, $4, $5)`, t.ID, t.Old, t.New, t.On.String(), at); err != nil {
		return err
	}
	if err := r.Add(`INSERT INTO audience_member (audience, unit, from_at, until_at) VALUES ($1, $2, 0, $3)`, t.OldAudience(), t.Old, at); err != nil {
		return err
	}
	if err := r.Add(`INSERT INTO audience_member (audience, unit, from_at) VALUES ($1, $2, $3)`, t.NewAudience(), t.New, at); err != nil {
		return err
	}
	for _, e := range ended {
		if err := r.Add(`INSERT INTO passing (jurisdiction, transfer) VALUES ($1, $2)`, e.ID, t.ID); err != nil {
			return err
		}
	}
	return nil
}

// TransferOf returns a transfer and the operators that it concerns, to background work.
func (r Register) TransferOf(id ident.Object) (t register.TransferRow, operators []ident.Org, err error) {
	if r.hidden() {
		return t, nil, nil
	}
	var on string
	if err = r.One(`SELECT old_unit, new_unit, from_on FROM transfer WHERE id = $1`, []any{id}, &t.Old, &t.New, &on); err != nil {
		return t, nil, err
	}
	t.ID = id
	if t.On, err = law.ParseDay(on); err != nil {
		return t, nil, err
	}
	err = r.Each(`SELECT DISTINCT j.operator FROM passing y JOIN jurisdiction j ON j.id = y.jurisdiction WHERE y.transfer = $1 AND j.operator IS NOT NULL ORDER BY j.operator LIMIT $2`, []any{id, rowLimit}, func(scan func(...any) error) error {
		var o ident.Org
		err := scan(&o)
		operators = append(operators, o)
		return err
	})
	return t, operators, err
}

// open are the filings of an operator whose matter is open, the matters themselves, wishes for help, and consultations: what goes with jurisdiction.
const open = `(SELECT f.id FROM filing f JOIN incident_case c ON c.id = f.subject WHERE f.org = $1 AND c.state = 'open'
	UNION SELECT c.id FROM incident_case c WHERE c.org = $1 AND c.state = 'open' UNION SELECT s.id FROM support s WHERE s.org = $1 AND s.state <> 'ended'
	UNION SELECT t.id FROM consult t WHERE t.org = $1 AND t.state IN ('received', 'checking'))`

// held is one reader row that an office gives up.
type held struct {
	object, audience, kind string
	at                     ident.Instant
}

// HandOver passes the open matters of one operator on: until the day the old office reads them as before, from then on the
// new one does; what the old office asked about it goes on reading, no more. It may be repeated. It returns how
// many objects changed hands. Background work alone may: administrators see no filing. A row without proof is left where it is.
func (r Register) HandOver(t register.TransferRow, operator ident.Org) (n int64, err error) {
	if r.Scope.Org != "" {
		return 0, nil
	}
	audiences, err := r.through(t)
	if err != nil {
		return 0, err
	}
	inherited, err := r.inherited(t, operator)
	if err != nil {
		return 0, err
	}
	for _, audience := range audiences {
		rows, err := r.heldBy(audience, operator)
		if err != nil {
			return n, err
		}
		more, err := r.heldOf(audience, inherited)
		if err != nil {
			return n, err
		}
		rows = append(rows, more...)
		for page := range slices.Chunk(rows, 100) {
			if err := r.pass(t, page); err != nil {
				return n, err
			}
		}
		n += int64(len(rows))
	}
	return n, r.keepAsked(t, operator)
}

// through lists the audiences through which the old office has what it gives up: its own, and those of transfers to it.
func (r Register) through(t register.TransferRow) (list []string, err error) {
	list = []string{string(t.Old)}
	err = r.Each(`SELECT id FROM transfer WHERE new_unit = $1 AND id <> $2 ORDER BY from_at, id LIMIT 1000`, []any{t.Old, t.ID}, func(scan func(...any) error) error {
		var id ident.Object
		err := scan(&id)
		list = append(list, register.TransferRow{ID: id}.NewAudience())
		return err
	})
	return list, err
}

func (r Register) heldBy(audience string, operator ident.Org) ([]held, error) {
	return r.held(audience, `r.audience = $2 AND r.object IN `+open, []any{operator, audience})
}

// heldOf is heldBy of records of other organisations, by their ids: those of which the matter is open.
func (r Register) heldOf(audience string, objects []string) (list []held, err error) {
	for page := range slices.Chunk(objects, 200) {
		var a row.Args
		one, err := r.held(audience, `r.audience = `+a.Add(audience)+` AND r.object IN `+row.In(&a, page)+` AND (EXISTS (SELECT 1 FROM incident_case c WHERE c.id = r.object AND c.state = 'open')
			OR EXISTS (SELECT 1 FROM filing f JOIN incident_case c ON c.id = f.subject WHERE f.id = r.object AND c.state = 'open'))`, a.List)
		if err != nil {
			return nil, err
		}
		list = append(list, one...)
	}
	return list, nil
}

func (r Register) held(audience, where string, args []any) (list []held, err error) {
	err = r.Each(`SELECT r.object, r.kind, r.at, `+row.Evidence("reader", "r")+` FROM reader r WHERE r.kind <> 'kept' AND `+where+` ORDER BY r.object`,
		args, func(scan func(...any) error) error {
			h := held{audience: audience}
			var evidence string
			err := scan(&h.object, &h.kind, &h.at, &evidence)
			if r.Proved("reader", evidence) {
				list = append(list, h)
			}
			return err
		})
	return list, err
}

// inherited are the filings, and their matters, that an operator inherited by the day of a transfer (承継): jurisdiction over it
// takes them along, although they stay the old organisation's rows. What nobody of the house passed on is not among them.
func (r Register) inherited(t register.TransferRow, operator ident.Org) (list []string, err error) {
	err = r.Each(`SELECT r.object, `+row.Evidence("reader", "r")+`, `+row.Evidence("inheritance", "i")+` FROM inheritance i JOIN reader r ON r.audience = i.id
		WHERE i.new_org = $1 AND i.undone_at IS NULL AND i.from_at <= $2 AND r.kind IN ('report', 'case') ORDER BY r.object`,
		[]any{operator, t.On.Start()}, func(scan func(...any) error) error {
			var object, reader, inheritance string
			err := scan(&object, &reader, &inheritance)
			if r.Proved("reader", reader) && r.Proved("inheritance", inheritance) {
				list = append(list, object)
			}
			return err
		})
	return slices.Compact(list), err
}

// pass gives a page of rows to the two audiences of the transfer and takes them from the one that had them.
func (r Register) pass(t register.TransferRow, page []held) error {
	sections, err := r.sectionsOf(t, page)
	if err != nil {
		return err
	}
	var readers, gone row.Args
	var given, objects []string
	for _, h := range page {
		given = append(given, r.ReaderRow(&readers, h.object, t.OldAudience(), h.kind, h.at), r.ReaderRow(&readers, h.object, t.NewAudience(), h.kind, h.at))
		objects = append(objects, h.object)
		if words, ok := sections[h.object]; ok {
			if err := r.Add(`INSERT INTO handover (filing, audience, sections) VALUES ($1, $2, $3) ON CONFLICT (filing, audience) DO NOTHING`, h.object, t.NewAudience(), words); err != nil {
				return err
			}
		}
	}
	if err := r.Add(`INSERT INTO reader (object, audience, kind, at, proof) VALUES `+strings.Join(given, ", ")+` ON CONFLICT (object, audience) DO NOTHING`, readers.List...); err != nil {
		return err
	}
	_, err = r.Exec(`DELETE FROM reader WHERE audience = `+gone.Add(page[0].audience)+` AND kind <> 'kept' AND object IN `+row.In(&gone, objects), gone.List...)
	return err
}

// sectionsOf says what the old office has of each filing: by its addressee line, or by an earlier transfer.
func (r Register) sectionsOf(t register.TransferRow, page []held) (map[string]string, error) {
	sections := map[string]string{}
	ids := make([]string, len(page))
	for i, h := range page {
		ids[i] = h.object
	}
	for table, audience := range map[string]string{"addressee": "unit", "handover": "audience"} {
		var a row.Args
		who := string(t.Old)
		if table == "handover" {
			who = page[0].audience
		}
		err := r.Each(`SELECT d.filing, d.sections, `+row.Evidence(table, "d")+` FROM `+table+` d WHERE d.filing IN `+row.In(&a, ids)+` AND d.`+audience+` = `+a.Add(who), a.List, func(scan func(...any) error) error {
			var id, words, evidence string
			err := scan(&id, &words, &evidence)
			if r.Proved(table, evidence) {
				sections[id] = words
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return sections, nil
}

// keepAsked leaves the old office what it had a part in: the filings about which somebody of it asked, and their matters.
func (r Register) keepAsked(t register.TransferRow, operator ident.Org) error {
	office, err := r.OfficeRecord(t.Old)
	if err != nil {
		return err
	}
	tree, err := r.TreeOf(office.Org)
	if err != nil {
		return err
	}
	var units []ident.Unit // at or below the office, by parents that are under proof
	for _, u := range tree {
		if tree.Above(t.Old, u.ID) {
			units = append(units, u.ID)
		}
	}
	for _, object := range []string{"f.id", "f.subject"} {
		var a row.Args
		if _, err := r.Exec(`INSERT INTO reader (object, audience, kind, at) SELECT DISTINCT `+object+`, `+a.Add(t.Old)+`, 'kept', f.arrived_at FROM filing f JOIN request q ON q.filing = f.id
			JOIN reader r ON r.object = f.id WHERE (f.org = `+a.Add(operator)+` OR EXISTS (SELECT 1 FROM reader e JOIN inheritance i ON i.id = e.audience WHERE e.object = f.id AND i.new_org = `+a.Add(operator)+`)) AND q.unit IN `+row.In(&a, units)+` AND r.audience = `+a.Add(t.OldAudience())+`
			ON CONFLICT (object, audience) DO NOTHING`, a.List...); err != nil {
			return err
		}
	}
	return nil
}
