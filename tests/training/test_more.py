from __future__ import annotations

from kg.schema import relations
from training.more import ANNOTATIONS, lines, unpack

TEXT = "Judul\nSari Wulandari memimpin Partai Bintang."


def test_offsets_become_strings() -> None:
    row = {
        "id": "a",
        "actors": [["sari", "person", "Sari Wulandari", [[6, 20]]], ["bintang", "party", "Partai Bintang", [[30, 44]]]],
        "statements": [["sari", "leads", "bintang", "affirmed", "actual", None, "Ketua", [6, 45]]],
    }
    found = unpack(row, TEXT)
    assert found["actors"][1]["mentions"] == ["Partai Bintang"]
    assert found["statements"][0]["evidence"] == "Sari Wulandari memimpin Partai Bintang."
    assert found["statements"][0]["speaker"] is None


def test_every_annotation_names_known_relations_and_its_own_actors() -> None:
    for row in lines(ANNOTATIONS):
        keys = {actor[0] for actor in row["actors"]}
        for subject, relation, object_, polarity, modality, speaker, _role, (start, stop) in row["statements"]:
            assert {subject, object_, speaker or subject} <= keys
            assert relation in relations()
            assert polarity in ("affirmed", "negated")
            assert modality in ("actual", "planned", "possible")
            assert 0 <= start < stop
