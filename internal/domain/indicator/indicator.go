// Package indicator reads what people paste about an attack: 侵害指標 (IoC) in the forms in which they are written so that nobody
// clicks on them (hxxp, [.], (at)), CVE numbers, and the numbers of ATT&CK techniques. It is pure: what was pasted stays as it was
// written, and is read again wherever it is shown or compared.
package indicator

import (
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/width"
)

// Kind is what an indicator is.
type Kind string

// The kinds of indicator.
const (
	Address Kind = "address" // IPアドレス, a network (CIDR) or one with a port, too
	Domain  Kind = "domain"
	URL     Kind = "url"
	Mail    Kind = "mail"
	Hash    Kind = "hash" // MD5, SHA-1, SHA-256, SHA-384 or SHA-512, by its length
	File    Kind = "file" // a file name
)

// Indicator is one of them, as programs compare it.
type Indicator struct {
	Kind Kind
	Text string // refanged, host names and hashes in lower case
	Line int    // where it stands in what was pasted, from 1
}

// Fault is a place that cannot be taken for what it seems to be.
type Fault struct {
	Line int
	Code string // catalogue key, "fault.indicator.…"
	Text string // the piece of the line
	Many int    // of fault.indicator.many: how many there are
}

// Most bounds how many indicators one answer holds.
const Most = 10_000

// faultsMost bounds how many places are named at once; pieceMost what one piece may have.
const (
	faultsMost = 20
	pieceMost  = 2048
)

// Read returns the indicators of a pasted text in their order, each once, and the places that lack something. What is no indicator
// (a heading, a remark) is passed over.
func Read(pasted string) (list []Indicator, faults []Fault) {
	seen := map[string]bool{}
	for i, line := range strings.Split(pasted, "\n") {
		for _, piece := range pieces(line) {
			one, code := read(piece)
			if code != "" {
				if len(faults) < faultsMost {
					faults = append(faults, Fault{Line: i + 1, Code: code, Text: clip(piece)})
				}
				continue
			}
			if id := string(one.Kind) + " " + one.Text; one.Kind != "" && !seen[id] {
				seen[id], one.Line = true, i+1
				list = append(list, one)
			}
		}
	}
	if len(list) > Most {
		faults = append([]Fault{{Line: list[Most].Line, Code: "fault.indicator.many", Text: clip(list[Most].Text), Many: len(list)}}, faults...)
	}
	return list, faults
}

// Defanged is an indicator as it is shown: nothing that a program would make a link of.
func (i Indicator) Defanged() string {
	switch i.Kind {
	case URL:
		scheme, rest, _ := strings.Cut(i.Text, "://")
		host, path, slash := strings.Cut(rest, "/")
		if slash {
			path = "/" + path
		}
		return strings.Replace(scheme, "http", "hxxp", 1) + "://" + strings.ReplaceAll(host, ".", "[.]") + path
	case Address, Domain:
		return strings.ReplaceAll(i.Text, ".", "[.]")
	case Mail:
		return strings.NewReplacer("@", "[@]", ".", "[.]").Replace(i.Text)
	case Hash, File:
	}
	return i.Text
}

// Host is where a URL leads: what stands before an @ in it leads nowhere. Empty for what is no URL.
func (i Indicator) Host() string {
	if i.Kind != URL {
		return ""
	}
	_, rest, _ := strings.Cut(i.Text, "://")
	return hostOf(rest)
}

// hostOf is the host of what follows the scheme, without who signs in and without a port.
func hostOf(rest string) string {
	if at := strings.IndexAny(rest, "/?#"); at >= 0 {
		rest = rest[:at]
	}
	if at := strings.LastIndex(rest, "@"); at >= 0 {
		rest = rest[at+1:]
	}
	if strings.HasPrefix(rest, "[") {
		host, _, _ := strings.Cut(rest[1:], "]")
		return host
	}
	host, _, _ := strings.Cut(rest, ":")
	return host
}

// pieces parts a line into what may be an indicator each: at spaces, commas and the like, in half width.
func pieces(line string) []string {
	line = width.Narrow.String(strings.ToValidUTF8(line, "\ufffd"))
	line = spelt.ReplaceAllStringFunc(line, func(s string) string { return signs[strings.ToLower(strings.Trim(s, "[](){} "))] })
	return strings.FieldsFunc(line, func(r rune) bool {
		return strings.ContainsRune(" \t\r,、。;|「」『』<>\"'`", r) || r == 0x3000 || r >= 0xff61 && r <= 0xff64 // what width.Narrow makes of 。「」、
	})
}

