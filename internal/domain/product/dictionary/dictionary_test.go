package dictionary

import (
	"bufio"
	"fmt"
	"os"
	"testing"
)

func TestCheckTmp(t *testing.T) {
	b, err := Shipped()
	if err != nil { t.Fatal(err) }
	fmt.Println(len(b.Makers), len(b.Products))
	known := map[string]bool{}
	f, _ := os.Open("/tmp/names/vp.tsv")
	s := bufio.NewScanner(f)
	for s.Scan() { var tabs int; l := s.Text(); for i := range l { if l[i]=='\t' { tabs++; if tabs==2 { known[l[:i]]=true } } } }
	var miss, have, none int
	o, _ := os.Create("/tmp/names/missing.txt")
	for _, p := range b.Products {
		ok := false
		for _, c := range p.Codes {
			k := ""
			for i := range c.Value { if c.Value[i]==':' { k = c.Value[:i]+"\t"+c.Value[i+1:]; break } }
			if known[k] { have++; ok = true } else { miss++; fmt.Fprintln(o, p.ID, c.Value, c.Runs) }
		}
		if !ok { none++ }
	}
	fmt.Println("have", have, "miss", miss, "products with none", none)
}
