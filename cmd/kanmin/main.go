// Command kanmin is the whole platform: server, tools and API client in one binary.
package main

import (
	"os"

	"kanmin/internal/cli"
)

func main() { os.Exit(cli.Main(os.Args[1:])) }
