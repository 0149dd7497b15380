package world

import (
	"context"
	"fmt"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/consult"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/consulting"
)

// Consulting are the flows of 相談窓口, and how somebody finds a consultation and their businesses.
type Consulting struct {
	Ask        consulting.Ask
	Say        consulting.Say
	Mark       consulting.Mark
	Find       func(ctx context.Context, s access.Scope, id ident.Object) (consult.Consultation, error)
	Businesses func(ctx context.Context, s access.Scope) ([]party.Designation, error)
}

// control is a facility with its machines as an operator answers the assessment.
func control(sector law.Sector) *scope.Facts {
	machine := func(id, name, maker, product string, does func(*scope.Machine)) scope.Machine {
		m := scope.Machine{ID: id, Name: name, Segment: "s1", Used: law.Yes, GlobalAddress: law.No, Controls: law.No, Authenticates: law.No, IsFacility: law.No, Stores: law.No, Make: "general", Software: []scope.Software{{Layer: "os", Maker: maker, Product: product}}}
		does(&m)
		return m
	}
	return &scope.Facts{Operator: scope.Operator{Designated: law.Yes}, Businesses: []scope.Business{{ID: "b1", Sector: sector, Facilities: []scope.Facility{{
		ID: "f1", Name: "給電指令設備", InPlace: law.Yes, Internet: "connected", Media: "none", Cloud: "none",
		Segments: []scope.Segment{{ID: "s1", Name: "制御系", Role: "facility"}, {ID: "s2", Name: "監視系DMZ", Role: "dmz"}},
		Machines: []scope.Machine{
			machine("m1", "指令サーバー", "Red Hat", "Red Hat Enterprise Linux", func(m *scope.Machine) { m.IsFacility = law.Yes }),
			machine("m2", "認証サーバー", "Microsoft", "Windows Server", func(m *scope.Machine) { m.Authenticates, m.For = law.Yes, []string{"f1"} }),
			machine("m3", "訓練用端末", "Microsoft", "Windows 11", func(*scope.Machine) {}),
		},
	}}}}}
}

// consultations are two of the days before: one that was answered, with every line agreed but one, and one that waits.
func (d Doors) consultations(ctx context.Context, w *World, day time.Time) error {
	at := time.Date(day.Year(), day.Month(), day.Day()-6, 10, 5, 0, 0, ident.JST)
	n := 0
	next := func(token string, after time.Duration) (access.Scope, ident.Key) {
		n++
		d.Clock.Set(at.Add(after))
		a := w.As(token)
		return access.For(a, ident.At(d.Clock.Now())), ident.Key{Org: a.Org, Actor: a.ID(), Route: "world", Client: fmt.Sprintf("consult/%d", n)}
	}
	ask := func(token, subject, text string, after time.Duration) (c consult.Consultation, err error) {
		s, key := next(token, after)
		of, err := d.Consulting.Businesses(ctx, s)
		if err != nil || len(of) == 0 {
			return c, fmt.Errorf("no business to ask about: %w", err)
		}
		id, err := d.Consulting.Ask.Do(ctx, s, key, consulting.Question{Business: of[0].ID, Subject: subject, Question: text, Facts: control(of[0].Sector)})
		if err != nil {
			return c, err
		}
		return d.Consulting.Find(ctx, s, id)
	}
	c, err := ask("other-operator-filer", "訓練用の端末は届出の対象か", "給電指令設備と同じ区画に、訓練だけに使う端末があります。制御には使いません。届出の対象になりますか。", 0)
	if err != nil {
		return err
	}
	if err := d.agree(ctx, c, next); err != nil {
		return err
	}
	_, err = ask("operator-filer", "保守用の回線につながる認証サーバーの扱い", "認証サーバーは、保守用の回線からも参照されます。類型Bとして届け出る考えでよいでしょうか。", 5*24*time.Hour+3*time.Hour)
	return err
}

// agree is how the office answers: it takes the question up, looks at the lines, and answers.
func (d Doors) agree(ctx context.Context, c consult.Consultation, next func(string, time.Duration) (access.Scope, ident.Key)) error {
	s, key := next("ministry-officer", 2*time.Hour)
	if err := d.Consulting.Say.Do(ctx, s, key, consulting.Step{Number: c.Number, Rev: c.Rev, Deed: consult.Checks}); err != nil {
		return err
	}
	s, key = next("ministry-officer", 26*time.Hour)
	h := c.Sheets[0]
	m := consulting.Marking{Number: c.Number, Version: h.Version, Rev: h.Rev, Rest: true}
	for _, l := range h.Lines {
		if l.Product == "Windows Server" {
			m.Verdicts = append(m.Verdicts, consult.Verdict{Line: l.ID, Comment: "認証の対象に設備の利用者が含まれるか、書き足してください。"})
		}
	}
	if err := d.Consulting.Mark.Do(ctx, s, key, m); err != nil {
		return err
	}
	s, key = next("ministry-officer", 27*time.Hour)
	c, err := d.Consulting.Find(ctx, s, c.ID)
	if err != nil {
		return err
	}
	return d.Consulting.Say.Do(ctx, s, key, consulting.Step{Number: c.Number, Rev: c.Rev, Deed: consult.Answered, Text: "訓練だけに使い、設備の制御に用いない端末は、設備そのものには当たりません。ただし、同じ区画への通信を制御する機器は、別に確かめてください。"})
}
