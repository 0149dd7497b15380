// Package offline is 通信が使えないときの備え (R7): what an operator does when the network is gone, and the form as one file that works without
// one. The file is made from the declaration of the 速報, so it asks what the pages ask.
package offline

import (
	"context"
	"crypto/hpke"
	_ "embed"
	"net/http"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/dutycard"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/flow/carding"
)

// Path is the page's address.
const Path = reporting.OfflinePath

// Tx is what the pages read.
type Tx = reporting.PreparedTx

// Page is filled in by serve.
type Page struct {
	Read   func(ctx context.Context, s access.Scope, read func(Tx) error) error // store.Read
	Key    hpke.PublicKey
	Base   string // address of the platform
	Card   string // address of 当直カード
	Upload string // address at which anybody brings a packet
}

// Routes returns the page's routes.
func (p Page) Routes() []gate.Route {
	return []gate.Route{
		{Pattern: "GET " + Path, Needs: carding.MayRead, Handle: p.show},
		{Pattern: "GET " + Path + "/form", Needs: carding.MayRead, Handle: p.form},
	}
}

// View is what the page shows.
type View struct {
	Form    string // address of the file; "" where there can be none
	Card    string
	CardNow look.Notice
	Upload  string
	URL     string
	Offices []look.Answer
}

//go:embed page.tmpl
var source string

var page = look.Parse[View]("reporting/offline", source)

func (p Page) load(r *gate.Request) (l reporting.Prepared, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		l, err = reporting.Prepare(tx, r.Scope, r.Now)
		return err
	})
	return l, err
}

func (p Page) show(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	v := View{Form: Path + "/form", Card: p.Card, Upload: p.Upload, URL: p.Base + p.Upload, CardNow: look.Notice{Tone: look.Good, Title: r.T("offline.card.good", "name", l.Card.Name, "n", dutycard.Left(l.Codes))}}
	if !l.Card.Good() || dutycard.Left(l.Codes) == 0 {
		v.CardNow = look.Notice{Tone: look.Warn, Title: r.T("offline.card.none")}
	}
	if l.Org.CorporateNumber == "" {
		v.Form = ""
	}
	for _, o := range l.Offices {
		phone := o.Phone
		if phone == "" {
			phone = r.T("card.sheet.nophone")
		}
		v.Offices = append(v.Offices, look.Answer{Question: look.Named(r.Lang, o.Office, o.OfficeEn), Text: phone})
	}
	frame := r.Frame("offline.title").With(look.Link{To: reporting.HomePath, Text: r.T("nav.home")}, look.Link{Text: r.T("offline.title")})
	return page.Write(w, frame, v)
}

// callback is where the unit is called back, as registered; whose turn it will be nobody knows yet.
func callback(l reporting.Prepared) string {
	phone := l.Unit.Phone
	if phone == "" {
		phone = l.Org.Phone
	}
	if phone == "" {
		return ""
	}
	return l.Unit.Name + " " + phone
}

// form hands the file out, to be kept: it is never shown in our origin.
func (p Page) form(w http.ResponseWriter, r *gate.Request) error {
	l, err := p.load(r)
	if err != nil {
		return err
	}
	if l.Org.CorporateNumber == "" {
		return fault.New(fault.Conflict, "fault.card.number", nil)
	}
	house := r.Frame("offline.title").House
	f := File{
		Lang: r.Lang, Operator: l.Org.CorporateNumber, Name: l.Org.Name, NameEn: l.Org.NameEn, Unit: l.Unit.Name, Callback: callback(l), Made: law.DayOf(r.Now), Key: p.Key, Upload: p.Base + p.Upload,
		Desk: house.Desk, Demo: house.Demo, Exercise: house.Exercise,
	}
	for _, o := range l.Offices {
		f.Offices = append(f.Offices, Office{o.Office, look.Named(look.En, o.Office, o.OfficeEn), o.Phone})
	}
	body, err := f.Bytes()
	if err != nil {
		return err
	}
	gate.Handout{Name: "kanmin-sokuho.html", Size: int64(len(body))}.Write(w)
	_, _ = w.Write(body) // the client went away: nobody to tell
	return nil
}
