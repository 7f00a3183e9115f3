package site

import (
	"context"
	"strconv"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/content"
)

// date is a moment's day in UTC, as machines and people read it.
func date(ms int64) wire.Date {
	t := time.UnixMilli(ms).UTC()
	return wire.Date{ISO: t.Format("2006-01-02"), Text: t.Format("2 Jan 2006")}
}

func stamp(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format(time.RFC3339)
}

func postHref(slug string) string    { return "/blog/" + slug }
func projectHref(slug string) string { return "/projects/" + slug }

func termLink(kind, name string) wire.Link {
	return wire.Link{Label: name, Href: "/blog/" + kind + "/" + content.Slug(name)}
}

func postCard(p wire.Post) wire.PostCard {
	return wire.PostCard{Title: p.Title, Href: postHref(p.Slug), Excerpt: content.Summary(p), Date: date(p.PublishedAt), Minutes: content.Minutes(p.Words)}
}

func postCards(posts []wire.Post) []wire.PostCard {
	cards := make([]wire.PostCard, len(posts))
	for i, p := range posts {
		cards[i] = postCard(p)
	}
	return cards
}

// projectCards numbers projects in their order; the numbers are what the
// headline's references and the catalogue share.
func (b *Builder) projectCards(ctx context.Context, projects []wire.Project) []wire.ProjectCard {
	cards := make([]wire.ProjectCard, len(projects))
	for i, p := range projects {
		cards[i] = b.projectCard(ctx, p, i+1)
	}
	return cards
}

func (b *Builder) projectCard(ctx context.Context, p wire.Project, no int) wire.ProjectCard {
	c := wire.ProjectCard{No: no, Title: p.Title, Href: projectHref(p.Slug), Description: p.Description, Tech: p.TechStack, Span: span(p.Started, p.Ended), Status: p.Status}
	if c.Plate = fragment("plate-"+p.Slug, p.Plate); p.Plate == "" {
		c.Image = b.image(ctx, p.Image, p.ImageAlt)
	}
	return c
}

// fragment is server-made HTML under an id that names its record, so that no
// page takes another's for its own. Nothing is the zero value, which pages
// leave out.
func fragment(id, body string) wire.HTML {
	if body == "" {
		return wire.HTML{}
	}
	return wire.HTML{ID: id, Body: body}
}

// sizesPortrait is how wide a picture is shown that says no other place: the
// owner's portrait. A plate says its own.
const sizesPortrait = "13rem"

// image sizes a picture, so that the page does not shift when it comes, and
// lists what else it can be fetched as.
func (b *Builder) image(ctx context.Context, address, alt string) *wire.Image {
	// The page's policy would not load a picture of another site.
	if !strings.HasPrefix(address, "/") {
		return nil
	}
	img := &wire.Image{Src: address, Alt: alt}
	if m, ok := b.content.MediaInfo(ctx, address); ok {
		img.Width, img.Height, img.Tone = m.Width, m.Height, m.Tone
		if img.Srcset = m.Srcset(); img.Srcset != "" {
			img.Sizes = sizesPortrait
		}
	}
	return img
}

// span is "2023 – now", "2022 – 2025" or "2024".
func span(from, to string) string {
	year := func(s string) string {
		y, _, _ := strings.Cut(s, "-")
		return y
	}
	from, to = year(from), year(to)
	switch {
	case from == "":
		return to
	case to == "":
		return from + " – now"
	case from == to:
		return from
	}
	return from + " – " + to
}

// filters lists terms as choices; current is the slug of the chosen one.
func filters(terms []wire.Term, href func(slug string) string, current string, most int) []wire.Filter {
	var out []wire.Filter
	for i, t := range terms {
		if i >= most && t.Slug != current {
			continue
		}
		out = append(out, wire.Filter{Label: t.Name, Href: href(t.Slug), Count: t.Count, Current: t.Slug == current})
	}
	return out
}

var numerals = [...]string{"No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"}

// headed is counted as a heading writes it: "Seven projects", "122 posts".
func headed(n int, one, many string) string {
	if n >= len(numerals) {
		return counted(n, one, many)
	}
	_, noun, _ := strings.Cut(counted(n, one, many), " ")
	return numerals[n] + " " + noun
}

// counted is "1 post", "14 posts".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}
