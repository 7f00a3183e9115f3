-- +goose Up

-- What visitors wrote in the contact form. Nothing here is made of an address or
-- a browser, not even as a hash.
CREATE TABLE messages (
    id         TEXT    NOT NULL PRIMARY KEY, -- UUIDv7: sorts by time
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    marks      TEXT    NOT NULL DEFAULT '[]', -- JSON: what about it looks like spam
    content    BLOB    NOT NULL,              -- SHA-256 of name, email and message: finds one that came twice
    form       TEXT    NOT NULL DEFAULT '',   -- which form it was written in, '' for one without a token
    created_at INTEGER NOT NULL,
    mailed_at  INTEGER NOT NULL DEFAULT 0,    -- 0: not yet
    message    TEXT    NOT NULL
);

CREATE INDEX idx_messages_content ON messages (content, created_at);
CREATE INDEX idx_messages_created ON messages (created_at);

-- Random keys that the program made for itself.
CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);
