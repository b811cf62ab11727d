"""Django's settings, all derived from the home and a handful of environment variables."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from gridkeeper.project import databases
from gridkeeper.project import home as homes
from gridkeeper.project.rooms import INSTALLED

PACKAGE = Path(__file__).resolve().parents[1]
HOME = homes.in_force()
GRIDKEEPER_HOME = HOME.path if HOME else None
GRIDKEEPER_KIND = HOME.kind if HOME else "real"
GRIDKEEPER_MASTER_KEY = HOME.master_key if HOME else b""

# Without a home only the tables' texts are handled (makemigrations, checks): nothing is signed that would be kept.
SECRET_KEY = HOME.secret_key if HOME else secrets.token_urlsafe(48)
DEBUG = False
_PUBLIC_URL = os.environ.get("GRIDKEEPER_URL", "")
_LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
_NAMED = [host.strip() for host in os.environ.get("GRIDKEEPER_HOSTS", "").split(",") if host.strip()]
if _PUBLIC_URL:
    _NAMED.append(urlsplit(_PUBLIC_URL).hostname or "")
# Opened to the network without a name: whoever starts it so reaches it by number, which nobody knows beforehand.
_OPEN = not _NAMED and os.environ.get("HOST", "127.0.0.1") not in {"localhost", "127.0.0.1", "::1"}
ALLOWED_HOSTS = ["*"] if _OPEN else [*_LOOPBACK, *_NAMED]
_HTTPS = _PUBLIC_URL.startswith("https://")

INSTALLED_APPS = list(INSTALLED)
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "gridkeeper.project.urls"
WSGI_APPLICATION = "gridkeeper.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_REACH = databases.addresses(HOME) if HOME or databases.own_server_configured() else None
_POOLED = os.environ.get("GRIDKEEPER_DATABASE_POOL", "8")


def _default_database() -> dict[str, Any]:
    entry: dict[str, Any] = (
        _REACH.app.django() if _REACH else {"ENGINE": "django.db.backends.postgresql", "NAME": "gridkeeper"}
    )
    if _POOLED != "0":
        # A pool and CONN_MAX_AGE exclude each other; the health check saves the first request after a restart.
        pool = {"min_size": 1, "max_size": int(_POOLED), "timeout": 10, "max_idle": 300, "num_workers": 1}
        entry["OPTIONS"] = {**entry.get("OPTIONS", {}), "pool": pool}
    return {**entry, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True, "ATOMIC_REQUESTS": True}


DATABASES = {
    "default": _default_database(),
    "owner": {
        **(_REACH.owner.django() if _REACH else {"ENGINE": "django.db.backends.postgresql", "NAME": "gridkeeper"}),
        "CONN_MAX_AGE": 0,
        "ATOMIC_REQUESTS": False,
        "TEST": {"MIRROR": "default"},
    },
}
DATABASE_ROUTERS = ["gridkeeper.project.router.OwnerMigrates"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gridkeeper.project.middleware.security_headers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last: it runs the view itself, inside its actor's scope.
    "gridkeeper.console.door.Door",
]
FORM_RENDERER = "gridkeeper.console.rendering.ConsoleFormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "console" / "templates"],  # before the libraries', so that ours replace theirs
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gridkeeper.console.context.console",
            ]
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = sorted(PACKAGE.glob("*/locale"))
LANGUAGE_COOKIE_NAME = "gk_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Everything outward goes through the outbox, which an exercise never leaves.
EMAIL_BACKEND = "gridkeeper.notices.backend.OutboxBackend"

STATIC_URL = "/static/"
FRONTEND_BUILD = PACKAGE / "frontend_build"
STATICFILES_DIRS = [FRONTEND_BUILD] if FRONTEND_BUILD.is_dir() else []

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/console/sign-in/"
LOGIN_REDIRECT_URL = "/console/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Gridkeeper"
# A phone's clock may be half a minute off; one step is what RFC 6238 (5.2) allows at most.
MFA_TOTP_TOLERANCE = 1

SESSION_COOKIE_NAME = "gk_session"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "gk_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
CSRF_TRUSTED_ORIGINS = [_PUBLIC_URL] if _PUBLIC_URL else []
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 365 * 86400 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_DATABASE_ALIAS = "default"

_FORMATTER = "json" if os.environ.get("GRIDKEEPER_LOG") == "json" else "plain"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {"()": "gridkeeper.project.logs.JsonLines"},
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": _FORMATTER}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("GRIDKEEPER_LOG_LEVEL", "WARNING")},
    "loggers": {"gridkeeper": {"level": "INFO"}},
}
