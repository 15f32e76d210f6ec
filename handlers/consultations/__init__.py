"""A consultation's life: its folder, opened, held, closed, its results published."""
