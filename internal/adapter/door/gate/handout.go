package gate

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strconv"
	"strings"

	"kanmin/internal/domain/filing"
)

// Handout is bytes that leave as a file and are never shown in our origin.
type Handout struct {
	Name string // as people gave it
	Size int64  // of what leaves; 0: not known
}

// handed are the types that a file may leave under; every other one is bytes. None of them runs anything.
var handed = map[string]string{
	".pdf": "application/pdf", ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".txt": "text/plain; charset=utf-8", ".log": "text/plain; charset=utf-8",
	".csv": "text/csv", ".json": "application/json", ".zip": "application/zip",
	".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}

// Write sets the headers of a file that is to be kept, not shown: whatever it is, it does nothing here.
func (f Handout) Write(w http.ResponseWriter) {
	h := w.Header()
	kind := handed[strings.ToLower(path.Ext(f.Name))]
	if kind == "" {
		kind = "application/octet-stream"
	}
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": plainName(f.Name)})+"; filename*=UTF-8''"+strings.ReplaceAll(url.QueryEscape(f.Name), "+", "%20"))
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cache-Control", "private, no-store")
	if f.Size > 0 {
		h.Set("Content-Length", strconv.FormatInt(f.Size, 10))
	}
	w.WriteHeader(http.StatusOK)
}

// plainName is the name for programs that know ASCII only.
func plainName(name string) string {
	ext := path.Ext(name)
	stem := strings.TrimSuffix(name, ext)
	plain := func(s string) string {
		return strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' || strings.ContainsRune("-_.", r) {
				return r
			}
			return -1
		}, s)
	}
	if stem = strings.Trim(plain(stem), "."); stem == "" {
		stem = "attachment"
	}
	return stem + plain(ext)
}

// Long bears a slow line: called before each piece of a long body, in or out, it gives that piece time anew.
func (r *Request) Long(w http.ResponseWriter) {
	if r.gate.Extend != nil {
		r.gate.Extend(w)
	}
}

// Entropy is the house's, for what is sealed on its way out.
func (r *Request) Entropy() io.Reader { return r.gate.Entropy }

// Incoming is the body of a request read piece by piece, each in its own time. What is over the route's limit, and a line that
// broke, are faults.
func (r *Request) Incoming(w http.ResponseWriter, body io.Reader) io.Reader {
	return piecewise(func(p []byte) (int, error) {
		r.Long(w)
		n, err := body.Read(p)
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			err = filing.TooLarge()
		}
		return n, err
	})
}

type piecewise func([]byte) (int, error)

// Read is of io.Reader.
func (f piecewise) Read(p []byte) (int, error) { return f(p) }

// drainMost bounds what is still read of a body that was refused, so that a browser that is in the midst of sending it reads
// the answer and not a broken line.
const drainMost = 64 << 20

// Drain reads on, for nobody.
func (r *Request) Drain(w http.ResponseWriter) {
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Incoming(w, stateOf(r.Request).body), drainMost)) // it is refused already
}

// Container is how an attachment leaves: under which name and size, and with what around its bytes (samplezip).
type Container struct {
	Leaving func(filing.Attachment) (name string, size int64)
	Send    func(w io.Writer, a filing.Attachment, body, entropy io.Reader) error
}

// Hand sends an attachment to be kept. The first piece is opened before the answer begins; what fails later breaks the line, so that
// nobody takes a part for the whole.
func (r *Request) Hand(w http.ResponseWriter, a filing.Attachment, piece func(at int) ([]byte, error), in Container) error {
	first, err := piece(0)
	if err != nil {
		return err
	}
	name, size := in.Leaving(a)
	Handout{Name: name, Size: size}.Write(w)
	rest := func(at int) ([]byte, error) {
		if at == 0 {
			return first, nil
		}
		return piece(at)
	}
	if in.Send(w, a, r.Outgoing(w, a, rest), r.Entropy()) != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// Outgoing reads a file piece by piece while it leaves: piece opens one in a transaction of its own. Bytes that are not those of
// the digest are told before the last of them has left.
func (r *Request) Outgoing(w http.ResponseWriter, a filing.Attachment, piece func(at int) ([]byte, error)) io.Reader {
	at, sum := 0, sha256.New()
	var left []byte
	return piecewise(func(p []byte) (int, error) {
		if len(left) == 0 {
			if at == a.Chunks() {
				return 0, io.EOF
			}
			r.Long(w)
			var err error
			if left, err = piece(at); err != nil {
				return 0, err
			}
			at++
			if sum.Write(left); at == a.Chunks() && hex.EncodeToString(sum.Sum(nil)) != a.Digest {
				return 0, errors.New("gate: a file is not what its digest says")
			}
		}
		n := copy(p, left)
		left = left[n:]
		return n, nil
	})
}
