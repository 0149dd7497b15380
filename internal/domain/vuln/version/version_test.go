package version

import (
	"cmp"
	"math/big"
	"slices"
	"strings"
	"testing"
)

// ladders are versions as their makers released them, each above the one before.
var ladders = map[string]struct {
	scheme  Scheme
	ordered []string
}{
	"generic": {Generic, []string{"0.9", "1.0-dev", "1.0-alpha", "1.0-alpha2", "1.0-beta", "1.0 beta 2", "1.0.0-rc1", "1.0rc2", "1.0", "1.0p1", "1.0.1", "1.2", "1.10", "2", "2.0.0.1", "10.0"}},
	"letters": {Generic, []string{"1.0.1g", "1.0.2-beta1", "1.0.2", "1.0.2a", "1.0.2k", "1.0.2zh", "1.1.0", "1.1.0a"}},
	"semver":  {SemVer, []string{"1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1-x", "1.0.1"}},
	"fortios": {FortiOS, []string{"6.4.15", "7.0.0", "7.2.5", "7.4.0", "7.4.9", "v7.4.10 build2573", "7.6.0"}},
	"ios":     {IOS, []string{"12.2(33)", "12.2(33)sxj", "12.2(33)SXJ9", "12.2(33)SXJ10", "15.2(4)M5", "15.2(4)M6", "15.2(4)M6a", "15.2(4)M7", "16.9.4", "16.12.4", "16.12.04a", "17.3.1"}},
	"junos":   {Junos, []string{"20.4R3", "21.4R1", "21.4R1.12", "21.4R1-S1", "21.4R3", "21.4R3.15", "21.4R3-S5", "21.4R3-S5.4", "21.4R3-S5.12-EVO", "21.4R3-S10", "22.1R1"}},
	"pan-os":  {PANOS, []string{"9.1.16", "10.2.0", "10.2.9", "10.2.9-h1", "10.2.9-h9", "10.2.9-h10", "10.2.10", "11.0.0"}},
	"windows": {Windows, []string{"6.1.7601.24545", "10.0.17763.1", "19044.1288", "10.0.19045.3803", "22H2 (OSビルド 19045.3930)", "10.0.22631.1"}},
	"date":    {Date, []string{"2023-12-31", "2024.1", "2024-03-15", "20240316", "2025"}},
	"rpm":     {RPM, []string{"1.0~rc1-1", "1.0-1", "1.0-1.el9", "1.0-2", "1.0^git1-1", "1.0.1-1", "1.0.1a-1", "1.10-1", "1:0.1-1"}},
	"deb":     {Deb, []string{"1.0~beta1-1", "1.0~rc1", "1.0", "1.0-1", "1.0-1+deb12u1", "1.0-1.1", "1.0a-1", "1.0+dfsg-1", "1.0.1-1", "2:0.1"}},
}

func TestVersionsStandAsTheirMakersReleasedThem(t *testing.T) {
	t.Parallel()
	for name, l := range ladders {
		for i, a := range l.ordered {
			for k, b := range l.ordered {
				if got, ok := Compare(l.scheme, a, b); !ok || got != cmp.Compare(i, k) {
					t.Errorf("%s: %s and %s compare as %d %v, want %d", name, a, b, got, ok, cmp.Compare(i, k))
				}
			}
		}
	}
}

func TestWritingsOfOneVersionAreOne(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scheme Scheme
		a, b   string
	}{
		{Generic, "1.0", "1.0.0"}, {Generic, "v1.2", "Ver. 1.2"}, {Generic, "１．２", "1.2"}, {Generic, "バージョン 1.2", "1.02"}, {Generic, "1.0 GA", "1"}, {Generic, "1_2", "1.2"},
		{SemVer, "1.2.3+build5", "1.2.3"}, {FortiOS, "7.4.9,build2571", "7.4.9"}, {Windows, "19045.3803", "10.0.19045.3803"}, {Junos, "21.4r3-s5", "21.4R3-S5-EVO"}, {Date, "2024-03-15", "20240315"}, {Deb, "0:1.0-0", "1.0"},
	} {
		if got, ok := Compare(c.scheme, c.a, c.b); got != 0 || !ok {
			t.Errorf("%s: %s and %s compare as %d %v", c.scheme, c.a, c.b, got, ok)
		}
	}
	for _, s := range []string{"", "-", "不明", "latest", "最新版", "n/a", "  ", strings.Repeat("1", Longest+1)} {
		if v, ok := Read(Generic, s); ok {
			t.Errorf("%q is version %q", s, v.Key)
		}
	}
	if _, ok := Compare(None, "1a2b", "1a2c"); ok {
		t.Error("commits were ordered")
	}
}

