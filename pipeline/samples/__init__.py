"""The statement maker: made-up statements of all official forms, with known answers.

`generate.make_statement` invents one, `write.write_samples` writes many with their golden files. Nothing is imported
here: the command line, which asks for `command` alone, has to start fast.
"""
