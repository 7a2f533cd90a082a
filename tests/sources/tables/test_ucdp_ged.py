"""UCDP GED in both layouts: what SPARQL, the counts and the columnar table say is what pandas says of the file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import pandas as pd
import pyarrow.parquet as pq
import pytest

from kg.namespaces import BASE
from kg.release import Release
from sources.tables.answers import asked

NUMBERS: Final = ("low", "best", "high")
TYPES: Final = {"1": "state-based-clash", "2": "non-state-clash", "3": "one-sided-violence"}
Table = pd.DataFrame
Found = Mapping[str | None, tuple[int, ...]]


@pytest.fixture(scope="session", params=["syria", "world"])
def both(request: pytest.FixtureRequest) -> tuple[Release, Table, str]:
    """Give a release with a table of GED, the table as pandas reads it, and the path of its document."""
    name = request.param
    path: Path = request.getfixturevalue({"syria": "ged_syria", "world": "ged_sample"}[name])
    table = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    for number in NUMBERS:
        table[number] = table[number].astype("int64")
    table["year_of"], table["month_of"] = table.date_start.str[:4], table.date_start.str[:7]
    release: Release = request.getfixturevalue(name)
    (document,) = [one.path for one in release.statements.documents if one.path.startswith("documents/ucdp-ged")]
    return release, table, document


def grouped(table: Table, by: str) -> Found:
    """Count rows and sum the dead, by a column; nothing stands for an empty cell."""
    sums = table.groupby(by).agg(events=("id", "size"), low=("low", "sum"), best=("best", "sum"), high=("high", "sum"))
    return {
        str(key) or None: tuple(int(number) for number in row)
        for key, row in zip(sums.index, sums.to_numpy(), strict=True)
    }


def names(release: Release, found: Found) -> Found:
    """Put the names of things in the place of their paths."""
    labels = {thing.path: thing.labels.shown for thing in release.statements.named}
    return {None if key is None else labels[key]: row for key, row in found.items()}


def by_sparql(release: Release, document: str, key: str) -> Found:
    """Count by SPARQL; `key` binds ``?key`` of ``?event``."""
    answer = asked(
        release,
        f"""
        SELECT ?key (COUNT(?event) AS ?events) (SUM(?l) AS ?low) (SUM(?b) AS ?best) (SUM(?h) AS ?high) WHERE {{
          ?event prov:wasDerivedFrom <{BASE}{document}> ; a ckg:Event ;
                 ckg:deathsLow ?l ; ckg:deathsBest ?b ; ckg:deathsHigh ?h .
          {key}
        }} GROUP BY ?key""",
    )
    return {row.get("key"): tuple(int(row[name]) for name in ("events", *NUMBERS)) for row in answer}


def counted(release: Release, document: str, by: str) -> Found:
    """Count by the columnar table, through the public function."""
    answer = release.counts(by, source=document.removeprefix("documents/"), limit="10000")
    assert not answer.more
    assert {row.source for row in answer.rows} == {document}
    return {
        None if row.keys[0] is None else str(row.keys[0]): (row.events, row.low or 0, row.best or 0, row.high or 0)
        for row in answer.rows
    }


def each(table: Table) -> Iterable[Any]:
    """Give rows with their cells by name."""
    return table.itertuples()


def rows(release: Release, document: str) -> Table:
    columns: list[str] = [
        "path",
        "rows",
        "types",
        "parties",
        "governorates",
        "countries",
        "dyad",
        "first",
        "last",
        *NUMBERS,
    ]
    table = pq.read_table(release.path / "events.parquet", columns=[*columns, "source", "lat", "long"]).to_pandas()
    return pd.DataFrame(table[table.source == document].reset_index(drop=True))


def test_each_row_is_an_event_with_its_days_and_dead(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    expected = {
        (f"events/ucdp-ged-{row.id}", row.id, row.date_start[:10], row.date_end[:10], row.low, row.best, row.high)
        for row in each(table)
    }
    found = {
        (row.path, *row.rows, str(row.first)[:10], str(row.last)[:10], row.low, row.best, row.high)
        for row in each(rows(release, document))
    }
    assert found == expected
    answer = asked(
        release,
        f"""
        SELECT ?event ?row ?from ?until ?low ?best ?high WHERE {{
          ?event prov:wasDerivedFrom <{BASE}{document}> ; a ckg:Event ; ckg:row ?row ; ckg:from ?from ; ckg:until ?until ;
                 ckg:surelyFrom ?until ; ckg:surelyUntil ?from ;
                 ckg:deathsLow ?low ; ckg:deathsBest ?best ; ckg:deathsHigh ?high }}""",
    )
    assert {
        (row["event"], row["row"], row["from"], row["until"], *(int(row[name]) for name in NUMBERS)) for row in answer
    } == expected


@pytest.mark.parametrize(
    ("by", "column", "key"),
    [
        ("year", "year_of", "?event ckg:from ?day BIND(STR(YEAR(?day)) AS ?key)"),
        ("month", "month_of", "?event ckg:from ?day BIND(SUBSTR(STR(?day), 1, 7) AS ?key)"),
    ],
)
def test_counts_by_time(both: tuple[Release, Table, str], by: str, column: str, key: str) -> None:
    release, table, document = both
    expected = grouped(table, column)
    assert counted(release, document, by) == expected
    assert by_sparql(release, document, key) == expected
    columns = rows(release, document)
    columns[column] = columns["first"].astype(str).str[: 4 if by == "year" else 7]
    columns["id"] = columns["path"]
    assert grouped(columns, column) == expected


def test_counts_by_type(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    expected = {f"codes/event-type/{TYPES[str(code)]}": row for code, row in grouped(table, "type_of_violence").items()}
    assert counted(release, document, "type") == expected
    assert by_sparql(release, document, "?event ckg:eventType ?key") == expected


def test_counts_by_dyad(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    expected = {f"events/ucdp-dyad-{code}": row for code, row in grouped(table, "dyad_new_id").items()}
    assert counted(release, document, "dyad") == expected
    assert by_sparql(release, document, "?event ckg:dyad ?key") == expected
    said = dict(zip(table.dyad_new_id, table.dyad_name.str.split().str.join(" "), strict=True))
    labels = {thing.path: thing.labels.shown for thing in release.statements.event_names}
    assert {labels[f"events/ucdp-dyad-{code}"] for code in said} == set(said.values())


GOVERNORATE: Final = """OPTIONAL { ?event ckg:place/ckg:within* ?key .
    ?key ckg:placeKind <https://w3id.org/ckg/codes/place-kind/governorate> }"""
COUNTRY: Final = GOVERNORATE.replace("governorate", "country")


def test_counts_by_governorate(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    table = table.assign(division=table.adm_1.where(table.where_prec != "6", "") + "|" + table.country)
    if len(set(table.country)) == 1:
        table["division"] = table["division"].str.partition("|")[0]
    expected = sorted(grouped(table, "division").values())
    found, by_query = counted(release, document, "governorate"), by_sparql(release, document, GOVERNORATE)
    assert by_query == found
    if len(set(table.country)) > 1:  # where none is told they fall together, whatever the country
        known = grouped(table[~table.division.str.startswith("|")], "division")
        assert sorted(row for key, row in found.items() if key) == sorted(known.values())
        return
    assert sorted(found.values()) == expected
    curated = {  # the registry's names are not always those of the table
        place.path: {text for _, text in (*place.labels.preferred, *place.labels.other)}
        for place in release.statements.places
    }
    for name, row in grouped(table, "division").items():
        paths = [path for path, numbers in found.items() if numbers == row]
        assert any(path is name or (path and name in curated[path]) for path in paths), name


def test_counts_by_country(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    found = counted(release, document, "country")
    assert by_sparql(release, document, COUNTRY) == found
    assert sorted(found.values()) == sorted(grouped(table, "country").values())
    labels = {
        place.path: {text for _, text in (*place.labels.preferred, *place.labels.other)}
        for place in release.statements.places
        if place.kind == "country"
    }
    for name, row in grouped(table, "country").items():
        plain = str(name).partition(" (")[0]
        assert any(numbers == row and path and {name, plain} & labels[path] for path, numbers in found.items()), name


def test_parties_are_the_ids_and_lists_are_taken_apart(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    same_as = {same: actor.path for actor in release.statements.actors for same in actor.same_as}
    named: dict[str, set[str]] = {}
    for side in ("side_a", "side_b"):
        for ident, name in set(zip(table[f"{side}_new_id"], table[side], strict=True)):
            if "," not in name:
                named.setdefault(name.strip(), set()).add(same_as[f"https://ucdp.uu.se/actor/{ident}"])
    labels = {
        actor.path: {
            text.casefold() for _, text in (*actor.labels.preferred, *actor.labels.other, *actor.labels.hidden)
        }
        for actor in release.statements.actors
    }
    found = dict(zip(rows(release, document).path, rows(release, document).parties, strict=True))
    for row in each(table):
        parties = list(found[f"events/ucdp-ged-{row.id}"])
        assert parties == sorted(set(parties))
        expected: set[str] = set()
        several = 0
        for ident, name in ((row.side_a_new_id, row.side_a), (row.side_b_new_id, row.side_b)):
            if "," not in name:
                expected.add(same_as[f"https://ucdp.uu.se/actor/{ident}"])
                continue
            for one in (part.strip() for part in name.split(",")):
                if len(named.get(one, ())) == 1:
                    expected |= named[one]
                else:
                    several += 1
                    assert any(one.casefold() in labels[path] for path in parties), one
        assert expected <= set(parties)
        assert len(parties) <= len(expected) + several


def test_no_party_of_a_row_acts_on_another(both: tuple[Release, Table, str]) -> None:
    release, _, document = both
    question = "ASK {{ ?e prov:wasDerivedFrom <{}> ; a ckg:Event ; ckg:{} ?x }}"
    told = {slot: release.query(question.format(BASE + document, slot)).truth for slot in ("agent", "target", "party")}
    assert told == {"agent": False, "target": False, "party": True}
    table = pq.read_table(release.path / "events.parquet", columns=["agents", "targets", "source"]).to_pandas()
    mine = table[table.source == document]
    assert not mine.agents.map(len).any()
    assert not mine.targets.map(len).any()


def test_estimates_out_of_order_are_kept_and_flagged(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    odd: Mapping[str, Callable[[Table], Any]] = {
        "low-above-high": lambda t: t.low > t.high,
        "low-above-best": lambda t: t.low > t.best,
        "best-above-high": lambda t: t.best > t.high,
    }
    for code, test in odd.items():
        answer = asked(
            release,
            f"""SELECT ?row WHERE {{
            ?e prov:wasDerivedFrom <{BASE}{document}> ; ckg:row ?row ; ckg:oddity <{BASE}codes/oddity/{code}> }}""",
        )
        assert {row["row"] for row in answer} == set(table[test(table)].id)
    if len(set(table.country)) == 1:
        assert [int(test(table).sum()) for test in odd.values()] == [58, 30, 71]


def test_days_that_a_row_covers_are_its_months(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    answer = asked(
        release,
        f"""SELECT ?month (COUNT(?e) AS ?n) WHERE {{
        ?e prov:wasDerivedFrom <{BASE}{document}> ; a ckg:Event ; ckg:inMonth ?month }} GROUP BY ?month""",
    )
    expected: dict[str, int] = {}
    for begin, end in zip(table.date_start.str[:7], table.date_end.str[:7], strict=True):
        months = [str(month) for month in pd.period_range(begin, end, freq="M")]
        for month in months if len(months) <= 24 else ["always"]:
            expected[f"periods/{month}"] = expected.get(f"periods/{month}", 0) + 1
    assert {row["month"]: int(row["n"]) for row in answer} == expected


def test_places_lie_where_the_table_has_them(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    places = {place.path: place for place in release.statements.places}
    where = pq.read_table(
        release.path / "events.parquet", columns=["path", "places", "source", "lat", "long"]
    ).to_pandas()
    found = {row.path: row for row in each(where[where.source == document])}
    exact = table[(table.where_prec == "1") & (table.where_coordinates != "")]
    far = 0
    for row in each(exact):
        event = found[f"events/ucdp-ged-{row.id}"]
        (path,) = event.places
        assert places[path].kind not in {"country", "governorate", "district"}
        far += abs(event.lat - float(row.latitude)) > 0.05 or abs(event.long - float(row.longitude)) > 0.05
    assert far <= len(exact) * 0.02  # of one name in one district there is one place


def test_oddly_placed_rows_have_no_finer_place_than_they_tell(both: tuple[Release, Table, str]) -> None:
    release, table, document = both
    kinds = {place.path: place.kind for place in release.statements.places}
    where = pq.read_table(release.path / "events.parquet", columns=["path", "places", "source"]).to_pandas()
    found = dict(zip(where[where.source == document].path, where[where.source == document].places, strict=True))
    levels = {"4": {"governorate"}, "6": {"country"}, "3": {"district"}, "2": {"outskirts"}, "7": {"sea"}}
    for row in each(table):
        allowed = levels.get(row.where_prec)
        if allowed and (row.where_prec != "3" or row.adm_2) and (row.where_prec != "4" or row.adm_1):
            (path,) = found[f"events/ucdp-ged-{row.id}"]
            assert kinds[path] in allowed, (row.id, row.where_prec, path)
