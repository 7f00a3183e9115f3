package content

import (
	"context"

	"vitrine/app/wire"
	"vitrine/server/store"
)

// What visitors see: published records, and of posts those that are due. What
// is not is wire.NotFound, as if it were not there.

// Profile is the person the site is about; wire.NotFound on a new site.
func (s *Service) Profile(ctx context.Context) (wire.Profile, error) { return s.store.Profile(ctx) }

// Posts lists public posts without their texts, newest first if f does not say
// otherwise. f.Now is the
// service's clock whatever it says.
func (s *Service) Posts(ctx context.Context, f store.PostFilter) ([]wire.Post, error) {
	f.Now = s.nowMS()
	return s.store.Posts(ctx, f)
}

// CountPosts counts what Posts would list without Limit and Offset.
func (s *Service) CountPosts(ctx context.Context, f store.PostFilter) (int, error) {
	f.Now = s.nowMS()
	return s.store.CountPosts(ctx, f)
}

// Post is one public post, whole.
func (s *Service) Post(ctx context.Context, slug string) (wire.Post, error) {
	p, err := s.store.Post(ctx, slug)
	if err == nil && !s.isPublic(p) {
		return wire.Post{}, wire.Errorf(wire.NotFound, "there is no such post")
	}
	return p, err
}

// Neighbours are the public posts before and after p in time; nil where there
// is none.
func (s *Service) Neighbours(ctx context.Context, p wire.Post) (older, newer *wire.Post, err error) {
	return s.store.Neighbours(ctx, p, s.nowMS())
}

// Terms lists the terms of a kind that public records carry, the most used first.
func (s *Service) Terms(ctx context.Context, kind store.TermKind) ([]wire.Term, error) {
	return s.store.Terms(ctx, kind, s.nowMS())
}

// Projects lists public projects in the owner's order, with their drawings.
func (s *Service) Projects(ctx context.Context, f store.ProjectFilter) ([]wire.Project, error) {
	f.Public = true
	return s.store.Projects(ctx, f)
}

// Project is one public project, whole.
func (s *Service) Project(ctx context.Context, slug string) (wire.Project, error) {
	p, err := s.store.Project(ctx, slug)
	if err == nil && !p.Published {
		return wire.Project{}, wire.Errorf(wire.NotFound, "there is no such project")
	}
	return p, err
}

// Pages lists public free pages, without their texts.
func (s *Service) Pages(ctx context.Context) ([]wire.FreePage, error) {
	return s.store.Pages(ctx, true)
}

// Page is one public free page, whole.
func (s *Service) Page(ctx context.Context, slug string) (wire.FreePage, error) {
	p, err := s.store.Page(ctx, slug)
	if err == nil && !p.Published {
		return wire.FreePage{}, wire.Errorf(wire.NotFound, "there is no such page")
	}
	return p, err
}

// MediaInfo tells a file of the site by its address.
func (s *Service) MediaInfo(ctx context.Context, address string) (wire.Media, bool) {
	return s.library.Info(ctx, address)
}
