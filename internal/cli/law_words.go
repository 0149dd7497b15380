package cli

import (
	"fmt"
	"strings"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/event"
	"kanmin/internal/domain/law/inquiry"
	"kanmin/internal/domain/law/scope"
	"kanmin/internal/domain/text"
)

// lawSentences say on the command line what the catalogue of pages says about the rule book's faults.
var lawSentences = map[string]text.Both{
	"fault.invalid":         {Ja: "読み取れない箇所があります。", En: "Some places could not be read."},
	"fault.body.large":      {Ja: "ファイルが大きすぎます(上限{limit}バイト)。", En: "The file is too large (limit {limit} bytes)."},
	"fault.day.era":         {Ja: "{era}にその年はありません({text})。", En: "{era} had no such year ({text})."},
	"fault.day.form":        {Ja: "日付として読み取れませんでした({text})。例: 令和9年3月1日", En: "This could not be read as a date ({text}). Example: 2027-03-01"},
	"fault.day.none":        {Ja: "その日付はありません({text})。月の最後の日は{last}です。", En: "There is no such day ({text}). The last day of the month is {last}."},
	"fault.day.weekday":     {Ja: "曜日が合いません({text})。{is}です。", En: "The weekday does not agree ({text}). It is {is}."},
	"fault.json.array":      {Ja: "配列で書いてください。", En: "Please write a list."},
	"fault.json.depth":      {Ja: "入れ子が深すぎます(上限{limit}段)。", En: "Nested too deeply (limit {limit})."},
	"fault.json.duplicate":  {Ja: "同じ名前が二度あります。", En: "The same name occurs twice."},
	"fault.json.long":       {Ja: "件数が多すぎます({count}件)。上限は{limit}件です。", En: "Too many entries ({count}). The limit is {limit}."},
	"fault.json.number":     {Ja: "0から{most}までの整数で書いてください。", En: "Please write a whole number from 0 to {most}."},
	"fault.json.object":     {Ja: "オブジェクトで書いてください。", En: "Please write an object."},
	"fault.json.string":     {Ja: "文字列で書いてください。", En: "Please write a string."},
	"fault.json.syntax":     {Ja: "JSONとして読み取れませんでした({line}行{column}文字目)。", En: "This could not be read as JSON (line {line}, column {column})."},
	"fault.json.trailing":   {Ja: "JSONの後ろに余分な文字があります。", En: "There is something after the JSON."},
	"fault.json.unknown":    {Ja: "この名前({name})は読み取れませんでした。使える名前: {names}", En: "The name {name} is not known here. Names: {names}"},
	"fault.law.before":      {Ja: "{day}には、この規定({rule})はまだありません。{from}からです。", En: "On {day} this rule ({rule}) did not exist yet. It stands from {from}."},
	"fault.law.choice":      {Ja: "選択肢にない値です({text})。使える値: {choices}", En: "This is not one of the choices ({text}). Choices: {choices}"},
	"fault.law.class":       {Ja: "事業の種別を読み取れませんでした({text})。", En: "There is no such class of business ({text})."},
	"fault.law.corporate":   {Ja: "法人番号は13桁の数字です({text})。", En: "A corporate number has 13 digits ({text})."},
	"fault.law.day.missing": {Ja: "{rule}の起算日({opens})を --on で指定してください。", En: "Give the day that opens {rule} ({opens}) with --on."},
	"fault.law.empty":       {Ja: "届出(notification)か事案(event)の事実を書いてください。", En: "Give the facts of a notification or of an event."},
	"fault.law.far":         {Ja: "{day}は先の日付すぎます。計算できるのは{last}までです。", En: "{day} is too far ahead. Dates are computed until {last}."},
	"fault.law.missing":     {Ja: "記入してください。", En: "Please give this."},
	"fault.law.reason":      {Ja: "類型を手で決めたときは、理由を書いてください。", En: "Types set by hand need a reason."},
	"fault.law.reference":   {Ja: "この番号({id})のものがありません。", En: "There is nothing with the id {id}."},
	"fault.law.rule":        {Ja: "期限の種類を読み取れませんでした({rule})。使える値: {rules}", En: "There is no such rule ({rule}). Rules: {rules}"},
	"fault.law.sector":      {Ja: "事業の区分を読み取れませんでした({text})。使える値: {sectors}", En: "There is no such sector ({text}). Sectors: {sectors}"},
	"fault.law.twice":       {Ja: "同じ番号({id})が二度あります。", En: "The id {id} occurs twice."},
	"fault.text.bidi":       {Ja: "文字の向きを変える文字があります({place}文字目)。", En: "There is a character that changes the direction of text (at {place})."},
	"fault.text.control":    {Ja: "使えない文字があります({place}文字目)。", En: "There is a character that cannot be used (at {place})."},
	"fault.text.encoding":   {Ja: "文字コードがUTF-8ではありません({place}文字目)。", En: "The text is not UTF-8 (at {place})."},
	"fault.text.long":       {Ja: "長すぎます({count}文字)。上限は{limit}文字です。", En: "Too long ({count} characters). The limit is {limit}."},
	"fault.text.nul":        {Ja: "使えない文字があります({place}文字目)。", En: "There is a character that cannot be used (at {place})."},
}

