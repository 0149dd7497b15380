package inventory

import (
	"context"
	_ "embed"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/bringing"
	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/reporting"
	"kanmin/internal/adapter/door/web/reporting/filling"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/notification"
	"kanmin/internal/domain/stocktake"
	"kanmin/internal/flow/registering"
)

// StocktakePath is 四半期の棚卸し.
const StocktakePath = Path + "/stocktake"

// Stocktaking puts 機器台帳 beside what was filed for a scope, and records what was looked at for it (owing.Door).
type Stocktaking = func(ctx context.Context, s access.Scope, purpose string, mint func(int) string) (stocktake.Taken, error)

// Bounds of the page.
const (
	draftsRead   = 50
	whysShown    = 12
	quartersLong = 4
)

// StocktakeView is what differs from what was filed, with the dates.
type StocktakeView struct {
	Notices  []look.Notice
	Empty    *look.Empty
	Earliest *look.Due
	Quarter  look.Field
	Drafts   []look.Todo
	Business []BusinessView
	Key      string
}

// BusinessView is what one business has to file.
type BusinessView struct {
	ID, Name string
	Facts    []look.Answer
	Notices  []look.Notice
	Table    *look.Table
	More     string
	Whys     []look.Due
	Button   string // empty: there is nothing to press
	Note     string
	First    bool // the button is the page's first
	Seen     string
	None     *look.Link // 該当なしを届け出る
}

//go:embed stocktake.tmpl
var stocktakeSource string

var stocktakePage = look.Parse[StocktakeView]("operator/inventory/stocktake", stocktakeSource)

func (p Pages) stocktake(w http.ResponseWriter, r *gate.Request) error {
	var v StocktakeView
	t, err := p.Stocktake(r.Context(), r.Scope, access.LookList, strconv.Itoa)
	if err != nil {
		return err
	}
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error { return v.begun(r, tx) }); err != nil {
		return err
	}
	if v.Key, err = r.NewKey(); err != nil {
		return err
	}
	v.fill(r, t)
	return stocktakePage.Write(w, r.Frame("stocktake.title").With(look.Link{To: Path, Text: r.T("inventory.title")}, look.Link{Text: r.T("stocktake.title")}), v)
}

// begun are the drafts of notifications that are open already: what was drafted once need not be drafted again.
func (v *StocktakeView) begun(r *gate.Request, tx Tx) (err error) {
	if v.Notices, err = above(r, tx); err != nil {
		return err
	}
	if own, _ := r.Scope.Relations(registering.MayDraft); !own {
		return nil
	}
	all, err := tx.OpenDrafts(draftsRead)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(d filing.Draft) bool { return !strings.HasPrefix(d.Form, notification.Kind) })
	v.Drafts, err = filling.Todos(r, tx, all)
	return err
}

func (v *StocktakeView) fill(r *gate.Request, t stocktake.Taken) {
	today := law.DayOf(r.Now)
	if len(t.Known.Businesses) == 0 || len(t.Known.Items) == 0 && !slices.ContainsFunc(t.Accounts, func(a stocktake.Account) bool { return a.Filed }) {
		v.Empty = &look.Empty{Title: r.T("stocktake.empty"), Text: []string{r.T("stocktake.empty.text")}, Links: loaded{Stock: bringing.Stock{Places: t.Known.Places}}.begin(r)}
		if len(t.Known.Businesses) == 0 {
			v.Empty.Text, v.Empty.Links = []string{r.T("stocktake.undesignated")}, []look.Link{{To: "/assess/notification", Text: r.T("notification.need")}}
		}
		return
	}
	v.Notices = append(v.Notices, undated(r, t.Known.Items)...)
	planned := v.quarter(r, today)
	if due, dated := stocktake.Earliest(t.Accounts); dated {
		d := reporting.Due(r.Lang, due, today)
		v.Earliest = &d
		switch {
		case due.Due.Before(today):
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("stocktake.late"), Text: []string{r.T("stocktake.late.text")}})
		case due.Due.Before(planned):
			v.Notices = append(v.Notices, look.Notice{Tone: look.Warn, Title: r.T("stocktake.early", "due", look.Day(r.Lang, due.Due), "quarter", look.Day(r.Lang, planned)), Text: []string{r.T("stocktake.early.text")}})
		}
	}
	first := true
	for _, a := range t.Accounts {
		b := business(r, t, a)
		b.First, first = first && b.Button != "", first && b.Button == ""
		v.Business = append(v.Business, b)
	}
}

