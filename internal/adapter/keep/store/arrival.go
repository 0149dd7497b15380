package store

import (
	"maps"
	"slices"

	"kanmin/internal/adapter/keep/store/outbox"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/formal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/procedure/book"
	"kanmin/internal/domain/request"
	"kanmin/internal/domain/window"
)

// Arriving loads what an arrival rests on: the filer's block as registered today and the offices that are
// competent today, or that the procedure names itself.
func (t *Tx) Arriving(p procedure.Procedure, d ident.Draft) (filing.Arriving, error) {
	s := t.q.Scope
	a := filing.Arriving{At: s.At, Leaf: t.q.Leaf}
	org, unit, person, err := t.Registered()
	if err != nil {
		return a, err
	}
	switch {
	case s.Person != "":
		a.Sender = s.Signed(person.Name)
	case s.Card == "": // whoever wrote it has no name here
		if a.Program, err = t.TokenLabel(s.Token); err != nil {
			return a, err
		}
	}
	a.Filer = filing.FilerBlock{
		Name: org.Name, NameEn: org.NameEn, Kana: org.Kana, CorporateNumber: org.CorporateNumber, Address: org.Address,
		Representative: org.Representative, Unit: unit.Name,
	}
	if err := t.agent(&a); err != nil {
		return a, err
	}
	if a.Offices, err = t.OfficesOf(p, s.Org, law.DayOf(s.At)); err != nil {
		return a, err
	}
	if len(a.Offices) == 0 {
		return a, fault.New(fault.Unavailable, "fault.filing.nobody", nil)
	}
	if p.Act == party.ActReport || p.Business != "" {
		if a.Business, err = t.Sectors(s.Org, law.DayOf(s.At)); err != nil {
			return a, err
		}
	}
	if p.Notes != nil {
		if a.Last, err = t.LastNoted(); err != nil {
			return a, err
		}
	}
	if p.Act == party.ActReport || p.Act == party.ActNotification {
		if a.Routes, err = t.Routings(); err != nil {
			return a, err
		}
	}
	if d != "" && p.Act == party.ActReport {
		if a.Withheld, err = t.Withheld([]ident.Object{ident.Object(d)}); err != nil {
			return a, err
		}
		if a.Consents, err = t.Consents([]ident.Object{ident.Object(d)}); err != nil {
			return a, err
		}
	}
	if p.Follows && d != "" {
		if err := t.following(d, &a); err != nil {
			return a, err
		}
	}
	a.Approval, err = t.Approval(p, d)
	return a, err
}

// following loads the case about which a draft will be a further report.
func (t *Tx) following(d ident.Draft, a *filing.Arriving) error {
	base, err := t.Follows(d)
	if err != nil {
		return err
	}
	may := access.Permission{Action: access.File, Object: access.Report}
	var said filing.Content
	if a.Follows, said, err = t.FilingByID(base, may); err != nil {
		return err
	}
	a.Before = []filing.Reported{{Filing: a.Follows, Content: said}}
	if a.Follows.Case == "" {
		return nil
	}
	if a.Before, err = t.CaseFilings(a.Follows.Case, may); err != nil {
		return err
	}
	if a.Owed, err = t.DutiesOf(ident.Object(a.Follows.Case)); err != nil {
		return err
	}
	a.Errands, err = t.ErrandsOf(a.Follows.Case)
	return err
}

// Approval is how the scope's organisation stands to what it sends under a procedure: its way of approval, and the latest round of a
// draft, which may be empty.
func (t *Tx) Approval(p procedure.Procedure, d ident.Draft) (s approval.Standing, err error) {
	s.Route = approval.Default(p.ID, p.Urgent)
	s.Route.Org = t.q.Scope.Org
	set, err := t.Routes(p.ID)
	if err == nil && len(set) == 0 && p.Withdraws && d != "" {
		set, err = t.routesOfFollowed(d)
	}
	if err == nil && len(set) == 1 {
		s.Route = set[0]
	}
	if err == nil && d != "" && s.Route.Mode == approval.Before {
		s.Round, err = t.RoundOf(d)
	}
	return s, err
}

// agreed keeps a round with what was sent.
func (t *Tx) agreed(r approval.Round, f filing.Filing) error {
	if r.ID == "" {
		return nil
	}
	if r.Filing, r.Sent = f.ID, f.Number; r.Rev == 0 {
		return t.AddRound(r)
	}
	return t.SaveRound(r)
}

// OfficesOf lists the addressees of a procedure for an operator on a day: those that jurisdiction says and, of a report, those that
// routing rows say; or those that the procedure names. Nobody is told those of another operator.
func (t *Tx) OfficesOf(p procedure.Procedure, operator ident.Org, on law.Day) ([]filing.Addressee, error) {
	if p.Act == "" {
		return t.NamedOffices(operator, p.Offices)
	}
	list, err := t.Offices(operator, p.Act, on)
	if err != nil || p.Act != party.ActReport {
		return list, err
	}
	rows, err := t.Routings()
	if err != nil {
		return nil, err
	}
	var named []procedure.Office
	var authorities []string
	for _, r := range rows {
		if of, found := party.RouteOf(rows, r.Authority, p.ID, on); found && of.ID == r.ID && r.Channel == law.Here {
			named, authorities = append(named, procedure.Office{Org: r.OfficeOrg, Unit: r.Office, Title: r.Title, Sections: party.ReportSections}), append(authorities, r.Authority)
		}
	}
	routed, err := t.NamedOffices(operator, named)
	for i := range routed {
		if routed[i].Authority = authorities[i]; authorities[i] == window.NCO {
			routed[i].Kind = party.NCO
		}
	}
	return append(list, routed...), err
}

