"""Cortex Xpanse: its tenant, and its incident API as operations."""

from ._soarwire import UNSET, Assignee, UpdateIncident
from ._soarwire import XpanseTenant as Tenant

__all__ = ["UNSET", "Assignee", "Tenant", "UpdateIncident"]
