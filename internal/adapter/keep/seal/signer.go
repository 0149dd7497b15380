package seal

import (
	"encoding/base64"
	"errors"
	"strings"
)

// signerSeed reads "PRIVATE+KEY+name+hash+base64(algorithm || seed)".
func signerSeed(skey string) (name string, seed []byte, err error) {
	parts := strings.SplitN(skey, "+", 5)
	if len(parts) != 5 {
		return "", nil, errors.New("seal: malformed signer key")
	}
	raw, err := base64.StdEncoding.DecodeString(parts[4])
	if err != nil || len(raw) != 33 {
		return "", nil, errors.New("seal: malformed signer key")
	}
	return parts[2], raw[1:], nil
}
