package routing

import (
	"net/url"
	"slices"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/door/web/admin"
	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/domain/party"
)

// onward is what the form of the 通知 says it is about.
const onward = "onward"

// moment is the form of the rule of the 通知: when the minister tells the 内閣総理大臣 of a 届出.
func (l loaded) moment(r *gate.Request, posted url.Values, on, ground look.Field) admin.Form {
	v := admin.Form{
		Title: r.T("routing.onward"), Lead: r.T("routing.onward.lead"), Action: Path, More: []look.Link{{To: Path, Text: r.T("routing.title")}}, Hidden: []admin.Pair{{Name: "of", Value: onward}},
		Fields: []look.Field{
			{Kind: look.Radio, ID: "when", Label: r.T("routing.onward.when"), Need: true, Options: chosen(moments(r), posted.Get("when"))},
			{Kind: look.Line, ID: "cited", Label: r.T("routing.cited"), Hint: r.T("routing.cited.hint"), Need: true, Value: posted.Get("cited")},
			choice(r, posted, "certainty", "", certainties(r)),
			on, ground,
		},
	}
	rows := slices.DeleteFunc(slices.Clone(l.rows), func(t party.Routing) bool { return t.Kind != party.OnwardKind })
	if len(rows) > 0 {
		v.Tables = []look.Table{l.table(r, rows, true)}
	}
	return v
}

func moments(r *gate.Request) (list []look.Option) {
	for _, m := range party.Moments {
		list = append(list, look.Option{Value: m, Label: r.T("routing.when." + m)})
	}
	return list
}
