"""Expunging: named content goes from every edition, the workbench, its history and its files, and a stub says so.

`targets` finds what an order names, `planning` what holds it, `operation` removes it, all or nothing.
"""
