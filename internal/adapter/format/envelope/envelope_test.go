package envelope_test

import (
	"bytes"
	"crypto/hpke"
	"strings"
	"testing"

	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/packet"
)

func key(t testing.TB, secret string) hpke.PrivateKey {
	t.Helper()
	k, err := envelope.KeyOf([]byte(strings.Repeat(secret, 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func sealed(t testing.TB, inside []byte) []byte {
	t.Helper()
	file, err := envelope.Seal(key(t, "k").PublicKey(), inside)
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAnEnvelopeOpensWithItsKeyAlone(t *testing.T) {
	t.Parallel()
	inside := bytes.Repeat([]byte("機密"), packet.Block/2)
	file := sealed(t, inside)
	if bytes.Contains(file, []byte("機密")) {
		t.Error("the content is there to be read")
	}
	if got, err := envelope.Open(key(t, "k"), file); err != nil || !bytes.Equal(got, inside) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
	if _, err := envelope.Open(key(t, "another"), file); !fault.Is(err, fault.Invalid) {
		t.Errorf("another key: %v", err)
	}
	if largest := sealed(t, make([]byte, packet.Limit)); len(largest) != envelope.Limit {
		t.Errorf("the largest file has %d bytes, not %d", len(largest), envelope.Limit)
	} else if _, err := envelope.Open(key(t, "k"), append(largest, 0)); !fault.Is(err, fault.Invalid) {
		t.Errorf("one byte more: %v", err)
	}
}

// One byte that is another, is gone, or is one too many: refused, each and every one, with the same answer.
func TestEveryByteThatIsChangedIsRefused(t *testing.T) {
	t.Parallel()
	file := sealed(t, bytes.Repeat([]byte("x"), 200))
	k := key(t, "k")
	refused := func(what string, at int, bad []byte) {
		if _, err := envelope.Open(k, bad); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "fault.packet.refused") {
			t.Errorf("%s at %d: %v", what, at, err)
		}
	}
	for i := range file {
		bad := bytes.Clone(file)
		bad[i] ^= 1
		refused("changed", i, bad)
		refused("cut", i, file[:i])
	}
	refused("longer", len(file), append(bytes.Clone(file), 0))
	refused("empty", 0, nil)
}
