"""Sanctions lists: read as the authorities publish them, screened for the parties of claims, followed through
ownership.
"""
