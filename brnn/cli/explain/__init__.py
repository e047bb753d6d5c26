"""`python -m brnn explain`: explain the verdict on one text with the chosen method.

command   arguments → output; methods and settings come from `explain.registry`
printed   a sheet as plain text
"""
