"""The sentence of a claim: who says it comes first, and a denial reads as one."""

from __future__ import annotations

import pytest

from kg.errors import BadData
from kg.model import Modality, Polarity
from kg.out.words import LANGUAGES, Sentences, knowledge
from kg.schema import relations
from tests.views import claim, scene, support


def said(language: str) -> list[str]:
    sentences = Sentences(scene(), language)
    return sorted(sentences.say(claim) for claim in scene().claims)


def test_sentences_in_indonesian() -> None:
    assert said("id") == [
        "2 media menulis: Sari Wulandari meminta tindakan dari Komisi Pemilihan Contoh.",
        "Harian Contoh menulis: Partai Contoh berkoordinasi dengan Tim Maju.",
        "Kabar Contoh menulis: Budi Santoso berbicara atas nama Partai Contoh.",
        "Menurut Budi Santoso, Partai Contoh tidak berkoordinasi dengan Tim Maju.",
        "Menurut Sari Wulandari sendiri, Sari Wulandari mungkin bertemu dengan Budi Santoso.",
        "Sebuah media menulis: Partai Contoh berencana mencalonkan Sari Wulandari.",
    ]


def test_sentences_in_english() -> None:
    assert said("en") == [
        "2 outlets report: Sari Wulandari requests action from Komisi Pemilihan Contoh.",
        "According to Budi Santoso, Partai Contoh does not coordinate with Tim Maju.",
        "An outlet reports: Partai Contoh plans to nominate Sari Wulandari.",
        "By Sari Wulandari’s own account, Sari Wulandari may meet Budi Santoso.",
        "Harian Contoh reports: Partai Contoh coordinates with Tim Maju.",
        "Kabar Contoh reports: Budi Santoso speaks for Partai Contoh.",
    ]


@pytest.mark.parametrize("modality", Modality)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_denial_never_reads_like_its_opposite(language: str, modality: Modality) -> None:
    sentences = Sentences(scene(), language)
    for relation in relations():
        evidence = support("a1", "Kutipan.")
        yes, no = (claim("Q42", relation, "tim-maju", evidence, polarity=polarity, modality=modality) for polarity in Polarity)
        assert sentences.say(yes) != sentences.say(no)
        words = sentences.say(no).split()
        assert {"tidak", "bukan", "not", "no", "nothing"} & set(words), sentences.say(no)


def test_every_relation_can_be_said_and_every_word_of_the_page_is_in_both_languages() -> None:
    assert set(knowledge("phrases.yml")["relations"]) == set(relations())
    words = knowledge("page/words.yml")
    assert list(words["id"]) == list(words["en"])
    assert {relation.group for relation in relations().values()} == set(knowledge("groups.yml"))


def test_a_missing_file_of_knowledge_is_named() -> None:
    with pytest.raises(BadData, match=r"nirgendwo\.yml"):
        knowledge("nirgendwo.yml")
