// Command twin is for browser tests of a house on two nodes: an empty PostgreSQL database, certificates of a server, of an
// authority and of one of its people. It prints where they are, and takes the database away when its standard input ends.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"kanmin/internal/adapter/door/login/certtest"
	"kanmin/internal/testpg"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run() error {
	db, drop, err := testpg.Open(context.Background())
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "kanmin-twin-")
	if err == nil {
		err = certificates(dir)
	}
	if err == nil {
		err = json.NewEncoder(os.Stdout).Encode(map[string]string{"app": db.App, "work": db.Work, "owner": db.Owner, "dir": dir})
	}
	if err == nil {
		_, err = io.Copy(io.Discard, os.Stdin)
	}
	_ = os.RemoveAll(dir)
	if gone := drop(); err == nil {
		err = gone
	}
	return err
}

func certificates(dir string) error {
	house, ca := certtest.New("house", time.Now()), certtest.New("あおぞら認証局", time.Now())
	server := house.Issue("localhost", func(c *x509.Certificate) {
		c.DNSNames, c.ExtKeyUsage = []string{"localhost"}, []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}
	})
	mine := ca.Issue("佐伯 恵")
	if err := os.WriteFile(filepath.Join(dir, "authority.pem"), ca.PEM(), 0o600); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "revoked.pem"), ca.Revoke(time.Now(), mine), 0o600); err != nil {
		return err
	}
	for name, c := range map[string]tls.Certificate{"server": server, "mine": mine} {
		key, err := x509.MarshalPKCS8PrivateKey(c.PrivateKey)
		if err != nil {
			return err
		}
		for file, b := range map[string]*pem.Block{name + ".pem": {Type: "CERTIFICATE", Bytes: c.Leaf.Raw}, name + ".key": {Type: "PRIVATE KEY", Bytes: key}} {
			if err := os.WriteFile(filepath.Join(dir, file), pem.EncodeToMemory(b), 0o600); err != nil {
				return err
			}
		}
	}
	return nil
}
