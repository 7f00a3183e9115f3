package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/audits"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long a test waits for something that takes a second on a
// machine of its own.
const patience = 30 * time.Second

var allocator context.Context // one browser for all tests; a profile of its own for each

func TestMain(m *testing.M) {
	code, err := runAll(m)
	if err != nil {
		fmt.Fprintln(os.Stderr, "e2e:", err)
		code = 1
	}
	os.Exit(code)
}

func runAll(m *testing.M) (code int, err error) {
	if running, err = serveSite(context.Background()); err != nil {
		return 1, err
	}
	defer func() { err = errors.Join(err, running.stop()) }()
	path, err := exec.LookPath("chromium")
	if err != nil {
		return 1, fmt.Errorf("these tests need Chromium: %w", err)
	}
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(path), chromedp.WindowSize(1280, 800), chromedp.Flag("headless", "new")}
	for _, flag := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "hide-scrollbars",
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-dev-shm-usage",
	} {
		options = append(options, chromedp.Flag(flag, true))
	}
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, closeBrowser := chromedp.NewContext(ctx)
	defer closeBrowser()
	if err := chromedp.Do(ctx); err != nil {
		return 1, fmt.Errorf("Chromium did not start: %w", err)
	}
	allocator = ctx
	return m.Run(), nil
}

// watch is put into every document before its own scripts: it keeps what the
// tests ask about afterwards.
const watch = `
window.seen = {shift: 0, shifts: [], violations: [], clicks: []};
new PerformanceObserver((list) => {
	for (const e of list.getEntries()) {
		window.seen.shift += e.value;
		window.seen.shifts.push(e.value.toFixed(4) + ' ' + e.sources.map((s) => s.node?.nodeName + '.' + s.node?.className).join(' '));
	}
}).observe({type: 'layout-shift', buffered: true});
// The elements of a page, a line for each, whatever the order of attributes and
// the cuts in text. What a place to read from gets when a page is shown in place
// is no part of it, nor are the running client's comforts.
window.tree = (node) => {
	const copy = node.cloneNode(true);
	copy.querySelectorAll('[data-comfort]').forEach((el) => el.remove());
	copy.querySelectorAll('.toc [aria-current=location]').forEach((a) => a.removeAttribute('aria-current'));
	copy.normalize();
	return window.lines(copy, 0);
};
window.lines = (node, depth) => {
	const indent = ' '.repeat(depth);
	if (node.nodeType === Node.TEXT_NODE) return [indent + JSON.stringify(node.data)];
	if (node.nodeType !== Node.ELEMENT_NODE) return [];
	const own = [...node.attributes].filter((a) => !(node.tagName === 'H1' && (a.name === 'tabindex' || a.name === 'style')));
	const line = indent + [node.localName, ...own.map((a) => a.name + '=' + JSON.stringify(a.value)).sort()].join(' ');
	return [line, ...[...node.childNodes].flatMap((child) => lines(child, depth + 1))];
};
addEventListener('securitypolicyviolation', (e) => window.seen.violations.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
`

// tab is a page in the browser, and what the browser complained of in it.
type tab struct {
	*testing.T
	ctx  context.Context
	base string

	mu      sync.Mutex
	faults  []string
	allowed []string // faults that hold one of these words are expected
}

// open opens an address ("/blog") in a fresh profile. Whatever the browser
// complains of until the end of the test fails it.
func open(t *testing.T, address string, before ...chromedp.Action[chromedp.Void]) *tab {
	t.Helper()
	ctx, closeTab := chromedp.NewContext(allocator, chromedp.WithNewBrowserContext())
	b := &tab{T: t, base: startSite(t), ctx: ctx}
	t.Cleanup(closeTab)
	b.do(chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		for _, enable := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, audits.Enable} {
			if _, err := cdp.Call(ctx, target, enable, cdp.Empty{}); err != nil {
				return err
			}
		}
		_, err := cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return err
	}))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.check)
	b.do(before...)
	b.do(chromedp.Navigate(b.base + address))
	return b
}

func (b *tab) hear(event any) {
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			b.fault(fmt.Sprintf("log %s: %s %s", e.Entry.Level, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type == "error" || e.Type == "warning" || e.Type == "assert" {
			var words []string
			for _, a := range e.Args {
				words = append(words, string(a.Value)+a.Description)
			}
			b.fault(fmt.Sprintf("console.%s: %s", e.Type, strings.Join(words, " ")))
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		b.fault("exception: " + text)
	case *audits.EventIssueAdded:
		if strings.Contains(string(e.Issue.Code), "ContentSecurityPolicy") {
			d := e.Issue.Details.ContentSecurityPolicyIssueDetails
			b.fault(fmt.Sprintf("policy: %s %s", d.ViolatedDirective, d.BlockedURL))
		}
	}
}

func (b *tab) fault(text string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.faults = append(b.faults, text)
}

func (b *tab) check() {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, f := range b.faults {
		if !slices.ContainsFunc(b.allowed, func(word string) bool { return strings.Contains(f, word) }) {
			b.Errorf("the browser complained: %s", f)
		}
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// eval gives the value of a JavaScript expression.
func eval[T any](b *tab, expression string) T {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: %v", expression, err)
	}
	return v
}

// run evaluates for the effect.
func (b *tab) run(script string) {
	b.Helper()
	eval[bool](b, "{"+script+"}; true")
}

// until waits for a JavaScript expression to be true. A document that is
// replaced meanwhile counts as false.
func (b *tab) until(expression string) {
	b.Helper()
	deadline := time.Now().Add(patience)
	for {
		v, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+expression+")"))
		if err == nil && v {
			return
		}
		if time.Now().After(deadline) {
			state, stateErr := chromedp.Run(b.ctx, chromedp.Evaluate[string]("location.href + ' client=' + document.documentElement.dataset.client"))
			b.Fatalf("%s did not come true in %v (%v) at %s (%v)", expression, patience, err, state, stateErr)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// point gives the middle of the first element of a selector, brought into view if it is not.
func (b *tab) point(selector string) (x, y float64) {
	b.Helper()
	at := eval[[]float64](b, fmt.Sprintf(`(() => {
		const el = document.querySelector(%q);
		if (!el) return [];
		let r = el.getClientRects()[0];
		if (r.top < 0 || r.bottom > innerHeight) { el.scrollIntoView({block: 'center', behavior: 'instant'}); r = el.getClientRects()[0]; }
		return [r.left + r.width / 2, r.top + r.height / 2];
	})()`, selector))
	if len(at) != 2 {
		b.Fatalf("there is no %s", selector)
	}
	return at[0], at[1]
}

// click presses the main button over an element, as a reader does.
func (b *tab) click(selector string, options ...chromedp.MouseOption) {
	b.Helper()
	x, y := b.point(selector)
	b.do(chromedp.MouseClickXY(x, y, options...))
}

// painted waits until what is there now has been painted and a shift of it reported.
func (b *tab) painted() {
	b.Helper()
	eval[bool](b, "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(true), 50))))")
}

// takeOver makes the client start by a plain sign of intent and waits for it.
func (b *tab) takeOver() {
	b.Helper()
	b.until("document.readyState === 'complete'")
	if !eval[bool](b, "document.querySelector('script[data-wasm]') !== null") {
		b.Fatal("the client is not built: run make client")
	}
	x, y := b.point("header nav a")
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y))
	b.until("document.documentElement.dataset.client === 'on'")
}

// shows waits until a path is shown in place or by a load.
func (b *tab) shows(path string) {
	b.Helper()
	b.until(fmt.Sprintf("location.pathname + location.search === %q && document.readyState === 'complete' && document.querySelector('#main h1')", path))
}
