"""What is known of one thing, gathered for people: `Release` describes, a card selects and orders."""

from kg.cards.facts import MOST, REACH, Line
from kg.cards.gathering import Card, card

__all__ = ["MOST", "REACH", "Card", "Line", "card"]
