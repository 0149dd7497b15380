package filing

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"kanmin/internal/domain/approval"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/domain/procedure"
	"kanmin/internal/domain/text"
)

// Attachment is a file beside the answers (添付): bytes that are kept, proved and handed out, and never shown or run here.
// The JSON members are those of the canonical bytes; the id stays inside.
type Attachment struct {
	ID      ident.Object `json:"-"`
	Name    string       `json:"name"`   // as people gave it, without a path
	Size    int64        `json:"size"`   // bytes, at least 1
	Digest  string       `json:"sha256"` // hex SHA-256 of the bytes
	Section string       `json:"section,omitempty"`
	// Malware marks マルウェアの検体: it leaves the platform in a container with a password only.
	Malware bool `json:"malware,omitempty"`
}

// Bounds of the attachments of one filing.
const (
	AttachmentsMost   = 20
	AttachmentMost    = 20 << 20  // bytes of one
	AttachmentsBytes  = 100 << 20 // bytes of all
	AttachmentChunk   = 256 << 10 // bytes of one sealed piece; the last one may be shorter
	attachmentNameMax = 120       // characters: twenty names stand in the statement of a receipt
)

// SampleWord is the password of the container in which a malware sample is handed out. It keeps scanners and fingers away,
// not readers: the word is the one that analysts everywhere use.
const SampleWord = "infected"

// SealedAttachment is an attachment as the sealed body of a revision keeps it, with its id.
type SealedAttachment struct {
	ID ident.Object
	Attachment
}

// Enclose puts attachments into a content, Attachments takes them out.
func Enclose(list []Attachment) (sealed []SealedAttachment) {
	for _, a := range list {
		sealed = append(sealed, SealedAttachment{a.ID, a})
	}
	return sealed
}

// Attachments are the files of a revision.
func (c Content) Attachments() (list []Attachment) {
	for _, f := range c.Files {
		f.Attachment.ID = f.ID
		list = append(list, f.Attachment)
	}
	return list
}

// Papers are the copies of decisions beside a round of approval, as files.
func Papers(list []approval.Paper) (files []Attachment) {
	for _, p := range list {
		files = append(files, Attachment{ID: p.ID, Name: p.Name, Size: p.Size, Digest: p.Digest})
	}
	return files
}

// Chunks is how many sealed pieces the bytes make.
func (a Attachment) Chunks() int { return int((a.Size + AttachmentChunk - 1) / AttachmentChunk) }

