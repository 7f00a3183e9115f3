package site

import (
	"context"
	"strings"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// How much the home page shows.
const (
	homeProjects = 3
	homePosts    = 4
)

func (b *Builder) home(ctx context.Context, f *frame, _, _ string) error {
	f.title("", "")
	posts, err := b.content.Posts(ctx, store.PostFilter{Limit: homePosts})
	if err != nil {
		return err
	}
	if f.profile.Headline == "" && f.profile.Long == "" && f.posts+len(f.projects) == 0 {
		f.Kind = wire.KindWelcome
		f.Head.Title, f.Head.NoIndex = "A new site · Vitrine", true
		return nil
	}
	skills, err := b.skills(ctx, f.profile)
	if err != nil {
		return err
	}
	f.Kind, f.Head.Type = wire.KindHome, "profile"
	p := f.profile
	f.Home = &wire.HomePage{
		Headline: content.Headline(p.Headline), References: p.References, Name: p.Name, Role: p.Role, Short: p.Short,
		About: fragment("about-text", opening(p.LongHTML, 2)), Facts: p.Facts,
		Projects: b.featured(ctx, f.projects), ProjectCount: len(f.projects), Skills: skills, Posts: postCards(posts), PostCount: f.posts, Contact: contact(p),
	}
	return nil
}

// featured is the owner's choice, or the first ones where they chose none.
func (b *Builder) featured(ctx context.Context, projects []wire.Project) []wire.ProjectCard {
	var chosen []wire.Project
	for _, p := range projects {
		if p.Featured {
			chosen = append(chosen, p)
		}
	}
	if len(chosen) == 0 {
		chosen = projects
	}
	return b.projectCards(ctx, chosen[:min(len(chosen), homeProjects)])
}

// opening is the first n paragraphs of a rendered text.
func opening(html string, n int) string {
	at := 0
	for range n {
		i := strings.Index(html[at:], "</p>")
		if i < 0 {
			return html
		}
		at += i + len("</p>")
	}
	return html[:at]
}

func contact(p wire.Profile) wire.Contact {
	return wire.Contact{Email: p.Email, Text: fragment("contact-text", p.ContactHTML), Links: p.Links}
}

// skills joins each group with where on this site to see it.
func (b *Builder) skills(ctx context.Context, p wire.Profile) ([]wire.SkillRow, error) {
	tech, err := b.content.Terms(ctx, store.Tech)
	if err != nil {
		return nil, err
	}
	tags, err := b.content.Terms(ctx, store.Tag)
	if err != nil {
		return nil, err
	}
	rows := make([]wire.SkillRow, 0, len(p.Skills))
	for _, g := range p.Skills {
		row := wire.SkillRow{Name: g.Name, Note: g.Note, Skills: g.Skills}
		names := []string{content.Slug(g.Name)}
		for _, s := range g.Skills {
			names = append(names, content.Slug(s.Name))
		}
		if t, ok := most(tech, names); ok {
			row.Seen = append(row.Seen, wire.Link{Label: counted(t.Count, "project", "projects"), Href: "/projects?tech=" + t.Slug})
		}
		if t, ok := most(tags, names); ok {
			row.Seen = append(row.Seen, wire.Link{Label: counted(t.Count, "post", "posts"), Href: "/blog/tags/" + t.Slug})
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// most is the term of these names that most records carry: terms come sorted by count.
func most(terms []wire.Term, names []string) (wire.Term, bool) {
	for _, t := range terms {
		for _, n := range names {
			if t.Slug == n {
				return t, true
			}
		}
	}
	return wire.Term{}, false
}

// aboutSays reports whether there is anything to tell on /about.
func aboutSays(p wire.Profile) bool { return p.Long != "" || p.Short != "" }

func (b *Builder) about(ctx context.Context, f *frame, _, _ string) error {
	p := f.profile
	if !aboutSays(p) {
		return wire.Errorf(wire.NotFound, "The owner has not written about themselves yet.")
	}
	skills, err := b.skills(ctx, p)
	if err != nil {
		return err
	}
	f.Kind, f.Head.Type = wire.KindAbout, "profile"
	f.title("About", p.Short)
	f.picture(p.Avatar, p.Name)
	f.About = &wire.AboutPage{Name: p.Name, Role: p.Role, Short: p.Short, Avatar: b.image(ctx, p.Avatar, p.Name),
		Long: fragment("about-whole", p.LongHTML), Location: p.Location, Availability: p.Availability,
		Facts: p.Facts, Skills: skills, Experience: p.Experience, Education: p.Education, Contact: contact(p)}
	return nil
}

func (b *Builder) free(ctx context.Context, f *frame, slug, _ string) error {
	p, err := b.content.Page(ctx, slug)
	if err != nil {
		return err
	}
	f.Kind = wire.KindFree
	f.title(p.Title, p.Description)
	f.Head.Modified = stamp(p.UpdatedAt)
	f.Free = &wire.FreeTextPage{Title: p.Title, Lede: p.Description, Updated: date(p.UpdatedAt), TOC: p.TOC, Body: fragment("text-"+p.Slug, p.HTML)}
	return nil
}
