package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// measure sets the theme, opens nothing, waits for pictures, and gives how far
// the page can be scrolled sideways. The root keeps its width when something
// sticks out.
const measure = `(async () => {
	document.documentElement.dataset.theme = %q;
	document.querySelector("[data-theme-toggle]").hidden = false;
	await Promise.allSettled([...document.images].map((i) => { i.loading = "eager"; return i.decode(); }));
	return document.documentElement.scrollWidth - document.documentElement.clientWidth;
})()`

// target is a page to picture: the name of its pictures and where it is.
type target struct{ name, address string }

// camera pictures pages as a reader with these settings sees them.
type camera struct {
	browser string
	widths  []int64
	themes  []string
	media   []string // "forced-colors=active"
}

// features are the camera's and stillness: a picture of a page that moves is
// another one each time.
func (c camera) features() (out []*emulation.MediaFeature) {
	for _, m := range append([]string{"prefers-reduced-motion=reduce"}, c.media...) {
		name, value, _ := strings.Cut(m, "=")
		out = append(out, &emulation.MediaFeature{Name: name, Value: value})
	}
	return out
}

// open starts a browser that shows pages to such a reader; stop ends it.
func (c camera) open(ctx context.Context) (_ context.Context, stop func(), err error) {
	profile, err := os.MkdirTemp("", "looks")
	if err != nil {
		return nil, nil, err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(c.browser), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("hide-scrollbars", true))
	ctx, late := context.WithTimeout(ctx, 10*time.Minute)
	ctx, end := chromedp.NewExecAllocator(ctx, options...)
	ctx, closeTab := chromedp.NewContext(ctx)
	stop = func() {
		closeTab()
		end()
		late()
		_ = os.RemoveAll(profile) // in the system's own folder for such things
	}
	err = chromedp.Do(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: c.features()})
		return err
	}))
	if err != nil {
		stop()
		return nil, nil, fmt.Errorf("%s did not start: %w", c.browser, err)
	}
	return ctx, stop, nil
}

// picture writes a PNG of each whole page at each width in each theme to out.
func (c camera) picture(ctx context.Context, out string, targets []target) error {
	ctx, stop, err := c.open(ctx)
	if err != nil {
		return err
	}
	defer stop()
	for _, t := range targets {
		name := t.name
		for _, width := range c.widths {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(t.address))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			for _, theme := range c.themes {
				over, err := chromedp.Run(ctx, chromedp.Evaluate[int](fmt.Sprintf(measure, theme), chromedp.EvalAwaitPromise))
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				if over > 0 {
					fmt.Printf("%s at %d px scrolls %d px sideways\n", name, width, over)
				}
				png, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
				if err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
				file := name + "-" + strconv.FormatInt(width, 10) + "-" + theme + ".png"
				if err := os.WriteFile(filepath.Join(out, file), png, 0o644); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
