package listsheet_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/listsheet"
	"kanmin/internal/domain/fault"
)

func short(name string) listsheet.Table {
	return listsheet.Table{
		File: "people", Title: "担当者", List: "people", Columns: []listsheet.Column{{Key: "id"}, {Key: "name", Title: "氏名"}, {Title: "役割"}, {Key: "n", Title: "件数"}},
		Rows: [][]any{{"x1", name, "=1+1", 3}},
	}
}

func TestAShortListLeavesInEachFormat(t *testing.T) {
	t.Parallel()
	for format, want := range map[string]string{
		"csv": "\ufeff氏名,役割,件数\r\n髙﨑,'=1+1,3\r\n", "json": `{"people":[{"id":"x1","n":3,"name":"髙﨑"}]}` + "\n",
	} {
		w := httptest.NewRecorder()
		if err := short("髙﨑").Send(w, format); err != nil || w.Body.String() != want {
			t.Errorf("%s: %v %q", format, err, w.Body.String())
		}
	}
	for _, format := range []string{"xlsx", "sjis"} {
		w := httptest.NewRecorder()
		if err := short("髙木").Send(w, format); err != nil || w.Body.Len() == 0 || !strings.Contains(w.Header().Get("Content-Disposition"), "filename*=UTF-8''%E6%8B%85") {
			t.Errorf("%s: %v %s", format, err, w.Header())
		}
	}
}

// What cannot leave whole does not leave at all.
func TestAShortListThatCannotLeaveSaysWhere(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	err := short("𠮷野").Send(w, "sjis")
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || e.Kind != fault.Invalid || len(e.Fields) != 1 || e.Fields[0].Path != "『担当者』シート A2" || w.Body.Len() != 0 || w.Header().Get("Content-Type") != "" {
		t.Errorf("%+v %q", e, w.Body.String())
	}
	if err := short("a").Send(w, "pdf"); !fault.Is(err, fault.Hidden) {
		t.Error(err)
	}
}
