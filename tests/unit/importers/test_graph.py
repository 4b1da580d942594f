"""A graph of passages becomes a row that only leads forward, whatever the graph is like."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.importers.findings import Report
from app.content.importers.graph import arrange
from app.content.importers.story import Passage, Story, Way
from tests.unit.importers.sources import choices, codes, errors, kinds, step, twee


def arranged(edges, count):
    passages = {
        str(n): Passage(
            str(n), f"Q{n}", "a.twee", n + 1,
            ways=[Way(f"nach {b}", str(b), n + 1, str(b)) for a, b in edges if a == n],
        )
        for n in range(count)
    }  # fmt: skip
    report = Report()
    order = arrange(Story("T", "de", passages, "0", ["a.twee"]), report, "de")
    return order, report


GRAPHS = st.integers(1, 12).flatmap(
    lambda count: st.tuples(
        st.lists(st.tuples(st.integers(0, count - 1), st.integers(0, count)), max_size=40),
        st.just(count),
    )
)


@given(GRAPHS)
@settings(max_examples=300)
def test_every_way_leads_forward_and_nothing_is_lost(graph):
    edges, count = graph
    order, report = arranged(edges, count)
    place = {passage.key: number for number, passage in enumerate(order)}
    assert sorted(place, key=int) == [str(n) for n in range(count)]
    assert order[0].key == "0"
    assert not order[-1].targets()
    for passage in order:
        assert all(place[target] > place[passage.key] for target in passage.targets())
        told = [f"nach {b}" for a, b in edges if a == int(passage.key)]
        kept = [way.label for way in passage.ways if way.label]
        noted = [label for label in told if any(label in line for line in passage.note)]
        assert Counter(told) <= Counter(kept) + Counter(noted)
    met, waiting = {"0"}, ["0"]
    while waiting:
        fresh = set(next(p for p in order if p.key == waiting[-1]).targets()) - met
        waiting.pop()
        met |= fresh
        waiting += fresh
    told = {f.values["to"] for f in report.found if f.code == "unreachable"}
    assert told == {f"Q{n}" for n in range(count) if str(n) not in met}


def test_a_graph_without_loops_keeps_every_way():
    order, report = arranged([(0, 2), (0, 1), (1, 3), (2, 3)], 4)
    assert [p.key for p in order] == ["0", "2", "1", "3"]
    assert [[w.to for w in p.ways] for p in order] == [["2", "1"], ["3"], ["3"], []]
    assert report.found == []


def test_a_loop_is_cut_where_it_closes_and_told_with_its_place():
    imported = twee(
        ":: Start\nLos\n[[Mitte]]\n:: Mitte\nWohin?\n[[Zurück|Start]]\n[[Nach vorn|Ende]]\n"
        ":: Ende\nDa\n"
    )
    assert kinds(imported) == {"start-1": "story", "mitte": "story", "ende": "end"}
    cut = next(f for f in imported.report if f.code == "loop-cut")
    assert (cut.line, cut.name, cut.values) == (6, "Mitte", {"label": "Zurück", "to": "Start"})
    assert "Zeile 6: „Zurück“ führte zu „Start“." in step(imported, "mitte")["note"]
    assert errors(imported) == []


def test_a_passage_that_only_led_back_goes_on_where_the_others_go():
    imported = twee(
        ":: Start\nRaten Sie.\n[[Eins|Falsch]]\n[[Zwei|Richtig]]\n:: Falsch\nNein.\n[[Start]]\n"
        ":: Richtig\nJa.\n"
    )
    assert choices(step(imported, "start-1")) == {"Eins": "falsch", "Zwei": "richtig"}
    assert kinds(imported) == {"start-1": "decision", "falsch": "story", "richtig": "end"}
    assert codes(imported).count("loop-goes-on") == 1
    assert errors(imported) == []


def test_rooms_around_a_hall_become_a_tour():
    rooms = "".join(f":: R{n}\nRaum {n}.\n[[Halle]]\n" for n in range(4))
    links = "".join(f"[[R{n}]]\n" for n in range(4))
    imported = twee(f":: Start\n[[Halle]]\n:: Halle\nWohin?\n{links}[[Ausgang]]\n{rooms}"
                    ":: Ausgang\nDraußen.\n")  # fmt: skip
    assert list(kinds(imported)) == ["start-1", "halle", "r0", "r1", "r2", "r3", "ausgang"]
    assert errors(imported) == []


def test_a_story_that_only_turns_in_a_circle_ends():
    imported = twee(":: Start\na\n[[B]]\n:: B\nb\n[[Start]]\n")
    assert kinds(imported) == {"start-1": "story", "b": "end"}
    assert "loop-ends" in codes(imported)
    assert errors(imported) == []


def test_a_passage_that_leads_to_itself_ends_or_goes_on():
    assert kinds(twee(":: Start\na\n[[Start]]\n")) == {"start-1": "end"}


def test_what_no_way_leads_to_is_kept_and_told():
    imported = twee(
        ":: Start\na\n[[B]]\n:: B\nb\n:: Allein\nWort [[B]] und [[Start]]\n"
        ":: Inseltext\nInselwort\n"
    )
    assert list(kinds(imported)) == ["start-1", "allein", "b", "inseltext"]
    assert codes(imported).count("unreachable") == 2
    assert errors(imported) == ["ZR401", "ZR401"]


def test_a_link_to_nowhere_stays_readable_in_the_note():
    imported = twee(":: Start\nText\n[[Ins Nichts|Gibt es nicht]]\n[[B]]\n:: B\nb\n")
    assert "„Ins Nichts“ führte zu „Gibt es nicht“" in step(imported, "start-1")["note"]
    assert "link-to-nowhere" in codes(imported)


def test_thousands_of_passages_take_no_long_time():
    count = 3000
    chain = "".join(
        f":: Q{n}\nT\n[[Q{n + 1}]]\n[[Q{n // 2}]]\n[[Q0]]\n[[Q{(n * 7) % count}]]\n"
        for n in range(count)
    )
    imported = twee(f":: Start\n[[Q0]]\n{chain}:: Q{count}\nEnde\n")
    assert len(kinds(imported)) == count + 2
