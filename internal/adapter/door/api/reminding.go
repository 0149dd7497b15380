package api

import (
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/expected"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/letter"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
	"kanmin/internal/flow/reminding"
)

// RemindingTx is what is read of what an office expects, and of 事務連絡.
type RemindingTx interface {
	Unit(ident.Unit) (party.Unit, error)
	ExpectedLines(expected.Of) ([]expected.Line, error)
	OfficeLetters(limit int) ([]letter.Letter, error)
	OfficeLetter(ident.Object) (letter.Letter, []letter.Copy, error)
	LettersReceived(limit int) ([]letter.Copy, error)
	LetterReceived(ident.Number) (letter.Copy, error)
}

// Reminding are 提出状況 and the flow by which an office writes to operators; every field is needed.
type Reminding struct {
	Look Looking[RemindingTx]
	Read Reading[RemindingTx]
	Send reminding.Send
}

type expectedIn struct {
	Of string `query:"of" enum:"notification,detailed" doc:"what is expected: notifications of each designated business (the default), or detailed reports after prompt ones" example:"notification"`
}

// ExpectedRow is one of whom something is expected.
type ExpectedRow struct {
	ID              string           `json:"id" doc:"names the row as long as it is expected; to be sent with a letter"`
	Operator        text.Both        `json:"operator"`
	CorporateNumber string           `json:"corporate_number,omitempty"`
	Phone           string           `json:"phone,omitempty"`
	Sectors         []law.Sector     `json:"sectors"`
	State           string           `json:"state" enum:"missing,asking,fix,none,filed" doc:"not filed, not filed while a consultation waits for this office, a correction was asked for by this office, said that there is none (or that it need not be reported), filed"`
	DueOn           string           `json:"due_on,omitempty" format:"date"`
	Certainty       *law.Certainty   `json:"certainty,omitempty" doc:"of the date"`
	Overdue         bool             `json:"overdue"`
	Number          string           `json:"number,omitempty" doc:"of what was filed last; of a detailed report, of the prompt one"`
	FiledAt         string           `json:"filed_at,omitempty" format:"date-time"`
	Contact         *ExpectedContact `json:"last_contact,omitempty"`
}

// ExpectedContact is when an office last had to do with an operator.
type ExpectedContact struct {
	Kind   string `json:"kind" enum:"arrived,called,written"`
	At     string `json:"at" format:"date-time"`
	Number string `json:"number,omitempty"`
}

type expectedOut struct {
	Body struct {
		Of     string         `json:"of"`
		Counts map[string]int `json:"counts" doc:"rows of each state; they add up to rows"`
		Late   int            `json:"overdue" doc:"rows that are past their date with nothing filed"`
		Rows   []ExpectedRow  `json:"rows"`
	}
}

// OfficeLetter is a 事務連絡 as its office has it.
type OfficeLetter struct {
	ID     string       `json:"id,omitempty" doc:"absent where nothing was sent"`
	Of     string       `json:"of"`
	At     string       `json:"at,omitempty" format:"date-time"`
	By     string       `json:"by,omitempty"`
	Title  string       `json:"title"`
	Text   string       `json:"text"`
	Sent   int          `json:"sent"`
	Copies []LetterCopy `json:"copies,omitempty"`
	Left   []LetterLeft `json:"left" doc:"rows about which nothing is, or was, sent"`
}

// LetterCopy is what one recipient gets.
type LetterCopy struct {
	Row      string    `json:"row,omitempty" doc:"of the dry run: id of the row"`
	Number   string    `json:"number,omitempty"`
	Operator text.Both `json:"operator"`
	Title    string    `json:"title"`
	Text     string    `json:"text"`
	OpenedAt string    `json:"opened_at,omitempty" format:"date-time" doc:"when the recipient opened it first"`
}

// LetterLeft is a row about which nothing is sent.
type LetterLeft struct {
	Operator string `json:"operator,omitempty"`
	Why      string `json:"why" enum:"gone,moved,twice" doc:"not expected now, in another state than was said, or chosen twice"`
}

// ReceivedLetter is a 事務連絡 as its recipient has it.
type ReceivedLetter struct {
	Number   string    `json:"number"`
	ASCII    string    `json:"number_ascii"`
	At       string    `json:"at" format:"date-time"`
	Office   text.Both `json:"office"`
	Phone    string    `json:"phone,omitempty"`
	Title    string    `json:"title"`
	Text     string    `json:"text,omitempty" doc:"of one letter, not of the list; when it is read its office is told when"`
	OpenedAt string    `json:"opened_at,omitempty" format:"date-time"`
}

type officeLetterOut struct{ Body OfficeLetter }

type officeLettersOut struct {
	Body struct {
		Letters []OfficeLetter `json:"letters"`
	}
}

type receivedOut struct{ Body ReceivedLetter }

type receivedsOut struct {
	Body struct {
		Letters []ReceivedLetter `json:"letters"`
	}
}

