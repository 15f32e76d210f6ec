"""The review at the United Nations as a clock: its dates, and what is to be done and said before them."""
