package crash

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"flag"
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
	// Final is the final receipt, if the client has it: a promise of its own, from the moment at which it was handed out.
	Final string `json:"-"`
}

// Control is a way in which a driver is broken on purpose, so that the experiments have something to find.
type Control string

// The controls.
const (
	Sound        Control = ""
	NormalSync   Control = "normal" // commits are not synced
	SecondOutbox Control = "outbox" // messages are written in a second act
	Early        Control = "early"  // clients are answered before the commit
	Forgetful    Control = "forget" // idempotency keys are thrown away
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

// Commands are the programs of this package that experiments start and kill.
var Commands = map[string]func(ctx context.Context, args []string, ready io.Writer) error{"drive": DriveCommand, "sequence": SequenceCommand}

// DriveCommand is Drive with the arguments of `crash drive`.
func DriveCommand(ctx context.Context, args []string, ready io.Writer) error {
	f := flag.NewFlagSet("drive", flag.ContinueOnError)
	dir := f.String("dir", "", "directory of the scene")
	control := f.String("control", "", "normal, outbox, early or forget: broken on purpose")
	if err := f.Parse(args); err != nil {
		return err
	}
	return Drive(ctx, *dir, Control(*control), ready)
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
	go func() { _ = db.RunSequencer(ctx) }() // it ends with ctx; what it could not do is done at the next start
	mux := http.NewServeMux()
	mux.HandleFunc("POST /file", d.file)
	mux.HandleFunc("GET /receipt/{leaf}", d.receipt)
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
	data, err := json.Marshal(ack)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	_, _ = w.Write(data)
}

// receipt answers with the final receipt as soon as there is one.
func (d *driver) receipt(w http.ResponseWriter, r *http.Request) {
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		final, _, _, err := d.db.Receipt(r.Context(), access.For(d.scene.Filer, ident.At(time.Now())), ident.Leaf(r.PathValue("leaf")))
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		if final != nil {
			_, _ = w.Write(final)
			return
		}
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}

func (d *driver) do(ctx context.Context, client, body string) (Ack, error) {
	a := d.scene.Filer
	scope := access.For(a, ident.At(time.Now()))
	key := ident.Key{Org: a.Org, Actor: a.ID(), Route: driverRoute, Client: client, Digest: sha256.Sum256([]byte(body))}
	if d.mode == Forgetful {
		key.Client = ""
	}
	values := world.Values(time.Date(2026, 11, 1, 9, 0, 0, 0, ident.JST), body, "malware", "trace")
	if d.mode == Early {
		return d.early(ctx, scope, key, values)
	}
	ack := Ack{Client: client}
	flow := d.flow
	flow.Act = func(ctx context.Context, s access.Scope, key ident.Key, do func(submitting.FileTx) (ledger.Entry, error)) (ledger.Leaf, error) {
		leaf, err := d.flow.Act(ctx, s, key, do)
		if err == nil && !leaf.Replayed {
			ack.Hash = hex.EncodeToString(leaf.Hash[:])
		}
		return leaf, err
	}
	id, err := flow.Do(ctx, scope, key, submitting.Prompt(values))
	if err != nil {
		return ack, err
	}
	hash := ack.Hash
	ack, offices, err := d.answer(ctx, scope, client, id)
	ack.Hash = hash
	if err == nil && d.mode == SecondOutbox {
		err = d.tell(ctx, scope, key, ack, offices)
	}
	return ack, err
}

// answer is what a client is told, read after the commit.
func (d *driver) answer(ctx context.Context, s access.Scope, client string, id ident.Filing) (ack Ack, offices []filing.Addressee, err error) {
	err = d.read(ctx, s, func(tx reader) error {
		f, c, err := tx.FilingByID(id, access.Permission{Action: access.Read, Object: access.Report})
		if err != nil {
			return err
		}
		ack = Ack{Client: client, Filing: string(f.ID), Number: string(f.Number), Leaf: string(f.Leaf), Digest: c.Digest}
		offices, err = tx.Addressees(f)
		return err
	})
	return ack, offices, err
}
