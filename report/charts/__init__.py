"""The charts of a report as specifications that the page's scripts fill with data."""
