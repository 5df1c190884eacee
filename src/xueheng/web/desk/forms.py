"""What the room's forms take in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class Decision(forms.Form):
    """Agreed or refused, and why."""

    answer = forms.ChoiceField(choices=[(name, name) for name in ("agree", "refuse", "withdraw")])
    remark = forms.CharField(
        label=_("意见"), required=False, max_length=500, widget=forms.Textarea({"rows": 3})
    )

    def clean(self) -> dict[str, Any]:
        """Who refuses says why."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("answer") == "refuse" and not told.get("remark"):
            self.add_error("remark", _("退回时请写明原因，提出的人才知道怎么改。"))
        return told
