package register

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// Grid is a table of organisations as it was read from a sheet: cells with their addresses.
type Grid struct {
	Sheet   string         `json:"sheet"`   // name, empty for a CSV file
	Columns map[string]int `json:"columns"` // where each field stands, from 1
	Rows    []GridRow      `json:"rows"`
}

// GridRow is one row; N counts as Excel does, from 1.
type GridRow struct {
	N     int               `json:"n"`
	Cells map[string]string `json:"cells"` // by field
}

// Bounds of a sheet of organisations.
const (
	IntakeRows = 1000
	MailLimit  = 254
)

// AdminFields are the columns about an organisation's first administrator, beside those of OrgForm.
var AdminFields = []form.Field{
	{ID: "admin_name", Kind: form.Line, Limit: 100, Label: text.Both{Ja: "組織管理者の氏名", En: "Administrator's name"}, Example: text.Both{Ja: "鈴木 みどり", En: "鈴木 みどり"}},
	{ID: "admin_kana", Kind: form.Line, Limit: 100, Label: text.Both{Ja: "組織管理者のふりがな", En: "Reading of the administrator's name"}, Example: text.Both{Ja: "すずき みどり", En: "すずき みどり"}},
	{ID: "admin_mail", Kind: form.Line, Limit: MailLimit, Label: text.Both{Ja: "組織管理者のメールアドレス", En: "Administrator's e-mail address"}, Example: text.Both{Ja: "suzuki@example.jp", En: "suzuki@example.jp"}},
}

// IntakeFields are the columns of the sheet, in the order of the template.
func IntakeFields() []form.Field { return append(OrgForm.Fields(), AdminFields...) }

// Intake is a sheet of organisations with the first administrator of each, as it was read and found good.
type Intake struct {
	Name   string // of the file
	Digest string // SHA-256 of its rows
	Lines  []Line
}

// Line is one organisation of a sheet with its first administrator; without a mail address nobody is invited.
type Line struct {
	N     int
	Org   party.Org
	Admin party.Person
}

// Trouble is one cell that cannot be taken over: its place, what is wrong, and what would be right, when that can be told.
type Trouble struct {
	Field   string
	N       int
	Place   string // 『組織一覧』シート C17
	Code    string
	Args    fault.Args
	Suggest string // a value that would do; empty when nobody can know
}

// ReadIntake reads every row and names every cell that cannot be taken over, the rows in their order. What stands twice is
// named with both places.
func ReadIntake(g Grid) (lines []Line, bad []Trouble) {
	if len(g.Rows) > IntakeRows {
		return nil, []Trouble{{Place: g.place("", g.Rows[IntakeRows].N), Code: "fault.intake.rows", Args: fault.Args{"limit": strconv.Itoa(IntakeRows)}}}
	}
	numbers, mails := map[string]int{}, map[string]int{}
	for _, row := range g.Rows {
		line, troubles := g.line(row)
		for _, t := range troubles {
			t.N, t.Place = row.N, g.place(t.Field, row.N)
			bad = append(bad, t)
		}
		key := string(line.Org.Kind) + " " + line.Org.CorporateNumber
		if line.Org.CorporateNumber == "" {
			key = string(line.Org.Kind) + " name " + text.Key(line.Org.Name)
		}
		for _, twice := range []struct {
			seen       map[string]int
			key, field string
		}{{numbers, key, "corporate_number"}, {mails, strings.ToLower(line.Admin.Email), "admin_mail"}} {
			if twice.key == "" || line.Org.Name == "" {
				continue
			}
			if first, ok := twice.seen[twice.key]; ok {
				bad = append(bad, Trouble{Field: twice.field, N: row.N, Place: g.place(twice.field, row.N), Code: "fault.intake.twice", Args: fault.Args{"other": g.place(twice.field, first)}})
				continue
			}
			twice.seen[twice.key] = row.N
		}
		lines = append(lines, line)
	}
	return lines, bad
}

