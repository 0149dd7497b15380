// Package seal owns the keys of the house and the sealed body: AES-256-GCM under a key of the
// organisation that owns the row, bound to table, row id and revision. The key file is the
// only thing outside the database that is needed to read it.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"sync"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/domain/ident"
)

// House is the organisation under whose key the platform's own rows are sealed.
const House ident.Org = "house"

// file is the key file's content.
type file struct {
	Format string `json:"format"`
	KEK    []byte `json:"kek"`    // wraps the keys of organisations
	Digest []byte `json:"digest"` // keys look-ups by exact value
	Signer string `json:"signer"` // the log's note signer (Ed25519)
}

const fileFormat = "kanmin/keys/v1"

// Create writes a new key file (0600) for a log of the given origin. It fails if one is there.
func Create(path, origin string, entropy io.Reader) error {
	f := file{Format: fileFormat, KEK: make([]byte, 32), Digest: make([]byte, 32)}
	for _, b := range [][]byte{f.KEK, f.Digest} {
		if _, err := io.ReadFull(entropy, b); err != nil {
			return err
		}
	}
	skey, _, err := note.GenerateKey(entropy, origin)
	if err != nil {
		return fmt.Errorf("log origin %q: %w", origin, err)
	}
	f.Signer = skey
	data, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	w, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600) //nolint:gosec // the operator names it
	if err != nil {
		return err
	}
	if _, err = w.Write(append(data, '\n')); err == nil {
		err = w.Sync()
	}
	return errors.Join(err, w.Close())
}

// Keyring seals and opens. It is safe for concurrent use.
type Keyring struct {
	kek    cipher.AEAD
	macs   sync.Pool // of hash.Hash, keyed: setting one up costs as much as a short digest
	signer note.Signer
	vkey   string

	mu   sync.RWMutex
	orgs map[ident.Org]cipher.AEAD
}

// Load reads a key file; one that others may read is refused.
func Load(path string) (*Keyring, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%s: others may read it (mode %04o); chmod 600 it", path, info.Mode().Perm())
	}
	data, err := os.ReadFile(path) //nolint:gosec // the operator names it
	if err != nil {
		return nil, err
	}
	var f file
	if err := json.Unmarshal(data, &f); err != nil || f.Format != fileFormat || len(f.KEK) != 32 || len(f.Digest) != 32 {
		return nil, fmt.Errorf("%s: not a key file of this program", path)
	}
	return open(f)
}

func open(f file) (*Keyring, error) {
	kek, err := aead(f.KEK)
	if err != nil {
		return nil, err
	}
	signer, err := note.NewSigner(f.Signer)
	if err != nil {
		return nil, err
	}
	vkey, err := verifierKey(f.Signer)
	if err != nil {
		return nil, err
	}
	k := &Keyring{kek: kek, signer: signer, vkey: vkey, orgs: map[ident.Org]cipher.AEAD{}}
	k.macs.New = func() any { return hmac.New(sha256.New, f.Digest) }
	return k, nil
}

// Signer signs checkpoints and provisional receipts.
func (k *Keyring) Signer() note.Signer { return k.signer }

// VerifierKey is the log's public key as a note verifier key.
func (k *Keyring) VerifierKey() string { return k.vkey }

// Digest returns the keyed digest under which an exact value can be looked up (e-mail, 法人番号, a
// token). purpose keeps values of different kinds apart.
func (k *Keyring) Digest(purpose, value string) []byte {
	return k.AppendDigest(nil, purpose, []byte(value))
}

// AppendDigest is Digest of bytes, appended to dst.
func (k *Keyring) AppendDigest(dst []byte, purpose string, value []byte) []byte {
	h := k.macs.Get().(hash.Hash) //nolint:errcheck,forcetypeassert // nothing else is put there
	defer k.macs.Put(h)
	h.Reset()
	_, _ = io.WriteString(h, purpose)
	_, _ = h.Write([]byte{0})
	_, _ = h.Write(value)
	return h.Sum(dst)
}

// Wrapped is an organisation's key as it is stored.
type Wrapped []byte

