package web

import (
	"context"
	"net/http"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/feeds"
)

// Machines is what the owner set up for programs that read the site. The zero
// value tells nobody.
type Machines struct {
	Feeds       feeds.Options
	IndexNowKey string // shown at /<key>.txt; "": none
	Tags        bool   // name every page to the CDN, for its purge
}

// machines serves what programs read: feeds, the sitemap, robots.txt, llms.txt,
// the IndexNow key and texts as they were written.
type machines struct {
	*Server
	m Machines
}

// route is the handler of an address, or nil.
func (s machines) route(path string) handler {
	switch {
	case feeds.Is(path):
		return s.feed
	case s.m.IndexNowKey != "" && path == "/"+s.m.IndexNowKey+".txt":
		return s.indexNowKey
	case strings.HasSuffix(path, ".md"):
		return s.source
	}
	return nil
}

// anywhere are the headers of what other sites' scripts may read: readers that
// run in a browser fetch feeds from there.
func anywhere(h http.Header) {
	h["Access-Control-Allow-Origin"] = anyOrigin
	h["Cross-Origin-Resource-Policy"] = crossOrigin
}

var (
	anyOrigin   = []string{"*"}
	crossOrigin = []string{"cross-origin"}
)

// feed serves a document of package feeds. Its key in the page cache has a word
// before the path, so that the short way for kept pages does not leave out its
// headers.
func (s machines) feed(w http.ResponseWriter, r *http.Request) error {
	path := r.URL.Path
	e, err := s.pages.load("feed "+path, func() (*encoded, error) {
		d, err := feeds.New(s.o.Content, s.o.BaseURL, s.m.Feeds).Document(context.WithoutCancel(r.Context()), path)
		if err != nil {
			return nil, err
		}
		return encode(d.Body, d.Type), nil
	})
	if err != nil {
		return err
	}
	anywhere(w.Header())
	if s.m.Feeds.Hub != "" && feeds.Announced(path) {
		// WebSub 4: a subscriber looks for the hub and the topic here before it parses.
		w.Header()["Link"] = []string{"<" + s.m.Feeds.Hub + ">; rel=\"hub\"", "<" + s.o.BaseURL.String() + path + ">; rel=\"self\""}
	}
	s.sendPage(w, r, e)
	return nil
}

// indexNowKey proves to search engines that who tells them of changes is this
// site: GET /<key>.txt.
func (s machines) indexNowKey(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Cache-Control"] = cacheNever
	writeBody(w, r, http.StatusOK, "text/plain; charset=utf-8", []byte(s.m.IndexNowKey))
	return nil
}

// source gives a text as its author wrote it: GET /blog/<slug>.md,
// /projects/<slug>.md, /about.md and /<slug>.md. It moves with its page.
func (s machines) source(w http.ResponseWriter, r *http.Request) error {
	path := r.URL.Path
	e, err := s.pages.load("source "+path, func() (*encoded, error) {
		title, lead, body, err := s.text(context.WithoutCancel(r.Context()), strings.TrimSuffix(path, ".md"))
		if err != nil {
			return nil, err
		}
		var b strings.Builder
		b.WriteString("# " + title + "\n")
		for _, part := range [...]string{lead, body} {
			if part = strings.TrimRight(part, "\n"); part != "" {
				b.WriteString("\n" + part + "\n")
			}
		}
		return encode([]byte(b.String()), typeMarkdown), nil
	})
	if wire.CodeOf(err) == wire.NotFound {
		return s.movedSource(w, r, err)
	}
	if err != nil {
		return err
	}
	anywhere(w.Header())
	s.sendPage(w, r, e)
	return nil
}

func (s machines) movedSource(w http.ResponseWriter, r *http.Request, notFound error) error {
	to, err := s.o.Content.Redirect(r.Context(), strings.TrimSuffix(r.URL.Path, ".md"))
	switch {
	case wire.CodeOf(err) == wire.NotFound:
		return notFound
	case err != nil:
		return err
	case to.Code == http.StatusGone:
		return wire.Errorf(wire.Gone, "This page was taken down.")
	case len(to.To) > 1 && to.To[0] == '/' && to.To[1] != '/' && !strings.ContainsAny(to.To, "?#"):
		redirect(w, r, to.To+".md", to.Code)
		return nil
	}
	return notFound
}

// text is a page's title, what stands above its text, and its Markdown.
func (s machines) text(ctx context.Context, path string) (title, lead, body string, err error) {
	folder, slug, found := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	switch {
	case path == "/about":
		p, err := s.o.Content.Profile(ctx)
		if err == nil && p.Long == "" {
			err = wire.Errorf(wire.NotFound, "The owner has not written about themselves yet.")
		}
		return p.Name, p.Short, p.Long, err
	case folder == "blog" && found:
		p, err := s.o.Content.Post(ctx, slug)
		return p.Title, "", p.Content, err
	case folder == "projects" && found:
		p, err := s.o.Content.Project(ctx, slug)
		return p.Title, p.Description, p.Body, err
	case !found:
		p, err := s.o.Content.Page(ctx, folder)
		return p.Title, p.Description, p.Content, err
	}
	return "", "", "", wire.Errorf(wire.NotFound, "There is no text at this address.")
}

// tag names an answer to a CDN, so that a purge finds it: every page is part of
// the site, and has a key of its own. Fastly reads Surrogate-Key, Cloudflare
// Cache-Tag; both take them off again. Nobody else needs them, so they are sent
// only where a purge is set up.
func (m Machines) tag(h http.Header, path string) {
	if !m.Tags {
		return
	}
	key := tagOf(path)
	h["Surrogate-Key"] = []string{"site " + key}
	h["Cache-Tag"] = []string{"site," + key}
}

// tagOf is the key of one address: "post-first" of /blog/first, "list" of what
// lists posts, else its kind.
func tagOf(path string) string {
	slug, isPost := strings.CutPrefix(strings.TrimSuffix(path, ".md"), "/blog/")
	project, isProject := strings.CutPrefix(strings.TrimSuffix(path, ".md"), "/projects/")
	switch {
	case path == "/":
		return "home"
	case feeds.Is(path):
		return "feed"
	case path == "/blog", slug == "archive", isPost && strings.Contains(slug, "/"):
		return "list"
	case isPost:
		return key("post-", slug)
	case path == "/projects":
		return "work"
	case isProject:
		return key("project-", project)
	case strings.HasPrefix(path, "/api/"):
		return "api"
	}
	return key("page-", strings.TrimSuffix(strings.TrimPrefix(path, "/"), ".md"))
}

// key is ASCII without spaces and commas, as both headers want it.
func key(kind, slug string) string {
	for i := range len(slug) {
		if c := slug[i]; c <= ' ' || c >= 0x7f || c == ',' {
			return kind + "other"
		}
	}
	return kind + slug
}
