"""What belongs to the person: seen, hidden, erased."""
