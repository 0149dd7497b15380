package access_test

import (
	"maps"
	"slices"
	"testing"

	"kanmin/internal/domain/access"
)

func TestAlarms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		w    access.Watched
		want []access.AlarmKind
	}{
		{access.Watched{}, nil},
		{access.Watched{Recent: 200, Today: 200, Maximum: 100}, nil},
		{access.Watched{Recent: 201, Today: 201, Maximum: 100}, []access.AlarmKind{access.AlarmRate}},
		{access.Watched{Today: 300, Maximum: 100}, nil},
		{access.Watched{Today: 301, Maximum: 100}, []access.AlarmKind{access.AlarmUnusual}},
		{access.Watched{Today: 30}, nil}, // the first day
		{access.Watched{Today: 31}, []access.AlarmKind{access.AlarmUnusual}},
		{access.Watched{Strayed: 4}, nil},
		{access.Watched{Strayed: 5}, []access.AlarmKind{access.AlarmStray}},
		{access.Watched{Recent: 500, Today: 900, Strayed: 9}, []access.AlarmKind{access.AlarmRate, access.AlarmStray, access.AlarmUnusual}},
	} {
		if got := slices.Sorted(maps.Keys(c.w.Alarms())); !slices.Equal(got, c.want) {
			t.Errorf("%+v: %v, want %v", c.w, got, c.want)
		}
	}
}
