"""A community's own group says who is in it; that of its facilitators gives rights."""

from members.rights import belonging_alone

belonging_alone("community")
