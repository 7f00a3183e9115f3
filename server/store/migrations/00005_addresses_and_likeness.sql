-- +goose Up

-- An address that a record had, and that shows nothing now, belongs to the
-- record: where it leads is found when it is asked for. '': the owner's own
-- redirect, whose target is what it says.
ALTER TABLE redirects ADD COLUMN record TEXT NOT NULL DEFAULT '';

-- What a post is about, to compare posts by. A table of its own: as a column it
-- would stand behind the post's long texts.
CREATE TABLE post_signatures (
    post_id TEXT NOT NULL PRIMARY KEY REFERENCES blog_posts (id) ON DELETE CASCADE,
    terms   TEXT NOT NULL -- words with their counts, for the program to read
);

-- Rendering a post again makes its signature.
UPDATE blog_posts SET render_version = 0;
