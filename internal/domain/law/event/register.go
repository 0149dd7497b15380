package event

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
)

// conditions are all rules of this assessment, in the order in which a trace shows them. The
// order gives each its bit in a verdict.
var conditions = []*rule.Condition[subject]{
	&whoDesignated, &whoSector, &whoSpecified, &waiverNew,
	&actMalware, &actAccess, &actInterference, &actLine, &harmDone,
	&causeTrace, &causeReceived, &causeAttempt, &causeCredentials, &causeCommand, &noneScan,
	&awareOwn, &awareProvider, &awareContractor,
	&formDDoS, &formRansomware, &formOther, &ppcLeak,
}

// who are the first conditions, on which everything else depends.
const who = 3

// heads are the conditions by each of which an event becomes reportable.
var heads = []*rule.Condition[subject]{&harmDone, &causeTrace, &causeReceived, &causeAttempt, &causeCredentials, &causeCommand}

// Rules returns every rule of this assessment as values of the book, for its page, its search and its trace.
func Rules() []law.Value {
	out := make([]law.Value, len(conditions))
	for i, c := range conditions {
		out[i] = c
	}
	return out
}
