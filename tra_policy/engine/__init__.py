"""Tables that stay in their files: what is asked of millions of rows, counted in one pass.

`plan` says what is looked at in a table, `sql` words it for the database, `duck` runs it over files,
`partial` is what one file comes to and how two of them are put together, `cells` makes records of the sum.
The database is loaded where a bundle has a table, and nowhere else.
"""

from __future__ import annotations

from tra_policy.engine.counting import Counted, Ways, counted, counted_tables
from tra_policy.engine.database import Means

__all__ = ["Counted", "Means", "Ways", "counted", "counted_tables"]
