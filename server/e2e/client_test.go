package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/google/go-cmp/cmp"
)

// aPost finds the address of a post with a body longer than a screen.
func aPost(t *testing.T) string {
	t.Helper()
	b := open(t, "/blog")
	paths := eval[[]string](b, `[...new Set([...document.querySelectorAll('main a[href^="/blog/"]')].map((a) => a.pathname))]
		.filter((p) => p.split('/').length === 3 && p !== '/blog/archive')`)
	best, height := "", 0.0
	for _, p := range paths[:min(len(paths), 5)] {
		b.do(chromedp.Navigate(b.base + p))
		if h := eval[float64](b, "document.documentElement.scrollHeight"); h > height {
			best, height = p, h
		}
	}
	if height < 2000 {
		t.Fatalf("no post of %v is long enough to scroll: %v pixels", paths, height)
	}
	return best
}

func TestClientTakesOverUnseen(t *testing.T) {
	b := open(t, aPost(t))
	b.until("document.readyState === 'complete'")
	b.run(`
		window.body = document.querySelector('.prose > p');
		const field = document.createElement('input');
		field.id = 'probe';
		window.body.after(field);
		field.focus({preventScroll: true});
		field.value = 'half a sentence';
		field.setSelectionRange(5, 6);
		const toc = document.querySelector('.toc');
		if (toc) toc.open = true;
		window.openBefore = document.querySelectorAll('details[open]').length;
		scrollTo({top: 700, behavior: 'instant'});
		window.rect = document.querySelector('.prose').getBoundingClientRect().top;`)
	b.painted() // the field itself has moved what follows it
	before := eval[float64](b, "scrollY")
	shift := eval[float64](b, "seen.shift")
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, 5, 5))
	b.run("document.querySelector('header a').dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}))")
	b.until("document.documentElement.dataset.client === 'on'")
	b.painted()

	for _, c := range []struct{ what, expression string }{
		{"the article's nodes are the same", "body.isConnected && body === document.querySelector('.prose > p')"},
		{"the field has focus", "document.activeElement === document.getElementById('probe')"},
		{"the typed text is there", "document.getElementById('probe').value === 'half a sentence'"},
		{"the caret is where it was", "document.getElementById('probe').selectionStart === 5"},
		{"what was open is open", "document.querySelectorAll('details[open]').length === openBefore"},
		{"the article has not moved", "Math.abs(document.querySelector('.prose').getBoundingClientRect().top - rect) < 1"},
		{"the site is body's first element", "document.body.firstElementChild.id === 'site'"},
		{"there is one site", "document.querySelectorAll('#site').length === 1"},
	} {
		if !eval[bool](b, c.expression) {
			t.Errorf("after the take-over it does not hold that %s", c.what)
		}
	}
	if after := eval[float64](b, "scrollY"); after != before {
		t.Errorf("scrolled to %v before and %v after the take-over", before, after)
	}
	if after := eval[float64](b, "seen.shift"); after != shift {
		t.Errorf("the layout shifted by %v: %v", after-shift, eval[[]string](b, "seen.shifts"))
	}
	noViolations(b)
}

func noViolations(b *tab) {
	b.Helper()
	if v := eval[[]string](b, "seen.violations"); len(v) != 0 {
		b.Errorf("the policy was violated: %s", strings.Join(v, ", "))
	}
}

func TestFocusOnAnElementOfThePageIsKept(t *testing.T) {
	b := open(t, "/")
	b.run("document.querySelector('header nav li:last-child a').focus(); window.old = document.activeElement")
	b.takeOver()
	if !eval[bool](b, "document.activeElement !== old && !old.isConnected && document.activeElement.href === old.href") {
		t.Errorf("focus is on %s, want on the link that took the focused one's place", eval[string](b, "document.activeElement.outerHTML"))
	}
}

func TestFragmentInTheAddressDoesNotPullTheReaderBack(t *testing.T) {
	b := open(t, aPost(t))
	id := eval[string](b, "[...document.querySelectorAll('.prose h2[id]')].pop().id")
	b.do(chromedp.Navigate(b.base + eval[string](b, "location.pathname") + "#" + id))
	b.until("scrollY > 0")
	b.run("scrollTo({top: 10, behavior: 'instant'})")
	b.takeOver()
	if y := eval[float64](b, "scrollY"); y != 10 {
		t.Errorf("the reader was at 10 and is at %v", y)
	}
	if hash := eval[string](b, "location.hash"); hash != "#"+id {
		t.Errorf("the address ends in %q, want #%s", hash, id)
	}
}

