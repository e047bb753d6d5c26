"""What the page says where it is shared, saved and presented."""

from __future__ import annotations

from typing import Any

from brnn.text.words import MAX_CHARACTERS

SHARE: dict[str, Any] = {
    "share": "Share",
    "link": "Link to what you see",
    "copied": "Link copied.",
    "refused": "This browser does not let pages copy. Copy the link here:",
    "holds": "The link contains the text itself. No server stores it, but anyone with the link can "
    "read it.",
    "long": "It is {count} characters long, and some messengers cut long links.",
    "badLink": "Part of this link is not valid and was ignored.",
    "longLink": "This link is too long to open.",
    "noModel": "The model in this link is not available here. Another one is reading.",
    "limit": MAX_CHARACTERS,
    "save": "Save",
    "picture": "Image",
    "pictureNote": "PNG of what is on screen",
    "html": "Web page",
    "htmlNote": "HTML that works offline: play, hover, pin",
    "csv": "Table",
    "csvNote": "CSV with what each word added",
    "json": "All numbers",
    "jsonNote": "JSON, including both memories",
    "saving": "One moment…",
    "saved": "Saved as {name}.",
    "failed": "Saving failed.",
    "present": "Present",
    "presentTitle": "Large type, the reading alone (P)",
    "leave": "Leave (Esc)",
    "presenting": "Presenting. Press Escape to leave.",
    "dark": "Dark",
    "light": "Light",
    "darkTitle": "Switch to light text on dark",
    "lightTitle": "Switch to dark text on light",
}
"""The tools in the head of every page."""

SAVED: dict[str, str] = {
    "note": "A saved reading: play, hover and pin as on the page, without a network.",
    "long": "Not in this file: the text is too long.",
}
"""The head of a file that was saved."""
