"""The fields of every kind of content, and nothing but the fields.

A field is named here and nowhere else: the reader, the messages, the table in CONTRIBUTING, the
JSON Schema and the form on the repository come from these classes. A reference to something else
(a topic, a village, a contact) is its 名称; an address is a slug.
"""

from pufa.models.base import (
    BLANK,
    PRIVACY_RULES,
    Allowance,
    Content,
    Document,
    Evidence,
    Fields,
    Link,
    Paragraph,
    Slug,
    Text,
    field_descriptions,
    place,
)
from pufa.models.calendar import CalendarDay, DayRule, MonthDay, NthWeekday, WeekOfMonth
from pufa.models.case import (
    APPROVAL_STEPS,
    AUDIENCES,
    CASE_KINDS,
    SOURCE_TYPES,
    STATUSES,
    Approval,
    Case,
    CaseSource,
    Withdrawal,
)
from pufa.models.concept import Concept
from pufa.models.district import District, DistrictTown
from pufa.models.report import Commitment, Indicator, Report
from pufa.models.statute import Statute, StatuteVersion
from pufa.models.town import (
    Board,
    BoardNumber,
    Contact,
    Duty,
    Honour,
    LegalGuide,
    MaxAge,
    SiteIdentity,
    Term,
    Topic,
    Village,
)

__all__ = [
    "APPROVAL_STEPS",
    "AUDIENCES",
    "BLANK",
    "CASE_KINDS",
    "PRIVACY_RULES",
    "SOURCE_TYPES",
    "STATUSES",
    "Allowance",
    "Approval",
    "Board",
    "BoardNumber",
    "CalendarDay",
    "Case",
    "CaseSource",
    "Commitment",
    "Concept",
    "Contact",
    "Content",
    "DayRule",
    "District",
    "DistrictTown",
    "Document",
    "Duty",
    "Evidence",
    "Fields",
    "Honour",
    "Indicator",
    "LegalGuide",
    "Link",
    "MaxAge",
    "MonthDay",
    "NthWeekday",
    "Paragraph",
    "Report",
    "SiteIdentity",
    "Slug",
    "Statute",
    "StatuteVersion",
    "Term",
    "Text",
    "Topic",
    "Village",
    "WeekOfMonth",
    "Withdrawal",
    "field_descriptions",
    "place",
]
