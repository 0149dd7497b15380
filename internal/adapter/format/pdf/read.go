package pdf

import (
	"bytes"
	"compress/zlib"
	"io"
)

// Limit is how large a file may be that Attached looks into.
const Limit = 1 << 20

// Is reports whether data begins as a PDF does.
func Is(data []byte) bool { return bytes.HasPrefix(data, []byte("%PDF-")) }

// Attached returns the first file inside a PDF of ours that begins with a prefix and is not longer than most bytes; nil if
// there is none. It reads what Doc.Write wrote, not every PDF that there is: it is not a parser of hostile files,
// and what it returns is checked by its signature.
func Attached(data []byte, prefix string, most int64) []byte {
	if len(data) > Limit {
		return nil
	}
	for {
		_, rest, found := bytes.Cut(data, []byte("/Type /EmbeddedFile"))
		if !found {
			return nil
		}
		data = rest
		_, body, found := bytes.Cut(rest, []byte("stream\n"))
		if !found {
			return nil
		}
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			continue
		}
		file, err := io.ReadAll(io.LimitReader(z, most+1))
		if err == nil && int64(len(file)) <= most && bytes.HasPrefix(file, []byte(prefix)) {
			return file
		}
	}
}