func (g Grid) line(row GridRow) (Line, []Trouble) {
	values := form.Values{}
	for id, cell := range row.Cells {
		if s := strings.TrimSpace(cell); s != "" {
			values[id] = form.Value{Texts: []string{s}}
		}
	}
	kind, ok := readKind(values["kind"].Text())
	if ok {
		values["kind"] = form.Value{Texts: []string{string(kind)}}
	}
	var bad []Trouble
	for _, f := range IntakeFields() {
		if s := values[f.ID].Text(); excelErrors[s] {
			bad = append(bad, Trouble{Field: f.ID, Code: "fault.intake.excel", Args: fault.Args{"text": s}})
			delete(values, f.ID)
		}
	}
	own := form.Values{}
	for _, f := range OrgForm.Fields() {
		if v, has := values[f.ID]; has {
			own[f.ID] = v
		}
	}
	o, err := ReadOrg(own)
	line := Line{N: row.N, Org: o}
	if e, isFault := err.(*fault.Error); isFault { //nolint:errorlint // of ReadOrg, never wrapped
		for _, f := range e.Fields {
			if slices.ContainsFunc(bad, func(t Trouble) bool { return t.Field == f.Path }) {
				continue // it was left out because of what Excel left there
			}
			t := Trouble{Field: f.Path, Code: f.Code, Args: f.Args, Suggest: suggest(f.Path, values[f.Path].Text())}
			if f.Path == "kind" && values["kind"].Text() != "" {
				t.Code, t.Args = "fault.intake.kind", fault.Args{"list": kindList}
			}
			bad = append(bad, t)
		}
	}
	who, troubles := administrator(values)
	line.Admin = who
	return line, append(bad, troubles...)
}

// administrator reads who is to be an organisation's first administrator.
func administrator(values form.Values) (who party.Person, bad []Trouble) {
	var l fault.List
	for _, f := range AdminFields {
		v := f.Tidy(&l, values[f.ID])
		switch f.ID {
		case "admin_name":
			who.Name = v.Text()
		case "admin_kana":
			who.Kana = v.Text()
		case "admin_mail":
			who.Email = v.Text()
		}
	}
	checkKana(&l, "admin_kana", who.Kana)
	switch {
	case who.Email != "" && (!party.GoodMail(who.Email) || width.Narrow.String(who.Email) != who.Email): // ｓｕｚｕｋｉ@ is allowed and never meant
		l.Add("admin_mail", "fault.account.mail", nil)
	case who.Email != "" && who.Name == "":
		l.Add("admin_name", "fault.form.needed", nil)
	case who.Email == "" && who.Name != "":
		l.Add("admin_mail", "fault.form.needed", nil)
	}
	for _, f := range l.Fields {
		bad = append(bad, Trouble{Field: f.Path, Code: f.Code, Args: f.Args, Suggest: suggest(f.Path, values[f.Path].Text())})
	}
	return who, bad
}

// excelErrors are what a cell shows whose formula failed.
var excelErrors = map[string]bool{"#REF!": true, "#N/A": true, "#NAME?": true, "#VALUE!": true, "#DIV/0!": true, "#NULL!": true, "#NUM!": true}

// kindList are the kinds as they may be written.
var kindList = func() string {
	var words []string
	for _, k := range Kinds {
		words = append(words, kindWords[k].Ja)
	}
	return strings.Join(words, "、")
}()

// readKind reads a kind of organisation by its words in either language, or its code.
func readKind(s string) (party.Kind, bool) {
	for _, k := range Kinds {
		for _, word := range []string{string(k), kindWords[k].Ja, kindWords[k].En} {
			if s != "" && text.Key(word) == text.Key(s) {
				return k, true
			}
		}
	}
	return "", false
}

