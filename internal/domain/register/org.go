// Package register owns what the platform's administrators enter about who takes part: the registration of an
// organisation (届出者欄, R18) and of its units, the tree that the units make, and what two of them decide together.
package register

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/party"
	"kanmin/internal/domain/text"
)

// OrgForm is the registration of an organisation: the block from which every filing takes its 届出者欄. Page, API, the
// sheet for many and the history come from it.
var OrgForm = form.Form{
	ID:    "register.org",
	Title: text.Both{Ja: "組織の登録", En: "Registration of an organisation"},
	Steps: []form.Step{{ID: "org", Fields: []form.Field{
		{ID: "kind", Kind: form.Choice, Needed: true, Label: text.Both{Ja: "種別", En: "Kind"}, Options: kindOptions},
		{ID: "name", Kind: form.Line, Limit: 120, Needed: true, Label: text.Both{Ja: "名称", En: "Name"}, Example: text.Both{Ja: "あおぞら送配電株式会社", En: "あおぞら送配電株式会社"}},
		{ID: "kana", Kind: form.Line, Limit: 200, Label: text.Both{Ja: "名称のふりがな", En: "Reading of the name"}, Example: text.Both{Ja: "あおぞらそうはいでん", En: "あおぞらそうはいでん"}},
		{ID: "name_en", Kind: form.Line, Limit: 200, Label: text.Both{Ja: "英語の名称", En: "Name in English"}},
		{ID: "corporate_number", Kind: form.Line, Limit: 30, Label: text.Both{Ja: "法人番号", En: "Corporate number"}, Help: text.Both{
			Ja: "13桁です。先頭の数字で、書き誤りを確かめます。事業者、維持管理者、供給者では必要です。",
			En: "13 digits; the first one tells a slip. Operators, maintainers and suppliers need one.",
		}, Example: text.Both{Ja: "8000012050001", En: "8000012050001"}},
		{ID: "address", Kind: form.Line, Limit: 300, Label: text.Both{Ja: "所在地", En: "Address"}},
		{ID: "rep_title", Kind: form.Line, Limit: 100, Label: text.Both{Ja: "代表者の役職", En: "Title of the representative"}, Example: text.Both{Ja: "代表取締役社長", En: "代表取締役社長"}},
		{ID: "rep_name", Kind: form.Line, Limit: 100, Label: text.Both{Ja: "代表者の氏名", En: "Name of the representative"}},
		{ID: "rep_kana", Kind: form.Line, Limit: 100, Label: text.Both{Ja: "代表者のふりがな", En: "Reading of the representative's name"}},
		{ID: "phone", Kind: form.Line, Limit: 60, Label: text.Both{Ja: "代表電話", En: "Telephone"}, Example: text.Both{Ja: "03-0000-2001", En: "03-0000-2001"}},
	}}},
}

// Kinds lists the kinds of organisation that may be entered; the platform's own is founded, not entered.
var Kinds = []party.Kind{
	party.Operator, party.Maintainer, party.Supplier, party.Ministry, party.Cabinet, party.NCO, party.Council, party.Member, party.Friend, party.Foreign, party.Helper,
}

var kindWords = map[party.Kind]text.Both{
	party.Operator: {Ja: "事業者", En: "Operator"}, party.Maintainer: {Ja: "維持管理者", En: "Maintainer"}, party.Supplier: {Ja: "供給者", En: "Supplier"},
	party.Ministry: {Ja: "所管省庁", En: "Ministry"}, party.Cabinet: {Ja: "内閣府", En: "Cabinet Office"}, party.NCO: {Ja: "国家サイバー統括室", En: "National Cybersecurity Office"},
	party.Council: {Ja: "協議会事務局", En: "Council secretariat"}, party.Member: {Ja: "協議会の構成員", En: "Council member"},
	party.Friend: {Ja: "協議会フレンズ(仮称)", En: "Council friend (provisional name)"}, party.Foreign: {Ja: "外国政府等", En: "Foreign authority"},
	party.Helper: {Ja: "支援機関", En: "Organisation that helps"}, party.Platform: {Ja: "基盤の運営", En: "Platform operations"},
}

