package samplezip

import (
	"io"

	"kanmin/internal/domain/filing"
)

// Leaving is under which name an attachment leaves, and how many bytes that are: a malware sample in its container.
func Leaving(a filing.Attachment) (name string, size int64) {
	if !a.Malware {
		return a.Name, a.Size
	}
	return a.Name + ".zip", Size(a.Name, a.Size)
}

// Send writes an attachment as it leaves.
func Send(w io.Writer, a filing.Attachment, body io.Reader, entropy io.Reader) error {
	if a.Malware {
		return Write(w, File{a.Name, a.Size, body}, filing.SampleWord, entropy)
	}
	n, err := io.Copy(w, body)
	if err == nil && n != a.Size {
		err = ErrSize
	}
	return err
}
