package main

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"vitrine/app/wire"
	"vitrine/server/config"
	"vitrine/server/store"
)

// messagesOptions is what the help says of the command's own flags.
const messagesOptions = "  --json\n      Write JSON.\n  --csv\n      Write a table for a spreadsheet.\n"

// showMessages is `vitrine messages list|show|export|delete`. It works beside a
// running server.
func showMessages(ctx context.Context, args []string, std stdio) (err error) {
	var asJSON, asCSV bool
	c, err := config.Load(config.Common(config.Table), args, std.env, func(f *flag.FlagSet) {
		f.BoolVar(&asJSON, "json", false, "")
		f.BoolVar(&asCSV, "csv", false, "")
	})
	if err != nil {
		return err
	}
	if len(c.Args) == 0 {
		return errors.New("messages takes a word: list, show ID, export or delete ID …")
	}
	if asJSON && asCSV {
		return errors.New("--json and --csv exclude each other")
	}
	word, ids := c.Args[0], c.Args[1:]
	switch {
	case !slices.Contains([]string{"list", "show", "export", "delete"}, word):
		return fmt.Errorf("messages knows list, show, export and delete, not %q", word)
	case (word == "list" || word == "export") && len(ids) > 0:
		return fmt.Errorf("messages %s takes no message: it writes all of them", word)
	case word == "show" && (len(ids) != 1 || asCSV):
		return errors.New("messages show takes one message: vitrine messages show ID [--json]")
	case word == "delete" && (len(ids) == 0 || asJSON || asCSV):
		return errors.New("messages delete takes messages: vitrine messages delete ID …")
	}
	c.Synchronous = "FULL"
	h, err := open(ctx, c.Config, logger(c.Config, std))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.close()) }()

	switch word {
	case "list", "export":
		all, err := h.store.Messages(ctx, 0)
		switch {
		case err != nil:
			return err
		case asCSV:
			return messagesCSV(std.out, all)
		case asJSON || word == "export":
			return writeJSON(std.out, withMarks(all))
		}
		return messagesTable(std.out, all)
	case "show":
		m, err := h.store.Message(ctx, ids[0])
		switch {
		case wire.CodeOf(err) == wire.NotFound:
			return fmt.Errorf("there is no message %q: `vitrine messages list` shows them", ids[0])
		case err != nil:
			return err
		case asJSON:
			return writeJSON(std.out, withMarks([]wire.Message{m})[0])
		}
		return messageText(std.out, m)
	}
	return deleteMessages(ctx, h.store, ids, std.out)
}

// deleteMessages deletes all of them or, when one is not there, none.
func deleteMessages(ctx context.Context, s *store.Store, ids []string, out io.Writer) error {
	err := s.Write(ctx, func(tx *store.Tx) error {
		for _, id := range ids {
			if err := tx.DeleteMessage(id); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("nothing was deleted: %w", err)
	}
	_, err = fmt.Fprintf(out, "Deleted: %d.\n", len(ids))
	return err
}

// when is a moment in the owner's own time.
func when(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).Local().Format("2006-01-02 15:04")
}

// firstWords is how much of a message a line shows.
const firstWords = 48

func messagesTable(w io.Writer, all []wire.Message) error {
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, "There are no messages.")
		return err
	}
	tab := tabwriter.NewWriter(w, 0, 4, 2, ' ', 0)
	fmt.Fprintln(tab, "ID\tCAME\tFROM\tMESSAGE")
	for _, m := range all {
		words := strings.Join(strings.Fields(m.Message), " ")
		if utf8.RuneCountInString(words) > firstWords {
			words = string([]rune(words)[:firstWords-1]) + "…"
		}
		if len(m.Marks) > 0 {
			words = "[spam?] " + words
		}
		fmt.Fprintf(tab, "%s\t%s\t%s <%s>\t%s\n", m.ID, when(m.CreatedAt), m.Name, m.Email, words)
	}
	return tab.Flush()
}

func messageText(w io.Writer, m wire.Message) error {
	mailed := "no"
	if m.MailedAt > 0 {
		mailed = when(m.MailedAt)
	}
	_, err := fmt.Fprintf(w, "ID      %s\nCame    %s\nFrom    %s <%s>\nMailed  %s\n", m.ID, when(m.CreatedAt), m.Name, m.Email, mailed)
	if err == nil && len(m.Marks) > 0 {
		_, err = fmt.Fprintf(w, "Spam?   %s\n", strings.Join(m.Marks, ", "))
	}
	if err == nil {
		_, err = fmt.Fprintf(w, "\n%s\n", m.Message)
	}
	return err
}

// withMarks writes no marks as an empty list, which programs read more easily than null.
func withMarks(all []wire.Message) []wire.Message {
	out := make([]wire.Message, len(all))
	for i, m := range all {
		if m.Marks == nil {
			m.Marks = []string{}
		}
		out[i] = m
	}
	return out
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func messagesCSV(w io.Writer, all []wire.Message) error {
	c := csv.NewWriter(w)
	if err := c.Write([]string{"id", "came", "name", "email", "message", "marks", "mailed"}); err != nil {
		return err
	}
	for _, m := range all {
		row := []string{m.ID, stampUTC(m.CreatedAt), m.Name, m.Email, m.Message, strings.Join(m.Marks, ", "), stampUTC(m.MailedAt)}
		for i := range row {
			row[i] = cell(row[i])
		}
		if err := c.Write(row); err != nil {
			return err
		}
	}
	c.Flush()
	return c.Error()
}

func stampUTC(ms int64) string {
	if ms == 0 {
		return ""
	}
	return time.UnixMilli(ms).UTC().Format(time.RFC3339)
}

// cell keeps a spreadsheet from running what a visitor wrote: it takes a cell that
// begins like this for a formula, also behind a line end.
func cell(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r\n", rune(s[0])) {
		return "'" + s
	}
	return s
}
