package law

// dueIncidentDetailed (T10–T12): 法5条, 報告命令4条2項 「認知した日から三十日以内」. The 速報 has no date and so no rule here.
var dueIncidentDetailed = dueRule{id: "incident.detailed", value: "incident.detailed", opens: "aware", compute: func(c *counting) error {
	d, _ := c.book.Deadline("incident.detailed", c.q.Sector, c.q.Operator)
	c.answer(deadline(c.q.On, d.Length))
	return nil
}}
