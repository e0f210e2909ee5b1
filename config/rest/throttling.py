"""Limits on what programs ask: per token, or per address of who has none.

A token is counted before anybody looks whether there is such a token, so that counting costs no query. One that turns
out to be none counts against its address as well: making tokens up wins nothing. Preflight requests never come here
(`openness`), other OPTIONS cost what the rest does.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.rest.errors import plain_problem
from config.rest.faces import is_for_machines
from config.rest.throttles import Quota, Taken, counters_in, quota_of

ANONYMOUS, OF_TOKEN, UNPROVEN = "anonymous", "token", "unproven"
_HOST_BITS = 64
"""Of an IPv6 address: what one household or server has for itself, and can change at will."""


@dataclass(frozen=True, slots=True)
class Account:
    """A caller under a policy; without a quota it has no limit."""

    policy: str
    caller: str
    quota: Quota | None

    def take(self, cost: int = 1, *, anyway: bool = False) -> Taken | None:
        """Take from the quota; None where there is no limit."""
        if self.quota is None:
            return None
        counters = counters_in(settings.VAR_DIR, settings.SECRET_KEY)
        return counters.take(f"{self.policy} {self.caller}", self.quota, cost=cost, now=time.time(), anyway=anyway)

    def say(self, response: HttpResponseBase, taken: Taken) -> HttpResponseBase:
        """Put what is left into an answer: the fields of the IETF's draft, and those that are widely read."""
        if self.quota:
            requests, seconds = self.quota.requests, self.quota.seconds
            response["RateLimit-Policy"] = f'"{self.policy}";q={requests};w={seconds}'
            response["RateLimit"] = f'"{self.policy}";r={taken.left};t={taken.reset}'
            response["RateLimit-Limit"] = str(requests)
            response["RateLimit-Remaining"] = str(taken.left)
            response["RateLimit-Reset"] = str(taken.reset)
        return response

    def refuse(self, request: HttpRequest, taken: Taken) -> HttpResponseBase:
        """Return the problem of who asked too much."""
        detail = f"That is too much at once. Ask again in {taken.wait} s; RateLimit-Policy says how much is allowed."
        response = plain_problem(request, 429, detail)
        response["Retry-After"] = str(taken.wait)
        response["Cache-Control"] = "no-store"
        return self.say(response, taken)


class Throttling:
    """Refuses what is beyond a caller's quota, and says in every answer what is left of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Take what answers."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer a request, unless too much was asked before."""
        if not is_for_machines(request):
            return self.get_response(request)
        address, token = address_of(request), token_of(request)
        anonymous = quota_of(settings.THROTTLE_ANON)
        if token is None:
            return self._within(request, Account(ANONYMOUS, address, anonymous))
        made_up = Account(UNPROVEN, address, anonymous)
        seen = made_up.take(0)
        if seen and not seen.left:
            return made_up.refuse(request, made_up.take() or seen)
        response = self._within(request, Account(OF_TOKEN, token, quota_of(settings.THROTTLE_TOKEN)))
        if getattr(request, "auth", None) is None:  # no view took it for one
            made_up.take(anyway=True)
        return response

    def _within(self, request: HttpRequest, account: Account) -> HttpResponseBase:
        taken = account.take()
        if taken and not taken.granted:
            return account.refuse(request, taken)
        response = self.get_response(request)
        if taken and response.streaming and request.method == "GET":  # before anything of it is sent
            taken = account.take(settings.THROTTLE_EXPORT_COST - 1, anyway=True)
        return account.say(response, taken) if taken else response


def token_of(request: HttpRequest) -> str | None:
    """Return what stands for the token that a request brings, whether or not it is one; None without."""
    scheme, _, key = request.headers.get("Authorization", "").strip().partition(" ")
    if scheme.lower() not in ("token", "bearer") or not key.strip().startswith(str(settings.REST_KNOX["TOKEN_PREFIX"])):
        return None
    return hashlib.sha256(key.strip().encode()).hexdigest()


def address_of(request: HttpRequest) -> str:
    """Return whom a request comes from: an IPv4 address, or the network of an IPv6 address.

    Behind proxies that is what the outermost trusted one saw: each trusted hop has put one address at the end of
    `X-Forwarded-For`, and what stands before those was sent by the client and may say anything.
    """
    peer: str = request.META.get("REMOTE_ADDR", "")
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    hops = min(settings.TRUSTED_PROXIES, len(told))
    try:
        address = ip_address(told[-hops] if hops else peer)
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return f"{IPv6Address(int(address) >> _HOST_BITS << _HOST_BITS)}/{_HOST_BITS}"
    return str(address)