func TestNavigationInPlace(t *testing.T) {
	b := open(t, "/blog")
	b.takeOver()
	post := eval[string](b, `(() => {
		const links = [...document.querySelectorAll('main a[href^="/blog/"]')].filter((a) => a.pathname.split('/').length === 3);
		const a = links[Math.floor(links.length / 2)];
		a.dataset.chosen = '';
		a.scrollIntoView({block: 'center', behavior: 'instant'});
		window.same = true;
		return a.pathname;
	})()`)
	listed := eval[float64](b, "scrollY")
	blogTitle := eval[string](b, "document.title")
	b.click("[data-chosen]")
	b.shows(post)
	b.until("document.activeElement === document.querySelector('#main h1')")
	if !eval[bool](b, "window.same === true") {
		t.Fatal("a click on a link loaded a whole document")
	}
	if title := eval[string](b, "document.title"); title == blogTitle {
		t.Errorf("the title is still %q", title)
	}
	if canonical := eval[string](b, `new URL(document.querySelector('link[rel="canonical"]').href).pathname`); canonical != post {
		t.Errorf("the canonical address is %q, want %q", canonical, post)
	}
	if said := eval[string](b, `document.querySelector('[role="status"]').textContent`); said != eval[string](b, "document.title") {
		t.Errorf("announced %q, want the title", said)
	}
	if y := eval[float64](b, "scrollY"); y != 0 {
		t.Errorf("a new page begins at %v, want its top", y)
	}
	if current := eval[string](b, `document.querySelector('header nav [aria-current]')?.pathname ?? ''`); current != "/blog" {
		t.Errorf("the navigation says we are in %q, want /blog", current)
	}

	b.run("scrollTo({top: 300, behavior: 'instant'})")
	b.run("history.back()")
	b.shows("/blog")
	b.until("document.title === " + fmt.Sprintf("%q", blogTitle))
	if y := eval[float64](b, "scrollY"); y != listed {
		t.Errorf("back to the list at %v, want %v", y, listed)
	}
	b.run("history.forward()")
	b.shows(post)
	b.until("document.title !== " + fmt.Sprintf("%q", blogTitle))
	if y := eval[float64](b, "scrollY"); y != 300 {
		t.Errorf("forward to the post at %v, want 300", y)
	}
	if !eval[bool](b, "window.same === true") {
		t.Error("back or forward loaded a whole document")
	}
	b.do(chromedp.Reload())
	b.until("document.readyState === 'complete'")
	b.until("scrollY === 300")
	noViolations(b)
}

// The client's elements are the server's, on a page it starts over and on one it
// goes to: else something would move, or look otherwise than after a reload.
func TestClientDrawsWhatTheServerDraws(t *testing.T) {
	const tree = "tree(document.getElementById('site'))"
	paths := []string{"/", "/about", "/projects", "/blog", aPost(t), "/blog/archive", "/there-is-no-such-page"}
	loaded := map[string][]string{}
	for _, path := range paths {
		t.Run("start"+path, func(t *testing.T) {
			b := open(t, path)
			b.allowed = []string{"404"}
			b.until("document.readyState === 'complete'")
			loaded[path] = eval[[]string](b, tree)
			b.takeOver()
			if diff := cmp.Diff(loaded[path], eval[[]string](b, tree)); diff != "" {
				t.Errorf("the client (+) draws %s otherwise than the server (-):\n%s", path, diff)
			}
		})
	}
	b := open(t, "/")
	b.allowed = []string{"404"}
	b.takeOver()
	b.run("window.same = true")
	for _, path := range append(paths[1:], paths[:5]...) {
		b.run(fmt.Sprintf("const a = document.createElement('a'); a.href = %q; document.getElementById('main').append(a); a.click()", path))
		b.shows(path)
		b.until("document.activeElement === document.querySelector('#main h1')")
		b.run("document.querySelectorAll('#main > a').forEach((a) => a.remove())")
		if diff := cmp.Diff(loaded[path], eval[[]string](b, tree)); diff != "" {
			t.Errorf("gone to in place (+), %s is otherwise than loaded (-):\n%s", path, diff)
		}
	}
	if !eval[bool](b, "window.same === true") {
		t.Error("a whole document was loaded on the way")
	}
}

