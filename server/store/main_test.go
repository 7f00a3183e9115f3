package store_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// The test binary, run again with this variable, is another process: it does
// what the variable says to the database in the next one.
const (
	childTask = "STORE_TEST_CHILD"
	childPath = "STORE_TEST_PATH"
)

func TestMain(m *testing.M) {
	task := os.Getenv(childTask)
	if task == "" {
		os.Exit(m.Run())
	}
	if err := map[string]func(string) error{"open": openOnly, "write": writeForever}[task](os.Getenv(childPath)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func openOnly(path string) error {
	s, err := store.Open(context.Background(), storetest.Options(path))
	if err != nil {
		return err
	}
	return s.Close()
}

// writeForever prints the ID of each post after it is saved, until it is killed.
func writeForever(path string) error {
	s, err := store.Open(context.Background(), storetest.Options(path))
	if err != nil {
		return err
	}
	for n := 0; ; n++ {
		p := wire.Post{Slug: fmt.Sprintf("post-%d-%d", os.Getpid(), n), Title: "t", Tags: []string{"Go"}, Content: "text"}
		err := s.Write(context.Background(), func(tx *store.Tx) error { return tx.PutPost(&p) })
		if err != nil {
			return err
		}
		if _, err := fmt.Println(p.ID); err != nil {
			return err
		}
	}
}
