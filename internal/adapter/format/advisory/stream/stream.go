// Package stream is how the child that reads a feed of vulnerabilities (kanmin parse advisories) hands on what it read: a line of JSON for each
// advisory, and one at the end, which says what the file is or what is wrong with it. Without that line nothing counts.
package stream

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"iter"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/vuln"
)

// longest is the most bytes of one line: an advisory as large as its bounds allow.
const longest = 64 << 20

// ErrUnfinished is what a child that died leaves behind.
var ErrUnfinished = errors.New("the child ended before the file")

// last is the line at the end.
type last struct {
	End   bool   `json:"end"`
	Kind  string `json:"kind,omitempty"`
	Fault *wrong `json:"fault,omitempty"`
}

// wrong is a fault of the file.
type wrong struct {
	Code string     `json:"code"`
	Path string     `json:"path,omitempty"`
	Args fault.Args `json:"args,omitempty"`
}

// Write writes what records hold, and kind when they came to their end. A fault of the file is told, any other error given back.
func Write(out io.Writer, records iter.Seq2[vuln.Advisory, error], kind func() string) error {
	w := bufio.NewWriterSize(out, 64<<10)
	end := last{End: true}
	for a, err := range records {
		if err != nil {
			if end.Fault = faultOf(err); end.Fault == nil {
				return err
			}
			break
		}
		plain, err := a.Canonical()
		if err != nil {
			return err
		}
		_, _ = w.Write(plain) // Flush tells
		_ = w.WriteByte('\n')
	}
	if end.Fault == nil {
		end.Kind = kind()
	}
	b, err := json.Marshal(end)
	if err != nil {
		return err
	}
	_, _ = w.Write(append(b, '\n'))
	return w.Flush()
}

func faultOf(err error) *wrong {
	e, ok := errors.AsType[*fault.Error](err)
	switch {
	case !ok || e.Kind != fault.Invalid && e.Kind != fault.Exceeded:
		return nil
	case len(e.Fields) > 0:
		return &wrong{e.Fields[0].Code, e.Fields[0].Path, e.Fields[0].Args}
	}
	return &wrong{Code: e.Code, Args: e.Args}
}

// Read hands on what a child read, and says what the file is. What is wrong with the file is an Invalid fault with the place; a child that did
// not come to the end is ErrUnfinished. An advisory that breaks a bound is a fault, too: the child is not believed.
func Read(in io.Reader, each func(vuln.Advisory) error) (kind string, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longest)
	for lines.Scan() {
		if b := lines.Bytes(); bytes.HasPrefix(b, []byte(`{"end":true`)) {
			return ended(b)
		}
		a, err := vuln.Read(lines.Bytes())
		if err == nil {
			err = a.Check()
		}
		if err == nil {
			err = each(a)
		}
		if err != nil {
			return "", err
		}
	}
	return "", errors.Join(ErrUnfinished, lines.Err())
}

func ended(b []byte) (string, error) {
	var end last
	if err := json.Unmarshal(b, &end); err != nil {
		return "", errors.Join(ErrUnfinished, err)
	}
	if w := end.Fault; w != nil {
		return "", &fault.Error{Kind: fault.Invalid, Code: w.Code, Args: w.Args, Fields: []fault.Field{{Path: w.Path, Code: w.Code, Args: w.Args}}}
	}
	return end.Kind, nil
}
