"""Which modules are changed, and which tests are asked about each, in this order."""


def of(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names)


ANNOUNCEMENTS = of("announcements", "sending", "audience", "keeping", "reading")
ATTESTATIONS = of("members", "attestations", "role_pages", "staff")
CLOSING = of("members", "neighbours", "closing", "leaving", "no_trace")
COMMUNITIES = of(
    "communities", "states", "services", "inviting", "neighbours", "last_days", "nightly",
    "concurrency", "rules", "visibility", "looking_after",
)  # fmt: skip
COUNTERS = of("forum", "neighbours", "counters", "repair", "paging", "constant", "concurrency")
LEASES = of("ops", "worker", "leases", "loops", "two_clocks")
MAIL = of(
    "notifications", "mail_sending", "mail_one_by_one", "neighbours", "mail_smtp", "mail_letters"
)
TELLING = of(
    "notifications", "neighbours", "notify", "choices", "choosing", "keeping", "pages", "mail_stop"
)

TESTS: dict[str, tuple[str, ...]] = {
    "announcements/audience.py": ANNOUNCEMENTS,
    "announcements/services.py": ANNOUNCEMENTS,
    "communities/access.py": COMMUNITIES,
    "communities/querysets.py": COMMUNITIES,
    "communities/rules.py": COMMUNITIES,
    "communities/services/facilitating.py": COMMUNITIES,
    "communities/services/groups.py": COMMUNITIES,
    "communities/services/inviting.py": COMMUNITIES,
    "communities/services/joining.py": COMMUNITIES + of("members", "closing"),
    "communities/services/steps.py": COMMUNITIES,
    "core/chunks.py": of("core", "chunks") + of("ops", "work_screen"),
    "core/work/attempts.py": LEASES,
    "core/work/leases.py": LEASES,
    "core/work/outcomes.py": LEASES,
    "core/work/reaper.py": LEASES,
    "forum/counters.py": COUNTERS,
    "forum/overrides/forum_permission/checker.py": of("forum", "checker", "setup", "rooms"),
    "forum/pace.py": of("forum", "pace"),
    "forum/positions.py": COUNTERS,
    "forum/services.py": of("forum", "posting", "moderation", "polls", "rooms", "tracking")
    + COUNTERS,
    "members/access.py": of("members", "admin_accounts", "visibility") + ATTESTATIONS,
    "members/attestations.py": ATTESTATIONS + of("communities", "rules"),
    "members/leaving.py": CLOSING,
    "members/rights.py": of("members", "rights", "second_step"),
    "members/services.py": CLOSING + of("members", "profile"),
    "notifications/choices.py": TELLING,
    "notifications/mail/sending.py": MAIL,
    "notifications/mail/stopping.py": of("notifications", "mail_stop", "choosing") + MAIL,
    "notifications/reading.py": of("notifications", "kinds") + TELLING + MAIL,
    "notifications/services.py": TELLING + of("members", "no_trace"),
    "search/sections.py": of("search", "search"),
}
