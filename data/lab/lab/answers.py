"""One normal form for answers, so that equal answers give equal digests."""

from __future__ import annotations

import datetime as dt
import decimal
import hashlib
import json
import re
from typing import Any

MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$")


def normal(value: Any) -> Any:
    """Reduce a value to what JSON can say.

    Rows and tuples become lists; moments are in UTC (one without a time zone is taken
    to be UTC already, as SQLite keeps no zone); numbers are rounded to six places.
    """
    if isinstance(value, str) and MOMENT.match(value):
        return normal(dt.datetime.fromisoformat(value))
    if isinstance(value, dt.datetime):
        if value.tzinfo:
            value = value.astimezone(dt.timezone.utc).replace(tzinfo=None)
        return value.isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): normal(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)) or hasattr(value, "_fields"):
        return [normal(item) for item in value]
    if isinstance(value, (float, decimal.Decimal)):
        number = round(float(value), 6)
        return int(number) if number.is_integer() else number
    if value is None or isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"an answer may not hold a {type(value).__name__}")


def digest(answer: Any) -> str:
    """Sixteen hex digits that stand for an answer."""
    text = json.dumps(normal(answer), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def head(answer: Any, width: int = 300) -> str:
    """The beginning of an answer, to show when two differ."""
    return json.dumps(normal(answer), sort_keys=True)[:width]
