package appointing

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Row is one line of a sheet of hand-overs as it was read, with what is wrong in it.
type Row struct {
	Line   int // from 1, as the sheet counts
	Cells  []string
	Order  Order
	Leaver party.Colleague
	Heir   party.Colleague
	Faults []fault.Field // Path is the column: leaver, heir, on, unit, roles
}

// ReadRows reads hand-overs pasted from a sheet or a CSV file: 引き継ぐ人のメール, 引き受ける人のメール, 引継ぎの日, and, where they are
// needed, 部署 and 役割. A heading line is skipped. Separators are tabs or commas; word says the roles that a word means.
// Nothing is read from anywhere else; the rows are judged again in the act.
func ReadRows(sheet string, people []party.Colleague, now ident.Instant, word func(string) (string, bool)) (rows []Row, err error) {
	sheet = strings.TrimPrefix(sheet, "\ufeff")
	c := csv.NewReader(strings.NewReader(sheet))
	if first, _, _ := strings.Cut(sheet, "\n"); strings.ContainsRune(first, '\t') {
		c.Comma = '\t'
	}
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	for {
		cells, err := c.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "fault.handover.sheet", nil)
		}
		line, _ := c.FieldPos(0)
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if text.Blank(strings.Join(cells, "")) || line == 1 && !strings.ContainsAny(strings.Join(cells, ""), "@＠") {
			continue
		}
		if len(rows) == MaxOrders {
			return nil, fault.New(fault.Exceeded, "fault.handover.many", fault.Args{"limit": fmt.Sprint(MaxOrders)})
		}
		r := Row{Line: line, Cells: cells}
		r.read(people, now, word)
		if i := slices.IndexFunc(rows, func(o Row) bool { return r.Leaver.ID != "" && o.Leaver.ID == r.Leaver.ID }); i >= 0 {
			r.note("leaver", "fault.handover.again", fault.Args{"line": fmt.Sprint(rows[i].Line)})
		}
		rows = append(rows, r)
	}
}

func (r *Row) note(path, code string, a fault.Args) {
	r.Faults = append(r.Faults, fault.Field{Path: path, Code: code, Args: a})
}

func (r *Row) read(people []party.Colleague, now ident.Instant, word func(string) (string, bool)) {
	if len(r.Cells) < 3 {
		r.note("leaver", "fault.handover.row", nil)
		return
	}
	unit := ""
	if len(r.Cells) > 3 {
		unit = r.Cells[3]
	}
	r.Leaver = r.find("leaver", r.Cells[0], unit, people, now)
	r.Heir = r.heir(people, now)
	r.Order.Leaver, r.Order.Heir = r.Leaver.ID, r.Heir.ID
	d, err := law.ReadDay(r.Cells[2])
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Code != "" {
		r.note("on", e.Code, e.Args)
	} else if err != nil {
		r.note("on", "fault.day.form", fault.Args{"text": short(r.Cells[2])})
	}
	r.Order.On = d.Day
	if len(r.Cells) > 4 {
		for _, w := range strings.FieldsFunc(r.Cells[4], func(c rune) bool { return strings.ContainsRune("・、,/ \u3000", c) }) {
			role, ok := word(w)
			if !ok {
				r.note("roles", "fault.handover.role", fault.Args{"text": short(w)})
				continue
			}
			r.Order.Roles = append(r.Order.Roles, role)
		}
	}
	if len(r.Faults) > 0 {
		return
	}
	o := r.Order
	if len(o.Roles) == 0 {
		o.Roles = r.Leaver.Roles
	}
	var l fault.List
	o.check(r.Leaver, r.Heir, now, "", &l)
	r.Faults = l.Fields
}

// find finds the one hat that an address means, by its unit where there are several.
func (r *Row) find(path, mail, unit string, people []party.Colleague, now ident.Instant) party.Colleague {
	var found []party.Colleague
	for _, k := range people {
		if same := text.Key(k.Mail) == text.Key(mail); same && k.StandingAt(now) != party.Past && k.Deputises == "" && (unit == "" || text.Key(k.UnitName) == text.Key(unit)) {
			found = append(found, k)
		}
	}
	switch len(found) {
	case 0:
		r.note(path, "fault.handover.mail", fault.Args{"text": short(mail)})
		return party.Colleague{}
	case 1:
		return found[0]
	}
	r.note(path, "fault.handover.which", fault.Args{"text": short(mail)})
	return party.Colleague{}
}

// heir finds who follows: any hat of theirs says who they are, the latest first. Somebody who left is told by name.
func (r *Row) heir(people []party.Colleague, now ident.Instant) (heir party.Colleague) {
	for _, k := range people {
		if text.Key(k.Mail) == text.Key(r.Cells[1]) && (heir.ID == "" || heir.StandingAt(now) == party.Past) {
			heir = k
		}
	}
	if heir.ID == "" {
		r.note("heir", "fault.handover.mail", fault.Args{"text": short(r.Cells[1])})
	}
	return heir
}

// short is what was typed, as a sentence can bear it.
func short(s string) string {
	if words := []rune(s); len(words) > 60 {
		return string(words[:60]) + "…"
	}
	return s
}
