package notification

import (
	"maps"
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/procedure"
)

// starts is with what a change begins: what was filed, without the marks of changes before and without what had ended.
func starts(before form.Values) form.Values {
	table := before[ProductsField]
	standing := form.Value{}
	for _, r := range table.Rows {
		if r.Cells["change"].Has(Ended) {
			continue
		}
		standing.Rows = append(standing.Rows, r.With(form.Values{"change": {}, "changed_on": {}}))
	}
	next := form.Values{}
	maps.Copy(next, before)
	if delete(next, "note"); len(table.Rows) > 0 {
		next[ProductsField] = standing
	}
	return next
}

// Standing are the products that stand after a filing: without those whose use ended.
func Standing(filed form.Values) []form.Row { return starts(filed)[ProductsField].Rows }

// Marked is a draft of a change from how products stand: rows that were filed keep their ids, what differs is marked. Days are left to
// who fills it in: when something happened stands in neither list. Rows of now are met by id.
func Marked(before, now []form.Row) []form.Row {
	stand := map[string]form.Row{}
	for _, r := range now {
		stand[r.ID] = r
	}
	var list []form.Row
	filed := map[string]bool{}
	for _, was := range before {
		filed[was.ID] = true
		is, there := stand[was.ID]
		switch {
		case !there:
			list = append(list, was.With(form.Values{"change": {Texts: []string{Ended}}}))
		case !differs(was, is):
			list = append(list, was)
		default:
			list = append(list, is.With(form.Values{"change": {Texts: []string{happened(was, is)}}}))
		}
	}
	for _, r := range now {
		if !filed[r.ID] {
			list = append(list, r.With(form.Values{"change": {Texts: []string{Added}}}))
		}
	}
	return list
}

// happened is what a difference is called: where nothing but the facility differs, the product was moved.
func happened(was, is form.Row) string {
	for _, c := range columns {
		if _, is := c.Differs(was.Cells[c.ID], is.Cells[c.ID]); is && c.ID != "facility" {
			return Changed
		}
	}
	return Moved
}

// differs reports whether two states of a row say something else of the product; your own number is nothing that is notified.
func differs(was, is form.Row) bool {
	for _, c := range columns {
		if _, is := c.Differs(was.Cells[c.ID], is.Cells[c.ID]); is && c.ID != "no" {
			return true
		}
	}
	return false
}

func judgeChange(values form.Values, with procedure.Facts) procedure.Judged {
	j := judge(values, with)
	j.products()
	j.business(law.Sector(values[BusinessField].Text()))
	if with.Before != nil && !with.Corrects {
		if now := values[BusinessField]; !now.Empty() && !now.Same(with.Before[BusinessField]) {
			j.bad(BusinessField, "fault.notification.business.other", nil)
		}
		j.changes(starts(with.Before))
	}
	j.fold()
	return j.done()
}

// changes sees to it that every row which differs says so, and that every row which says so differs.
func (j *judging) changes(before form.Values) {
	was, marked := map[string]form.Row{}, false
	for _, r := range before[ProductsField].Rows {
		was[r.ID] = r
	}
	gone := len(was)
	for i, r := range j.values[ProductsField].Rows {
		old, filed := was[r.ID]
		if filed {
			gone--
		}
		change := r.Cells["change"].Text()
		marked = marked || change != ""
		switch {
		case !filed && change == "":
			j.badRow(i, "change", "fault.notification.change.added", nil)
		case !filed && change != Added:
			j.badRow(i, "change", "fault.notification.change.unfiled", nil)
		case filed && change == Added:
			j.badRow(i, "change", "fault.notification.change.filed", nil)
		case filed && change == "" && differs(old, r):
			j.badRow(i, "change", "fault.notification.change.unsaid", nil)
		case filed && (change == Changed || change == Moved) && !differs(old, r):
			j.badRow(i, "change", "fault.notification.change.same", nil)
		}
	}
	if gone > 0 {
		j.bad(ProductsField, "fault.notification.change.gone", fault.Args{"count": strconv.Itoa(gone)})
	}
	if !marked && !plantDiffers(before, j.values) {
		j.bad(ProductsField, "fault.notification.change.none", nil)
	}
}

// plantDiffers reports whether something is said of the facilities that was not said before.
func plantDiffers(before, now form.Values) bool {
	return len(form.Form{Steps: []form.Step{facilityStep}}.Diff(before, now)) > 0
}
