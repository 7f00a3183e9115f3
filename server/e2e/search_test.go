package e2e_test

import (
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/google/go-cmp/cmp"
)

// TestSearchWithoutScripts: a form and its answer, which leads to the heading.
func TestSearchWithoutScripts(t *testing.T) {
	b := open(t, "/search", call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true}))
	searchAndFollow(b)
}

// TestSearchWithTheClient: what was typed before the client came is kept, and the
// answer is the same page drawn by it.
func TestSearchWithTheClient(t *testing.T) {
	b := open(t, "/search")
	b.until("document.activeElement?.name === 'q'")
	b.run("document.activeElement.value = 'half a wo'")
	b.takeOver()
	if typed := eval[string](b, "document.activeElement?.value ?? ''"); typed != "half a wo" {
		t.Errorf("after the client came the field in focus has %q", typed)
	}
	searchAndFollow(b)

	// A field's value is an attribute in HTML and a property of the client's element.
	const tree = `tree(document.getElementById('site')).map((line) => line.replace(/ value=".*?"/, ''))`
	const value = "document.querySelector('[name=q]').value"
	for _, path := range []string{"/search", "/search?q=flush+queue", "/search?q=zzxyq", "/search?q=fluhs"} {
		b := open(t, path)
		b.until("document.readyState === 'complete'")
		before, asked := eval[[]string](b, tree), eval[string](b, value)
		b.takeOver()
		if diff := cmp.Diff(before, eval[[]string](b, tree)); diff != "" {
			t.Errorf("the client (+) draws %s otherwise than the server (-):\n%s", path, diff)
		}
		if kept := eval[string](b, value); kept != asked {
			t.Errorf("%s: the client has the question %q, the server %q", path, kept, asked)
		}
		noViolations(b)
	}
}

// searchAndFollow asks for words on the page that is open and follows the first result.
func searchAndFollow(b *tab) {
	b.Helper()
	b.run("document.querySelector('[name=q]').value = 'flush queue'")
	b.click("[role=search] button")
	b.until("location.search === '?q=flush+queue' && document.querySelector('.results mark') !== null")
	b.until("document.readyState === 'complete'")
	section := eval[string](b, "document.querySelector('.results a').hash")
	b.click(".results a")
	b.until("location.pathname.startsWith('/blog/') && scrollY > 0")
	if hash := eval[string](b, "location.hash"); hash == "" || hash != section {
		b.Errorf("the first result leads to %q, want %q", hash, section)
	}
	b.run("history.back()")
	b.until("location.search === '?q=flush+queue' && document.querySelector('.results') !== null")
}
