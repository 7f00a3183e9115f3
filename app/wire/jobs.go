package wire

// JobCount is how many jobs of one kind there are, by what they wait for.
type JobCount struct {
	Kind      string `json:"kind"`
	Waiting   int    `json:"waiting"`   // for a free hand
	Running   int    `json:"running"`   //
	Scheduled int    `json:"scheduled"` // for their time: the first, or the one after a failure
	Dead      int    `json:"dead"`      // for the owner: given up, kept
}

// DeadJob is a job that was given up.
type DeadJob struct {
	ID       int64  `json:"id"`
	Kind     string `json:"kind"`
	Payload  string `json:"payload"` // JSON
	Error    string `json:"error"`
	Attempts int    `json:"attempts"`
	FirstAt  int64  `json:"first_at"` // ms UTC: when it was put into the queue
	LastAt   int64  `json:"last_at"`  // when it was given up
}
