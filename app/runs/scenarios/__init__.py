"""The named settings. A scenario is added in one of the files of this package."""
