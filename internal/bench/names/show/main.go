// Command show prints how our own rows and the tuning half are answered, with every row that is answered wrongly:
// what one looks at while changing the resolver. It never touches the frozen half; `make bench` does.
package main

import (
	"fmt"
	"os"

	"kanmin/internal/bench/names"
)

func main() {
	dir := "../shared/data"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := names.Misses(os.Stdout, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
