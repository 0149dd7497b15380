package crash_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"kanmin/internal/crash"
)

// hex writes a string as the recorder does.
func hex(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteString(`\x` + string("0123456789abcdef"[s[i]>>4]) + string("0123456789abcdef"[s[i]&15]))
	}
	return b.String()
}

// call fills a line: {text} is a string or path in hexadecimal.
func call(line string) string {
	for {
		before, rest, ok := strings.Cut(line, "{")
		if !ok {
			return line
		}
		inside, after, _ := strings.Cut(rest, "}")
		line = before + hex(inside) + after
	}
}

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		lines []string
		want  []crash.Op
	}{
		"one after the other": {
			[]string{
				`7 openat(AT_FDCWD<{/}>, "{/d/a}", O_RDWR|O_CREAT|O_CLOEXEC, 0600) = 3<{/d/a}>`,
				`7 pwrite64(3<{/d/a}>, "{x,"y)}", 5, 512) = 5`,
				`7 fdatasync(3<{/d/a}>)              = 0`,
				`7 ftruncate(3<{/d/a}>, 0)           = 0`,
				`7 rename("{/d/a}", "{/d/b}")     = 0`,
				`7 unlink("{/d/b}")               = 0`,
				`7 close(3<{/d/a}>)                  = 0`,
				`7 +++ exited with 0 +++`,
			},
			[]crash.Op{
				{Change: crash.Create, Path: "a"}, {Change: crash.Write, Path: "a", Data: []byte(`x,"y)`), Off: 512},
				{Change: crash.Sync, Path: "a", Began: 2}, {Change: crash.Truncate, Path: "a"},
				{Change: crash.Rename, Path: "a", To: "b"}, {Change: crash.Unlink, Path: "b"},
			},
		},
		"elsewhere, failed, volatile": {
			[]string{
				`7 pwrite64(3<{/etc/x}>, "{x}", 1, 0) = 1`, `7 pwrite64(3<{/dx/a}>, "{x}", 1, 0) = 1`,
				`7 pwrite64(3<{/d/a}>, "{x}", 1, 0) = -1 ENOSPC (No space left on device)`, `7 pwrite64(3<{/d/a-shm}>, "{x}", 1, 0) = 1`,
				`7 mmap(NULL, 32768, PROT_READ|PROT_WRITE, MAP_SHARED, 5<{/d/a-shm}>, 0) = 0x7f`,
			},
			nil,
		},
		"two threads: a sync covers what had ended before it began": {
			[]string{
				`7 pwrite64(3<{/d/a}>, "{1}", 1, 0) = 1`,
				`8 fsync(3<{/d/a}> <unfinished ...>`,
				`7 pwrite64(3<{/d/a}>, "{2}", 1, 1 <unfinished ...>`,
				`8 <... fsync resumed>)              = 0`,
				`7 <... pwrite64 resumed>)           = 1`,
			},
			[]crash.Op{
				{Change: crash.Write, Path: "a", Data: []byte("1")}, {Change: crash.Sync, Path: "a", Began: 1},
				{Change: crash.Write, Path: "a", Data: []byte("2"), Off: 1},
			},
		},
		"an answer is out when its sending begins": {
			[]string{
				`7 write(9<{socket:[1]}>, "{receipt}", 7 <unfinished ...>`,
				`8 fsync(3<{/d}>)                   = 0`,
				`7 <... write resumed>)             = 7`,
			},
			[]crash.Op{{Change: crash.Out, Data: []byte("receipt")}, {Change: crash.Sync, Path: ".", Began: 1}},
		},
		"write goes on where it was; vectors are joined; a short write is short": {
			[]string{
				`7 openat(AT_FDCWD<{/}>, "{/d/a}", O_WRONLY|O_CREAT|O_TRUNC, 0600) = 4<{/d/a}>`,
				`7 write(4<{/d/a}>, "{abc}", 3) = 2`,
				`7 writev(4<{/d/a}>, [{iov_base="` + hex("c") + `", iov_len=1}, {iov_base="` + hex("de") + `", iov_len=2}], 2) = 3`,
			},
			[]crash.Op{
				{Change: crash.Create, Path: "a"}, {Change: crash.Truncate, Path: "a"}, {Change: crash.Write, Path: "a", Data: []byte("ab")},
				{Change: crash.Write, Path: "a", Data: []byte("cde"), Off: 2},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var lines []string
			for _, l := range c.lines {
				if !strings.Contains(l, "iov_base") {
					l = call(l)
				} else {
					l = strings.ReplaceAll(l, "{/d/a}", hex("/d/a"))
				}
				lines = append(lines, l)
			}
			got, err := crash.Parse(strings.NewReader(strings.Join(lines, "\n")+"\n"), "/d")
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestParseRefuses: a recording that cannot be replayed is an error, not a gap.
func TestParseRefuses(t *testing.T) {
	t.Parallel()
	for name, line := range map[string]string{
		"a shared mapping":      `7 mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 5<{/d/a}>, 0) = 0x7f`,
		"data that was cut off": `7 pwrite64(3<{/d/a}>, "{x}"..., 9, 0) = 9`,
		"a rename out":          `7 rename("{/d/a}", "{/e/a}") = 0`,
		"a link":                `7 copy_file_range(3<{/d/a}>, NULL, 4<{/d/b}>, NULL, 9, 0) = 9`,
		"a half call":           `7 <... fsync resumed>) = 0`,
		"nonsense":              `7 what is this`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if ops, err := crash.Parse(strings.NewReader(call(line)+"\n"), "/d"); err == nil {
				t.Errorf("accepted: %v", ops)
			}
		})
	}
}
