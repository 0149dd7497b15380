package filling

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/form/tabular"
	"kanmin/internal/domain/ident"
	"kanmin/internal/flow/submitting"
)

// written reads the rows that a page sent: of a row that was there only the cells that differ from what the page showed.
func written(f form.Field, fields url.Values, d work) (list []submitting.Written) {
	for _, id := range fields["row"] {
		base, err := strconv.Atoi(fields.Get("base." + id))
		if err != nil || base < 0 || len(id) > 64 {
			continue
		}
		row := submitting.Written{Base: base, Row: form.Row{ID: id, Cells: form.Values{}}}
		if fields.Get("gone."+id) != "" {
			if row.Gone = true; base > 0 {
				list = append(list, row)
			}
			continue
		}
		seen := d.seen(filing.RowField(f.ID, id), base)
		for _, c := range f.Columns {
			if v := cellTyped(c, fields["c."+id+"."+c.ID]); !v.Same(seen.Cells[c.ID]) && !(v.Empty() && seen.Cells[c.ID].Empty()) {
				row.Cells[c.ID] = v
			}
		}
		if len(row.Cells) > 0 {
			list = append(list, row)
		}
	}
	return list
}

// seen is a row as an entry of a draft has it.
func (w work) seen(field string, seq int) form.Row {
	for _, e := range w.entries {
		if e.Field == field && e.Seq == seq {
			return rowIn(e.Value)
		}
	}
	return form.Row{}
}

// cellTyped is a cell as it is kept: tidied, or as it was typed where it cannot be read.
func cellTyped(c form.Field, sent []string) form.Value {
	v := form.Value{}
	for _, s := range sent {
		switch {
		case s == "?" && len(c.Options) > 0, c.Unknowable && len(c.Options) == 0 && tabular.Unknown(s):
			return form.Value{Unknown: c.Unknowable}
		case strings.TrimSpace(s) != "":
			v.Texts = append(v.Texts, s)
		}
	}
	var l fault.List
	return c.Tidy(&l, v)
}

// tabled keeps the rows of a page. 下書きを保存 stays, the other buttons lead on; what cannot be read is kept and told.
func (p Pages) tabled(w http.ResponseWriter, r *gate.Request) error {
	fields, d, err := p.posted(r, false)
	if err != nil {
		return err
	}
	s, f, err := tableOf(r, d)
	if err != nil {
		return err
	}
	if done, err := closed(w, d); done {
		return err
	}
	p.picked(r, fields)
	list := written(f, fields, d)
	if len(list) > 0 {
		_, err := p.Rows.Do(r.Context(), r.Scope, ident.Key{}, submitting.RowsOf{Draft: d.Number, Table: f, Rows: list})
		if fault.Is(err, fault.Invalid) || fault.Is(err, fault.Exceeded) {
			v, bad := tableFrom(r, d, s, f, number(fields.Get("page")))
			if bad != nil {
				return bad
			}
			v.again(r, f, fields, err)
			if err := p.complete(r, &v, f); err != nil {
				return err
			}
			return tablePage.WriteStatus(w, http.StatusUnprocessableEntity, frame(r, d, v.Label), v)
		}
		if err != nil {
			return err
		}
	}
	to := d.at(s.ID+"/"+f.ID) + "?page=" + url.QueryEscape(fields.Get("page"))
	if fields.Get("then") == check {
		to += "&then=" + check
	}
	if row, ok := strings.CutPrefix(fields.Get("do"), "suggest:"); ok {
		to += "&suggest=" + url.QueryEscape(row)
	}
	switch fields.Get("do") {
	case "more": // the empty rows stand on the last page
		to = strings.Replace(to, "?page="+url.QueryEscape(fields.Get("page")), "?page="+strconv.Itoa(f.Limit), 1)
	case "done":
		if to = d.at(s.ID); fields.Get("then") == check {
			to = d.at(check)
		}
	}
	return gate.See(w, to)
}

// number is a page as it was sent; the first where it is none.
func number(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 1
	}
	return n
}

// again shows what was typed, and says why nothing of it was kept.
func (v *tableView) again(r *gate.Request, f form.Field, fields url.Values, err error) {
	v.Problems = nil
	for _, x := range places(err) {
		v.Problems = append(v.Problems, look.Problem{Label: placeOf(r, f, x.Path), Text: r.Why(x)})
	}
	for i := range v.Rows {
		for j := range v.Rows[i].Cells {
			c := &v.Rows[i].Cells[j]
			sent := fields[c.Name]
			if len(c.Options) == 0 && len(sent) > 0 {
				c.Value = strings.ToValidUTF8(sent[0], "\ufffd")
			}
			for k := range c.Options {
				c.Options[k].Chosen = slices.Contains(sent, c.Options[k].Value)
			}
		}
	}
}

// places are the places that a fault names; the fault itself where it names none.
func places(err error) []fault.Field {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok {
		return nil
	}
	if len(e.Fields) == 0 {
		return []fault.Field{{Code: e.Code, Args: e.Args}}
	}
	return e.Fields
}
