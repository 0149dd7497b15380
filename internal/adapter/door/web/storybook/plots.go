package storybook

import (
	"kanmin/internal/adapter/door/web/look"
)

// plots are pictures of numbers.
func plots(t in) []part {
	months := []string{t("1月", "Jan"), t("2月", "Feb"), t("3月", "Mar"), t("4月", "Apr"), t("5月", "May"), t("6月", "Jun"), t("7月", "Jul"), t("8月", "Aug"), t("9月", "Sep"), t("10月", "Oct"), t("11月", "Nov"), t("12月", "Dec")}
	values := func(list ...float64) (v []look.Value) {
		for _, n := range list {
			v = append(v, look.Value{N: n})
		}
		return v
	}
	columns := look.Plot{
		Kind: look.Columns, ID: "plot-columns", Title: t("月ごとの報告", "Reports by month"), Text: t("10月から増えています。", "They grow from October."), Head: t("月", "Month"), Unit: t("件", "reports"), Labels: months,
		Series: []look.Series{{Name: t("速報", "Prompt"), Values: values(3, 4, 2, 6, 5, 4, 7, 3, 8, 21, 34, 28)}, {Name: t("任意の報告", "Voluntary"), Values: values(1, 0, 2, 1, 3, 1, 0, 2, 1, 6, 9, 7)}},
	}
	single := columns
	single.ID, single.Series = "plot-single", single.Series[:1]
	lines := columns
	lines.Kind, lines.ID, lines.Title, lines.Unit = look.Lines, "plot-lines", t("認知から報告までの時間(中央値)", "From awareness to report (median)"), t("時間", "hours")
	lines.Text = t("速報は短くなり、詳報は横ばいです。", "Prompt reports come sooner; detailed ones stay as they were.")
	lines.Series = []look.Series{{Name: t("速報", "Prompt"), Values: values(9, 8.5, 8, 7, 7.5, 6, 5, 5.5, 4, 3, 2.5, 2)}, {Name: t("補正", "Corrections"), Values: values(12, 12, 13, 11, 12, 12, 11, 12, 13, 12, 12, 11)}}
	lines.Series[1].Values[4] = look.Value{None: true, Text: t("なし", "none")}
	bars := look.Plot{
		Kind: look.Bars, ID: "plot-bars", Title: t("分野ごとの報告", "Reports by sector"), Text: t("電気が最も多く、水道は少数のため示していません。", "Electricity has most; water has too few to show."), Head: t("分野", "Sector"), Unit: t("件", "reports"),
		Labels: []string{t("電気", "Electricity"), t("銀行・資金移動・電子決済等取扱業に関わるもの", "Banking, funds transfer and electronic payment handling"), t("航空", "Aviation"), t("水道", "Water")},
		To:     []string{"#plot-bars", "#plot-bars", "", ""},
		Series: []look.Series{{Values: []look.Value{{N: 1234}, {N: 310}, {N: 5}, {None: true, Text: t("少数のため非表示", "too few to show")}}}},
	}
	course := look.Plot{
		Kind: look.Course, ID: "plot-course", Title: t("事案の経過", "Course of the case"), Text: t("認知の2時間後に報告しました。", "Reported two hours after awareness."), Head: t("出来事", "Event"),
		Labels: []string{t("発生した日時", "Occurred"), t("認知した日時", "Known"), t("速報の到達", "Prompt report")},
		Series: []look.Series{{Name: t("日時", "When"), Values: []look.Value{{N: 0, Text: "11-24 08:00"}, {N: 2, Text: "11-24 10:00", Mark: t("+2時間", "+2 h")}, {N: 4, Text: "11-24 12:00", Mark: t("+4時間", "+4 h")}}}},
	}
	empty := columns
	empty.ID, empty.Labels, empty.Text = "plot-empty", nil, ""
	zero := single
	zero.ID, zero.Text, zero.Series = "plot-zero", t("報告はありません。", "There are none."), []look.Series{{Values: values(make([]float64, len(months))...)}}
	grid := look.Grid{ID: "grid-sample", Title: t("製品と分野", "Products and sectors"), Text: t("色が濃いほど多い升目です。", "The darker, the more."), Columns: []string{t("電気", "Electricity"), t("水道", "Water"), t("金融", "Finance")}}
	for i, name := range []string{t("監視装置 X-700", "Monitor X-700"), t("遠隔保守ゲートウェイの長い製品名 10", "Remote maintenance gateway with a long name")} {
		grid.Rows = append(grid.Rows, look.GridRow{Name: name, Cells: []look.GridCell{{N: 12 + i, To: "#grid-sample", Say: name}, {}, {N: 3 * i, To: "#grid-sample", Say: name}}})
	}
	return []part{{"plot", t("図", "Plots"), []state{
		{t("積み上げた柱", "Stacked columns"), columns}, {t("柱", "Columns"), single}, {t("線", "Lines"), lines}, {t("横の棒、非表示のある", "Bars, one masked"), bars}, {t("経過", "Course"), course}, {t("すべて0", "All zero"), zero}, {t("数がない", "No numbers"), empty},
	}}, {"grid", t("升目の図", "Grids"), []state{{t("升目", "Grid"), grid}}}}
}
