"""Bytes in, rows and problems with line numbers out."""
