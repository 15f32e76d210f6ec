"""What goes out to people: whom it reaches, when, in which words, and how they choose what they hear."""
