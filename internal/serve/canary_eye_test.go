package serve_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"
)

// forms are the shapes in which a word may hide in bytes: as it is, in hex, in base64 at each alignment, in UTF-16.
func forms(word string) map[string][]byte {
	f := map[string][]byte{"plain": []byte(word), "hex": []byte(hex.EncodeToString([]byte(word))), "HEX": []byte(strings.ToUpper(hex.EncodeToString([]byte(word))))}
	for shift := range 3 {
		e := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
		f[fmt.Sprintf("base64+%d", shift)] = []byte(e[(shift*8+5)/6 : len(e)-2]) // what does not depend on the neighbours
	}
	var little, big []byte
	for _, u := range utf16.Encode([]rune(word)) {
		little, big = append(little, byte(u), byte(u>>8)), append(big, byte(u>>8), byte(u))
	}
	f["utf-16le"], f["utf-16be"] = little, big
	return f
}

// found names the forms of a word that stand in some bytes.
func found(data []byte, word string) (names []string) {
	for name, form := range forms(word) {
		if bytes.Contains(data, form) {
			names = append(names, name)
		}
	}
	return names
}

// files are the files below a directory that changed since an instant.
func files(t *testing.T, dir string, since time.Time) (paths []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return nil //nolint:nilerr // a file of a living database that has gone
		}
		if info, err := d.Info(); err == nil && info.Mode().IsRegular() && !info.ModTime().Before(since) {
			paths = append(paths, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return paths
}

// The control of the eye: each form is seen, whatever stands around it.
func TestAHiddenCanaryIsFound(t *testing.T) {
	t.Parallel()
	const word = "birdabcdefghij"
	for around := range 4 {
		text := strings.Repeat("髙", around) + strings.Repeat("x", around) + word + strings.Repeat("y", around)
		var little []byte
		for _, u := range utf16.Encode([]rune(text)) {
			little = append(little, byte(u), byte(u>>8))
		}
		for name, data := range map[string][]byte{
			"plain": []byte(text), "hex": []byte(hex.EncodeToString([]byte(text))), "base64": []byte(base64.StdEncoding.EncodeToString([]byte(text))),
			"base64url": []byte(base64.RawURLEncoding.EncodeToString([]byte(text))), "utf-16": little,
		} {
			if len(found(data, word)) == 0 {
				t.Errorf("%s, %d around: not found", name, around)
			}
		}
	}
	if names := found([]byte("bird abcdefghij"), word); len(names) > 0 {
		t.Errorf("found where it is not: %v", names)
	}
}
