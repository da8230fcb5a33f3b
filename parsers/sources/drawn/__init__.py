"""What is drawn on a page of a PDF besides text: rules, areas of colour, small shapes."""
