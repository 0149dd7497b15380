package api

import (
	"encoding/json"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/request"
)

// Links are addresses on this platform.
type Links struct {
	Self string `json:"self" example:"/api/v1/reports/R-R8-7K4M-2QXD-W"`
}

// Receipt says how far the receipt (受付証) is, and where it is fetched.
type Receipt struct {
	State       string `json:"state" enum:"provisional,final" doc:"provisional: the signed promise only; final: the proof that the log holds the entry"`
	Provisional string `json:"provisional" doc:"暫定版: given at once"`
	Final       string `json:"final" doc:"*.tlog-proof (C2SP), once state is final"`
	Text        string `json:"text" doc:"the same proof as a text that people can read"`
}

// Addressee is one office that has the report (提出先).
type Addressee struct {
	Title   string `json:"title" example:"経済産業大臣"`
	Office  string `json:"office"`
	Phone   string `json:"phone,omitempty"`
	Channel string `json:"channel" enum:"here,elsewhere" doc:"here: this is the legal channel (ここで完了); elsewhere: print the form and hand it in (様式を出力して提出)"`
	// Sections and Held are told to the own organisation.
	Sections []string `json:"sections,omitempty" doc:"the release sections that it has; for the own organisation only"`
	Held     []Held   `json:"withheld,omitempty" doc:"what it does not have yet; for the own organisation only"`
}

// Duty is something still owed, with its reasoning.
type Duty struct {
	Rule  string  `json:"rule" example:"incident.detailed"`
	State string  `json:"state" enum:"open,discharged,lifted,stayed" doc:"lifted: counted anew; stayed: 対象外の申出あり"`
	DueOn string  `json:"due_on" format:"date"`
	Why   law.Due `json:"why"`
}

// Seen is one office's looks (誰が見たか).
type Seen struct {
	Office  string `json:"office"`
	FirstAt string `json:"first_at" format:"date-time"`
	LastAt  string `json:"last_at" format:"date-time"`
	Times   int    `json:"times"`
}

// Request is a question on a report and its answer.
type Request struct {
	Number     string        `json:"number" example:"照-R8-7K4M-2QXD-W"`
	ASCII      string        `json:"number_ascii"`
	Kind       string        `json:"kind" enum:"fix,enquiry" doc:"fix: 補正のお願い; enquiry: 照会"`
	State      string        `json:"state" enum:"waiting,answered,closed" doc:"closed: the notification was withdrawn, and no answer is needed"`
	Office     string        `json:"office"`
	AskedAt    string        `json:"asked_at" format:"date-time"`
	AnswerBy   string        `json:"answer_by,omitempty" format:"date"`
	Text       string        `json:"text"`
	Fields     []string      `json:"fields,omitempty"`
	AnsweredAt string        `json:"answered_at,omitempty" format:"date-time"`
	Reply      string        `json:"reply,omitempty"`
	By         string        `json:"answered_by,omitempty" doc:"for the own organisation only"`
	Steps      []RequestStep `json:"steps,omitempty" doc:"what either side did while it waited, oldest first"`
}

// RequestStep is one of them.
type RequestStep struct {
	Kind   string `json:"kind" enum:"extension.asked,extended,not-extended,chased"`
	At     string `json:"at" format:"date-time"`
	By     string `json:"by,omitempty" format:"date" doc:"the day that was asked for or given"`
	Was    string `json:"was,omitempty" format:"date" doc:"the day before it was changed"`
	Reason string `json:"reason,omitempty"`
	Name   string `json:"name,omitempty" doc:"for the own organisation only"`
}

// clock writes an instant as the API does: RFC 3339 in Japan's time, to the second.
func clock(at ident.Instant) string { return at.Japan().Format(time.RFC3339) }

func address(n ident.Number) string { return Prefix + "/reports/" + n.ASCII() }

// values reads canonical answers for an answer: the bytes as they were hashed.
func values(canonical []byte) (map[string]any, error) {
	m := map[string]any{}
	return m, json.Unmarshal(canonical, &m)
}

func addressees(list []filing.Addressee) []Addressee {
	out := []Addressee{}
	for _, a := range list {
		out = append(out, Addressee{Title: a.Title, Office: a.Office, Phone: a.Phone, Channel: string(a.Channel)})
	}
	return out
}

func duties(list []duty.Duty) []Duty {
	out := []Duty{}
	for _, d := range list {
		out = append(out, Duty{Rule: d.Rule, State: string(d.State), DueOn: d.DueOn.String(), Why: d.Why})
	}
	return out
}

func requests(list []request.Request, own bool) []Request {
	out := []Request{}
	for _, r := range list {
		out = append(out, requestView(r, own))
	}
	return out
}

func requestView(r request.Request, own bool) Request {
	v := Request{
		Number: string(r.Number), ASCII: r.Number.ASCII(), Kind: string(r.Kind), State: string(r.State), Office: r.Office, AskedAt: clock(r.AskedAt),
		Text: r.Text, Fields: r.Fields, Reply: r.Reply,
	}
	if !r.AnswerBy.IsZero() {
		v.AnswerBy = r.AnswerBy.String()
	}
	if r.AnsweredAt != 0 {
		v.AnsweredAt = clock(r.AnsweredAt)
	}
	if own {
		v.By = r.Name
	}
	for _, s := range r.Steps {
		one := RequestStep{Kind: string(s.Kind), At: clock(s.At), Was: s.Was, Reason: s.Reason, Name: s.Name}
		if !s.By.IsZero() {
			one.By = s.By.String()
		}
		v.Steps = append(v.Steps, one)
	}
	return v
}

// receiptOf says how far a receipt is; nil for those who may not have it.
func receiptOf(s access.Scope, f filing.Filing, read func(ident.Leaf) (final, text, provisional []byte, err error)) (*Receipt, error) {
	r := mineReceipt(s, f, false)
	if r == nil {
		return nil, nil //nolint:nilnil // nobody's receipt is a good answer
	}
	final, _, _, err := read(f.Leaf)
	if err != nil {
		return nil, err
	}
	return mineReceipt(s, f, len(final) > 0), nil
}

// mineReceipt says where the receipt of a filing is; nil for whom it is not.
func mineReceipt(s access.Scope, f filing.Filing, final bool) *Receipt {
	if own, _ := s.Relations(access.Permission{Action: access.Read, Object: access.Receipt}); !own || !f.BelongsTo(s.Org) {
		return nil
	}
	at := address(f.Number) + "/receipt"
	r := Receipt{State: "provisional", Provisional: at + ".provisional", Final: at, Text: at + ".txt"}
	if final {
		r.State = "final"
	}
	return &r
}
