"""The protocol's own schemas and examples are held against what is read and answered here."""
