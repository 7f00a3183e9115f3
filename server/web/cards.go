package web

import (
	"context"
	"net/http"
	"strings"
	"time"

	"vitrine/app/wire"
	"vitrine/server/card"
	"vitrine/server/site"
)

// cardMemory bounds the cards that are kept: about 400. They are asked for when
// somebody shares a link, and drawing one again takes 10 ms.
const cardMemory = 8 << 20

// cardPatience is how long a request waits for its turn to draw.
const cardPatience = 10 * time.Second

// cards draws the pictures of shared links and keeps them. Their addresses
// change with what they show, so a change of content makes none of them wrong.
type cards struct {
	painter *card.Painter
	kept    *pageCache
}

func newCards() *cards {
	return &cards{painter: card.New(card.Folders), kept: newPageCache(cardMemory)}
}

// card draws a record's card: GET /cards/<kind>/<slug>.<hash>.png. An address
// whose hash is of yesterday leads to today's: what shared it then still shows
// a picture. A record that is not public has no card, kept or not.
func (s *Server) card(w http.ResponseWriter, r *http.Request) error {
	kind, file, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/cards/"), "/")
	name, isPNG := strings.CutSuffix(file, ".png")
	if !isPNG || strings.Contains(name, "/") {
		return wire.Errorf(wire.NotFound, "There is no such card.")
	}
	slug, hash, _ := strings.Cut(name, ".")
	ctx := context.WithoutCancel(r.Context()) // others may wait for the same card
	c, err := s.look.Load().site.Card(ctx, kind, slug)
	if err != nil {
		return err
	}
	if hash != c.Hash() {
		w.Header().Set("Location", site.CardPath(kind, slug, c))
		w.Header()["Cache-Control"] = cachePage
		w.WriteHeader(http.StatusFound)
		return nil
	}
	e, err := s.cards.kept.load(r.URL.Path, func() (*encoded, error) {
		ctx, end := context.WithTimeout(ctx, cardPatience)
		defer end()
		b, err := s.cards.painter.Draw(ctx, c)
		if err != nil {
			return nil, err
		}
		return encode(b, "image/png"), nil
	})
	if err != nil {
		return err
	}
	w.Header()["Cache-Control"] = cacheForever
	w.Header()["Cross-Origin-Resource-Policy"] = crossOrigin // other sites may show it: that is its purpose
	send(w, r, e)
	return nil
}
