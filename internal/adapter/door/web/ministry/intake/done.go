package intake

import (
	_ "embed"
	"net/http"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	contacts "kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/intake"
	"kanmin/internal/domain/oncall"
	"kanmin/internal/flow/submitting"
)

func doneAt(n ident.Number) string { return "/ministry/reports/" + n.ASCII() + "/intake" }

// Done is what is read out when the report is filed, and where it is noted that the operator was called back.
type Done struct {
	Here, Report, Key, Number, Spoken string
	Arrived                           ident.Instant
	Filer                             string
	Telephone                         *reporting.Telephone
	Notices                           []look.Notice
	Problems                          look.Problems
	To                                look.Field
	Mine                              bool // this office took the call
}

//go:embed done.tmpl
var doneSource string

var donePage = look.Parse[Done]("ministry/intake/done", doneSource)

// opened is what was read of a report that came by telephone, cut to what the office received.
type opened struct {
	filing.Filing
	filing.Content
	came     intake.Intake
	contacts []oncall.Contact
}

func (p Page) open(r *gate.Request) (o opened, err error) {
	n, err := ident.ParseNumber(r.PathValue("number"))
	if err != nil {
		return o, fault.Absent()
	}
	err = p.Look(r.Context(), r.Scope, "open", func(tx Tx) ([]ident.Object, error) {
		if o.Filing, o.Content, err = tx.Filing(n, submitting.MayReceive); err != nil {
			return nil, err
		}
		if o.came, err = tx.Intake(o.ID); err == nil && !o.came.Here() {
			err = fault.Absent()
		}
		if err != nil {
			return nil, err
		}
		released, err := tx.Released([]ident.Filing{o.ID})
		if err != nil {
			return nil, err
		}
		contact := slices.Contains(released[o.ID], "contact")
		o.came = o.came.Cut(r.Scope.Org, contact)
		if contact {
			o.contacts, err = tx.ContactsToReceive(o.Org)
		}
		return []ident.Object{ident.Object(o.ID)}, err
	})
	return o, err
}

func (p Page) done(w http.ResponseWriter, r *gate.Request) error {
	o, err := p.open(r)
	if err != nil {
		return err
	}
	return p.writeDone(w, r, o, nil)
}

func (p Page) writeDone(w http.ResponseWriter, r *gate.Request, o opened, bad error) (err error) {
	report := "/ministry/reports/" + o.Number.ASCII()
	v := Done{
		Here: doneAt(o.Number), Report: report, Number: string(o.Number), Spoken: r.T("phone.spoken", "number", o.Number, "at", look.Moment(r.Lang, o.ArrivedAt)), Arrived: o.ArrivedAt,
		Filer: look.Named(r.Lang, o.Filer.Name, o.Filer.NameEn), Telephone: reporting.TelephoneOf(r, o.came), Notices: admin.Says(r, bad), Mine: o.came.OfficeOrg == r.Scope.Org,
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if r.URL.Query().Get("done") == "back" && bad == nil {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("phone.backed")})
	}
	v.To = look.Field{Kind: look.Select, ID: "back_to", Label: r.T("phone.back.to"), Hint: r.T("phone.back.hint"), Need: true, Width: look.Mid, Error: admin.Why(r, bad)["back_to"], Options: []look.Option{{Value: "", Label: r.T("phone.back.choose")}}}
	for _, c := range o.contacts {
		v.To.Options = append(v.To.Options, look.Option{Value: c.Phone, Label: r.T("phone.back.registered", "name", contacts.Named(c), "phone", c.Phone)})
	}
	if o.came.Phone != "" {
		v.To.Options = append(v.To.Options, look.Option{Value: o.came.Phone, Label: r.T("phone.back.caller", "phone", o.came.Phone)})
	}
	v.Problems = look.ProblemsOf([]look.Field{v.To})
	f := r.Frame("phone.done").With(look.Link{To: "/ministry/today", Text: r.T("nav.today")}, look.Link{To: report, Text: v.Number}, look.Link{Text: r.T("phone.title")}).About(v.Number)
	return donePage.WriteStatus(w, admin.Status(bad), f, v)
}

// back notes that the operator was called back.
func (p Page) back(w http.ResponseWriter, r *gate.Request) error {
	fields, err := r.Fields()
	if err != nil {
		return err
	}
	o, err := p.open(r)
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(o.Number, fields.Get("back_to")))
	if err != nil {
		return err
	}
	err = p.Back.Do(r.Context(), r.Scope, key, o.Number, fields.Get("back_to"))
	if admin.Mine(err) {
		return p.writeDone(w, r, o, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, doneAt(o.Number)+"?done=back")
}
