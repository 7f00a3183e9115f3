package card

import (
	"cmp"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Bounds of the search for a font. The largest that is worth it, Noto Sans CJK,
// has 20 MB; only what a title needs is read of it.
const (
	maxFont  = 30 << 20
	maxFiles = 5000 // looked at in the folders
	maxTried = 64   // opened for one script
	maxKept  = 8    // open at a time, as long as the program runs
)

// Folders are where machines keep their fonts.
var Folders = []string{
	"/usr/share/fonts", "/usr/local/share/fonts", // Linux, BSD
	"/System/Library/Fonts", "/Library/Fonts", // macOS
	`C:\Windows\Fonts`,
}

// shelf finds fonts of the machine for scripts that the Go fonts lack.
type shelf struct {
	folders []string

	mu    sync.Mutex
	files []string // every font file; nil before the first search
	kept  []*face
}

// wishes are the families to try first for a script, in lower case without
// spaces and hyphens; the others follow in the order of their names.
var wishes = map[string][]string{
	"Hebrew": {"notosanshebrew", "dejavusans", "liberationsans", "freesans", "arial"},
	"Han":    {"notosanscjk", "notosansjp", "notosanssc", "sourcehansans", "wqymicrohei", "wqyzenhei", "droidsansfallback", "hiragino", "pingfang", "msyh", "yugoth"},
	"Hangul": {"notosanscjk", "notosanskr", "sourcehansans", "nanumgothic", "applesdgothic", "malgun", "wqymicrohei"},
	"":       {"notosans", "dejavusans", "roboto", "liberationsans", "freesans", "arial"},
}

// styles mark fonts that are not the plain cut of their family.
var styles = []string{"bold", "italic", "oblique", "light", "thin", "black", "heavy", "condensed", "mono", "serif", "demi", "symbol", "emoji", "lastresort", "unifont"}

func rank(script, file string) int {
	name := strings.ToLower(strings.NewReplacer("-", "", "_", "", " ", "").Replace(filepath.Base(file)))
	list, ok := wishes[script]
	if !ok {
		list = append([]string{"notosans" + strings.ToLower(script)}, wishes[""]...)
	}
	at := slices.IndexFunc(list, func(w string) bool { return strings.HasPrefix(name, w) })
	if at < 0 {
		at = len(list)
	}
	for _, s := range styles {
		if strings.Contains(name, s) {
			at += 100
		}
	}
	return at
}

// find gives the face that has the most of these letters, and how many it has:
// the first that has all of them is taken at once. It is nil when there is none.
func (s *shelf) find(script string, letters []rune) (best *face, has int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range s.kept {
		if n := covers(f, letters); n > has {
			best, has = f, n
		}
	}
	if has == len(letters) || len(s.kept) >= maxKept {
		return best, has
	}
	if s.files == nil {
		s.files = fontFiles(s.folders)
	}
	files := slices.Clone(s.files)
	slices.SortStableFunc(files, func(a, b string) int { return cmp.Compare(rank(script, a), rank(script, b)) })
	var open *os.File // of best, when it is not kept yet
	for _, path := range files[:min(len(files), maxTried)] {
		f, file := openFont(path)
		if f == nil {
			continue
		}
		if n := covers(f, letters); n > has {
			shut(open)
			best, has, open = f, n, file
		} else {
			shut(file)
		}
		if has == len(letters) {
			break
		}
	}
	if open != nil {
		s.kept = append(s.kept, best)
	}
	return best, has
}

// shut closes a font that was only read.
func shut(f *os.File) {
	if f != nil {
		_ = f.Close() // nothing was written
	}
}

// fontFiles lists the fonts in folders; what cannot be read is not there.
func fontFiles(folders []string) []string {
	files := []string{}
	seen := 0
	for _, folder := range folders {
		walk := func(path string, d fs.DirEntry, err error) error {
			if seen++; seen > maxFiles {
				return fs.SkipAll
			}
			if err != nil {
				return fs.SkipDir
			}
			switch strings.ToLower(filepath.Ext(path)) {
			case ".ttf", ".otf", ".ttc", ".otc":
				files = append(files, path)
			}
			return nil
		}
		if err := filepath.WalkDir(folder, walk); err != nil {
			continue // the folder is not there
		}
	}
	return files
}

// openFont opens a font file, or the first font of a collection. The file stays
// open: glyphs are read from it when they are drawn.
func openFont(path string) (*face, *os.File) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() || info.Size() > maxFont {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil
	}
	var f *sfnt.Font
	if c, err := sfnt.ParseCollectionReaderAt(file); err == nil {
		f, err = c.Font(0)
		if err == nil && f.UnitsPerEm() > 0 {
			return &face{font: f, unit: fixed.Int26_6(f.UnitsPerEm())}, file
		}
	}
	shut(file)
	return nil, nil
}

// covers counts the letters that f can draw.
func covers(f *face, letters []rune) int {
	var b sfnt.Buffer
	n := 0
	for _, r := range letters {
		if g, err := f.font.GlyphIndex(&b, r); err == nil && g != 0 {
			if _, err := f.font.LoadGlyph(&b, g, f.unit, nil); err == nil {
				n++
			}
		}
	}
	return n
}