// NewKey mints and wraps a key for an organisation. It is opened when it is first needed, from where it was stored: an
// act that is taken back must not leave a key behind that nobody else has.
func (k *Keyring) NewKey(org ident.Org, entropy io.Reader) (Wrapped, error) {
	raw := make([]byte, 32)
	if _, err := io.ReadFull(entropy, raw); err != nil {
		return nil, err
	}
	return sealWith(k.kek, raw, []byte("org_key\x00"+string(org)))
}

// Unwrap opens an organisation's key and keeps it.
func (k *Keyring) Unwrap(org ident.Org, w Wrapped) error {
	raw, err := openWith(k.kek, w, []byte("org_key\x00"+string(org)))
	if err != nil {
		return fmt.Errorf("key of organisation %s: %w", org, err)
	}
	return k.keep(org, raw)
}

// Has reports whether the organisation's key is open.
func (k *Keyring) Has(org ident.Org) bool {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return k.orgs[org] != nil
}

func (k *Keyring) keep(org ident.Org, raw []byte) error {
	a, err := aead(raw)
	if err != nil {
		return err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.orgs[org] = a
	return nil
}

// Place is what a body is bound to: moved to another row, table or revision it does not open.
type Place struct {
	Org   ident.Org
	Table string
	ID    string
	Rev   int
}

func (p Place) bytes() []byte {
	b := []byte(p.Table + "\x00" + p.ID + "\x00")
	return binary.BigEndian.AppendUint64(b, uint64(p.Rev)) //nolint:gosec // revisions are positive
}

// ErrNoKey is returned when the organisation's key was not loaded.
var ErrNoKey = errors.New("seal: no key for the organisation")

// Seal encrypts plain under the key of p.Org.
func (k *Keyring) Seal(p Place, plain []byte) ([]byte, error) {
	a, err := k.org(p.Org)
	if err != nil {
		return nil, err
	}
	return sealWith(a, plain, p.bytes())
}

// Open decrypts what Seal made for the same place.
func (k *Keyring) Open(p Place, body []byte) ([]byte, error) {
	a, err := k.org(p.Org)
	if err != nil {
		return nil, err
	}
	plain, err := openWith(a, body, p.bytes())
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", p.Table, p.ID, err)
	}
	return plain, nil
}

// OpenOver is Open for a body that nobody needs any more: the plain bytes come to stand where the sealed ones were.
func (k *Keyring) OpenOver(p Place, body []byte) ([]byte, error) {
	a, err := k.org(p.Org)
	if err != nil {
		return nil, err
	}
	if len(body) < 1+a.NonceSize() || body[0] != method {
		return nil, fmt.Errorf("%s %s: %w", p.Table, p.ID, errBody)
	}
	sealed := body[1+a.NonceSize():]
	plain, err := a.Open(sealed[:0], body[1:1+a.NonceSize()], sealed, p.bytes())
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", p.Table, p.ID, errBody)
	}
	return plain, nil
}

func (k *Keyring) org(org ident.Org) (cipher.AEAD, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if a := k.orgs[org]; a != nil {
		return a, nil
	}
	return nil, ErrNoKey
}

func aead(key []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// sealed bodies begin with one byte that names the method.
const method = 1

func sealWith(a cipher.AEAD, plain, bound []byte) ([]byte, error) {
	out := make([]byte, 1+a.NonceSize(), 1+a.NonceSize()+len(plain)+a.Overhead())
	out[0] = method
	if _, err := rand.Read(out[1:]); err != nil {
		return nil, err
	}
	return a.Seal(out, out[1:], plain, bound), nil //nolint:gosec // the nonce was drawn just above
}

var errBody = errors.New("sealed body does not open here: altered, moved, or another key")

func openWith(a cipher.AEAD, body, bound []byte) ([]byte, error) {
	if len(body) < 1+a.NonceSize() || body[0] != method {
		return nil, errBody
	}
	plain, err := a.Open(nil, body[1:1+a.NonceSize()], body[1+a.NonceSize():], bound)
	if err != nil {
		return nil, errBody
	}
	return plain, nil
}

// verifierKey derives the public half of a note signer key.
func verifierKey(skey string) (string, error) {
	name, seed, err := signerSeed(skey)
	if err != nil {
		return "", err
	}
	public, ok := ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey)
	if !ok {
		return "", errors.New("seal: not an Ed25519 key")
	}
	return note.NewEd25519VerifierKey(name, public)
}
