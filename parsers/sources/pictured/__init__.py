"""Marks, answers and rules of a text page that are not there as text and lines."""
