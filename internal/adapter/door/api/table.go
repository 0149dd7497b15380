package api

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"kanmin/internal/adapter/door/gate"
	"kanmin/internal/adapter/format/envelope"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/form"
	"kanmin/internal/domain/mandate"
	"kanmin/internal/domain/opening"
	"kanmin/internal/domain/template"
)

// call is one request on its way through huma: what the gate knows of it, its body, and the fault that the
// gate is to answer.
type call struct {
	*gate.Request
	body   []byte
	header http.Header // set on the answer even if it is a fault
	err    error
	w      http.ResponseWriter // for what is streamed
	sent   bool                // the answer has been streamed
}

type callKey struct{}

// elsewhere stops huma: what it writes of it is thrown away, the gate has the real fault.
type elsewhere struct{}

// Error is for logs, where it never stands.
func (elsewhere) Error() string { return "api: answered by the gate" }

// GetStatus is of huma.StatusError.
func (elsewhere) GetStatus() int { return http.StatusInternalServerError }

// table turns huma operations into rows of the gate's route table.
type table struct {
	routes []gate.Route
	huma   huma.API
	doc    *huma.OpenAPI
}

func newTable(version string) *table {
	t := &table{}
	c := huma.DefaultConfig("Kanmin", version)
	c.Info.Description = description
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", named)
	c.DocsPath, c.OpenAPIPath, c.SchemasPath = "", "", "" // nothing is served but what stands in the table
	c.CreateHooks = nil                                   // no $schema in answers
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "A service token of one person's hat (立場)."},
		"session": {Type: "apiKey", In: "cookie", Name: "kanmin_session", Description: "The session of a signed-in browser (same origin only)."},
	}
	t.huma = huma.NewAPI(c, t)
	return t
}

// named is the name of a type in the document: those of a form say so, since the law has steps too.
func named(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.PkgPath() == reflect.TypeFor[form.Form]().PkgPath() && name != "Form" {
		return "Form" + name
	}
	return name
}

const description = "The public–private platform of the Act on Strengthening Cyber Response Capability (Act No. 42 of 2025). " +
	"What is not yours and what does not exist are the same answer. Times are Japan's, with their offset. " +
	"Every POST that acts needs an Idempotency-Key: the same key with the same body is answered again, with another body it is a conflict."

// bodyLimits are the bodies that may be larger than the gate's bound, in bytes.
var bodyLimits = map[string]int64{"check-sheet": sheetBytes, "enter-sheet": sheetBytes, "check-proposal": proposalBytes, "enter-proposal": proposalBytes, "check-hardware": sheetBytes, "take-hardware": sheetBytes,
	"check-draft-sheet": draftSheetBytes, "mark-draft-sheet": draftSheetBytes, "take-draft-sheet": draftSheetBytes, "bring-template": template.Most + 1, "take-packet": envelope.Body, "add-authority": pemBytes, "revoke-certificates": pemBytes, "attach-file": uploadBytes, "enclose-paper": uploadBytes, "enclose-mandate-paper": mandate.PaperMost + 1, "bring-advisories": advisoryBytes}

// streamed are the operations whose body is read as it comes.
var streamed = map[string]bool{"attach-file": true, "enclose-paper": true, "bring-advisories": true}

// placeLimits are the operations whose answer names more places than others.
var placeLimits = map[string]int{"check-draft-sheet": sheetPlaces, "take-draft-sheet": sheetPlaces}

// Handle is called by huma for each operation.
func (t *table) Handle(op *huma.Operation, handler func(huma.Context)) {
	needs, ok := op.Metadata["needs"].(access.Permission)
	if !ok {
		panic("api: " + op.OperationID + " says nothing of its permission")
	}
	if body, ok := op.Metadata["body"].(*huma.RequestBody); ok {
		op.RequestBody = body // after huma has looked: it is documented, and decoded by us
	}
	t.routes = append(t.routes, gate.Route{Pattern: op.Method + " " + op.Path, Needs: needs, Body: bodyLimits[op.OperationID], Handle: func(w http.ResponseWriter, r *gate.Request) error {
		c := &call{Request: r, header: w.Header(), w: w}
		if op.RequestBody != nil && !streamed[op.OperationID] {
			var err error
			if c.body, err = readBody(r.Request, op.RequestBody); err != nil {
				return err
			}
		}
		var out answer
		handler(humago.NewContext(op, r.WithContext(context.WithValue(r.Context(), callKey{}, c)), &out))
		if c.err != nil {
			return bounded(c.err, max(fieldLimit, placeLimits[op.OperationID]))
		}
		if c.sent {
			return nil
		}
		return out.send(w)
	}})
}

// under says to which function the operation that was added last belongs, where its permission does not say.
func (t *table) under(f opening.Function) { t.routes[len(t.routes)-1].Function = f }

