"""Events of organisations: written, imported, approved, told, answered, changed, cancelled."""
