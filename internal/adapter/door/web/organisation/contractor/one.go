package contractor

import (
	_ "embed"
	"net/http"
	"strconv"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notice"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/noticing"
)

// OneView is one contact.
type OneView struct {
	Here, Title  string
	State        look.Tag
	Notices      []look.Notice
	Coded, By    string
	Answers      []look.Answer // for who may only read, or after its end
	Key, CodeKey string
	EndKey       string
	Rev          int
	Problems     look.Problems
	Fields       []look.Field
	Again        bool // a sheet was printed before: the next ends it
}

//go:embed one.tmpl
var oneSource string

var onePage = look.Parse[OneView]("organisation/contractor/one", oneSource)

// shown is a contact, with what was typed for its last day where that was refused.
type shown struct {
	notice.Contact
	until look.Field
	units []party.Unit
}

func (p Page) load(r *gate.Request) (c shown, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) (err error) {
		if c.Contact, err = tx.NoticeContact(ident.Object(r.PathValue("contractor"))); err == nil {
			c.units, err = tx.OwnUnits()
		}
		return err
	})
	return c, err
}

func (p Page) one(w http.ResponseWriter, r *gate.Request) error {
	c, err := p.load(r)
	if err != nil {
		return err
	}
	return p.writeOne(w, r, c, nil)
}

func (p Page) writeOne(w http.ResponseWriter, r *gate.Request, s shown, bad error) (err error) {
	c, until, units := s.Contact, s.until, s.units
	v := OneView{Here: Path + "/" + string(c.ID), Title: c.Company, State: state(r, c), Notices: admin.Says(r, bad), By: r.T("tipper.by", "name", c.By), Rev: c.Rev, Again: c.CodedAt != 0}
	if done := r.URL.Query().Get("done"); bad == nil && done == "changed" {
		v.Notices = append(v.Notices, look.Notice{Tone: look.Good, Title: r.T("tipper.done.changed")})
	}
	if c.CodedAt != 0 {
		v.Coded = r.T("tipper.coded", "at", look.Moment(r.Lang, c.CodedAt))
	}
	if r.Scope.Permit(noticing.MayWrite) != nil || c.EndedAt != 0 {
		for _, f := range fields(r, c, look.Field{}, units, nil) {
			if f.ID == "unit" {
				f.Value = unitOf(r, c.Unit, units)
			}
			if f.Value != "" {
				v.Answers = append(v.Answers, look.Answer{Question: f.Label, Text: f.Value})
			}
		}
	} else {
		for _, key := range []*string{&v.Key, &v.EndKey, &v.CodeKey} {
			if *key, err = r.NewKey(); err != nil {
				return err
			}
		}
		if !c.Good(law.DayOf(r.Now)) {
			v.CodeKey = ""
		}
		v.Fields = fields(r, c, until, units, admin.Why(r, bad))
		v.Problems = look.ProblemsOf(v.Fields)
	}
	frame := r.Frame("tipper.one").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: Path, Text: r.T("tipper.title")}, look.Link{Text: c.Company})
	return onePage.WriteStatus(w, status(until, bad), frame, v)
}

func (p Page) register(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	c, until := typed(r, posted)
	if until.Error != "" {
		return p.write(w, r, c, until, nil)
	}
	key, err := r.Key(organisation.Digest("register", c.Words, c.Unit, c.Until.String()))
	if err != nil {
		return err
	}
	id, err := p.Register.Do(r.Context(), r.Scope, key, c)
	if admin.Mine(err) {
		return p.write(w, r, c, until, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+string(id))
}

func (p Page) change(w http.ResponseWriter, r *gate.Request) error {
	posted, err := r.Fields()
	if err != nil {
		return err
	}
	was, err := p.load(r)
	if err != nil {
		return err
	}
	c, until := typed(r, posted)
	now := shown{until: until, units: was.units}
	c.ID, c.CodedAt, c.By = was.ID, was.CodedAt, was.By
	if c.Rev, err = strconv.Atoi(posted.Get("rev")); err != nil {
		return fault.New(fault.Invalid, "fault.body.form", nil)
	}
	if now.Contact = c; until.Error != "" {
		return p.writeOne(w, r, now, nil)
	}
	key, err := r.Key(organisation.Digest("change", c.ID, c.Rev, c.Words, c.Unit, c.Until.String()))
	if err != nil {
		return err
	}
	err = p.Change.Do(r.Context(), r.Scope, key, c)
	if admin.Mine(err) {
		return p.writeOne(w, r, now, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/"+string(c.ID)+"?done=changed")
}

func (p Page) end(w http.ResponseWriter, r *gate.Request) error {
	if _, err := r.Fields(); err != nil {
		return err
	}
	id := ident.Object(r.PathValue("contractor"))
	key, err := r.Key(organisation.Digest("end", id))
	if err != nil {
		return err
	}
	if err := p.End.Do(r.Context(), r.Scope, key, id); admin.Mine(err) {
		c, failed := p.load(r)
		if failed != nil {
			return failed
		}
		return p.writeOne(w, r, c, err)
	} else if err != nil {
		return err
	}
	return gate.See(w, Path+"?done=ended")
}
