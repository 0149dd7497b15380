package cli

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"kanmin/internal/domain/fault"
	"kanmin/internal/domain/text"
)

// Client is what the commands that speak with a server have in common: where it is, who asks, how to answer.
type Client struct {
	URL   string `name:"url" env:"KANMIN_URL" help:"The platform's address. 基盤のアドレス。" placeholder:"URL"`
	Token string `name:"token" env:"KANMIN_TOKEN" help:"The service token; better in KANMIN_TOKEN than on the command line." placeholder:"TOKEN"`
	Lang  string `name:"lang" env:"KANMIN_LANG" enum:"ja,en" default:"ja" help:"Language of the server's sentences: ja or en."`
	JSON  bool   `name:"json" help:"Answer as the API's JSON, refusals too."`
}

// Bounds of a conversation with the server.
const (
	clientTimeout = 30 * time.Second
	clientTries   = 3
	clientPause   = time.Second // before the second try; doubled before the third
	maxAnswer     = 16 << 20    // bytes of one answer
	maxSent       = 4 << 20     // bytes of one body: the server's own bound
)

// clientProblem is a refusal as the API says it (RFC 9457).
type clientProblem struct {
	Type     string `json:"type"`
	Title    string `json:"title"`
	Status   int    `json:"status"`
	Detail   string `json:"detail"`
	Code     string `json:"code"`
	Incident string `json:"incident"`
	Fields   []struct {
		Path   string `json:"path"`
		Code   string `json:"code"`
		Detail string `json:"detail"`
	} `json:"fields"`
	retry time.Duration
}

// Error is the server's sentence with every place it names.
func (p *clientProblem) Error() string {
	var b strings.Builder
	b.WriteString(p.Title)
	if p.Detail != "" {
		b.WriteString(": " + p.Detail)
	}
	for _, f := range p.Fields {
		fmt.Fprintf(&b, "\n  %s: %s", f.Path, f.Detail)
		if strings.HasPrefix(f.Code, "ask.") {
			fmt.Fprintf(&b, " --confirm %s:%s", f.Path, f.Code)
		}
	}
	if p.Incident != "" {
		b.WriteString("\n  " + p.Incident)
	}
	return b.String()
}

// ExitCode is read by kong: the server refused.
func (*clientProblem) ExitCode() int { return 1 }

// kind is the kind of fault behind the problem.
func (p *clientProblem) kind() string { return strings.TrimPrefix(p.Type, "urn:kanmin:problem:") }

// apiCall is one request; key is set for acts.
type apiCall struct {
	method, path, key string
	body              []byte
	media             string // of the body; empty: JSON
}

func get(path string) apiCall { return apiCall{method: http.MethodGet, path: path} }

// answered is one good answer.
type answered struct {
	header http.Header
	body   []byte
}

// call sends one request. Acts carry a key, so that a request whose answer was lost can be sent again safely;
// that is done here, twice, when the server cannot be reached or is busy.
func (c *Client) call(ctx context.Context, s *Streams, r apiCall) (answered, error) {
	base, err := c.base()
	if err != nil {
		return answered{}, err
	}
	pause := clientPause
	for try := 1; ; try++ {
		a, err := c.once(ctx, base, r)
		p, told := errors.AsType[*clientProblem](err)
		again := err != nil && !told || told && p.kind() == fault.Unavailable.String()
		if err == nil || !again || try == clientTries || !rest(ctx, pause) {
			return a, c.tell(s, err)
		}
		pause *= 2
	}
}

// rest waits, unless the user does not want to any more.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// tell prints a refusal as JSON where that was asked for.
func (c *Client) tell(s *Streams, err error) error {
	if p, ok := errors.AsType[*clientProblem](err); ok && c.JSON {
		return errors.Join(err, writeJSON(s.Out, p))
	}
	return err
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	return e.Encode(v)
}

// base checks where the token would go: TLS, or this machine.
func (c *Client) base() (string, error) {
	if c.URL == "" || c.Token == "" {
		return "", usage("KANMIN_URL と KANMIN_TOKEN を指定してください。", "Please set KANMIN_URL and KANMIN_TOKEN.")
	}
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", usage("KANMIN_URL を読み取れませんでした。例: https://kanmin.example.jp", "KANMIN_URL could not be read. Example: https://kanmin.example.jp")
	}
	if ip := net.ParseIP(u.Hostname()); u.Scheme == "http" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", usage("暗号化されない通信では、トークンを送りません。https のアドレスを指定してください。", "The token is not sent without TLS. Please give an https address.")
	}
	if strings.ContainsAny(c.Token, "\r\n \t\x00") {
		return "", usage("KANMIN_TOKEN を読み取れませんでした。", "KANMIN_TOKEN could not be read.")
	}
	return strings.TrimSuffix(u.String(), "/") + "/api/v1", nil
}

func (c *Client) once(ctx context.Context, base string, ask apiCall) (answered, error) {
	ctx, stop := context.WithTimeout(ctx, clientTimeout)
	defer stop()
	r, err := http.NewRequestWithContext(ctx, ask.method, base+ask.path, bytes.NewReader(ask.body))
	if err != nil {
		return answered{}, usage("アドレスを読み取れませんでした。", "The address could not be read.")
	}
	r.Header.Set("Authorization", "Bearer "+c.Token)
	r.Header.Set("Accept-Language", c.Lang)
	r.Header.Set("User-Agent", "kanmin")
	if ask.key != "" {
		r.Header.Set("Idempotency-Key", ask.key)
	}
	if len(ask.body) > 0 {
		r.Header.Set("Content-Type", cmp.Or(ask.media, "application/json"))
	}
	client := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }} // the token goes nowhere else
	res, err := client.Do(r)
	if err != nil {
		return answered{}, unreached(err)
	}
	defer res.Body.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err != nil {
		return answered{}, unreached(err)
	}
	if res.StatusCode/100 == 2 {
		return answered{res.Header, b}, nil
	}
	return answered{}, problemOf(res, b)
}

// problemOf reads a refusal; a server that is not ours gets a sentence of our own.
func problemOf(res *http.Response, body []byte) error {
	p := &clientProblem{Status: res.StatusCode}
	if !strings.HasPrefix(res.Header.Get("Content-Type"), "application/problem+json") || json.Unmarshal(body, p) != nil || p.Title == "" {
		p = &clientProblem{Status: res.StatusCode, Title: fmt.Sprintf("基盤ではないところから答えがありました。 / The answer (%d) is not from the platform.", res.StatusCode)}
	}
	if n, err := strconv.Atoi(res.Header.Get("Retry-After")); err == nil && n > 0 {
		p.retry = time.Duration(min(n, 60)) * time.Second
	}
	return p
}

func usage(ja, en string) error { return &receiptRefusal{Both: text.Both{Ja: ja, En: en}, exit: 2} }

// unreached says that the server cannot be reached; the cause names no secret.
func unreached(err error) error {
	why := err.Error()
	if u, ok := errors.AsType[*url.Error](err); ok {
		why = u.Err.Error()
	}
	return &receiptRefusal{exit: 1, Both: text.Both{Ja: "基盤に接続できませんでした(" + why + ")。", En: "The platform could not be reached (" + why + ")."}}
}
