"""Which modules are changed, and which tests are asked about each, in this order."""


def of(folder: str, *names: str) -> tuple[str, ...]:
    return tuple(f"tests/{folder}/test_{name}.py" for name in names)


ANNOUNCEMENTS = of("announcements", "sending", "audience", "keeping", "reading")
CONFIRMED_ROLES = of("people", "confirmed_roles", "role_pages") + of("members", "staff")
CLOSING = of("members", "neighbours", "closing", "leaving", "no_trace")
COMMUNITIES = of(
    "communities", "states", "services", "inviting", "neighbours", "last_days", "nightly",
    "concurrency", "rules", "visibility", "looking_after",
)  # fmt: skip
COUNTERS = of("forum", "neighbours", "counters", "repair", "paging", "constant", "concurrency")
LEASES = of("work", "worker", "leases", "two_clocks") + of("ops", "loops")
MAIL = of(
    "notifications", "mail_sending", "mail_one_by_one", "neighbours", "mail_smtp", "mail_letters"
)
OUT_OF_VIEW = of(
    "forum/history", "out_of_view", "out_of_view_topics", "out_of_view_everywhere",
    "out_of_view_states", "changes", "letting_go",
)  # fmt: skip
TELLING = of(
    "notifications", "neighbours", "notify", "choices", "choosing", "keeping", "pages", "mail_stop"
)

TESTS: dict[str, tuple[str, ...]] = {
    "announcements/audience.py": ANNOUNCEMENTS,
    "announcements/services.py": ANNOUNCEMENTS,
    "communities/access.py": COMMUNITIES,
    "communities/querysets.py": COMMUNITIES + of("home", "waiting"),
    "communities/rules.py": COMMUNITIES,
    "communities/services/facilitating.py": COMMUNITIES,
    "communities/services/groups.py": COMMUNITIES,
    "communities/services/inviting.py": COMMUNITIES,
    "communities/services/joining.py": COMMUNITIES + of("members", "closing"),
    "communities/services/steps.py": COMMUNITIES,
    "work/chunks.py": of("work", "chunks", "work_screen"),
    "work/attempts.py": LEASES,
    "work/leases.py": LEASES,
    "work/outcomes.py": LEASES,
    "work/reaper.py": LEASES,
    "forum/history/access.py": OUT_OF_VIEW,
    "forum/history/differences.py": of("forum/history", "changes"),
    "forum/history/querysets.py": OUT_OF_VIEW,
    "forum/history/services.py": OUT_OF_VIEW,
    "forum/posting/letting_go.py": of("forum/history", "letting_go"),
    "forum/topics/counters.py": COUNTERS,
    "forum/rooms/checker.py": of("forum", "checker", "setup", "rooms"),
    "forum/pace.py": of("forum", "pace"),
    "forum/paging/positions.py": COUNTERS,
    "forum/polls/services.py": of("forum", "polls", "concurrency"),
    "forum/posting/services.py": of("forum", "posting", "moderation", "tracking") + COUNTERS,
    "forum/rooms/services.py": of("forum", "rooms", "neighbours"),
    "forum/topics/services.py": of("forum", "moderation", "posting") + COUNTERS,
    "members/access.py": of("members", "admin_accounts") + of("communities", "privacy"),
    "people/confirmed_roles/services.py": CONFIRMED_ROLES + of("communities", "rules"),
    "members/leaving.py": CLOSING,
    "members/rights.py": of("members", "rights", "second_step"),
    "members/services.py": CLOSING,
    "people/access.py": CONFIRMED_ROLES,
    "people/services.py": CLOSING + of("people", "profile", "profile_pages"),
    "notifications/choices.py": TELLING,
    "notifications/mail/sending.py": MAIL,
    "notifications/mail/stopping.py": of("notifications", "mail_stop", "choosing") + MAIL,
    "notifications/reading.py": of("notifications", "kinds") + TELLING + MAIL,
    "notifications/services.py": TELLING + of("members", "no_trace"),
    "search/sections.py": of("search", "search"),
}
