"""Every write about a community: opening, joining, looking after. The groups follow at once."""

from communities.services.facilitating import (
    NOBODY_SIGNS_IN,
    appoint_facilitator,
    dismiss_facilitator,
    end_terms,
    step_down,
)
from communities.services.groups import Drift, mend_groups
from communities.services.inviting import (
    accept_invitation,
    decline_invitation,
    find_invited,
    forget_addresses,
    invite_address,
    invite_member,
    let_invitations_run_out,
    withdraw_invitation,
)
from communities.services.joining import (
    approve,
    ask_to_join,
    decline,
    join,
    leave,
    leave_all,
    remove,
    take_request_back,
    welcome,
    withdraw_welcomes,
)
from communities.services.opening import open_community, pin_notice, set_colour, take_down_notices

__all__ = [
    "NOBODY_SIGNS_IN",
    "Drift",
    "accept_invitation",
    "appoint_facilitator",
    "approve",
    "ask_to_join",
    "decline",
    "decline_invitation",
    "dismiss_facilitator",
    "end_terms",
    "find_invited",
    "forget_addresses",
    "invite_address",
    "invite_member",
    "join",
    "leave",
    "leave_all",
    "let_invitations_run_out",
    "mend_groups",
    "open_community",
    "pin_notice",
    "remove",
    "set_colour",
    "step_down",
    "take_down_notices",
    "take_request_back",
    "welcome",
    "withdraw_invitation",
    "withdraw_welcomes",
]