func TestFragmentsScrollAndComeBack(t *testing.T) {
	b := open(t, aPost(t))
	b.takeOver()
	b.run("window.same = true; scrollTo({top: 40, behavior: 'instant'})")
	id := eval[string](b, "[...document.querySelectorAll('.prose h2[id]')].pop().id")
	b.run(fmt.Sprintf(`const a = document.createElement('a'); a.href = '#%s'; document.querySelector('.prose > p').append(a); a.click()`, id))
	b.until("location.hash && scrollY > 40")
	b.run("history.back()")
	b.until("!location.hash")
	b.until("scrollY === 40")
	if !eval[bool](b, "window.same === true") {
		t.Error("a fragment loaded a whole document")
	}
}

func TestLinksLeftToTheBrowser(t *testing.T) {
	b := open(t, "/")
	b.takeOver()
	// The last to hear of a click: notes whether it was taken, then stops the browser.
	b.run(`addEventListener('click', (e) => { seen.clicks.push(e.defaultPrevented ? 'taken' : 'native'); e.preventDefault(); });
		const add = (id, more) => { const a = Object.assign(document.createElement('a'), {id, textContent: id, ...more}); document.querySelector('#main h1').append(a); };
		add('away', {href: 'https://example.org/'});
		add('feed', {href: '/feed.xml'});
		add('media', {href: '/media/00/a.png'});
		add('file', {href: '/about', download: 'about'});
		add('tab', {href: '/about', target: '_blank'});`)
	b.click("header nav a", chromedp.ButtonModifiers(chromedp.ModifierShift))
	b.click("header nav a", chromedp.ButtonModifiers(chromedp.ModifierCtrl))
	for _, id := range []string{"away", "feed", "media", "file", "tab"} {
		b.run("document.getElementById('" + id + "').click()")
	}
	want := slices.Repeat([]string{"native"}, 7)
	if got := eval[[]string](b, "seen.clicks"); !slices.Equal(got, want) {
		t.Errorf("shift, ctrl, another origin, a feed, media, a download and a new tab were %v, want all native", got)
	}
	if at := eval[string](b, "location.pathname"); at != "/" {
		t.Errorf("something went to %s", at)
	}
}

func TestThemeToggle(t *testing.T) {
	b := open(t, "/")
	b.until("document.readyState === 'complete'")
	const dark = "getComputedStyle(document.documentElement).colorScheme + ' ' + document.querySelector('[data-theme-toggle]').getAttribute('aria-pressed')"
	state := func(when, want string) {
		t.Helper()
		if got := eval[string](b, dark); got != want {
			t.Errorf("%s: color-scheme and aria-pressed are %q, want %q", when, got, want)
		}
	}
	if eval[bool](b, "document.querySelector('[data-theme-toggle]').hidden") {
		t.Fatal("the theme button is hidden though scripts run")
	}
	b.click("[data-theme-toggle]")
	state("chosen before the client", "dark true")
	b.do(chromedp.Reload())
	b.until("document.readyState === 'complete'")
	state("after a reload", "dark true")
	b.takeOver()
	if eval[bool](b, "document.querySelector('[data-theme-toggle]').hidden") {
		t.Error("the client's theme button is hidden")
	}
	state("after the take-over", "dark true")
	b.click("[data-theme-toggle]")
	if got := eval[string](b, "document.querySelector('[data-theme-toggle]').getAttribute('aria-pressed')"); got != "false" {
		t.Errorf("chosen with the client: aria-pressed is %q, want false", got)
	}
	b.click("header nav a")
	b.until("location.pathname !== '/'")
	if got := eval[string](b, "document.querySelector('[data-theme-toggle]').getAttribute('aria-pressed')"); got != "false" {
		t.Errorf("after a navigation aria-pressed is %q, want false", got)
	}
}

func TestClientStartsByItselfWhenNobodyWaits(t *testing.T) {
	b := open(t, "/")
	b.until("document.documentElement.dataset.client === 'on'")
	asked := eval[float64](b, `performance.getEntriesByType('resource').find((e) => e.name.includes('/wasm_exec.')).startTime - performance.getEntriesByType('navigation')[0].loadEventEnd`)
	if asked < 3990 {
		t.Errorf("the client was fetched %.0f ms after the page was there, want 4 seconds without a sign of intent", asked)
	}
}

