"""Events as calendar files (RFC 5545) and as tables, written and read. Pure: no SQL, no network, no clock."""
