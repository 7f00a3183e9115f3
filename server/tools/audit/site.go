package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// missing is an address that no site has: its page is checked as well, though
// not by Lighthouse, which refuses pages that answer 404.
const missing = "/there-is-no-such-page"

// site is the pages to look at.
type site struct {
	url   string            // without a slash at the end
	paths []string          // in the order they were found
	html  map[string][]byte // by path; has missing too
	dead  []string          // links of the site that lead nowhere, each with where it stands
}

// visit fetches the pages that choice names: comma-separated paths, "all", or
// nothing for the first of each kind.
func visit(ctx context.Context, address, choice string) (*site, error) {
	s := &site{url: address, html: map[string][]byte{}}
	if choice != "" && choice != "all" {
		s.paths = strings.Split(choice, ",")
	} else {
		found, err := s.crawl(ctx)
		if err != nil {
			return nil, err
		}
		s.paths = found
		if choice == "" {
			s.paths = firstOfKind(found)
		}
	}
	for path, want := range s.wanted() {
		status, err := s.fetch(ctx, path)
		if err != nil {
			return nil, err
		}
		if status != want {
			return nil, fmt.Errorf("%s%s answers %d, want %d", s.url, path, status, want)
		}
	}
	return s, nil
}

// wanted is every address to look at and the status it must answer.
func (s *site) wanted() map[string]int {
	w := map[string]int{missing: http.StatusNotFound}
	for _, p := range s.paths {
		w[p] = http.StatusOK
	}
	return w
}

// fetch keeps the page at path and returns its status.
func (s *site) fetch(ctx context.Context, path string) (status int, err error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		return 0, err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close() // read to the end below, nothing left to fail
	s.html[path], err = io.ReadAll(response.Body)
	return response.StatusCode, err
}

// crawl follows the site's links from its home page and returns every page
// found, nearest first.
func (s *site) crawl(ctx context.Context) ([]string, error) {
	from := map[string]string{"/": "the address bar"}
	queue, found := []string{"/"}, []string(nil)
	for i := 0; i < len(queue); i++ {
		path := queue[i]
		status, err := s.fetch(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("following the site's links: %w", err)
		}
		if status != http.StatusOK {
			s.dead = append(s.dead, fmt.Sprintf("%s links to %s, which answers %d", from[path], path, status))
			continue
		}
		found = append(found, path)
		links, err := pageLinks(s.html[path], path)
		if err != nil {
			return nil, err
		}
		for _, l := range links {
			if from[l] == "" {
				from[l] = path
				queue = append(queue, l)
			}
		}
	}
	return found, nil
}

// pageLinks is the paths of this site's pages that the page at path links to,
// with their queries. Files (feeds, media, Markdown) are no pages.
func pageLinks(page []byte, path string) ([]string, error) {
	base, err := url.Parse(path)
	if err != nil {
		return nil, err
	}
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return nil, err
	}
	var links []string
	for n := range root.Descendants() {
		if n.Type != html.ElementNode || n.Data != "a" {
			continue
		}
		for _, a := range n.Attr {
			if a.Key != "href" {
				continue
			}
			u, err := base.Parse(a.Val)
			if err != nil || u.Host != "" || u.Scheme != "" || strings.Contains(u.Path, ".") || strings.HasPrefix(u.Path, "/media/") {
				continue
			}
			u.Fragment = ""
			links = append(links, u.String())
		}
	}
	return links, nil
}

// firstOfKind keeps the first page of each kind.
func firstOfKind(paths []string) []string {
	var kinds, kept []string
	for _, p := range paths {
		if k := kind(p); !slices.Contains(kinds, k) {
			kinds = append(kinds, k)
			kept = append(kept, p)
		}
	}
	return kept
}

// kind is the shape of an address: the last of its parts is a name where the
// site has many of them.
func kind(path string) string {
	bare, query, _ := strings.Cut(path, "?")
	if query != "" {
		name, _, _ := strings.Cut(query, "=")
		return bare + "?" + name
	}
	switch bare {
	case "/", "/about", "/projects", "/blog", "/blog/archive":
		return bare
	}
	return bare[:strings.LastIndexByte(bare, '/')] + "/*"
}
