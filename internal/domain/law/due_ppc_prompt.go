package law

import "kanmin/internal/domain/text"

// duePPCPrompt (T16): 個人情報保護法施行規則8条1項, 「概ね3〜5日以内」 in the guideline. Counting and moving are not verified, so both
// countings are shown and From says when the three days end.
var duePPCPrompt = dueRule{id: "ppc.prompt", value: "ppc.prompt", opens: "aware", compute: func(c *counting) error {
	d, _ := c.book.Deadline("ppc.prompt", c.q.Sector, c.q.Operator)
	least := d.Length
	least.N = d.Least
	c.due.From = window(c.q.On, least).due
	c.answer(deadline(c.q.On, d.Length))
	c.also(c.firstDayExcluded(c.q.On, d.Length))
	c.note(text.Both{
		Ja: "目安は" + c.due.From.Era() + "からです。早い方で進めると安全です。",
		En: "The guideline's range begins on " + c.due.From.English() + "; the earlier is safe.",
	})
	return nil
}}
