"""Pages and the paper that they are printed on: turned, several to a sheet, wider than it, with heads and feet."""
