package law

import "kanmin/internal/domain/text"

// duePPCFinal (T16): 個人情報保護法施行規則8条2項, thirty days, sixty when the leak had an improper purpose (規則7条3号), which an attack
// has. The day of knowing is counted; the other counting is shown beside it.
var duePPCFinal = dueRule{id: "ppc.final", value: "ppc.final", opens: "aware", compute: func(c *counting) error {
	id, other := "ppc.final.improper", "ppc.final"
	if c.q.Proper {
		id, other = other, id
	}
	d, ok := c.book.Deadline(id, c.q.Sector, c.q.Operator)
	o, both := c.book.Deadline(other, c.q.Sector, c.q.Operator)
	if !ok {
		d = o
	}
	c.lean(d.Provision...)
	c.due.Name = d.Name
	c.answer(deadline(c.q.On, d.Length))
	c.also(c.firstDayExcluded(c.q.On, d.Length))
	if both && ok {
		c.note(text.Both{
			Ja: o.Name.Ja + "なら" + itoa(o.Length.N) + "日で、" + deadline(c.q.On, o.Length).due.Era() + "です。",
			En: "For the " + o.Name.En + " it is " + itoa(o.Length.N) + " days: " + deadline(c.q.On, o.Length).due.English() + ".",
		})
	}
	return nil
}}
