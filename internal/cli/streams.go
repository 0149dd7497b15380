package cli

import (
	"io"
	"time"
)

// Streams is what a command may touch of the world outside: its three streams and the clock.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	Now      func() time.Time
}
