-- The present schema: what the migrations, run in their order, lead to.

CREATE TABLE blog_posts (
    id             TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    slug           TEXT    NOT NULL CHECK (slug <> ''),
    title          TEXT    NOT NULL CHECK (length(title) <= 255),
    excerpt        TEXT    NOT NULL DEFAULT '',
    featured_image TEXT    NOT NULL DEFAULT '',
    featured_alt   TEXT    NOT NULL DEFAULT '',
    category       TEXT    NOT NULL DEFAULT '',
    tags           TEXT    NOT NULL DEFAULT '[]', -- JSON: names
    series         TEXT    NOT NULL DEFAULT '',
    author         TEXT    NOT NULL DEFAULT '',
    lang           TEXT    NOT NULL DEFAULT '',
    canonical      TEXT    NOT NULL DEFAULT '',
    published      INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    views          INTEGER NOT NULL DEFAULT 0 CHECK (views >= 0),
    published_at   INTEGER NOT NULL DEFAULT 0, -- in the future: scheduled
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    edited_at      INTEGER NOT NULL DEFAULT 0, -- 0: never
    source         TEXT    NOT NULL DEFAULT '', -- where an import took it from
    version        INTEGER NOT NULL CHECK (version >= 1),
    words          INTEGER NOT NULL DEFAULT 0,
    summary        TEXT    NOT NULL DEFAULT '', -- the text's first words
    render_version INTEGER NOT NULL DEFAULT 0,
    toc            TEXT    NOT NULL DEFAULT '[]', -- JSON: headings
    plate          TEXT    NOT NULL DEFAULT '',
    content        TEXT    NOT NULL, -- Markdown
    html           TEXT    NOT NULL DEFAULT ''
);

CREATE INDEX idx_blog_category ON blog_posts (category);

CREATE INDEX idx_blog_public ON blog_posts (published, published_at DESC, id DESC);

CREATE INDEX idx_blog_published ON blog_posts (published, created_at DESC);

CREATE UNIQUE INDEX idx_blog_slug ON blog_posts (slug);

CREATE UNIQUE INDEX idx_blog_source ON blog_posts (source) WHERE source <> '';

CREATE TABLE dead_jobs (
    id       INTEGER PRIMARY KEY, -- short, to be typed
    kind     TEXT    NOT NULL,
    payload  TEXT    NOT NULL, -- JSON
    error    TEXT    NOT NULL,
    attempts INTEGER NOT NULL,
    first_at INTEGER NOT NULL, -- when it was put into the queue
    last_at  INTEGER NOT NULL  -- when it was given up
);

CREATE TRIGGER goqite_updated_timestamp AFTER UPDATE ON goqite BEGIN
    UPDATE goqite SET updated = strftime('%Y-%m-%dT%H:%M:%fZ') WHERE id = old.id;
END;

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

CREATE INDEX goqite_queue_priority_created_idx ON goqite (queue, priority DESC, created);

CREATE INDEX idx_goqite_due ON goqite (queue, timeout);

CREATE TABLE media (
    hash       TEXT    NOT NULL PRIMARY KEY CHECK (length(hash) = 32),
    name       TEXT    NOT NULL,
    type       TEXT    NOT NULL,
    bytes      INTEGER NOT NULL CHECK (bytes >= 0),
    width      INTEGER NOT NULL DEFAULT 0, -- pixels; 0: unknown
    height     INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL
, tone TEXT NOT NULL DEFAULT '', animated INTEGER NOT NULL DEFAULT 0 CHECK (animated IN (0, 1)));

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

CREATE TABLE meta (
    id               INTEGER PRIMARY KEY CHECK (id = 1),
    content_revision INTEGER NOT NULL DEFAULT 0 -- raised by each transaction that changed content
);

CREATE TABLE pages (
    id             TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    slug           TEXT    NOT NULL CHECK (slug <> ''),
    title          TEXT    NOT NULL CHECK (length(title) <= 255),
    description    TEXT    NOT NULL DEFAULT '',
    published      INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    listed         INTEGER NOT NULL DEFAULT 0 CHECK (listed IN (0, 1)),
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    source         TEXT    NOT NULL DEFAULT '',
    version        INTEGER NOT NULL CHECK (version >= 1),
    words          INTEGER NOT NULL DEFAULT 0,
    summary        TEXT    NOT NULL DEFAULT '', -- the text's first words
    render_version INTEGER NOT NULL DEFAULT 0,
    toc            TEXT    NOT NULL DEFAULT '[]', -- JSON: headings
    plate          TEXT    NOT NULL DEFAULT '',
    content        TEXT    NOT NULL, -- Markdown
    html           TEXT    NOT NULL DEFAULT ''
);

