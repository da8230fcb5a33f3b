"""Two versions set side by side: of a run (`hyokasho diff`), of one statement (`hyokasho compare`)."""
