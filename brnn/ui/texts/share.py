"""What the page says where it is shared, saved and presented."""

from __future__ import annotations

from typing import Any

from brnn.text.words import MAX_CHARACTERS

SHARE: dict[str, Any] = {
    "share": "Share",
    "link": "Link to what you see",
    "copied": "Link copied.",
    "refused": "This browser does not let a page copy. Copy the link here:",
    "holds": "The link holds the text itself. No server keeps it; whoever has the link can read "
    "the text.",
    "long": "It is {count} characters long, and some messengers cut long links.",
    "badLink": "Part of this link could not be understood and was left out.",
    "longLink": "This link is too long to be read.",
    "noModel": "The model of this link is not here. Another one reads.",
    "limit": MAX_CHARACTERS,
    "save": "Save",
    "picture": "Picture",
    "pictureNote": "PNG, what is on screen",
    "html": "Page",
    "htmlNote": "HTML, plays, hovers and pins without a network",
    "csv": "Table",
    "csvNote": "CSV, what each word added",
    "json": "Everything",
    "jsonNote": "JSON, with both memories",
    "saving": "One moment…",
    "saved": "Saved as {name}.",
    "failed": "This could not be saved.",
    "present": "Present",
    "presentTitle": "Large type, nothing but the reading (P)",
    "leave": "Leave (Esc)",
    "presenting": "Presenting. Escape leaves.",
    "dark": "Dark",
    "light": "Light",
    "darkTitle": "Light on dark",
    "lightTitle": "Dark on light",
}
"""The tools in the head of every page."""

SAVED: dict[str, str] = {
    "note": "A saved reading: it plays, hovers and pins, and needs no network.",
    "noCard": "in files for up to 60 words",
}
"""The head of a file that was saved."""
