package archtest

// rule is what the packages below one directory may import of ours. The longest
// directory that fits is the one that counts; a package without a rule is an error.
// Each package may also import what lies below itself.
type rule struct {
	dir   string
	may   []string // directories, with all below them
	tests []string // what its tests may import besides
}

// The houses, from inside out. A row is widened only with a reason in docs/adr/.
const (
	domain = "internal/domain"
	flow   = "internal/flow"
	keep   = "internal/adapter/keep"
	store  = "internal/adapter/keep/store"
	seal   = "internal/adapter/keep/seal"
	door   = "internal/adapter/door"
	gate   = "internal/adapter/door/gate"
	look   = "internal/adapter/door/web/look"
	format = "internal/adapter/format"
	dial   = "internal/adapter/out/dial"
	world  = "internal/world"
	testpg = "internal/testpg"
	// child is what runs in the child process that reads uploads; of the product cli alone starts it.
	child = "internal/adapter/format/sheet/read"
	// bringing is what pages and the API say alike of what somebody brings to 機器台帳.
	bringing = "internal/adapter/door/bringing"
	// bills is the part of it that reads bills of materials.
	bills = "internal/adapter/format/sbom"
)

// onlyDomain and everything are the two ends.
var (
	onlyDomain = []string{domain}
	everything = []string{"internal"}
	// insideTests: tests of the outer houses put a real house together.
	insideTests = []string{"internal/domain", "internal/flow", "internal/adapter", "internal/serve", world, testpg}
)

var rules = []rule{
	// domain: what is. The three that everybody says import almost nothing, so that
	// there is no cycle to fight; the rest of the order is Go's own ban on cycles.
	{dir: domain, may: onlyDomain},
	{dir: domain + "/fault"},
	{dir: domain + "/ident", may: []string{domain + "/fault"}},
	{dir: domain + "/text", may: []string{domain + "/fault"}},
	{dir: domain + "/law", may: []string{domain + "/fault", domain + "/ident", domain + "/text"}},
	{dir: domain + "/party", may: []string{domain + "/fault", domain + "/ident", domain + "/text", domain + "/law"}},
	// access never knows the nouns: they describe themselves to it.
	{dir: domain + "/access", may: []string{domain + "/fault", domain + "/ident", domain + "/text", domain + "/law", domain + "/party"}},
	// the second reading of the permission table shares nothing with the first.
	{dir: domain + "/access/accesstest"},
	// ledger does not know what it records: type, id, digest.
	{dir: domain + "/ledger", may: []string{domain + "/fault", domain + "/ident", domain + "/text"}},

	// flow: what happens. Only domain, so no flow calls a flow.
	{dir: flow, may: onlyDomain, tests: []string{keep, world, testpg}},

	// adapter: the outside. None imports another, except doors → gate and look, and
	// anything → format. A noun's SQL package knows the row mapper and the seal.
	{dir: format, may: []string{domain, format}, tests: []string{world}},
	{dir: bills, may: []string{domain + "/fault", domain + "/bill", format + "/sheet", format + "/cpe"}, tests: []string{domain, format}},
	{dir: child, may: []string{domain + "/fault", format + "/sheet", bills}, tests: []string{domain, format}}, // tests go on to what a form makes of a file
	{dir: seal, may: onlyDomain, tests: []string{world, testpg, store}},
	{dir: keep + "/reserve", may: nil},
	{dir: keep + "/spool", may: onlyDomain},
	{dir: keep + "/index", may: []string{domain, flow, format}, tests: insideTests},
	{dir: store, may: []string{domain, flow, seal, store}, tests: insideTests},
	{dir: store + "/*", may: []string{domain, flow, seal, store + "/row"}, tests: insideTests},
	{dir: store + "/row", may: []string{domain, seal}, tests: insideTests},
	{dir: store + "/storetest", may: insideTests},
	{dir: gate, may: []string{domain, look}, tests: insideTests}, // faults become pages here, in the one frame
	{dir: look, may: onlyDomain, tests: insideTests},
	{dir: bringing, may: []string{domain, flow, look, format}, tests: insideTests}, // what somebody brings beside what is there, for pages and programs alike
	{dir: door + "/*", may: []string{domain, flow, gate, look, format, bringing}, tests: insideTests},
	{dir: "internal/adapter/out/*", may: []string{domain, flow, format}, tests: insideTests},

	// assembly and commands.
	{dir: "internal/serve", may: []string{domain, flow, "internal/adapter", "internal/serve"}, tests: insideTests},
	{dir: "internal/cli", may: []string{domain, flow, format, "internal/serve"}, tests: insideTests},
	// the demo alone knows the fictional world, the sign-in without a credential and the storybook; it fills a store before it serves it.
	{dir: "internal/cli/demo", may: []string{domain, flow, keep, gate, "internal/serve", world, "internal/adapter/door/login", "internal/adapter/door/web/storybook"}, tests: insideTests},
	{dir: "cmd/kanmin", may: []string{"internal/cli"}},

	// the fictional world, and what only looks at the house.
	{dir: world, may: []string{domain, flow}, tests: insideTests},
	{dir: world + "/stage", may: []string{domain, flow, keep, world}, tests: insideTests}, // the world, filed through the real flows
	{dir: "internal/archtest"},
	{dir: "internal/harness", tests: append(insideTests, "internal/cli")}, // the whole house, driven from outside
	{dir: testpg},
	// the oracle of the matching shares nothing with what it judges; beside it stands what asks both.
	{dir: "internal/oracle"},
	{dir: "internal/oracle/against", may: []string{"internal/oracle", domain + "/vuln"}},
	{dir: "internal/oracle/cmd", may: []string{"internal/oracle"}},
	{dir: "internal/bench", may: everything},
	{dir: "internal/crash", may: everything},
	{dir: "internal/e2e", may: everything}, // servers for the browser tests
	{dir: "scripts"},
	{dir: "web"},
}