// AttachmentName is a file's name without the path that some browsers send with it. A name that cannot be kept as it is
// (controls, NUL, bidi controls, too long, nothing left) is an Invalid fault at "file".
func AttachmentName(given string) (string, error) {
	name := given[strings.LastIndexAny(given, `/\`)+1:]
	name = strings.TrimSpace(name)
	var l fault.List
	switch {
	case strings.Trim(name, ". ") == "":
		l.Add("file", "fault.attachment.name", nil)
	case strings.ContainsFunc(name, control):
		l.Add("file", "fault.attachment.control", nil)
	default:
		text.Check(&l, "file", name, attachmentNameMax)
	}
	return name, l.Err()
}

func control(r rune) bool {
	return r > 0 && r < ' ' || r >= 0x7f && r < 0xa0 || r == 0x2028 || r == 0x2029 // NUL is told by its own name
}

// Fits reports whether one more attachment may stand beside those that are there; replaced, if any, is not among them. The
// fault names the limit, or the file that is there already.
func Fits(there []Attachment, next Attachment) error {
	var total int64
	for _, a := range there {
		total += a.Size
		if next.Digest != "" && a.Digest == next.Digest {
			return one("fault.attachment.same", fault.Args{"name": a.Name})
		}
		if a.Name == next.Name {
			return one("fault.attachment.named", fault.Args{"name": a.Name})
		}
	}
	switch {
	case len(there) >= AttachmentsMost:
		return one("fault.attachment.count", fault.Args{"limit": strconv.Itoa(AttachmentsMost)})
	case next.Size > AttachmentMost:
		return TooLarge()
	case total+next.Size > AttachmentsBytes:
		return one("fault.attachment.total", fault.Args{"limit": MiB(AttachmentsBytes), "left": MiB(AttachmentsBytes - total)})
	}
	return nil
}

// TooLarge is the answer to a file over AttachmentMost.
func TooLarge() error {
	return &fault.Error{Kind: fault.Exceeded, Code: "fault.attachment.size", Args: fault.Args{"limit": MiB(AttachmentMost)}}
}

func one(code string, args fault.Args) error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "file", Code: code, Args: args}}}
}

// NoAttachment is the answer to an upload without a byte.
func NoAttachment() error { return one("fault.attachment.empty", nil) }

// CutOff is the answer to an upload that ended before its end: nothing of it is kept.
func CutOff() error { return one("fault.attachment.cut", nil) }

// NoSection is the answer to a section that the form does not have.
func NoSection() error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: "section", Code: "fault.form.option", Args: nil}}}
}

// MiB writes a number of bytes as people compare it with a limit.
func MiB(bytes int64) string {
	switch {
	case bytes >= 1<<20:
		return strings.TrimSuffix(fmt.Sprintf("%.1f", float64(bytes)/(1<<20)), ".0") + " MiB"
	case bytes >= 1<<10:
		return fmt.Sprintf("%d KiB", (bytes+1<<9)>>10)
	}
	return fmt.Sprintf("%d B", bytes)
}

// Without leaves one attachment out.
func Without(list []Attachment, id ident.Object) []Attachment {
	return slices.DeleteFunc(slices.Clone(list), func(a Attachment) bool { return id != "" && a.ID == id })
}

// Find is the attachment of an id.
func Find(list []Attachment, id ident.Object) (Attachment, bool) {
	i := slices.IndexFunc(list, func(a Attachment) bool { return a.ID == id })
	if i < 0 {
		return Attachment{}, false
	}
	return list[i], true
}

// HasPart reports whether a form has a release section; the empty one is the whole.
func HasPart(f form.Form, section string) bool {
	return section == "" || slices.ContainsFunc(f.Parts, func(p form.Part) bool { return p.ID == section })
}

// CutAttachments leaves those of the sections that were released. One of the whole (no section) goes to who received all.
func CutAttachments(f form.Form, list []Attachment, sections []string) (cut []Attachment) {
	whole := !slices.ContainsFunc(f.Parts, func(p form.Part) bool { return !slices.Contains(sections, p.ID) })
	for _, a := range list {
		if a.Section == "" && whole || a.Section != "" && slices.Contains(sections, a.Section) {
			cut = append(cut, a)
		}
	}
	return cut
}

// Canonical are the bytes whose digest the receipt proves: the answers, and on a line of its own the list of files.
func Canonical(values []byte, files []Attachment) ([]byte, error) {
	if len(files) == 0 {
		return values, nil
	}
	list, err := json.Marshal(files)
	return append(append(slices.Clone(values), '\n'), list...), err
}

// DigestFor is the hex SHA-256 of what answers and files make together: what the organisation approves, and what the receipt proves.
func DigestFor(p procedure.Procedure, values form.Values, files []Attachment) (string, error) {
	answers, err := p.Form.Canonical(values)
	if err != nil {
		return "", err
	}
	canonical, err := Canonical(answers, files)
	return DigestOf(canonical), err
}

// AttachmentFacts say each file in the statement of the entry: digest, size, name.
func AttachmentFacts(files []Attachment, facts map[string]string) {
	for i, a := range files {
		facts[fmt.Sprintf("%s%02d", ledger.FactAttachment, i+1)] = fmt.Sprintf("%s %d %s", a.Digest, a.Size, a.Name)
	}
}

// DigestOf is the hex SHA-256 of bytes.
func DigestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// Changed are the files that differ between two revisions, matched by name: one that is not there is the zero value.
func Changed(before, after []Attachment) (list [][2]Attachment) {
	for _, b := range before {
		i := slices.IndexFunc(after, func(a Attachment) bool { return a.Name == b.Name })
		if i < 0 {
			list = append(list, [2]Attachment{b, {}})
		} else if a := after[i]; a.Digest != b.Digest || a.Section != b.Section || a.Malware != b.Malware {
			list = append(list, [2]Attachment{b, a})
		}
	}
	for _, a := range after {
		if !slices.ContainsFunc(before, func(b Attachment) bool { return a.Name == b.Name }) {
			list = append(list, [2]Attachment{{}, a})
		}
	}
	return list
}
