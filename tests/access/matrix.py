"""The table: every address of the site, and what each of the five kinds of people get there."""

from dataclasses import dataclass

PEOPLE = ("public", "researcher", "analyst", "editor", "administrator")
ALL = (200,) * 5
SIGNED_IN = (302, 200, 200, 200, 200)
MOVES_ON = (302,) * 5
DESK = (302, 403, 200, 200, 403)
OGC = ("claims", "incident-areas", "incidents")
NO_FACTOR = (302, 404, 404, 404, 404)  # whoever has no second factor yet has nothing to see or take away there


@dataclass(frozen=True)
class Row:
    """What the five get, and with which method they ask. `path` fills in a pattern that is a regular expression."""

    statuses: tuple[int, ...]
    method: str = "get"
    path: str = ""


MATRIX: dict[str, Row] = {
    "": Row(ALL),
    "feeds/claims.atom": Row(ALL),
    "feeds/incidents.atom": Row(ALL),
    "healthz": Row(ALL),
    "readyz": Row(ALL),
    # the public record
    "actors/": Row(ALL),
    "actors/<slug:slug>/": Row(ALL),
    "^captures/(?P<sha256>[0-9a-f]{64})/$": Row((404,) * 5, path=f"captures/{'0' * 64}/"),
    "claims/": Row(ALL),
    "codebook/": Row(ALL),
    "incidents/": Row(ALL),
    "incidents/<ref:ref>/": Row(ALL),
    "incidents/<ref:ref>/diff/": Row(MOVES_ON, path="incidents/<str:ref>/diff/?from=1&to=1"),
    "incidents/<ref:ref>/diff/<int:before>..<int:after>/": Row(ALL, path="incidents/<str:ref>/diff/1..1/"),
    "incidents/<ref:ref>/editions/<int:number>/": Row(ALL),
    "incidents/<ref:ref>/history/": Row(ALL),
    "methodology/": Row(ALL),
    # the API
    "api/v1/": Row(ALL),
    "api/v1/^(?P<rest>.*/)$": Row((404,) * 5, path="api/v1/nowhere/"),
    "api/v1/actors/": Row(ALL),
    "api/v1/actors/<slug:slug>/": Row(ALL),
    "api/v1/borders/": Row(ALL),
    "api/v1/borders/<slug:slug>/": Row(ALL, path="api/v1/borders/<border>/"),
    "api/v1/changes/": Row(ALL),
    "api/v1/claims/": Row(ALL),
    "api/v1/codebook/": Row(ALL),
    "api/v1/disputes/": Row(ALL),
    "api/v1/disputes/<slug:slug>/": Row(ALL, path="api/v1/disputes/a-dispute/"),
    "api/v1/docs/": Row(ALL),
    "api/v1/incidents/": Row(ALL),
    "api/v1/incidents/<ref:ref>/": Row(ALL),
    "api/v1/incidents/<ref:ref>/claims/": Row(ALL),
    "api/v1/incidents/<ref:ref>/diff/<int:before>..<int:after>/": Row(
        ALL, path="api/v1/incidents/<ref:ref>/diff/1..1/"
    ),
    "api/v1/incidents/<ref:ref>/editions/": Row(ALL),
    "api/v1/incidents/<ref:ref>/editions/<int:number>/": Row(ALL),
    "api/v1/incidents/<ref:ref>/positions/": Row(ALL),
    "api/v1/places/": Row(ALL),
    "api/v1/places/<code:code>/": Row(ALL, path="api/v1/places/<place>/"),
    "api/v1/releases/": Row(ALL),
    "api/v1/releases/<version:version>/": Row((404,) * 5, path="api/v1/releases/26.1/"),
    "api/v1/schema/": Row(ALL),
    "api/v1/sources/": Row(ALL),
    "api/v1/sources/<code:source>/": Row(ALL, path="api/v1/sources/<source>/"),
    "api/v1/map/": Row(ALL),
    "api/v1/stats/baseline/": Row(ALL),
    "api/v1/stats/facets/": Row(ALL),
    "api/v1/stats/first-since/": Row(ALL),
    "api/v1/stats/series/": Row(ALL),
    # the shapes of other datasets
    "compat/acled/deleted/read": Row(ALL),
    "compat/acled/read": Row(ALL),
    "compat/deleted/read": Row(ALL),
    "compat/oauth/token": Row(ALL, method="post"),
    "compat/ucdp/gedevents/<gedversion:version>": Row(ALL, path="compat/ucdp/gedevents/live"),
    # the OGC API
    "ogc/": Row(ALL),
    "ogc/^(?P<rest>.+)$": Row((404,) * 5, path="ogc/nowhere"),
    "ogc/api": Row(ALL),
    "ogc/collections": Row(ALL),
    "ogc/conformance": Row(ALL),
    **{f"ogc/collections/{name}{part}": Row(ALL) for name in OGC for part in ("", "/items", "/queryables", "/schema")},
    "ogc/collections/claims/items/<ref:ref>": Row((404,) * 5),
    "ogc/collections/incident-areas/items/<ref:ref>": Row(ALL),
    "ogc/collections/incidents/items/<ref:ref>": Row(ALL),
    # drafts
    "api/v1/drafts/": Row((401, 403, 200, 200, 403)),
    "api/v1/drafts/^(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/$": Row(
        (401, 403, 200, 200, 403), path="api/v1/drafts/<str:ref>/"
    ),
    "api/v1/drafts/^(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/notes/$": Row(
        (401, 403, 200, 200, 403), path="api/v1/drafts/<str:ref>/notes/"
    ),
    **{
        f"api/v1/drafts/^(?P<ref>CC-[0-9]{{4}}-[0-9]{{5,12}})/notes/(?P<note>[0-9a-hjkmnp-tv-z]{{10}})/{verb}/$": Row(
            (401, 403, 200, 200, 403), method="post", path=f"api/v1/drafts/<str:ref>/notes/<note>/{verb}/"
        )
        for verb in ("resolve", "reopen")
    },
    "api/v1/drafts/^(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/sources/(?P<source>[0-9a-hjkmnp-tv-z]{10})/captures/$": Row(
        (401, 403, 200, 200, 403), path="api/v1/drafts/<str:ref>/sources/<source>/captures/"
    ),
    "api/v1/drafts/^(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/steps/$": Row(
        (401, 403, 200, 200, 403), path="api/v1/drafts/<str:ref>/steps/"
    ),
    "api/v1/drafts/^(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/submit/$": Row(
        (401, 403, 409, 409, 403), method="post", path="api/v1/drafts/<str:ref>/submit/"
    ),
    # the desk
    "desk/": Row(DESK),
    "desk/actors/": Row(DESK),
    "desk/^captures/(?P<public_id>[0-9a-z]{10})/$": Row((302, 404, 200, 200, 200), path="desk/captures/<capture>/"),
    "desk/^incidents/(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/$": Row(
        (302, 404, 200, 200, 404), path="desk/incidents/<str:ref>/"
    ),
    "desk/^incidents/(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/(?P<verb>[a-z_]+)/$": Row(
        (302, 404, 302, 302, 404), method="post", path="desk/incidents/<str:ref>/reopen/"
    ),
    "desk/incidents/": Row(DESK),
    "desk/incidents/new/": Row(DESK),
    "desk/start/": Row(DESK, path="desk/start/?template=statement-only"),
    "desk/^incidents/(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/here/$": Row(
        (302, 404, 200, 200, 404), method="post", path="desk/incidents/<str:ref>/here/"
    ),
    "desk/^incidents/(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/history/$": Row(
        (302, 404, 200, 200, 404), path="desk/incidents/<str:ref>/history/"
    ),
    "desk/^incidents/(?P<ref>CC-[0-9]{4}-[0-9]{5,12})/undo/$": Row(
        (302, 404, 302, 302, 404), method="post", path="desk/incidents/<str:ref>/undo/"
    ),
    "desk/^kept/(?P<form_id>[0-9a-z]{10})/discard/$": Row(
        (302, 403, 404, 404, 403), method="post", path="desk/kept/0000000000/discard/"
    ),
    "desk/kept/": Row((302, 403, 400, 400, 403), method="post"),
    "desk/me/": Row(ALL),
    "desk/signed-in/": Row(DESK),
    "desk/near/": Row(DESK),
    "desk/places/": Row(DESK),
    "desk/related/": Row(DESK, method="post"),
    "desk/when/": Row(DESK),
    # one's own account
    "accounts/2fa/": Row(SIGNED_IN),
    "accounts/2fa/authenticate/": Row(MOVES_ON),
    "accounts/2fa/reauthenticate/": Row(MOVES_ON),
    "accounts/2fa/recovery-codes/": Row(NO_FACTOR),
    "accounts/2fa/recovery-codes/download/": Row(NO_FACTOR),
    "accounts/2fa/recovery-codes/generate/": Row(MOVES_ON),
    "accounts/2fa/totp/activate/": Row(MOVES_ON),
    "accounts/2fa/totp/deactivate/": Row(NO_FACTOR),
    "accounts/^confirm-email/(?P<key>[-:\\w]+)/$": Row(ALL, path="accounts/confirm-email/x/"),
    "accounts/^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": Row(
        ALL, path="accounts/password/reset/key/1-x/"
    ),
    "accounts/confirm-email/": Row(ALL),
    "accounts/email/": Row(SIGNED_IN),
    "accounts/inactive/": Row(ALL),
    "accounts/login/": Row((200, 302, 302, 302, 302)),
    "accounts/login/code/confirm/": Row(MOVES_ON),
    "accounts/logout/": Row(SIGNED_IN),
    "accounts/password/change/": Row(SIGNED_IN),
    "accounts/password/reset/": Row(ALL),
    "accounts/password/reset/done/": Row(ALL),
    "accounts/password/reset/key/done/": Row(ALL),
    "accounts/password/set/": Row(MOVES_ON),
    "accounts/reauthenticate/": Row(SIGNED_IN),
    "accounts/signup/": Row((200, 302, 302, 302, 302)),
    "admin/workbench/incident/<int:pk>/preview/page/": Row(
        (302, 302, 302, 200, 200), path="admin/workbench/incident/<waiting>/preview/page/"
    ),
    "accounts/tokens/": Row((302, 200, 200, 200, 403)),
    "accounts/tokens/<token_key:token_key>/revoke/": Row((302, 404, 404, 404, 403), method="post"),
}
"""Every pattern outside the admin → what each of `PEOPLE` gets."""

