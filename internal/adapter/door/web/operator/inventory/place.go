package inventory

import (
	_ "embed"
	"net/http"
	"net/url"
	"strconv"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/domain/asset"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/party"
	"kanmin/internal/flow/registering"
)

// PlacesView is the list of facilities.
type PlacesView struct {
	Notices []look.Notice
	May     bool
	Empty   *look.Empty
	Table   *look.Table
}

//go:embed places.tmpl
var placesSource string

var placesPage = look.Parse[PlacesView]("operator/inventory/places", placesSource)

func placeAt(id ident.Object) string { return Path + "/places/" + url.PathEscape(string(id)) }

// situated is what the pages of facilities read.
type situated struct {
	loaded
	businesses []party.Designation
}

func (p Pages) situate(r *gate.Request) (s situated, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if s.Stock, err = bringing.Read(tx); err != nil {
			return err
		}
		s.businesses, err = tx.Sectors(r.Scope.Org, law.DayOf(r.Now))
		return err
	})
	return s, err
}

// sector is the name of a designation's business.
func (s situated) sector(r *gate.Request, id string) string {
	for _, d := range s.businesses {
		if d.ID == id {
			return admin.SectorWords(r.Lang, d.Sector)
		}
	}
	return ""
}

func (p Pages) places(w http.ResponseWriter, r *gate.Request) error {
	s, err := p.situate(r)
	if err != nil {
		return err
	}
	v := PlacesView{Notices: notices(r), May: mayWrite(r)}
	if len(s.Places) == 0 {
		v.Empty = &look.Empty{Title: r.T("inventory.places.none"), Text: []string{r.T("inventory.places.none.text")}}
		if v.May {
			v.Empty.Links = []look.Link{{To: Path + "/places/new", Text: r.T("inventory.place.add")}}
		}
	} else {
		v.Table = &look.Table{Caption: r.T("inventory.places"), Hide: true, Heads: []look.Head{{Text: r.T("inventory.place")}, {Text: r.T("inventory.business")}, {Text: r.T("inventory.internet")}, {Text: r.T("inventory.cloud")}, {Text: r.T("inventory.segments"), Right: true}, {Text: r.T("inventory.rows"), Right: true}}}
	}
	for _, f := range s.Places {
		n := 0
		for _, i := range s.Items {
			if i.Facility == f.ID {
				n++
			}
		}
		business := look.Cell{Text: s.sector(r, f.Business)}
		if business.Text == "" {
			business = look.Cell{Tag: &look.Tag{Text: r.T("inventory.business.none"), Tone: look.Warn}}
		}
		v.Table.Rows = append(v.Table.Rows, []look.Cell{{Text: f.Name, To: placeAt(f.ID)}, business, {Text: word(r, "internet", string(f.Internet))}, {Text: word(r, "cloud", string(f.Cloud))},
			{Text: look.Number(len(f.Segments))}, {Text: look.Number(n), To: Path + "?place=" + url.QueryEscape(string(f.ID))}})
	}
	return placesPage.Write(w, r.Frame("inventory.places").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("inventory.places")}), v)
}

// word is an answer about a facility in words; empty where nothing was answered.
func word(r *gate.Request, of, value string) string {
	if value == "" {
		return ""
	}
	return r.T("inventory." + of + "." + value)
}

// questions are what is asked about a facility once, with their answers.
var questions = []struct {
	id      string
	answers []string
}{
	{"role", []string{"critical", "component"}},
	{"internet", []string{"connected", "separated", "unknown"}}, {"media", []string{"periodic", "occasional", "none", "unknown"}}, {"cloud", []string{"all", "most", "part", "none", "unknown"}}, {"in_place", []string{"yes", "no", "unknown"}},
}

var segmentRoles = []string{"facility", "dmz", "exchange", "other", "unknown"}

func (p Pages) newPlace(w http.ResponseWriter, r *gate.Request) error {
	s, err := p.situate(r)
	if err != nil {
		return err
	}
	one := asset.Place{}
	if len(s.businesses) == 1 {
		one.Business = s.businesses[0].ID
	}
	return s.write(w, r, one, nil)
}

func (p Pages) place(w http.ResponseWriter, r *gate.Request) error {
	s, err := p.situate(r)
	if err != nil {
		return err
	}
	one, ok := asset.Of(s.Places, ident.Object(r.PathValue("place")))
	if !ok {
		return fault.Absent()
	}
	return s.write(w, r, one, nil)
}

func (p Pages) addPlace(w http.ResponseWriter, r *gate.Request) error { return p.savePlace(w, r, "") }

func (p Pages) setPlace(w http.ResponseWriter, r *gate.Request) error {
	return p.savePlace(w, r, ident.Object(r.PathValue("place")))
}

func (p Pages) savePlace(w http.ResponseWriter, r *gate.Request, id ident.Object) error {
	fields, key, err := posted(r, "place")
	if err != nil {
		return err
	}
	rev, _ := strconv.Atoi(fields.Get("rev"))
	asked, err := readAsked(fields)
	if err == nil {
		_, err = p.SetPlace.Do(r.Context(), r.Scope, key, registering.Placing{ID: id, Rev: rev, Asked: asked})
	}
	if _, mine := organisation.Mine(err); mine {
		s, failed := p.situate(r)
		if failed != nil {
			return failed
		}
		one, _ := asset.Of(s.Places, id)
		one.Asked = asked
		return s.write(w, r, one, err)
	}
	if err != nil {
		return err
	}
	return gate.See(w, Path+"/places?done=place")
}

