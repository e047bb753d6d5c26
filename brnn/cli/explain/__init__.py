"""`python -m brnn explain`: one text, taken apart by the method that is asked for.

command   arguments → what is printed or written; methods and settings come from `explain.registry`
printed   a sheet as text for people
"""
