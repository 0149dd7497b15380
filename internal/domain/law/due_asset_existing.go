package law

import "kanmin/internal/domain/text"

// dueAssetExisting: 考え方の案「施行の際現に導入されている特定重要電子計算機については、施行から6月以内」. The
// period opens at 00:00 of the commencement, so 民法140条ただし書 counts that day; the ordinary
// counting stands beside it, because the final wording is not known. On is the introduction or any day on
// which the asset was there.
var dueAssetExisting = dueRule{id: "asset.existing", value: "asset.existing", opens: "introduced", compute: func(c *counting) error {
	d, _ := c.book.Deadline("asset.existing", c.q.Sector, c.q.Operator)
	s := deadline(Commencement, d.Length)
	s.steps[0] = atMidnight()
	c.answer(s)
	c.also(c.firstDayExcluded(Commencement, d.Length))
	if c.q.On.After(Commencement) {
		c.note(text.Both{
			Ja: "示された日は施行日より後です。施行後に導入したものなら「asset.new」の期限です。",
			En: "The day given is after commencement; what was introduced later falls under asset.new.",
		})
		if n, ok := c.book.Deadline("asset.new", c.q.Sector, c.q.Operator); ok {
			c.also(c.reading("asset.new", n.Name, deadline(c.q.On, n.Length), n.Certainty))
		}
	}
	return nil
}}

func atMidnight() Step {
	return Step{text.Both{
		Ja: "施行は" + Commencement.Era() + "の午前0時なので、初日を数えます。",
		En: "Commencement is at 00:00 on " + Commencement.English() + ", so the first day is counted.",
	}, "civil.140.but", Commencement}
}

// firstDayExcluded is the ordinary counting of a period that is shown with its first day counted.
func (c *counting) firstDayExcluded(opens Day, l Length) Reading {
	l.First = Excluded
	return c.reading("first-day-excluded", text.Both{
		Ja: "初日を数えない読み方では、この日になります。", En: "If the first day is not counted, this day.",
	}, deadline(opens, l), Unknown)
}
