"""Rows that no form would have let in break no page."""

from tests.whole_site import matrix
from tests.whole_site.places import Places
from tests.whole_site.words import begin_everything_with

BREAKS_ON_PURPOSE = {"/admin/failwhale/"}


MARK = "=\u200b\u2067" + "\u0301" * 21 + "a\x0b\x01\r\nBcc: x\u202e\ufffe"


def test_no_address_breaks_at_what_stands_in_a_row(demo):
    places = Places.find()
    everybody = matrix.clients(places.community)
    client_of = {name: everybody[name] for name in ("visitor", "facilitator", "coordinator")}
    addresses = {name: places.address_of(name) for name, _route in matrix.names()} | demo
    begin_everything_with(MARK)

    for address in sorted(set(addresses.values())):
        assert max(matrix.row(client_of, address).values()) < 500, address
    only = {"coordinator": client_of["coordinator"]}
    for address in set(matrix.editors_addresses()) - BREAKS_ON_PURPOSE:
        for kind in ("", "?export=csv", "?export=xlsx"):
            assert matrix.row(only, f"{address}{kind}")["coordinator"] < 500, (address, kind)
