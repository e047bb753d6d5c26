"""The page. The only package that imports Gradio.

answers, scheduler  question → typed answer, one at a time: numbers, drawn by the scripts in `web`
protocol            what page and server share: constants, arrays as base64, messages
ask, api            the HTTP endpoints for the page and for programs
models              models, loaded in the background
texts, examples     all English text, and the example reviews
page, style, theme  the page, its style sheet, the theme of Gradio's own components
standalone          a reading as one HTML file that works offline
server, address     the server and its addresses
"""
