// Command looks renders every kind of page with invented content, and takes
// pictures of them, so that a change to a page or a stylesheet can be looked at
// without a database:
//
//	go run ./server/tools/looks -o /tmp/looks                        # pages only
//	go run ./server/tools/looks -o /tmp/looks -shoot 390,1440 -only post,home
//
// One of the pages, parts, is every part in every state. With -url it pictures pages of a running site instead:
//
//	go run ./server/tools/looks -o /tmp/looks -shoot 1440 -url http://localhost:8080 -only /,/blog
//
// It runs at the top of the repository. The pages keep the server's markup; one stylesheet is joined from
// assets/web/css. With -shoot each page is pictured whole in Chromium at each
// width, light and dark, and reported when it can be scrolled sideways. -media
// asks for a setting of the reader's: forced-colors=active, prefers-contrast=more.
package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/ssr"
)

func main() {
	out := flag.String("o", "looks", "folder to write to")
	shoot := flag.String("shoot", "", "widths in CSS pixels, comma separated")
	only := flag.String("only", "", "names of pages, comma separated; a name ending in * is a prefix")
	themes := flag.String("themes", "light,dark", "themes to picture")
	url := flag.String("url", "", "a running site to picture instead of the samples; -only lists its paths")
	media := flag.String("media", "", "media features to emulate, such as forced-colors=active, comma separated")
	browser := flag.String("browser", "/usr/bin/chromium", "Chromium to picture with")
	flag.Parse()
	c := camera{browser: *browser, themes: strings.Split(*themes, ",")}
	if *media != "" {
		c.media = strings.Split(*media, ",")
	}
	if err := run(*out, *shoot, *only, *url, c); err != nil {
		fmt.Fprintln(os.Stderr, "looks:", err)
		os.Exit(1)
	}
}

func run(out, shoot, only, url string, c camera) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	var targets []target
	var err error
	if url != "" {
		targets = live(url, only)
	} else if targets, err = render(out, only); err != nil {
		return err
	}
	if shoot == "" {
		return nil
	}
	for _, s := range strings.Split(shoot, ",") {
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return fmt.Errorf("-shoot %q: %w", s, err)
		}
		c.widths = append(c.widths, n)
	}
	return c.picture(context.Background(), out, targets)
}

// live names the pages of a running site after their paths.
func live(url, paths string) []target {
	var out []target
	for _, path := range strings.Split(paths, ",") {
		name := strings.Trim(strings.NewReplacer("/", "-", "?", "-", "=", "-").Replace(path), "-")
		if name == "" {
			name = "home"
		}
		out = append(out, target{name, url + path})
	}
	return out
}

// render writes the sample pages and their stylesheet to out.
func render(out, only string) ([]target, error) {
	css, err := stylesheet()
	if err != nil {
		return nil, err
	}
	root, err := filepath.Abs(out)
	if err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(root, "site.css"), css, 0o644); err != nil {
		return nil, err
	}
	samples, err := samples()
	if err != nil {
		return nil, err
	}
	var targets []target
	for name, page := range samples {
		if !chosen(name, only) {
			continue
		}
		var w bytes.Buffer
		if err := ssr.Document(&w, page, ssr.Assets{Stylesheet: "site.css"}); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		file := filepath.Join(root, name+".html")
		if err := os.WriteFile(file, w.Bytes(), 0o644); err != nil {
			return nil, err
		}
		targets = append(targets, target{name, "file://" + file})
	}
	if chosen("parts", only) {
		file := filepath.Join(root, "parts.html")
		page, err := parts()
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(file, page, 0o644); err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(root, "parts.css"), []byte(states.Replace(string(css))+inside), 0o644); err != nil {
			return nil, err
		}
		targets = append(targets, target{"parts", "file://" + file})
	}
	slices.SortFunc(targets, func(a, b target) int { return strings.Compare(a.name, b.name) })
	return targets, nil
}

func chosen(name, only string) bool {
	if only == "" {
		return true
	}
	for _, want := range strings.Split(only, ",") {
		if prefix, ok := strings.CutSuffix(want, "*"); ok && strings.HasPrefix(name, prefix) || name == want {
			return true
		}
	}
	return false
}

// stylesheet joins the files in name order, as the server does.
func stylesheet() ([]byte, error) {
	files, err := filepath.Glob("assets/web/css/*.css")
	if err != nil {
		return nil, err
	}
	var w bytes.Buffer
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		w.Write(b)
	}
	return w.Bytes(), nil
}

func site(current string) wire.Site {
	s := wire.Site{
		Name: "Elisha", Lang: "en",
		Nav: []wire.NavLink{
			{Label: "Work", Href: "/projects"}, {Label: "Writing", Href: "/blog"}, {Label: "About", Href: "/about"},
		},
		Footer: []wire.Link{
			{Label: "Archive", Href: "/blog/archive"}, {Label: "Colophon", Href: "/colophon"},
			{Label: "Uses", Href: "/uses"}, {Label: "GitHub", Href: "https://github.com/elisha-example"},
		},
	}
	for i := range s.Nav {
		s.Nav[i].Current = s.Nav[i].Href == current
	}
	return s
}
