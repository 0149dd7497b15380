package look

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strconv"
	"strings"
)

//go:embed static
var staticFiles embed.FS

// asset is one static file as it is served.
type asset struct {
	kind  string
	plain []byte
	gzip  []byte // nil when it does not pay
}

// assets by the name under which they are served, and that name by the file's own name. A name
// carries the digest of the content, so that a browser may keep it for ever.
var assets, named = func() (map[string]asset, map[string]string) {
	byName, names := map[string]asset{}, map[string]string{}
	root, err := fs.Sub(staticFiles, "static")
	if err != nil {
		panic(err)
	}
	err = fs.WalkDir(root, ".", func(file string, d fs.DirEntry, err error) error {
		kind := kinds[path.Ext(file)]
		if err != nil || d.IsDir() || kind == "" {
			return err
		}
		b, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		name := file
		if !strings.HasPrefix(file, "fonts/") { // their names are digests already
			sum := sha256.Sum256(b)
			ext := path.Ext(file)
			name = strings.TrimSuffix(file, ext) + "." + hex.EncodeToString(sum[:6]) + ext
		}
		a := asset{kind: kind, plain: b}
		if path.Ext(file) != ".woff2" {
			a.gzip = squeeze(b)
		}
		byName[name], names[file] = a, name
		return nil
	})
	if err != nil {
		panic(err)
	}
	return byName, names
}()

var kinds = map[string]string{
	".css":   "text/css; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".svg":   "image/svg+xml",
	".woff2": "font/woff2",
}

func squeeze(b []byte) []byte {
	var out bytes.Buffer
	z, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		panic(err)
	}
	if _, err := z.Write(b); err != nil {
		panic(err)
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	if out.Len() >= len(b) {
		return nil
	}
	return out.Bytes()
}

// Static returns the address of a static file; a name that does not exist panics, which the
// parsing tests of every page see.
func Static(file string) string {
	name, ok := named[file]
	if !ok {
		panic("look: no static file " + file)
	}
	return "/static/" + name
}

// ServeStatic answers GET /static/{file...}; ok is false when there is no such file.
func ServeStatic(w http.ResponseWriter, r *http.Request) (ok bool) {
	a, ok := assets[strings.TrimPrefix(r.URL.Path, "/static/")]
	if !ok {
		return false
	}
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	body := a.plain
	if a.gzip != nil {
		h.Set("Vary", "Accept-Encoding")
		if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
			h.Set("Content-Encoding", "gzip")
			body = a.gzip
		}
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the client went away: nobody to tell
	}
	return true
}
