"""Reconciliation: which entity the cell of a spreadsheet means, by the protocol that OpenRefine speaks.

One scorer serves the Reconciliation Service API 0.2 and the draft of 1.0 (https://reconciliation-api.github.io/specs/).
"""
