"""How many took part: who began and did not send, and how both grew from release to release."""
