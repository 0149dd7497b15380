package look

import (
	"maps"

	"kanmin/internal/domain/text"
)

// Catalogue is the whole catalogue, for tests.
func Catalogue() map[string]text.Both { return maps.Clone(catalogue()) }

// ReadCatalogue reads catalogues from another place, for tests.
var ReadCatalogue = readCatalogue
