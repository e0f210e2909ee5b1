"""Settings, read from the environment. Every variable is listed in docs/settings.md.

Two ways to run: a workplace on one machine (the default: embedded PostgreSQL, plain HTTP on loopback) and
production (`COUNTERCLAIM_PRODUCTION=1`: nothing is guessed, what is missing stops the start).
"""

import os
from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from xstatic.pkg import leaflet

from config.database import default_url, local_secret
from config.rest.throttles import quota_of

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("COUNTERCLAIM_VAR", BASE_DIR / "var")).resolve()
PRODUCTION = os.environ.get("COUNTERCLAIM_PRODUCTION") == "1"


def required(name: str) -> str:
    """Return an environment variable that production can't do without."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} must be set when COUNTERCLAIM_PRODUCTION=1")
    return value


DEBUG = False
SECRET_KEY = required("SECRET_KEY") if PRODUCTION else os.environ.get("SECRET_KEY") or local_secret(VAR_DIR)
ALLOWED_HOSTS = required("ALLOWED_HOSTS").split(",") if PRODUCTION else ["*"]
CSRF_TRUSTED_ORIGINS = [origin for origin in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if origin]

INSTALLED_APPS = [
    "config",
    "config.readonly",
    "accounts",
    "actors",
    "incidents.reference",
    "incidents.workbench",
    "incidents.record",
    "incidents.publishing",
    "incidents.moderation",
    "incidents.desk",
    "incidents.analysis",
    "incidents.public",
    "incidents.public.web",
    "incidents.public.api",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "knox",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_htmx",
    "csp",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.rest.courtesy.Courtesy",
    "config.patience.Patience",
    "config.rest.accepting.Accepting",
    "config.rest.compression.Compression",
    "csp.middleware.CSPMiddleware",
    "config.rest.openness.Openness",
    "config.rest.throttling.Throttling",
    "config.rest.reading_only.ReadOnlyMode",
    "config.rest.deprecation.Announcing",
    "config.rest.caching.Caching",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.rest.signing.FromAddress",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["django.templatetags.static"],
        },
    },
]

# Database. `random_page_cost` and `jit`: every query here is many small index reads on fast storage.
DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or default_url(VAR_DIR), conn_max_age=60, conn_health_checks=True
    )
}
STATEMENT_TIMEOUT = int(os.environ.get("STATEMENT_TIMEOUT") or 0)  # seconds; 0: no bound. Web requests have one (wsgi)
DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
    f"-c random_page_cost=1.1 -c jit=off -c timezone=UTC -c statement_timeout={STATEMENT_TIMEOUT}s"
)
# `answers`: computed answers of the public API, in each process; their keys change with the ledger's head.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "answers",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "accounts.adapters.InvitationOnlyAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Counterclaim"

# Mail
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if os.environ.get("EMAIL_HOST")
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_TIMEOUT = 30  # seconds, so that no task waits for ever for a mail server
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS") == "1"
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "counterclaim@localhost")

# Language and time: the record is kept in UTC; an incident carries its own zone.
LANGUAGE_CODE = "en"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# Moderation
REVIEW_LOCK_MINUTES = int(os.environ.get("REVIEW_LOCK_MINUTES", "30"))  # after the reviewer's last sign

# Files
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", VAR_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static", ("leaflet", leaflet.BASE_DIR)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
MEDIA_ROOT = Path(os.environ.get("MEDIA_ROOT", VAR_DIR / "media"))
CAPTURE_MAX_BYTES = int(os.environ.get("CAPTURE_MAX_BYTES", str(20 << 20)))  # of an upload, and of a page
CAPTURE_ON_SUBMIT = os.environ.get("CAPTURE_ON_SUBMIT", "1") == "1"
FILE_UPLOAD_HANDLERS = [
    "incidents.evidence.uploading.Capped",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # an incident with 40 claims is one form

# REST
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "config.rest.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["config.rest.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["config.rest.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.rest.errors.problem_handler",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
THROTTLE_ANON = os.environ.get("THROTTLE_ANON") or ("600/60" if PRODUCTION else "off")  # requests/seconds
THROTTLE_TOKEN = os.environ.get("THROTTLE_TOKEN") or ("3000/60" if PRODUCTION else "off")
THROTTLE_EXPORT_COST = int(os.environ.get("THROTTLE_EXPORT_COST", "20"))  # of a streamed answer, in requests
for _limit in (THROTTLE_ANON, THROTTLE_TOKEN):
    quota_of(_limit)  # what can't be read stops the start
TRUSTED_PROXIES = int(os.environ.get("TRUSTED_PROXIES", "0"))  # hops that X-Forwarded-For is believed for
REST_KNOX = {
    "TOKEN_MODEL": "accounts.APIToken",
    "TOKEN_TTL": timedelta(days=365),
    "TOKEN_PREFIX": "cc_",
    "MINIMUM_TOKEN_PREFIX_LENGTH": 3,
}
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"  # a transaction may be older than the edition it follows

EXPORTS_AT_ONCE = int(os.environ.get("EXPORTS_AT_ONCE", "2"))  # over all processes that serve from one database
DATA_LICENCE = os.environ.get("DATA_LICENCE", "")  # of the record, as exports state it

KNOX_TOKEN_MODEL = "accounts.APIToken"  # noqa: S105 - a model's name
SPECTACULAR_SETTINGS = {
    "TITLE": "Counterclaim API",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "POSTPROCESSING_HOOKS": [
        "incidents.public.api.schema.document_components",
        "incidents.desk.api.schema.document_components",
        "incidents.public.api.contract.document_operations",
    ],
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "publishing"]}}

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "incidents.desk.views.guards.csrf_failure"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("BEHIND_PROXY") == "1" else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]

LOG_LEVEL = os.environ.get("LOG_LEVEL", "WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "level": LOG_LEVEL}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},  # loggers with a level of their own pass this one by
}