// suggest offers what somebody may have meant; nothing is taken over without a press.
func suggest(field, s string) string {
	switch field {
	case "kind":
		folded := text.Key(s)
		for _, k := range Kinds {
			if word := text.Key(kindWords[k].Ja); folded != "" && (strings.Contains(folded, word) || strings.Contains(word, folded)) {
				return kindWords[k].Ja
			}
		}
	case "corporate_number":
		digits := TidyNumber(s)
		if len(digits) == 12 && strings.Trim(digits, "0123456789") == "" { // the check digit was left out
			for d := '0'; d <= '9'; d++ {
				if n := string(d) + digits; party.CheckCorporateNumber(n) {
					return n
				}
			}
		}
	case "admin_mail":
		narrow := strings.ReplaceAll(strings.ReplaceAll(width.Narrow.String(s), " ", ""), ",", ".")
		narrow = strings.TrimPrefix(strings.TrimSuffix(narrow, "."), "mailto:")
		if narrow != s && party.GoodMail(narrow) {
			return narrow
		}
	case "kana", "rep_kana", "admin_kana":
		if k := norm.NFKC.String(s); k != s {
			var l fault.List
			if checkKana(&l, field, k); len(l.Fields) == 0 {
				return k
			}
		}
	}
	return ""
}

// place names a cell as people know it: 『組織一覧』シート C17, or C17 in a file of one sheet without a name.
func (g Grid) place(field string, n int) string {
	at := strconv.Itoa(n) + "行目"
	if col := g.Columns[field]; col > 0 {
		at = letters(col) + strconv.Itoa(n)
	}
	if g.Sheet == "" {
		return at
	}
	return "『" + g.Sheet + "』シート " + at
}

func letters(n int) string {
	s := ""
	for ; n > 0; n = (n - 1) / 26 {
		s = string(rune('A'+(n-1)%26)) + s
	}
	return s
}

// Known is what the register says today about the lines of a sheet.
type Known struct {
	Orgs  map[string]Org          // by Line.Key
	Mails map[string]KnownAccount // by address, folded
}

// KnownAccount is an address under which somebody signs in or was invited.
type KnownAccount struct {
	Person ident.Person
	Orgs   []ident.Org // for which they act
}

// Key is under what the organisation of a line is known: kind and 法人番号, or kind and name where there is none.
func (l Line) Key() string {
	if l.Org.CorporateNumber == "" {
		return string(l.Org.Kind) + "\x00name\x00" + l.Org.Name
	}
	return string(l.Org.Kind) + "\x00" + l.Org.CorporateNumber
}

// Change is what a line would do.
type Change string

// The changes of a line.
const (
	ToAdd    Change = "add"    // the organisation is new
	ToChange Change = "change" // its registration changes
	Same     Change = "same"   // nothing about the organisation changes
)

// Step is a line with what it would do.
type Step struct {
	Line
	Change Change
	Have   Org  // what is registered, for ToChange and Same
	Invite bool // its administrator is new and is invited
}

// Steps compares lines with the register: what would be added, changed, and who would be invited. Cells that stand in
// the way are named.
func Steps(g Grid, lines []Line, known Known) (steps []Step, bad []Trouble) {
	for _, l := range lines {
		s := Step{Line: l, Change: ToAdd, Invite: l.Admin.Email != ""}
		if have, ok := known.Orgs[l.Key()]; ok {
			s.Have, s.Change = have, Same
			next := l.Org
			next.ID, next.Helpdesk = have.ID, have.Helpdesk
			if next != have.Org {
				s.Change = ToChange
			}
			if have.ClosedAt != 0 {
				bad = append(bad, Trouble{Field: "name", N: l.N, Place: g.place("name", l.N), Code: "fault.register.closed"})
			}
		}
		if acc, ok := known.Mails[strings.ToLower(l.Admin.Email)]; ok && l.Admin.Email != "" {
			s.Invite = false
			if s.Change == ToAdd || !slices.Contains(acc.Orgs, s.Have.ID) {
				bad = append(bad, Trouble{Field: "admin_mail", N: l.N, Place: g.place("admin_mail", l.N), Code: "fault.intake.elsewhere"})
			}
		}
		steps = append(steps, s)
	}
	return steps, bad
}

// Tally counts what steps would do.
func Tally(steps []Step) (add, change, same, invite int) {
	for _, s := range steps {
		switch s.Change {
		case ToAdd:
			add++
		case ToChange:
			change++
		case Same:
			same++
		}
		if s.Invite {
			invite++
		}
	}
	return add, change, same, invite
}
