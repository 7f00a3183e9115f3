package site

import (
	"context"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// Find looks for a text among everything public: at most limit results. Where
// there is no index yet it gives wire.Unavailable.
type Find func(ctx context.Context, text string, limit int) (wire.SearchAnswer, error)

// Searching gives the Builder what finds, and the Builder back.
func (b *Builder) Searching(find Find) *Builder {
	b.find = find
	return b
}

// Query is a search as it is looked for: no control characters, and one blank
// between words. A blank at the end stays, because it ends a word.
func Query(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	q := strings.Join(strings.Fields(s), " ")
	if q != "" && strings.HasSuffix(s, " ") {
		q += " "
	}
	return q
}

// Search answers a question (see Query) with at most limit results. A question
// that is too long is wire.Invalid.
func (b *Builder) Search(ctx context.Context, query string, limit int) (wire.SearchPage, error) {
	out := wire.SearchPage{Query: query, Results: []wire.SearchResult{}}
	if query == "" {
		return out, nil
	}
	if n := utf8.RuneCountInString(query); n > wire.MaxQuery {
		return out, &wire.Error{Code: wire.Invalid, Field: "query",
			Message: "A search has at most " + strconv.Itoa(wire.MaxQuery) + " characters; this one has " + strconv.Itoa(n) + "."}
	}
	answer, err := b.find(ctx, query, limit)
	if err != nil {
		return out, err
	}
	spans, err := b.spans(ctx, answer.Found)
	if err != nil {
		return out, err
	}
	out.Count, out.Readings = answer.Total, answer.Readings
	for _, f := range answer.Found {
		r := wire.SearchResult{Title: f.Title, Href: f.Path, Kind: f.Kind, Heading: f.Heading, Snippet: f.Snippet}
		if f.Section != "" {
			r.Href += "#" + f.Section
		}
		switch f.Kind {
		case wire.KindPost:
			d := date(f.Date)
			r.Date, r.When = d.ISO, d.Text
		case wire.KindProject:
			r.When = spans[f.Path]
		}
		out.Results = append(out.Results, r)
	}
	return out, nil
}

// spans are the years of the projects among what was found.
func (b *Builder) spans(ctx context.Context, found []wire.Found) (map[string]string, error) {
	any := false
	for _, f := range found {
		any = any || f.Kind == wire.KindProject
	}
	if !any {
		return nil, nil
	}
	projects, err := b.content.Projects(ctx, store.ProjectFilter{})
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, p := range projects {
		out[projectHref(p.Slug)] = span(p.Started, p.Ended)
	}
	return out, nil
}

// search draws /search.
func (b *Builder) search(ctx context.Context, f *frame, _, query string) error {
	query = strings.TrimSuffix(Query(query), " ")
	page := wire.SearchPage{Query: query}
	if b.find != nil {
		var err error
		page, err = b.Search(ctx, query, wire.FoundPerPage)
		switch wire.CodeOf(err) {
		case "":
		case wire.Invalid:
			page.Query = string([]rune(query)[:wire.MaxQuery])
			page.Problem = "That is more than a search can be: " + strconv.Itoa(wire.MaxQuery) + " characters are read. A few words find more."
			f.Status = wire.Invalid.Status()
		case wire.Unavailable:
			page.Pending = true
		default:
			return err
		}
	}
	if page.Count == 0 {
		if err := b.onward(ctx, f, &page); err != nil {
			return err
		}
	}
	f.Kind, f.Page.Search = wire.KindSearch, &page
	title := "Search"
	if page.Query != "" {
		// The form is a page of the site; what strangers asked it is not.
		title = page.Query + " · " + title
		f.Head.NoIndex, f.Head.Canonical = true, ""
	}
	f.title(title, "Search everything by "+f.profile.Name+".")
	return nil
}

// onward is where a page without results leads: what there is, the closest
// pages, and the tags.
func (b *Builder) onward(ctx context.Context, f *frame, page *wire.SearchPage) error {
	pages, err := b.content.Pages(ctx)
	if err != nil {
		return err
	}
	var scope []string
	for _, part := range []struct {
		n         int
		one, many string
	}{{f.posts, "post", "posts"}, {len(f.projects), "project", "projects"}, {len(pages), "page", "pages"}} {
		if part.n > 0 {
			scope = append(scope, counted(part.n, part.one, part.many))
		}
	}
	if n := len(scope); n > 1 {
		scope = append(scope[:n-2], scope[n-2]+" and "+scope[n-1])
	}
	page.Scope = strings.Join(scope, ", ")
	tags, err := b.content.Terms(ctx, store.Tag)
	if err != nil {
		return err
	}
	page.Tags = filters(tags, func(s string) string { return "/blog/tags/" + s }, "", mostFilters)
	if page.Query == "" || page.Pending {
		return nil
	}
	page.Closest, err = b.content.Closest(ctx, "/"+content.Slug(page.Query), 4)
	return err
}
