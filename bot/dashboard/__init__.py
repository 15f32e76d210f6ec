"""The dashboard of those who run consultations: signing in, and the pages below `/admin`."""
