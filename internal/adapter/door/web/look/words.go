package look

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"strings"
	"sync"

	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// The catalogue is one flat map from key to a sentence in both languages, kept in one file per
// area (text/fault.json holds fault.…), each key with its two languages side by side, so that a
// change to one is reviewed beside the other. Placeholders are {name}.
//
//go:embed text/*.json
var catalogueFiles embed.FS

// It is read when something is first said: the child that reads uploads is the same program, and says nothing.
var catalogue = sync.OnceValue(func() map[string]text.Both {
	c, _, err := readCatalogue(catalogueFiles)
	if err != nil {
		panic(err)
	}
	maps.Copy(c, ledger.Whys()) // whoever checks a receipt says why it is refused
	return c
})

// readCatalogue also returns the keys that stand in two files. The first one counts, and a test
// fails.
func readCatalogue(files fs.FS) (all map[string]text.Both, again []string, err error) {
	all = map[string]text.Both{}
	names, err := fs.Glob(files, "text/*.json")
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, nil, err
		}
		var one map[string]text.Both
		if err := json.Unmarshal(b, &one); err != nil {
			return nil, nil, fmt.Errorf("look: %s: %w", name, err)
		}
		for k, v := range one {
			if _, twice := all[k]; twice {
				again = append(again, k+" in "+name)
				continue
			}
			all[k] = v
		}
	}
	return all, again, nil
}

// Say returns the catalogue's sentence with its placeholders filled from pairs of name and value.
// A key that is not in the catalogue is returned as it is; a test walks the sources so that
// this does not happen.
func Say(l Lang, key string, pairs ...any) string {
	s, ok := catalogue()[key]
	if !ok {
		return key
	}
	return fill(s.In(string(l)), pairs)
}

// Has reports whether the catalogue has the key.
func Has(key string) bool { _, ok := catalogue()[key]; return ok }

// SayArgs is Say for the arguments of a fault.
func SayArgs(l Lang, key string, args map[string]string) string {
	pairs := make([]any, 0, 2*len(args))
	for k, v := range args {
		pairs = append(pairs, k, v)
	}
	return Say(l, key, pairs...)
}

// fill replaces placeholders in one pass, so that a value that contains braces stays as typed.
func fill(s string, pairs []any) string {
	if len(pairs) < 2 || !strings.Contains(s, "{") {
		return s
	}
	flat := make([]string, 0, len(pairs))
	for i := 0; i+1 < len(pairs); i += 2 {
		flat = append(flat, "{"+fmt.Sprint(pairs[i])+"}", fmt.Sprint(pairs[i+1]))
	}
	return strings.NewReplacer(flat...).Replace(s)
}
