"""The difference of two documents as a JSON Patch (RFC 6902), for programs."""

from typing import Any

import jsonpatch
import orjson


def patch_between(before: str | bytes, after: str | bytes) -> list[dict[str, Any]]:
    """Return the operations that make one document of another.

    Applied to `before`, they give `after` exactly: its canonical bytes are those of `after`. Keys are compared in
    the order in which a body has them, which is sorted, so that the same two bodies always give the same operations.
    """
    made: list[dict[str, Any]] = jsonpatch.make_patch(orjson.loads(before), orjson.loads(after)).patch
    return made
