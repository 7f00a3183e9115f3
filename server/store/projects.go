package store

import (
	"context"

	"vitrine/app/wire"
)

// ProjectFilter chooses projects. The zero filter takes all of them.
type ProjectFilter struct {
	Public   bool   // only published ones
	Tech     string // slug
	Featured bool   // only featured ones
}

// The columns of a project in the order of their fields. A list has the plate:
// it is the picture on the project's card.
const (
	projectColumns = `id, slug, title, description, image_url, image_alt, tech_stack, live_url, github_url, featured,
		published, status, started, ended, sort_order, created_at, updated_at, source, version, words, summary, render_version, plate`
	projectText = `toc, body, html`
)

func projectFields(p *wire.Project) []any {
	return []any{&p.ID, &p.Slug, &p.Title, &p.Description, &p.Image, &p.ImageAlt, jsonList[string]{&p.TechStack},
		&p.LiveURL, &p.RepositoryURL, &p.Featured, &p.Published, &p.Status, &p.Started, &p.Ended, &p.Order,
		&p.CreatedAt, &p.UpdatedAt, &p.Source, &p.Version, &p.Words, &p.Summary, &p.RenderV, &p.Plate}
}

func wholeProject(p *wire.Project) []any {
	return append(projectFields(p), jsonList[wire.Heading]{&p.TOC}, &p.Body, &p.HTML)
}

// Projects lists projects by Order, then the newest first, without Body, HTML
// and TOC.
func (s *Store) Projects(ctx context.Context, f ProjectFilter) ([]wire.Project, error) {
	w := &where{}
	if f.Public {
		w.and(`published = 1`)
	}
	if f.Featured {
		w.and(`featured = 1`)
	}
	if f.Tech != "" {
		w.and(`id IN (SELECT project_id FROM project_terms WHERE slug = ?)`, f.Tech)
	}
	return list(ctx, s, projectFields, `SELECT `+projectColumns+` FROM projects`+w.String()+
		` ORDER BY sort_order, created_at DESC, id DESC`, w.args...)
}

const project = `SELECT ` + projectColumns + `, ` + projectText + ` FROM projects`

// Project gives the whole project, published or not.
func (s *Store) Project(ctx context.Context, slug string) (wire.Project, error) {
	return one(ctx, s, wholeProject, project+` WHERE slug = ?`, slug)
}

// ProjectByID gives the whole project, published or not.
func (s *Store) ProjectByID(ctx context.Context, id string) (wire.Project, error) {
	return one(ctx, s, wholeProject, project+` WHERE id = ?`, id)
}

// ProjectBySource gives the whole project that an import took from source, which
// must not be "".
func (s *Store) ProjectBySource(ctx context.Context, source string) (wire.Project, error) {
	return one(ctx, s, wholeProject, project+` WHERE source <> '' AND source = ?`, source)
}

// PutProject saves a project as PutPost saves a post.
func (tx *Tx) PutProject(p *wire.Project) error {
	err := tx.put(record{table: "projects", noun: "the project",
		columns: projectColumns + `, ` + projectText, fields: wholeProject(p),
		id: &p.ID, slug: &p.Slug, source: &p.Source, created: &p.CreatedAt, updated: &p.UpdatedAt, version: &p.Version})
	if err != nil {
		return err
	}
	return tx.terms("project_terms", "project_id", p.ID, map[TermKind][]string{Tech: p.TechStack})
}

// DeleteProject removes the project of this id; NotFound when there is none.
func (tx *Tx) DeleteProject(id string) error { return tx.remove("projects", "project", id) }
