package card_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"vitrine/app/wire"
	"vitrine/server/card"
)

// titles are what owners write, and what nobody should.
var titles = map[string]string{
	"short":         "Six alarms a day",
	"long":          "How we moved four hundred million rows to another table without stopping a single write, and what we would do otherwise today",
	"one word":      "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte",
	"quotes":        "“Yes — but ‘never’ on a Friday”: AWAY To Värmland",
	"greek":         "Η ουρά που δεν ξεχνά τίποτα",
	"cyrillic":      "Очередь, которая ничего не теряет",
	"accents":       "Príliš žlutoučký kůň, Łódź, İstanbul, Ångström, œuvre",
	"decomposed":    "Pri\u0301lis\u030c z\u030clut\u030cy\u0301",
	"10,000":        strings.Repeat("word ", 2000),
	"10,000 in one": strings.Repeat("x", 10_000),
	"wide":          strings.Repeat("W", 300),
	"marks":         "a" + strings.Repeat("\u0301", 5000),
	"controls":      "a\x00b\x1b[31mc\u0085\u2028d\u2029\te\r\nf",
	"overrides":     "\u202eevil\u202c \u2066isolate\u2069 \u200f\u200e\u061c",
	"not UTF-8":     "caf\xe9 \xff\xfe bar",
	"spaces":        " \t\n  ",
	"dots":          strings.Repeat(".", 500),
	"soft hyphens":  strings.Repeat("Haupt\u00adbetriebs\u00ad", 30),
	"brackets":      "f(x) = {[<>]} / std::vector<bool>",
}

func TestTitlesStayWithinTheirColumn(t *testing.T) {
	p := card.New(nil)
	for name, title := range titles {
		t.Run(name, func(t *testing.T) {
			c := card.Card{Site: "Ada", Kind: "Post", Date: "3 Nov 2026", Host: "example.com", Title: card.Plain(title)}
			img, b := draw(t, p, c)
			if len(b) > 60_000 {
				t.Errorf("the card has %d bytes", len(b))
			}
			drawn, whole := p.Set(title)
			if !whole {
				t.Errorf("a letter of %q has no glyph", drawn)
			}
			if drawn == "" {
				return
			}
			// Hanging quotes may stand in the gap, never in the label.
			got := inked(img, image.Rect(284, 72, 1200, 610))
			if got.Empty() || got.Min.X < 284 || got.Max.X > 1140 || got.Max.Y > 600 {
				t.Errorf("the title is drawn in %v", got)
			}
			if !strings.ContainsRune("“‘\"'", []rune(drawn)[0]) && got.Min.X < 318 {
				t.Errorf("the title begins at %d, its column at 320", got.Min.X)
			}
		})
	}
}

func TestWhatIsDrawnOfATitle(t *testing.T) {
	p := card.New(nil) // a machine without fonts
	for _, test := range []struct{ title, drawn string }{
		{"Plain words", "Plain words"},
		{"  Two\t\nspaces  ", "Two spaces"},
		{"Ship it 🎉🚀 today", "Ship it today"},
		{"👩‍💻 1️⃣ first", "1 first"},
		{"🎉🎉🇬🇭", ""},
		{"", ""},
		{"Hàng đợi không quên điều gì", "Hàng đoi không quên điêu gì"},
		{"minus −1, prime 5′, non‑breaking", "minus –1, prime 5', non-breaking"},
		{"الطابور الذي لا ينسى", ""},
		{"देवनागरी", ""},
		{"忘れないキュー", ""},
		{"Learning देवनागरी in a whole year", "Learning … in a whole year"},
		{"Reading שלום עליכם in one long evening", "Reading … in one long evening"},
		{"Go 言語 in twenty minutes", "Go … in twenty minutes"},
		{"a\u202eb\u2066c\u200d", "abc"},
		{"x\x00y\x07", "x y"},
	} {
		got, whole := p.Set(test.title)
		if got != test.drawn || !whole {
			t.Errorf("of %q is drawn %q (every letter has a glyph: %v), want %q", test.title, got, whole, test.drawn)
		}
	}
}

