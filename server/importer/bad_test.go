package importer_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"vitrine/server/importer"
)

const good = "---\ntitle: Good\ndate: 2020-01-02\n---\nText.\n"

// TestBadFiles: each of these is told of with its line and left out, and the good
// one beside it arrives.
func TestBadFiles(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"yaml colon", "---\ntitle: a: b\n---\n", "bad.md:2: the front matter is broken (mapping values are not allowed in this context): correct this line"},
		{"yaml quote", "---\ntitle: x\ndate: 2020-01-01\nsummary: \"open\ntags: [a]\ndraft: true\n---\nText.\n", "bad.md:4: the front matter is broken"},
		{"yaml bracket", "---\ntitle: x\ntags: [a, b\ndraft: true\n---\n", "bad.md:3: the front matter is broken"},
		{"yaml tab", "---\ntitle: x\n\tdate: y\n---\n", "bad.md:3: the front matter is broken"},
		{"yaml indent", "---\ntitle: x\na:\n  b: 1\n c: 2\n---\n", "bad.md:5: the front matter is broken"},
		{"yaml list", "---\n- a\n- b\n---\n", "bad.md:2: the front matter is broken (not a list of keys and values)"},
		{"yaml after blank lines", "\n\n---\ntitle: a: b\n---\n", "bad.md:4: the front matter is broken"},
		{"yaml bomb", "---\n" + bomb() + "---\n", "bad.md:2: the front matter is broken"},
		{"toml", "+++\ntitle = 'x'\ndate = \n+++\n", "bad.md:3: the front matter is broken"},
		{"json", "{\n\"title\": \"x\",\n\"date\": nope\n}\n", "bad.md:3: the front matter is broken"},
		{"json never closed", "{\n\"title\": \"x\"\n", "bad.md:2: the front matter is broken"},
		{"never closed", "---\ntitle: x\n\nText.\n", "bad.md:1: the front matter that --- opens is never closed: put a line with --- after it"},
		{"toml never closed", "+++\ntitle = 'x'\n", "bad.md:1: the front matter that +++ opens is never closed"},
		{"too large", "---\ntitle: " + strings.Repeat("x", 17<<10) + "\n---\n", "bad.md:2: front matter of 17 KB: more than 16 KB is not read: shorten it"},
		{"no date", "---\ntitle: x\ndate: soon\n---\n", `bad.md:3: "soon" is not a date between the years 1 and 9999: write it as 2006-01-02`},
		{"year 0", "---\ntitle: x\n# why\ndate: 0000-01-01\n---\n", `bad.md:4: "0000-01-01" is not a date`},
		{"year 10000", "+++\ntitle = 'x'\ndate = '10000-01-01'\n+++\n", `bad.md:3: "10000-01-01" is not a date`},
		{"a zone past year 9999", "---\ndate: 9999-12-31T23:59:59-05:00\n---\n", `bad.md:2: "9999-12-31T23:59:59-05:00" is not a date`},
		{"the 31st of February", "---\ndate: 2020-02-31\n---\n", `bad.md:2: "2020-02-31" is not a date`},
		{"binary", "\x89PNG\r\n\x1a\n\x00\x00", "bad.md:3: not a text file, or not UTF-8: save it as UTF-8"},
		{"UTF-16", "\xff\xfe-\x00-\x00", "bad.md:1: not a text file, or not UTF-8"},
		{"Latin 1", "---\ntitle: x\n---\nText\ncaf\xe9\n", "bad.md:5: not UTF-8: save it as UTF-8"},
		{"1 MB", "---\ntitle: x\n---\n" + strings.Repeat("word ", 220_000), "bad.md: larger than 1 MB: split it"},
		{"long title", "---\ndate: 2020-01-01\ntitle: " + strings.Repeat("x", 300) + "\n---\nText.\n", "bad.md:3: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := openHouse(t)
			dir := folder(t, "", map[string][]byte{"bad.md": []byte(c.text), "good.md": []byte(good)})
			for _, o := range []importer.Options{{DryRun: true}, {}} {
				r := h.run(dir, o)
				if r.Posts.Total() != 1 || r.Skipped != 1 || len(r.Problems) != 1 || !r.Problems[0].Skipped ||
					!strings.HasPrefix(r.Problems[0].String(), c.want) {
					t.Errorf("dry run %v: %d posts, %d skipped, problems %q; want the good post and %q",
						o.DryRun, r.Posts.Total(), r.Skipped, problems(r), c.want)
				}
			}
			h.post("plain:good.md")
		})
	}
}

