// Command show prints the bench of the names and, with -misses, the rows that were answered wrongly.
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
	if err := names.Run(os.Stdout, dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	if len(os.Args) > 2 {
		if err := names.Misses(os.Stdout, dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}
