"""The page: what an analyzer knows, on a screen. The only room that imports Gradio.

protocol            the type of every answer: numbers and words, which the scripts in `web` draw
answers, scheduler  question → answer, one at a time
ask, api            how the page and programs ask, over HTTP
models              models that are loaded in the background
texts, examples     all English text, the example reviews
page, style, theme  the page, its style sheet, the look of Gradio's own parts
standalone          a reading as one HTML file that needs no network
server, address     how it is served, and where
"""