func TestRows(t *testing.T) {
	p := card.New(nil)
	for _, test := range []struct {
		title string
		rows  []string
		size  float64
	}{
		{"Holdfast", []string{"Holdfast"}, 92},
		{"One flush, many promises", []string{"One flush,", "many promises"}, 92},
		{"What church organs know about maintenance", []string{"What church", "organs know about", "maintenance"}, 92},
		{"Five state-of-the-art tricks to unlearn", []string{"Five state-of-the-", "art tricks to unlearn"}, 92},
	} {
		rows, size := p.Rows(test.title)
		if !slices.Equal(rows, test.rows) || size != test.size {
			t.Errorf("%q is set as %q at %v", test.title, rows, size)
		}
	}
	for name, title := range titles {
		if drawn, _ := p.Set(title); drawn == "" {
			continue
		}
		rows, size := p.Rows(title)
		if len(rows) > 4 || size < 44 || size > 92 {
			t.Errorf("%s: %d rows of %v pixels", name, len(rows), size)
		}
		for _, r := range rows {
			if r == "" || strings.HasPrefix(r, " ") || strings.HasSuffix(r, " ") {
				t.Errorf("%s: a row is %q", name, r)
			}
		}
	}
	rows, _ := p.Rows(titles["10,000"])
	if last := rows[3]; !strings.HasSuffix(last, "word…") {
		t.Errorf("what is too long ends in %q", last)
	}
	rows, _ = p.Rows(titles["one word"])
	if !strings.HasSuffix(rows[0], "-") || utf8.RuneCountInString(rows[len(rows)-1]) < 3 {
		t.Errorf("a long word is parted as %q", rows)
	}
	rows, _ = p.Rows(titles["soft hyphens"])
	if !strings.HasSuffix(rows[0], "-") {
		t.Errorf("a soft hyphen that ends a row is not shown: %q", rows)
	}
}

// TestMachineFonts: what the Go fonts lack is drawn with a font of the machine,
// right to left where it is written so.
func TestMachineFonts(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "broken.ttf"), []byte("no font"), 0o600); err != nil {
		t.Fatal(err)
	}
	bareFont(t, dir, "Hebrew.ttf", "אבגדהוזחטיכלמנסעפצקרשתםןךףץ")
	bareFont(t, dir, "Han.ttf", "忘言語一二三四五六七八九十、。「」ー")
	p := card.New([]string{filepath.Join(dir, "none"), dir})
	for _, test := range []struct{ title, rows string }{
		{"שלום עולם", "םלוע םולש"},
		{"שלום (2026) עולם", "םלוע (2026) םולש"},
		{"שלום Go 1.26 עולם", "םלוע Go 1.26 םולש"},
		{"Say שלום now", "Say םולש now"},
		{"一二三Go四五。", "一二三Go四五。"},
		{"「一ー二」", "「一ー二」"},
		{"שָׁלוֹם", "םולש"},
	} {
		rows, _ := p.Rows(test.title)
		if got := strings.Join(rows, "|"); got != test.rows {
			t.Errorf("%q stands as %q, want %q", test.title, got, test.rows)
		}
	}
	rows, _ := p.Rows(strings.Repeat("一二三、四五六。「七八」", 4))
	for _, r := range rows {
		if strings.HasPrefix(r, "、") || strings.HasPrefix(r, "。") || strings.HasSuffix(r, "「") {
			t.Errorf("a row breaks the rule of its script: %q", r)
		}
	}
	img, _ := draw(t, p, card.Card{Title: card.Plain("שלום")})
	if got := inked(img, image.Rect(300, 72, 1200, 610)); got.Max.X < 1130 || got.Max.X > 1140 || got.Min.X < 700 {
		t.Errorf("a title from the right stands in %v", got)
	}
}

// TestWordless: without a title that can be set, the record's pattern.
func TestWordless(t *testing.T) {
	p := card.New(nil)
	seen := map[string]bool{}
	for _, seed := range []string{"post/a", "post/b", "post/c", "post/d", "post/e", "post/f"} {
		c := card.Card{Site: "Ada", Title: card.Plain("الطابور"), Seed: seed}
		img, b := draw(t, p, c)
		if len(b) > 60_000 {
			t.Errorf("the pattern of %s has %d bytes", seed, len(b))
		}
		if inked(img, image.Rect(330, 70, 1200, 610)).Dx() < 150 {
			t.Errorf("the pattern of %s is empty", seed)
		}
		seen[string(b)] = true
	}
	if len(seen) != 6 {
		t.Errorf("six records share %d patterns", len(seen))
	}
	if _, again := draw(t, p, card.Card{Site: "Ada", Title: card.Plain("الطابور"), Seed: "post/a"}); !seen[string(again)] {
		t.Error("a pattern is not the same twice")
	}
}

