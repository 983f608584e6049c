// Reads cases, a line each, and prints what golang.org/x/mod/sumdb/tlog says of each proof.
package main

import (
	"bufio"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"strconv"

	"golang.org/x/mod/sumdb/tlog"
)

type Case struct {
	Kind    string   `json:"kind"`
	Leaf    string   `json:"leaf"`
	Index   string   `json:"index"`
	Size    string   `json:"size"`
	Root    string   `json:"root"`
	OldSize string   `json:"old_size"`
	OldRoot string   `json:"old_root"`
	Hashes  []string `json:"hashes"`
}

func bytes(text string) []byte {
	decoded, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil {
		log.Fatal(err)
	}
	return decoded
}

func hash(text string) (h tlog.Hash) {
	if copy(h[:], bytes(text)) != tlog.HashSize {
		log.Fatal("not a hash: ", text)
	}
	return h
}

func number(text string) int64 {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		log.Fatal(err)
	}
	return n
}

func check(c Case) error {
	var hashes []tlog.Hash
	for _, text := range c.Hashes {
		hashes = append(hashes, hash(text))
	}
	if c.Kind == "inclusion" {
		leaf := tlog.RecordHash(bytes(c.Leaf))
		return tlog.CheckRecord(hashes, number(c.Size), hash(c.Root), number(c.Index), leaf)
	}
	return tlog.CheckTree(hashes, number(c.Size), hash(c.Root), number(c.OldSize), hash(c.OldRoot))
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for lines.Scan() {
		var c Case
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			log.Fatal(err)
		}
		if check(c) == nil {
			fmt.Fprintln(out, "yes")
		} else {
			fmt.Fprintln(out, "no")
		}
	}
	if err := lines.Err(); err != nil {
		log.Fatal(err)
	}
}
