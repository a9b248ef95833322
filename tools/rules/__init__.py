"""The rules of tidy.py, by what they look at."""
