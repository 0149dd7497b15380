package form

import "slices"

// Within is the form cut to some of its steps, for whoever is asked for no more. What hangs on an answer that is not asked for here is
// asked: whoever chose the steps has decided so.
func (f Form) Within(steps []string) Form {
	all := f.Steps
	f.Steps = nil
	for _, s := range all {
		if slices.Contains(steps, s.ID) {
			f.Steps = append(f.Steps, s)
		}
	}
	for i, s := range f.Steps {
		f.Steps[i].When = f.here(s.When)
		f.Steps[i].Fields = slices.Clone(s.Fields)
		for j, field := range s.Fields {
			f.Steps[i].Fields[j].When, f.Steps[i].Fields[j].NeededWhen = f.here(field.When), f.here(field.NeededWhen)
		}
	}
	return f
}

// here is a condition, if the form asks what it hangs on.
func (f Form) here(c Condition) Condition {
	if _, asked := f.Field(c.Field); !asked {
		return Condition{}
	}
	return c
}
