package web

// ResetPages empties the page cache, as a change of content does.
func (s *Server) ResetPages() { s.pages.reset() }
