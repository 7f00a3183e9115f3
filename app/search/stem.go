package search

import (
	"strings"
	"sync"
)

// rules of each language: steps between bars, and of each step rules of which
// the first that fits applies. "ies>y2" puts a y in place of ies, if two bytes
// with a vowel stay before it; "ing!3" also makes one consonant of a double
// one that is left: running, run.
//
// A stem is never shown and never stored: two words are the same to a search
// when their stems are. So the rules may be few. Those for English find as
// much as Snowball's (doc.go says what either costs). They are text because
// text is small.
var rules = [...]struct{ code, text string }{
	{"en", "sses>ss2 ies>y2 xes>x2 ches>ch2 shes>sh2 ss>ss1 us>us1 is>is1 s3 | " +
		"ied>y2 eed>ee2 ed!3 ing!3 ed!2 ing!2 ly4 | " +
		"isation>iz3 ization>iz3 ise>iz4 is>iz4 ation4 ement5 ment5 ness4 ance4 ence5 able4 ible4 ate5 at5 tion>t3 sion>s3 al5 " +
		"ful4 ive4 | " +
		"e2 y>i2"},
	{"fr", "eaux>eau1 aux>al2 s3 x3 | " +
		"issements3 issement3 ications3 ication3 ation3 atrice3 ateur3 euse3 eur4 ement4 ment4 ique4 iste4 isme4 ance4 ence4 " +
		"ive>if3 aient3 erait3 era4 issant3 ant4 ent4 ons4 ez3 ait3 er3 ir3 ee3 | " +
		"e3 ier>i3 | " +
		"ll>l2 nn>n2 tt>t2 y>i2"},
	{"de", "ungen3 heiten3 keiten3 erinnen3 innen4 ern3 nen>n3 end4 em3 en3 er3 es3 e3 s3 n4 | " +
		"ung3 heit3 keit3 lich4 isch4 est4 er4 st4 t4"},
	{"es", "ces>z2 es3 s3 | " +
		"amiento3 imiento3 acion3 ador3 mente4 ando3 iendo3 ado3 ada3 ido3 ida3 ar3 er3 ir3 | " +
		"a3 o3 e3"},
	{"it", "azione3 azioni3 amento3 amenti3 mente4 ando3 endo3 ato3 ata3 ati3 ate3 are3 ere3 ire3 chi>c2 che>c2 ghi>g2 ghe>g2 | " +
		"a3 e3 i3 o3"},
	{"pt", "coes>ca2 cao>ca2 oes>a3 ais>al2 ns>m2 res>r3 s3 | " +
		"amento3 imento3 mente4 ando3 endo3 ado3 ada3 ido3 ida3 ar3 er3 ir3 | " +
		"a3 o3 e3"},
	{"nl", "heden>heid3 ingen>ing3 en!3 je4 s3 e!3 | " +
		"elijk3 heid3 ing!3 lijk3"},
}

// rule takes a suffix off a word.
type rule struct {
	suffix, put string
	keep        int  // bytes that must stay
	double      bool // then a doubled consonant becomes one
}

// language is the rules of one, by step.
type language struct {
	code  string
	steps [][]rule
}

// languages are made when the first index is.
var languages = sync.OnceValue(func() []*language {
	var all []*language
	for _, l := range rules {
		lang := &language{code: l.code}
		for _, step := range strings.Split(l.text, " | ") {
			var rs []rule
			for _, r := range strings.Split(step, " ") {
				n := len(r) - 1
				suffix, put, _ := strings.Cut(strings.TrimSuffix(r[:n], "!"), ">")
				rs = append(rs, rule{suffix, put, int(r[n] - '0'), r[n-1] == '!'})
			}
			lang.steps = append(lang.steps, rs)
		}
		all = append(all, lang)
	}
	return all
})

// stem is what a word shares with its other forms.
func (l *language) stem(word string) string {
	if len(word) < 4 || word[0] <= '9' {
		return word
	}
	for _, step := range l.steps {
		for i := range step {
			if w, ok := step[i].apply(word); ok {
				word = w
				break
			}
		}
	}
	return word
}

func (r *rule) apply(word string) (string, bool) {
	left, ok := strings.CutSuffix(word, r.suffix)
	if !ok || len(left) < r.keep || !strings.ContainsAny(left, "aeiouy") {
		return word, false
	}
	if r.double {
		if n := len(left); n > 2 && left[n-1] == left[n-2] && !strings.ContainsRune("aeiouyls", rune(left[n-1])) {
			left = left[:n-1]
		}
	}
	if r.put == "" {
		return left, true
	}
	if strings.HasPrefix(r.suffix, r.put) { // no new string for what is there already
		return word[:len(left)+len(r.put)], true
	}
	return left + r.put, true
}
