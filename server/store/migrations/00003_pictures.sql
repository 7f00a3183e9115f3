-- +goose Up

-- What a page shows of a picture before it comes, and whether it moves.
ALTER TABLE media ADD COLUMN tone TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN animated INTEGER NOT NULL DEFAULT 0 CHECK (animated IN (0, 1));