// bomb is a small text that says a great deal: nine levels of nine references.
func bomb() string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x,x,x,x,x,x,x,x,x]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s*a%d]\n", i, i, strings.Repeat(fmt.Sprintf("*a%d,", i-1), 8), i-1)
	}
	return b.String()
}

// TestBadFolders holds what is not a file of text: links that lead away, pipes, depth.
func TestBadFolders(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret.md")
	if err := os.WriteFile(secret, []byte("---\ntitle: Secret\ndate: 2020-01-01\n---\nA secret.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	link := func(from string) func(string) error {
		return func(to string) error { return os.Symlink(from, to) }
	}
	for _, c := range []struct {
		name string
		make func(path string) error
		want string
	}{
		{"a.md", link(secret), "a.md: a link that leads outside the folder, in a circle or nowhere: put the file itself here"},
		{"up.md", link("../../secret.md"), "up.md: a link that leads outside"},
		{"loop.md", link("loop.md"), "loop.md: a link that leads outside the folder, in a circle"},
		{"none.md", link("nowhere.md"), "none.md: a link that leads outside the folder, in a circle or nowhere"},
		{"dir", link("."), "dir: a link to a folder is not followed: put the folder itself here"},
		{"out", link(filepath.Dir(secret)), "out: a link that leads outside"},
		{"pipe.md", func(p string) error { return syscall.Mkfifo(p, 0o600) }, "pipe.md: not a regular file but a pipe, a socket or a device: take it away"},
		{"huge.md", func(p string) error {
			return errors.Join(os.WriteFile(p, []byte("---\n"), 0o600), os.Truncate(p, 20<<20))
		}, "huge.md: larger than 1 MB: split it"},
		{"d", func(p string) error { return os.MkdirAll(p+strings.Repeat("/d", 40), 0o700) }, strings.Repeat("d/", 32) + "d: folders nested more than 32 deep are not read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := openHouse(t)
			dir := folder(t, "", map[string][]byte{"good.md": []byte(good)})
			if err := c.make(filepath.Join(dir, c.name)); err != nil {
				t.Fatal(err)
			}
			r := h.run(dir, importer.Options{})
			if r.Posts.Total() != 1 || r.Skipped != 1 || len(r.Problems) != 1 || !strings.HasPrefix(r.Problems[0].String(), c.want) {
				t.Errorf("%d posts, %d skipped, problems %q; want the good post and %q", r.Posts.Total(), r.Skipped, problems(r), c.want)
			}
		})
	}
}

func TestLinksInsideAreFollowed(t *testing.T) {
	h := openHouse(t)
	dir := folder(t, "", map[string][]byte{"real/good.txt": []byte(good)})
	if err := os.Symlink("real/good.txt", filepath.Join(dir, "good.md")); err != nil {
		t.Fatal(err)
	}
	if r := h.run(dir, importer.Options{}); r.Posts.New != 1 || len(r.Problems) != 0 {
		t.Errorf("a link to a file in the folder: %+v", r)
	}
}

// TestBadPictures: the post arrives with its text as it was.
func TestBadPictures(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "outside.png")
	if err := os.WriteFile(outside, picture(t, 1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text, want string
	}{
		{"missing", "![a](no.png)", "a.md:5: the picture no.png is not there: add the file or correct the address"},
		{"above the folder", "![a](../../etc/x.png)", "a.md:5: the picture ../../etc/x.png lies outside the folder: give the folder that holds both, or copy the picture in"},
		{"hidden climb", "![a](%2e%2e/%2e%2e/x.png)", "a.md:5: the picture %2e%2e/%2e%2e/x.png lies outside the folder"},
		{"through a link", "![a](away.png)", "a.md:5: the picture away.png is not there"},
		{"a page, not a picture", "![a](page.png)", "a.md:5: page.png was not brought: "},
		{"too large", "![a](large.png)", "a.md:5: large.png was not brought: larger than 16 MB: make it smaller"},
		{"another site's", "![a](https://example.org/a.png)", "a.md:5: a picture from another site, https://example.org/a.png, was not fetched"},
		{"a text that is not there", "[a](other.md)", "a.md:5: links to other.md, which is not among the texts that arrived: correct the link"},
		{"an inner frame", `<div><iframe src="https://example.org/x"></iframe></div>`, "a.md:5: holds <iframe>, which this site does not show: say it in words or with a link"},
		{"a script", "Text.\n\n<script>\nx = '![a](no.png)'\n</script>", "a.md:7: holds <script>, which this site does not show"},
		{"a list of them", "Text,\n\n- ![a](no.png)", "a.md:7: the picture no.png is not there"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := openHouse(t)
			dir := folder(t, "", map[string][]byte{
				"a.md":     []byte("---\ntitle: A\ndate: 2020-01-01\n---\n" + c.text + "\n"),
				"page.png": []byte("<html><script>alert(1)</script></html>"), "large.png": nil,
			})
			if err := errors.Join(os.Truncate(filepath.Join(dir, "large.png"), 17<<20), os.Symlink(outside, filepath.Join(dir, "away.png"))); err != nil {
				t.Fatal(err)
			}
			r := h.run(dir, importer.Options{})
			var got []string
			for _, p := range problems(r) {
				if !strings.HasPrefix(p, "away.png") {
					got = append(got, p)
				}
			}
			if r.Posts.New != 1 || r.Pictures.Total() != 0 || len(got) != 1 || !strings.HasPrefix(got[0], c.want) {
				t.Errorf("%d posts, %d files, problems %q; want the post and %q", r.Posts.New, r.Pictures.Total(), got, c.want)
			}
			if text := h.post("plain:a.md").Content; strings.TrimSpace(text) != c.text {
				t.Errorf("the text became %q, want %q", text, c.text)
			}
			if len(h.files()) != 0 {
				t.Errorf("the library holds %v", h.files())
			}
		})
	}
}

