package procedures

import (
	"strconv"
	"strings"

	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// The pages on which a declaration is written are forms themselves. Each has a reading of the declaration into answers, and one
// of answers into the declaration.

func b(ja, en string) text.Both { return text.Both{Ja: ja, En: en} }

func line(id, ja, en string, limit int, help text.Both) form.Field {
	return form.Field{ID: id, Kind: form.Line, Label: b(ja, en), Limit: limit, Help: help}
}

func area(id, ja, en string, limit int, help text.Both) form.Field {
	return form.Field{ID: id, Kind: form.Area, Label: b(ja, en), Limit: limit, Help: help}
}

func choice(id, ja, en string, help text.Both, options ...form.Option) form.Field {
	return form.Field{ID: id, Kind: form.Choice, Label: b(ja, en), Help: help, Options: options}
}

func option(id, ja, en string) form.Option { return form.Option{ID: id, Label: b(ja, en)} }

var yes = option("yes", "はい", "Yes")

// asked are the fields of a declaration of some kinds, as options.
func asked(d procedure.Declaration, kinds ...form.Kind) []form.Option {
	var list []form.Option
	for _, f := range d.Form.Fields() {
		for _, k := range kinds {
			if f.Kind == k {
				list = append(list, form.Option{ID: f.ID, Label: f.Label})
			}
		}
	}
	return list
}

func aboutForm(d procedure.Declaration) form.Form {
	return form.Form{Steps: []form.Step{{Fields: []form.Field{
		line("name_ja", "手続の名前", "Name in Japanese", 80, b("一覧や見出しに出ます。", "Shown in lists and headings.")),
		line("name_en", "手続の名前(英語)", "Name in English", 80, text.Both{}),
		line("title_ja", "書くときの見出し", "Heading for who fills it in", 200, b("例: ヒヤリハットを知らせる", "For instance: Tell of a near miss")),
		line("title_en", "書くときの見出し(英語)", "The heading in English", 200, text.Both{}),
		area("lead_ja", "最初に伝えること", "What is said first", 1000, b("任意の手続か、何に使うかを書きます。", "Say whether it is voluntary, and what it is for.")),
		area("lead_en", "最初に伝えること(英語)", "The same in English", 1000, text.Both{}),
		choice("to", "提出先", "Who receives it", text.Both{}, option(string(procedure.ToOffice), "自分の部署", "Your office"), option(string(procedure.ToJurisdiction), "法5条の報告と同じ提出先", "The addressees of reports")),
		line("title", "提出先の宛名", "How the office is addressed", 80, b("自分の部署が受けるときに使います。例: 経済産業大臣", "Used where your office receives it.")),
		choice("number", "整理番号の種類", "Kind of number", text.Both{}, option(string(ident.NumberReport), "報(報告)", "R (report)"), option(string(ident.NumberNotification), "届(届出)", "N (notification)")),
		choice("corrects", "提出後の訂正", "Corrections after sending", b("訂正は新しい版として届き、前の版も残ります。", "A correction arrives as a further revision; the earlier one stays."), yes),
		choice("contact", "連絡先になる項目", "Item that holds the contact", text.Both{}, asked(d, form.Line)...),
		choice("summary", "一覧に出す項目", "Item shown in lists", b("最初の1行が、一覧の見出しになります。", "Its first line heads the entry in lists."), asked(d, form.Line, form.Area, form.Choice, form.Choices)...),
		choice("term_field", "提出の目安を数え始める日", "Day from which the term counts", b("目安を過ぎても受け付けます。", "What comes later is taken in all the same."), asked(d, form.Day, form.Moment)...),
		line("term_days", "提出の目安(日数)", "Term in days", 4, text.Both{}),
		area("parts", "見える範囲の区分", "Release sections", 4000, b("1行に1つ「記号 | 日本語 | 英語」と書きます。項目ごとに、どの区分かを選びます。", "One a line: id | Japanese | English. Each item stands in one of them.")),
	}}}}
}

func set(v form.Values, id, s string) {
	if s != "" {
		v[id] = form.Value{Texts: []string{s}}
	}
}

func aboutValues(d procedure.Declaration) form.Values {
	v := form.Values{}
	set(v, "name_ja", d.Name.Ja)
	set(v, "name_en", d.Name.En)
	set(v, "title_ja", d.Form.Title.Ja)
	set(v, "title_en", d.Form.Title.En)
	set(v, "lead_ja", d.Form.Lead.Ja)
	set(v, "lead_en", d.Form.Lead.En)
	set(v, "to", string(d.To))
	set(v, "title", d.Title)
	set(v, "number", string(d.Number))
	set(v, "contact", d.Contact)
	if d.Corrects {
		set(v, "corrects", yes.ID)
	}
	if len(d.Summary) > 0 {
		set(v, "summary", d.Summary[0])
	}
	set(v, "term_field", d.Term.Field)
	if d.Term.Days != 0 {
		set(v, "term_days", strconv.Itoa(d.Term.Days))
	}
	var parts []string
	for _, p := range d.Form.Parts {
		parts = append(parts, p.ID+" | "+p.Name.Ja+" | "+p.Name.En)
	}
	set(v, "parts", strings.Join(parts, "\n"))
	return v
}

func readAbout(d procedure.Declaration, v form.Values) procedure.Declaration {
	t := func(id string) string { return strings.TrimSpace(v[id].Text()) }
	d.Name, d.Form.Title, d.Form.Lead = b(t("name_ja"), t("name_en")), b(t("title_ja"), t("title_en")), b(t("lead_ja"), t("lead_en"))
	d.To, d.Title, d.Number, d.Contact, d.Corrects = procedure.Route(t("to")), t("title"), ident.NumberKind(t("number")), t("contact"), t("corrects") == yes.ID
	if d.Summary = nil; t("summary") != "" {
		d.Summary = []string{t("summary")}
	}
	days, err := strconv.Atoi(t("term_days"))
	if err != nil {
		days = 0
	}
	if d.Term = (procedure.Term{}); t("term_field") != "" || days != 0 {
		d.Term = procedure.Term{Field: t("term_field"), Days: days}
	}
	d.Form.Parts = nil
	for i, cells := range rows(t("parts")) {
		d.Form.Parts = append(d.Form.Parts, form.Part{ID: cells.id("part", i), Name: cells.name()})
	}
	return d
}

// row is one line of "id | Japanese | English", or "Japanese | English", or Japanese alone.
type row []string

func rows(s string) (list []row) {
	for l := range strings.Lines(strings.ReplaceAll(s, "｜", "|")) {
		if l = strings.TrimSpace(l); l == "" {
			continue
		}
		var cells row
		for c := range strings.SplitSeq(l, "|") {
			cells = append(cells, strings.TrimSpace(c))
		}
		list = append(list, cells)
	}
	return list
}

func (c row) id(prefix string, i int) string {
	if len(c) > 2 {
		return c[0]
	}
	return prefix + "_" + strconv.Itoa(i+1)
}

func (c row) name() text.Both {
	switch len(c) {
	case 1:
		return b(c[0], c[0])
	case 2:
		return b(c[0], c[1])
	}
	return b(c[1], c[2])
}

func questionForm(d procedure.Declaration, at int) form.Form {
	return form.Form{Steps: []form.Step{{Fields: append([]form.Field{
		line("title_ja", "質問", "Question", 200, b("1ページに1つの質問です。例: いつ気付きましたか", "One question a page.")),
		line("title_en", "質問(英語)", "Question in English", 200, text.Both{}),
		area("lead_ja", "質問の下に書く説明", "Explanation below it", 1000, text.Both{}),
		area("lead_en", "説明(英語)", "Explanation in English", 1000, text.Both{}),
		line("short_ja", "段階の列に出す短い言葉", "Short word in the row of steps", 200, text.Both{}),
		line("short_en", "短い言葉(英語)", "Short word in English", 200, text.Both{}),
	}, when(d, at, -1)...)}}}
}

// when are the two fields of a condition: an item that is asked before, and which of its answers.
func when(d procedure.Declaration, step, item int) []form.Field {
	var before []form.Option
	for i, s := range d.Form.Steps {
		for j, f := range s.Fields {
			if (i < step || i == step && j < item) && (f.Kind == form.Choice || f.Kind == form.Choices) {
				before = append(before, form.Option{ID: f.ID, Label: f.Label})
			}
		}
	}
	return []form.Field{
		choice("when_field", "次の項目の答えによって聞く", "Asked only after this item's answer", b("いつも聞くときは選びません。", "Leave it empty to ask always."), before...),
		line("when_in", "その答え(選択肢の記号)", "The answers (ids of options)", 200, b("複数は「,」で区切ります。", "Part several by commas.")),
	}
}

func condition(v form.Values) form.Condition {
	c := form.Condition{Field: strings.TrimSpace(v["when_field"].Text())}
	c.In = append(c.In, strings.FieldsFunc(v["when_in"].Text(), func(r rune) bool { return strings.ContainsRune(", 、，", r) })...)
	return c
}

func conditioned(v form.Values, c form.Condition) {
	set(v, "when_field", c.Field)
	set(v, "when_in", strings.Join(c.In, ", "))
}

func questionValues(s form.Step) form.Values {
	v := form.Values{}
	set(v, "title_ja", s.Title.Ja)
	set(v, "title_en", s.Title.En)
	set(v, "lead_ja", s.Lead.Ja)
	set(v, "lead_en", s.Lead.En)
	set(v, "short_ja", s.Short.Ja)
	set(v, "short_en", s.Short.En)
	conditioned(v, s.When)
	return v
}

func readQuestion(s form.Step, v form.Values) form.Step {
	t := func(id string) string { return strings.TrimSpace(v[id].Text()) }
	s.Title, s.Lead, s.Short, s.When = b(t("title_ja"), t("title_en")), b(t("lead_ja"), t("lead_en")), b(t("short_ja"), t("short_en")), condition(v)
	return s
}

func itemForm(d procedure.Declaration, step, item int) form.Form {
	var parts []form.Option
	for _, p := range d.Form.Parts {
		parts = append(parts, form.Option{ID: p.ID, Label: p.Name})
	}
	return form.Form{Steps: []form.Step{{Fields: append([]form.Field{
		line("label_ja", "項目の名前", "Name of the item", 200, text.Both{}),
		line("label_en", "項目の名前(英語)", "Name in English", 200, text.Both{}),
		choice("kind", "答え方", "How it is answered", text.Both{},
			option(string(form.Line), "1行の文", "One line"), option(string(form.Area), "数行の文", "Several lines"), option(string(form.Choice), "1つ選ぶ", "One of several"),
			option(string(form.Choices), "いくつでも選ぶ", "Any of several"), option(string(form.Day), "日付", "A day"), option(string(form.Moment), "日時", "A moment"), option(string(form.Count), "数", "A number"), option(string(form.Table), "表(何行でも)", "A table of rows")),
		area("columns", "表の列", "Columns of the table", 20_000, b("表のときに、1行に1列「記号 | 日本語 | 英語 | 答え方」と書きます。答え方は「文」「日付」「日時」「数」「選択: 甲、乙」です。必要な列は名前の後に*を付けます。", "For a table, one column a line: id | Japanese | English | kind. A kind is text, day, moment, number or choice: A, B. Mark what is needed with *.")),
		line("number", "管理番号の列(記号)", "Column of the organisation's own number", 40, b("同じ行を見分けるために使います。", "By it a row is known again.")),
		area("options", "選択肢", "Options", 20_000, b("1行に1つ「記号 | 日本語 | 英語」と書きます。", "One a line: id | Japanese | English.")),
		choice("needed", "答えが必要", "An answer is needed", text.Both{}, yes),
		choice("unknowable", "「未把握」を選べる", "“Not known yet” is an answer", text.Both{}, yes),
		choice("section", "見える範囲の区分", "Release section", text.Both{}, parts...),
		line("help_ja", "説明", "Explanation", 1000, text.Both{}),
		line("help_en", "説明(英語)", "Explanation in English", 1000, text.Both{}),
		line("example_ja", "記入例", "Example", 1000, text.Both{}),
		line("example_en", "記入例(英語)", "Example in English", 1000, text.Both{}),
		line("limit", "文字数か行数の上限", "Most characters or rows", 6, b("文と表に使います。空欄は、1行500字、数行2000字、表500行です。", "For texts and tables. Empty: 500 for a line, 2000 for several, 500 rows.")),
		line("min", "数の下限", "Least number", 9, text.Both{}),
		line("max", "数の上限", "Greatest number", 9, text.Both{}),
		line("ground", "答えを求める根拠", "Provision that asks for it", 200, text.Both{}),
	}, when(d, step, item)...)}}}
}

func itemValues(f form.Field) form.Values {
	v := form.Values{}
	flag := func(id string, on bool) {
		if on {
			set(v, id, yes.ID)
		}
	}
	number := func(id string, n int) {
		if n != 0 {
			set(v, id, strconv.Itoa(n))
		}
	}
	set(v, "label_ja", f.Label.Ja)
	set(v, "label_en", f.Label.En)
	set(v, "kind", string(f.Kind))
	var options []string
	for _, o := range f.Options {
		options = append(options, o.ID+" | "+o.Label.Ja+" | "+o.Label.En)
	}
	set(v, "options", strings.Join(options, "\n"))
	set(v, "columns", columnsText(f.Columns))
	set(v, "number", f.Number)
	flag("needed", f.Needed)
	flag("unknowable", f.Unknowable)
	set(v, "section", f.Section)
	set(v, "help_ja", f.Help.Ja)
	set(v, "help_en", f.Help.En)
	set(v, "example_ja", f.Example.Ja)
	set(v, "example_en", f.Example.En)
	number("limit", f.Limit)
	number("min", f.Min)
	number("max", f.Max)
	set(v, "ground", f.Ground)
	conditioned(v, f.When)
	return v
}

// readItem leaves out what the kind of the item does not have, so that a changed kind leaves nothing behind.
func readItem(f form.Field, v form.Values) form.Field {
	t := func(id string) string { return strings.TrimSpace(v[id].Text()) }
	n := func(id string) int {
		n, err := strconv.Atoi(t(id))
		if err != nil {
			return 0
		}
		return n
	}
	f = form.Field{
		ID: f.ID, Kind: form.Kind(t("kind")), Label: b(t("label_ja"), t("label_en")), Help: b(t("help_ja"), t("help_en")), Example: b(t("example_ja"), t("example_en")),
		Needed: t("needed") == yes.ID, Unknowable: t("unknowable") == yes.ID, Section: t("section"), Ground: t("ground"), When: condition(v),
	}
	switch f.Kind {
	case form.Choice, form.Choices:
		for i, cells := range rows(t("options")) {
			f.Options = append(f.Options, form.Option{ID: cells.id("o", i), Label: cells.name()})
		}
	case form.Line, form.Area:
		if f.Limit = n("limit"); t("limit") == "" {
			f.Limit = map[form.Kind]int{form.Line: 500, form.Area: 2000}[f.Kind]
		}
	case form.Count:
		f.Min, f.Max = n("min"), n("max")
	case form.Day, form.Moment:
		f.AskFuture = true // what lies ahead is asked about, never refused
	case form.Table:
		if f.Limit = n("limit"); t("limit") == "" {
			f.Limit = 500
		}
		f.Columns, f.Number, f.Unknowable = readColumns(t("columns")), t("number"), false
	}
	return f
}