// spelt are the ways in which a sign is written so that nothing becomes a link.
var (
	spelt = regexp.MustCompile(`(?i)[\[({] ?(\.|dot|d0t|at|@|:|://|/|\\) ?[\])}]`)
	signs = map[string]string{".": ".", "dot": ".", "d0t": ".", "at": "@", "@": "@", ":": ":", "://": "://", "/": "/", "\\": "\\"}
	// hxxp, hXXp, h**p, meow: what people write for http.
	htt = regexp.MustCompile(`(?i)^(h[xt*]{2}p|meow)(s?)(:.*)$`)
)

// schemes are those that an indicator may have; any other is a trick or a mistake.
var schemes = map[string]bool{"http": true, "https": true, "ftp": true, "ftps": true, "sftp": true, "ssh": true, "ws": true, "wss": true, "tcp": true, "udp": true, "smb": true, "ldap": true, "ldaps": true, "rdp": true}

var (
	scheme   = regexp.MustCompile(`^([A-Za-z][A-Za-z0-9+.\-]*):(.*)$`)
	hashed   = regexp.MustCompile(`(?i)^(md5|sha-?1|sha-?256|sha-?384|sha-?512)[:=](.*)$`)
	hexes    = regexp.MustCompile(`^[0-9a-fA-F]+$`)
	label    = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_\-]{0,61}[a-z0-9_])?$`)
	last     = regexp.MustCompile(`^([a-z]{2,63}|xn--[a-z0-9\-]{1,59})$`)
	mailbox  = regexp.MustCompile(`^[A-Za-z0-9.!#$%&*+/=?^_{|}~\-]{1,64}$`)
	fileName = regexp.MustCompile(`(?i)^[^/\\:*?]{1,200}\.(exe|dll|sys|ps1|bat|cmd|vbs|vbe|js|jse|wsf|hta|msi|scr|lnk|iso|img|jar|zip|rar|7z|docx?|docm|xlsx?|xlsm|pptx?|pdf|rtf|txt|html?|php|aspx?|jsp|elf|bin|tmp|dat)$`)
	lengths  = map[int]string{32: "md5", 40: "sha1", 64: "sha256", 96: "sha384", 128: "sha512"}
	numbers  = regexp.MustCompile(`^[0-9.]+$`)
)

// hashLeast is from how many hexadecimal digits on a piece is taken for a hash, good or not.
const hashLeast = 24

// read judges one piece. No kind and no code: it is no indicator.
func read(piece string) (Indicator, string) {
	if piece = bare(piece); piece == "" {
		return Indicator{}, ""
	}
	if len(piece) > pieceMost {
		return Indicator{}, "fault.indicator.long"
	}
	if m := hashed.FindStringSubmatch(piece); m != nil {
		return hash(strings.ToLower(strings.ReplaceAll(m[1], "-", "")), m[2])
	}
	if len(piece) >= hashLeast && hexes.MatchString(piece) {
		return hash("", piece)
	}
	if m := htt.FindStringSubmatch(piece); m != nil {
		piece = "http" + strings.ToLower(m[2]) + m[3]
	}
	if one, ok := address(piece); ok {
		return Indicator{Kind: Address, Text: one}, ""
	}
	if m := scheme.FindStringSubmatch(piece); m != nil {
		if one, code, ok := located(strings.ToLower(m[1]), m[2]); ok {
			return one, code
		}
	}
	if local, host, found := strings.Cut(piece, "@"); found {
		host = strings.ToLower(host)
		if mailbox.MatchString(local) && domain(host) {
			return Indicator{Kind: Mail, Text: local + "@" + host}, ""
		}
		return Indicator{}, "fault.indicator.mail"
	}
	return named(piece)
}

// bare takes off what belongs to the sentence and not to the piece: what ends it, and brackets around it.
func bare(s string) string {
	for {
		was := s
		if _, ok := address(s); ok { // ::
			return s
		}
		s = strings.TrimRight(s, ".:")
		for _, pair := range []string{"()", "[]", "{}"} {
			opened, closed := strings.Count(s, pair[:1]), strings.Count(s, pair[1:])
			first, final := strings.HasPrefix(s, pair[:1]), strings.HasSuffix(s, pair[1:])
			if first && (opened > closed || final) {
				s, opened = s[1:], opened-1
			}
			if final && s != "" && closed > opened {
				s = s[:len(s)-1]
			}
		}
		if s == was {
			return s
		}
	}
}