// TestRefusedTextLeavesNoFiles: what only a refused text needs is not stored, and
// what another text needs too still arrives.
func TestRefusedTextLeavesNoFiles(t *testing.T) {
	h := openHouse(t)
	dir := folder(t, "", map[string][]byte{
		"a.md":    []byte("---\ndate: 2020-01-01\ntitle: " + strings.Repeat("x", 300) + "\n---\n![a](one.png) ![b](two.png)\n"),
		"b.md":    []byte(good + "![b](two.png)\n"),
		"one.png": picture(t, 1), "two.png": picture(t, 2),
	})
	for _, o := range []importer.Options{{DryRun: true}, {}} {
		if r := h.run(dir, o); r.Posts.New != 1 || r.Skipped != 1 || r.Pictures.New != 1 {
			t.Errorf("dry run %v: %d posts, %d skipped, %d files; want one of each", o.DryRun, r.Posts.New, r.Skipped, r.Pictures.New)
		}
	}
	if files := h.files(); len(files) != 1 {
		t.Errorf("the library holds %v, want the one picture", files)
	}
}

// TestAddressesOfTheSite: a page called like one of the site's own gets another
// address rather than being left out.
func TestAddressesOfTheSite(t *testing.T) {
	h := openHouse(t)
	dir := folder(t, "", map[string][]byte{"content/about.md": []byte("---\ntitle: About\n---\nText.\n"), "hugo.toml": nil})
	for run, changes := range []int{1, 0} {
		r := h.run(dir, importer.Options{})
		want := []string{"content/about.md:2: the address of about is taken: it was given /about-page; write another slug if you like one better"}
		if d := cmp.Diff(want, problems(r)); d != "" || r.Changes() != changes {
			t.Errorf("run %d: %d changes, want %d; problems (-want +got):\n%s", run, r.Changes(), changes, d)
		}
	}
}

