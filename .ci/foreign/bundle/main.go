// Verifies a bundle's signatures and proofs with golang.org/x/mod/sumdb: note and tlog.
//
//	bundle [-witness VKEY]... [-quorum N] LOG-VKEY FOLDER
package main

import (
	"bufio"
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// A cosigner checks C2SP tlog-cosignature for Ed25519, which sumdb/note leaves to its users.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (*cosigner, error) {
	parts := strings.SplitN(vkey, "+", 3)
	if len(parts) != 3 {
		return nil, errors.New("a verifier key has three parts")
	}
	key, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("a witness has a key of type 4")
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), key...))
	if fmt.Sprintf("%x", id[:4]) != parts[1] {
		return nil, errors.New("the key id is another key's")
	}
	return &cosigner{parts[0], binary.BigEndian.Uint32(id[:4]), key[1:]}, nil
}

func (c *cosigner) Name() string    { return c.name }
func (c *cosigner) KeyHash() uint32 { return c.hash }

func (c *cosigner) Verify(text, signature []byte) bool {
	if len(signature) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(signature))
	return ed25519.Verify(c.key, append([]byte(head), text...), signature[8:])
}

// A logKey is one that may sign for the log, up to the size at which it handed over to the next one.
type logKey struct {
	note.Verifier
	until int64
}

type checkpoint struct {
	tree      tlog.Tree
	cosigners int
}

type verifier struct {
	folder    string
	origin    string
	keys      []*logKey
	witnesses []note.Verifier
}

type proof struct {
	Hashes  []tlog.Hash `json:"hashes"`
	Index   int64       `json:"index"`
	OldSize int64       `json:"old_size"`
	NewSize int64       `json:"new_size"`
}

func (v *verifier) read(name string) []byte {
	content, err := os.ReadFile(filepath.Join(v.folder, name))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		log.Fatal(err)
	}
	return content
}

func lines(content []byte) []string {
	var all []string
	scanner := bufio.NewScanner(bytes.NewReader(content))
	scanner.Buffer(nil, 64<<20)
	for scanner.Scan() {
		all = append(all, scanner.Text())
	}
	if err := scanner.Err(); err != nil {
		log.Fatal(err)
	}
	return all
}

// open checks a note, and says which of the log's keys has signed it.
func (v *verifier) open(content []byte) (*note.Note, *logKey, error) {
	known := v.witnesses
	for _, key := range v.keys {
		known = append(known, key)
	}
	opened, err := note.Open(content, note.VerifierList(known...))
	if err != nil {
		return nil, nil, err
	}
	for _, signature := range opened.Sigs {
		for _, key := range v.keys {
			if key.Name() == signature.Name && key.KeyHash() == signature.Hash {
				return opened, key, nil
			}
		}
	}
	return nil, nil, errors.New("no key of the log has signed")
}

func (v *verifier) checkpoint(name string) (checkpoint, error) {
	opened, key, err := v.open(v.read(name))
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %w", name, err)
	}
	parts := strings.Split(opened.Text, "\n")
	if len(parts) != 4 || parts[0] != v.origin {
		return checkpoint{}, fmt.Errorf("%s: not a checkpoint of %s", name, v.origin)
	}
	size, err := strconv.ParseInt(parts[1], 10, 64)
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %w", name, err)
	}
	root, err := tlog.ParseHash(parts[2])
	if err != nil {
		return checkpoint{}, fmt.Errorf("%s: %w", name, err)
	}
	if key.until >= 0 && size > key.until {
		return checkpoint{}, fmt.Errorf("%s: signed by a key that signs no more", name)
	}
	return checkpoint{tlog.Tree{N: size, Hash: root}, len(opened.Sigs) - logSignatures(opened, v.keys)}, nil
}

func logSignatures(opened *note.Note, keys []*logKey) int {
	count := 0
	for _, signature := range opened.Sigs {
		for _, key := range keys {
			if key.Name() == signature.Name && key.KeyHash() == signature.Hash {
				count++
			}
		}
	}
	return count
}

