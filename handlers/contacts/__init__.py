"""The contacts of regions: shown to people, asked by them, and answering; no question waits unseen."""
