"""The questions of a survey, one a card, and the review at their end."""
