package roster

import (
	_ "embed"
	"net/http"
	"net/url"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/organisation"
	"kanmin/internal/adapter/door/web/organisation/oncall"
	"kanmin/internal/domain/ident"
	duty "kanmin/internal/domain/oncall"
	"kanmin/internal/flow/calling"
)

// TurnView is one turn that is given to somebody else, or taken back.
type TurnView struct {
	Notices  []look.Notice
	Facts    []look.Answer
	Problems look.Problems
	Fields   []look.Field
	Here     string
	Key      string
	DropKey  string
	Back     string
}

//go:embed turn.tmpl
var turnSource string

var turnPage = look.Parse[TurnView]("organisation/roster/turn", turnSource)

func turnAt(id ident.Object) string { return Path + "/turns/" + url.PathEscape(string(id)) }

// open reads one turn with those who could have it.
func (p Pages) open(r *gate.Request) (t duty.Turn, l loaded, err error) {
	err = p.Read(r.Context(), r.Scope, func(tx Tx) error {
		if t, err = tx.DutyTurn(ident.Object(r.PathValue("turn"))); err != nil {
			return err
		}
		if l.list, err = tx.CallList(); err != nil {
			return err
		}
		l.people, err = tx.Colleagues()
		return err
	})
	return t, l, err
}

func (p Pages) turn(w http.ResponseWriter, r *gate.Request) error {
	t, l, err := p.open(r)
	if err != nil {
		return err
	}
	return l.write(w, r, t, filled{})
}

func (l loaded) write(w http.ResponseWriter, r *gate.Request, t duty.Turn, f filled) (err error) {
	in, bad, why := f.in, f.bad, admin.Why(r, f.bad)
	for path, text := range why {
		if _, part, ok := strings.Cut(path, "]."); ok {
			why[part] = text
		}
	}
	v := TurnView{Notices: admin.Says(r, bad), Here: turnAt(t.ID), Back: back(t), Facts: []look.Answer{
		{Question: r.T("roster.when"), Text: organisation.SpanWords(r.Lang, duty.Span{From: t.From, Until: t.Until})},
		{Question: r.T("roster.holder"), Text: oncall.Named(t.Who) + " " + t.Who.Phone},
		{Question: r.T("roster.written"), Text: t.By},
	}}
	v.Fields = append(whoFields(r, l, in, why), look.Field{Kind: look.Line, ID: "why", Label: r.T("roster.why"), Example: r.T("roster.why.example"), Value: in.Get("why"), Error: why["why"], Limit: duty.Limit, Need: true})
	v.Problems = look.ProblemsOf(v.Fields)
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	if v.DropKey, err = r.NewKey(); err != nil {
		return err
	}
	frame := r.Frame("roster.turn").With(look.Link{To: organisation.Path, Text: r.T("organisation.title")}, look.Link{To: back(t), Text: r.T("roster.title")}, look.Link{Text: r.T("roster.turn")})
	return turnPage.WriteStatus(w, admin.Status(bad), frame, v)
}

func back(t duty.Turn) string { return Path + "?month=" + t.From.Japan().Format("2006-01") }

func (p Pages) swap(w http.ResponseWriter, r *gate.Request) error {
	return p.change(w, r, "swapped", func(in typed, t duty.Turn, l loaded, key ident.Key) error {
		return p.Swap.Do(r.Context(), r.Scope, key, calling.Swapping{Turn: t.ID, Who: l.chosen(in), Why: in.Get("why")})
	})
}

func (p Pages) drop(w http.ResponseWriter, r *gate.Request) error {
	return p.change(w, r, "ended", func(_ typed, t duty.Turn, _ loaded, key ident.Key) error {
		return p.Drop.Do(r.Context(), r.Scope, key, t.ID)
	})
}

func (p Pages) change(w http.ResponseWriter, r *gate.Request, done string, do func(in typed, t duty.Turn, l loaded, key ident.Key) error) error {
	in, err := r.Fields()
	if err != nil {
		return err
	}
	key, err := r.Key(organisation.Digest(done, in.Encode()))
	if err != nil {
		return err
	}
	t, l, err := p.open(r)
	if err != nil {
		return err
	}
	err = do(in, t, l, key)
	if admin.Mine(err) {
		return l.write(w, r, t, filled{in: in, bad: err})
	}
	if err != nil {
		return err
	}
	return gate.See(w, back(t)+"&done="+done)
}
