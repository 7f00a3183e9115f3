package main

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// accent is what an owner may set.
type accent struct{ l, c, h float64 }

// tokens are the stylesheet's own formulas, so that a change to one is measured
// as it stands.
type tokens map[string]string

func readTokens(t *testing.T) tokens {
	t.Helper()
	css, err := os.ReadFile("../../../assets/web/css/10-tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	out := tokens{}
	for _, m := range regexp.MustCompile(`--([\w-]+):\s*([^;]+);`).FindAllStringSubmatch(string(css), -1) {
		if _, twice := out[m[1]]; !twice { // the first is the rule, others are for those who ask for contrast
			out[m[1]] = m[2]
		}
	}
	return out
}

// colour gives a token for an accent in the light or dark scheme.
func (k tokens) colour(name string, a accent, dark bool) ([3]uint8, error) {
	e := &formula{tokens: k, accent: a, text: k[name]}
	if e.text == "" {
		return [3]uint8{}, fmt.Errorf("there is no --%s", name)
	}
	e.eat("light-dark(")
	v := e.oklch()
	if e.eat(","); dark {
		v = e.oklch()
	}
	return screen(v), e.err
}

// formula is read from left to right.
type formula struct {
	tokens tokens
	accent accent
	text   string
	err    error
}

func (e *formula) eat(word string) bool {
	e.text = strings.TrimLeft(e.text, " ")
	rest, ok := strings.CutPrefix(e.text, word)
	if ok {
		e.text = rest
	}
	return ok
}

func (e *formula) oklch() (v [3]float64) {
	if !e.eat("oklch(") {
		e.err = fmt.Errorf("no oklch( at %q", e.text)
		return v
	}
	if e.eat("from") && !e.eat("var(--accent)") {
		e.err = fmt.Errorf("made from something else at %q", e.text)
	}
	for i := range v {
		v[i] = e.sum()
	}
	e.eat(")")
	return v
}

func (e *formula) sum() float64 {
	v := e.product()
	for {
		switch {
		case e.eat("+"):
			v += e.product()
		case e.eat("- "):
			v -= e.product()
		default:
			return v
		}
	}
}

func (e *formula) product() float64 {
	v := e.value()
	for e.eat("*") {
		v *= e.value()
	}
	return v
}

var reNumber = regexp.MustCompile(`^-?[\d.]+`)

func (e *formula) value() float64 {
	for word, f := range map[string]func(a, b float64) float64{"min(": math.Min, "max(": math.Max} {
		if e.eat(word) {
			a := e.sum()
			e.eat(",")
			b := e.sum()
			e.eat(")")
			return f(a, b)
		}
	}
	if e.eat("calc(") {
		v := e.sum()
		e.eat(")")
		return v
	}
	for word, v := range map[string]float64{"var(--accent-h)": e.accent.h, "var(--accent-c)": e.accent.c, "h": e.accent.h, "l": e.accent.l, "c": e.accent.c} {
		if e.eat(word) {
			return v
		}
	}
	if e.eat("var(--tint)") {
		in := &formula{tokens: e.tokens, accent: e.accent, text: e.tokens["tint"]}
		v := in.sum()
		e.err = in.err
		return v
	}
	n := reNumber.FindString(e.text)
	v, err := strconv.ParseFloat(n, 64)
	if err != nil {
		e.err = fmt.Errorf("no number at %q", e.text)
		e.text = ""
	}
	e.text = e.text[min(len(n), len(e.text)):]
	return v
}

// screen gives an OKLCH colour as a screen of 8 bits shows it (CSS Color 4,
// section 9). Like today's browsers it cuts off what a screen does not have.
func screen(v [3]float64) (out [3]uint8) {
	l, a, b := v[0], v[1]*math.Cos(v[2]*math.Pi/180), v[1]*math.Sin(v[2]*math.Pi/180)
	cube := func(x float64) float64 { return x * x * x }
	x := cube(l + 0.3963377774*a + 0.2158037573*b)
	y := cube(l - 0.1055613458*a - 0.0638541728*b)
	z := cube(l - 0.0894841775*a - 1.2914855480*b)
	for i, row := range [3][3]float64{
		{4.0767416621, -3.3077115913, 0.2309699292},
		{-1.2684380046, 2.6097574011, -0.3413193965},
		{-0.0041960863, -0.7034186147, 1.7076147010},
	} {
		u := min(max(row[0]*x+row[1]*y+row[2]*z, 0), 1)
		if u <= 0.0031308 {
			u *= 12.92
		} else {
			u = 1.055*math.Pow(u, 1/2.4) - 0.055
		}
		out[i] = uint8(math.Round(u * 255))
	}
	return out
}

// contrast is WCAG 2's of two colours.
func contrast(a, b [3]uint8) float64 {
	x, y := luminance(a)+0.05, luminance(b)+0.05
	return max(x, y) / min(x, y)
}

func luminance(c [3]uint8) (y float64) {
	for i, weight := range [3]float64{0.2126, 0.7152, 0.0722} {
		u := float64(c[i]) / 255
		if u <= 0.04045 {
			u /= 12.92
		} else {
			u = math.Pow((u+0.055)/1.055, 2.4)
		}
		y += weight * u
	}
	return y
}

// pairs is what stands on what: words need 4.5, the borders of fields and the
// ring of the focus 3 (WCAG 2.2, 1.4.3 and 1.4.11).
var pairs = []struct {
	least float64
	over  string
	under []string
}{
	{4.5, "ink", []string{"ground", "sink", "wash", "mid", "mark"}},
	{4.5, "soft", []string{"ground", "sink", "wash"}},
	{4.5, "edge", []string{"ground", "sink", "wash"}},
	{4.5, "string", []string{"sink", "wash"}},
	{4.5, "number", []string{"sink", "wash"}},
	{4.5, "good", []string{"ground", "sink"}},
	{4.5, "warn", []string{"ground", "sink"}},
	{4.5, "bad", []string{"ground", "sink"}},
	{4.5, "ground", []string{"ink", "edge"}}, // the main button, and under the hand
	{3, "line-strong", []string{"ground", "sink"}},
	{3, "edge", []string{"ground", "sink", "wash"}},
}

// TestEveryAccentCanBeRead holds the promise to owners: whatever colour they
// pick, the site stays readable in both schemes.
func TestEveryAccentCanBeRead(t *testing.T) {
	k := readTokens(t)
	worst := map[string]float64{}
	for l := 0.0; l <= 1; l += .1 {
		for c := 0.0; c <= .38; c += .0475 {
			for h := 0.0; h < 360; h += 15 {
				for _, dark := range []bool{false, true} {
					a := accent{l, c, h}
					for _, p := range pairs {
						over, err := k.colour(p.over, a, dark)
						if err != nil {
							t.Fatal(err)
						}
						for _, name := range p.under {
							under, err := k.colour(name, a, dark)
							if err != nil {
								t.Fatal(err)
							}
							got := contrast(over, under)
							key := fmt.Sprintf("%s on %s", p.over, name)
							if least, seen := worst[key]; !seen || got < least {
								worst[key] = got
							}
							if got < p.least {
								t.Errorf("accent %.2f %.3f %.0f, dark %v: %s has %.2f, needs %g", l, c, h, dark, key, got, p.least)
							}
						}
					}
				}
			}
		}
		if t.Failed() {
			break // one shade of failure is enough to see
		}
	}
	for key, least := range worst {
		t.Logf("%-22s at worst %.2f", key, least)
	}
}

// TestTokensAreReadRight keeps the test's own arithmetic honest: these are what
// Chromium paints.
func TestTokensAreReadRight(t *testing.T) {
	k := readTokens(t)
	green, orange, blue := accent{.52, .1, 172}, accent{.9, .3, 60}, accent{.2, .37, 264}
	for _, c := range []struct {
		name   string
		accent accent
		dark   bool
		want   string
	}{
		{"edge", green, false, "006c54"}, {"edge", green, true, "71d0b3"}, {"wash", green, false, "d8f4ea"}, {"soft", green, true, "a1aaa7"}, {"string", green, false, "834337"},
		{"edge", orange, false, "973b00"}, {"edge", orange, true, "ffc982"}, {"wash", orange, true, "3f2001"}, {"number", orange, false, "006d68"}, {"mid", orange, true, "7a3e00"},
		{"edge", blue, false, "02005d"}, {"edge", blue, true, "90b9ff"}, {"soft", blue, false, "545860"}, {"string", blue, true, "bcd197"}, {"mid", blue, false, "a8c7ff"},
	} {
		got, err := k.colour(c.name, c.accent, c.dark)
		if hex := fmt.Sprintf("%02x%02x%02x", got[0], got[1], got[2]); err != nil || hex != c.want {
			t.Errorf("--%s of %v, dark %v: %s, want %s (%v)", c.name, c.accent, c.dark, hex, c.want, err)
		}
	}
	for _, broken := range []string{"", "red", "oklch(.5 .1)", "light-dark(oklch(a .1 h), oklch(.1 .1 h))"} {
		if got, err := (tokens{"x": broken}).colour("x", green, false); err == nil {
			t.Errorf("%q is %v", broken, got)
		}
	}
}