func (a *API) reminding(t *table) {
	desk, home := access.Permission{Action: access.Read, Object: access.Desk}, access.Permission{Action: access.Read, Object: access.Home}
	op := func(id, method, path, summary string, body *huma.RequestBody) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Summary: summary, RequestBody: body, Tags: []string{"letters"}}
	}
	line := map[string]any{"type": "string"}
	body := jsonBody(objectSchema(map[string]any{
		"of":    map[string]any{"type": "string", "enum": expected.All()},
		"rows":  map[string]any{"type": "array", "maxItems": letter.Most, "items": objectSchema(map[string]any{"id": line, "state": map[string]any{"type": "string", "enum": expected.States()}}, "id", "state")},
		"title": map[string]any{"type": "string", "maxLength": letter.TitleMost},
		"text":  map[string]any{"type": "string", "maxLength": letter.TextMost, "description": "words that are filled in for each recipient: " + letter.Names()},
	}, "of", "rows", "title", "text"), true)
	add(t, desk, op("list-expected", http.MethodGet, "/ministry/expected", "提出状況: of whom the office expects what, by when, and where each of them stands", nil), a.expected)
	add(t, reminding.MaySend, op("preview-letter", http.MethodPost, "/letters/check", "Dry run: the 事務連絡 as each recipient would get it", body), a.previewLetter)
	add(t, reminding.MaySend, op("send-letter", http.MethodPost, "/letters", "Write to up to 300 rows of 提出状況 in one act, each with a number of its own. Rows that stand elsewhere than was said are left. It cannot be taken back", body), a.sendLetter)
	add(t, reminding.MaySend, op("list-letters", http.MethodGet, "/letters", "The latest 事務連絡 of the office", nil), a.letters)
	add(t, reminding.MaySend, op("show-letter", http.MethodGet, "/letters/{id}", "One 事務連絡 of the office, with who opened it", nil), a.letter)
	add(t, home, op("list-received-letters", http.MethodGet, "/received-letters", "What offices wrote to the organisation, the latest first", nil), a.received)
	add(t, home, op("read-received-letter", http.MethodGet, "/received-letters/{number}", "One of them; its office is told when it was opened, and not by whom", nil), a.readLetter)
}

func (a *API) expected(c *call, in *expectedIn) (*expectedOut, error) {
	of := expected.Of(in.Of)
	if in.Of == "" {
		of = expected.Notification
	}
	if !of.Known() {
		return nil, invalid("of", "fault.filter.choice", nil)
	}
	out := &expectedOut{}
	b := &out.Body
	b.Of, b.Rows, b.Counts = string(of), []ExpectedRow{}, map[string]int{}
	today := law.DayOf(c.Scope.At)
	return out, a.Reminding.Look(c.Context(), c.Scope, purposeList, func(tx RemindingTx) (seen []ident.Object, err error) {
		list, err := tx.ExpectedLines(of)
		counts := expected.Count(list, today)
		for _, s := range expected.States() {
			b.Counts[string(s)] = counts.By[s]
		}
		b.Late = counts.Overdue
		for _, l := range list {
			b.Rows = append(b.Rows, expectedRow(l, today))
			if l.Filing != "" {
				seen = append(seen, ident.Object(l.Filing))
			}
		}
		return seen, err
	})
}

func expectedRow(l expected.Line, today law.Day) ExpectedRow {
	v := ExpectedRow{
		ID: l.ID, Operator: text.Both{Ja: l.Operator.Name, En: l.Operator.NameEn}, CorporateNumber: l.Operator.CorporateNumber, Phone: l.Phone, Sectors: l.Sectors, State: string(l.State),
		Overdue: l.Overdue(today), Number: string(l.Number),
	}
	if l.Dated() {
		v.DueOn, v.Certainty = l.Due.Due.String(), &l.Due.Certainty
	}
	if l.FiledAt != 0 {
		v.FiledAt = clock(l.FiledAt)
	}
	if l.Last.At != 0 {
		v.Contact = &ExpectedContact{string(l.Last.Kind), clock(l.Last.At), string(l.Last.Number)}
	}
	return v
}

