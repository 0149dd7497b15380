package views_test

import (
	"testing"

	"kanmin/internal/adapter/door/web/views"
	"kanmin/internal/domain/view"
)

// A saved view of all notifications leads to their own list, one of a procedure to that of the procedure.
func TestAViewOfNotificationsLeadsToTheirList(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][2]string{
		"kind=asset.&state=fixed": {"/ministry/notification?kind=asset.&state=fixed", "/operator/notification?kind=asset.&state=fixed"},
		"kind=P-R8-2222-2222-9":   {"/ministry/procedures/P-R8-2222-2222-9/filings?kind=P-R8-2222-2222-9", "/reporting/procedures/P-R8-2222-2222-9/filings?kind=P-R8-2222-2222-9"},
	} {
		if got := [2]string{views.At(view.Filings, query), views.At(view.Sent, query)}; got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}
