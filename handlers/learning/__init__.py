"""Learning cards: read in the chat, and given by organisations that wrote some."""
