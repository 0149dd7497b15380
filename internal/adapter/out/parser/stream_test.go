package parser_test

import (
	"io"
	"testing"

	"kanmin/internal/adapter/format/sheet"
)

// endless is a line of a gigabyte, made as it is read.
type endless struct{ left int64 }

func (e *endless) Read(p []byte) (int, error) {
	if e.left <= 0 {
		return 0, io.EOF
	}
	for i := range p {
		p[i] = 'x'
	}
	e.left -= int64(len(p))
	return len(p), nil
}

// Not parallel: what others allocate would count.
func TestALineOfAGigabyteIsRefusedBeforeItIsRead(t *testing.T) { //nolint:paralleltest // measures this process
	line := &endless{1 << 30}
	var err error
	grown := growth(func() { _, err = of("parse").Parse(t.Context(), sheet.CSV, line) })
	if got, _ := code(t, err); got != "bytes" && got != "text" {
		t.Errorf("%v", err)
	}
	if read := int64(1<<30) - line.left; read > 2*sheet.MaxBytes {
		t.Errorf("%d MiB of it were read", read>>20)
	}
	if grown > bearable {
		t.Errorf("the house grew by %d MiB", grown>>20)
	}
}
