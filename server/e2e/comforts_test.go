package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// aCodePost has blocks of code, contents of several sections and a drawing.
const aCodePost = "/blog/a-token-bucket-that-tells-the-truth"

// stub runs a script in every document before its own.
func stub(script string) chromedp.Action[chromedp.Void] {
	return call(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// clipboardStub is a clipboard that the tests can read, and one without permission.
const (
	clipboardStub  = `Object.defineProperty(navigator, 'clipboard', {value: {writeText: (t) => { window.copied = t; return Promise.resolve(); }}});`
	forbiddenStub  = `Object.defineProperty(navigator, 'clipboard', {value: {writeText: () => Promise.reject(Error('not allowed'))}});`
	noSharing      = `Object.defineProperty(navigator, 'share', {value: undefined});`
	someSharing    = `Object.defineProperty(navigator, 'share', {value: (what) => { window.shared = what; return Promise.reject(new DOMException('closed', 'AbortError')); }});`
	saidLast       = `document.querySelector('body > [role="status"]').textContent`
	pictureFigures = `document.querySelector('.prose').append(...[1, 2, 3].map((i) => {
		const figure = document.createElement('figure'), img = document.createElement('img');
		Object.assign(img, {src: 'data:image/gif;base64,R0lGODlhAQABAIAAAAUEBAAAACwAAAAAAQABAAACAkQBADs=', alt: 'Picture ' + i, width: 500 + i, height: 300});
		figure.append(img);
		return figure;
	}));`
)

// goTo follows a link to a path in place.
func (b *tab) goTo(path string) {
	b.Helper()
	b.run(fmt.Sprintf("window.same = true; const a = document.createElement('a'); a.href = %q; document.getElementById('main').append(a); a.click()", path))
	b.shows(path)
	b.until("document.activeElement === document.querySelector('#main h1')")
	b.run("document.querySelectorAll('#main > a').forEach((a) => a.remove())")
	if !eval[bool](b, "window.same === true") {
		b.Fatalf("a whole document was loaded for %s", path)
	}
}

// press focuses an element and presses a key on it.
func (b *tab) press(selector, key string) {
	b.Helper()
	b.run(fmt.Sprintf("document.querySelector(%q).focus()", selector))
	b.do(chromedp.KeyEvent(key))
}

func TestCodeIsCopied(t *testing.T) {
	b := open(t, aCodePost, stub(clipboardStub))
	b.until("document.readyState === 'complete'")
	if n := eval[int](b, "document.querySelectorAll('[data-comfort]').length"); n != 0 {
		t.Errorf("the server made %d comforts", n)
	}
	b.takeOver()
	const each = "[...document.querySelectorAll('.prose figure.code')].every((f) => f.querySelectorAll('[data-comfort=copy]').length === 1) && document.querySelector('.prose figure.code') !== null"
	for _, when := range []string{"after the take-over", "gone away and come back in place"} {
		if !eval[bool](b, each) {
			t.Fatalf("%s not every block of code has one button", when)
		}
		if name := eval[string](b, "document.querySelector('[data-comfort=copy]').ariaLabel"); name != "Copy the code, limit/bucket.go" {
			t.Errorf("%s the button is called %q", when, name)
		}
		b.run("window.copied = ''")
		b.press("[data-comfort=copy]", kb.Enter)
		b.until("copied === document.querySelector('.prose figure.code pre').textContent && copied.includes('type Bucket struct')")
		b.until(saidLast + " === 'Copied'")
		b.goTo("/about")
		b.goTo(aCodePost)
	}
	noViolations(b)
}

func TestCodeIsSelectedWhenItMayNotBeCopied(t *testing.T) {
	b := open(t, aCodePost, stub(forbiddenStub))
	b.takeOver()
	b.press("[data-comfort=copy]", kb.Enter)
	b.until("getSelection().toString().includes('type Bucket struct')")
	if said := eval[string](b, saidLast); said != "" {
		t.Errorf("said %q, want nothing", said)
	}
}

func TestContentsFollowTheReader(t *testing.T) {
	b := open(t, aCodePost)
	b.takeOver()
	const marked = `[...document.querySelectorAll('.toc [aria-current=location]')].map((a) => a.getAttribute('href').slice(1) + ' ' + a.getAttribute('aria-current')).join(',')`
	at := func(n int) string {
		return fmt.Sprintf("document.querySelectorAll('.prose :is(h2, h3)[id]')[%d]", n)
	}
	follows := func() {
		t.Helper()
		b.until("scrollY === 0 && " + marked + " === ''")
		for _, n := range []int{1, 0, 2} {
			b.run(at(n) + ".scrollIntoView({behavior: 'instant'})")
			b.until(marked + " === " + at(n) + ".id + ' location'")
		}
		// A jump carries several headings past the whole window at once.
		b.run("scrollTo({top: document.documentElement.scrollHeight, behavior: 'instant'})")
		b.until(marked + " === [...document.querySelectorAll('.prose :is(h2, h3)[id]')].pop().id + ' location'")
	}
	follows()
	b.goTo("/blog")
	b.goTo("/blog/migrations-without-fear")
	follows()
	b.goTo(aCodePost) // from one post to another the engine uses the list's elements again
	follows()
	b.run("vitrine.life.abort()")
	b.until(marked + " === ''")
}

func TestPicturesAreEnlarged(t *testing.T) {
	b := open(t, aCodePost)
	b.until("document.readyState === 'complete'")
	b.run(pictureFigures)
	b.takeOver()
	const (
		open    = "document.querySelector('dialog.lightbox')?.open === true"
		shown   = "document.querySelector('.lightbox img').alt"
		second  = ".prose figure:nth-last-of-type(2) > [data-comfort=enlarge]"
		focused = "document.activeElement === document.querySelector('" + second + "')"
	)
	if name := eval[string](b, "document.querySelector('"+second+"').ariaLabel"); name != "Enlarge: Picture 2" {
		t.Errorf("the button is called %q", name)
	}
	b.press(second, kb.Enter)
	b.until(open + " && " + shown + " === 'Picture 2'")
	for _, step := range []struct{ key, want string }{{kb.ArrowRight, "Picture 3"}, {kb.ArrowRight, "Picture 1"}, {kb.ArrowLeft, "Picture 3"}} {
		b.do(chromedp.KeyEvent(step.key))
		b.until(shown + fmt.Sprintf(" === %q", step.want))
	}
	if said := eval[string](b, `document.querySelector('.lightbox [role="status"]').textContent`); said != "3 of 3" {
		t.Errorf("said %q, want 3 of 3", said)
	}
	b.press(".lightbox [data-comfort=full]", kb.Enter)
	b.until("document.querySelector('.lightbox [data-comfort=full]').ariaPressed === 'true'")
	if !eval[bool](b, "document.querySelector('.lightbox').contains(document.activeElement)") {
		t.Error("focus has left the dialog")
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until("!(" + open + ") && " + focused)

	b.click(".prose figure:last-of-type > img")
	b.until(open + " && " + shown + " === 'Picture 3'")
	b.run("history.pushState(null, '', '/about'); dispatchEvent(new PopStateEvent('popstate'))") // as by the back button
	b.until("!(" + open + ") && document.activeElement === document.querySelector('#main h1')")
	noViolations(b)
}

func TestTextsAreShared(t *testing.T) {
	const button = ".pagehead > .label > [data-comfort=share]"
	b := open(t, "/blog", stub(someSharing))
	b.takeOver()
	b.goTo(aCodePost)
	if words := eval[string](b, "document.querySelector('"+button+"').textContent"); words != "Share" {
		t.Errorf("the button says %q, want Share", words)
	}
	b.press(button, kb.Enter)
	b.until("window.shared && new URL(shared.url).pathname === '" + aCodePost + "' && shared.title === document.title")

	b = open(t, aCodePost, stub(noSharing+clipboardStub))
	b.takeOver()
	if words := eval[string](b, "document.querySelector('"+button+"').textContent"); words != "Copy link" {
		t.Errorf("without sharing the button says %q, want Copy link", words)
	}
	b.press(button, kb.Enter)
	b.until("window.copied === document.querySelector('link[rel=canonical]').href && " + saidLast + " === 'Copied'")
	b.goTo("/about")
	if eval[bool](b, "document.querySelector('[data-comfort]') !== null") {
		t.Error("a comfort of a post stayed on another page")
	}
	noViolations(b)
}

// told is the answers to what the document has told the server, "202" each.
const told = `performance.getEntriesByType('resource').filter((e) => new URL(e.name).pathname === '/api/events').map((e) => String(e.responseStatus)).join()`

func TestFaultOfTheClientIsToldOnce(t *testing.T) {
	b := open(t, aCodePost)
	b.until("document.readyState === 'complete'")
	b.run("window.sent = []; const beacon = navigator.sendBeacon; navigator.sendBeacon = function (to, body) { body.text().then((text) => sent.push(text)); return beacon.call(navigator, to, body); }")
	b.takeOver()
	b.until("document.querySelector('[data-comfort]') !== null")
	b.allowed = []string{"The client stopped", "broken on purpose"}
	for range 2 {
		b.run(`const closest = Element.prototype.closest;
			Element.prototype.closest = () => { throw Error('broken on purpose') };
			document.body.dispatchEvent(new PointerEvent('pointerover', {bubbles: true, pointerType: 'mouse'}));
			Element.prototype.closest = closest;`)
	}
	b.until(told + " === '202'")
	b.run("vitrine.fault('another')")
	b.painted()
	if sent := eval[[]string](b, "sent"); len(sent) != 1 || !strings.Contains(sent[0], "broken on purpose") || !strings.Contains(sent[0], aCodePost) {
		t.Errorf("told %q, want the one fault with its page", sent)
	}
	if left := eval[int](b, "document.querySelectorAll('[data-comfort], .toc [aria-current=location]').length"); left != 0 {
		t.Errorf("%d comforts outlived the client", left)
	}
}

func TestFaultOfTheRuntimeIsTold(t *testing.T) {
	b := open(t, "/", stub("WebAssembly.instantiate = () => Promise.reject(Error('no such luck'));"))
	b.until("document.readyState === 'complete'")
	x, y := b.point("header nav a")
	b.do(chromedp.MouseEvent("mouseMoved", x, y))
	b.until(told + " === '202'")
}

func TestAnUpdateIsSaidOnce(t *testing.T) {
	b := open(t, "/")
	b.until("document.readyState === 'complete'")
	outdate := func() {
		b.run(`const data = document.getElementById('page'), now = JSON.parse(data.textContent);
			now.build = document.documentElement.dataset.build = 'of-yesterday';
			data.firstChild.data = JSON.stringify(now); window.same = true;`)
		b.takeOver()
		b.run(`document.querySelector('header nav a[href="/blog"]').click()`)
		b.until("window.same !== true && document.readyState === 'complete' && location.pathname === '/blog'")
	}
	outdate()
	b.takeOver()
	b.until(saidLast + " === 'The site was updated.'")
	b.do(chromedp.Navigate(b.base + "/"))
	outdate()
	b.takeOver()
	b.run("window.waited = false; setTimeout(() => { waited = true }, 1200)")
	b.until("waited")
	if said := eval[string](b, saidLast); said != "" {
		t.Errorf("the same build was told a second time: %q", said)
	}
}

func TestComfortsMoveNothing(t *testing.T) {
	for _, width := range []int{360, 800, 1280} {
		t.Run(fmt.Sprint(width), func(t *testing.T) {
			b := open(t, aCodePost, stub(clipboardStub+noSharing), call(emulation.SetDeviceMetricsOverride,
				emulation.SetDeviceMetricsOverrideParams{Width: int64(width), Height: 800, DeviceScaleFactor: 1}))
			b.until("document.readyState === 'complete'")
			b.run(pictureFigures + `const bare = document.createElement('figure'); bare.className = 'code'; bare.append(document.createElement('pre'));
				bare.firstChild.textContent = 'x'.repeat(300); document.querySelector('.prose > p').after(bare);`)
			b.painted()
			b.run("seen.shift = 0; seen.shifts.length = 0; window.tall = document.documentElement.scrollHeight; window.wide = document.documentElement.scrollWidth")
			b.takeOver()
			for y := 0; y < 6000; y += 700 {
				b.run(fmt.Sprintf("scrollTo({top: %d, behavior: 'instant'})", y))
				b.painted()
			}
			for _, selector := range []string{"[data-comfort=copy]", "[data-comfort=share]", "[data-comfort=enlarge]"} {
				b.press(selector, kb.Enter)
				b.painted()
			}
			b.do(chromedp.KeyEvent(kb.Escape))
			b.run("document.documentElement.dataset.loading = 'on'")
			b.painted()
			if shift := eval[float64](b, "seen.shift"); shift != 0 {
				t.Errorf("the layout shifted by %v: %v", shift, eval[[]string](b, "seen.shifts"))
			}
			if !eval[bool](b, "tall === document.documentElement.scrollHeight && wide === document.documentElement.scrollWidth") {
				t.Error("the page has another size with its comforts")
			}
			small := eval[[]string](b, `[...document.querySelectorAll('#site [data-comfort]')].map((el) => [el, el.getBoundingClientRect()])
				.filter(([, r]) => r.width < 24 || r.height < 24 || r.left < 0 || r.right > innerWidth).map(([el, r]) => el.dataset.comfort + ' ' + JSON.stringify(r))`)
			if len(small) != 0 {
				t.Errorf("too small for a finger, or beside the window: %v", small)
			}
			noViolations(b)
		})
	}
}
