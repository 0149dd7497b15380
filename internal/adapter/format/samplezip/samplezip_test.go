package samplezip_test

import (
	"archive/zip"
	"bytes"
	"crypto/aes"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // the format prescribes it
	"encoding/binary"
	"testing"

	"kanmin/internal/adapter/format/samplezip"
)

// What is written is a good archive to the standard library, and opens with the password by the rules of WinZip's AE-2, worked
// through apart from the writer: and with no other password, and not after a bit was changed.
func TestAnArchiveOpensWithItsPasswordAlone(t *testing.T) {
	t.Parallel()
	for _, size := range []int{1, 15, 16, 17, 70_000} {
		plain := make([]byte, size)
		_, _ = rand.Read(plain)
		var b bytes.Buffer
		if err := samplezip.Write(&b, samplezip.File{Name: "検体𠮷.exe", Size: int64(size), Body: bytes.NewReader(plain)}, "infected", rand.Reader); err != nil {
			t.Fatal(err)
		}
		if int64(b.Len()) != samplezip.Size("検体𠮷.exe", int64(size)) {
			t.Errorf("%d bytes, %d were promised", b.Len(), samplezip.Size("検体𠮷.exe", int64(size)))
		}
		z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
		if err != nil {
			t.Fatal(err)
		}
		f := z.File[0]
		if f.Name != "検体𠮷.exe" || f.Method != 99 || f.Flags&1 == 0 || f.UncompressedSize64 != uint64(size) {
			t.Errorf("%+v", f.FileHeader)
		}
		at, err := f.DataOffset()
		if err != nil {
			t.Fatal(err)
		}
		sealed := b.Bytes()[at : at+int64(f.CompressedSize64)] //nolint:gosec // of the test
		if got, ok := opens(t, sealed, "infected"); !ok || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes do not come back", size)
		}
		if _, ok := opens(t, sealed, "infectee"); ok {
			t.Error("the control: another password opens it")
		}
		sealed[18] ^= 1
		if _, ok := opens(t, sealed, "infected"); ok {
			t.Error("the control: a changed bit is not noticed")
		}
	}
}

func opens(t *testing.T, sealed []byte, password string) ([]byte, bool) {
	t.Helper()
	salt, check, body, mac := sealed[:16], sealed[16:18], sealed[18:len(sealed)-10], sealed[len(sealed)-10:]
	keys, err := pbkdf2.Key(sha1.New, password, salt, 1000, 66)
	if err != nil {
		t.Fatal(err)
	}
	m := hmac.New(sha1.New, keys[32:64])
	m.Write(body)
	if !bytes.Equal(check, keys[64:]) || !hmac.Equal(m.Sum(nil)[:10], mac) {
		return nil, false
	}
	block, err := aes.NewCipher(keys[:32])
	if err != nil {
		t.Fatal(err)
	}
	plain := make([]byte, len(body))
	for i := range body {
		var in, out [16]byte
		binary.LittleEndian.PutUint64(in[:], uint64(i/16+1)) //nolint:gosec // of the test
		block.Encrypt(out[:], in[:])
		plain[i] = body[i] ^ out[i%16]
	}
	return plain, true
}

func TestAShortBodyIsNoArchive(t *testing.T) {
	t.Parallel()
	var b bytes.Buffer
	if err := samplezip.Write(&b, samplezip.File{Name: "a", Size: 5, Body: bytes.NewReader([]byte("four"))}, "infected", rand.Reader); err == nil {
		t.Error("four bytes were taken for five")
	}
}