// TestAccents: whatever colour an owner picks, the edge has their hue and reads
// on the ground.
func TestAccents(t *testing.T) {
	p := card.New(nil)
	luminance := func(c color.Color) float64 {
		r, g, b, _ := c.RGBA()
		linear := func(v uint32) float64 {
			x := float64(v) / 0xffff
			if x <= 0.04045 {
				return x / 12.92
			}
			return math.Pow((x+0.055)/1.055, 2.4)
		}
		return .2126*linear(r) + .7152*linear(g) + .0722*linear(b)
	}
	for _, accent := range []string{"", "#ffcc00", "#fff", "#000000", "#0f766e", "#ff0000", "#00ff00", "#0000ff", "#f0f", "#7fffd4", "red", "#12", "#gggggg"} {
		img, _ := draw(t, p, card.Card{Accent: accent, Title: card.Plain("x")})
		edge, ground := luminance(img.At(600, 625)), luminance(img.At(600, 600))
		if ratio := (ground + .05) / (edge + .05); ratio < 4.5 {
			t.Errorf("the edge of %q reads at %.1f : 1", accent, ratio)
		}
	}
	if l, c, h, ok := card.Oklch("#0f766e"); !ok || math.Abs(l-.511) > .002 || math.Abs(c-.086) > .002 || math.Abs(h-186.4) > .5 {
		t.Errorf("#0f766e is %.3f %.3f %.1f", l, c, h)
	}
}

func TestHash(t *testing.T) {
	base := card.Card{Site: "Ada", Kind: "Post", Date: "3 Nov 2026", Host: "example.com", Title: card.Plain("One"), Accent: "#123456", Plate: "<svg/>", Seed: "a"}
	seen := map[string]bool{base.Hash(): true}
	for _, change := range []func(*card.Card){
		func(c *card.Card) { c.Site = "Eve" }, func(c *card.Card) { c.Kind = "Page" }, func(c *card.Card) { c.Date = "" },
		func(c *card.Card) { c.Host = "" }, func(c *card.Card) { c.Title = card.Plain("Two") }, func(c *card.Card) { c.Accent = "" },
		func(c *card.Card) { c.Plate = "" }, func(c *card.Card) { c.Seed = "b" },
		func(c *card.Card) { c.Title = []wire.Segment{{Text: "One", No: 1}} },
	} {
		c := base
		change(&c)
		if h := c.Hash(); seen[h] || len(h) != 12 {
			t.Errorf("a card that differs has the hash %q", h)
		}
		seen[c.Hash()] = true
	}
	if same := base; !seen[same.Hash()] {
		t.Error("a hash is not the same twice")
	}
}

// TestManyAtOnce: cards wait for one another, and no longer than they are asked to.
func TestManyAtOnce(t *testing.T) {
	p := card.New(nil)
	_, want := draw(t, p, card.Card{Title: card.Plain("Shared")})
	done := make(chan bool)
	for range 8 {
		go func() {
			b, err := p.Draw(t.Context(), card.Card{Title: card.Plain("Shared")})
			done <- err == nil && bytes.Equal(b, want)
		}()
	}
	for range 8 {
		if !<-done {
			t.Error("a card that was drawn beside others differs")
		}
	}
	over, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		if _, err := p.Draw(over, card.Card{}); err != nil && wire.CodeOf(err) != wire.Unavailable {
			t.Fatalf("a card nobody waits for: %v", err)
		}
	}
}

func FuzzTitle(f *testing.F) {
	for _, t := range titles {
		f.Add(clip(t))
	}
	f.Add("שלום 「言語」 🎉 देवनागरी")
	p := card.New(nil)
	f.Fuzz(func(t *testing.T, title string) {
		drawn, whole := p.Set(title)
		if !whole {
			t.Errorf("a letter of %q has no glyph", title)
		}
		if drawn == "" {
			return
		}
		for _, wide := range p.Outside(title) {
			t.Errorf("a row of %q is as wide as %q", title, wide)
		}
	})
}

func clip(s string) string { return s[:min(len(s), 200)] }

func BenchmarkCard(b *testing.B) {
	svg, err := os.ReadFile(filepath.Join("..", "..", "data", "seed", "media", "holdfast.svg"))
	if err != nil {
		b.Fatal(err)
	}
	p := card.New(nil)
	for b.Loop() {
		draw, err := p.Draw(b.Context(), card.Card{Site: "Ada", Kind: "Project", Date: "2023 – now", Host: "example.com", Title: card.Plain("One flush, many promises"), Plate: string(svg)})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(len(draw)), "bytes/card")
	}
}