// KindWords is what people call a kind of organisation.
func KindWords(k party.Kind) text.Both { return kindWords[k] }

var kindOptions = func() (list []form.Option) {
	for _, k := range Kinds {
		list = append(list, form.Option{ID: string(k), Label: kindWords[k]})
	}
	return list
}()

// Values writes a registration as the form has it.
func Values(o party.Org) form.Values {
	v := form.Values{}
	for id, s := range map[string]string{
		"kind": string(o.Kind), "name": o.Name, "kana": o.Kana, "name_en": o.NameEn, "corporate_number": o.CorporateNumber, "address": o.Address,
		"rep_title": o.Representative.Title, "rep_name": o.Representative.Name, "rep_kana": o.Representative.Kana, "phone": o.Phone,
	} {
		if s != "" {
			v[id] = form.Value{Texts: []string{s}}
		}
	}
	return v
}

// ReadOrg judges what was entered and returns the registration; an Invalid fault names every place. The
// organisation's id is the caller's.
func ReadOrg(values form.Values) (party.Org, error) {
	var l fault.List
	tidy, _, err := OrgForm.Check(values, ident.Instant(0))
	if e, ok := err.(*fault.Error); ok { //nolint:errorlint // of Check, never wrapped
		l.Fields = e.Fields
	} else if err != nil {
		return party.Org{}, err
	}
	at := func(id string) string { return tidy[id].Text() }
	o := party.Org{
		Kind: party.Kind(at("kind")), Name: at("name"), Kana: at("kana"), NameEn: at("name_en"), CorporateNumber: TidyNumber(at("corporate_number")),
		Address: at("address"), Representative: party.Post{Title: at("rep_title"), Name: at("rep_name"), Kana: at("rep_kana")}, Phone: at("phone"),
	}
	switch {
	case o.CorporateNumber == "" && needsNumber(o.Kind):
		l.Add("corporate_number", "fault.form.needed", nil)
	case o.CorporateNumber != "" && !party.CheckCorporateNumber(o.CorporateNumber):
		l.Add("corporate_number", numberFault(o.CorporateNumber), fault.Args{"text": clip(o.CorporateNumber)})
	}
	checkKana(&l, "kana", o.Kana)
	checkKana(&l, "rep_kana", o.Representative.Kana)
	checkPhone(&l, "phone", o.Phone)
	return o, l.Err()
}

// needsNumber: a 届出者 and those who act for or supply one are known by their 法人番号; offices of the State and
// foreign authorities may have none.
func needsNumber(k party.Kind) bool {
	return k == party.Operator || k == party.Maintainer || k == party.Supplier
}

// TidyNumber reads a 法人番号 as people type it: any width, with spaces, hyphens or a leading T of an invoice number.
func TidyNumber(s string) string {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '-', ' ', '\t', '‐', '‑', '–', '—', 'ー', 'ｰ', '−', '\u3000':
			return -1
		}
		return r
	}, width.Narrow.String(s))
	return strings.TrimPrefix(s, "T")
}

// numberFault tells a slip in a digit from something that is no number of 13 digits.
func numberFault(s string) string {
	if len(s) == 13 && strings.Trim(s, "0123456789") == "" {
		return "fault.register.check"
	}
	return "fault.register.digits"
}

func checkKana(l *fault.List, path, s string) {
	for _, r := range s {
		if !(unicode.In(r, unicode.Hiragana, unicode.Katakana) || unicode.IsSpace(r) || strings.ContainsRune("ー・･ｰ゛゜0123456789０１２３４５６７８９-（）()、", r)) {
			l.Add(path, "fault.register.kana", fault.Args{"text": string(r)})
			return
		}
	}
}

// checkPhone wants a number that can be dialled; an extension may follow.
func checkPhone(l *fault.List, path, s string) {
	if s == "" {
		return
	}
	digits := 0
	for _, r := range width.Narrow.String(s) {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	if digits < 6 || digits > 25 {
		l.Add(path, "fault.register.phone", fault.Args{"text": clip(s)})
	}
}

func clip(s string) string {
	if utf8.RuneCountInString(s) > 40 {
		return string([]rune(s)[:40]) + "…"
	}
	return s
}