// readAsked reads the form of a facility.
func readAsked(fields url.Values) (a asset.Asked, err error) {
	a.Name, a.Role, a.Business, a.Note = fields.Get("name"), fields.Get("role"), fields.Get("business"), fields.Get("note")
	var l fault.List
	for _, x := range []struct {
		id   string
		into interface{ UnmarshalText([]byte) error }
	}{{"internet", &a.Internet}, {"media", &a.Media}, {"cloud", &a.Cloud}} {
		if x.into.UnmarshalText([]byte(fields.Get(x.id))) != nil {
			l.Add(x.id, "fault.form.option", fault.Args{"text": fields.Get(x.id)})
		}
	}
	if s := fields.Get("in_place"); s != "" && a.InPlace.UnmarshalText([]byte(s)) != nil {
		l.Add("in_place", "fault.form.option", fault.Args{"text": s})
	}
	for i := range asset.MostSegments {
		at := "segments[" + strconv.Itoa(i) + "]."
		seg := scope.Segment{Name: fields.Get(at + "name")}
		if seg.Role.UnmarshalText([]byte(fields.Get(at+"role"))) != nil {
			l.Add(at+"role", "fault.form.option", fault.Args{"text": fields.Get(at + "role")})
		}
		if seg.Name != "" {
			a.Segments = append(a.Segments, seg)
		}
	}
	return a, l.Err()
}

// write shows the form of a facility.
func (s situated) write(w http.ResponseWriter, r *gate.Request, one asset.Place, bad error) (err error) {
	v := FormView{Title: r.T("inventory.place.add"), Lead: r.T("inventory.place.lead"), Here: Path + "/places/new", Back: Path + "/places", Rev: strconv.Itoa(one.Rev)}
	if one.ID != "" {
		v.Title, v.Here = one.Name, placeAt(one.ID)
	}
	v.Parts = s.placeParts(r, one)
	if mayWrite(r) {
		if v.Key, err = r.NewKey(); err != nil {
			return err
		}
	} else {
		v.Said, v.Parts = saidOf(v.Parts), nil
	}
	status := http.StatusOK
	if e, mine := organisation.Mine(bad); mine {
		status = gate.Status(bad)
		for n := range v.Parts {
			v.Problems = append(v.Problems, besideThese(r, v.Parts[n].Fields, e)...)
		}
		if len(v.Problems) == 0 {
			v.Notices = []look.Notice{{Tone: look.Warn, Title: look.SayArgs(r.Lang, e.Code, e.Args), Assert: true}}
		}
	}
	frame := r.Frame("inventory.place").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{To: Path + "/places", Text: r.T("inventory.places")}, look.Link{Text: v.Title})
	return formPage.WriteStatus(w, status, frame, v)
}

func (s situated) placeParts(r *gate.Request, one asset.Place) []Part {
	about := Part{Title: r.T("inventory.place.about")}
	about.Fields = []look.Field{{Kind: look.Line, ID: "name", Label: r.T("inventory.place.name"), Example: r.T("inventory.place.example"), Value: one.Name, Need: true, Limit: 200}}
	business := look.Field{Kind: look.Select, ID: "business", Label: r.T("inventory.business"), Hint: r.T("inventory.business.hint"), Options: []look.Option{{Label: r.T("inventory.business.none"), Chosen: one.Business == ""}}}
	for _, d := range s.businesses {
		business.Options = append(business.Options, look.Option{Value: d.ID, Label: s.sector(r, d.ID), Chosen: d.ID == one.Business})
	}
	about.Fields = append(about.Fields, business)
	said := map[string]string{"role": one.Role, "internet": string(one.Internet), "media": string(one.Media), "cloud": string(one.Cloud)}
	if one.InPlace != law.NotAsked {
		said["in_place"] = one.InPlace.String()
	}
	for _, q := range questions {
		f := look.Field{Kind: look.Radio, ID: q.id, Label: r.T("inventory." + q.id), Hint: r.T("inventory." + q.id + ".hint")}
		if q.id != "role" { // the special rules stand in the government's draft only
			f.Certainty = look.DraftLaw
		}
		for _, a := range q.answers {
			f.Options = append(f.Options, look.Option{Value: a, Label: r.T("inventory." + q.id + "." + a), Chosen: said[q.id] == a})
		}
		about.Fields = append(about.Fields, f)
	}
	about.Fields = append(about.Fields, look.Field{Kind: look.Area, ID: "note", Label: r.T("inventory.place.note"), Value: one.Note, Free: true, Limit: 2000})
	segments := Part{Title: r.T("inventory.segments"), Text: r.T("inventory.segments.text")}
	for i := range min(asset.MostSegments, len(one.Segments)+3) {
		at, n, seg := "segments["+strconv.Itoa(i)+"].", look.Number(i+1), scope.Segment{}
		if i < len(one.Segments) {
			seg = one.Segments[i]
		}
		role := look.Field{Kind: look.Select, ID: at + "role", Label: r.T("inventory.segment.role", "n", n), Options: []look.Option{{Label: r.T("inventory.choose")}}}
		for _, id := range segmentRoles {
			role.Options = append(role.Options, look.Option{Value: id, Label: r.T("inventory.segment.role." + id), Chosen: string(seg.Role) == id})
		}
		segments.Fields = append(segments.Fields, look.Field{Kind: look.Line, ID: at + "name", Label: r.T("inventory.segment", "n", n), Value: seg.Name, Free: i > 0, Limit: 200}, role)
	}
	return []Part{about, segments}
}

// saidOf are the answers of fields, for whoever may only read.
func saidOf(parts []Part) (list []look.Answer) {
	for _, p := range parts {
		for _, f := range p.Fields {
			a := look.Answer{Question: f.Label, Text: f.Value}
			for _, o := range f.Options {
				if o.Chosen {
					a.Text = o.Label
				}
			}
			if f.Value != "" || len(f.Options) > 0 {
				list = append(list, a)
			}
		}
	}
	return list
}
