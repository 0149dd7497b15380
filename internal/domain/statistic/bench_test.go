package statistic_test

import (
	"fmt"
	"testing"

	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/statistic"
)

// BenchmarkCount counts 50,000 reports for an office that received them all.
func BenchmarkCount(b *testing.B) {
	facts, sight := make([]*statistic.Fact, 50_000), statistic.Sight{}
	for i := range facts {
		f := &statistic.Fact{
			ID: ident.Filing(fmt.Sprintf("f%06d", i)), Case: ident.Case(fmt.Sprintf("c%06d", i)), Org: "o", Of: "report.prompt", At: at("2026-10-02 12:00"), Opens: true, Owed: true,
			Said: []statistic.Said{
				{Section: "outline", Field: "what_kind", Values: []string{"access"}}, {Section: "outline", Field: "impact", Values: []string{"none"}}, {Section: "outline", Field: "aware_at", Aware: at("2026-10-02 10:00"), Due: day("2026-11-03")},
				{Section: "computer", Field: "products", Values: []string{fmt.Sprint("製品", i%500)}},
			},
		}
		facts[i], sight[f.ID] = f, []string{"outline", "computer"}
	}
	q, err := statistic.ReadQuery(func(string) string { return "" }, day("2026-11-29"))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if r := statistic.Count(statistic.Cases(facts, sight, power), q, day("2026-11-29")); r.N != len(facts) {
			b.Fatal(r.N)
		}
	}
}
