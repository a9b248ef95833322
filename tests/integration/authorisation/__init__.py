"""The matrix of authorisation: its oracle, the world it is asked in, a probe for each cell."""
