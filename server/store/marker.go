package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"vitrine/app/wire"
)

// A missing or empty file is a valid, empty database to SQLite: after a failed
// copy or a wrong mount the site would start new and empty over its own remains,
// and the next backup would replace the good one. So the first start leaves a
// marker, and a marker without a schema is refused.

const markerText = `A Vitrine site was made in this folder. Vitrine refuses to start a new, empty
site while this file is here and the database is not. Delete this file only to
begin again from nothing.
`

func markerPath(path string) string { return path + ".site" }

// siteWasHere tells by the marker, or by media without one: the marker may have
// been left behind when the folder was copied.
func siteWasHere(path string) (bool, error) {
	_, err := os.Stat(markerPath(path))
	if err == nil {
		return true, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	media, err := os.ReadDir(filepath.Join(filepath.Dir(path), "media"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	return len(media) > 0, nil
}

func lostError(path string) error {
	return &wire.Error{Code: wire.Conflict, Message: fmt.Sprintf(
		"a site was made in %s, but its database %s is missing or empty: restore a copy, or, to begin again from nothing, delete %s and the media folder",
		filepath.Dir(path), filepath.Base(path), filepath.Base(markerPath(path)))}
}

// writeMarker leaves the marker if it is not there, on disk before it returns.
func writeMarker(path string) error {
	f, err := os.OpenFile(markerPath(path), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return folderError(filepath.Dir(path), err)
	}
	_, err = f.WriteString(markerText)
	if err := errors.Join(err, f.Sync(), f.Close(), syncDir(filepath.Dir(path))); err != nil {
		return folderError(filepath.Dir(path), err)
	}
	return nil
}

func foreignError(path string) error {
	return &wire.Error{Code: wire.Conflict,
		Message: path + " is not a Vitrine database: name another file, or restore a copy"}
}

// syncDir makes a file's name in dir as durable as its bytes.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
