package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// widths are where no page may scroll sideways, in CSS pixels: the narrowest
// that WCAG 1.4.10 names, a phone, a tablet, two desktops and full HD.
var widths = []int64{320, 390, 768, 1024, 1440, 1920}

// look is a way to see a page.
type look struct {
	scheme string // of colours
	width  int64
}

var looks = []look{{"light", 390}, {"light", 1440}, {"dark", 390}, {"dark", 1440}}

func (l look) String() string { return fmt.Sprintf("%s %d", l.scheme, l.width) }

// perPage bounds a page: five runs of axe, six widths, the client's start.
const perPage = 2 * time.Minute

// finding is one fault of one element, with every look that has it.
type finding struct {
	Rule, Impact, Help, Selector string
	looks                        []string
}

// axeReport is what axeScript returns.
type axeReport struct {
	Violations []finding
	Undecided  []string // rules axe could not decide and why, one for each element
}

// axeScript runs axe and keeps what we print. It is evaluated over the
// debugging protocol, so the page's Content-Security-Policy stays as it is.
const axeScript = `axe.run(document, {resultTypes: ["violations", "incomplete"]}).then(r => ({
  Violations: r.violations.flatMap(v => v.nodes.map(n => ({Rule: v.id, Impact: v.impact, Help: v.help, Selector: n.target.flat().join(" ")}))),
  Undecided: r.incomplete.flatMap(v => v.nodes.map(n => v.id + ": " + (n.any.concat(n.all)[0]?.data?.messageKey ?? "other"))),
}))`

// sidewaysScript returns the elements that reach furthest past the right edge
// when the page scrolls sideways, else nothing.
const sidewaysScript = `(() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= innerWidth) return [];
  const right = e => {
    const box = e.getBoundingClientRect();
    const inner = getComputedStyle(e).overflowX === "visible" ? e.scrollWidth : 0; // a long word sticks out of its box
    return Math.round(box.left + scrollX + Math.max(box.width, inner));
  };
  return [...document.body.querySelectorAll("*")]
    .reverse() // the innermost first among equals
    .map(e => ({e, right: right(e)}))
    .filter(x => x.right > innerWidth)
    .sort((a, b) => b.right - a.right)
    .slice(0, 3)
    .map(({e, right}) => e.tagName.toLowerCase() + (e.id && "#" + e.id) + [...e.classList].map(c => "." + c).join("") + " to " + right + " px")
    .concat("page of " + page.scrollWidth + " px");
})()`

// clientScript waits until the browser client runs the page and says "on"; or
// "none" when the page has none, or "late".
const clientScript = `new Promise(done => {
  const look = () => {
    if (!document.querySelector("script[data-wasm]")) return done("none");
    if (document.documentElement.dataset.client === "on") return done("on");
    performance.now() > 30000 ? done("late") : setTimeout(look, 100);
  };
  look();
})`

// browse opens every page in Chromium: axe in every look, once more when the
// client has taken the page over, and the scrolling at every width.
func browse(ctx context.Context, k *kit, s *site, out io.Writer) (faults int, err error) {
	axe, err := os.ReadFile(filepath.Join(k.modules, "axe-core", "axe.min.js"))
	if err != nil {
		return 0, err
	}
	ctx, stop, err := startChromium(ctx, k.chromium)
	if err != nil {
		return 0, err
	}
	defer stop()
	undecided := map[string]int{}
	paths := append(slices.Clone(s.paths), missing)
	for _, path := range paths {
		p := pageCheck{axe: string(axe), undecided: undecided}
		limited, cancel := context.WithTimeout(ctx, perPage)
		err := p.run(limited, s.url+path)
		cancel()
		if err != nil {
			return faults, fmt.Errorf("%s: %w", path, err)
		}
		for _, f := range p.found {
			fmt.Fprintf(out, "%s  %s (%s): %s  %s  [%s]\n", path, f.Rule, f.Impact, f.Help, f.Selector, strings.Join(f.looks, ", "))
		}
		faults += len(p.found)
	}
	for _, rule := range sortedKeys(undecided) {
		fmt.Fprintf(out, "axe could not decide: %s, %d times\n", rule, undecided[rule])
	}
	fmt.Fprintf(out, "%d pages in %d looks and, where there is one, with the client; %d widths: %d faults\n", len(paths), len(looks), len(widths), faults)
	return faults, nil
}

