-- +goose Up

-- The table of maragu.dev/goqite v0.4.0 as that package has it: one queue a kind
-- of job, times as text. The last two columns are ours; goqite's statements name
-- their columns and never see them.
CREATE TABLE goqite (
    id       TEXT    PRIMARY KEY DEFAULT ('m_' || lower(hex(randomblob(16)))),
    created  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
    updated  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')),
    queue    TEXT    NOT NULL,
    body     BLOB    NOT NULL, -- JSON: the payload
    timeout  TEXT    NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ')), -- not to be taken before
    received INTEGER NOT NULL DEFAULT 0, -- attempts
    priority INTEGER NOT NULL DEFAULT 0,
    runner   TEXT    NOT NULL DEFAULT '', -- who runs it at this moment, until timeout
    error    TEXT    NOT NULL DEFAULT ''  -- why the last attempt failed
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER goqite_updated_timestamp AFTER UPDATE ON goqite BEGIN
    UPDATE goqite SET updated = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE id = old.id;
END;
-- +goose StatementEnd

CREATE INDEX goqite_queue_priority_created_idx ON goqite (queue, priority DESC, created);

-- What is due of one kind is the head of its range, however many jobs wait.
CREATE INDEX idx_goqite_due ON goqite (queue, timeout);

CREATE TABLE dead_jobs (
    id       INTEGER PRIMARY KEY, -- short, to be typed
    kind     TEXT    NOT NULL,
    payload  TEXT    NOT NULL, -- JSON
    error    TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL, -- when it was put into the queue
    last_at  INTEGER NOT NULL  -- when it was given up
);

CREATE TABLE schedules (
    name   TEXT    NOT NULL PRIMARY KEY,
    ran_at INTEGER NOT NULL
);
