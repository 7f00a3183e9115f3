package site

import (
	"context"

	"vitrine/app/wire"
	"vitrine/server/content"
	"vitrine/server/store"
)

// mostFilters is how many technologies or tags a filter row offers.
const mostFilters = 10

func (b *Builder) projects(ctx context.Context, f *frame, _, tech string) error {
	all := f.projects
	terms, err := b.content.Terms(ctx, store.Tech)
	if err != nil {
		return err
	}
	page := &wire.ProjectsPage{Heading: f.profile.WorkTitle, Span: years(all)}
	if page.Heading == "" {
		page.Heading = headed(len(all), "project", "projects")
	}
	page.Filters = append(page.Filters, wire.Filter{Label: "All", Href: "/projects", Count: len(all), Current: tech == ""})
	page.Filters = append(page.Filters, filters(terms, func(s string) string { return "/projects?tech=" + s }, tech, mostFilters)...)
	cards := b.projectCards(ctx, all)
	title := "Work"
	if tech == "" {
		page.Projects = cards
	} else {
		term, ok := most(terms, []string{tech})
		if !ok {
			return wire.Errorf(wire.NotFound, "No project uses this technology.")
		}
		title = "Work with " + term.Name
		page.Heading = headed(term.Count, "project", "projects") + " with " + term.Name
		for i, p := range all {
			if uses(p, tech) {
				page.Projects = append(page.Projects, cards[i])
			}
		}
	}
	f.Kind, f.Projects = wire.KindProjects, page
	f.title(title, counted(len(page.Projects), "project", "projects")+" by "+f.profile.Name+".")
	return nil
}

func uses(p wire.Project, tech string) bool {
	for _, t := range p.TechStack {
		if content.Slug(t) == tech {
			return true
		}
	}
	return false
}

// years is the stretch of time all projects cover: "2017 to now".
func years(all []wire.Project) string {
	first := ""
	for _, p := range all {
		if y := span(p.Started, p.Started); y != "" && (first == "" || y < first) {
			first = y
		}
	}
	if first == "" {
		return ""
	}
	return first + " to now"
}

func (b *Builder) project(ctx context.Context, f *frame, slug, _ string) error {
	p, err := b.content.Project(ctx, slug)
	if err != nil {
		return err
	}
	all := f.projects
	page := &wire.ProjectPage{LiveURL: p.LiveURL, RepositoryURL: p.RepositoryURL, TOC: p.TOC, Body: fragment("text-"+p.Slug, p.HTML)}
	for i, other := range all {
		if other.Slug != p.Slug {
			continue
		}
		page.ProjectCard = b.projectCard(ctx, p, i+1)
		if i > 0 {
			page.Prev = &wire.Link{Label: all[i-1].Title, Href: projectHref(all[i-1].Slug)}
		}
		if i+1 < len(all) {
			page.Next = &wire.Link{Label: all[i+1].Title, Href: projectHref(all[i+1].Slug)}
		}
	}
	for _, t := range p.TechStack {
		page.TechLinks = append(page.TechLinks, wire.Link{Label: t, Href: "/projects?tech=" + content.Slug(t)})
	}
	// A post speaks of a project when it carries the project's name as a tag.
	posts, err := b.content.Posts(ctx, store.PostFilter{Tag: p.Slug, Limit: 5})
	if err != nil {
		return err
	}
	page.Posts = postCards(posts)
	f.Kind, f.Project = wire.KindProject, page
	f.title(p.Title, p.Description)
	f.picture(p.Image, p.ImageAlt)
	f.sourceCode(p)
	return nil
}
