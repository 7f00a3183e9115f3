package ui

import (
	"strconv"

	goapp "github.com/maxence-charriere/go-app/v10/pkg/app"

	"vitrine/app/wire"
)

// Fact is one short answer whose value may hold links.
type Fact struct {
	Label string
	Value goapp.UI
}

// FactList is short answers, a line each; nil when there are none.
func FactList(facts []Fact) goapp.UI {
	if len(facts) == 0 {
		return nil
	}
	rows := make([]goapp.UI, 0, 2*len(facts))
	for _, f := range facts {
		rows = append(rows, goapp.Dt().Text(f.Label), goapp.Dd().Body(f.Value))
	}
	return goapp.Dl().Class("facts").Body(rows...)
}

// Facts is FactList of plain text.
func Facts(facts []wire.Fact) goapp.UI {
	list := make([]Fact, 0, len(facts))
	for _, f := range facts {
		list = append(list, Fact{Label: f.Label, Value: goapp.Text(f.Value)})
	}
	return FactList(list)
}

// Skills is a row for each group: its name, a sentence, and where on this site
// it can be seen at work.
func Skills(rows []wire.SkillRow) goapp.UI {
	body := make([]goapp.UI, 0, len(rows))
	for _, r := range rows {
		note := r.Note
		if note == "" {
			note = skillNames(r.Skills)
		}
		body = append(body, goapp.Tr().Body(
			goapp.Th().Scope("row").Text(r.Name),
			goapp.Td().Text(note),
			goapp.Td().Body(Commas("", r.Seen)),
		))
	}
	return goapp.Table().Class("skills").Body(
		goapp.Caption().Class("sr").Text("Skills, and where on this site to see each"),
		goapp.THead().Class("sr").Body(goapp.Tr().Body(
			goapp.Th().Scope("col").Text("Skill"),
			goapp.Th().Scope("col").Text("What it means here"),
			goapp.Th().Scope("col").Text("Where to see it"),
		)),
		goapp.TBody().Body(body...),
	)
}

func skillNames(skills []wire.Skill) string {
	s := ""
	for i, k := range skills {
		if i > 0 {
			s += ", "
		}
		s += k.Name
	}
	return s
}

// SkillLevels is each group with its skills: a word for the level and the
// years, never a percentage.
func SkillLevels(rows []wire.SkillRow) goapp.UI {
	groups := make([]goapp.UI, 0, len(rows))
	for _, r := range rows {
		group := []goapp.UI{goapp.H3().Text(r.Name)}
		if r.Note != "" {
			group = append(group, goapp.P().Class("says").Text(r.Note))
		}
		skills := make([]goapp.UI, 0, 2*len(r.Skills))
		for _, k := range r.Skills {
			skills = append(skills, goapp.Dt().Text(k.Name), goapp.Dd().Text(skillLevel(k)))
		}
		if len(skills) > 0 {
			group = append(group, goapp.Dl().Class("levels").Body(skills...))
		}
		if len(r.Seen) > 0 {
			group = append(group, goapp.P().Class("meta").Body(Commas("", r.Seen)))
		}
		groups = append(groups, goapp.Li().Body(group...))
	}
	return goapp.Ul().Class("groups").Body(groups...)
}

func skillLevel(k wire.Skill) string {
	years := ""
	switch {
	case k.Years == 1:
		years = "1 year"
	case k.Years > 1:
		years = strconv.Itoa(k.Years) + " years"
	}
	switch {
	case k.Level == "":
		return years
	case years == "":
		return k.Level
	}
	return k.Level + ", " + years
}

var months = [...]string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"}

// Positions is stretches of work or study, dated in the label's voice.
func Positions(rows []wire.Position) goapp.UI {
	items := make([]goapp.UI, 0, len(rows))
	for _, p := range rows {
		body := []goapp.UI{goapp.H3().Text(p.Title), goapp.P().Class("meta").Body(span(p.From, p.To)...)}
		where := []goapp.UI{}
		if p.Organisation != "" {
			where = append(where, Anchor(p.Href, "", goapp.Text(p.Organisation)))
		}
		if p.Place != "" {
			if len(where) > 0 {
				where = append(where, goapp.Text(", "))
			}
			where = append(where, goapp.Text(p.Place))
		}
		if len(where) > 0 {
			body = append(body, goapp.P().Class("where").Body(where...))
		}
		if p.Summary != "" {
			body = append(body, goapp.P().Class("says").Text(p.Summary))
		}
		items = append(items, goapp.Li().Body(body...))
	}
	return goapp.Ul().Class("list dated").Body(items...)
}

func span(from, to string) []goapp.UI {
	end := goapp.UI(goapp.Text("now"))
	if to != "" {
		end = goapp.Time().DateTime(to).Text(month(to))
	}
	if from == "" {
		if to == "" {
			return nil
		}
		return []goapp.UI{end}
	}
	if from == to {
		return []goapp.UI{end}
	}
	return []goapp.UI{goapp.Time().DateTime(from).Text(month(from)), goapp.Text(" – "), end}
}

// month turns "2019-04" into "Apr 2019" and leaves anything else alone.
func month(s string) string {
	if len(s) != 7 || s[4] != '-' {
		return s
	}
	m, err := strconv.Atoi(s[5:])
	if err != nil || m < 1 || m > 12 {
		return s
	}
	return months[m-1] + " " + s[:4]
}
