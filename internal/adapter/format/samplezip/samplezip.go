// Package samplezip writes a ZIP archive of one stored file under a password, as WinZip does it (AE-2, AES-256, PBKDF2-SHA1,
// HMAC-SHA1-80), streaming: 7-Zip, WinZip, libarchive and the tools of analysts open it. Neither the standard library nor any
// kept module writes it (docs/dependencies.md). The password keeps scanners and fingers from the content; it is no secret.
package samplezip

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha1" //nolint:gosec // the format prescribes it
	"encoding/binary"
	"errors"
	"hash"
	"io"
)

const (
	keyLen     = 32
	saltLen    = 16
	macLen     = 10
	iterations = 1000
	overhead   = saltLen + 2 + macLen
	extraLen   = 11

	methodAES = 99
	version   = 51
	flags     = 1 | 1<<11 // encrypted, name in UTF-8
	dosDate   = 1<<5 | 1  // 1980-01-01: when the file was made is not told
	mostBytes = 1<<32 - 1 - 1<<16
)

// ErrSize is returned when the bytes are not as many as was said.
var ErrSize = errors.New("samplezip: another number of bytes than was said")

// Size is how many bytes an archive of a file has.
func Size(name string, size int64) int64 {
	return size + overhead + 30 + 46 + 22 + 2*int64(len(name)+extraLen)
}

// File is what an archive holds.
type File struct {
	Name string
	Size int64 // bytes of Body
	Body io.Reader
}

// Write writes an archive that holds one file. Entropy gives the salt.
func Write(w io.Writer, f File, password string, entropy io.Reader) error {
	name, size := f.Name, f.Size
	if size < 0 || size > mostBytes || len(name) > 1<<10 {
		return ErrSize
	}
	e, err := newEncrypter(password, entropy)
	if err != nil {
		return err
	}
	sealed := uint32(size) + overhead //nolint:gosec // bounded above
	out := &counter{w: w}
	out.put(header(0x04034b50, name, uint32(size), sealed)) //nolint:gosec // bounded above
	out.put(e.salt[:])
	out.put(e.check[:])
	n, err := io.Copy(out, cipher.StreamReader{S: e, R: io.LimitReader(f.Body, size)})
	if err != nil {
		return err
	}
	if n != size {
		return ErrSize
	}
	out.put(e.mac.Sum(nil)[:macLen])
	at := uint32(out.n)                                              //nolint:gosec // bounded above
	out.put(header(0x02014b50, name, uint32(size), sealed))          //nolint:gosec // bounded above
	end := binary.LittleEndian.AppendUint32(nil, 0x06054b50)         // no disks
	end = append(end, 0, 0, 0, 0, 1, 0, 1, 0)                        // one entry
	end = binary.LittleEndian.AppendUint32(end, uint32(out.n)-at)    //nolint:gosec // bounded above
	out.put(append(binary.LittleEndian.AppendUint32(end, at), 0, 0)) // no comment
	return out.err
}

// header is the local header of the one file, or, by its mark, its line in the directory.
func header(mark uint32, name string, size, sealed uint32) []byte {
	central := mark == 0x02014b50
	le := binary.LittleEndian
	b := le.AppendUint32(nil, mark)
	if central {
		b = le.AppendUint16(b, version)
	}
	for _, v := range []uint16{version, flags, methodAES, 0, dosDate} {
		b = le.AppendUint16(b, v)
	}
	for _, v := range []uint32{0, sealed, size} { // AE-2 has no CRC: the MAC says more, and a CRC would tell of short files
		b = le.AppendUint32(b, v)
	}
	b = le.AppendUint16(b, uint16(len(name))) //nolint:gosec // bounded by Write
	b = le.AppendUint16(b, extraLen)
	if central {
		b = append(b, make([]byte, 14)...) // comment, disk, attributes, offset 0
	}
	b = append(b, name...)
	for _, v := range []uint16{0x9901, 7, 2} {
		b = le.AppendUint16(b, v)
	}
	return append(b, 'A', 'E', 3, 0, 0) // AES-256, stored
}

// encrypter is AES in counter mode with WinZip's counter (little-endian, from 1), and the MAC over what leaves it.
type encrypter struct {
	salt  [saltLen]byte
	check [2]byte
	block cipher.Block
	mac   hash.Hash
	ctr   uint64
	pad   [aes.BlockSize]byte
	used  int
}

func newEncrypter(password string, entropy io.Reader) (*encrypter, error) {
	e := &encrypter{used: aes.BlockSize}
	if _, err := io.ReadFull(entropy, e.salt[:]); err != nil {
		return nil, err
	}
	keys, err := pbkdf2.Key(sha1.New, password, e.salt[:], iterations, 2*keyLen+2)
	if err != nil {
		return nil, err
	}
	copy(e.check[:], keys[2*keyLen:])
	e.mac = hmac.New(sha1.New, keys[keyLen:2*keyLen])
	e.block, err = aes.NewCipher(keys[:keyLen])
	return e, err
}

// XORKeyStream is of cipher.Stream.
func (e *encrypter) XORKeyStream(dst, src []byte) {
	for i, b := range src {
		if e.used == aes.BlockSize {
			e.ctr++
			var in [aes.BlockSize]byte
			binary.LittleEndian.PutUint64(in[:], e.ctr)
			e.block.Encrypt(e.pad[:], in[:])
			e.used = 0
		}
		dst[i] = b ^ e.pad[e.used]
		e.used++
	}
	e.mac.Write(dst[:len(src)])
}

// counter remembers how much was written, and the first error.
type counter struct {
	w   io.Writer
	n   int64
	err error
}

func (c *counter) put(b []byte) { _, _ = c.Write(b) }

// Write is of io.Writer.
func (c *counter) Write(b []byte) (int, error) {
	if c.err != nil {
		return 0, c.err
	}
	n, err := c.w.Write(b)
	c.n, c.err = c.n+int64(n), err
	return n, err
}
