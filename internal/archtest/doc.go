// Package archtest keeps the walls of the house (docs/ARCHITECTURE.md): it reads
// the source files itself and compares them with the tables in rules_test.go.
//
// It never shells out to `go list`: the test cache tracks the files a test opens,
// not what a child process reads, and would answer "ok (cached)" to a fresh
// violation. Every check has a control in control_test.go, a bad source that it
// must catch; a check without a control fails.
//
// Nothing may import this package; it has no code outside its tests.
package archtest
