package harness

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"unicode/utf16"
)

// mark is a word of the world that only some may be shown.
type mark struct {
	what string // "report 2 of operator-filer: which"
	word string
	may  map[string]bool // names of principals
	ref  bool            // names a thing and is no content: whoever says it may be told it back
}

// sighting is a mark that was seen in some bytes, and in which shape.
type sighting struct {
	*mark
	form string
}

// eye finds many words in many shapes in one walk over the bytes: the first eight bytes of each shape are looked up,
// the rest is compared.
type eye struct {
	first  [1 << 16]bool
	shapes map[uint64][]shape
	marks  int
}

type shape struct {
	sighting
	rest string
}

func newEye() *eye { return &eye{shapes: map[uint64][]shape{}} }

// learn adds a mark in all its shapes.
func (e *eye) learn(m *mark) {
	e.marks++
	for form, bytes := range shapesOf(m.word) {
		if form != "plain" && bytes == m.word {
			continue
		}
		if len(bytes) < 8 {
			panic("harness: too short a word to look for: " + m.word)
		}
		key := binary.LittleEndian.Uint64([]byte(bytes))
		e.first[uint16(key)] = true //nolint:gosec // the first two bytes are meant
		e.shapes[key] = append(e.shapes[key], shape{sighting{m, form}, bytes[8:]})
	}
}

// see returns what stands in some bytes, each mark once.
func (e *eye) see(data []byte) (seen []sighting) {
	known := map[*mark]bool{}
	for i := 0; i+8 <= len(data); i++ {
		if !e.first[uint16(data[i])|uint16(data[i+1])<<8] {
			continue
		}
		for _, s := range e.shapes[binary.LittleEndian.Uint64(data[i:])] {
			if !known[s.mark] && strings.HasPrefix(string(data[i+8:min(len(data), i+8+len(s.rest))]), s.rest) {
				known[s.mark] = true
				seen = append(seen, s.sighting)
			}
		}
	}
	return seen
}

// shapesOf are the ways in which a word may hide: as it is, in capitals, in full width, in hex, in base64 at each
// alignment, in UTF-16, as its SHA-256.
func shapesOf(word string) map[string]string {
	sum := sha256.Sum256([]byte(word))
	s := map[string]string{
		"plain": word, "capitals": strings.ToUpper(word), "lower": strings.ToLower(word), "hex": hex.EncodeToString([]byte(word)),
		"HEX": strings.ToUpper(hex.EncodeToString([]byte(word))), "sha256": hex.EncodeToString(sum[:]), "sha256, base64": base64.RawStdEncoding.EncodeToString(sum[:]),
	}
	for shift := range 3 {
		e := base64.RawStdEncoding.EncodeToString([]byte(strings.Repeat("x", shift) + word))
		s["base64+"+string(rune('0'+shift))] = e[(shift*8+5)/6 : len(e)-2] // what does not depend on the neighbours
	}
	var wide, little, big strings.Builder
	for _, c := range word {
		if w := c + 0xfee0; c > ' ' && c < 0x7f {
			wide.WriteRune(w)
		} else {
			wide.WriteRune(c)
		}
	}
	for _, u := range utf16.Encode([]rune(word)) {
		little.Write([]byte{byte(u), byte(u >> 8)})
		big.Write([]byte{byte(u >> 8), byte(u)})
	}
	s["full width"], s["utf-16le"], s["utf-16be"] = wide.String(), little.String(), big.String()
	return s
}