// forTests are imported from tests, from one another, and from the tools that
// measure and break the house; never from the product.
var forTests = []string{testpg, "internal/archtest", "internal/bench", "internal/crash", "internal/e2e", "internal/oracle"}

// tools are programs for us, not part of the product.
var tools = []string{testpg, "internal/bench", "internal/crash", "internal/e2e", "internal/oracle", "scripts", "web"}

// pureStd is all of the standard library that domain may touch: nothing here does
// I/O, reads a clock, draws a random number or keeps a mutable global. flow has
// context besides. Time is there for its types; its clock is banned below.
var pureStd = []string{
	"bufio", "bytes", "cmp", "compress/flate", "compress/gzip", "compress/zlib",
	"container/heap", "container/list", "container/ring",
	"crypto", "crypto/ed25519", "crypto/hmac", "crypto/sha1", "crypto/sha256", "crypto/sha512", "crypto/subtle", "crypto/x509",
	"embed", "encoding", "encoding/asn1", "encoding/base32", "encoding/base64", "encoding/binary", "encoding/csv",
	"encoding/hex", "encoding/json", "encoding/pem", "encoding/xml", "errors", "fmt", "hash", "hash/crc32", "hash/fnv", "hash/maphash",
	"index/suffixarray", "io", "iter", "maps", "math", "math/big", "math/bits", "net/mail", "net/netip", "net/textproto", "net/url",
	"path", "reflect", "regexp", "regexp/syntax", "slices", "sort", "strconv", "strings", "sync",
	"text/scanner", "text/tabwriter", "text/template", "text/template/parse",
	"time", "unicode", "unicode/utf16", "unicode/utf8", "unique",
}