func TestASeriesIsNoVersion(t *testing.T) {
	t.Parallel()
	for text, of := range map[string]Scheme{"7.4": FortiOS, "15.2": IOS, "10.2": PANOS, "21.4": Junos, "10.0.19045": Windows} {
		v, ok := Read(of, text)
		if !ok || !v.Series() {
			t.Errorf("%s %s: %v", of, text, ok)
		}
	}
	for text, of := range map[string]Scheme{"7.4.0": FortiOS, "15.2(4)M6": IOS, "10.2.9-h1": PANOS, "21.4R3": Junos, "10.0.19045.1": Windows, "7.4": Generic} {
		if v, ok := Read(of, text); !ok || v.Series() {
			t.Errorf("%s %s is a series", of, text)
		}
	}
	in, _ := Read(FortiOS, "7.4.99")
	out, _ := Read(FortiOS, "7.5.0")
	if v, _ := Read(FortiOS, "7.4"); in.Key < v.Key || in.Key > v.Top || out.Key <= v.Top {
		t.Error("7.4 holds the wrong versions")
	}
}

func TestProductsHaveTheirSchemes(t *testing.T) {
	t.Parallel()
	for pair, want := range map[string]Scheme{
		"fortinet:fortios": FortiOS, "fortinet:fortiweb": FortiOS, "cisco:ios_xe": IOS, "cisco:webex": Generic, "juniper:junos": Junos, "microsoft:windows_10_22h2": Windows,
		"microsoft:office": Generic, "example:x": Generic,
	} {
		vendor, product, _ := strings.Cut(pair, ":")
		if got := Of(vendor, product); got != want {
			t.Errorf("%s is counted as %q, want %q", pair, got, want)
		}
	}
	for name, want := range map[string]Scheme{"semver": SemVer, "SEMVER": SemVer, "git": None, "rpm": RPM} {
		if got, ok := Named(name); !ok || got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
	if _, ok := Named("custom"); ok {
		t.Error("custom is a scheme")
	}
	if Compose(Junos, "21.4", "r3-s5") != "21.4r3-s5" || Compose(PANOS, "10.2.9", "h1") != "10.2.9-h1" {
		t.Error("Compose")
	}
}

// slow compares tokens one by one, without keys.
func slow(a, b []token) int {
	a, b = append(slices.Clone(a), token{class: end}), append(slices.Clone(b), token{class: end})
	for i := range min(len(a), len(b)) {
		x, y := a[i], b[i]
		c := cmp.Or(cmp.Compare(x.class, y.class), cmp.Compare(x.rank, y.rank))
		if c == 0 && (x.class == number || x.class == spin) {
			m, n := new(big.Int), new(big.Int)
			m.SetString("0"+x.text, 10)
			n.SetString("0"+y.text, 10)
			c = m.Cmp(n)
		} else if c == 0 {
			c = cmp.Compare(x.text, y.text)
		}
		if c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// The order of keys is the order of tokens; it is total, and the same from both sides and over a third.
func FuzzOrder(f *testing.F) {
	for _, l := range ladders {
		for i := range len(l.ordered) - 2 {
			f.Add(string(l.scheme), l.ordered[i], l.ordered[i+1], l.ordered[i+2])
		}
	}
	f.Fuzz(func(t *testing.T, scheme, a, b, c string) {
		s := Scheme(scheme)
		x, okX := Read(s, a)
		y, okY := Read(s, b)
		z, okZ := Read(s, c)
		if !okX || !okY || !okZ {
			return
		}
		m, _ := tokens(s, clean(a))
		n, _ := tokens(s, clean(b))
		if got, want := strings.Compare(x.Key, y.Key), slow(m, n); got != want {
			t.Errorf("%s: %q and %q: keys say %d, tokens %d", s, a, b, got, want)
		}
		forth, _ := Compare(s, a, b)
		back, _ := Compare(s, b, a)
		if forth != -back {
			t.Errorf("%s: %q and %q compare as %d and %d", s, a, b, forth, back)
		}
		if x.Key <= y.Key && y.Key <= z.Key && x.Key > z.Key {
			t.Errorf("%s: %q, %q and %q stand in a circle", s, a, b, c)
		}
		if x.Top < x.Key {
			t.Errorf("%s: %q ends before it begins", s, a)
		}
	})
}
