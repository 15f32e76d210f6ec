"""A round of dialogues: one agenda for many regions, each with its date, its place and its contact."""