CREATE UNIQUE INDEX idx_pages_slug ON pages (slug);

CREATE UNIQUE INDEX idx_pages_source ON pages (source) WHERE source <> '';

CREATE TABLE post_signatures (
    post_id TEXT NOT NULL PRIMARY KEY REFERENCES blog_posts (id) ON DELETE CASCADE,
    terms   TEXT NOT NULL -- words with their counts, for the program to read
);

CREATE TABLE post_terms (
    post_id TEXT NOT NULL REFERENCES blog_posts (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL CHECK (kind IN ('tag', 'category', 'series')),
    slug    TEXT NOT NULL CHECK (slug <> ''),
    name    TEXT NOT NULL,
    PRIMARY KEY (post_id, kind, slug)
);

CREATE INDEX idx_post_terms_slug ON post_terms (kind, slug, post_id);

CREATE TABLE profile (
    id             INTEGER PRIMARY KEY CHECK (id = 1),
    data           TEXT    NOT NULL, -- JSON: wire.Profile
    render_version INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL  -- ms UTC, as every time below
);

CREATE TABLE project_terms (
    project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    slug       TEXT NOT NULL CHECK (slug <> ''),
    name       TEXT NOT NULL,
    PRIMARY KEY (project_id, slug)
);

CREATE INDEX idx_project_terms_slug ON project_terms (slug, project_id);

CREATE TABLE projects (
    id             TEXT    NOT NULL PRIMARY KEY, -- UUIDv7
    slug           TEXT    NOT NULL CHECK (slug <> ''),
    title          TEXT    NOT NULL CHECK (length(title) <= 255),
    description    TEXT    NOT NULL DEFAULT '',
    image_url      TEXT    NOT NULL DEFAULT '',
    image_alt      TEXT    NOT NULL DEFAULT '',
    tech_stack     TEXT    NOT NULL DEFAULT '[]', -- JSON: names
    live_url       TEXT    NOT NULL DEFAULT '',
    github_url     TEXT    NOT NULL DEFAULT '',
    featured       INTEGER NOT NULL DEFAULT 0 CHECK (featured IN (0, 1)),
    published      INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)),
    status         TEXT    NOT NULL DEFAULT '',
    started        TEXT    NOT NULL DEFAULT '',
    ended          TEXT    NOT NULL DEFAULT '',
    sort_order     INTEGER NOT NULL DEFAULT 0, -- low comes first
    created_at     INTEGER NOT NULL,
    updated_at     INTEGER NOT NULL,
    source         TEXT    NOT NULL DEFAULT '',
    version        INTEGER NOT NULL CHECK (version >= 1),
    words          INTEGER NOT NULL DEFAULT 0,
    summary        TEXT    NOT NULL DEFAULT '', -- the text's first words
    render_version INTEGER NOT NULL DEFAULT 0,
    toc            TEXT    NOT NULL DEFAULT '[]', -- JSON: headings
    plate          TEXT    NOT NULL DEFAULT '',
    body           TEXT    NOT NULL DEFAULT '', -- Markdown
    html           TEXT    NOT NULL DEFAULT ''
);

CREATE INDEX idx_projects_created ON projects (created_at DESC);

CREATE INDEX idx_projects_featured ON projects (featured);

CREATE UNIQUE INDEX idx_projects_slug ON projects (slug);

CREATE UNIQUE INDEX idx_projects_source ON projects (source) WHERE source <> '';

CREATE TABLE redirects (
    from_path TEXT    NOT NULL PRIMARY KEY CHECK (from_path LIKE '/%'),
    target    TEXT    NOT NULL, -- '': gone
    code      INTEGER NOT NULL CHECK (code IN (301, 302, 308, 410))
, record TEXT NOT NULL DEFAULT '');

CREATE TABLE schedules (
    name   TEXT    NOT NULL PRIMARY KEY,
    ran_at INTEGER NOT NULL
);

CREATE TABLE secrets (
    name  TEXT NOT NULL PRIMARY KEY,
    value BLOB NOT NULL
);
