"""The page: what an analyzer knows, on a screen. The only rooms that import Gradio.

texts, examples     all English text, the example reviews
numbers, sentences  numbers as they are printed, facts put into words
payload             an analysis → what each part of the page draws, as plain JSON
standalone          an analysis as one HTML file that needs no network
parts, page, theme  the parts (each with its script and style), how they are wired, how they look
models, api         models loaded in the background, the endpoints for programs
server, address     how it is served, and where
"""
