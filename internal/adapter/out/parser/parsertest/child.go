// Package parsertest lets a test's own binary be the child that reads files, so that tests of doors read uploads as the
// house does.
//
//	func TestMain(m *testing.M) { parsertest.Main(m) }
//	func TestUpload(t *testing.T) { p := parsertest.New() … }
package parsertest

import (
	"log/slog"
	"os"
	"testing"

	"kanmin/internal/adapter/format/sheet"
	"kanmin/internal/adapter/format/sheet/read"
	"kanmin/internal/adapter/out/parser"
)

// New is a parser whose children are this test's own binary. Its TestMain must be Main.
func New() *parser.Parser {
	return parser.New(slog.New(slog.DiscardHandler), os.Args[0], "parse")
}

// Main runs the tests, or is the child.
func Main(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "parse" {
		os.Exit(Parse(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// Parse is what kanmin parse does, with its exit code.
func Parse(arguments []string) int {
	kind := sheet.Kind("")
	if len(arguments) > 0 {
		kind = sheet.Kind(arguments[0])
	}
	held, err := read.Confine(read.Short)
	if err != nil {
		return 1
	}
	if f, err := read.Read(kind, os.Stdin, sheet.NewWriter(os.Stdout), held); err != nil || f != nil {
		return 1
	}
	return 0
}
