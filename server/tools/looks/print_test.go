package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

var reSheet = regexp.MustCompile(`/Type\s*/Page\b`)

// TestPrinted holds what paper promises: About is a curriculum on one sheet, of
// both sizes, and a text takes no more sheets than it has words for.
func TestPrinted(t *testing.T) {
	c := camera{browser: chromium(t)}
	out := t.TempDir()
	t.Chdir("../../..")
	targets, err := render(out, "about,about-cv,post,home-4")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop, err := c.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	most := map[string]int{"about": 1, "about-cv": 1, "post": 4, "home-4": 4}
	for _, paper := range []struct {
		name          string
		width, height float64
	}{{"A4", 8.27, 11.69}, {"Letter", 8.5, 11}} {
		for _, target := range targets {
			t.Run(fmt.Sprintf("%s on %s", target.name, paper.name), func(t *testing.T) {
				var pdf []byte
				err := chromedp.Do(ctx, chromedp.Navigate(target.address), chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
					r, err := cdp.Call(ctx, tab, page.PrintToPDF, page.PrintToPDFParams{PaperWidth: paper.width, PaperHeight: paper.height})
					pdf = r.Data
					return err
				}))
				if err != nil {
					t.Fatal(err)
				}
				sheets := len(reSheet.FindAll(pdf, -1))
				if !bytes.HasPrefix(pdf, []byte("%PDF")) || sheets == 0 || sheets > most[target.name] {
					t.Errorf("%d sheets in %d bytes, want at most %d", sheets, len(pdf), most[target.name])
				}
			})
		}
	}
}
