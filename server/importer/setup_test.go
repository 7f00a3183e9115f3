package importer_test

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/importer"
	"vitrine/server/media"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// house is a real site to import into.
type house struct {
	t   *testing.T
	st  *store.Store
	lib *media.Library
	svc *content.Service
	dir string // of the media
}

func openHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, st: storetest.Open(t), dir: filepath.Join(t.TempDir(), "media")}
	var err error
	if h.lib, err = media.New(h.dir, h.st); err != nil {
		t.Fatal(err)
	}
	if h.svc, err = content.New(t.Context(), h.st, h.lib, time.Now, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	return h
}

func (h *house) run(dir string, o importer.Options) importer.Report {
	h.t.Helper()
	r, err := importer.Dir(h.t.Context(), h.svc, h.lib, dir, o)
	if err != nil {
		h.t.Fatalf("importing %s: %v", dir, err)
	}
	return r
}

func (h *house) post(source string) wire.Post {
	h.t.Helper()
	p, err := h.st.PostBySource(h.t.Context(), source)
	if err != nil {
		h.t.Fatalf("no post came from %s: %v", source, err)
	}
	return p
}

// picture makes a small PNG; two with the same shade are the same bytes.
func picture(t *testing.T, shade uint8) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 8, 6))
	img.Set(1, 1, color.Gray{Y: shade})
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// folder copies a fixture into a folder of its own and adds files to it.
func folder(t *testing.T, fixture string, more map[string][]byte) string {
	t.Helper()
	dir := t.TempDir()
	if fixture != "" {
		if err := os.CopyFS(dir, os.DirFS(filepath.Join("testdata", fixture))); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range more {
		p := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func hugoFolder(t *testing.T) string {
	return folder(t, "hugo", map[string][]byte{
		"static/images/pier.png":                picture(t, 1),
		"static/images/tide chart.png":          picture(t, 2),
		"static/images/cover.png":               picture(t, 3),
		"content/posts/bundle/beside.png":       picture(t, 4),
		"content/posts/bundle/shots/deep.png":   picture(t, 5),
		"content/posts/shared.png":              picture(t, 6),
		"themes/foreign/content/posts/other.md": []byte("---\ntitle: Not ours\n---\n"),
	})
}

func jekyllFolder(t *testing.T) string {
	return folder(t, "jekyll", map[string][]byte{"assets/bowline.png": picture(t, 1)})
}

func plainFolder(t *testing.T) string {
	dir := folder(t, "plain", map[string][]byte{"map.png": picture(t, 1)})
	when := time.Date(2017, 8, 9, 10, 11, 12, 0, time.UTC)
	for _, name := range []string{"notes/second.md", "notes/with-rule.md"} {
		if err := os.Chtimes(filepath.Join(dir, name), when, when); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func vitrineFolder(t *testing.T) string {
	return folder(t, "vitrine", map[string][]byte{"media/me.png": picture(t, 1), "media/berths.png": picture(t, 9)})
}

// counts is what a report says in numbers.
func counts(r importer.Report) map[string]int {
	m := map[string]int{
		"posts": r.Posts.Total(), "drafts": r.Drafts, "scheduled": r.Scheduled, "pages": r.Pages.Total(),
		"projects": r.Projects.Total(), "profile": r.Profile.Total(), "files": r.Pictures.Total(),
		"redirects": r.Redirects.Total(), "sections": r.SectionPages, "passed": r.PassedOver,
		"byname": r.DatesByName, "byfile": r.DatesByFile, "skipped": r.Skipped, "links": r.Links,
	}
	maps.DeleteFunc(m, func(_ string, n int) bool { return n == 0 })
	return m
}

func problems(r importer.Report) []string {
	var out []string
	for _, p := range r.Problems {
		out = append(out, p.String())
	}
	return out
}

func shortcodes(r importer.Report) map[string][]string {
	m := map[string][]string{}
	for _, s := range r.Shortcodes {
		for _, p := range s.Places {
			m[s.Name] = append(m[s.Name], p.String())
		}
	}
	return m
}

// files lists everything in the media folder.
func (h *house) files() []string {
	h.t.Helper()
	var out []string
	err := filepath.WalkDir(h.dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			out = append(out, p)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}
