"""What the texts of every dump have in common: rows, boxes in one notation, beginnings of labels."""
