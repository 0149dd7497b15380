package login_test

import (
	"net/url"
	"testing"

	"kanmin/internal/adapter/door/login"
)

func TestAddressesOfAPlatform(t *testing.T) {
	t.Parallel()
	for in, cookie := range map[string]string{
		"https://kanmin.example": "__Host-kanmin_session", "https://kanmin.example:8443": "__Host-kanmin_session",
		"http://localhost:8080": "kanmin_session", "http://127.0.0.1:8080": "kanmin_session", "http://[::1]:8080": "kanmin_session",
	} {
		base, err := url.Parse(in)
		if err != nil {
			t.Fatal(err)
		}
		d, err := login.New(login.Config{Base: base, Name: "test"})
		if err != nil {
			t.Errorf("%s: %v", in, err)
			continue
		}
		if c := d.Cookie("x"); c.Name != cookie || c.Secure != (base.Scheme == "https") {
			t.Errorf("%s: cookie %s, secure %v", in, c.Name, c.Secure)
		}
	}
}
