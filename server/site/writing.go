package site

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

func (b *Builder) blog(ctx context.Context, f *frame, _, page string) error {
	tags, err := b.content.Terms(ctx, store.Tag)
	if err != nil {
		return err
	}
	list := &wire.ListPage{Label: "Writing", Heading: f.profile.WritingTitle, Lead: page == "", Archive: "/blog/archive"}
	if list.Heading == "" {
		list.Heading = headed(f.posts, "post", "posts")
	}
	list.Filters = filters(tags, func(s string) string { return "/blog/tags/" + s }, "", mostFilters)
	categories, err := b.content.Terms(ctx, store.Category)
	if err != nil {
		return err
	}
	if len(categories) > 1 { // one is no choice
		list.Categories = filters(categories, func(s string) string { return "/blog/categories/" + s }, "", mostFilters)
	}
	return b.list(ctx, f, list, store.PostFilter{}, "/blog", page)
}

func (b *Builder) tag(ctx context.Context, f *frame, slug, page string) error {
	return b.term(ctx, f, store.Tag, "Tag", "/blog/tags/", store.PostFilter{Tag: slug}, slug, page)
}

func (b *Builder) category(ctx context.Context, f *frame, slug, page string) error {
	return b.term(ctx, f, store.Category, "Category", "/blog/categories/", store.PostFilter{Category: slug}, slug, page)
}

func (b *Builder) series(ctx context.Context, f *frame, slug, page string) error {
	return b.term(ctx, f, store.Series, "Series", "/blog/series/", store.PostFilter{Series: slug, OldestFirst: true}, slug, page)
}

func (b *Builder) term(ctx context.Context, f *frame, kind store.TermKind, label, prefix string, filter store.PostFilter, slug, page string) error {
	terms, err := b.content.Terms(ctx, kind)
	if err != nil {
		return err
	}
	t, ok := most(terms, []string{slug})
	if !ok {
		return wire.Errorf(wire.NotFound, "No post is filed under this.")
	}
	list := &wire.ListPage{Label: label, Heading: t.Name, Archive: "/blog/archive"}
	return b.list(ctx, f, list, filter, prefix+slug, page)
}

func (b *Builder) list(ctx context.Context, f *frame, list *wire.ListPage, filter store.PostFilter, address, query string) error {
	count, err := b.content.CountPosts(ctx, filter)
	if err != nil {
		return err
	}
	page, of, err := pageNumber(query, count, wire.PostsPerPage)
	if err != nil {
		return err
	}
	filter.Limit, filter.Offset = wire.PostsPerPage, (page-1)*wire.PostsPerPage
	posts, err := b.content.Posts(ctx, filter)
	if err != nil {
		return err
	}
	at := func(n int) string {
		if n == 1 {
			return address
		}
		return address + "?page=" + strconv.Itoa(n)
	}
	list.Count, list.Posts = count, postCards(posts)
	list.Pages = wire.Pagination{Page: page, Of: of, OldestFirst: filter.OldestFirst}
	before, after := &list.Pages.Newer, &list.Pages.Older
	if filter.OldestFirst {
		before, after = after, before
	}
	if page > 1 {
		*before = at(page - 1)
		f.Head.Prev = b.base + *before
	}
	if page < of {
		*after = at(page + 1)
		f.Head.Next = b.base + *after
	}
	f.Kind, f.List = wire.KindList, list
	title := list.Heading
	if list.Label == "Writing" {
		title = list.Label
	}
	if page > 1 {
		title += ", page " + strconv.Itoa(page)
	}
	f.title(title, counted(count, "post", "posts")+" by "+f.profile.Name+": "+title+".")
	return nil
}

func (b *Builder) archive(ctx context.Context, f *frame, _, _ string) error {
	posts, err := b.content.Posts(ctx, store.PostFilter{})
	if err != nil {
		return err
	}
	page := &wire.ArchivePage{Count: len(posts)}
	for _, p := range posts {
		c := postCard(p)
		c.Excerpt = "" // a list of hundreds is read by title
		year := c.Date.ISO[:len(c.Date.ISO)-len("-01-02")]
		if n := len(page.Years); n == 0 || page.Years[n-1].Year != year {
			page.Years = append(page.Years, wire.Year{Year: year})
		}
		y := &page.Years[len(page.Years)-1]
		y.Posts = append(y.Posts, c)
	}
	for _, k := range []struct {
		kind   store.TermKind
		prefix string
		into   *[]wire.Filter
	}{{store.Tag, "/blog/tags/", &page.Tags}, {store.Category, "/blog/categories/", &page.Categories}, {store.Series, "/blog/series/", &page.Series}} {
		terms, err := b.content.Terms(ctx, k.kind)
		if err != nil {
			return err
		}
		*k.into = filters(terms, func(s string) string { return k.prefix + s }, "", len(terms))
	}
	f.Kind, f.Archive = wire.KindArchive, page
	f.title("Archive", "Every post by "+f.profile.Name+", by year.")
	return nil
}

