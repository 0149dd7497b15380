package law

import "kanmin/internal/domain/text"

// dueAssetIntegrated (R21, T17–T19): 考え方の案「施行の際現に導入されている特定重要設備と一体として運用する特定重要電子計算機
// については、施行から6月以内」. Read against the four months of 法4条 the phrase makes dates earlier and
// later; both are shown and the earlier that has not passed is used.
var dueAssetIntegrated = dueRule{id: "asset.integrated", value: "asset.integrated", opens: "introduced", compute: func(c *counting) error {
	six, _ := c.book.Deadline("asset.integrated", c.q.Sector, c.q.Operator)
	commencement := deadline(Commencement, six.Length)
	commencement.steps[0] = atMidnight()
	if !c.q.On.After(Commencement) {
		c.answer(commencement)
		c.also(c.firstDayExcluded(Commencement, six.Length))
		c.note(text.Both{Ja: "施行の際に導入済みなので、施行からの期間だけで数えます。", En: "In place at commencement: only the period from commencement counts."})
		return nil
	}
	four, ok := c.book.Deadline("asset.new", c.q.Sector, c.q.Operator)
	if !ok {
		c.answer(commencement)
		return nil
	}
	ordinary := deadline(c.q.On, four.Length)
	over := commencement.due.Before(c.q.AsOf) || commencement.due.Before(c.q.On)
	first, second := commencement, ordinary
	ids := [2]string{"from-commencement", "from-introduction"}
	if over || ordinary.due.Before(commencement.due) && !ordinary.due.Before(c.q.AsOf) {
		first, second, ids = ordinary, commencement, [2]string{ids[1], ids[0]}
	}
	c.due.Steps = append(c.due.Steps, choice(over, first.due, second.due))
	c.answer(first)
	other := c.reading(ids[1], integratedReading[ids[1]], second, six.Certainty)
	other.Passed = other.Passed || ids[1] == "from-commencement" && over
	c.due.Alternatives = append([]Reading{other}, c.due.Alternatives...)
	c.lean(four.Provision...)
	return nil
}}

var integratedReading = map[string]text.Both{
	"from-commencement": {Ja: "既存の設備と一体として、施行から6月以内と読む場合の日です。", En: "Read as one with the facility that was there: 6 months from commencement."},
	"from-introduction": {Ja: "新たな導入として、導入から4月以内と読む場合の日です。", En: "Read as a new introduction: 4 months from it."},
}

func choice(over bool, work, other Day) Step {
	if over {
		return Step{text.Both{
			Ja: "施行からの期間は過ぎているので、導入からの期間で数えます。",
			En: "The period from commencement is over, so the period from introduction counts.",
		}, "draft.due", work}
	}
	return Step{text.Both{
		Ja: "二つの読み方のうち、まだ過ぎていない早い方の" + work.Era() + "で進めます。",
		En: "Of the two readings the earlier that has not passed is used: " + work.English() + ", not " + other.English() + ".",
	}, "draft.due", work}
}
