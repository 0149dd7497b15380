package law_test

import (
	"encoding/json"
	"testing"

	"kanmin/internal/domain/law"
)

func TestTruthTables(t *testing.T) {
	t.Parallel()
	y, n, m, o := law.Yes, law.No, law.Maybe, law.NotAsked
	for _, c := range []struct{ a, b, all, any law.Truth }{
		{y, y, y, y}, {y, n, n, y}, {n, n, n, n}, {y, m, m, y}, {n, m, n, m}, {m, m, m, m}, {o, y, m, y}, {o, n, n, m},
	} {
		for _, p := range [][2]law.Truth{{c.a, c.b}, {c.b, c.a}} {
			if law.All(p[0], p[1]) != c.all || law.Any(p[0], p[1]) != c.any {
				t.Errorf("%v: all %s, any %s; want %s, %s", p, law.All(p[0], p[1]), law.Any(p[0], p[1]), c.all, c.any)
			}
		}
	}
	if y.Opposite() != n || n.Opposite() != y || m.Opposite() != m || o.Opposite() != m {
		t.Error("opposites")
	}
	if !y.Known() || !n.Known() || m.Known() || o.Known() {
		t.Error("known")
	}
}

func TestTruthIsReadAsPeopleWriteIt(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]law.Truth{"yes": law.Yes, "はい": law.Yes, "true": law.Yes, "no": law.No, "いいえ": law.No, "分からない": law.Maybe, "不明": law.Maybe, "unknown": law.Maybe, "": law.NotAsked} {
		var got law.Truth
		if err := got.UnmarshalText([]byte(in)); err != nil || got != want {
			t.Errorf("%q: %s, %v", in, got, err)
		}
	}
	var got law.Truth
	if err := got.UnmarshalText([]byte("perhaps")); err == nil {
		t.Error("perhaps was read")
	}
}

func TestNamesSurviveJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []law.Certainty{law.Unknown, law.Drafted, law.Reported, law.Confirmed} {
		var back law.Certainty
		if b, err := json.Marshal(c); err != nil || json.Unmarshal(b, &back) != nil || back != c || c.Label().Ja == "" {
			t.Errorf("%s: %s, %v", c, b, err)
		}
	}
	for _, s := range []law.Status{law.InForce, law.Enacted, law.Proposed} {
		var back law.Status
		if b, err := json.Marshal(s); err != nil || json.Unmarshal(b, &back) != nil || back != s || s.Label().En == "" {
			t.Errorf("%s: %s, %v", s, b, err)
		}
	}
	d, err := law.DueFor("asset.new", law.Question{On: day("2026-11-30")})
	if err != nil {
		t.Fatal(err)
	}
	var back law.Due
	if b, err := law.Encode(d); err != nil || json.Unmarshal(b, &back) != nil || back.Due != d.Due || back.Certainty != d.Certainty {
		t.Errorf("a due date does not survive JSON: %v", err)
	}
	var c law.Certainty
	if json.Unmarshal([]byte(`"certain"`), &c) == nil {
		t.Error("an unknown certainty was read")
	}
}
