"""Texts for sharing, saving and presenting."""

from typing import Any

from brnn.text.words import MAX_CHARACTERS

SHARE: dict[str, Any] = {
    "share": "Share",
    "link": "Link to this view",
    "copied": "Link copied.",
    "refused": "This browser does not allow copying. Copy the link here:",
    "holds": "The link contains what you typed. No server stores it, but anyone with the link can read it.",
    "alone": "Only this computer can open the link. Start the app with --lan to let others on your "
    "network open it.",
    "network": "Others on your network can open the link.",
    "long": "It is {count} characters long, and some messengers cut long links.",
    "badLink": "Part of this link is not valid and was ignored.",
    "noModel": "The model in this link is not available here. Another one is used instead.",
    "noGuesses": "No model here guesses words, so this link opens another page.",
    "limit": MAX_CHARACTERS,
    "save": "Save",
    "picture": "Image",
    "html": "Web page",
    "csv": "Table",
    "json": "All numbers",
    "notes": {
        "all": {"picture": "PNG of what is on screen", "html": "HTML of what is on screen"},
        "read": {
            "html": "HTML that works offline: play, hover, pin",
            "csv": "CSV of what each word added",
            "json": "JSON, including all hidden states",
        },
        "guess": {
            "csv": "CSV of how surprising each word is",
            "json": "JSON of the guesses and their sums",
        },
        "compare": {
            "csv": "CSV of both readings and their difference, word by word",
            "json": "JSON of both readings and their difference",
        },
        "experiments": {
            "csv": "CSV of the answer under “Questions about this review”",
            "json": "JSON of your predictions, and of the results that you have seen",
        },
        "models": {
            "csv": "CSV of every model’s measurements",
            "json": "JSON of all measurements on this page",
        },
        "lesson": {
            "csv": "CSV of the example in this step",
            "json": "JSON of the example in this step",
        },
        "none": {
            "html": "There is nothing to save yet.",
            "csv": "There is no table to save on this page now.",
            "json": "There are no numbers to save yet.",
        },
    },
    "snapshot": "A saved page: what was on screen, without a connection.",
    "saving": "One moment…",
    "saved": "Saved as {name}.",
    "failed": "Saving failed.",
    "present": "Present",
    "presentTitle": "Large type for a projector (P). Page Up and Page Down step through every page, so a "
    "clicker is enough; a number chooses a page. On Read, click the text to type another one.",
    "leave": "Leave (Esc)",
    "keys": "Page ↑↓",
    "presenting": "Presenting. Page Down steps forward, Page Up back, a number chooses a page, Escape "
    "leaves. On Read, Page Down plays the figure; click the text to type another one, and press Escape when "
    "done. On Guess, Page Down hides the next word. "
    "In the lesson, Page Down plays a figure that can be played, then goes to its other example.",
    "dark": "Dark",
    "light": "Light",
    "darkTitle": "Switch to light text on dark",
    "lightTitle": "Switch to dark text on light",
}
"""The tools in the header of every page."""

SAVED: dict[str, str] = {
    "note": "A saved reading: play, hover and pin as on the page, without a connection.",
    "long": "Not in this file: the text is too long.",
    "state": "Not in this file. Of each state, it has the unit that weighs most, if the text is not long.",
}
"""The header of a saved file."""
