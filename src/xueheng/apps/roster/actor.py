"""Who acts: an account with what its posts let it do, and where; fixed for one request."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from xueheng.apps.errors import NotAllowed
from xueheng.apps.roster.models import Org

EVERYWHERE = "/"


@dataclass(frozen=True)
class Grant:
    """授权: what a post lets its holder do in the organisation and all below it."""

    role: str
    org: int
    path: str
    permissions: frozenset[str]


@dataclass(frozen=True)
class Actor:
    """操作人: the account, the person behind it, its grants and the children it answers for."""

    label: str  # what the audit keeps: "account:7", "system:demo"
    name: str = ""
    account: int | None = None
    person: int | None = None
    grants: tuple[Grant, ...] = ()
    children: frozenset[int] = frozenset()

    def paths(self, permission: str) -> tuple[str, ...]:
        """The subtrees in which the actor holds a permission; the widest ones only."""
        held = sorted({g.path for g in self.grants if permission in g.permissions}, key=len)
        kept: list[str] = []
        for path in held:
            if not any(path.startswith(wider) for wider in kept):
                kept.append(path)
        return tuple(kept)

    def may(self, permission: str, org: Org | None = None) -> bool:
        """True when the actor holds the permission at the organisation, or anywhere when none is named."""
        paths = self.paths(permission)
        return bool(paths) if org is None else any(org.path.startswith(path) for path in paths)

    def require(self, permission: str, org: Org | None = None) -> None:
        """Go on only with the permission; NotAllowed otherwise."""
        if self.may(permission, org):
            return
        if org is None:
            raise NotAllowed(_("您的岗位不能做这件事。"))
        raise NotAllowed(_("您的岗位不能在%(where)s做这件事。") % {"where": org.name})

    def require_everywhere(self, permission: str) -> None:
        """Go on only when the actor holds the permission without bounds; NotAllowed otherwise."""
        if EVERYWHERE not in self.paths(permission):
            raise NotAllowed(_("只有系统管理命令能做这件事。"))


NOBODY = Actor("public")


def system(reason: str) -> Actor:
    """The platform itself, acting everywhere: the command line, the worker, the example county."""
    from xueheng.apps.roster.roles import all_permissions

    return Actor(
        f"system:{reason}", reason, grants=(Grant("system", 0, EVERYWHERE, frozenset(all_permissions())),)
    )
