package parser

import (
	"context"
	"io"
	"time"

	"kanmin/internal/adapter/format/advisory/stream"
	"kanmin/internal/domain/vuln"
	"kanmin/internal/domain/vuln/feed"
)

// A feed of vulnerabilities is larger than a table, and takes its time.
const (
	advisories     = "advisories"
	advisoriesTime = 15 * time.Minute
)

// Advisories reads a feed of vulnerabilities of any known kind and hands on each advisory; kind is what it was found to be. What is wrong with the
// file is an Invalid fault that names the place, and what was handed on before counts for nothing. Who may call: the worker, outside of an act.
func (p *Parser) Advisories(ctx context.Context, file io.Reader, each func(vuln.Advisory) error) (kind string, err error) {
	err = p.run(ctx, work{advisories, feed.Most, advisoriesTime}, file, func(out io.Reader) (err error) {
		kind, err = stream.Read(out, each)
		return err
	})
	return kind, err
}
