package scope

import (
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/law/rule"
)

// conditions are all rules of this assessment, in the order in which a trace shows them. The
// order gives each its bit in a verdict.
var conditions = []*rule.Condition[subject]{
	&whoDesignated, &whoSector, &whoUsed, &whoInUse,
	&typeA, &typeB, &typeC, &typeD, &typeE, &typeF, &whoFacility,
	&areaSeparated, &areaCloud, &areaInside, &areaExchange,
	&lineSoftware, &lineAppliance, &lineService, &lineFacilityService,
	&exemptDesignated, &exemptBespoke, &rowOnce,
	&clockExisting, &clockIntegrated, &clockDesignated, &clockChange, &clockNew,
}

// Rules returns every rule of this assessment as values of the book, for its page, its search and its trace.
func Rules() []law.Value {
	out := make([]law.Value, len(conditions))
	for i, c := range conditions {
		out[i] = c
	}
	return out
}
