package crash

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"kanmin/internal/adapter/keep/store"
	"kanmin/internal/domain/access"
	"kanmin/internal/domain/duty"
	"kanmin/internal/domain/filing"
	"kanmin/internal/domain/ident"
	"kanmin/internal/domain/ledger"
	"kanmin/internal/flow/submitting"
	"kanmin/internal/world"
)

// Ack is what a client was told about a report: the promise that a crash may not break.
type Ack struct {
	Client string `json:"client"` // idempotency key
	Filing string `json:"filing"`
	Number string `json:"number"`
	Leaf   string `json:"leaf"`
	Digest string `json:"digest"`         // of what was sent, hex
	Hash   string `json:"hash,omitempty"` // of the leaf, hex; absent when a repeated request was answered
}

// Control is a way in which a driver is broken on purpose, so that the experiments have something to find.
type Control string

// The controls.
const (
	Sound        Control = ""
	NormalSync   Control = "normal" // commits are not synced
	SecondOutbox Control = "outbox" // messages are written in a second act
)

// Driver is the store and the flow of filing behind two routes: less than `kanmin serve`, and able to be broken.
type driver struct {
	db    *store.DB
	scene Scene
	flow  submitting.File
	read  store.Reading[reader]
	late  store.Doing[notifier]
	mode  Control
}

type reader interface {
	FilingByID(ident.Filing, access.Permission) (filing.Filing, filing.Content, error)
	Addressees(filing.Filing) ([]filing.Addressee, error)
}

type notifier interface {
	Notify(units []ident.Unit, object ident.Object, number ident.Number, urgency string) error
}

// Drive serves the scene in dir on a free port of the loopback, says "ready URL PID" on ready, and ends on SIGTERM.
func Drive(ctx context.Context, dir string, mode Control, ready io.Writer) error {
	ctx, stop := signal.NotifyContext(ctx, syscall.SIGTERM)
	defer stop()
	scene, err := LoadScene(dir)
	if err != nil {
		return err
	}
	synchronous := ""
	if mode == NormalSync {
		synchronous = "NORMAL"
	}
	db, err := scene.open(ctx, synchronous)
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	d := &driver{
		db: db, scene: scene, mode: mode, read: store.Read[reader](db), late: store.Act[notifier](db),
		flow: submitting.File{Act: store.Act[submitting.FileTx](db), Entropy: rand.Reader},
	}
	if mode == SecondOutbox {
		d.flow.Act = silent(db)
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /file", d.file)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: time.Minute}
	go func() {
		<-ctx.Done()
		_ = server.Close()
	}()
	fmt.Fprintf(ready, "ready http://%s %d\n", listener.Addr(), os.Getpid())
	if err := server.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}

// file files the body's text as a prompt report under the request's idempotency key.
func (d *driver) file(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, 1<<20))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	ack, err := d.do(r.Context(), r.Header.Get("Idempotency-Key"), string(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	_ = json.NewEncoder(w).Encode(ack)
}

func (d *driver) do(ctx context.Context, client, body string) (Ack, error) {
	a := d.scene.Filer
	now := time.Now()
	scope := access.For(a, ident.At(now))
	key := ident.Key{Org: a.Org, Actor: a.ID(), Route: driverRoute, Client: client, Digest: sha256.Sum256([]byte(body))}
	ack := Ack{Client: client}
	flow := d.flow
	flow.Act = func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		leaf, err := d.flow.Act(ctx, s, key, do)
		if err == nil && !leaf.Replayed {
			ack.Hash = hex.EncodeToString(leaf.Hash[:])
		}
		return leaf, err
	}
	values := world.Values(time.Date(2026, 11, 1, 9, 0, 0, 0, ident.JST), body, "malware", "trace")
	id, err := flow.Do(ctx, scope, key, submitting.Prompt{Values: values})
	if err != nil {
		return ack, err
	}
	var offices []filing.Addressee
	err = d.read(ctx, scope, func(tx reader) error {
		f, c, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
		if err != nil {
			return err
		}
		ack.Filing, ack.Number, ack.Leaf, ack.Digest = string(f.ID), string(f.Number), string(f.Leaf), c.Digest
		offices, err = tx.Addressees(f)
		return err
	})
	if err == nil && d.mode == SecondOutbox {
		err = d.tell(ctx, scope, key, ack, offices)
	}
	return ack, err
}

// tell is the second act of the control that has one.
func (d *driver) tell(ctx context.Context, s access.Scope, key ident.Key, ack Ack, offices []filing.Addressee) error {
	var units []ident.Unit
	for _, o := range offices {
		units = append(units, o.Unit)
	}
	key.Route = "crash-tell"
	_, err := d.late(ctx, s, key, func(tx notifier) (ledger.Entry, error) {
		err := tx.Notify(units, ident.Object(ack.Filing), ident.Number(ack.Number), "urgent")
		return ledger.Entry{Kind: ledger.DraftSaved, Object: ident.Object(ack.Filing), Org: s.Org, Unit: s.Unit, Actor: s.ID()}, err
	})
	return err
}

// quietTx files without telling anybody.
type quietTx interface {
	submitting.FileTx
	AddFiling(filing.Filing, filing.Content, []filing.Addressee) error
	AddDuty(duty.Duty) error
}

type quiet struct{ quietTx }

// AddArrival leaves out the last line of the store's.
func (q quiet) AddArrival(a filing.Arrival) error {
	if err := q.AddFiling(a.Filing, a.Content, a.To); err != nil {
		return err
	}
	return q.AddDuty(a.Duty)
}

func silent(db *store.DB) submitting.Act[submitting.FileTx] {
	act := store.Act[quietTx](db)
	return func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		return act(ctx, s, key, func(tx quietTx) (ledger.Entry, error) { return do(quiet{tx}) })
	}
}
