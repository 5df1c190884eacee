"""The mechanisms: serial dictatorship, application-rejection, gradient, deferred acceptance, two phases."""

from __future__ import annotations

import numpy as np

from xueheng.engine.admission.course import Course, begun, then
from xueheng.engine.admission.market import BoolArray, IntArray, Manner, Market
from xueheng.engine.admission.rounds import TICKET_ONLY, bounds, deferred, serial


def serial_dictatorship(market: Market, *, turn: IntArray, manner: Manner = TICKET_ONLY) -> Course:
    """平行志愿: score before choice, one round; `turn` holds the units in the order of their key."""
    return then(begun(market), lambda part: serial(part, turn=turn, manner=manner), open_to=_all(market))


def deferred_acceptance(market: Market, *, manner: Manner = TICKET_ONLY) -> Course:
    """延迟接受: the best stable place for every unit, whatever the order of proposals."""
    return then(begun(market), lambda part: deferred(part, manner=manner), open_to=_all(market))


def application_rejection(market: Market, *, band: int, manner: Manner = TICKET_ONLY) -> Course:
    """分段志愿 AR(e): `band` choices at a time, each band final before the next; 1 is 顺序志愿."""
    course, number = begun(market), choice_number(market)
    for low in range(0, int(number.max(initial=-1)) + 1, band):
        part = (number >= low) & (number < low + band)
        course = then(course, lambda part: deferred(part, manner=manner), open_to=part)
    return course


def gradient(market: Market, *, band_of: IntArray, manner: Manner = TICKET_ONLY) -> Course:
    """梯度投档: bands of applicants in turn; in a band the rank of the choice goes before the score."""
    course, number = begun(market), choice_number(market)
    start, stop = bounds(market)
    bands = np.repeat(band_of, stop - start)
    for band in range(int(band_of.max(initial=-1)) + 1):
        for at in range(int(number.max(initial=-1)) + 1):
            part = (bands == band) & (number == at)
            course = then(course, lambda part: deferred(part, manner=manner), open_to=part)
    return course


def choice_number(market: Market) -> IntArray:
    """The place in its unit's list, from 0, of the choice to which each rung belongs."""
    ladders = market.ladders
    choices = np.diff(ladders.first_choice)
    number = np.arange(ladders.first_rung.size - 1) - np.repeat(ladders.first_choice[:-1], choices)
    return np.repeat(number, np.diff(ladders.first_rung))


def _all(market: Market) -> BoolArray:
    return np.ones(market.ladders.group.size, bool)
