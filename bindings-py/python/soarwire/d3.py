"""D3 SOAR: its tenant, and its remote commands as operations."""

from ._soarwire import CloseIncident, CloseIncidents, LinkToCases, UpdateOwner
from ._soarwire import D3Tenant as Tenant

__all__ = ["CloseIncident", "CloseIncidents", "LinkToCases", "Tenant", "UpdateOwner"]