// AddArrival writes the filing with its content, addressees and readers, the case and the duty that it opens, what becomes of one that
// stands, what it withdraws, and a message to each office. The code by which it came is used with it.
func (t *Tx) AddArrival(a filing.Arrival) error {
	if o := a.Content.Offline; o != nil {
		if err := t.SpendCode(o.Code, o.Packet, a.Filing.Number); err != nil {
			return err
		}
	}
	if a.Opens.ID != "" {
		if err := t.AddCase(a.Opens); err != nil {
			return err
		}
	}
	if err := t.AddFiling(a.Filing, a.Content, a.To); err != nil {
		return err
	}
	if err := t.AddOnwards(a.Onward); err != nil {
		return err
	}
	if err := t.hold(a); err != nil {
		return err
	}
	if err := t.holdBack(a.Filing, a.Held); err != nil {
		return err
	}
	for _, c := range a.Shared {
		if err := t.Share(a.Filing, c); err != nil {
			return err
		}
	}
	if err := t.AddErrands(a.Errands, a.Moved); err != nil {
		return err
	}
	if err := t.agreed(a.Round, a.Filing); err != nil {
		return err
	}
	if a.Change.Subject != "" {
		if _, err := t.ChangeDuty(a.Change); err != nil {
			return err
		}
	}
	if a.Duty.ID != "" {
		if err := t.AddDuty(a.Duty); err != nil {
			return err
		}
	}
	units := toTell(a)
	if a.Withdraws.ID != "" {
		if err := t.withdraw(a, units); err != nil {
			return err
		}
	}
	urgency := outbox.Notice
	if a.Urgent {
		urgency = outbox.Urgent
	}
	return t.Notify(units, ident.Object(a.Filing.ID), a.Filing.Number, urgency)
}

// toTell are the offices that are told of an arrival at once.
func toTell(a filing.Arrival) (units []ident.Unit) {
	for _, to := range a.To {
		if to.Channel == filing.Here && !filing.Held(a.Onward, to.Unit) {
			units = append(units, to.Unit)
		}
	}
	return units
}

// AddRevision writes the next revision of a filing, after what it said before. It answers the 補正のお願い of the offices to which the
// correction tells something, and writes to them; the others do not learn of it.
func (t *Tx) AddRevision(a filing.Revising) error {
	fl, before, next := a.Filing, a.Before, a.Next
	if err := t.agreed(a.Round, fl); err != nil {
		return err
	}
	if err := t.retaken(a); err != nil {
		return err
	}
	told, err := t.told(fl, before, next)
	if err != nil {
		return err
	}
	to := fl.State
	asked, err := t.RequestsOf(fl.ID)
	if err != nil {
		return err
	}
	for _, r := range asked {
		if of, addressed := told[r.Unit]; r.Kind != request.Fix || r.State != request.Waiting || addressed && !of {
			continue
		}
		r.State, r.AnsweredAt, r.Answer = request.Answered, t.q.Scope.At, request.Answer{Reply: "訂正した内容を、新しい版として提出しました。", Name: next.SentBy}
		if err := t.AnswerRequest(r); err != nil {
			return err
		}
		to = filing.Fixed
	}
	if err := t.SaveRevision(fl, to, next); err != nil {
		return err
	}
	if err := t.Hold(string(fl.ID), fl.Rev+1, fl.Org, next.Attachments()); err != nil {
		return err
	}
	waits, err := t.OnwardsOf(fl.ID)
	if err != nil {
		return err
	}
	var units []ident.Unit
	for _, unit := range slices.Sorted(maps.Keys(told)) {
		if told[unit] && !filing.Held(waits, unit) {
			units = append(units, unit)
		}
	}
	return t.Notify(units, ident.Object(fl.ID), fl.Number, outbox.Action)
}

// told are the offices on the platform to which a filing is addressed, and whether a correction tells them anything.
func (t *Tx) told(fl filing.Filing, before, next filing.Content) (map[ident.Unit]bool, error) {
	of, err := t.Procedure(string(fl.Kind))
	if err != nil {
		return nil, err
	}
	offices, err := t.Addressees(fl)
	told := map[ident.Unit]bool{}
	for _, o := range offices {
		if o.Channel != filing.Here || err != nil {
			continue
		}
		var is bool
		is, err = filing.Revised(of, before, next, o.Sections)
		told[o.Unit] = told[o.Unit] || is
	}
	return told, err
}

// TellOnward sends the 通知 of a 届出 that waited for the check of its form.
func (t *Tx) TellOnward(m formal.Marked) error {
	units, err := t.SendOnwards(m)
	if err != nil {
		return err
	}
	return t.Notify(units, ident.Object(m.Filing), m.Number, outbox.Notice)
}

// Asked loads a question through its filing.
func (t *Tx) Asked(f, r ident.Number, p access.Permission) (filing.Filing, request.Request, error) {
	fl, _, err := t.Filing(f, p)
	if err != nil {
		return fl, request.Request{}, err
	}
	req, err := t.Request(fl.ID, r)
	return fl, req, err
}

// AddQuestion keeps a question about a filing. Where it is asked about a statement that the case is not reportable (対象外の申出), the
// clock of the case runs again.
func (t *Tx) AddQuestion(f filing.Filing, r request.Request) error {
	if of, built := book.Find(string(f.Kind)); built && of.Effect == procedure.Stays {
		if err := t.ResumeDuties(ident.Object(f.Case)); err != nil {
			return err
		}
	}
	return t.AddRequest(r)
}
