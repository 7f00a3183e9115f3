package search

// verify leaves the documents whose text has all phrases, and none of the
// unwanted ones, among the best maxVerified: reading a text takes 0.03 ms,
// so a phrase of common words in 10,000 posts must not read them all. Without
// texts the words of a phrase must be there, wherever.
func (s *state) verify(docs []int32, a *asking, cs []concept, texts TextSource) []int32 {
	var all []int32
	for i := range cs {
		if cs[i].word.quoted {
			if len(cs[i].ways[same]) == 0 {
				return nil
			}
			all = append(all, cs[i].ways[same][0].terms...)
		}
	}
	has := map[int32]bool{}
	if len(all) > 0 {
		for _, d := range s.together(all) {
			has[d.doc] = true
		}
	}
	left := docs[:0]
	read := 0
	for _, d := range docs {
		if len(all) > 0 && !has[d] {
			continue
		}
		if texts != nil {
			if read++; read > maxVerified {
				break
			}
			if !s.passes(d, a, texts) {
				continue
			}
		}
		left = append(left, d)
	}
	return left
}

// passes says whether a document has all phrases and none of the unwanted.
func (s *state) passes(d int32, a *asking, texts TextSource) bool {
	sections := texts.Sections(s.docs[d].path)
	for _, p := range a.phrases {
		if !stands(p, s.docs[d].title, sections) {
			return false
		}
	}
	for _, p := range a.unphrase {
		if stands(p, s.docs[d].title, sections) {
			return false
		}
	}
	return true
}

func stands(phrase []string, title string, sections []Section) bool {
	if follows(phrase, title) {
		return true
	}
	for i := range sections {
		if follows(phrase, sections[i].Heading) || follows(phrase, sections[i].Text) {
			return true
		}
	}
	return false
}

// follows says whether the words of a phrase follow each other in a text. Bit
// i of at means: the words up to i have just been read (Shift-And), so that
// the text is read once and nothing of it is kept.
func follows(phrase []string, text string) bool {
	var at uint64
	found := false
	sequence(text, func(w []byte) bool {
		var same uint64
		for i, p := range phrase {
			if p == string(w) {
				same |= 1 << i
			}
		}
		at = (at<<1 | 1) & same
		found = found || at>>(len(phrase)-1) != 0
		return !found
	})
	return found
}
