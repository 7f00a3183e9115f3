package nav

// Updated decides whether to say that the site was updated, in a document of
// build now: a client of build left has found another serving, and a whole
// document was loaded for that. said is the build it was last said of, "" for none.
func Updated(left, now, said string) bool {
	return left != "" && left != now && said != now
}
