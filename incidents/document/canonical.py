"""Canonical form and digests: one document has exactly one sequence of bytes.

The form is a subset of RFC 8785 (JSON Canonicalization Scheme): keys are ASCII and sorted, integers stay within
±(2⁵³−1), floats are rounded to six decimals and written as integers where they are whole, no NUL anywhere.
"""

import hashlib
import re
from datetime import datetime
from typing import Any

import orjson

LARGEST = 2**53 - 1
DECIMALS = 6
GENESIS = "0" * 64
"""The digest before the first edition."""
_EXPONENT = re.compile(rb"[1-9]e-6")  # orjson's way to write what RFC 8785 writes as 0.000001


class NotCanonical(ValueError):
    """A value that has no canonical form; the message says where it is."""


def normal(value: Any, path: str = "$") -> Any:
    """Return a JSON value in normal form: rounded, whole floats as integers, keys and text checked."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        if "\0" in value:
            raise NotCanonical(f"{path} contains a NUL")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise NotCanonical(f"{path} contains half of a surrogate pair") from error
        return str(value)
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"{path} is beyond ±(2⁵³−1)")
        return int(value)
    if isinstance(value, float):
        return _normal_float(value, path)
    if isinstance(value, list):
        return [normal(item, f"{path}[{index}]") for index, item in enumerate(value)]
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str) or not key.isascii() or "\0" in key:
                raise NotCanonical(f"{path} has a key that is not ASCII: {key!r}")
        return {str(key): normal(item, f"{path}.{key}") for key, item in value.items()}
    raise NotCanonical(f"{path} is a {type(value).__name__}, not JSON")


def _normal_float(value: float, path: str) -> int | float:
    rounded = round(value, DECIMALS)
    if rounded != rounded or abs(rounded) > LARGEST:  # noqa: PLR0124 - NaN is the one value not equal to itself
        raise NotCanonical(f"{path} is not a finite number within ±(2⁵³−1)")
    return int(rounded) if rounded.is_integer() else rounded


def canonical(document: Any) -> bytes:
    """Return the canonical UTF-8 bytes of a JSON value. Raises NotCanonical."""
    value = normal(document)
    data = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return orjson.dumps(_without_exponents(value), option=orjson.OPT_SORT_KEYS) if _EXPONENT.search(data) else data


def _without_exponents(value: Any) -> Any:
    """Return a normal value with its numbers below 0.00001 as the text that RFC 8785 gives them."""
    if isinstance(value, float) and abs(value) < 10 ** (1 - DECIMALS):
        return orjson.Fragment(f"{value:.{DECIMALS}f}")
    if isinstance(value, list):
        return [_without_exponents(item) for item in value]
    if isinstance(value, dict):
        return {key: _without_exponents(item) for key, item in value.items()}
    return value


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def envelope(
    *, seq: int, ref: str, number: int, status: str, origin: str, schema: str, published_at: datetime
) -> bytes:
    """Return the canonical bytes of what surrounds a body in the ledger. The time is UTC with microseconds."""
    moment = published_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return canonical(
        {
            "seq": seq,
            "ref": ref,
            "number": number,
            "status": status,
            "origin": origin,
            "schema": schema,
            "published_at": moment,
        }
    )


def chain(previous: str, envelope_bytes: bytes, body_sha256: str) -> str:
    """Return sha256(previous digest ‖ sha256(envelope) ‖ sha256(body)), over raw bytes, in hexadecimal."""
    link = bytes.fromhex(previous) + hashlib.sha256(envelope_bytes).digest() + bytes.fromhex(body_sha256)
    return hashlib.sha256(link).hexdigest()
