package feeds

import (
	"context"
	"encoding/xml"
	"strconv"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// sitemapLimit is how many addresses the protocol allows in one file. They take
// 15 MB at most, under its other limit of 50 MB.
const sitemapLimit = 50_000

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type urlset struct {
	XMLName xml.Name   `xml:"urlset"`
	Space   string     `xml:"xmlns,attr"`
	Image   string     `xml:"xmlns:image,attr"`
	Places  []location `xml:"url"`
}

type location struct {
	Address string    `xml:"loc"`
	Changed string    `xml:"lastmod,omitempty"`
	Images  []picture `xml:"image:image"`
}

type picture struct {
	Address string `xml:"image:loc"`
}

type sitemapIndex struct {
	XMLName xml.Name   `xml:"sitemapindex"`
	Space   string     `xml:"xmlns,attr"`
	Parts   []location `xml:"sitemap"`
}

// sitemapPart is the number of a part: 0 for the whole, which becomes the index
// of parts 1 and on when it is too large.
func sitemapPart(path string) (part int, ok bool) {
	if path == "/sitemap.xml" {
		return 0, true
	}
	name, isPart := strings.CutPrefix(strings.TrimSuffix(path, ".xml"), "/sitemap-")
	part, err := strconv.Atoi(name)
	return part, isPart && err == nil && part > 0 && path == partPath(part)
}

func partPath(part int) string { return "/sitemap-" + strconv.Itoa(part) + ".xml" }

// sitemap is every public address with its last change and its picture.
func (b *Builder) sitemap(ctx context.Context, part int) (Document, error) {
	places, err := b.places(ctx)
	if err != nil {
		return Document{}, err
	}
	limit := b.o.SitemapLimit
	parts := (len(places) + limit - 1) / limit
	var v any
	switch {
	case part == 0 && parts > 1:
		v = b.index(places, parts)
	case part == 0:
		v = b.urlset(places)
	case parts == 1 || part > parts:
		return Document{}, wire.Errorf(wire.NotFound, "The sitemap has no such part.")
	default:
		v = b.urlset(places[(part-1)*limit : min(part*limit, len(places))])
	}
	body, err := marshal(v)
	if err != nil {
		return Document{}, wire.Errorf(wire.Internal, "the sitemap could not be written: %w", err)
	}
	return Document{Body: body, Type: typeXML}, nil
}

// place is one public address.
type place struct {
	path, picture string // picture is a whole address
	changed       int64  // ms; 0: unknown
}

func (b *Builder) urlset(places []place) urlset {
	v := urlset{Space: sitemapSpace, Image: "http://www.google.com/schemas/sitemap-image/1.1", Places: make([]location, len(places))}
	for i, p := range places {
		v.Places[i] = location{Address: b.at(p.path), Changed: stamp(p.changed)}
		if p.picture != "" {
			v.Places[i].Images = []picture{{p.picture}}
		}
	}
	return v
}

func (b *Builder) index(places []place, parts int) sitemapIndex {
	v := sitemapIndex{Space: sitemapSpace, Parts: make([]location, parts)}
	for i := range v.Parts {
		newest := int64(0)
		for _, p := range places[i*b.o.SitemapLimit : min((i+1)*b.o.SitemapLimit, len(places))] {
			newest = max(newest, p.changed)
		}
		v.Parts[i] = location{Address: b.at(partPath(i + 1)), Changed: stamp(newest)}
	}
	return v
}

func stamp(ms int64) string {
	if ms <= 0 {
		return ""
	}
	return moment(ms).Format(time.RFC3339)
}

// places gathers the addresses. A list changes with the newest of what it shows.
func (b *Builder) places(ctx context.Context) ([]place, error) {
	profile, err := b.profile(ctx)
	if err != nil {
		return nil, err
	}
	posts, err := b.content.Posts(ctx, store.PostFilter{})
	if err != nil {
		return nil, err
	}
	projects, err := b.content.Projects(ctx, store.ProjectFilter{})
	if err != nil {
		return nil, err
	}
	pages, err := b.content.Pages(ctx)
	if err != nil {
		return nil, err
	}
	var newestPost, newestProject int64
	var last []place
	for _, p := range posts {
		newestPost = max(newestPost, changed(p))
		// A post that names another address as its own is listed there.
		if path := "/blog/" + p.Slug; p.Canonical == "" || p.Canonical == b.at(path) {
			last = append(last, place{path, b.raster(p.FeaturedImage), changed(p)})
		}
	}
	for _, p := range projects {
		newestProject = max(newestProject, p.UpdatedAt)
		last = append(last, place{"/projects/" + p.Slug, b.raster(p.Image), p.UpdatedAt})
	}
	for _, p := range pages {
		last = append(last, place{"/" + p.Slug, "", p.UpdatedAt})
	}
	first := []place{{"/", "", max(newestPost, newestProject)}}
	if profile.Long != "" || profile.Short != "" {
		first = append(first, place{"/about", b.raster(profile.Avatar), 0})
	}
	if len(projects) > 0 {
		first = append(first, place{"/projects", "", newestProject})
	}
	if len(posts) > 0 {
		first = append(first, place{"/blog", "", newestPost}, place{"/blog/archive", "", newestPost})
	}
	for _, path := range b.o.More {
		first = append(first, place{path, "", 0})
	}
	lists, err := b.lists(ctx, posts)
	return append(append(first, last...), lists...), err
}

// lists are the pages of the terms.
func (b *Builder) lists(ctx context.Context, posts []wire.Post) ([]place, error) {
	newest := map[string]int64{}
	note := func(prefix, name string, ms int64) {
		path := prefix + content.Slug(name)
		newest[path] = max(newest[path], ms)
	}
	for _, p := range posts {
		for _, t := range p.Tags {
			note("/blog/tags/", t, changed(p))
		}
		note("/blog/categories/", p.Category, changed(p))
		note("/blog/series/", p.Series, changed(p))
	}
	var out []place
	for _, k := range kinds {
		terms, err := b.content.Terms(ctx, k.kind)
		if err != nil {
			return nil, err
		}
		for _, t := range terms {
			path := k.prefix + t.Slug
			out = append(out, place{path, "", newest[path]})
		}
	}
	return out, nil
}
