"""Papers for a review, written from a release: their drafts, the check before they go out, Word. Pure."""
