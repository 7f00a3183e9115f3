package ssr_test

import (
	"bytes"
	"strings"
	"testing"

	"vitrine/app/wire"
	"vitrine/server/ssr"
)

// BenchmarkDocument encodes a post of 5,000 words with its frame.
func BenchmarkDocument(b *testing.B) {
	p := wire.Page{Path: "/blog/long", Kind: wire.KindPost, Status: 200, Head: wire.Head{Title: "Long", Lang: "en"},
		Post: &wire.PostPage{Title: "Long", Body: wire.HTML{ID: "text", Body: strings.Repeat("<p>Ten words of prose in a paragraph, again and again.</p>", 500)}}}
	b.ReportAllocs()
	var w bytes.Buffer
	for b.Loop() {
		w.Reset()
		if err := ssr.Document(&w, p, ssr.Assets{Stylesheet: "/assets/site.css"}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(w.Len()))
}

// BenchmarkArchive encodes the page with the most elements: 1,000 posts by year.
func BenchmarkArchive(b *testing.B) {
	year := wire.Year{Year: "2026"}
	for range 1000 {
		year.Posts = append(year.Posts, wire.PostCard{Title: "A post with a title", Href: "/blog/a-post", Date: wire.Date{ISO: "2026-01-01", Text: "1 Jan 2026"}})
	}
	p := wire.Page{Path: "/blog/archive", Kind: wire.KindArchive, Status: 200, Archive: &wire.ArchivePage{Count: 1000, Years: []wire.Year{year}}}
	b.ReportAllocs()
	var w bytes.Buffer
	for b.Loop() {
		w.Reset()
		if err := ssr.Document(&w, p, ssr.Assets{}); err != nil {
			b.Fatal(err)
		}
	}
}