// fresh says that the operation that was added last wants a sign-in of the last minutes; a service token passes.
func (t *table) fresh() { t.routes[len(t.routes)-1].Fresh = true }

// ServeHTTP is huma's own door, which is not used: requests come through the gate.
func (*table) ServeHTTP(http.ResponseWriter, *http.Request) { panic("api: not through the gate") }

// add declares an operation and who may call it.
func add[I, O any](t *table, needs access.Permission, op huma.Operation, handle func(c *call, in *I) (*O, error)) {
	op.Path = Prefix + op.Path
	op.SkipValidateParams = true // what cannot be read is told by the gate, in the reader's language
	if needs != (access.Permission{}) {
		op.Security = []map[string][]string{{"token": {}}, {"session": {}}}
		op.Extensions = map[string]any{"x-permission": string(needs.Action) + " " + string(needs.Object)}
	}
	t.problems(&op, needs, reflect.TypeFor[I]().NumField() > 0 || op.RequestBody != nil)
	op.Metadata = map[string]any{"needs": needs, "body": op.RequestBody}
	op.RequestBody = nil
	huma.Register(t.huma, op, func(ctx context.Context, in *I) (*O, error) {
		c, ok := ctx.Value(callKey{}).(*call)
		if !ok {
			return nil, elsewhere{}
		}
		out, err := handle(c, in)
		if err != nil {
			c.err = err
		}
		if err != nil || c.sent {
			return nil, elsewhere{}
		}
		return out, nil
	})
}

// problems documents the refusals of an operation: the gate's problem document. Reads is whether there is something
// in the request that could not be read.
func (t *table) problems(op *huma.Operation, needs access.Permission, reads bool) {
	if op.Responses == nil {
		op.Responses = map[string]*huma.Response{}
	}
	schema := t.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[gate.Problem](), true, "Problem")
	codes := []int{http.StatusInternalServerError, http.StatusServiceUnavailable}
	if needs != (access.Permission{}) {
		codes = append(codes, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound)
	}
	if reads {
		codes = append(codes, http.StatusUnprocessableEntity)
	}
	if op.Method != http.MethodGet {
		codes = append(codes, http.StatusConflict, http.StatusRequestEntityTooLarge)
	}
	for _, code := range codes {
		op.Responses[strconv.Itoa(code)] = &huma.Response{
			Description: http.StatusText(code), Content: map[string]*huma.MediaType{"application/problem+json": {Schema: schema}},
		}
	}
}

// answer holds what huma writes until it is whole.
type answer struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Header is of http.ResponseWriter.
func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

// WriteHeader is of http.ResponseWriter.
func (a *answer) WriteHeader(status int) { a.status = status }

// Write is of http.ResponseWriter.
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

func (a *answer) send(w http.ResponseWriter) error {
	if a.status >= http.StatusBadRequest { // huma's own refusal: nothing of it is shown
		return fault.New(fault.Invalid, "fault.invalid", nil)
	}
	h := w.Header()
	maps.Copy(h, a.Header())
	if h.Get("Cache-Control") == "" {
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Length", strconv.Itoa(a.body.Len()))
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, _ = w.Write(a.body.Bytes()) // the client went away: nobody to tell
	return nil
}

// readBody reads a body of one of the types that the operation takes, JSON for most, within the gate's bound.
func readBody(r *http.Request, takes *huma.RequestBody) ([]byte, error) {
	if t := r.Header.Get("Content-Type"); t != "" {
		media, _, err := mime.ParseMediaType(t)
		if err != nil || takes.Content[media] == nil {
			if takes.Content["application/json"] == nil {
				return nil, invalid("Content-Type", "fault.api.file-type", fault.Args{"types": strings.Join(slices.Sorted(maps.Keys(takes.Content)), ", ")})
			}
			return nil, invalid("Content-Type", "fault.api.type", nil)
		}
	}
	b, err := io.ReadAll(r.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return nil, fault.New(fault.Exceeded, "fault.body.large", fault.Args{"limit": strconv.FormatInt(tooLarge.Limit, 10)})
	}
	if err != nil {
		return nil, fault.New(fault.Invalid, "fault.body.form", nil)
	}
	return b, nil
}

// fieldLimit bounds how many places one answer names.
const fieldLimit = 100

func bounded(err error, limit int) error {
	e, ok := errors.AsType[*fault.Error](err)
	if !ok || len(e.Fields) <= limit {
		return err
	}
	short := *e
	short.Fields = e.Fields[:limit]
	return &short
}

// invalid is an Invalid fault with one place.
func invalid(path, code string, a fault.Args) error {
	return &fault.Error{Kind: fault.Invalid, Code: "fault.invalid", Fields: []fault.Field{{Path: path, Code: code, Args: a}}}
}
