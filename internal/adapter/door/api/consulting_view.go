package api

import (
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
)

// Consultation is one, as its reader has it.
type Consultation struct {
	Number   string        `json:"number" example:"談-R8-7K4M-2QXD-W"`
	Filer    string        `json:"filer"`
	Business string        `json:"business" doc:"id of the designation"`
	Sector   string        `json:"sector"`
	State    string        `json:"state" enum:"received,checking,answered,ended"`
	Since    string        `json:"since" format:"date-time" doc:"since when it is in its state"`
	Rev      int           `json:"rev" doc:"to be named when something is said or done"`
	Subject  string        `json:"subject"`
	Question string        `json:"question"`
	AskedAt  string        `json:"asked_at" format:"date-time"`
	Answer   *ConsultSaid  `json:"answer,omitempty" doc:"the answer that stands; of one consultation only"`
	Offices  []string      `json:"offices,omitempty" doc:"that have it; of one consultation only"`
	Next     []string      `json:"next,omitempty" doc:"what the reader may do now; of one consultation only"`
	Said     []ConsultSaid `json:"said,omitempty" doc:"oldest first; of one consultation only"`
	Facts    *scope.Facts  `json:"facts,omitempty" doc:"of the assessment, as they stood"`
	Sheets   []ScopeSheet  `json:"sheets,omitempty" doc:"the 範囲整理表 that were sent, oldest first; of one consultation only"`
}

// ConsultSaid is one message, or one thing that was done.
type ConsultSaid struct {
	At   string `json:"at" format:"date-time"`
	Deed string `json:"deed" enum:"checking,answered,withdrawn,reopened,wrote,sent,marked"`
	By   string `json:"by"`
	Name string `json:"name,omitempty" doc:"of the person; for the own organisation only"`
	Text string `json:"text,omitempty"`
}

// ScopeSheet is one version of the 範囲整理表 of a business.
type ScopeSheet struct {
	Version   int         `json:"version" doc:"0: as it would be sent now"`
	Rev       int         `json:"rev" doc:"to be named when lines are marked"`
	SentAt    string      `json:"sent_at,omitempty" format:"date-time"`
	SettledAt string      `json:"settled_at,omitempty" format:"date-time" doc:"since when every line is confirmed"`
	Book      string      `json:"book"`
	Lines     []ScopeLine `json:"lines"`
}

// ScopeLine is one line of it.
type ScopeLine struct {
	ID        string   `json:"id" doc:"digest of what it says"`
	Level     string   `json:"level" enum:"facility,segment,machine"`
	Facility  string   `json:"facility"`
	Segment   string   `json:"segment,omitempty"`
	Internet  string   `json:"internet,omitempty"`
	Media     string   `json:"media,omitempty"`
	Cloud     string   `json:"cloud,omitempty"`
	Role      string   `json:"role,omitempty"`
	Functions []string `json:"functions,omitempty"`
	Kind      string   `json:"kind,omitempty"`
	Maker     string   `json:"maker,omitempty"`
	Product   string   `json:"product,omitempty"`
	Types     string   `json:"types,omitempty"`
	Possible  string   `json:"possible,omitempty"`
	File      string   `json:"file,omitempty" enum:"yes,no,unknown"`
	Rule      string   `json:"rule,omitempty"`
	State     string   `json:"state" enum:"drafting,waiting,question,confirmed"`
	Comment   string   `json:"comment,omitempty"`
	Office    string   `json:"office,omitempty"`
	MarkedAt  string   `json:"marked_at,omitempty" format:"date-time"`
}

func consultSaid(e consult.Said) ConsultSaid {
	return ConsultSaid{At: clock(e.At), Deed: string(e.Deed), By: e.Body, Name: e.Name, Text: e.SaidWords.Text}
}

func consultView(c consult.Consultation) Consultation {
	v := Consultation{
		Number: string(c.Number), Filer: c.Filer, Business: c.Business, Sector: string(c.Sector), State: string(c.State), Since: clock(c.MovedAt), Rev: c.Rev, Subject: c.Subject, Question: c.Question, AskedAt: clock(c.AskedAt), Facts: c.Facts,
	}
	if s, ok := c.Answer(); ok {
		said := consultSaid(s)
		v.Answer = &said
	}
	for _, o := range c.Offices {
		v.Offices = append(v.Offices, o.Name)
	}
	for _, e := range c.Said {
		v.Said = append(v.Said, consultSaid(e))
	}
	for _, h := range c.Sheets {
		s := ScopeSheet{Version: h.Version, Rev: h.Rev, SentAt: clock(h.SentAt), Book: h.Book, Lines: scopeLines(h.Lines, h.Stand)}
		if h.Settled {
			s.SettledAt = clock(h.SettledAt)
		}
		v.Sheets = append(v.Sheets, s)
	}
	return v
}

func scopeLines(list []consult.Line, stand func(string) (consult.Standing, consult.Mark)) []ScopeLine {
	lines := []ScopeLine{}
	for _, l := range list {
		st, m := stand(l.ID)
		v := ScopeLine{
			ID: l.ID, Level: string(l.Level), Facility: l.Facility, Segment: l.Segment, Internet: string(l.Internet), Media: string(l.Media), Cloud: string(l.Cloud), Role: string(l.Role), Functions: l.Functions, Kind: l.Kind, Maker: l.Maker, Product: l.Product,
			Types: letterList(l.Types), Possible: letterList(l.Possible), Rule: l.Rule, State: string(st), Comment: m.Comment, Office: m.Office,
		}
		if l.Level == consult.Machine {
			v.File = l.File.String()
		}
		if m.At != 0 {
			v.MarkedAt = clock(m.At)
		}
		lines = append(lines, v)
	}
	return lines
}

func letterList(list []law.Letter) (s string) {
	for _, l := range list {
		s += string(l)
	}
	return s
}
