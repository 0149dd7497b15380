package pdf

import (
	"bytes"
	"sync"
	"testing"
)

// The same calls give the same bytes, whatever was written before or is being written beside: nothing of one document
// reaches another.
func TestTheSameDocumentIsTheSameBytes(t *testing.T) {
	t.Parallel()
	write := func(s string) string {
		d, err := New(Meta{Title: "受付証", Lang: "ja", Head: "官民", Foot: "x"})
		if err != nil {
			t.Fatal(err)
		}
		d.Page()
		d.Text(s)
		var b bytes.Buffer
		if err := d.Write(&b); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	const one, other = "報告の受付証 あおぞら送配電株式会社 髙﨑 隆", "𠮷見沢市上下水道局 齋藤 茂 0123456789"
	first := write(one)
	if write(other) == first || write(one) != first {
		t.Error("a document differs after another")
	}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 10 {
				if write(other) == first || write(one) != first {
					t.Error("a document differs beside another")
				}
			}
		})
	}
	group.Wait()
}