// quarter asks for which quarter the stock-take is planned, and returns its last day.
func (v *StocktakeView) quarter(r *gate.Request, today law.Day) law.Day {
	list := stocktake.Quarters(today, quartersLong)
	planned := list[0]
	v.Quarter = look.Field{Kind: look.Select, ID: "quarter", Label: r.T("stocktake.quarter"), Hint: r.T("stocktake.quarter.hint"), Width: look.Mid}
	for _, q := range list {
		if q.String() == r.URL.Query().Get("quarter") {
			planned = q
		}
	}
	for _, q := range list {
		v.Quarter.Options = append(v.Quarter.Options, look.Option{Value: q.String(), Label: look.Day(r.Lang, q), Chosen: q == planned})
	}
	return planned
}

func business(r *gate.Request, t stocktake.Taken, a stocktake.Account) BusinessView {
	b := BusinessView{ID: a.Business.ID, Name: admin.SectorWords(r.Lang, a.Business.Sector), Seen: seen(t, a)}
	last := look.Answer{Question: r.T("stocktake.last"), Text: r.T("stocktake.last.none")}
	if a.Filed {
		last.Text = r.T("stocktake.last.at", "number", string(a.Told.Last.Number), "at", look.Moment(r.Lang, a.Told.Last.ArrivedAt))
	}
	b.Facts = []look.Answer{last, {Question: r.T("stocktake.count"), Text: look.Number(len(a.Differences))}}
	if n := a.Undated(); n > 0 {
		b.Notices = append(b.Notices, look.Notice{Tone: look.Warn, Title: r.T("stocktake.undated", "n", look.Number(n)), Text: []string{r.T("stocktake.undated.text")}})
	}
	if len(a.Plant) > 0 {
		b.Notices = append(b.Notices, look.Notice{Tone: look.Info, Title: r.T("stocktake.plant"), Text: a.Plant})
	}
	if len(a.Differences) > 0 {
		b.rows(r, t, a)
	}
	b.press(r, a, t.Done(a, law.DayOf(r.Now)))
	return b
}

// press says what one press would make.
func (b *BusinessView) press(r *gate.Request, a stocktake.Account, done bool) {
	may := r.Scope.Permit(registering.MayDraft) == nil
	switch a.Procedure() {
	case notification.Stocktake.ID:
		b.Note = r.T("stocktake.same.text")
		if done {
			b.Note = r.T("stocktake.same.done")
		}
		b.Notices = append(b.Notices, look.Notice{Tone: look.Good, Title: r.T("stocktake.same"), Text: []string{b.Note}})
		b.Note = r.T("stocktake.same.note")
		b.Button = r.T("stocktake.same.do", "business", b.Name)
	case notification.Change.ID:
		b.Note, b.Button = r.T("stocktake.change.text"), r.T("stocktake.change.do", "business", b.Name)
	case notification.New.ID:
		b.Note, b.Button = r.T("stocktake.new.text"), r.T("inventory.draft.do", "business", b.Name)
	default:
		b.Note = r.T("stocktake.nothing")
		if may {
			b.None = &look.Link{To: reporting.StartAt(notification.None.ID), Text: notification.NoneForm.Title.In(string(r.Lang))}
		}
	}
	if !may {
		b.Button, b.Note = "", r.T("notification.read-only")
	}
}