ADMIN: dict[str, tuple[str, str]] = {
    "": ("page", "page"),
    "jsi18n": ("page", "page"),
    "digest": ("", ""),
    "password_change": ("page", "page"),
    "password_change/done": ("page", "page"),
    "account/emailaddress": ("", ""),
    "quality": ("page", "page"),
    "references": ("page", "page"),
    "references/merge/actor": ("page", "page"),
    "references/merge/place": ("page", "page"),
    "references/merge/source": ("page", "page"),
    "references/sources": ("page", "page"),
    "references/unmerge/source": ("page", "page"),
    "workbench/quietreport": ("page add change delete history", "page change history"),
    "audit": ("page", "page"),
    "audit/access": ("page", "page"),
    "audit/export.csv": ("page", "page"),
    "accounts/user": ("", "page add change history"),
    "actors/actor": ("page add change history hierarchy", "page change history hierarchy"),
    "actors/actorrelation": ("page change history", "page change history"),
    "django_tasks_database/dbtaskresult": ("", ""),
    "mfa/authenticator": ("", ""),
    "record/edition": ("page change history", "page change history"),
    "reference/border": ("page add change history", "page change history"),
    "reference/bordersection": ("page change history", "page change history"),
    "reference/dispute": ("page add change history", "page change history"),
    "reference/place": ("page add change history", "page change history"),
    "workbench/incident": ("page change history preview merge", "page change history preview merge"),
    "workbench/incident/review": ("", ""),
    "workbench/incident/views": ("", ""),
    "workbench/savedview": ("page change delete history", ""),
    "workbench/source": ("page add change history", "page change history"),
}
"""Page or table of the admin → what opens for editors and for administrators. Nothing else does, and nobody else's."""
