package reports

import (
	"net/url"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/door/web/ministry/concentration"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/statistic"
)

// sameMost is how many products of a report are offered to look for.
const sameMost = 10

// same leads from the products that a report names, as far as this office received them, to the operators that notified them (届出). Filed rows
// alone are asked, and what the reader may count is judged there.
func same(r *gate.Request, cut form.Form, values form.Values) (list []look.Link) {
	if r.Scope.Permit(concentration.MayCount) != nil {
		return nil
	}
	for _, f := range cut.Fields() {
		if f.ID != "products" || f.Kind == form.Table {
			continue
		}
		for _, name := range statistic.ProductNames(values[f.ID].Text()) {
			list = append(list, look.Link{To: concentration.Path + "/concerned?" + url.Values{"q": {name}}.Encode(), Text: name})
		}
	}
	return list[:min(len(list), sameMost)]
}