// TestFrontMatterForms: the same post in every form arrives the same.
func TestFrontMatterForms(t *testing.T) {
	yaml := "---\ntitle: \"Title: one\"\ndate: 2020-01-02\ntags: [a, b]\n---\nLine one.\n\nLine two.\n"
	for _, c := range []struct{ name, text string }{
		{"yaml", yaml},
		{"CRLF", strings.ReplaceAll(yaml, "\n", "\r\n")},
		{"CR", strings.ReplaceAll(yaml, "\n", "\r")},
		{"byte order mark", "\ufeff" + yaml},
		{"blank lines first", "\n\n" + yaml},
		{"spaces after the fences", strings.ReplaceAll(yaml, "---", "--- \t")},
		{"dots close it", strings.Replace(yaml, "---\nLine", "...\nLine", 1)},
		{"upper-case keys", strings.NewReplacer("title:", "Title:", "date:", "DATE:").Replace(yaml)},
		{"block list", strings.Replace(yaml, "[a, b]", "\n  - a\n  - b", 1)},
		{"one string", strings.Replace(yaml, "[a, b]", "a, b", 1)},
		{"merged", "---\nbase: &base {tags: [a, b]}\n<<: *base\ntitle: 'Title: one'\ndate: 2020-1-2\n---\nLine one.\n\nLine two.\n"},
		{"toml", "+++\ntitle = 'Title: one'\ndate = 2020-01-02\ntags = ['a', 'b']\n+++\nLine one.\n\nLine two.\n"},
		{"toml taxonomies", "+++\ntitle = 'Title: one'\ndate = 2020-01-02T00:00:00Z\n[params]\ntags = ['a', 'b']\n+++\nLine one.\n\nLine two.\n"},
		{"json", "{\"title\": \"Title: one\", \"date\": \"2020-01-02\", \"tags\": [\"a\", \"b\"]}\nLine one.\n\nLine two.\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := openHouse(t)
			h.run(folder(t, "", map[string][]byte{"a.md": []byte(c.text)}), importer.Options{})
			p := h.post("plain:a.md")
			if p.Title != "Title: one" || p.PublishedAt != millis("2020-01-02T00:00:00Z") || strings.Join(p.Tags, ",") != "a,b" || p.Content != "Line one.\n\nLine two.\n" {
				t.Errorf("got title %q, date %d, tags %q, text %q", p.Title, p.PublishedAt, p.Tags, p.Content)
			}
		})
	}
}

func TestDates(t *testing.T) {
	for written, want := range map[string]string{
		"2020-01-02":                      "2020-01-02T00:00:00Z",
		"2020-1-2":                        "2020-01-02T00:00:00Z",
		"2020-01-02T03:04:05Z":            "2020-01-02T03:04:05Z",
		"2020-01-02T03:04:05.5Z":          "2020-01-02T03:04:05.5Z",
		"2020-01-02T03:04:05+09:00":       "2020-01-01T18:04:05Z",
		"2020-01-02T03:04:05+0900":        "2020-01-01T18:04:05Z",
		"2020-01-02T03:04:05":             "2020-01-02T03:04:05Z",
		"2020-01-02 03:04:05":             "2020-01-02T03:04:05Z",
		"2020-01-02 03:04":                "2020-01-02T03:04:00Z",
		"2020-01-02 03:04:05 -0500":       "2020-01-02T08:04:05Z",
		"2020-01-02 03:04:05 -05:00":      "2020-01-02T08:04:05Z",
		"2020-01-02 03:04:05 +0000 UTC":   "2020-01-02T03:04:05Z",
		"Thu, 02 Jan 2020 03:04:05 GMT":   "2020-01-02T03:04:05Z",
		"Thu, 02 Jan 2020 03:04:05 +0100": "2020-01-02T02:04:05Z",
		"02 Jan 2020":                     "2020-01-02T00:00:00Z",
		"January 2, 2020":                 "2020-01-02T00:00:00Z",
		"0001-02-03":                      "0001-02-03T00:00:00Z",
		"9999-12-31":                      "9999-12-31T00:00:00Z",
	} {
		t.Run(written, func(t *testing.T) {
			h := openHouse(t)
			r := h.run(folder(t, "", map[string][]byte{"a.md": []byte("---\ntitle: A\ndate: " + written + "\n---\nText.\n")}), importer.Options{})
			if r.Posts.New != 1 {
				t.Fatalf("did not arrive: %q", problems(r))
			}
			if p := h.post("plain:a.md"); p.PublishedAt != millis(want) {
				t.Errorf("became %d, want %s", p.PublishedAt, want)
			}
		})
	}
}

func TestOneSlugTwice(t *testing.T) {
	h := openHouse(t)
	text := "---\ntitle: %s\ndate: %s\nslug: same\n---\nText.\n"
	dir := folder(t, "", map[string][]byte{
		"a.md": fmt.Appendf(nil, text, "Younger", "2021-01-01"),
		"b.md": fmt.Appendf(nil, text, "Older", "2020-01-01"),
	})
	want := []string{"a.md:4: wants the address of b.md, /blog/same: it was given /blog/same-2; write another slug if you like one better"}
	for run, changes := range []int{2, 0} {
		r := h.run(dir, importer.Options{})
		if r.Changes() != changes || cmp.Diff(want, problems(r)) != "" {
			t.Errorf("run %d: %d changes, problems %q; want %d, %q", run, r.Changes(), problems(r), changes, want)
		}
	}
	if a, b := h.post("plain:a.md").Slug, h.post("plain:b.md").Slug; a != "same-2" || b != "same" {
		t.Errorf("the younger has %q, the older %q", a, b)
	}

	other := folder(t, "vitrine", map[string][]byte{"posts/same.md": []byte(good), "media/me.png": picture(t, 1), "media/berths.png": picture(t, 2)})
	for run, changes := range []int{8, 0} {
		r := h.run(other, importer.Options{})
		if r.Changes() != changes || !strings.Contains(fmt.Sprint(problems(r)), "posts/same.md:2: the address of same is taken: it was given /blog/same-3") {
			t.Errorf("another folder, run %d: %d changes, want %d; problems %q", run, r.Changes(), changes, problems(r))
		}
	}
}

