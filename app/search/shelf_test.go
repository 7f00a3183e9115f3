package search_test

import (
	"strings"

	"vitrine/app/search"
	"vitrine/app/wire"
)

// on is the day of a document: later ones are newer.
func on(day int64) int64 { return 1_700_000_000_000 + day*86_400_000 }

// page is a document of the shelf: its text stands as "lede\n\n# Heading\ntext …".
func page(path, title, lang string, day int64, tags, text string) search.Document {
	d := search.Document{Path: path, Title: title, Kind: wire.KindPost, Lang: lang, Date: on(day), Tags: strings.Fields(tags)}
	for i, s := range strings.Split(text, "\n# ") {
		heading, body, _ := strings.Cut(s, "\n")
		if i == 0 {
			d.Sections = append(d.Sections, search.Section{Text: s, Lede: true})
			continue
		}
		id := "h-" + strings.ReplaceAll(strings.ToLower(heading), " ", "-")
		d.Sections = append(d.Sections, search.Section{ID: id, Heading: heading, Text: body})
	}
	return d
}

// shelf is a small site in five languages.
var shelf = []search.Document{
	page("queue", "A queue that loses nothing", "en", 10, "go sqlite durability", `How a job queue in one SQLite file survives a power cut.
# One flush, many promises
Every job is committed before the caller hears "yes". A commit costs one fsync, and an fsync costs four milliseconds on this disk. So commits that arrive together share a flush: two hundred promises, one write to the platter.
# Leases instead of locks
A worker takes a job for thirty seconds. If it dies, the lease ends and another worker takes over. The handler must therefore be idempotent.`),
	page("latency", "Where the milliseconds go", "en", 12, "performance", `Measuring tail latency without lying to yourself.
# Coordinated omission
A load generator that waits for slow answers does not send the requests that would have been slow. Use a fixed rate. We rewrote ours; the ninety-ninth percentile doubled and became true.
# Flame graphs
A flame graph shows where processors spend time, not where requests wait.`),
	page("http", "Writing an http.Handler in Go", "en", 20, "go http", `The smallest interface in the standard library.
# ServeHTTP
An http.Handler has one method. A ResponseWriter is given to it and a *http.Request. GitHub has a million of them; most call w.WriteHeader twice.
# Timeouts
Set ReadHeaderTimeout or a slow client holds a goroutine for ever.`),
	page("cpp", "Leaving C++ behind", "en", 5, "c++ history", `Ten years of C++ and what I miss about it.
# Destructors
Deterministic clean-up is the one thing that no garbage collector gives back.`),
	page("csharp", "A week with C#", "en", 6, "c# .net", `Porting a small service to .NET 9 to see how it feels.
# The good
Source generators and spans are well made.`),
	page("c", "Reading old C", "en", 7, "c history", `A compiler from 1987 that still builds.
# Pointers
K&R style declarations take an afternoon to get used to.`),
	page("email", "Why my e-mail went to spam", "en", 30, "mail dns", `SPF, DKIM and a reverse DNS entry that was wrong for a year.
# Aligning domains
The From domain and the signing domain must be aligned for DMARC to pass. Check the R&D mailbox, too.`),
	page("backup", "Restore drills for one database", "en", 31, "sqlite operations", `A backup nobody restored is a rumour.
# The drill
Every Monday a cron job restores last night's copy into a new folder, opens it, counts rows and tells me the number.
# What failed
Twice: a full disk, and a certificate that had expired.`),
	page("certs", "Renewing certificates by hand, never again", "en", 32, "tls operations", `Certification authorities issue certificates for ninety days, soon for forty-five.
# Automatic renewal
The server renews its certificate when a third of its lifetime is left. An expired certificate is an outage with a date.`),
	page("uses", "Uses", "en", 1, "", `The keyboard, the editor and the chair.
# Editor
Helix, with the defaults.`),
	page("letsencrypt", "Let's Encrypt behind a proxy", "en", 33, "tls", `Peter's notes on HTTP-01 challenges when the proxy already listens on port 80.
# Webhooks
The webhook receiver must answer within five seconds, and IPv6 must be open.`),
	page("holdfast", "Holdfast", "en", 40, "go project", `A durable job queue for small servers.
# Status
Version v1.26.8 runs at three companies. It handles 10,000 jobs per minute.`),
	page("garten", "Wie Gärten altern", "de", 15, "garten", `Über Häuser, Gärten und das Warten.
# Der Baum
Ein alter Baum wird nicht ersetzt, er wird gepflegt. Die Pflanzungen im Süden sind größer geworden, die Straße ist schmaler.
# Werkzeuge
Wer Werkzeuge pflegt, arbeitet zehn Jahre mit ihnen.`),
	page("uhr", "Die Uhr im Rathaus", "de", 16, "geschichte", `Eine Turmuhr von 1911 wird restauriert.
# Restaurierung
Die Restaurierungen der Zeiger haben zwei Winter gedauert. Das Uhrwerk läuft auf die Minute.`),
	page("eau", "L'eau et la mémoire", "fr", 17, "rivière", `Une rivière se souvient de son lit.
# Les crues
Les crues d'automne déplacent les pierres; aujourd'hui on mesure l'écoulement avec des capteurs. L'été, l'eau manque.
# Mesurer
Mesurer chaque jour, c'est l'essentiel des mesures hydrologiques.`),
	page("pain", "Le pain du dimanche", "fr", 18, "cuisine", `Une recette lente, pour les matins sans réveil.
# La pâte
La pâte repose douze heures. Les boulangers disent que le temps travaille pour nous.`),
	page("kyoto", "京都の小さな図書館", "ja", 19, "日本", `静かな図書館で過ごした一日の記録。
# 古い本棚
館長は古い本棚を自分で直している。東京都の図書館とは違い、ここでは猫が好きな席で眠る。`),
	page("hiroba", "东京的面包店", "zh", 21, "旅行", `在东京找到一家很小的面包店。
# 早晨
早晨七点开门，九点卖完。`),
	page("moskva", "Письма из Москвы", "ru", 22, "письма", `О письмах, которые шли три недели.
# Почта
Ёлка стояла в почтовом отделении до марта, а поезд всё не шёл.`),
	page("new-retries", "Back off, and not in step", "en", 25, "go", `Retries with jitter.
# Jitter
Exponential back-off alone keeps clients in step; jitter breaks the rhythm.`),
	page("old-retries", "Back off, and not in step", "en", 24, "go", `Retries with jitter.
# Jitter
Exponential back-off alone keeps clients in step; jitter breaks the rhythm.`),
	page("emoji", "🎉", "en", 2, "", `Nothing but a party.`),
	page("dots", "…", "en", 3, "", `Nothing at all.`),
}

// asked is what is looked for on the shelf, in every way that must work; the
// first path is what comes first.
var asked = []judged{
	{"queue", []string{"queue", "holdfast"}},
	{"job queues", []string{"queue", "holdfast"}},
	{"renew certificate", []string{"certs"}},
	{"how long are certificates issued for", []string{"certs"}},
	{"measuring latency", []string{"latency"}},
	{"restoring a backup", []string{"backup"}},
	{"where did the processor spend its time", []string{"latency"}},
	{"idempotent handlers", []string{"queue"}},
	{"power cut", []string{"queue"}},
	{"http timeouts", []string{"http"}},
	{"spam", []string{"email"}},
	{"turmuhr", []string{"uhr"}},
	{"alter bäume pflegen", []string{"garten"}},
	{"boulanger", []string{"pain"}},
	{"capteur de rivière", []string{"eau"}},
	{"письмо", []string{"moskva"}},
	{"面包", []string{"hiroba"}},
	{"図書館", []string{"kyoto"}},
}
