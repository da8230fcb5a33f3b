"""What of the text of a page a person sees, and reads as part of it."""
