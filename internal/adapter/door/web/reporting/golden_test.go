package reporting_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	looks "kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/formsheet"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func both(ja, en string) text.Both { return text.Both{Ja: ja, En: en} }

// stopped is a procedure that exists as data only, with a question that depends on another, a step that does, and a table.
var stopped = procedure.Version{Number: "報-R8-7K4M-2QXD-W", Version: 2, Record: procedure.Record{Declaration: procedure.Declaration{
	Name: both("止まった設備の報告", "Machines that stopped"), To: procedure.ToOffice, Title: "経済産業大臣", Corrects: true,
	Form: form.Form{ID: "stopped", Title: both("止まった設備を知らせる", "Tell what stopped"), Steps: []form.Step{
		{ID: "step_1", Title: both("何がありましたか", "What happened?"), Fields: []form.Field{
			{ID: "item_1", Label: both("あったこと", "What happened"), Kind: form.Area, Limit: 2000, Needed: true, Section: "outline"},
			{ID: "item_2", Label: both("起きた場面", "Where"), Kind: form.Choice, Needed: true, Unknowable: true, Section: "outline", Options: []form.Option{{ID: "mail", Label: both("メール", "Mail")}, {ID: "other", Label: both("その他", "Other")}}},
			{ID: "item_3", Label: both("どのような場面か", "Which"), Kind: form.Line, Limit: 200, Section: "outline", When: form.Condition{Field: "item_2", In: []string{"other"}}},
		}},
		{ID: "step_2", Title: both("メールについて", "About the mail"), When: form.Condition{Field: "item_2", In: []string{"mail"}}, Fields: []form.Field{
			{ID: "item_4", Label: both("送った人数", "Receivers"), Kind: form.Count, Min: 1, Max: 500, Section: "outline"},
		}},
		{ID: "step_3", Title: both("設備", "Machines"), Fields: []form.Field{
			{ID: "item_5", Label: both("設備の一覧", "Machines"), Kind: form.Table, Limit: 100, Section: "technical", Key: []string{"name"}, Columns: []form.Field{
				{ID: "name", Label: both("設備の名前", "Name"), Kind: form.Line, Limit: 100, Needed: true},
				{ID: "stopped", Label: both("止まった日", "Stopped on"), Kind: form.Day},
				{ID: "count", Label: both("台数", "Count"), Kind: form.Count, Min: 1, Max: 9999},
			}},
		}},
	}},
}}}.Procedure()

// answers hold what a spreadsheet would calculate, a character beyond the basic plane, and an answer that is not asked.
const answers = `{"item_1":"=HYPERLINK(\"https://example.jp\")\n神﨑が止めた","item_2":"other","item_3":"印刷, 「控え」","item_5":[` +
	`{"_id":"7k4m2qxd7k4m2qxd7k4m2qxd7k","name":"+監視端末","stopped":"2026-11-20","count":3},{"_id":"8k4m2qxd7k4m2qxd7k4m2qxd7k","name":"中継サーバー\"北\"","stopped":null,"count":null}]}`

// TestWhatProgramsReadOfAProcedureMadeAsData keeps each shape that a client parses: the schema, the canonical body, the export, and the
// tables as CSV in UTF-8 and CP932. A changed byte is a changed contract.
func TestWhatProgramsReadOfAProcedureMadeAsData(t *testing.T) {
	t.Parallel()
	say := func(key string, pairs ...any) string { return looks.Say(looks.Ja, key, pairs...) }
	values, err := stopped.Form.Decode([]byte(answers))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := stopped.Form.Schema()
	keep(t, "schema.json", schema, err)
	canonical, err := stopped.Form.Canonical(values)
	keep(t, "canonical.json", canonical, err)
	arrived := filing.Filing{Number: "報-R8-2MHX-9D3C-K", Kind: "P-R8-7K4M-2QXD-W@2", State: filing.Fixed, Rev: 2, ArrivedAt: 1795742021000000}
	filed, err := formsheet.Arrived(stopped, arrived, filing.Content{Values: canonical, Filer: filing.FilerBlock{Name: "あおぞら送配電株式会社"}}, say)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"content.json", formsheet.AnswersID + ".csv", formsheet.AnswersID + ".cp932.csv", "item_5.csv", "item_5.cp932.csv"} {
		var b bytes.Buffer
		_, err := filed.Write(&b, name, say)
		keep(t, name, b.Bytes(), err)
	}
	values["item_1"] = form.Value{Texts: []string{"𠮷"}} // it has no place in CP932: refused with its place, not replaced
	var b bytes.Buffer
	if _, err := formsheet.File(&b, stopped, values, formsheet.AnswersID+".cp932.csv", say); err == nil {
		t.Error("a character that CP932 lacks was written")
	}
}

func keep(t *testing.T, name string, got []byte, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(want, got) {
		t.Errorf("%s is not what clients know (-update rewrites it): %v\n%s", name, err, got)
	}
}
