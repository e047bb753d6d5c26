"""What a visitor takes along: an analysis as files.

table       an analysis as one JSON object, its words as CSV
standalone  an analysis as one HTML file that plays, hovers and pins without a network
"""