// rows are the differences, and why each date is what it is.
func (b *BusinessView) rows(r *gate.Request, t stocktake.Taken, a stocktake.Account) {
	b.Table = &look.Table{Caption: r.T("stocktake.rows"), Heads: []look.Head{
		{Text: r.T("inventory.head.product")}, {Text: r.T("stocktake.what")}, {Text: r.T("inventory.maker")}, {Text: r.T("inventory.types")}, {Text: r.T("inventory.place")}, {Text: r.T("inventory.due")}, {Text: r.T("inventory.behind")},
	}}
	s := situated{loaded: loaded{Stock: bringing.Stock{Places: t.Known.Places, Items: t.Known.Items}}}
	told := map[string]bool{}
	for i, d := range a.Differences {
		if d.Dated && !told[d.Due.Rule+d.Due.Due.String()] && len(b.Whys) < whysShown {
			told[d.Due.Rule+d.Due.Due.String()] = true
			why := reporting.Due(r.Lang, d.Due, law.DayOf(r.Now))
			why.Title = look.Day(r.Lang, d.Due.Due) + " " + d.Due.Name.In(string(r.Lang))
			b.Whys = append(b.Whys, why)
		}
		if i >= shownRows {
			continue
		}
		due := look.Cell{Text: r.T("stocktake.undated.cell")}
		if d.Dated {
			due = look.Cell{Text: look.Day(r.Lang, d.Due.Due)}
		}
		tag := changeTag(r, d.Change)
		b.Table.Rows = append(b.Table.Rows, []look.Cell{{Text: d.Row.Cells["product"].Text()}, {Tag: &tag}, {Text: d.Row.Cells["maker"].Text()}, {Text: strings.ToUpper(strings.Join(d.Row.Cells["types"].Texts, "・"))}, {Text: d.Facility}, due, s.behind(r, d.Behind)})
	}
	if rest := len(a.Differences) - shownRows; rest > 0 {
		b.More = r.T("rows.more", "n", look.Number(rest))
	}
}

func changeTag(r *gate.Request, change string) look.Tag {
	tone := look.Info
	switch change {
	case notification.Added:
		tone = look.Good
	case notification.Ended:
		tone = look.Warn
	}
	return look.Tag{Text: r.T("stocktake.change." + change), Tone: tone}
}

// seen is as what 機器台帳 and the filings stood when they were looked at.
func seen(t stocktake.Taken, a stocktake.Account) string {
	return strconv.Itoa(t.Rev) + " " + string(a.Told.Last.Number)
}

// take makes the draft of the next filing of a business, and leads to it: a new notification, a change, or that nothing changed.
func (p Pages) take(w http.ResponseWriter, r *gate.Request) error {
	fields, key, err := posted(r, "take")
	if err != nil {
		return err
	}
	seed, err := r.NewKey()
	if err != nil {
		return err
	}
	t, err := p.Stocktake(r.Context(), r.Scope, access.LookAct, form.RowIDs(r.Now, seed))
	if err != nil {
		return err
	}
	n := slices.IndexFunc(t.Accounts, func(a stocktake.Account) bool { return a.Business.ID == fields.Get("business") })
	if n < 0 || t.Accounts[n].Procedure() == "" {
		return fault.New(fault.Invalid, "fault.asset.nothing", nil)
	}
	a := t.Accounts[n]
	if fields.Get("seen") != seen(t, a) {
		return fault.New(fault.Conflict, "fault.asset.moved", nil)
	}
	id, err := p.Draft.Do(r.Context(), r.Scope, key, drafting(r, t, a))
	if err != nil {
		return err
	}
	var d filing.Draft
	if err := p.Read(r.Context(), r.Scope, func(tx Tx) error { d, _, err = tx.DraftByID(id); return err }); err != nil {
		return err
	}
	return gate.See(w, reporting.DraftAt(a.Procedure(), d.Number, "check"))
}

func drafting(r *gate.Request, t stocktake.Taken, a stocktake.Account) registering.Drafting {
	d := registering.Drafting{Procedure: a.Procedure(), Seen: t.Rev, Values: a.Draft}
	switch d.Procedure {
	case notification.Change.ID:
		d.Follows, d.Last, d.Sources = a.Told.Base.Number, a.Told.Last.Number, a.Told.Sources
	case notification.Stocktake.ID:
		d.Values = form.Values{notification.BusinessField: a.Draft[notification.BusinessField], notification.ContactField: a.Draft[notification.ContactField], "as_of": {Texts: []string{law.DayOf(r.Now).String()}}}
	}
	return d
}
