// Command cards draws sample cards into a folder, so that a change to their
// layout can be looked at:
//
//	go run ./server/tools/cards -o /tmp/cards
//
// It runs at the top of the repository: the drawings are the example site's.
// The samples are long and short, of several scripts, with and without drawings.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"vitrine/app/wire"
	"vitrine/server/card"
)

// sample is a card to draw; plate names a drawing of the example site.
type sample struct {
	name, kind, date, title, plate string
}

var samples = []sample{
	{"short", "Post", "3 Nov 2026", "Six alarms a day", ""},
	{"usual", "Post", "18 Sep 2026", "One flush, many promises", "flush.svg"},
	{"church", "Post", "18 Sep 2026", "What church organs know about maintenance", "tracker.svg"},
	{"usual-plain", "Post", "18 Sep 2026", "What church organs know about maintenance", ""},
	{"long", "Post", "2 Aug 2026", "How we moved four hundred million rows to another table without stopping a single write, and what we would do otherwise today", ""},
	{"too-long", "Post", "2 Aug 2026", "A title that goes on and on, because somebody pasted the first paragraph of the text into the field for the title, and nobody was there to say that two hundred and fifty-five characters are a limit and not a goal that anybody has to reach by all means", "jitter.svg"},
	{"word", "Post", "2 Aug 2026", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte", ""},
	{"quotes", "Post", "2 Aug 2026", "“Yes — but ‘never’ on a Friday”: AWAY To Värmland", ""},
	{"greek", "Post", "2 Aug 2026", "Η ουρά που δεν ξεχνά τίποτα", "bucket.svg"},
	{"cyrillic", "Статья", "2 авг. 2026", "Очередь, которая ничего не теряет: ёж, ґанок, Ђорђе", ""},
	{"accents", "Post", "2 Aug 2026", "Príliš žlutoučký kůň, Łódź, İstanbul, Ångström, œuvre", ""},
	{"vietnamese", "Post", "2 Aug 2026", "Hàng đợi không bao giờ quên điều gì", ""},
	{"hebrew", "Post", "2 Aug 2026", "התור שאינו שוכח דבר (2026) ב-Go", ""},
	{"japanese", "Post", "2 Aug 2026", "「忘れないキュー」をGoで書いて、電源が落ちても何も失わない話", ""},
	{"chinese", "文章", "2026年8月2日", "一次刷盘，许多承诺：关于持久队列的七个教训", "flush.svg"},
	{"korean", "Post", "2 Aug 2026", "아무것도 잃지 않는 대기열", ""},
	{"arabic", "Post", "2 Aug 2026", "الطابور الذي لا ينسى شيئا", ""},
	{"arabic-plate", "Post", "2 Aug 2026", "الطابور الذي لا ينسى شيئا", "onebell.svg"},
	{"mixed", "Post", "2 Aug 2026", "Learning देवनागरी in a year 🎉🚀", ""},
	{"emoji", "Post", "2 Aug 2026", "🎉🎉👩‍💻🇬🇭", ""},
	{"empty", "Page", "", "", ""},
	{"code", "Post", "2 Aug 2026", "C++20 std::vector<bool>: O(1)? 3 × 10⁶ ops/s — “no”", ""},
	{"holdfast", "Project", "2023 – now", "Holdfast", "holdfast.svg"},
	{"lantern", "Project", "2024 – now", "Lantern", "lantern.svg"},
	{"onebell", "Project", "2022 – 2025", "Onebell", "onebell.svg"},
	{"plumbline", "Project", "2022 – 2025", "Plumbline", "plumbline.svg"},
	{"slackwater", "Project", "2022 – 2025", "Slackwater", "slackwater.svg"},
	{"footfall", "Project", "2022 – 2025", "Footfall", "footfall.svg"},
	{"pitchpipe", "Project", "2022 – 2025", "Pitchpipe", "pitchpipe.svg"},
	{"alarms", "Post", "1 Jan 2026", "Six alarms a day", "alarms.svg"},
	{"flame", "Post", "1 Jan 2026", "How to read a flame graph", "flame.svg"},
	{"expand", "Post", "1 Jan 2026", "Migrations without fear", "expand.svg"},
}

func main() {
	out := flag.String("o", "cards", "folder to write to")
	accent := flag.String("accent", "", "the site's colour, such as #b4231a")
	host := flag.String("host", "elisha.example", "the address at the foot")
	site := flag.String("site", "Elisha", "whose site it is")
	fonts := flag.String("fonts", "", "a folder of fonts to use instead of the machine's")
	flag.Parse()
	folders := card.Folders
	if *fonts != "" {
		folders = []string{*fonts}
	}
	if err := run(*out, folders, card.Card{Site: *site, Host: *host, Accent: *accent}); err != nil {
		fmt.Fprintln(os.Stderr, "cards:", err)
		os.Exit(1)
	}
}

func run(out string, folders []string, base card.Card) error {
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	painter := card.New(folders)
	home := base
	home.Kind, home.Seed = "software engineer", "site"
	plate, err := os.ReadFile(filepath.Join("data", "seed", "media", "holdfast.svg"))
	if err != nil {
		return err
	}
	home.Plate = string(plate)
	home.Title = []wire.Segment{{Text: "I build software whose best review is silence: "}, {Text: "queues that forget nothing", No: 1, Trail: ","},
		{Text: " "}, {Text: "pages that come complete", No: 2}, {Text: " and "}, {Text: "alerts that speak once", No: 3, Trail: "."}}
	if err := write(painter, filepath.Join(out, "site.png"), home); err != nil {
		return err
	}
	for _, s := range samples {
		c := base
		c.Kind, c.Date, c.Title, c.Seed = s.kind, s.date, card.Plain(s.title), s.name
		if s.plate != "" {
			svg, err := os.ReadFile(filepath.Join("data", "seed", "media", s.plate))
			if err != nil {
				return err
			}
			c.Plate = string(svg)
		}
		if err := write(painter, filepath.Join(out, s.name+".png"), c); err != nil {
			return err
		}
	}
	return nil
}

func write(p *card.Painter, path string, c card.Card) error {
	start := time.Now()
	b, err := p.Draw(context.Background(), c)
	if err != nil {
		return err
	}
	fmt.Printf("%-40s %6d bytes %4d ms\n", path, len(b), time.Since(start).Milliseconds())
	return os.WriteFile(path, b, 0o644)
}