// lawSentence fills the sentence of a code.
func lawSentence(code string, args fault.Args) text.Both {
	t, ok := lawSentences[code]
	if !ok {
		return text.Both{Ja: code, En: code}
	}
	for k, v := range args {
		t.Ja, t.En = strings.ReplaceAll(t.Ja, "{"+k+"}", v), strings.ReplaceAll(t.En, "{"+k+"}", v)
	}
	return t
}

// words writes an answer line by line in one language.
type words struct {
	strings.Builder
	lang string
}

func (w *words) line(depth int, t text.Both) {
	w.WriteString(strings.Repeat("  ", depth) + t.In(w.lang) + "\n")
}

func (w *words) both(depth int, ja, en string) { w.line(depth, text.Both{Ja: ja, En: en}) }

func badge(c law.Certainty) text.Both {
	l := c.Label()
	return text.Both{Ja: "【" + l.Ja + "】", En: " [" + l.En + "]"}
}

func dueWords(d law.Due, lang string) string {
	w := &words{lang: lang}
	w.due(0, d)
	return w.String()
}

func (w *words) due(depth int, d law.Due) {
	b := badge(d.Certainty)
	w.both(depth, d.Name.Ja+": "+d.Due.Both()+b.Ja, d.Name.En+": "+d.Due.English()+b.En)
	for _, s := range d.Steps {
		w.line(depth+1, s.Both)
	}
	for _, r := range d.Alternatives {
		w.both(depth+1, "別の読み方: "+r.Due.Both()+" "+r.Ja, "other reading: "+r.Due.English()+" "+r.En)
	}
	for _, n := range d.Notes {
		w.line(depth+1, n)
	}
	var ja, en []string
	for _, p := range d.Provision {
		ja, en = append(ja, p.Ja), append(en, p.En)
	}
	w.both(depth+1, "根拠: "+strings.Join(ja, "、")+" ("+d.Book+")", "basis: "+strings.Join(en, ", ")+" ("+d.Book+")")
}

func answerWords(a inquiry.Answer, lang string) string {
	w := &words{lang: lang}
	for _, e := range a.Understood {
		w.both(0, e.Path+": "+e.Says.Ja, e.Path+": "+e.Says.En)
	}
	if a.Notification != nil {
		w.notification(a.Notification)
	}
	if a.Event != nil {
		w.event(a.Event)
	}
	return w.String()
}

func (w *words) notification(r *scope.Result) {
	for _, n := range r.Notes {
		w.line(0, n)
	}
	for _, c := range r.Contradictions {
		places := " (" + strings.Join(c.Places, ", ") + ")"
		w.both(0, "食い違い: "+c.Says.Ja+places, "contradiction: "+c.Says.En+places)
	}
	for i := range r.Machines {
		v := &r.Machines[i]
		b := badge(v.Certainty)
		w.both(0, v.ID+": "+v.Summary.Ja+b.Ja, v.ID+": "+v.Summary.En+b.En)
		for _, l := range v.Lines {
			mark := map[law.Truth]text.Both{law.Yes: {Ja: "届出", En: "file"}, law.No: {Ja: "不要", En: "no"}, law.Maybe: {Ja: "要確認", En: "ask"}}[l.File]
			w.both(1, mark.Ja+" "+l.Maker+" "+l.Product+" ("+l.Why.Ja+")", mark.En+" "+l.Maker+" "+l.Product+" ("+l.Why.En+")")
		}
		for _, d := range v.Dues {
			w.both(1, d.Name.Ja+": "+d.Due.Both(), d.Name.En+": "+d.Due.English())
		}
		for _, o := range v.Readings {
			w.both(1, o.Name.Ja, o.Name.En)
		}
		for _, c := range v.Open {
			w.both(1, "未回答: "+c.Fact.Ja+" "+c.To.Ja+" → "+c.Outcome.Ja, "open: "+c.Fact.En+" "+c.To.En+" → "+c.Outcome.En)
		}
	}
}

func (w *words) event(r *event.Result) {
	for _, n := range r.Notes {
		w.line(0, n)
	}
	for _, c := range r.Contradictions {
		places := " (" + strings.Join(c.Places, ", ") + ")"
		w.both(0, "食い違い: "+c.Says.Ja+places, "contradiction: "+c.Says.En+places)
	}
	b := badge(r.Certainty)
	w.both(0, r.Summary.Ja+b.Ja, r.Summary.En+b.En)
	for _, h := range r.Heads {
		w.both(1, h.Name.Ja+": "+h.Outcome.Label().Ja, h.Name.En+": "+h.Outcome.Label().En)
	}
	if !r.Awareness.Day.IsZero() {
		w.both(1, "認知の日: "+r.Awareness.Day.Both()+" "+r.Awareness.Name.Ja, "aware: "+r.Awareness.Day.English()+", "+r.Awareness.Name.En)
	}
	for _, c := range r.Clocks {
		w.both(1, fmt.Sprintf("%s(%s)", c.Name.Ja, c.ChannelName.Ja), fmt.Sprintf("%s (%s)", c.Name.En, c.ChannelName.En))
		if c.Prompt != nil {
			w.line(2, *c.Prompt)
		}
		for _, d := range c.Dues {
			w.both(2, d.Name.Ja+": "+d.Due.Both(), d.Name.En+": "+d.Due.English())
		}
	}
	for _, c := range r.Open {
		w.both(1, "未回答: "+c.Fact.Ja+" "+c.To.Ja+" → "+c.Outcome.Ja, "open: "+c.Fact.En+" "+c.To.En+" → "+c.Outcome.En)
	}
}
