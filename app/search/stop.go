package search

import "strings"

// stops are words that a long question has for its grammar. They weigh next to
// nothing by their frequency already; leaving them out keeps a document from
// being lifted because it, too, asks "how do I".
var stops = map[string]string{
	"en": " a about an and any are as at be been by can could did do does for from had has have how i if in into is it its me my of on or our should so some than that the their them then there these they this to was we were what when where which who why will with would you your ",
	"fr": " a au aux avec ce ces cette comment dans de des du elle en est et il ils je la le les leur mais ne nous on ou par pas pour pourquoi qu quand que quel quelle quelles quels qui quoi sa se ses son sont sur un une vous ",
	"de": " als am an auch auf aus bei das dem den der des die du ein eine einen einer eines er es fur hat ich ihr im in ist kann man mit nach nicht oder sich sie sind so uber um und von vom wann war warum was wenn wer wie wird wir wo zu zum zur ",
	"es": " a al como con cual cuando de del donde el en es esta este la las lo los no o para pero por que quien se ser si sin sobre son su sus un una y ",
	"it": " a al che chi come con cosa da dei del della di dove e gli i il in la le lo ma nel non o per perche quale quando se si sono su un una uno ",
	"pt": " a ao as como com da das de do dos e em como na nas no nos o onde os ou para por porque qual quando que quem se um uma ",
	"nl": " aan als bij dat de die dit door een en er het hoe hij ik in is je met naar niet of om ook op te tot van voor waar waarom wanneer was wat we wie wij zijn zo ",
}

func isStop(lang, word string) bool {
	return strings.Contains(stops[lang], " "+word+" ")
}