// letterBody is what a program says.
type letterBody struct {
	Of   string `json:"of"`
	Rows []struct {
		ID    string `json:"id"`
		State string `json:"state"`
	} `json:"rows"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

func (c *call) letterDraft() (d letter.Draft, err error) {
	var b letterBody
	if err := c.strict(&b); err != nil {
		return d, err
	}
	d = letter.Draft{Of: expected.Of(b.Of), Title: b.Title, Text: b.Text}
	for _, one := range b.Rows {
		d.Seen = append(d.Seen, letter.Seen{ID: one.ID, State: expected.State(one.State)})
	}
	return d, d.Check()
}

func (a *API) previewLetter(c *call, _ *struct{}) (*officeLetterOut, error) {
	d, err := c.letterDraft()
	if err != nil {
		return nil, err
	}
	out := &officeLetterOut{Body: OfficeLetter{Of: string(d.Of), Title: d.Title, Text: d.Text, Left: []LetterLeft{}}}
	return out, a.Reminding.Look(c.Context(), c.Scope, purposeList, func(tx RemindingTx) (seen []ident.Object, err error) {
		office, err := tx.Unit(c.Scope.Unit)
		if err != nil {
			return nil, err
		}
		now, err := tx.ExpectedLines(d.Of)
		list := letter.Judge(d.Seen, now)
		out.Body.Left = append(out.Body.Left, lettersLeft(letter.LeftOf(list))...)
		for _, m := range list {
			if m.Why != "" {
				continue
			}
			f := letter.For{Line: m.Line, Office: office.Name, OfficeAt: office.Phone}
			out.Body.Copies = append(out.Body.Copies, LetterCopy{Row: m.ID, Operator: text.Both{Ja: m.Operator.Name, En: m.Operator.NameEn}, Title: letter.Fill(d.Title, f), Text: letter.Fill(d.Text, f)})
			if m.Filing != "" {
				seen = append(seen, ident.Object(m.Filing))
			}
		}
		return seen, err
	})
}

func lettersLeft(list []letter.Left) (left []LetterLeft) {
	for _, l := range list {
		left = append(left, LetterLeft{l.Name, string(l.Why)})
	}
	return left
}

func (a *API) sendLetter(c *call, _ *actIn) (*officeLetterOut, error) {
	d, err := c.letterDraft()
	if err != nil {
		return nil, err
	}
	key, err := c.key()
	if err != nil {
		return nil, err
	}
	id, err := a.Reminding.Send.Do(c.Context(), c.Scope, key, d)
	if err != nil {
		return nil, err
	}
	return a.letter(c, &idIn{ID: string(id)})
}

func officeLetter(l letter.Letter) OfficeLetter {
	return OfficeLetter{ID: string(l.ID), Of: string(l.Of), At: clock(l.At), By: l.By, Title: l.Title, Text: l.Text, Sent: l.N, Left: append([]LetterLeft{}, lettersLeft(l.Left)...)}
}

func (a *API) letter(c *call, in *idIn) (*officeLetterOut, error) {
	out := &officeLetterOut{}
	return out, a.Reminding.Read(c.Context(), c.Scope, func(tx RemindingTx) error {
		l, copies, err := tx.OfficeLetter(ident.Object(in.ID))
		if err != nil {
			return err
		}
		out.Body = officeLetter(l)
		for _, k := range copies {
			one := LetterCopy{Number: string(k.Number), Operator: text.Both{Ja: k.Name, En: k.NameEn}, Title: k.Title, Text: k.Text}
			if k.OpenedAt != 0 {
				one.OpenedAt = clock(k.OpenedAt)
			}
			out.Body.Copies = append(out.Body.Copies, one)
		}
		return nil
	})
}

// letterMost bounds how many are listed.
const letterMost = 100

func (a *API) letters(c *call, _ *struct{}) (*officeLettersOut, error) {
	out := &officeLettersOut{}
	out.Body.Letters = []OfficeLetter{}
	return out, a.Reminding.Read(c.Context(), c.Scope, func(tx RemindingTx) error {
		list, err := tx.OfficeLetters(letterMost)
		for _, l := range list {
			out.Body.Letters = append(out.Body.Letters, officeLetter(l))
		}
		return err
	})
}

func receivedLetter(k letter.Copy) ReceivedLetter {
	v := ReceivedLetter{Number: string(k.Number), ASCII: k.Number.ASCII(), At: clock(k.At), Office: text.Both{Ja: k.OfficeIs, En: k.OfficeEn}, Phone: k.Phone, Title: k.Title}
	if k.OpenedAt != 0 {
		v.OpenedAt = clock(k.OpenedAt)
	}
	return v
}

func (a *API) received(c *call, _ *struct{}) (*receivedsOut, error) {
	out := &receivedsOut{}
	out.Body.Letters = []ReceivedLetter{}
	return out, a.Reminding.Look(c.Context(), c.Scope, purposeList, func(tx RemindingTx) (seen []ident.Object, err error) {
		list, err := tx.LettersReceived(letterMost)
		for _, k := range list {
			out.Body.Letters, seen = append(out.Body.Letters, receivedLetter(k)), append(seen, k.ID)
		}
		return seen, err
	})
}

type letterIn struct {
	Number string `path:"number" doc:"of the letter"`
}

func (a *API) readLetter(c *call, in *letterIn) (*receivedOut, error) {
	n, err := ident.ParseNumber(in.Number)
	if err != nil {
		return nil, fault.Absent()
	}
	out := &receivedOut{}
	return out, a.Reminding.Look(c.Context(), c.Scope, purposeOpen, func(tx RemindingTx) ([]ident.Object, error) {
		k, err := tx.LetterReceived(n)
		if err != nil {
			return nil, err
		}
		out.Body = receivedLetter(k)
		out.Body.Text = k.Text
		return []ident.Object{k.ID}, nil
	})
}
