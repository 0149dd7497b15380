package piece_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/piece"
)

func TestAStreamIsCut(t *testing.T) {
	t.Parallel()
	large := fault.New(fault.Invalid, "fault.large", nil)
	for name, row := range map[string]struct {
		body io.Reader
		want []string
		err  error
	}{
		"nothing":            {strings.NewReader(""), nil, nil},
		"short":              {strings.NewReader("abc"), []string{"abc"}, nil},
		"whole pieces":       {strings.NewReader("abcdefgh"), []string{"abcd", "efgh"}, nil},
		"byte by byte":       {iotest.OneByteReader(strings.NewReader("abcdef")), []string{"abcd", "ef"}, nil},
		"as much as may":     {strings.NewReader("abcdefghij"), []string{"abcd", "efgh", "ij"}, nil},
		"more":               {strings.NewReader("abcdefghijk"), []string{"abcd", "efgh"}, piece.ErrLarge},
		"cut off":            {io.MultiReader(strings.NewReader("abcde"), iotest.ErrReader(io.ErrUnexpectedEOF)), []string{"abcd"}, piece.ErrCut},
		"a fault of its own": {io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(large)), nil, large},
	} {
		var got []string
		sum, err := piece.Cut(row.body, 4, 10, func(at int, p []byte) error {
			if at != len(got) {
				t.Errorf("%s: piece %d came as %d", name, len(got), at)
			}
			got = append(got, string(p))
			return nil
		})
		all := strings.Join(row.want, "")
		if !errors.Is(err, row.err) || strings.Join(got, "|") != strings.Join(row.want, "|") {
			t.Errorf("%s: %q, %v", name, got, err)
		}
		if err == nil && (sum.Size != int64(len(all)) || sum.Digest != sha256.Sum256([]byte(all))) {
			t.Errorf("%s: %+v", name, sum)
		}
	}
	full := errors.New("no room")
	if _, err := piece.Cut(bytes.NewReader(make([]byte, 9)), 4, 10, func(int, []byte) error { return full }); !errors.Is(err, full) {
		t.Error(err)
	}
}
