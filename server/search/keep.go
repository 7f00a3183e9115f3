package search

import (
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"

	"vitrine/app/search"
	"vitrine/app/wire"
)

// form names how records are cut into what the file holds. Raise it when that
// changes: a file of another form is not read.
const form = 1

// The file is the length of the index in eight bytes, the index with the
// content's revision in it, and the records as JSON.
type shelf struct {
	Form    int     `json:"form"`
	Records records `json:"records"`
}

var errOtherForm = errors.New("it is of another version of the program")

// load reads the file of the last run; nil when there is none that can be used.
func (f *Finder) load() *state {
	if f.file == "" {
		return nil
	}
	data, err := os.ReadFile(f.file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var s *state
	if err == nil {
		s, err = decode(data)
	}
	if err != nil {
		f.log.Info("the kept search index cannot be used and is made anew", "file", f.file, "cause", err)
		return nil
	}
	return s
}

func decode(data []byte) (*state, error) {
	const head = 8
	if len(data) < head || binary.LittleEndian.Uint64(data) > uint64(len(data)-head) {
		return nil, errors.New("it is cut off")
	}
	end := head + int(binary.LittleEndian.Uint64(data))
	index, revision, err := search.Decode(data[head:end])
	if err != nil {
		return nil, err
	}
	var s shelf
	if err := json.Unmarshal(data[end:], &s); err != nil {
		return nil, err
	}
	if s.Form != form || index.Len() != len(s.Records) {
		return nil, errOtherForm
	}
	return &state{revision: revision, records: s.Records, index: index, texts: s.Records.texts()}, nil
}

func (s *state) encode() ([]byte, error) {
	rest, err := json.Marshal(shelf{form, s.records})
	if err != nil {
		return nil, err
	}
	index := s.index.Encode(s.revision)
	data := binary.LittleEndian.AppendUint64(make([]byte, 0, 8+len(index)+len(rest)), uint64(len(index)))
	return append(append(data, index...), rest...), nil
}

// save writes the present state. Without the file the next start only takes
// longer to answer its first search.
func (f *Finder) save() {
	now := f.now.Load()
	if f.file == "" || now == nil {
		return
	}
	data, err := now.encode()
	if err == nil {
		err = replace(f.file, data)
		debug.FreeOSMemory() // what was encoded is many times what changed
	}
	if err != nil {
		f.log.Warn("the search index could not be kept; the next start makes it anew", "error", err)
	}
}

// replace writes a file whole or not at all.
func replace(path string, data []byte) error {
	part, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return err
	}
	_, err = part.Write(data)
	if err == nil {
		err = part.Sync()
	}
	if err = errors.Join(err, part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err != nil {
		err = errors.Join(err, os.Remove(part.Name()))
	}
	return err
}

// mostFile bounds what is given to a browser, in bytes before compression: 5,000
// posts of 800 words, of which an index is 7.5 MB. Who has more asks the server.
const mostFile = 8 << 20

// Index is the encoded index of what is public now.
func (f *Finder) Index(ctx context.Context) ([]byte, error) {
	s := f.await(ctx)
	if s == nil || !f.current(s) {
		return nil, notReady()
	}
	data := s.index.Encode(s.revision)
	if len(data) > mostFile {
		return nil, tooMuch()
	}
	return data, nil
}

// Texts is the text of everything public as JSON, the TextSource of that index.
func (f *Finder) Texts(ctx context.Context) ([]byte, error) {
	s := f.await(ctx)
	if s == nil || !f.current(s) {
		return nil, notReady()
	}
	data, err := json.Marshal(s.texts)
	if err != nil {
		return nil, wire.Errorf(wire.Internal, "the texts could not be encoded: %w", err)
	}
	if len(data) > mostFile {
		return nil, tooMuch()
	}
	return data, nil
}

func tooMuch() error {
	return wire.Errorf(wire.NotFound, "This site is too large to be searched in a browser. Ask /api/search.")
}
