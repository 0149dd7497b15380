package draft

import (
	"slices"

	"kanmin/internal/adapter/keep/store/row"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
)

// DraftStates is an open draft with how every entry stands, and without what it says: thousands of rows are compared with what a
// person saw without being opened. Absent and foreign are one answer.
func (d Drafts) DraftStates(n ident.Number) (f filing.Draft, list []filing.Entry, err error) {
	if f, err = d.HeadToWrite(n, false); err != nil {
		return f, nil, err
	}
	list, err = d.states(f, ``)
	return f, list, err
}

// TakeStates is DraftStates for an act that writes, as TakeDraft is of Draft, and without what is past: filing.Seen does not look at it.
func (d Drafts) TakeStates(n ident.Number) (f filing.Draft, list []filing.Entry, err error) {
	if f, err = d.take(n); err != nil {
		return f, nil, err
	}
	list, err = d.states(f, ` AND state <> 'past'`)
	return f, list, err
}

func (d Drafts) states(f filing.Draft, which string) (list []filing.Entry, err error) {
	err = d.Each(`SELECT field, seq, state, by_person FROM draft_entry WHERE draft = $1`+which+` ORDER BY field, seq`, []any{f.ID}, func(scan func(...any) error) error {
		e := filing.Entry{Draft: f.ID, Stored: true}
		err := scan(&e.Field, &e.Seq, &e.State, &e.By)
		list = append(list, e)
		return err
	})
	return list, err
}

// SealEntries seals new entries ahead of the act that saves them: of thousands of rows that takes longer than writing them, and
// nobody need wait for it. Each opens in its own place alone: its draft, field and number.
func (d Drafts) SealEntries(f filing.Draft, list []filing.Entry) ([]filing.Entry, error) {
	list = slices.Clone(list)
	for i, e := range list {
		if e.Stored {
			continue
		}
		var err error
		if list[i].Sealed, err = d.Seal(place(f.Org, e), body{e.Name, e.From, e.Value}); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// SaveEntries writes what filing.Weave or filing.Choose decided, in a draft that was taken: new entries, and new
// states of those that were read.
func (d Drafts) SaveEntries(f filing.Draft, changed []filing.Entry) error {
	var fresh, moved []filing.Entry
	for _, e := range changed {
		if e.Stored {
			moved = append(moved, e)
		} else {
			fresh = append(fresh, e)
		}
	}
	for part := range slices.Chunk(moved, d.AtOnce()) {
		if err := d.moveEntries(f, part); err != nil {
			return err
		}
	}
	for part := range slices.Chunk(fresh, d.AtOnce()) {
		if err := d.addEntries(f, part); err != nil {
			return err
		}
	}
	return nil
}

func (d Drafts) addEntries(f filing.Draft, part []filing.Entry) error {
	var field, seq, state, at, by, sealed row.Column
	for _, e := range part {
		if e.Sealed == nil {
			var err error
			if e.Sealed, err = d.Seal(place(f.Org, e), body{e.Name, e.From, e.Value}); err != nil {
				return err
			}
		}
		field.Texts, seq.Numbers, state.Texts = append(field.Texts, e.Field), append(seq.Numbers, int64(e.Seq)), append(state.Texts, string(e.State))
		at.Numbers, by.Texts, sealed.Bytes = append(at.Numbers, int64(e.At)), append(by.Texts, string(e.By)), append(sealed.Bytes, e.Sealed)
	}
	var a row.Args
	of := `CAST(` + a.Add(f.ID) + ` AS TEXT), CAST(` + a.Add(f.Org) + ` AS TEXT)`
	return d.Add(`INSERT INTO draft_entry (draft, org, field, seq, state, at, by_person, body)
		SELECT `+of+`, many.* FROM (`+d.Many(&a, field, seq, state, at, by, sealed)+`) many`, a.List...)
}

// moveEntries gives entries that stood in a draft another state. They are found among those that stand: each answer's history is
// longer, and is not looked through.
func (d Drafts) moveEntries(f filing.Draft, part []filing.Entry) error {
	byState := map[filing.EntryState][2]row.Column{}
	for _, e := range part {
		c := byState[e.State]
		c[0].Texts, c[1].Numbers = append(c[0].Texts, e.Field), append(c[1].Numbers, int64(e.Seq))
		byState[e.State] = c
	}
	for _, state := range []filing.EntryState{filing.Past, filing.Beside, filing.Current} { // a fixed order for those who wait
		c, ok := byState[state]
		if !ok {
			continue
		}
		var a row.Args
		set, id := a.Add(state), a.Add(f.ID)
		if err := d.Add(`UPDATE draft_entry SET state = `+set+` WHERE draft = `+id+` AND state <> 'past' AND (field, seq) IN (`+d.Many(&a, c[0], c[1])+`)`, a.List...); err != nil {
			return err
		}
	}
	return nil
}
