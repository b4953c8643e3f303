"""One settings file for every environment.

TRIAL=1 needs nothing else: SQLite, mail on the console, no https. Without it,
production defaults hold and what is missing is named. DEBUG=1 is TRIAL=1 with
tracebacks in the browser. Every variable: ``variables.py``.
"""

import logging
from urllib.parse import urlsplit

from cop_site import environment
from cop_site.environment import BASE_DIR, env
from core import logs, policy
from members.accounts import registry

environment.stop_if_wrong()

DEBUG = env["DEBUG"]
TRIAL = env.trial
SECRET_KEY = "for development only, never in production" if TRIAL else env["SECRET_KEY"]
SECRET_KEY_FALLBACKS = [] if TRIAL else env["SECRET_KEY_FALLBACKS"]
SITE_URL = env["SITE_URL"] or f"http://localhost:{env['PORT']}"
HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = ["*"] if TRIAL else env["ALLOWED_HOSTS"] or [urlsplit(SITE_URL).hostname]
CSRF_TRUSTED_ORIGINS = [] if TRIAL else [SITE_URL]
TRUSTED_PROXIES = env["TRUSTED_PROXIES"]

# Applications: ours first, so that our templates win; core before all, because what it puts
# into Django's forms has to be there before one is made.

# fmt: off
INSTALLED_APPS = [
    "core", "work", "frame", "cop_site", "demo", "home", "search",
    "moderation", "events", "resources", "opportunities",
    "announcements", "communities", "people", "notifications", "members",
    "wagtail.contrib.redirects", "wagtail.contrib.settings", "wagtail.contrib.sitemaps",
    "wagtail.contrib.typed_table_block", "wagtail.embeds", "wagtail.sites",
    "members.apps.WagtailUsersConfig", "wagtail.snippets", "wagtail.documents", "wagtail.images",
    "wagtail.search", "wagtail.admin", "wagtail", "modelcluster", "taggit",
    "allauth", "allauth.account", "allauth.mfa", "allauth.usersessions", "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks", "django_tasks_db",
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions",
    "django.contrib.messages", "whitenoise.runserver_nostatic", "django.contrib.staticfiles",
    "django.contrib.sitemaps", "django.forms",
    "mptt",
    "forum.overrides.forum", "forum.overrides.forum_conversation",
    "forum.overrides.forum_conversation.forum_attachments",
    "forum.overrides.forum_conversation.forum_polls", "forum.overrides.forum_feeds",
    "forum.overrides.forum_moderation", "forum.overrides.forum_tracking",
    "forum.overrides.forum_member", "forum.overrides.forum_permission",
    # After the overrides: machina's loader takes the first entry that ends in ".forum".
    "forum",
]
# fmt: on

MIDDLEWARE = [
    "core.middleware.RequestMiddleware",
    "core.middleware.PolicyMiddleware",
    "core.middleware.TurnAwayMiddleware",
    "core.staticfiles.StaticFilesMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "core.less_data.LessDataMiddleware",
    "core.middleware.RevalidatingMiddleware",
    "core.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "members.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "members.sending.middleware.KeepingMiddleware",
    # Before the redirects: what has moved is found by a member too.
    "members.middleware.StaffMiddleware",
    "members.redirects.RedirectMiddleware",
    "forum.rooms.middleware.ForumPermissionMiddleware",
    "core.editors.EditorsMiddleware",
    # Last, because its page shows who is signed in; nothing above reads a request's body.
    "core.middleware.SizeMiddleware",
    "members.joining.gate.AgreementMiddleware",
]

# Its headers and redirects are TurnAwayMiddleware's, which derives from SecurityMiddleware.
SILENCED_SYSTEM_CHECKS = ["security.W001"]

ROOT_URLCONF = "cop_site.urls"
WSGI_APPLICATION = "cop_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["members.templatetags.form_key"],  # csrf_token writes the form's key too
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "machina.core.context_processors.metadata",
                "frame.context_processors.site",
            ],
        },
    },
]

# Data. machina's migrations want AutoField; our own apps say BigAutoField in their AppConfig.

DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
DATABASES = {"default": environment.database()}
SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
if not SQLITE:
    INSTALLED_APPS.append("django.contrib.postgres")
