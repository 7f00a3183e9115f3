package trial

// Data is the program's data folder, for commands that run beside it.
func (s *Server) Data() string { return s.dir }
