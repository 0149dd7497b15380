package filling

import (
	"crypto/sha256"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/window"
	"kanmin/internal/flow/releasing"
)

// releaseBody bounds what the page takes: reasons as long as somebody may paste, which are then refused in their place.
const releaseBody = 4 << 20

// releaseView is the matrix of 提出先と見え方: each authority with each section, what the law says, and what is withheld until when.
type releaseView struct {
	Heading, Number string
	Action, Key     string
	Back            string
	Problems        look.Problems
	Offices         []releaseOffice
	Consent         *consentView
}

type releaseOffice struct {
	At          int
	Title, Name string
	Hidden      look.Field
	Sections    []releaseSection
}

// releaseSection is one cell: a sentence of law with its certainty, and, where the law leaves the choice, three fields.
type releaseSection struct {
	Name   string
	Says   string
	Law    string
	Mark   look.Certainty
	Must   bool // goes by law
	Never  bool // does not go to this office at all
	Open   bool // something is chosen or wrong
	Fields []look.Field
}

//go:embed release.tmpl
var releaseSource string

var releasePage = look.Parse[releaseView]("reporting/prompt/release", releaseSource)

// chosen is what one cell says: as typed, or as kept.
type chosen struct {
	hold, sure    bool
	until, reason string
}

// releases reports whether what of a draft goes to whom can be chosen: what the law asks for, before it is sent.
func (w work) releases() bool { return w.of.Act == party.ActReport && w.Corrects == "" && w.Root == "" }

// releaseAt is where that is chosen; empty where it cannot be.
func (w work) releaseAt() string {
	if !w.releases() {
		return ""
	}
	return w.at("release")
}

func (p Pages) release(w http.ResponseWriter, r *gate.Request) error {
	d, err := p.load(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	if !d.releases() {
		return gate.See(w, d.at(check))
	}
	return p.writeRelease(w, r, d, d.kept(r.Lang), nil)
}

// kept are the cells as they are kept.
func (w work) kept(l look.Lang) map[string]chosen {
	cells := map[string]chosen{}
	for i, o := range w.offices {
		for _, one := range w.withheld {
			if one.Office == o.Unit {
				cells[cell(i, one.Section)] = chosen{true, true, reporting.Typed(l, form.Value{Texts: []string{one.Until.Japan().Format("2006-01-02T15:04Z07:00")}}), one.Reason}
			}
		}
	}
	return cells
}

func cell(office int, section string) string { return fmt.Sprintf("%d-%s", office, section) }

// wishes reads what was posted, in the order of offices and sections; at names the cell of each.
func (w work) wishes(posted url.Values) (list []releasing.Wish, cells map[string]chosen, at []string) {
	cells = map[string]chosen{}
	for i := range w.offices {
		title := posted.Get(fmt.Sprintf("title-%d", i))
		for _, part := range w.of.Form.Parts {
			id := cell(i, part.ID)
			c := chosen{slices.Contains(posted["hold"], id), slices.Contains(posted["sure"], id), posted.Get("until-" + id), posted.Get("reason-" + id)}
			if cells[id] = c; c.hold {
				list, at = append(list, releasing.Wish{Title: title, Section: part.ID, Until: c.until, Reason: c.reason, Sure: c.sure}), append(at, id)
			}
		}
	}
	return list, cells, at
}

// chooseRelease keeps what was chosen, in the place of what was chosen before.
func (p Pages) chooseRelease(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, true)
	if err != nil {
		return err
	}
	if done, err := sole(w, d); done {
		return err
	}
	list, cells, at := d.wishes(fields)
	said, err := json.Marshal(list)
	if err != nil {
		return err
	}
	key, err := r.Key(sha256.Sum256(append([]byte("release "+string(d.Number)+" "), said...)))
	if err != nil {
		return err
	}
	err = p.Withhold.Do(r.Context(), r.Scope, key, d.Number, list)
	switch {
	case fault.Is(err, fault.Conflict):
		return gate.See(w, d.at(check))
	case fault.Is(err, fault.Invalid):
		wrong := map[string]string{}
		e, _ := errors.AsType[*fault.Error](err)
		for _, f := range e.Fields {
			var i int
			var what string
			if _, failed := fmt.Sscanf(f.Path, "withhold[%d].%s", &i, &what); failed == nil && i < len(at) {
				wrong[what+"-"+at[i]] = r.Why(f)
			}
		}
		return p.writeRelease(w, r, d, cells, wrong)
	case err != nil:
		return err
	}
	return gate.See(w, d.at(check)+"#offices")
}

