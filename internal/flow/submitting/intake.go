package submitting

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/procedure"
)

// MayReceive is the permission to take down what an operator reports on the telephone.
var MayReceive = access.Permission{Action: access.Receive, Object: access.Report}

// ReceivingTx is what is read as the officer, before the act: whose report it is, and who takes it down.
type ReceivingTx interface {
	OperatorToReceive(number string) (intake.Operator, error)
	Person(ident.Person) (party.Person, error)
}

// IntakeTx is what taking a report down needs, in the operator's rows.
type IntakeTx interface {
	Procedure(ref string) (procedure.Procedure, error)
	Arriving(procedure.Procedure, ident.Draft) (filing.Arriving, error)
	OfficeReceiving(officer ident.Unit, of []filing.Addressee) (filing.Addressee, error)
	TakenAbout(office ident.Unit, called ident.Instant) ([]ident.Number, error)
	AddTaken(filing.Arrival, intake.Intake) error
}

// Intake takes a 速報 down on the telephone (強化法5条, 命令4条2項): the operator's report, entered by an officer of an office that is
// competent for it. It arrived when the call was taken.
type Intake struct {
	Read    func(ctx context.Context, s access.Scope, read func(ReceivingTx) error) error
	Act     Act[IntakeTx]
	Entropy io.Reader
}

// Taking is what was said: the operator by its 法人番号, the call, and the answers of the 速報.
type Taking struct {
	Operator  string
	Call      intake.Call
	Values    form.Values
	Confirmed []string
}

// Do files it and returns its id. Who may call: officers of an office to which the operator's reports go. An operator that is not of its
// jurisdiction is told as one that does not exist: Invalid at "operator". A time after the call is Invalid at its place; a second call of
// the operator at about the same time is asked about ("caller:ask.intake.again").
func (v Intake) Do(ctx context.Context, s access.Scope, key ident.Key, t Taking) (id ident.Filing, err error) {
	defer fault.Wrap(&err, "submitting.Intake")
	if err := s.Permit(MayReceive); err != nil {
		return "", err
	}
	t.Call.Caller, t.Call.Phone = strings.TrimSpace(t.Call.Caller), strings.TrimSpace(t.Call.Phone)
	by, operator := "", intake.Operator{}
	if err := v.Read(ctx, s, func(tx ReceivingTx) (err error) {
		if operator, err = tx.OperatorToReceive(t.Operator); err == nil {
			by, err = s.SignedBy(tx.Person)
		}
		return unheard(err)
	}); err != nil {
		return "", err
	}
	leaf, err := v.Act(ctx, s.Behalf(operator.ID, operator.Unit), key, func(tx IntakeTx) (ledger.Entry, error) {
		p, err := tx.Procedure(incident.Prompt.ID)
		if err != nil {
			return ledger.Entry{}, err
		}
		now, err := tx.Arriving(p, "")
		if err != nil {
			return ledger.Entry{}, err
		}
		office, err := tx.OfficeReceiving(s.Unit, now.Offices) // as of the act: competence may have passed meanwhile
		if err != nil {
			return ledger.Entry{}, unheard(err)
		}
		values, err := t.judge(tx, p, office.Unit, now.At)
		if err != nil {
			return ledger.Entry{}, err
		}
		now.Sender, now.Program = t.Call.Caller, ""
		a, err := File{Entropy: v.Entropy}.make(s.Behalf(operator.ID, operator.Unit), p, now, content(p, judgedBy(now, nil), now, answers{Values: values, confirmed: t.Confirmed}))
		if err != nil {
			return ledger.Entry{}, err
		}
		a.Filing.ArrivedAt = t.Call.At
		e := entry(s.Behalf(operator.ID, operator.Unit), p, now, a, 0)
		e.Facts[ledger.FactArrived], e.Facts[ledger.FactTelephone] = t.Call.At.Time().Format(ledger.StampLayout), office.Office
		return e, tx.AddTaken(a, t.taken(a.Filing, s, office, by))
	})
	return ident.Filing(leaf.Object), err
}

// unheard is the answer about an operator for which the office takes no call: as about one that nobody knows.
func unheard(err error) error {
	if !fault.Is(err, fault.Hidden) {
		return err
	}
	var l fault.List
	l.Add("operator", "fault.intake.operator", nil)
	return l.Err()
}

// judge are the answers as they are kept. Everything that is wrong is told at once.
func (t Taking) judge(tx IntakeTx, p procedure.Procedure, office ident.Unit, at ident.Instant) (form.Values, error) {
	l := fault.List{Fields: t.Call.Check(at)}
	values := form.Values{p.Contact: {Texts: []string{t.Call.Contact()}}}
	if len(l.Fields) > 0 {
		values[p.Contact] = form.Value{Texts: []string{"-"}} // what lacks of it is told at the caller; nothing is kept
	}
	maps.Copy(values, t.Values)
	tidy, asked, err := p.Form.Check(values, at)
	if bad, ok := errors.AsType[*fault.Error](err); ok {
		l.Fields = append(l.Fields, bad.Fields...)
	}
	later := t.Call.Later(p.Form, tidy)
	l.Fields = append(l.Fields, later...)
	for _, q := range form.Unconfirmed(asked, t.Confirmed) {
		if len(later) == 0 {
			l.Add(q.Field, q.Code, q.Args)
		}
	}
	if len(l.Fields) > 0 {
		return nil, l.Err()
	}
	taken, err := tx.TakenAbout(office, t.Call.At)
	if again := (form.Question{Field: "caller", Code: intake.Again}); err == nil && len(taken) > 0 && len(form.Unconfirmed([]form.Question{again}, t.Confirmed)) > 0 {
		l.Add(again.Field, again.Code, fault.Args{"number": string(taken[len(taken)-1])})
	}
	if err == nil {
		err = l.Err()
	}
	return tidy, err
}

func (t Taking) taken(f filing.Filing, s access.Scope, office filing.Addressee, by string) intake.Intake {
	return intake.Intake{
		Filing: f.ID, Org: f.Org, Unit: f.Unit, OfficeOrg: s.Org, Office: office.Unit, CalledAt: t.Call.At,
		Said: intake.Said{Caller: t.Call.Caller, Phone: t.Call.Phone, OfficeIs: office.Office, OfficeEn: office.OfficeEn, By: by},
	}
}
