"""The report as one HTML file that opens offline."""

from tra_policy.reports.html.document import render

__all__ = ["render"]
