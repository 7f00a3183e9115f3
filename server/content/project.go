package content

import (
	"context"
	"reflect"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// SaveProject is SavePost for a project.
func (s *Service) SaveProject(ctx context.Context, p wire.Project) (saved wire.Project, changed bool, err error) {
	old, known, err := find(ctx, p.ID, p.Source, s.store.ProjectByID, s.store.ProjectBySource)
	if err != nil {
		return wire.Project{}, false, err
	}
	tidy(&p.Slug, &p.Title, &p.Description, &p.Image, &p.ImageAlt, &p.LiveURL, &p.RepositoryURL, &p.Status, &p.Started, &p.Ended)
	p.TechStack = tidyNames(p.TechStack)
	if known {
		keep(&p.ID, old.ID)
		keep(&p.Slug, old.Slug)
		keep(&p.Source, old.Source)
		keep(&p.Version, old.Version)
		p.CreatedAt = old.CreatedAt
	}
	f := checkProject(&p, known && old.Slug == p.Slug)
	if f.err() == nil && known && p.Version == old.Version && sameProject(p, old) {
		return old, false, nil
	}
	rendered, err := s.body(ctx, p.Body, p.Image)
	if err := f.join("body", err); err != nil {
		return wire.Project{}, false, err
	}
	if err := f.err(); err != nil {
		return wire.Project{}, false, err
	}
	p.Rendered = rendered
	err = s.put(ctx, address{
		slug: &p.Slug, title: p.Title, fallback: "project", base: "/projects/",
		old: old.Slug, wasPublic: old.Published, isPublic: p.Published,
		taken: func(slug string) error { _, err := s.store.Project(ctx, slug); return err },
		put: func(tx *store.Tx) (string, error) {
			saved = p
			err := tx.PutProject(&saved)
			return saved.ID, err
		},
	})
	if err != nil {
		return wire.Project{}, false, err
	}
	return saved, true, nil
}

func checkProject(p *wire.Project, slugStays bool) *faults {
	f := &faults{}
	f.required("title", p.Title, wire.MaxTitle)
	if !slugStays {
		f.slug(p.Slug, "")
	}
	f.text("description", p.Description, wire.MaxExcerpt)
	f.picture("image_url", p.Image)
	f.text("image_alt", p.ImageAlt, wire.MaxExcerpt)
	f.names("tech_stack", p.TechStack)
	f.link("live_url", p.LiveURL)
	f.link("github_url", p.RepositoryURL)
	f.line("status", p.Status, wire.MaxName)
	f.span("started", p.Started, "ended", p.Ended)
	if p.Order < -1_000_000 || p.Order > 1_000_000 {
		f.add("order", "must lie between -1000000 and 1000000")
	}
	f.source(p.Source)
	f.line("id", p.ID, 64)
	return f
}

func sameProject(a, b wire.Project) bool {
	if b.RenderV != RenderVersion {
		return false
	}
	authored := func(p wire.Project) wire.Project {
		p.UpdatedAt, p.Rendered = 0, wire.Rendered{}
		if len(p.TechStack) == 0 {
			p.TechStack = nil
		}
		return p
	}
	return reflect.DeepEqual(authored(a), authored(b))
}

func (s *Service) renderProject(ctx context.Context, slug string) error {
	p, err := s.store.Project(ctx, slug)
	if err != nil {
		return err
	}
	if p.Rendered, err = s.body(ctx, p.Body, p.Image); err != nil {
		return err
	}
	return s.write(ctx, func(tx *store.Tx) error { return tx.PutProject(&p) })
}
