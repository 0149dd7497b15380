//go:build !linux || !(amd64 || arm64)

package read

// Confine holds nothing here: the house says so in its log. The bounds of what is read count everywhere.
func Confine(uint64) (held []string, err error) { return nil, nil }