// rotations adds the keys to which the known one handed over.
func (v *verifier) rotations() error {
	for i, line := range lines(v.read("rotations.jsonl")) {
		var rotation struct{ Statement string }
		if err := json.Unmarshal([]byte(line), &rotation); err != nil {
			return err
		}
		opened, old, err := v.open([]byte(rotation.Statement))
		if err != nil {
			return fmt.Errorf("rotation %d: %w", i, err)
		}
		parts := strings.Split(opened.Text, "\n")
		if len(parts) != 5 || parts[0] != "astern key rotation" || parts[1] != v.origin {
			return fmt.Errorf("rotation %d is none of this log", i)
		}
		next, err := note.NewVerifier(parts[2])
		if err != nil {
			return fmt.Errorf("rotation %d: %w", i, err)
		}
		if old.until, err = strconv.ParseInt(parts[3], 10, 64); err != nil {
			return fmt.Errorf("rotation %d: %w", i, err)
		}
		v.keys = append(v.keys, &logKey{next, -1})
	}
	return nil
}

// included checks that every entry is in the checkpoint's tree.
func (v *verifier) included(c checkpoint) (int, error) {
	entries, proofs := lines(v.read("receipts.jsonl")), lines(v.read("proofs.jsonl"))
	if len(entries) != len(proofs) {
		return 0, fmt.Errorf("%d entries and %d proofs", len(entries), len(proofs))
	}
	for i, entry := range entries {
		var p proof
		if err := json.Unmarshal([]byte(proofs[i]), &p); err != nil {
			return 0, err
		}
		leaf := tlog.RecordHash([]byte(entry))
		if err := tlog.CheckRecord(p.Hashes, c.tree.N, c.tree.Hash, p.Index, leaf); err != nil {
			return 0, fmt.Errorf("entry %d: %w", p.Index, err)
		}
	}
	return len(entries), nil
}

// consistent checks that the smaller of two trees is the beginning of the larger one.
func (v *verifier) consistent(proofName, otherName string, c checkpoint) error {
	var p proof
	if err := json.Unmarshal(v.read(proofName), &p); err != nil {
		return fmt.Errorf("%s: %w", proofName, err)
	}
	other, err := v.checkpoint(otherName)
	if err != nil {
		return err
	}
	old, new := other.tree, c.tree
	if old.N > new.N {
		old, new = new, old
	}
	if p.OldSize != old.N || p.NewSize != new.N {
		return fmt.Errorf("%s: not between these checkpoints", proofName)
	}
	if err := tlog.CheckTree(p.Hashes, new.N, new.Hash, old.N, old.Hash); err != nil {
		return fmt.Errorf("%s: %w", proofName, err)
	}
	return nil
}

func (v *verifier) verify(quorum int) error {
	if err := v.rotations(); err != nil {
		return err
	}
	c, err := v.checkpoint("checkpoint")
	if err != nil {
		return err
	}
	if c.cosigners < quorum {
		return fmt.Errorf("%d witnesses cosigned, not %d", c.cosigners, quorum)
	}
	count, err := v.included(c)
	if err != nil {
		return err
	}
	fmt.Printf("%d entries are in the tree of %d, which %d witnesses cosigned\n", count, c.tree.N, c.cosigners)
	for proofName, otherName := range map[string]string{
		"consistency.json": "checkpoint.old",
		"timestamp.json":   "timestamp.checkpoint",
	} {
		if len(v.read(proofName)) == 0 && len(v.read(otherName)) == 0 {
			continue
		}
		if err := v.consistent(proofName, otherName, c); err != nil {
			return err
		}
		fmt.Println(otherName, "is of the same log, with nothing changed in between")
	}
	return nil
}

func main() {
	log.SetFlags(0)
	var witnesses []note.Verifier
	flag.Func("witness", "verifier key of a witness", func(vkey string) error {
		witness, err := newCosigner(vkey)
		if err == nil {
			witnesses = append(witnesses, witness)
		}
		return err
	})
	quorum := flag.Int("quorum", 0, "how many of the witnesses have to have cosigned")
	flag.Parse()
	key, err := note.NewVerifier(flag.Arg(0))
	if err != nil {
		log.Fatal(err)
	}
	v := &verifier{flag.Arg(1), key.Name(), []*logKey{{key, -1}}, witnesses}
	if err := v.verify(*quorum); err != nil {
		log.Fatal("refused: ", err)
	}
}
