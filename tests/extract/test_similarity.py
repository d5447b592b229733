from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import similarity
from kg.model import Kind

kinds = st.sampled_from(list(Kind))


@given(st.text(max_size=30), st.text(max_size=30), kinds, kinds)
def test_features_are_the_same_in_either_order_and_between_0_and_1(a: str, b: str, x: Kind, y: Kind) -> None:
    one, other = similarity.features(a, b, x, y), similarity.features(b, a, y, x)
    assert np.allclose(one, other)
    assert one.shape == (similarity.SIZE,)
    assert ((one >= 0) & (one <= 1)).all()


def test_letters_in_common_are_counted_alike_in_either_order() -> None:
    one, other = (similarity.features(*names, Kind.PERSON, Kind.PERSON) for names in (("002", "2010"), ("2010", "002")))
    assert one.tolist() == other.tolist()


def test_initials_leave_small_words_out() -> None:
    assert similarity.initials("Komisi Pemilihan Umum") == "kpu"
    assert similarity.initials("Badan Penelitian dan Pengembangan") == "bpp"


def test_bodies_of_one_place_are_two_unless_one_spells_the_other_out() -> None:
    assert similarity.two_of_a_place("KPU Kota Satu", "Bawaslu Kota Satu")
    assert not similarity.two_of_a_place("KPU Kota Satu", "Komisi Pemilihan Umum Kota Satu")
    assert not similarity.two_of_a_place("KPU", "KPU Kota Satu")
    assert not similarity.two_of_a_place("Partai Golkar", "Golkar")
