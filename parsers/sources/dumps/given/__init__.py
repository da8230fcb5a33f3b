"""Cells that a tool gave (HTML, Markdown, tabs): labels and answers put together again where it cut or joined them."""
