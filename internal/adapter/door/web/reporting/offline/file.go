package offline

import (
	"bytes"
	"crypto/hpke"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"sync"

	"kanmin/internal/adapter/door/web/look"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/law"
	"kanmin/internal/domain/packet"
	"kanmin/internal/domain/text"
)

// File is the form as one file, for one operator, in both languages.
type File struct {
	Lang             look.Lang // shown first
	Operator         string    // 法人番号
	Name, NameEn     string
	Unit             string
	Callback         string // as registered, to be put right where it differs
	Made             law.Day
	Offices          []Office
	Demo, Exercise   bool // as on every page
	Desk             look.Desk
	Key              hpke.PublicKey
	Upload           string // address at which anybody brings the packet
	Policy           string
	Style            template.CSS
	Script           template.JS
	Steps            []form.Step
	Data             data
	Title, OrgInBoth text.Both
	Contact          string // the field of the call-back
}

// Office is who is called.
type Office struct{ Name, NameEn, Phone string }

// data is what the script knows.
type data struct {
	Form     string                  `json:"form"`
	Version  string                  `json:"version"`
	Operator string                  `json:"operator"`
	Key      string                  `json:"key"`
	Info     string                  `json:"info"`
	Head     string                  `json:"head"`
	Suffix   string                  `json:"suffix"`
	Block    int                     `json:"block"`
	Limit    int                     `json:"limit"`
	Alphabet string                  `json:"alphabet"`
	Fields   []field                 `json:"fields"`
	Words    map[look.Lang]sentences `json:"words"`
	Labels   map[look.Lang]sentences `json:"labels"`
}

// field is what the script checks of an answer.
type field struct {
	ID     string    `json:"id"`
	Kind   form.Kind `json:"kind"`
	Needed bool      `json:"needed"`
	Limit  int       `json:"limit"`
	Min    int       `json:"min"`
	Max    int       `json:"max"`
	Future bool      `json:"future"`
}

type sentences map[string]string

// said are the sentences of the script, by the last part of their key.
var said = []string{"needed", "choose", "long", "character", "moment", "count", "future", "code", "crypto", "large", "problems", "saved"}

//go:embed file.html
var fileSource string

//go:embed file.css
var style string

//go:embed file.js
var script string

var fileTemplate = sync.OnceValue(func() *template.Template {
	both := func(b text.Both) template.HTML {
		e := template.HTMLEscapeString
		return template.HTML(`<span lang="ja">` + e(b.Ja) + `</span><span lang="en">` + e(b.En) + `</span>`) //nolint:gosec // escaped
	}
	say := func(key string, pairs ...any) template.HTML {
		return both(text.Both{Ja: look.Say(look.Ja, key, pairs...), En: look.Say(look.En, key, pairs...)})
	}
	return template.Must(template.New("offline").Funcs(template.FuncMap{"say": say, "both": both}).Parse(fileSource))
})

// Bytes is the file. A form that asks for what the file cannot ask for is an error.
func (f File) Bytes() ([]byte, error) {
	of := packet.Form()
	f.Policy = "default-src 'none'; style-src '" + source256(style) + "'; script-src '" + source256(script) + "'; base-uri 'none'; form-action 'none'"
	f.Style, f.Script = template.CSS(style), template.JS(script) //nolint:gosec // our own files
	f.Steps, f.Title = of.Steps, text.Both{Ja: look.Say(look.Ja, "offline.file.title"), En: look.Say(look.En, "offline.file.title")}
	f.Contact = incident.Prompt.Contact
	f.OrgInBoth = text.Both{Ja: f.Name, En: f.Name}
	if f.NameEn != "" {
		f.OrgInBoth.En = f.NameEn
	}
	f.Data = data{
		Form: of.ID, Version: packet.Version(), Operator: f.Operator, Key: base64.StdEncoding.EncodeToString(f.Key.Bytes()), Info: envelope.Info, Head: envelope.Head,
		Suffix: envelope.Suffix, Block: packet.Block, Limit: packet.Limit, Alphabet: ident.CodeAlphabet, Words: map[look.Lang]sentences{}, Labels: map[look.Lang]sentences{},
	}
	for _, l := range look.Langs {
		f.Data.Words[l], f.Data.Labels[l] = sentences{}, sentences{"code": look.Say(l, "offline.file.code.label")}
		for _, w := range said {
			f.Data.Words[l][w] = look.Say(l, "offline.say."+w)
		}
	}
	for _, s := range of.Steps {
		for _, x := range s.Fields {
			if x.Kind == form.Table || s.When.Field != "" || x.When.Field != "" || x.NeededWhen.Field != "" || x.AskBefore != "" {
				return nil, fmt.Errorf("offline: the file cannot ask for %s", x.ID)
			}
			for _, l := range look.Langs {
				f.Data.Labels[l][x.ID] = x.Label.In(string(l))
			}
			f.Data.Fields = append(f.Data.Fields, field{x.ID, x.Kind, x.Needed, x.Limit, x.Min, x.Max, x.AskFuture})
		}
	}
	var b bytes.Buffer
	err := fileTemplate().Execute(&b, f)
	return b.Bytes(), err
}

// source256 names an inline script or style in a policy.
func source256(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