// named is a file name or a domain, with a path or a port behind it.
func named(piece string) (Indicator, string) {
	if fileName.MatchString(piece) {
		return Indicator{Kind: File, Text: piece}, ""
	}
	host, path, _ := strings.Cut(piece, "/")
	host, port, _ := strings.Cut(strings.ToLower(host), ":")
	switch {
	case !domain(host):
		if numbers.MatchString(piece) && strings.Count(piece, ".") == 3 {
			return Indicator{}, "fault.indicator.address"
		}
		return Indicator{}, foreign(host)
	case path != "":
		return Indicator{Kind: URL, Text: "http://" + strings.ToLower(piece[:len(piece)-len(path)]) + path}, ""
	case port != "" && !ported(port):
		return Indicator{}, ""
	}
	return Indicator{Kind: Domain, Text: host}, ""
}

// foreign says that something would be a name if it were written with its own letters: xn--….
func foreign(host string) string {
	mixed := strings.ContainsFunc(host, func(r rune) bool { return r > 0x7f && r != 0xfffd }) && strings.Contains(host, ".")
	if mixed && last.MatchString(host[strings.LastIndex(host, ".")+1:]) {
		return "fault.indicator.letters"
	}
	return ""
}

// hash checks alphabet and length; name is what the writer calls it.
func hash(name, digits string) (Indicator, string) {
	digits = strings.ToLower(strings.TrimSpace(digits))
	switch {
	case digits == "": // a heading: SHA256:
		return Indicator{}, ""
	case !hexes.MatchString(digits):
		return Indicator{}, "fault.indicator.hex"
	case lengths[len(digits)] == "", name != "" && lengths[len(digits)] != name:
		return Indicator{}, "fault.indicator.hash"
	}
	return Indicator{Kind: Hash, Text: digits}, ""
}

// located is something with a scheme; ok is false where the colon means something else (a drive, a remark, a port).
func located(name, rest string) (one Indicator, code string, ok bool) {
	slashed := strings.HasPrefix(rest, "//")
	switch {
	case tricks[name]:
		return one, "fault.indicator.scheme", true
	case slashed && !schemes[name]:
		return one, "fault.indicator.scheme", true
	case schemes[name] && !slashed && (strings.HasPrefix(rest, "/") || strings.HasPrefix(rest, `\`)):
		return one, "fault.indicator.slashes", true
	case !slashed:
		return one, "", false
	}
	rest = rest[2:]
	host := strings.ToLower(hostOf(rest))
	if strings.ContainsAny(rest, `\`) || strings.Contains(host, "%") {
		return one, "fault.indicator.slashes", true
	}
	if _, err := netip.ParseAddr(host); err != nil && !domain(host) {
		if code := foreign(host); code != "" {
			return one, code, true
		}
		return one, "fault.indicator.host", true
	}
	end := len(rest)
	if at := strings.IndexAny(rest, "/?#"); at >= 0 {
		end = at
	}
	who := strings.LastIndex(rest[:end], "@") + 1
	return Indicator{Kind: URL, Text: name + "://" + rest[:who] + strings.ToLower(rest[who:end]) + rest[end:]}, "", true
}

// tricks are schemes that run or hide something where they are opened.
var tricks = map[string]bool{"javascript": true, "vbscript": true, "data": true, "file": true, "blob": true, "about": true, "view-source": true, "jar": true, "ms-msdt": true, "search-ms": true, "intent": true}

// address reads an IP address, one with a port, or a network.
func address(s string) (string, bool) {
	if a, err := netip.ParseAddr(s); err == nil && a.Zone() == "" {
		return a.String(), true
	}
	if p, err := netip.ParsePrefix(s); err == nil {
		return p.String(), true
	}
	if p, err := netip.ParseAddrPort(s); err == nil && p.Addr().Zone() == "" {
		return p.String(), true
	}
	return "", false
}

// domain reports whether a host is a name with at least two labels, in lower case.
func domain(host string) bool {
	labels := strings.Split(host, ".")
	if len(host) > 253 || len(labels) < 2 || !last.MatchString(labels[len(labels)-1]) {
		return false
	}
	for _, l := range labels {
		if !label.MatchString(l) {
			return false
		}
	}
	return true
}

func ported(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n > 0 && n < 1<<16
}

func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
