"""Who may do what, what a second person approved, and the log of both."""
