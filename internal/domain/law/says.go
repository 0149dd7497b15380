package law

import (
	"strings"

	"kanmin/internal/domain/text"
)

// Kind of a Stage is "stage".
func (*Stage) Kind() string { return "stage" }

// Says gives the day, or until when it can be.
func (s *Stage) Says() text.Both {
	if s.On.IsZero() {
		return text.Both{Ja: "施行日は未定(遅くとも" + s.Latest.Both() + ")", En: "day not set (" + s.Latest.String() + " at the latest)"}
	}
	return text.Both{Ja: s.On.Both(), En: s.On.English()}
}

// Kind of a Deadline is "deadline".
func (*Deadline) Kind() string { return "deadline" }

// Says gives the length and that its end moves.
func (d *Deadline) Says() text.Both {
	s := d.Length.says()
	if d.Least > 0 {
		s = text.Both{Ja: itoa(d.Least) + "〜" + s.Ja, En: "within " + itoa(d.Least) + "–" + s.En[len("within "):]}
	}
	if d.Length.Unit == Promptly {
		return s
	}
	return text.Both{Ja: s.Ja + "、休日なら次の開庁日", En: s.En + ", moved past closed days"}
}

// Kind of a Window is "window".
func (*Window) Kind() string { return "window" }

// Says gives the length and that its end does not move.
func (w *Window) Says() text.Both {
	s := w.Length.says()
	return text.Both{Ja: s.Ja + "、休日でも動かない", En: s.En + ", never moved"}
}

// Kind of a SectorRow is "sector".
func (*SectorRow) Kind() string { return "sector" }

// Says gives the ministers.
func (r *SectorRow) Says() text.Both { return titles(r.Ministers) }

// Kind of a Joint is "joint".
func (*Joint) Kind() string { return "joint" }

// Says gives the ministers.
func (j *Joint) Says() text.Both { return titles(j.Ministers) }

func titles(ms []Minister) text.Both {
	var b text.Both
	for i, m := range ms {
		if i > 0 {
			b.Ja, b.En = b.Ja+"、", b.En+", "
		}
		b.Ja, b.En = b.Ja+m.Title().Ja, b.En+m.Title().En
	}
	return b
}

// Kind of a Category is "type".
func (*Category) Kind() string { return "type" }

// Says gives letter and examples.
func (c *Category) Says() text.Both {
	return text.Both{Ja: "類型" + string(c.Letter) + ": " + c.Example.Ja, En: "type " + string(c.Letter) + ": " + c.Example.En}
}

// Kind of a Designated is "designated".
func (*Designated) Kind() string { return "designated" }

// Says gives maker and product.
func (d *Designated) Says() text.Both {
	return text.Both{Ja: d.Maker + " " + d.Product + "(届出だけ不要)", En: d.Maker + " " + d.Product + " (no notification)"}
}

// Kind of an Item is "item".
func (*Item) Kind() string { return "item" }

// Says gives the number.
func (i *Item) Says() text.Both {
	return text.Both{Ja: itoa(i.Number) + " " + i.Name.Ja, En: itoa(i.Number) + " " + i.Name.En}
}

// Kind of a Form is "form".
func (*Form) Kind() string { return "form" }

// Says gives number and use.
func (f *Form) Says() text.Both {
	return text.Both{Ja: "様式" + itoa(f.Number) + ": " + f.Use.Ja, En: "form " + itoa(f.Number) + ": " + f.Use.En}
}

// Kind of a Field is "field".
func (*Field) Kind() string { return "field" }

// Says gives the forms in which it stands.
func (f *Field) Says() text.Both {
	var n []string
	for _, form := range f.Forms {
		n = append(n, itoa(form))
	}
	list := strings.Join(n, ", ")
	return text.Both{Ja: "様式" + list, En: "form " + list}
}

// Kind of a Recipient is "recipient".
func (*Recipient) Kind() string { return "recipient" }

// Says gives the channel.
func (r *Recipient) Says() text.Both { return r.Channel.Label() }

// Kind of an Example is "example".
func (*Example) Kind() string { return "example" }

// Says gives the case.
func (e *Example) Says() text.Both { return e.Case }

// Kind of a Statement is "statement".
func (*Statement) Kind() string { return "statement" }

// Says gives the answer.
func (s *Statement) Says() text.Both { return s.Answer }
