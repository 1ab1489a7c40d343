"""The search index without its lists of pages: rows of letters that say nothing, and now and then look like a name.

pufa/search/postings.py writes them, and pufa/search/shards.py and index.py say where they stand. A file of the index
begins with ``pufaFound("name",``; its name tells what it holds. What is taken for a list follows the code to the last
sign, so it holds no sign of a mail address, and never two digits in a row: no number can hide in it.
"""

from __future__ import annotations

import re

_NUMBER = r"[i-~]{0,4}+[:-\[\]-h]"  # 22 signs go on, 46 end a number
_LIST = rf"[1-7](?<=(?:[^\x00-\x7f]|[,!]).)(?:{_NUMBER})++(?:[1-7](?:{_NUMBER})++)*+(?=[^\x00-\x7f]|[#!\"])"
_HOLDERS = (
    (re.compile(r'pufaFound\("(?:r\d+|[0-9a-f]{4,5}-\d+)","[^"\\]*"\)\Z'), re.compile(_LIST)),
    (re.compile(r'pufaFound\("(?:n\d+|filters)",\{'), re.compile(rf'(?<=":")(?:{_NUMBER})++(?=")')),
    (re.compile(r'pufaFound\("meta",\{'), re.compile(rf'(?<="citing":")(?:{_NUMBER})++(?=")')),
)


def without_lists(text: str) -> str:
    """The text of a file; in one of the index, each list is a row of bars as long as it was."""
    for holder, lists in _HOLDERS:
        if holder.match(text):
            return lists.sub(lambda found: "|" * len(found[0]), text)
    return text
