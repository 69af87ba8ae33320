"""Copies to take along: the pages as files that need no server, with the traces that they are about inside.

`packs` is what is carried of a run, `pages` makes a file of a page, `write` puts them into one file or into a site.
"""
