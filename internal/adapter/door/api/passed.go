package api

import "kanmin/internal/domain/filing"

// Passed is a 承継 by which a report passed to another operator.
type Passed struct {
	From  string `json:"from" doc:"the operator before"`
	To    string `json:"to" doc:"the operator that answers for it since"`
	Since string `json:"since" format:"date"`
}

func passed(f filing.Filing) (list []Passed) {
	for _, p := range f.Passed {
		list = append(list, Passed{p.FromName, p.ToName, p.On.String()})
	}
	return list
}
