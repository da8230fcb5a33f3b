"""The official forms as data, what each edition prints, and which place of a form a text names."""
