"""The menus of those who run consultations."""
