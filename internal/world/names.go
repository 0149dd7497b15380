package world

import (
	"context"
	"fmt"
	"slices"
	"time"

	"kanmin/internal/domain/access"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/product"
	"kanmin/internal/domain/product/memory"
	"kanmin/internal/flow/naming"
)

// Naming are the flows of 製品名の名寄せ, and the steward's desk.
type Naming struct {
	Decide naming.Decide
	Ask    naming.Ask
	Rule   naming.Rule
	Desk   func(ctx context.Context, s access.Scope) ([]memory.Ask, error)
}

// spelt is a name as somebody of the world wrote it, and what they made of it.
type spelt struct {
	by, maker, name string
	is              product.ID // of the shipped dictionary
	note            string
}

// decided are names that operators decided themselves; without a product they are in no dictionary.
var decided = []spelt{
	{by: "operator-filer", maker: "フォーティネットジャパン", name: "FortiGate 60F 本社VPN", is: "fortinet/fortigate-60f"},
	{by: "operator-filer", maker: "サイボウズ㈱", name: "ガルーン(社内グループウェア)", is: "cybozu/cybozu_garoon"},
	{by: "operator-filer", maker: "自社", name: "給電指令支援ツール"},
	{by: "operator-site-filer", maker: "ヤマハ", name: "ルーターRTX1220", is: "yamaha/rtx1220"},
	{by: "maintainer", maker: "横河", name: "センタムVP(浄水場)", is: "yokogawa/centum_vp"},
}

// ruled are names that the steward was asked about and has decided for all.
var ruled = []spelt{
	{by: "other-operator-filer", maker: "日立製作所", name: "JP1ジョブ管理", is: "hitachi/jp1/automatic_job_management_system_3", note: "ジョブ管理の製品です。正式な名前が分かりません。"},
	{by: "maintainer", maker: "不明", name: "遠方監視装置(更新前)", note: "銘板が読めません。"},
}

// waiting are names that wait for the steward.
var waiting = []spelt{
	{by: "operator-filer", maker: "架空電機㈱", name: "監視盤 ＫＭ－１００", note: "変電所の監視盤です。銘板の写真があります。"},
	{by: "other-operator-filer", maker: "架空電機", name: "監視盤KM100"},
	{by: "maintainer", maker: "架空電機株式会社", name: "監視盤 KM-100", note: "浄水場でも使っています。"},
	{by: "operator-filer", maker: "セゾン情報", name: "ハルフト", is: "saison/hulft"},
	{by: "other-operator-filer", maker: "セゾン情報システムズ", name: "ハルフト"},
	{by: "operator-site-filer", maker: "", name: "Manager"},
	{by: "maintainer", maker: "三菱", name: "シーケンサQシリーズ"},
}

// names lets the world's people decide and ask, the day before.
func (d Doors) names(ctx context.Context, w *World, day time.Time) error {
	at := time.Date(day.Year(), day.Month(), day.Day()-1, 10, 5, 0, 0, ident.JST)
	n := 0
	next := func(token string) (access.Scope, ident.Key) {
		n++
		d.Clock.Set(at.Add(time.Duration(n) * 11 * time.Minute))
		a := w.As(token)
		return access.For(a, ident.At(d.Clock.Now())), ident.Key{Org: a.Org, Actor: a.ID(), Route: "world", Client: fmt.Sprintf("names/%d", n)}
	}
	for _, s := range decided {
		c := naming.Choice{Pair: memory.Pair{Maker: s.maker, Product: s.name}, Kind: memory.Confirm, Product: s.is}
		if s.is == "" {
			c.Kind = memory.Absent
		}
		scope, key := next(s.by)
		if _, err := d.Naming.Decide.Do(ctx, scope, key, []naming.Choice{c}); err != nil {
			return err
		}
	}
	for _, s := range slices.Concat(ruled, waiting) {
		scope, key := next(s.by)
		q := naming.Asking{Pair: memory.Pair{Maker: s.maker, Product: s.name}, Product: s.is, Note: s.note}
		if s.note != "" {
			q.Product = ""
		}
		if _, err := d.Naming.Ask.Do(ctx, scope, key, []naming.Asking{q}); err != nil {
			return err
		}
	}
	return d.rule(ctx, next)
}

// rule is the steward's work of that day.
func (d Doors) rule(ctx context.Context, next func(string) (access.Scope, ident.Key)) error {
	scope, _ := next("cabinet-analyst")
	asks, err := d.Naming.Desk(ctx, scope)
	if err != nil {
		return err
	}
	for _, s := range ruled {
		r := naming.Ruling{Kind: memory.Adopt, Product: s.is, Why: "メーカーの製品一覧で確かめました。"}
		if s.is == "" {
			r.Kind, r.Why = memory.None, "製品名ではなく設備の呼び名です。銘板で製品名を確かめてください。"
		}
		for _, a := range asks {
			if a.Product == s.name {
				r.Asks = append(r.Asks, a.Number)
			}
		}
		scope, key := next("cabinet-analyst")
		if _, err := d.Naming.Rule.Do(ctx, scope, key, r); err != nil {
			return err
		}
	}
	return nil
}
