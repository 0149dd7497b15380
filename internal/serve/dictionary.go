package serve

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/productlist"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/product/dictionary"
	"kanmin/internal/domain/product/lookup"
)

// maxListFiles bounds the files of one dictionary: the whole of the CVE records is about 300,000.
const maxListFiles = 500_000

// ListFile is what one file of the dictionary gave, or why it gave nothing.
type ListFile struct {
	Path  string
	Found productlist.Found
	Err   error
}

// Says is the fault as a sentence in a language ("ja", "en"), with its place; empty when there is none.
func (f ListFile) Says(lang string) string {
	l := look.Lang(lang)
	if f.Err == nil {
		return ""
	}
	e, ok := errors.AsType[*fault.Error](f.Err)
	if !ok {
		return look.Say(l, "fault.import.broken", "reason", f.Err.Error())
	}
	if len(e.Fields) == 0 {
		return look.SayArgs(l, e.Code, e.Args)
	}
	return e.Fields[0].Path + ": " + look.SayArgs(l, e.Fields[0].Code, e.Fields[0].Args)
}

// Dictionary is the shipped dictionary with what the files and directories of paths add, in the order given, those of
// a directory by name. A file that cannot be read whole adds nothing and hinders nothing: heard is told of each.
func Dictionary(paths []string, heard func(ListFile)) (*lookup.Index, error) {
	book, err := dictionary.Shipped()
	if err != nil {
		return nil, err
	}
	b := lookup.NewBuilder(100_000)
	book.AddTo(b)
	ReadLists(paths, b, heard)
	return b.Build(), nil
}

// ReadLists reads the files and directories of paths into to.
func ReadLists(paths []string, to productlist.Into, heard func(ListFile)) {
	n := 0
	for _, path := range paths {
		err := walkLists(path, func(file string) error {
			if n++; n > maxListFiles {
				return fault.New(fault.Exceeded, "fault.import.many", fault.Args{"limit": strconv.Itoa(maxListFiles)})
			}
			f := ListFile{Path: file}
			f.Found, f.Err = readList(file, to)
			heard(f)
			return nil
		})
		if err != nil {
			heard(ListFile{Path: path, Err: err})
		}
	}
}

// beside are files that stand beside lists in the directories of publishers: signatures and digests.
var beside = []string{".asc", ".sig", ".sha256", ".sha512"}

// walkLists calls each with the file path, or with every file below the directory path that does not begin with a
// dot and is no signature or digest.
func walkLists(path string, each func(file string) error) error {
	path, err := filepath.EvalSymlinks(path) // a directory may be given by a link; links within are not followed
	if err != nil {
		return err
	}
	return filepath.WalkDir(path, func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case p != path && strings.HasPrefix(d.Name(), "."):
			if d.IsDir() {
				return fs.SkipDir
			}
			return nil
		case d.Type().IsRegular() && (p == path || !slices.Contains(beside, filepath.Ext(p))):
			return each(p)
		}
		return nil
	})
}

func readList(path string, to productlist.Into) (productlist.Found, error) {
	f, err := os.Open(path) //nolint:gosec // the operator of this house named it
	if err != nil {
		return productlist.Found{}, err
	}
	found, err := productlist.Read(f, to)
	return found, errors.Join(err, f.Close())
}

// lists are the paths of KANMIN_DICTIONARY.
func (h *House) lists() []string {
	var out []string
	for path := range strings.SplitSeq(h.Config.Dictionary, ",") {
		if path = strings.TrimSpace(path); path != "" && !slices.Contains(out, path) {
			out = append(out, path)
		}
	}
	return out
}

// badShown is how many files that were left out the log names, each time.
const badShown = 50

// dictionary builds the dictionary and logs what became of each file that is not whole.
func (h *House) dictionary() (*lookup.Index, error) {
	files, bad := 0, 0
	x, err := Dictionary(h.lists(), func(f ListFile) {
		files++
		if f.Err == nil {
			return
		}
		if bad++; bad <= badShown {
			h.Log.Error("KANMIN_DICTIONARY: a file is left out", slog.String("file", f.Path), slog.String("why", f.Says("en")))
		}
	})
	if err == nil && files > 0 {
		products, makers := x.Size()
		h.Log.Info("dictionary of products", slog.Int("files", files), slog.Int("left_out", bad), slog.Int("products", products), slog.Int("makers", makers))
	}
	return x, err
}

// watchEvery is how often the files of the dictionary are looked at.
const watchEvery = 30 * time.Second

// watchDictionary builds the dictionary again when its files have changed and then stood still for one look, so that
// a file that is being copied is not read half.
func (h *House) watchDictionary(ctx context.Context) error {
	paths := h.lists()
	if len(paths) == 0 {
		return nil
	}
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	built := stamp(paths)
	last := built
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		now := stamp(paths)
		if now != built && now == last {
			if err := h.Names.Rebuild(); err != nil {
				h.Log.Error("dictionary of products", slog.String("err", err.Error()))
			}
			built = now
		}
		last = now
	}
}

// stamp is the names, sizes and times of all files.
func stamp(paths []string) [sha256.Size]byte {
	sum := sha256.New()
	for _, path := range paths {
		err := walkLists(path, func(file string) error {
			info, err := os.Stat(file)
			if err == nil {
				_, err = fmt.Fprintln(sum, file, info.Size(), info.ModTime().UnixNano())
			}
			return err
		})
		if err != nil {
			_, _ = fmt.Fprintln(sum, path, err)
		}
	}
	return [sha256.Size]byte(sum.Sum(nil))
}
