"""`hyokasho where`: where a value of the tables comes from, and how sure it is."""
