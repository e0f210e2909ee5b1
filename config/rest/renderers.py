"""How answers become bytes."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


class JSONRenderer(BaseRenderer):
    """UTF-8 JSON by orjson. Bytes are sent as they are: they were rendered when the edition was published."""

    media_type = "application/json"
    format = "json"
    charset = None
    render_style = "binary"

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """Return the bytes of an answer; none for no answer."""
        if data is None:
            return b""
        return data if isinstance(data, bytes) else orjson.dumps(data, default=str, option=orjson.OPT_UTC_Z)


class JSONPatchRenderer(JSONRenderer):
    """The same for a JSON Patch (RFC 6902) by itself."""

    media_type = "application/json-patch+json"
    format = "json-patch"


class NDJSONRenderer(JSONRenderer):
    """JSON, a line each. What is streamed never comes here; an error does, and says its own media type."""

    media_type = "application/x-ndjson"
    format = "ndjson"


class GeoJSONRenderer(JSONRenderer):
    """GeoJSON (RFC 7946)."""

    media_type = "application/geo+json"
    format = "geojson"
