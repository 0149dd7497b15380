package dial_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"kanmin/internal/adapter/out/dial"
)

// trap is a listener that nobody may reach.
func trap(t *testing.T) (port uint16, hits *atomic.Int64) {
	t.Helper()
	hits = &atomic.Int64{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		hits.Add(1)
		w.WriteHeader(http.StatusNoContent)
	}))
	t.Cleanup(s.Close)
	_, p, err := net.SplitHostPort(strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.ParseUint(p, 10, 16)
	if err != nil {
		t.Fatal(err)
	}
	return uint16(n), hits
}

// hostile are ways to write an address inside.
var hostile = []string{
	"127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "017700000001", "127.0.0.1.", "localhost", "LOCALHOST", "localhost.",
	"[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
	"[2002:7f00:0001::1]", "[fe80::1]", "[fe80::1%25lo]", "[fc00::1]", "[fd00::1]", "[ff02::1]", "0.0.0.0", "0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.0.1", "100.64.0.1",
	"169.254.169.254", "[fd00:ec2::254]", "198.18.0.1", "192.0.2.1", "224.0.0.1", "255.255.255.255", "240.0.0.1", "rebind.example", "mixed.example", "inside.example",
	"①②⑦.⓪.⓪.①", "127。0。0。1", "localtest.example", "127.0.0.1%00.example", "127.0.0.1%2f.example", "user@127.0.0.1", "example\\@127.0.0.1",
}

func resolve(flip *atomic.Int64) func(context.Context, string) ([]netip.Addr, error) {
	return func(_ context.Context, host string) ([]netip.Addr, error) {
		switch strings.TrimSuffix(strings.ToLower(host), ".") {
		case "localhost", "inside.example", "localtest.example":
			return []netip.Addr{netip.MustParseAddr("127.0.0.1"), netip.MustParseAddr("::1")}, nil
		case "mixed.example":
			return []netip.Addr{netip.MustParseAddr("::ffff:127.0.0.1"), netip.MustParseAddr("fe80::1")}, nil
		case "rebind.example": // public at every first question, inside at every second
			if flip.Add(1)%2 == 1 {
				return []netip.Addr{netip.MustParseAddr("127.0.0.1")}, nil
			}
			return []netip.Addr{netip.MustParseAddr("10.0.0.1")}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
	}
}

func TestNothingInsideIsReached(t *testing.T) {
	t.Parallel()
	port, hits := trap(t)
	out := dial.Out{Ports: []uint16{port}, Resolve: resolve(new(atomic.Int64)), Timeout: time.Second}
	client := out.Client(2 * time.Second)
	for _, host := range hostile {
		for _, scheme := range []string{"http://", "https://"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, scheme+host+":"+strconv.Itoa(int(port))+"/", nil)
			if err != nil {
				continue // refused by the language's own parser
			}
			if resp, err := client.Do(r); err == nil {
				_ = resp.Body.Close()
				t.Errorf("%s%s was reached", scheme, host)
			}
		}
	}
	if hits.Load() != 0 {
		t.Errorf("%d requests came through", hits.Load())
	}
	// The control: the same trap, named as open by the operator, is reached.
	out.Inside = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://inside.example:"+strconv.Itoa(int(port))+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := out.Client(2 * time.Second).Do(r)
	if err != nil || hits.Load() != 1 {
		t.Fatalf("the control was not reached: %v", err)
	}
	_ = resp.Body.Close()
}

func TestPortsAndNetworks(t *testing.T) {
	t.Parallel()
	port, hits := trap(t)
	out := dial.Out{Ports: []uint16{443}, Inside: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	for _, c := range [][2]string{{"tcp", "127.0.0.1:" + strconv.Itoa(int(port))}, {"udp", "127.0.0.1:443"}, {"unix", "/tmp/x"}, {"tcp", "127.0.0.1"}, {"tcp", "127.0.0.1:99999"}} {
		if conn, err := out.DialContext(t.Context(), c[0], c[1]); !errors.Is(err, dial.ErrClosed) {
			t.Errorf("%v: %v %v", c, conn, err)
		}
	}
	if hits.Load() != 0 {
		t.Error("another port was reached")
	}
}

// A redirect to the inside is not followed, and would not arrive.
func TestARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	port, hits := trap(t)
	s := httptest.NewServer(http.RedirectHandler("http://127.0.0.1:"+strconv.Itoa(int(port))+"/", http.StatusFound))
	t.Cleanup(s.Close)
	front, err := netip.ParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	out := dial.Out{Ports: []uint16{front.Port(), port}, Inside: []netip.Prefix{netip.PrefixFrom(front.Addr(), 32)}}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := out.Client(2 * time.Second).Do(r)
	if err != nil || resp.StatusCode != http.StatusFound || hits.Load() != 0 {
		t.Errorf("%v %v, %d hits", resp, err, hits.Load())
	}
	if resp != nil {
		_ = resp.Body.Close()
	}
}
