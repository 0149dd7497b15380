// Package piece cuts what comes as a stream into the pieces in which it is stored, and takes its digest.
package piece

import (
	"crypto/sha256"
	"errors"
	"io"

	"kanmin/internal/domain/fault"
)

// What ends a stream too early. Faults of the stream, and of whoever stores, pass as they are.
var (
	ErrLarge = errors.New("more bytes than may come")
	ErrCut   = errors.New("the line broke before the end")
)

// Sum is what came.
type Sum struct {
	Size   int64
	Digest [sha256.Size]byte
}

// Cut hands on pieces of size bytes, the last one shorter; one piece is in memory, and it is over when add returns.
func Cut(body io.Reader, size int, most int64, add func(at int, piece []byte) error) (s Sum, err error) {
	sum, room := sha256.New(), make([]byte, size)
	for at := 0; ; at++ {
		n, err := io.ReadFull(body, room)
		end := errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) && n > 0 && isEnd(body)
		if err != nil && !end {
			return s, cut(err)
		}
		if n > 0 {
			if s.Size += int64(n); s.Size > most {
				return s, ErrLarge
			}
			sum.Write(room[:n])
			if err := add(at, room[:n]); err != nil {
				return s, err
			}
		}
		if end {
			break
		}
	}
	sum.Sum(s.Digest[:0])
	return s, nil
}

// isEnd tells a stream that is over from one that was cut off: ReadFull answers both alike, one that is asked again does not.
func isEnd(body io.Reader) bool {
	n, err := body.Read(make([]byte, 1))
	return n == 0 && errors.Is(err, io.EOF)
}

func cut(err error) error {
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	return ErrCut
}