// startChromium starts it with one tab. chromedp ties the browser's life to
// the context of its first action, so that happens here, without a time limit.
func startChromium(ctx context.Context, path string) (context.Context, context.CancelFunc, error) {
	o := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path))
	for _, f := range chromiumFlags {
		name, value, ok := strings.Cut(f, "=")
		if ok {
			o = append(o, chromedp.Flag(name, value))
		} else {
			o = append(o, chromedp.Flag(name, true))
		}
	}
	ctx, stopBrowser := chromedp.NewExecAllocator(ctx, o...)
	ctx, stopTab := chromedp.NewContext(ctx)
	stop := func() { stopTab(); stopBrowser() }
	if err := chromedp.Do(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("%s cannot be started: %w", path, err)
	}
	return ctx, stop, nil
}

// pageCheck is the check of one page.
type pageCheck struct {
	axe       string         // its source
	undecided map[string]int // rules, over all pages
	found     []finding
}

func (p *pageCheck) run(ctx context.Context, url string) error {
	if err := chromedp.Do(ctx, as(looks[0]), chromedp.Navigate(url), chromedp.Evaluate[chromedp.Void](p.axe)); err != nil {
		return err
	}
	for _, l := range looks {
		if err := p.judge(ctx, l, l.String()); err != nil {
			return err
		}
	}
	for _, w := range widths {
		if err := chromedp.Do(ctx, as(look{"light", w})); err != nil {
			return err
		}
		wide, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](sidewaysScript))
		if err != nil {
			return err
		}
		if len(wide) > 0 {
			p.add(finding{Rule: "sideways", Impact: "serious", Help: "the page scrolls sideways", Selector: strings.Join(wide, ", ")}, fmt.Sprint(w))
		}
	}
	client, err := chromedp.Run(ctx, chromedp.Evaluate[string](clientScript, chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	switch client {
	case "on":
		return p.judge(ctx, looks[0], "client")
	case "late":
		p.add(finding{Rule: "client", Impact: "serious", Help: "the browser client did not take the page over within 30 s"}, "client")
	}
	return nil
}

// judge runs axe on the open page in the look l.
func (p *pageCheck) judge(ctx context.Context, l look, name string) error {
	if err := chromedp.Do(ctx, as(l)); err != nil {
		return err
	}
	r, err := chromedp.Run(ctx, chromedp.Evaluate[axeReport](axeScript, chromedp.EvalAwaitPromise))
	if err != nil {
		return fmt.Errorf("axe in %s: %w", name, err)
	}
	for _, f := range r.Violations {
		p.add(f, name)
	}
	for _, rule := range r.Undecided {
		p.undecided[rule]++
	}
	return nil
}

// add notes the finding, or one more look of a finding already noted.
func (p *pageCheck) add(f finding, look string) {
	for i := range p.found {
		if p.found[i].Rule == f.Rule && p.found[i].Selector == f.Selector {
			p.found[i].looks = append(p.found[i].looks, look)
			return
		}
	}
	f.looks = []string{look}
	p.found = append(p.found, f)
}

// as makes the open page be seen so. Motion is reduced: axe would else measure
// the contrast of something half faded in.
func as(l look) chromedp.Action[chromedp.Void] {
	const height = 900
	return chromedp.Steps(chromedp.EmulateViewport(l.width, height), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: l.scheme},
			{Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

func sortedKeys(m map[string]int) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
