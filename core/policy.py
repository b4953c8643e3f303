"""Content-Security-Policy: what a page may load, run and be framed by."""

from csp.constants import NONE, SELF, UNSAFE_INLINE

Directives = dict[str, list[str]]


def strict(*, images_from: str = "") -> Directives:
    """Everything from this site alone, nothing inline, no frames either way."""
    return {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *filter(None, [images_from])],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }


def for_editors(*, images_from: str = "") -> Directives:
    """Wagtail's editor needs inline scripts and styles, and frames its own previews."""
    policy = strict(images_from=images_from)
    return policy | {
        "script-src": [SELF, UNSAFE_INLINE],
        "style-src": [SELF, UNSAFE_INLINE],
        "img-src": [*policy["img-src"], "blob:"],
        "frame-src": [SELF],
        "frame-ancestors": [SELF],
    }