func (p Pages) writeRelease(w http.ResponseWriter, r *gate.Request, d work, cells map[string]chosen, wrong map[string]string) (err error) {
	v := releaseView{Heading: d.title(r), Number: string(d.Number), Action: d.at("release"), Back: d.at(check)}
	var all []look.Field
	for i, o := range d.offices {
		if o.Channel != filing.Here {
			continue
		}
		one := releaseOffice{At: i, Title: look.Addressed(r.Lang, o.Title), Name: look.Named(r.Lang, o.Office, o.OfficeEn), Hidden: look.Field{Kind: look.Hidden, ID: fmt.Sprintf("title-%d", i), Value: o.Title}}
		for _, part := range d.of.Form.Parts {
			s := filled{cells, wrong}.cell(r, o, part, cell(i, part.ID))
			one.Sections, all = append(one.Sections, s), append(all, s.Fields...)
		}
		v.Offices = append(v.Offices, one)
	}
	if v.Problems = look.ProblemsOf(all); len(v.Problems) == 0 {
		for _, id := range slices.Sorted(maps.Keys(wrong)) { // of a cell that is not offered
			v.Problems = append(v.Problems, look.Problem{Text: wrong[id]})
		}
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.Consent = d.consent(r, v.Key+"-consent")
	status := http.StatusOK
	if len(wrong) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return releasePage.WriteStatus(w, status, frame(r, d, r.T("release.title")), v)
}

// filled is what was chosen or typed, and what is wrong with it.
type filled struct {
	cells map[string]chosen
	wrong map[string]string
}

func (w filled) cell(r *gate.Request, o filing.Addressee, part form.Part, id string) releaseSection {
	law, found := window.DefaultOf(o.Kind, part.ID, law.DayOf(r.Now))
	s := releaseSection{Name: part.Name.In(string(r.Lang)), Says: r.T("release.silent"), Mark: look.Unknown, Must: law.Must, Never: !slices.Contains(o.Sections, part.ID)}
	if found {
		s.Says, s.Law, s.Mark = law.Answer.In(string(r.Lang)), reporting.Provisions(r.Lang, law.Provision), look.Certainty(law.Certainty.String())
	}
	if s.Must || s.Never {
		return s
	}
	c, wrong := w.cells[id], w.wrong
	for _, what := range []string{"section-", "office-", "until-", "reason-", "sure-"} {
		s.Open = s.Open || c.hold || wrong[what+id] != ""
	}
	named := " (" + look.Addressed(r.Lang, o.Title) + "・" + s.Name + ")"
	s.Fields = []look.Field{
		{Kind: look.Boxes, ID: "section-" + id, Name: "hold", Label: r.T("release.hold") + named, Options: []look.Option{{Value: id, Label: r.T("release.hold.yes"), Chosen: c.hold}}, Error: first(wrong["section-"+id], wrong["office-"+id])},
		{Kind: look.When, ID: "until-" + id, Label: r.T("release.until") + named, Hint: r.T("release.until.hint"), Example: "令和8年12月1日 9:00", Value: c.until, Width: look.Mid, Error: wrong["until-"+id]},
		{Kind: look.Area, ID: "reason-" + id, Label: r.T("release.reason") + named, Hint: r.T("release.reason.hint"), Value: clipped(c.reason), Limit: filing.WithholdReasonMost, Error: wrong["reason-"+id]},
	}
	if law.Asks {
		s.Fields = append(s.Fields, look.Field{
			Kind: look.Boxes, ID: "sure-" + id, Name: "sure", Label: r.T("release.sure") + named,
			Options: []look.Option{{Value: id, Label: r.T("release.sure.yes"), Chosen: c.sure}}, Error: wrong["sure-"+id],
		})
	}
	return s
}

// clipped is what is given back of a text that is far too long.
func clipped(s string) string {
	if r := []rune(s); len(r) > 20*filing.WithholdReasonMost {
		return string(r[:20*filing.WithholdReasonMost])
	}
	return s
}

func first(list ...string) string {
	for _, s := range list {
		if s != "" {
			return s
		}
	}
	return ""
}

// heldBack says what of a draft an office will not have, and until when.
func (w work) heldBack(r *gate.Request, office ident.Unit) (list []string) {
	_, held := filing.Withhold(w.offices, w.withheld, r.Now)
	return reporting.HeldBack(r.Lang, w.of.Form, office, held)
}
