"""What every small edit prints, made once and looked up: building, storing, looking up, putting together."""
