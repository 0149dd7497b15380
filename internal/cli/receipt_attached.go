package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/text"
)

// attachedView is one file beside a receipt.
type attachedView struct {
	Name   string `json:"name"`
	State  string `json:"state"`
	Digest string `json:"sha256"`
}

// What a file beside a receipt is to it.
const (
	attachedSame    = "same"    // its digest stands in the receipt
	attachedOther   = "other"   // no file of the receipt is this one
	attachedMissing = "missing" // the receipt names it, and it was not given
)

var attachedWords = map[string]string{
	attachedSame:    "同じです / the same",
	attachedOther:   "受付証にありません / not in the receipt",
	attachedMissing: "確かめていません / not given",
}

// compare finds the files that were given in the receipt by their digests, whatever they are called now. That one is not there, or is
// missing from a directory that was given, is the refusal that it returns.
func (c *ReceiptVerifyCmd) compare(v *receiptView) (different *receiptRefusal, err error) {
	if len(c.Attached) == 0 {
		return nil, nil
	}
	files, whole, err := beside(c.Attached)
	if err != nil {
		return nil, err
	}
	stated := v.attached
	for _, name := range files {
		digest, err := digestOf(name)
		if err != nil {
			return nil, err
		}
		one := attachedView{Name: filepath.Base(name), State: attachedOther, Digest: digest}
		if i := slices.IndexFunc(stated, func(f attachedView) bool { return f.Digest == digest }); i >= 0 {
			one.State, stated = attachedSame, slices.Delete(slices.Clone(stated), i, i+1)
		}
		v.Attached = append(v.Attached, one)
	}
	for _, f := range stated {
		f.State = attachedMissing
		v.Attached = append(v.Attached, f)
	}
	bad := slices.ContainsFunc(v.Attached, func(f attachedView) bool { return f.State == attachedOther || whole && f.State == attachedMissing })
	if bad {
		return &receiptRefusal{exit: 1, Both: text.Both{Ja: "添付ファイルが受付証と一致しません。", En: "The attached files are not those of the receipt."}}, nil
	}
	return nil, nil
}

// beside lists the files that were named, and those of directories; whole is whether a directory was among them.
func beside(named []string) (files []string, whole bool, err error) {
	for _, name := range named {
		info, err := os.Stat(name)
		if err != nil {
			return nil, false, unreadable(name, err)
		}
		if !info.IsDir() {
			files = append(files, name)
			continue
		}
		whole = true
		list, err := os.ReadDir(name)
		if err != nil {
			return nil, false, unreadable(name, err)
		}
		for _, e := range list {
			if e.Type().IsRegular() {
				files = append(files, filepath.Join(name, e.Name()))
			}
		}
	}
	return files, whole, nil
}

func digestOf(name string) (string, error) {
	f, err := os.Open(name) //nolint:gosec // the file that the user named
	if err != nil {
		return "", unreadable(name, err)
	}
	defer f.Close() //nolint:errcheck // only read
	sum := sha256.New()
	if _, err := io.Copy(sum, io.LimitReader(f, filing.AttachmentMost+1)); err != nil {
		return "", unreadable(name, err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// attachedOf are the files that a statement names: digest, size, name.
func attachedOf(s ledger.Statement) (list []attachedView) {
	for k, v := range s.Facts {
		if strings.HasPrefix(k, ledger.FactAttachment) {
			if parts := strings.SplitN(v, " ", 3); len(parts) == 3 {
				list = append(list, attachedView{Digest: parts[0], Name: parts[2]})
			}
		}
	}
	slices.SortFunc(list, func(a, b attachedView) int { return strings.Compare(a.Name, b.Name) })
	return list
}
