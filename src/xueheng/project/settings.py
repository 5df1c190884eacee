"""Settings of the platform: one home folder holds database, files and keys; the environment says the rest."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from csp.constants import NONE, SELF, UNSAFE_INLINE

from xueheng.project.database import database
from xueheng.project.sign_in import AGE, identities, origin, transport

SOURCE = Path(__file__).resolve().parent.parent
XUEHENG_HOME = Path(os.environ.get("XUEHENG_HOME", "xueheng-home")).resolve()
KEY_FILE = XUEHENG_HOME / "keys" / "web.key"

SECRET_KEY = KEY_FILE.read_text().strip() if KEY_FILE.is_file() else secrets.token_urlsafe(50)
DEBUG = False
ALLOWED_HOSTS = os.environ.get("XUEHENG_HOSTS", "127.0.0.1,localhost").split(",")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "xueheng.apps.audit",
    "xueheng.apps.roster",
    "xueheng.apps.notices",
    "xueheng.apps.flows",
    "xueheng.apps.intake",
    "xueheng.apps.runs",
    "xueheng.apps.publish",
    "xueheng.packs",
    "xueheng.sample",
    "xueheng.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "xueheng.web.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "xueheng.web.nul.NulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "xueheng.web.access.headers.HeadersMiddleware",
    "xueheng.web.rules.RuleMiddleware",
    "xueheng.web.access.sessions.SessionMiddleware",
    "xueheng.web.again.AgainMiddleware",
]

ROOT_URLCONF = "xueheng.project.urls"
WSGI_APPLICATION = "xueheng.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [
            SOURCE / "web" / "templates",
            *sorted(SOURCE.glob("web/*/templates")),
            SOURCE / "api" / "templates",
        ],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "xueheng.web.context.around",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "xueheng.web.templatetags.shown",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("XUEHENG_DATABASE_URL", ""), XUEHENG_HOME)}
XUEHENG_BACKUP_DAYS = int(os.environ.get("XUEHENG_BACKUP_DAYS") or 7)

AUTH_USER_MODEL = "roster.Account"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username",)},
    },
    {"NAME": "xueheng.apps.roster.password_rules.NothingOfTheOwner"},
    {"NAME": "xueheng.apps.roster.password_rules.NothingEasy"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "desk:sign_in"
LOGIN_REDIRECT_URL = "desk:home"
CSRF_FAILURE_VIEW = "xueheng.web.desk.errors.forgery"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = sorted(path.parent for path in SOURCE.glob("*/**/locale/en"))
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [SOURCE / "web" / "static", ("reports", SOURCE / "reports" / "assets")]
WHITENOISE_USE_FINDERS = True

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

ACCOUNT_ADAPTER = "xueheng.web.access.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_RATE_LIMITS = False  # ours are counted in the database, for all processes together
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up; allauth wants to know
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
MFA_ADAPTER = "xueheng.web.access.adapters.FactorAdapter"
MFA_FORMS = {
    "authenticate": "xueheng.web.access.forms.Code",
    "reauthenticate": "xueheng.web.access.forms.CodeAgain",
    "activate_totp": "xueheng.web.access.forms.FirstCode",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Xueheng"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "xueheng.web.access.adapters.IdentityAdapter"
SOCIALACCOUNT_PROVIDERS = identities(os.environ, XUEHENG_HOME)

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = AGE
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "style-src-attr": [UNSAFE_INLINE],  # charts place their tooltips so; no element of ours does
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF, *origin(os.environ)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
globals().update(transport(os.environ, ALLOWED_HOSTS))
