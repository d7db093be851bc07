"""The commands of measurement: labels by hand, corrected estimates, counts."""
