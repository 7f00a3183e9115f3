package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/chromedp/chromedp"
)

// measure sets the theme, opens nothing, and gives how far the page can be
// scrolled sideways. The root keeps its width when something sticks out.
const measure = `document.documentElement.dataset.theme = %q;
document.querySelector("[data-theme-toggle]").hidden = false;
document.documentElement.scrollWidth - document.documentElement.clientWidth`

// target is a page to picture: the name of its pictures and where it is.
type target struct{ name, address string }

// picture writes a PNG of each whole page at each width in each theme to out.
func picture(ctx context.Context, browser, out string, targets []target, widths []int64, themes []string) error {
	profile, err := os.MkdirTemp("", "looks")
	if err != nil {
		return err
	}
	defer os.RemoveAll(profile)
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(browser), chromedp.UserDataDir(profile), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("hide-scrollbars", true))
	ctx, stop := chromedp.NewExecAllocator(ctx, options...)
	defer stop()
	ctx, stop = chromedp.NewContext(ctx)
	defer stop()
	ctx, stop = context.WithTimeout(ctx, 10*time.Minute)
	defer stop()

	for _, t := range targets {
		name := t.name
		for _, width := range widths {
			err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(t.address))
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			for _, theme := range themes {
				over, err := chromedp.Run(ctx, chromedp.Evaluate[int](fmt.Sprintf(measure, theme)))
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
