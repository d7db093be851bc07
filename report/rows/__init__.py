"""Prediction rows into one page: stances over time, who toward whom, the statements behind."""
