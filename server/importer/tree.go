package importer

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"
	"syscall"

	"vitrine/app/wire"
)

const (
	maxFiles = 20_000
	maxDepth = 32
	// maxTexts bounds the memory a run holds, in bytes of Markdown: about 50,000
	// posts of ordinary length.
	maxTexts = 256 << 20
)

var (
	errIrregular = errors.New("not a regular file")
	errTooBig    = errors.New("too big")
)

// disk is a folder that cannot be left: os.Root refuses every path and every
// link that leads outside. Opening never blocks, because a pipe among the files
// would otherwise hold the run for ever.
type disk struct{ root *os.Root }

func (d disk) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	f, err := d.root.OpenFile(filepath.FromSlash(name), os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.IsDir() && !info.Mode().IsRegular() {
		err = &fs.PathError{Op: "open", Path: name, Err: errIrregular}
	}
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

func (d disk) Stat(name string) (fs.FileInfo, error) {
	return d.root.Stat(filepath.FromSlash(name))
}

// tree is the list of a folder's files.
type tree struct {
	fsys   fs.FS
	files  map[string]bool   // readable regular files by path
	folded map[string]string // lower-cased path → path: sites written on a Mac refer to Foo.PNG as foo.png
	dirs   map[string]bool
	texts  []string // Markdown and HTML files, in path order
	full   bool     // maxFiles was reached
}

func newTree(fsys fs.FS) *tree {
	return &tree{fsys: fsys, files: map[string]bool{}, folded: map[string]string{}, dirs: map[string]bool{}}
}

// walk lists dir and everything under it. Folders for which passOver says true
// are counted and not entered.
func (t *tree) walk(dir string, depth int, passOver func(p string, isDir bool) bool, r *Report) {
	entries, err := fs.ReadDir(t.fsys, dir)
	if err != nil {
		r.skip(Place{Path: dir}, "the folder cannot be read ("+cause(err)+")", "check its permissions")
	}
	t.dirs[dir] = true
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	for _, e := range entries {
		p := path.Join(dir, e.Name())
		if t.full {
			return
		}
		if passOver(p, e.IsDir()) {
			r.PassedOver++
			continue
		}
		if e.IsDir() {
			if depth == maxDepth {
				r.skip(Place{Path: p}, "folders nested more than 32 deep are not read", "move it nearer to the top")
				continue
			}
			t.walk(p, depth+1, passOver, r)
			continue
		}
		t.add(p, e, r)
	}
}

func (t *tree) add(p string, e fs.DirEntry, r *Report) {
	if len(t.files) >= maxFiles {
		t.full = true
		r.skip(Place{Path: p}, "a folder of more than 20,000 files: the rest was not read", "import its folders one at a time")
		return
	}
	mode := e.Type()
	if mode&fs.ModeSymlink != 0 {
		info, err := fs.Stat(t.fsys, p)
		switch {
		case err != nil:
			r.skip(Place{Path: p}, "a link that leads outside the folder, in a circle or nowhere", "put the file itself here")
			return
		case info.IsDir():
			r.skip(Place{Path: p}, "a link to a folder is not followed", "put the folder itself here")
			return
		}
		mode = info.Mode().Type()
	}
	if !mode.IsRegular() {
		r.skip(Place{Path: p}, "not a regular file but a pipe, a socket or a device", "take it away")
		return
	}
	t.files[p] = true
	if _, taken := t.folded[strings.ToLower(p)]; !taken {
		t.folded[strings.ToLower(p)] = p
	}
	if isText(p) {
		t.texts = append(t.texts, p)
	}
}

// find gives the path of a file as the folder spells it.
func (t *tree) find(p string) (string, bool) {
	if t.files[p] {
		return p, true
	}
	p, ok := t.folded[strings.ToLower(p)]
	return p, ok
}

func isText(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".md", ".markdown", ".mdx", ".html", ".htm":
		return true
	}
	return false
}

// read gives a file's bytes, at most limit of them: errTooBig beyond.
func read(fsys fs.FS, name string, limit int64) (data []byte, info fs.FileInfo, err error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, nil, err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	info, err = f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errIrregular
	}
	if info.Size() > limit {
		return nil, nil, errTooBig
	}
	data, err = io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = errTooBig
	}
	return data, info, err
}

// cause is an error's last word, without the path that the report names anyway.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	var w *wire.Error
	if errors.As(err, &w) {
		return w.Message
	}
	return err.Error()
}
