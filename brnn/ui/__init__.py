"""The page. The only package that imports Gradio.

protocol            the type of every answer: numbers and words, drawn by the scripts in `web`
answers, scheduler  question → answer, one at a time
ask, api            the HTTP endpoints for the page and for programs
models              models, loaded in the background
texts, examples     all English text, and the example reviews
page, style, theme  the page, its style sheet, the theme of Gradio's own components
standalone          a reading as one HTML file that works offline
server, address     the server and its addresses
"""
