package crash

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"

	"kanmin/internal/adapter/keep/seal"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/incident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/world"
)

// releasedRoute is the name under which the API keeps idempotency keys of prompt reports.
const releasedRoute = "POST /api/v1/reports/prompt"

// Released is `kanmin serve`: the whole platform behind its API, with a service token. more is added to its environment.
func Released(binary string, more ...string) Program {
	return Program{
		Name: binary + " serve", Post: postToAPI, Promise: promiseOfAPI, Final: finalOfAPI, Route: releasedRoute,
		Start: func(ctx context.Context, s Scene, before ...string) (*Running, error) {
			address, err := free(ctx)
			if err != nil {
				return nil, err
			}
			args := slices.Concat(before, []string{binary, "serve"})
			cmd := exec.CommandContext(ctx, args[0], args[1:]...)
			cmd.Env = append(os.Environ(),
				"KANMIN_DATABASE_URL="+s.URL, "KANMIN_WORK_DATABASE_URL="+s.WorkURL, "KANMIN_KEY_FILE="+s.KeyFile(),
				"KANMIN_BASE_URL=https://"+origin, "KANMIN_TRUSTED_PROXY=127.0.0.1/32", "KANMIN_LISTEN="+address,
				"KANMIN_METRICS_LISTEN=127.0.0.1:0", "KANMIN_LOG_LEVEL=info",
				"KANMIN_RESERVE=0") // a file that no promise rests on, and each image would hold 256 MiB of it
			cmd.Env = append(cmd.Env, more...)
			run, err := start(cmd, func(line string) (string, int, bool) {
				return "http://" + address, cmd.Process.Pid, strings.Contains(line, `"msg":"serving"`)
			})
			if err == nil && len(before) > 0 {
				run.PID, err = childOf(run.PID)
			}
			return run, err
		},
	}
}

// free finds a port that nobody listens on.
func free(ctx context.Context) (string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// childOf finds the program that a recorder started.
func childOf(pid int) (int, error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(strings.TrimSpace(string(data)))
}

// send sends a report, and returns what was sent; answer is what the API says of it.
func send(ctx context.Context, c Caller, client, body string, answer any) (sent []byte, err error) {
	values := world.Values(time.Date(2026, 11, 1, 9, 0, 0, 0, ident.JST), body, "malware", "trace")
	if sent, err = incident.PromptForm.Canonical(values); err != nil {
		return nil, err
	}
	data, err := c.api(ctx, http.MethodPost, "/reports/prompt", client, sent)
	if err != nil {
		return nil, err
	}
	return sent, json.Unmarshal(data, answer)
}

// postToAPI files; the answer says that the report has arrived.
func postToAPI(ctx context.Context, c Caller, client, body string) (Ack, error) {
	var answer struct{ Number string }
	sent, err := send(ctx, c, client, body, &answer)
	sum := sha256.Sum256(sent)
	return Ack{Client: client, Number: answer.Number, Digest: hex.EncodeToString(sum[:])}, err
}

// keptByAPI sends while the database is away; the answer is a signed word of which bytes were kept, and when.
func keptByAPI(ctx context.Context, c Caller, client, body string) (kept ledger.Kept, err error) {
	var answer struct{ Receipt string }
	sent, err := send(ctx, c, client, body, &answer)
	if err != nil {
		return kept, err
	}
	trusted, err := c.Scene.trusted()
	if err != nil {
		return kept, err
	}
	kept, err = ledger.VerifyKept([]byte(answer.Receipt), trusted)
	if err == nil && kept.Digest != sha256.Sum256(sent) {
		err = errors.New("the word is about other bytes")
	}
	return kept, err
}

// trusted is the key of the scene's log.
func (s Scene) trusted() (note.Verifiers, error) {
	keys, err := seal.Load(s.KeyFile())
	if err != nil {
		return nil, err
	}
	return ledger.ParseKeys(keys.VerifierKey())
}

// promiseOfAPI fetches and verifies the provisional receipt, which says more than the answer.
func promiseOfAPI(ctx context.Context, c Caller, a Ack) (Ack, error) {
	data, err := c.api(ctx, http.MethodGet, "/reports/"+url.PathEscape(a.Number)+"/receipt.provisional", "", nil)
	if err != nil {
		return a, err
	}
	trusted, err := c.Scene.trusted()
	if err != nil {
		return a, err
	}
	promise, err := ledger.VerifyProvisional(data, trusted)
	if err != nil {
		return a, err
	}
	hash, s := promise.Hash(), promise.Statement
	if string(s.Number) != a.Number || s.Digest != a.Digest {
		return a, fmt.Errorf("%s: the provisional receipt is about %s", a.Number, s.Number)
	}
	a.Filing, a.Leaf, a.Hash = string(s.Object), string(s.Leaf), hex.EncodeToString(hash[:])
	return a, nil
}

func finalOfAPI(ctx context.Context, c Caller, a Ack) (string, error) {
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		data, err := c.api(ctx, http.MethodGet, "/reports/"+url.PathEscape(a.Number)+"/receipt", "", nil)
		if r, ok := errors.AsType[*refusal](err); !ok || r.status != http.StatusConflict {
			return string(data), err
		}
		select { // it has no place yet
		case <-tick.C:
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// api calls the API as the scene's token.
func (c Caller) api(ctx context.Context, method, path, key string, body []byte) ([]byte, error) {
	var reader io.Reader
	if body != nil {
		reader = strings.NewReader(string(body))
	}
	req, err := http.NewRequestWithContext(ctx, method, c.Base+"/api/v1"+path, reader)
	if err != nil {
		return nil, err
	}
	req.Host = origin
	req.Header.Set("Authorization", "Bearer "+c.Scene.Token)
	req.Header.Set("X-Forwarded-Proto", "https")
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
		req.Header.Set("Idempotency-Key", key)
	}
	return do(c, req)
}
