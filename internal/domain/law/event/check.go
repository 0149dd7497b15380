package event

import (
	"strconv"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/law"
)

// Check notes everything that keeps the facts from being assessed: unknown sectors, classes and letters, days out of reach.
func (f *Facts) Check(faults *fault.List, prefix string) {
	b, o := law.At(law.Commencement), &f.Operator
	if o.Sector != "" {
		if _, ok := b.Sector(o.Sector); !ok {
			faults.Add(prefix+"operator.sector", "fault.law.sector", fault.Args{"text": string(o.Sector), "sectors": law.SectorNames()})
		}
	}
	if o.Class != "" && !known(b, o) {
		faults.Add(prefix+"operator.class", "fault.law.class", fault.Args{"text": o.Class})
	}
	if _, err := strconv.ParseUint(o.Corporate, 10, 64); o.Corporate != "" && (err != nil || len(o.Corporate) != 13) {
		faults.Add(prefix+"operator.corporate_number", "fault.law.corporate", fault.Args{"text": o.Corporate})
	}
	for i, l := range f.Machine.Types {
		if len(l) != 1 || l < law.A || l > law.F {
			faults.Add(prefix+"machine.types["+strconv.Itoa(i)+"]", "fault.law.choice", fault.Args{"text": string(l), "choices": "A B C D E F"})
		}
	}
	for _, p := range []struct {
		path string
		day  law.Day
	}{
		{"operator.designated_on", o.DesignatedOn}, {"when.occurred", f.When.Occurred.Day}, {"when.operator_aware", f.When.Aware.Day},
		{"when.provider_notified", f.When.Provider.Day}, {"when.contractor_noticed", f.When.Contractor.Day}, {"when.contractor_told", f.When.Acknowledge.Day},
	} {
		if p.day.After(law.LastDay) {
			faults.Add(prefix+p.path, "fault.law.far", fault.Args{"day": p.day.String(), "last": law.LastDay.String()})
		}
	}
}

func known(b law.Book, o *Operator) bool {
	for _, j := range b.Joints() {
		if j.In == o.Sector && j.Class == o.Class {
			return true
		}
	}
	return false
}
