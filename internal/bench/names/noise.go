package names

import (
	"io"
	"math/rand/v2"
	"strings"

	"kanmin/internal/domain/product/lookup"
)

// habits are ways in which people write what they mean, laid over rows that nobody tuned on. They are drawn from a
// fixed seed; their figures stand apart from those of real rows.
var habits = []struct {
	name  string
	write func(row Row, draw *rand.Rand) (maker, name string)
}{
	{"full width", func(r Row, _ *rand.Rand) (string, string) { return r.Maker, wide(r.Product) }},
	{"company forms", func(r Row, draw *rand.Rand) (string, string) {
		return one(draw, "㈱"+r.Maker, r.Maker+"(株)", "株式会社"+r.Maker, r.Maker+"合同会社", "日本"+r.Maker), r.Product
	}},
	{"no maker", func(r Row, _ *rand.Rand) (string, string) { return "", r.Product }},
	{"maker in the product's cell", func(r Row, _ *rand.Rand) (string, string) { return "", r.Maker + " " + r.Product }},
	{"maker twice", func(r Row, _ *rand.Rand) (string, string) { return r.Maker, r.Maker + " " + r.Product }},
	{"a distributor as maker", func(r Row, draw *rand.Rand) (string, string) {
		return one(draw, "ネットワンシステムズ", "SCSK", "伊藤忠テクノソリューションズ"), r.Maker + " " + r.Product
	}},
	{"version or note", func(r Row, draw *rand.Rand) (string, string) {
		return r.Maker, r.Product + one(draw, " Ver.5.2", " V7.1", " 2.3.1", "(更新予定)")
	}},
	{swappedLetters, func(r Row, draw *rand.Rand) (string, string) { return r.Maker, swapped(r.Product, draw) }},
}

// swappedLetters has a draw of its own for each seed: most swaps hit a letter that matters.
const swappedLetters = "two letters swapped"

// Swapped writes a row with other letters swapped than Habits has for the seed.
func Swapped(row Row, seed uint64) Habit {
	list := Habits(row, seed+1<<32)
	return list[len(list)-1]
}

// Habit is a row as somebody with a habit would have written it.
type Habit struct {
	Name string
	Row  Row
}

// Habits writes a row in every way.
func Habits(row Row, seed uint64) (out []Habit) {
	for _, h := range habits {
		w := row
		w.Maker, w.Product = h.write(row, rand.New(rand.NewPCG(seed, 2))) //nolint:gosec // a fixed seed: the same rows each time
		out = append(out, Habit{h.name, w})
	}
	return out
}

func one(draw *rand.Rand, list ...string) string { return list[draw.IntN(len(list))] }

func wide(s string) string {
	return strings.Map(func(c rune) rune {
		if c > ' ' && c < 0x7f {
			return c + 0xfee0
		}
		return c
	}, s)
}

func swapped(s string, draw *rand.Rand) string {
	c := []rune(s)
	if len(c) > 5 {
		i := 1 + draw.IntN(len(c)-2)
		c[i], c[i-1] = c[i-1], c[i]
	}
	return string(c)
}

// noise measures the frozen half as people would have written it, and plant equipment that no dictionary has.
func noise(w io.Writer, r *lookup.Resolver, rows []Row) error {
	_, frozen := Halves(rows)
	for _, h := range habits {
		draw := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // a fixed seed: the same rows each time
		written := make([]Row, len(frozen))
		for i, row := range frozen {
			written[i] = row
			written[i].Maker, written[i].Product = h.write(row, draw)
		}
		t, _ := measure(r, written)
		if err := t.print(w, "frozen, "+h.name); err != nil {
			return err
		}
	}
	t, _ := measure(r, nowhere())
	return t.print(w, "in no dictionary")
}

// nowhere is equipment by its use, from makers that exist, that do not, and from people.
func nowhere() (rows []Row) {
	for maker := range strings.FieldsSeq("三菱電機 日立製作所 富士電機 横河電機 東芝 NEC 富士通 架空電機 みなと計装 北斗制御 自社 山田太郎 明電舎 安川電機 パナソニック キーエンス オムロン アズビル シーメンス -") {
		for kind := range strings.FieldsSeq("監視盤 水位計 配電盤 ポンプ制御装置 遠方監視装置 給電指令支援ツール 料金計算システム 帳票サーバ 保守用端末 勤怠システム 検針管理 受変電設備 ゲート制御盤 計装盤 テレメータ 入退室管理 勘定系システム ATM監視 営業店端末 電文中継") {
			for _, model := range []string{"", " KM-100", " X1", " 2号機", "(更新前)", " Ver2.1", " α", " PRO", " 6000", " R3"} {
				rows = append(rows, Row{Maker: strings.Trim(maker, "-"), Product: kind + model})
			}
		}
	}
	return rows
}