func (b *Builder) post(ctx context.Context, f *frame, slug, _ string) error {
	p, err := b.content.Post(ctx, slug)
	if err != nil {
		return err
	}
	page := &wire.PostPage{Title: p.Title, Lede: p.Excerpt, Date: date(p.PublishedAt), Minutes: content.Minutes(p.Words), Author: p.Author,
		TOC: p.TOC, Body: fragment("text-"+p.Slug, p.HTML)}
	if p.EditedAt > p.PublishedAt {
		if d := date(p.EditedAt); d.ISO != page.Date.ISO {
			page.Edited = &d
		}
	}
	for _, t := range p.Tags {
		page.Tags = append(page.Tags, termLink("tags", t))
	}
	if p.Category != "" {
		l := termLink("categories", p.Category)
		page.Category = &l
	}
	if p.Series != "" {
		l := termLink("series", p.Series)
		page.Series = &l
	}
	page.Origin = b.origin(p.Canonical)
	if page.Plate = fragment("plate-"+p.Slug, p.Plate); p.Plate == "" {
		page.Image = b.image(ctx, p.FeaturedImage, p.FeaturedAlt)
	}
	if err := b.surroundings(ctx, p, page); err != nil {
		return err
	}
	f.Kind, f.Post, f.Head.Type = wire.KindPost, page, "article"
	f.title(p.Title, content.Summary(p))
	f.picture(p.FeaturedImage, p.FeaturedAlt)
	f.Head.Published, f.Head.Modified = stamp(p.PublishedAt), stamp(p.EditedAt)
	f.Head.AlternateMD = b.base + postHref(p.Slug) + ".md"
	if p.Canonical != "" {
		f.Head.Canonical = p.Canonical
	}
	if p.Lang != "" {
		f.Head.Lang = p.Lang
	}
	f.posting(p)
	return nil
}

// surroundings are the posts next to one and like it.
func (b *Builder) surroundings(ctx context.Context, p wire.Post, page *wire.PostPage) error {
	older, newer, err := b.content.Neighbours(ctx, p)
	if err != nil {
		return err
	}
	if older != nil {
		page.Older = &wire.Link{Label: older.Title, Href: postHref(older.Slug)}
	}
	if newer != nil {
		page.Newer = &wire.Link{Label: newer.Title, Href: postHref(newer.Slug)}
	}
	related, err := b.content.Related(ctx, p, 3)
	if err != nil {
		return err
	}
	page.Related = postCards(related)
	if p.Series == "" {
		return nil
	}
	return b.parts(ctx, p, page)
}

// mostParts is how many posts of a series a post lists.
const mostParts = 11

// parts places a post in its series.
func (b *Builder) parts(ctx context.Context, p wire.Post, page *wire.PostPage) error {
	all, err := b.content.Posts(ctx, store.PostFilter{Series: content.Slug(p.Series), OldestFirst: true})
	if err != nil {
		return err
	}
	here := slices.IndexFunc(all, func(other wire.Post) bool { return other.ID == p.ID })
	if here < 0 || len(all) < 2 {
		return nil
	}
	page.SeriesPart, page.SeriesCount = here+1, len(all)
	first := max(0, min(here-mostParts/2, len(all)-mostParts))
	for i := first; i < min(first+mostParts, len(all)); i++ {
		page.SeriesPosts = append(page.SeriesPosts, wire.NavLink{Label: all[i].Title, Href: postHref(all[i].Slug), Current: i == here})
	}
	return nil
}

// origin is where a post was published before it came here, by its canonical
// address; nil when that is this site.
func (b *Builder) origin(canonical string) *wire.Link {
	u, err := url.Parse(canonical)
	if err != nil || u.Host == "" || strings.HasPrefix(canonical, b.base+"/") {
		return nil
	}
	return &wire.Link{Label: strings.TrimPrefix(u.Hostname(), "www."), Href: canonical}
}
