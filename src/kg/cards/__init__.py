"""What is known of one thing, gathered for people: `Release` describes, a card selects and orders."""

from kg.cards.facts import MOST, REACH
from kg.cards.gathering import Card, card
from kg.cards.told import Line, Named, Statement, Value, Voice

__all__ = ["MOST", "REACH", "Card", "Line", "Named", "Statement", "Value", "Voice", "card"]
