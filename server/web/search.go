package web

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/search"
	"vitrine/server/site"
	"vitrine/server/ssr"
)

// searches answers /search, /api/search and /api/index. Anybody may ask for any
// words, so answers have a cache of their own: what is asked once cannot push out
// pages that are read often. Its keys name the index that answered: an answer
// from before a change is not found after it.
type searches struct {
	s       *Server
	finder  *search.Finder
	answers *pageCache
	files   *pageCache
}

// Memory for answers, of which one takes 5 to 20 KB in all codings, and for the
// index with its texts: for 1,000 posts they are 12 MB, and given back after an
// hour in which nobody asks.
const (
	answersMost = 4 << 20
	filesMost   = 64 << 20
)

// Answers and the index are asked for again each time: a save is found at once.
// Shared caches may answer a burst of one question.
var cacheSearch = []string{"public, max-age=0, must-revalidate, s-maxage=5"}

const (
	searchPath = "/search"
	typeIndex  = "application/octet-stream"
)

func newSearches(s *Server, f *search.Finder) *searches {
	return &searches{s, f, newPageCache(answersMost), newPageCache(filesMost)}
}

// reset forgets everything: the content changed.
func (q *searches) reset() {
	q.answers.reset()
	q.files.reset()
}

// find is what pages search by.
func (q *searches) find(ctx context.Context, text string, limit int) (wire.SearchAnswer, error) {
	return q.finder.Find(ctx, text, limit)
}

// unkept is how an answer that must not stay comes out of the cache's fill.
type unkept struct {
	status int
	body   []byte
}

func (u *unkept) Error() string { return "this answer is not kept" }

// page is /search for readers.
func (q *searches) page(w http.ResponseWriter, r *http.Request) error {
	return q.answer(w, r, "page", r.URL.Query(), typeHTML, func(p wire.Page, l *look) ([]byte, error) {
		var b bytes.Buffer
		err := ssr.Document(&b, p, l.bundle.links)
		return b.Bytes(), err
	})
}

// props is /search for the browser client.
func (q *searches) props(w http.ResponseWriter, r *http.Request, query url.Values) error {
	return q.answer(w, r, "props", query, typeJSON, func(p wire.Page, _ *look) ([]byte, error) { return json.Marshal(p) })
}

// answer makes the page of a query, or takes it from the cache, and sends it.
func (q *searches) answer(w http.ResponseWriter, r *http.Request, form string, query url.Values, kind string, write func(wire.Page, *look) ([]byte, error)) error {
	asked := strings.TrimSuffix(site.Query(query.Get("q")), " ")
	address, _ := site.Address(searchPath, url.Values{"q": {asked}})
	e, err := q.answers.load(q.key(form, address), func() (*encoded, error) {
		l := q.s.look.Load()
		p, err := l.site.Page(context.WithoutCancel(r.Context()), address)
		if err != nil {
			return nil, err
		}
		b, err := write(p, l)
		if err != nil {
			return nil, wire.Errorf(wire.Internal, "the page could not be encoded: %w", err)
		}
		if p.Status != http.StatusOK || p.Search.Pending {
			return nil, &unkept{p.Status, b}
		}
		return encode(b, kind), nil
	})
	var u *unkept
	if errors.As(err, &u) {
		writeBody(w, r, u.status, kind, u.body)
		return nil
	}
	return q.send(w, r, e, err)
}

// key names an answer, and the index that gave it.
func (q *searches) key(form, asked string) string {
	return form + " " + decimal(int(q.finder.Generation())) + " " + asked
}

func (q *searches) send(w http.ResponseWriter, r *http.Request, e *encoded, err error) error {
	if err != nil {
		return err
	}
	w.Header()["Cache-Control"] = cacheSearch
	send(w, r, e)
	return nil
}

// api is GET /api/search?q=words&limit=10.
func (q *searches) api(w http.ResponseWriter, r *http.Request) error {
	in := r.URL.Query()
	limit := wire.FoundAtFirst
	if given := in.Get("limit"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 || n > wire.MaxFound {
			return &wire.Error{Code: wire.Invalid, Field: "limit", Message: "The limit must be a number from 1 to " + decimal(wire.MaxFound) + "."}
		}
		limit = n
	}
	asked := site.Query(in.Get("q"))
	e, err := q.answers.load(q.key("api "+decimal(limit), asked), func() (*encoded, error) {
		found, err := q.s.look.Load().site.Search(context.WithoutCancel(r.Context()), asked, limit)
		if err != nil {
			return nil, err
		}
		b, err := json.Marshal(found)
		if err != nil {
			return nil, wire.Errorf(wire.Internal, "the answer could not be encoded: %w", err)
		}
		return encode(b, typeJSON), nil
	})
	return q.send(w, r, e, err)
}

// index is GET /api/index: the index, for a search in the browser.
func (q *searches) index(w http.ResponseWriter, r *http.Request) error {
	return q.file(w, r, "index", q.finder.Index, func(data []byte) *encoded {
		e := &encoded{kind: []string{typeIndex}}
		tag := shortHash(data)
		e.set(identity, data, tag)
		e.set(gzipped, compressGzip(data), tag)
		e.set(brotlied, compressBrotli(data, brotliNow), tag)
		return e
	})
}

// texts is GET /api/index/texts: the texts that its snippets are cut from.
func (q *searches) texts(w http.ResponseWriter, r *http.Request) error {
	return q.file(w, r, "texts", q.finder.Texts, func(data []byte) *encoded { return encode(data, typeJSON) })
}

func (q *searches) file(w http.ResponseWriter, r *http.Request, name string, read func(context.Context) ([]byte, error), pack func([]byte) *encoded) error {
	e, err := q.files.load(q.key(name, ""), func() (*encoded, error) {
		data, err := read(context.WithoutCancel(r.Context()))
		if err != nil {
			return nil, err
		}
		return pack(data), nil
	})
	return q.send(w, r, e, err)
}