PRIVATE_ROOT = env["PRIVATE_ROOT"] or str(BASE_DIR / "private")
CACHES = {
    **environment.shared_caches(),
    "renditions": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Asked for by the engine; its files are kept in the default storage.
    "machina_attachments": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
TASKS = {"default": environment.tasks()}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env["MEDIA_ROOT"] or str(BASE_DIR / "media")
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TRIAL
STORAGES = {
    "default": environment.file_storage(),
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TRIAL
        else "core.staticfiles.StaticFilesStorage"
    },
}
PRIVATE_FILES_BY = env["PRIVATE_FILES_BY"]
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MAX_REQUEST_SIZE = 30 * 1024 * 1024  # of members: five files of 5 MB, a library's document of 20

# Accounts

AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["members.backends.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "members.validators.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "members.validators.MaximumLengthValidator"},
    {"NAME": "members.validators.CommonPasswordValidator"},
    {"NAME": "members.validators.HardToGuessValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "/"
SIGN_UP = env["SIGN_UP"]
ACCOUNT_SIGNUP_REDIRECT_URL = "/welcome/"
ACCOUNT_ADAPTER = "members.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = registry.ACCOUNT_FORMS
MFA_FORMS = registry.MFA_FORMS
SOCIALACCOUNT_FORMS = registry.SOCIALACCOUNT_FORMS
MFA_ADAPTER = "members.accounts.adapter.MFAAdapter"
SOCIALACCOUNT_ADAPTER = "members.accounts.adapter.SocialAccountAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "members.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True  # _CHANGE would tell who has an account
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SIGNUP_FORM_HONEYPOT_FIELD = "website"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Nobody signs in by code: these are for showing again who one is (members/accounts/proving.py).
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# Signing in, signing up and codes are braked in the database (core/limits.py).
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None, "signup": None}
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
STAFF_SECOND_STEP = not TRIAL if env["STAFF_SECOND_STEP"] is None else env["STAFF_SECOND_STEP"]
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds (RFC 6238, 5.2)
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Alongside"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = TRIAL
SOCIALACCOUNT_PROVIDERS = environment.sign_in_providers()

# Language and time

LANGUAGE_CODE = "en-gb"
FORMAT_MODULE_PATH = "cop_site.formats"  # One way to write a date, in the editors' screens too.
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env["SITE_TIME_ZONE"]

# Mail goes out by task, through this backend.

EMAIL_BACKEND = "core.email.QueuedEmailBackend"
globals().update(environment.mail())
MAIL_EVENTS_FROM = environment.mail_events_from()
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.mail_from()

# Security

SECURITY_CONTACT = environment.security_contact()
METRICS_TOKEN = env["METRICS_TOKEN"]
SECURE_SSL_REDIRECT = HTTPS and not TRIAL
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cop_site.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": policy.strict(images_from=environment.files_origin())}
ADMIN_CONTENT_SECURITY_POLICY = policy.for_editors(images_from=environment.files_origin())

# Wagtail

WAGTAIL_SITE_NAME = "Alongside"
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # Editors write times as the site shows them.
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_FRONTEND_LOGIN_URL = LOGIN_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILIMAGES_IMAGE_MODEL = "resources.SiteImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "resources.forms.SiteImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 5 * 1024 * 1024
WAGTAILDOCS_DOCUMENT_MODEL = "resources.SiteDocument"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = "csv docx epub odp ods odt pdf pptx rtf txt xlsx".split()  # noqa: SIM905
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "core.search"}}
if not SQLITE:
    WAGTAILSEARCH_BACKENDS["default"]["SEARCH_CONFIG"] = "nz"
TAGGIT_CASE_INSENSITIVE = True

# machina

MACHINA_FORUM_NAME = "Discussions"
MACHINA_MARKUP_LANGUAGE: tuple[str, dict] = ("forum.posting.markup.stored", {})
MACHINA_MARKUP_WIDGET = "django.forms.Textarea"
MACHINA_MARKUP_WIDGET_KWARGS = {"attrs": {"rows": 10, "spellcheck": "true", "data-editor": ""}}
MACHINA_USER_DISPLAY_NAME_METHOD = "get_full_name"
MACHINA_PROFILE_AVATARS_ENABLED = False
MACHINA_TOPIC_POSTS_NUMBER_PER_PAGE = 20
MACHINA_ATTACHMENT_MAX_FILES_PER_POST = 5
FORUM_POSTING_PACE = True

# Running

LOGGING = logs.configuration(
    json=not TRIAL,
    level=env["LOG_LEVEL"],
    ours=[app for app in INSTALLED_APPS if (BASE_DIR / app).is_dir()],
)
logging.captureWarnings(not TRIAL)
if SENTRY_DSN := env["SENTRY_DSN"]:
    import sentry_sdk  # -- optional dependency

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=logs.for_sentry,
    )
