"""One file a check. A check joins by standing here."""