// pureModules are the third-party modules allowed inside: they compute, nothing more.
var pureModules = []string{
	"golang.org/x/mod/sumdb/tlog", // Merkle tree arithmetic
	"golang.org/x/mod/sumdb/note", // signed notes
	"golang.org/x/text/unicode/norm",
	"golang.org/x/text/width",
	"golang.org/x/text/encoding", // tables of characters: what a text was before it was read with the wrong one
	"golang.org/x/text/encoding/charmap",
	"golang.org/x/text/encoding/japanese",
	"github.com/gowebpki/jcs",        // canonical JSON, RFC 8785
	"github.com/pandatix/go-cvss/20", // CVSS arithmetic, one package a version
	"github.com/pandatix/go-cvss/30",
	"github.com/pandatix/go-cvss/31",
	"github.com/pandatix/go-cvss/40",
}

// childModules read what strangers send: never in the process that serves.
var childModules = []string{"github.com/xuri/excelize/v2", "github.com/CycloneDX/cyclonedx-go", "github.com/spdx/tools-golang"}

// testModules are for tests of any house.
var testModules = []string{"github.com/google/go-cmp", "pgregory.net/rapid"}

// use is a name of a package that only some directories may mention.
type use struct {
	check, pkg string
	names      []string
	where      []string // directories that are banned; nil is all
	but        []string // directories that are not
	tests      bool     // tests are banned too
	why        string
}

var uses = []use{
	{
		check: "clock", pkg: "time",
		names: []string{"Now", "Sleep", "After", "AfterFunc", "NewTimer", "NewTicker", "Tick", "Since", "Until"},
		where: []string{domain, flow}, tests: true, why: "time is passed in",
	},
	{
		check: "clock", pkg: "time", names: []string{"Now", "Since", "Until"},
		but: append([]string{"internal/serve", "internal/cli"}, tools...), why: "the clock is read in serve and cli and passed in",
	},
	{
		check: "sleep", pkg: "time", names: []string{"Sleep"},
		but: append([]string{"internal/serve", "internal/cli"}, tools...), tests: true, why: "wait for what you wait for, or pass the time in",
	},
	{
		check: "effect", pkg: "fmt", names: []string{"Print", "Printf", "Println", "Scan", "Scanf", "Scanln"},
		where: []string{domain, flow}, why: "no I/O inside",
	},
	{
		check: "effect", pkg: "sync", names: []string{"Mutex", "RWMutex", "Map", "Pool", "Cond", "WaitGroup"},
		where: []string{domain, flow}, why: "no shared state inside; a table computed once is sync.OnceValue",
	},
	{
		check: "effect", pkg: "encoding/csv", names: []string{"NewWriter"},
		but: append([]string{format + "/sheet", world}, tools...), why: "a table leaves through format/sheet, which guards every cell",
	},
	{
		check: "dial", pkg: "net", names: []string{"Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer"},
		but: append([]string{dial}, tools...), why: "the one egress dialer is adapter/out/dial",
	},
	{
		check: "dial", pkg: "crypto/tls", names: []string{"Dial", "DialWithDialer", "Dialer"},
		but: append([]string{dial}, tools...), why: "the one egress dialer is adapter/out/dial",
	},
	{
		check: "dial", pkg: "net/smtp", names: []string{"Dial", "SendMail"},
		but: append([]string{dial}, tools...), why: "the one egress dialer is adapter/out/dial",
	},
	{
		check: "dial", pkg: "net/http",
		names: []string{"Get", "Head", "Post", "PostForm", "DefaultClient", "DefaultTransport", "Transport"},
		but:   append([]string{dial, "internal/cli"}, tools...), why: "calls leave through adapter/out/dial, which hands out the client",
	},
}

// bannedNames say nothing about what a package owns.
var bannedNames = []string{
	"base", "common", "core", "helper", "helpers", "lib", "manager", "managers", "misc", "model", "models",
	"service", "services", "shared", "tools", "types", "util", "utils",
}

// Bounds of size. A file or function that is only a table is exempt.
const (
	maxFile       = 400
	maxFunction   = 60
	maxParameters = 5
	maxPort       = 6
)

// exempt are the places that break a bound for a reason; one that breaks it no
// more is itself a finding.
var exempt = map[string]string{}
