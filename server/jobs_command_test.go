package main

import (
	"context"
	"encoding/json"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"vitrine/app/wire"
	"vitrine/server/config"
	"vitrine/server/store"
	"vitrine/server/store/storetest"
)

// jobsCommand runs `vitrine jobs` to its end.
func jobsCommand(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, log buffer
	err := manageJobs(t.Context(), args, stdio{out: &out, err: &log, env: environment()})
	return out.String(), err
}

func TestJobsCommand(t *testing.T) {
	dir := t.TempDir()
	if out, err := jobsCommand(t, "list", "--data", dir); err != nil || out != "There are no jobs.\n" {
		t.Errorf("of a new folder: %q, %v", out, err)
	}
	// Beside the command, as a server would have it.
	s := storetest.OpenAt(t, filepath.Join(dir, databaseName))
	err := s.Write(t.Context(), func(tx *store.Tx) error {
		at := time.Now().Add(time.Second)
		err := errors.Join(tx.Enqueue("mail", map[string]string{"message": "7"}), tx.Enqueue("mail", 8),
			tx.Enqueue("picture", 1), tx.Enqueue("picture", 2), tx.Enqueue("picture", 3, at.Add(time.Hour)))
		if err != nil {
			return err
		}
		for kind, bury := range map[string]bool{"mail": true, "picture": false} {
			most := 1
			if bury {
				most = 2
			}
			taken, err := tx.TakeJobs(store.Claim{Kind: kind, Runner: "me", Most: most, Now: at, Until: at.Add(time.Minute)})
			if err != nil {
				return err
			}
			for _, j := range taken {
				if bury {
					err = errors.Join(err, tx.BuryJob(j, at, "550 \x1b[31mno such\nmailbox"))
				}
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}

	out, err := jobsCommand(t, "list", "--data", dir)
	want := regexp.MustCompile(`^KIND     WAITING  RUNNING  SCHEDULED  DEAD
mail     0        0        0          2
picture  1        1        1          0

Given up; .*

1  mail \{"message":"7"\}, 20\d\d-.*, attempts: 1
    550 \x{FFFD}\[31mno such
    mailbox

2  mail 8, 20\d\d-.*, attempts: 1
    550 \x{FFFD}\[31mno such
    mailbox
$`)
	if err != nil || !want.MatchString(out) {
		t.Errorf("the list is (%v)\n%s", err, out)
	}
	var listed struct {
		Kinds []wire.JobCount
		Dead  []wire.DeadJob
	}
	out, err = jobsCommand(t, "list", "--json", "--data", dir)
	if uerr := json.Unmarshal([]byte(out), &listed); err != nil || uerr != nil || len(listed.Kinds) != 2 || len(listed.Dead) != 2 || listed.Dead[0].Payload != `{"message":"7"}` {
		t.Errorf("as JSON: %v, %v\n%s", err, uerr, out)
	}
	for _, c := range []struct {
		args, out string
	}{
		{"retry 1", "Back in the queue: 1.\n"},
		{"drop 2", "Forgotten: 1.\n"},
		{"retry all", "Back in the queue: 0.\n"},
	} {
		if out, err := jobsCommand(t, append(strings.Fields(c.args), "--data", dir)...); err != nil || out != c.out {
			t.Errorf("%s: %q, %v", c.args, out, err)
		}
	}
	counts, err := s.JobCounts(context.Background(), time.Now())
	if err != nil || len(counts) != 2 || counts[0] != (wire.JobCount{Kind: "mail", Waiting: 1}) {
		t.Errorf("afterwards there are %+v, %v", counts, err)
	}
}

func TestJobsCommandSaysWhatItTakes(t *testing.T) {
	if _, err := jobsCommand(t); !errors.Is(err, config.ErrHelp) {
		t.Errorf("without a word it gives %v", err)
	}
	dir := t.TempDir()
	for args, want := range map[string]string{
		"forget":         "jobs knows list, retry and drop",
		"list 1":         "takes no job",
		"retry":          "takes one job or all",
		"retry 1 2":      "takes one job or all",
		"drop 1 --json":  "takes one job or all",
		"retry everyone": `"everyone" is not the number of a job`,
		"retry 9":        "no job with this number",
		"drop 9":         "no job with this number",
	} {
		if _, err := jobsCommand(t, append(strings.Fields(args), "--data", dir)...); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s gives %v, want %q", args, err, want)
		}
	}
}
