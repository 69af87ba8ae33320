"""Small edits of every line, enumerated: what people write is more than any list by hand can hold.

An edit is a mistake like those of the catalogue, with sentences made from what was changed. One file for each kind.
"""
