"""A peer: what one writes with Django REST framework in an afternoon. Settings and addresses of one small site.

A ModelSerializer with a nested one, django-filter's fields, page numbers, prefetching: nothing is done badly.
"""

from config.settings import *  # noqa: F403 - the same database and applications

ROOT_URLCONF = "tests.bench.plain_site"
MIDDLEWARE = ["allauth.account.middleware.AccountMiddleware"]  # which its application insists on
REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_PAGINATION_CLASS": "rest_framework.pagination.PageNumberPagination",
    "PAGE_SIZE": 100,  # type: ignore[dict-item]  # other settings than those imported
}