func TestReadersWhoSaveAreNotGuessedAt(t *testing.T) {
	b := open(t, "/", call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{
		Source: "Object.defineProperty(navigator, 'connection', {value: {saveData: true, effectiveType: '4g'}})",
	}))
	b.until("document.readyState === 'complete'")
	x, y := b.point("header nav a")
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y))
	b.painted()
	if eval[bool](b, "document.querySelector('script[src*=wasm_exec]') !== null") {
		t.Error("a pointer on a link fetched the client for a reader who saves data")
	}
	b.run("const field = document.createElement('input'); document.querySelector('main').prepend(field); field.focus()")
	b.painted()
	if eval[bool](b, "document.querySelector('script[src*=wasm_exec]') !== null") {
		t.Error("a field that a script put the focus into fetched the client for a reader who saves data")
	}
	b.do(chromedp.KeyEvent("a"))
	b.until("document.documentElement.dataset.client === 'on'")
}

func TestClientThatFailsLeavesTheSite(t *testing.T) {
	b := open(t, "/")
	b.takeOver()
	b.allowed = []string{"The client stopped", "broken on purpose"}
	b.run(`window.same = true;
		const closest = Element.prototype.closest;
		Element.prototype.closest = () => { throw Error('broken on purpose') };
		document.body.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}));
		Element.prototype.closest = closest;`)
	b.until("!document.documentElement.dataset.client && vitrine.life.signal.aborted")
	b.run(`document.querySelector('header nav a[href="/blog"]').click()`)
	b.shows("/blog")
	if eval[bool](b, "window.same === true") {
		t.Error("after its failure the client still took a click")
	}
}

func TestTrustedTypesRefuseWhatRuns(t *testing.T) {
	b := open(t, "/")
	// The browser tells of each refusal, and of handlers in the document they are judged in.
	b.allowed = []string{"TrustedHTML", "TrustedScriptURL", "inline event handler", "policy: script-src-attr", "policy: require-trusted-types-for"}
	for _, html := range []string{
		`<script>1</script>`, `<img src=x onerror=alert(1)>`, `<a href=" java&#9;script:alert(1)">a</a>`, `<svg><a xlink:href="javascript:1">a</a></svg>`,
		`<iframe srcdoc="<p>"></iframe>`, `<p title=x" onclick=1">a</p>`, `<template><img onerror=1></template>`,
	} {
		if eval[bool](b, fmt.Sprintf("(() => { const d = document.createElement('div'); try { d.innerHTML = %q } catch { return false } return true })()", html)) {
			t.Errorf("%s was let in", html)
		}
	}
	for _, html := range []string{`<p>text about &lt;img onerror=x&gt; and javascript: addresses</p>`, `<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="JavaScript: a history">`} {
		if !eval[bool](b, fmt.Sprintf("(() => { const d = document.createElement('div'); try { d.innerHTML = %q } catch { return false } return d.innerHTML !== '' })()", html)) {
			t.Errorf("%s was refused", html)
		}
	}
	for _, address := range []string{"https://example.org/a.js", "/media/0/a.js", "/assets/../media/a.js", "data:text/javascript,1"} {
		if eval[bool](b, fmt.Sprintf("(() => { try { document.createElement('script').src = %q } catch { return false } return true })()", address)) {
			t.Errorf("a script from %s was let in", address)
		}
	}
}

func TestPageIsWholeWithoutScripts(t *testing.T) {
	b := open(t, "/blog", call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	html, err := chromedp.Run(b.ctx, chromedp.OuterHTML(chromedp.CSS("#main")))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(html, "<h1") || !strings.Contains(html, `href="/blog/`) {
		t.Errorf("without scripts the list is not there: %.300s", html)
	}
	b.do(chromedp.Click(chromedp.CSS(`header nav a[href="/blog"]`)))
	b.do(chromedp.WaitReady(chromedp.CSS("#main h1")))
}

func TestSiteWorksWhenTheClientIsBlocked(t *testing.T) {
	b := open(t, "/", chromedp.Steps(
		call(network.Enable, network.EnableParams{}),
		call(network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: []*network.BlockPattern{{URLPattern: "*://*:*/assets/site.*.wasm", Block: true}}}),
	))
	b.allowed = []string{".wasm", "ERR_BLOCKED"}
	b.until("document.readyState === 'complete'")
	b.run("window.same = true")
	x, y := b.point("header nav a")
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x, y))
	b.do(chromedp.MouseEvent(chromedp.MouseMoved, x+1, y))
	b.do(chromedp.MouseClickXY(x, y))
	b.until("location.pathname !== '/' && document.readyState === 'complete' && document.querySelector('#main h1')")
	if eval[bool](b, "window.same === true || document.documentElement.dataset.client === 'on'") {
		t.Error("the link was not followed natively")
	}
}

func call[P, R any](command cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, command, params)
		return err
	})
}
