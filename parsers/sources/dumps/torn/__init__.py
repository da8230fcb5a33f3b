"""Texts whose cells are lost (`pdfminer`, pages of sites): words of the form found, the rest given to them."""
