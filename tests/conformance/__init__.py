"""The W3C's SPARQL 1.1 test suite, run over HTTP against a real server.

`manifest` reads the suite, `tables` compares answers, `harness` runs the server and asks it, `runners` knows what each
kind of test wants, `exclusions` says what does not apply and why, `earl` writes the report.
"""
