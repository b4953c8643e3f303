"""What becomes of a form between the button and the answer.

Every form on the site carries a key by itself, because ``{% csrf_token %}`` writes it
(``members.templatetags.form_key``). A view that makes something is decorated with ``once``, or,
when it is a class, mixes in ``MakesOnce``. What somebody sends after their session has ended is
kept by ``KeepingMiddleware``: nothing need be done for a new form.
"""

from members.sending.kept import KEPT_FOR
from members.sending.once import SENT_FOR, MakesOnce, is_sent, once

__all__ = ["KEPT_FOR", "SENT_FOR", "MakesOnce", "is_sent", "once"]