// unreadable is a folder with a file that cannot be opened.
type unreadable struct{ fstest.MapFS }

func (u unreadable) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, "locked.md") || strings.HasSuffix(name, "locked.png") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return u.MapFS.Open(name)
}

func TestUnreadable(t *testing.T) {
	h := openHouse(t)
	r, err := importer.Seed(t.Context(), h.svc, h.lib, unreadable{fstest.MapFS{
		"posts/locked.md":  {Data: []byte(good)},
		"posts/good.md":    {Data: []byte(good + "\n![a](../media/locked.png)\n")},
		"media/locked.png": {Data: picture(t, 1)},
	}})
	want := []string{
		"posts/good.md:7: media/locked.png was not brought: cannot be read (permission denied): check its permissions",
		"posts/locked.md: cannot be read (permission denied): check its permissions",
	}
	if err != nil || r.Posts.New != 1 || cmp.Diff(want, problems(r)) != "" {
		t.Errorf("%v, %d posts, problems (-want +got):\n%s", err, r.Posts.New, cmp.Diff(want, problems(r)))
	}
}

func TestNothingThere(t *testing.T) {
	h := openHouse(t)
	if _, err := importer.Dir(t.Context(), h.svc, h.lib, filepath.Join(t.TempDir(), "none"), importer.Options{}); err == nil {
		t.Error("a folder that is not there was imported")
	}
	for name, files := range map[string]map[string][]byte{
		"empty": {}, "no text": {"a.txt": []byte("a")}, "config only": {"hugo.toml": nil},
	} {
		if r := h.run(folder(t, "", files), importer.Options{}); !r.Failed() {
			t.Errorf("%s: the report does not say that nothing arrived: %+v", name, r)
		}
	}
}

func TestReportText(t *testing.T) {
	h := openHouse(t)
	r := h.run(jekyllFolder(t), importer.Options{})
	r.Problems = append(r.Problems, importer.Problem{Place: importer.Place{Path: "a\x1b[2J.md", Line: 3}, What: "odd", Do: "rename it"})
	var b bytes.Buffer
	n, err := r.WriteTo(&b)
	if err != nil || n != int64(b.Len()) {
		t.Fatalf("WriteTo says %d, %v for %d bytes", n, err, b.Len())
	}
	for _, want := range []string{
		"Imported a Jekyll site\n",
		"                  new  changed  unchanged\n",
		"  posts             4        0          0\n",
		"       2  posts are drafts\n",
		"  {% include %}       1  _posts/2016-01-02-bowline.md:14\n",
		`  a\x1b[2J.md:3: odd: rename it` + "\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("the report lacks %q:\n%s", want, b.String())
		}
	}
	again := h.run(jekyllFolder(t), importer.Options{})
	b.Reset()
	if _, err := again.WriteTo(&b); err != nil || !strings.Contains(b.String(), "Nothing has changed since the last import.") {
		t.Errorf("the second report does not say that nothing changed (%v):\n%s", err, b.String())
	}
}

// TestHostileTexts: a text made to be read again and again is carried in one go,
// and what was written is what arrives.
func TestHostileTexts(t *testing.T) {
	for _, part := range []string{"[", "]", "[a](", "](", "![", "`", "``a`", "{{<", "{{< a >}}", "{%", "<a b=\"", "<img src='", "<!--", "> ", "\\",
		"((", "[a]: ", "- ", "```\n", "~~~", "{{< highlight go >}}\n", "<a ", "[a](b \"", "<pre>\n\n"} {
		t.Run(part, func(t *testing.T) {
			h := openHouse(t)
			text := "---\ntitle: A\ndate: 2020-01-01\n---\nStart.\n\n" + strings.Repeat(part, 40_000/len(part))
			r := h.run(folder(t, "", map[string][]byte{"a.md": []byte(text)}), importer.Options{})
			if r.Posts.Total()+r.Skipped != 1 {
				t.Errorf("neither arrived nor reported: %+v", r)
			}
		})
	}
}
