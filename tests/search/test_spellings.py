"""Spellings of what ships with the package: found first, surely or as a suggestion, or not at all."""

from __future__ import annotations

import pytest

from kg.search import CONFIDENT, NameIndex

SURE = {
    "actors/al-jolani": """Al Jolaini | Dschaulani | Al-Dscholani | Abou Mohammed al-Joulani | Abu Muhammad al-Julani
        | Abu Muhammad al-Jawlani | Joulani | Ebu Muhammed el-Colani | Абу Мухаммад аль-Джулани | аль-Джулани | الجولاني
        | ابو محمد الجولانى | أَبُو مُحَمَّد الجَوْلَانِي | אבו מוחמד אל-ג'ולאני | αλ-Τζολάνι | al-Jolani, Abu Mohammad""",
    "actors/hts": """HTS | H.T.S. | Levant Liberation Agency | Haiat Tahrir asch-Scham | Hayʼat Taḥrīr aš-Šām
        | Hayat Tahrir al-Cham | Hayat Tahrir ach-Cham | Heyet Tahrir eş-Şam | Хайят Тахрир аш-Шам | هيئة تحرير الشام
        | هيأة تحرير الشام | Hayat Tahrir al-Sham (HTS) | HTS (Hayat Tahrir al-Sham) | al-Sham Hayat Tahrir""",
    "actors/bashar-al-assad": """Bachar el-Assad | Baschar al-Assad | Beşar Esad | Bashar Asad | Башар Асад
        | بشار الاسد | בשאר אל-אסד | Μπασάρ αλ-Άσαντ | al-Assad, Bashar | Basher Assad""",
    "actors/hafez-al-assad": "Hafiz al-Assad | حافظ الأسد | Хафез Асад",
    "actors/sdf": "FSD | SDF | S.D.F. | Syrian Democratic Forces (SDF)",
    "actors/turkiye": "Türkiye | Turkey | turkiye | Turkye | Türkei | Turquie | Τουρκία | تركيا",
    "actors/iran": "Iran | Иран | إيران | ایران | Ιράν",
    "actors/russia": "Russie | Rusia | Россия | روسيا | Moskow | Russland | Russia",
    "actors/united-states": "Vereinigte Staaten | États-Unis | Etats Unis",
    "actors/egypt": "Ägypten | Égypte | مصر | Mısır | Египет",
    "places/syria": "Suriye | سوريا | سورية | Syrien | Syrie | Сирия | סוריה",
    "places/jordan": "Jordanien | الأردن | الاردن | Jordanie",
    "places/ukraine": "Украина | Україна | أوكرانيا",
    "actors/pezeshkian": "Massoud Pezechkian | Massud Peseschkian | Масуд Пезешкиан | مسعود پزشکیان",
    "actors/lavrov": "Sergueï Lavrov | Sergei Lawrow | Сергей Лавров | سيرغي لافروف",
    "actors/zakharova": "Maria Sacharowa | Мария Захарова | María Zajárova",
    "actors/abdelaty": "Badr Abdel Atty | Badr Abdelati | بدر عبد العاطي",
    "actors/al-rahmun": "Muhammad Rahmun | محمد الرحمون",
    "actors/al-qaeda": "al-Kaida | el-Kaide | القاعدة | Аль-Каида | Qaeda",
    "actors/al-qaeda-syria": "Dschabhat an-Nusra | Front al-Nosra | جبهة النصرة | Джабхат ан-Нусра",
    "actors/russian-mod": "Ministry of Defence Russia | Russian Ministry of Defense",
    "actors/assad-government": "Syria government | regime",
    "places/aleppo": "حلب | Alep | Halab | Haleb | Ḥalab | Халеб | Allepo | Aleppo city",
    "places/aleppo-governorate": "Province of Aleppo | Gouvernorat d'Alep | Aleppo Governerate | محافظه حلب",
    "places/hama": "Hama | Hamah | حماة | حماه | Хама | Χάμα",
    "places/homs": "Homs | Hims | Ḥimṣ | حمص | Χομς | Hums",
    "places/idlib": "Idleb | İdlib | Edlib | ادلب | إدلب | Ιντλίμπ | אידליב",
    "places/damascus": "Dimaschq | Dimeshq | دمشق | דמשק | Δαμασκός | Şam | Damascas | Damacsus",
    "places/tartus": "Tartoûs | Ţarţūs | طرطوس | טרטוס",
    "places/daraa": "Deraa | Dar'a | درعا | Дараа",
    "places/suwayda": "Soueïda | Suweida | Süveyda | السويداء | سويداء | Эс-Сувейда",
    "places/maarat-al-numan": "Maaret al-Nouman | Maarat an-Nuʿman | معره النعمان | Маарет-эн-Нууман",
    "places/khan-shaykhun": "Chan Schaichun | Khan Cheikhoun | Han Şeyhun | خان شيخون | Хан-Шейхун",
    "places/al-safira": "As-Safirah | Safireh | السفيرة",
    "places/rif-dimashq-governorate": "Rif Dimashq province | Rif Dimaschq Governorate",
    "places/umayyad-square": "Umayad Square | Omayyad Square",
    "events/syrian-civil-war": "Syrian Civil War | Conflict, Syrian",
}
"""Things by their paths, each with spellings that mean it, most of which are on no record."""

LIKELY = {
    "actors/bashar-al-assad": "Bassar | Bachar",
    "actors/pezeshkian": "Pezeshkian | Pezeskian",
    "actors/lavrov": "Лавров | Lavrov | Sergei Larov",
    "actors/sohr": "Syrian Observatory | Observatory for Human Rights",
    "actors/hts": "Tahrir al-Sham | Hayat Tahrir al-Shan | تحرير الشام",
    "places/deir-ez-zor-governorate": "Deir Ezzor | Dayr az-Zawr | دير الزور",
    "places/latakia-governorate": "Lattaquié | Lattakia | اللاذقية",
    "places/aleppo": "חלב",
    "places/hama": "חמה",
    "actors/sdf": "Democratic Forces of Syria",
}
"""Spellings that are parts of names, or leave more to ask."""

ALIKE = """Hamas | Iraq | Irak | حماس | العراق | חמאס | Хамас | Ирак | Χαμάς | Oran | Iram | Hams | Homa | Tarsus | Damour
    | Masyaf | Haifa | Halba | Salamiyah | FDS | SFD | SDS | HTC | ITS | UNSG | Southern Syria | Eastern Syria
    | Maher al-Assad | Rifaat al-Assad | Bassel al-Assad | Bashir al-Assad | Sergei Shoigu | Sergei Lazarev
    | Maria Zakharia | Mohammad al-Rahman | Ahmad al-Jolani | Abu Mohammad al-Golan | Abu Mohammad al-Adnani
    | Jabhat al-Shamiya | Hayat Tahrir al-Iraq | Syrian National Army | Syrian Arab Navy | Libyan Arab Army
    | Russian Ministry of Finance | Prussian Ministry of Defence | Austrian Democratic Forces | Syrian Democratic Front
    | Turkmenistan | Turkmen | Prussia | Styria | Serbia | Assyria | Siberia | Gordan | Georgia | United Kingdom
    | United Nations | Leppo | Alpo | Darayya | Doura | Dura | Suwayr | Sweden | Sudan | Saida | Khan Younis | Khan Shaykh
    | Maarat Misrin | Al-Safir | Safita | Safra | Hom | Himas | Humma | Hima | Kama | Rama | Kurd | Druze | Al-Qaim
    | Muslim Sisterhood | Arab String | Gremlin | Hezbollah | Houthis | Pezeshk | Masoud Barzani | Bashar al-Jaafari
    | Badr Organization | Abdel Fattah | Hama operation of 1983 | Syrian revolt of 2012 | Idlib ceasefire of 2002"""
"""Names of others, or of nobody, that look like names on record."""

SHORT = [
    ("Hamas", "places/hama"),
    ("Hamas", "places/homs"),
    ("حماس", "places/hama"),
    ("Homs", "places/hama"),
    ("Hama", "places/homs"),
    ("Iraq", "actors/iran"),
]
"""Short names, and what they are not even suggested for."""


def listed(table: dict[str, str]) -> list[tuple[str, str]]:
    return [(spelling.strip(), path) for path, spellings in table.items() for spelling in spellings.split("|")]


@pytest.mark.parametrize(("name", "path"), listed(SURE))
def test_a_spelling_finds_its_thing_surely(index: NameIndex, name: str, path: str) -> None:
    first = index.find(name)[0]
    assert first.path == path
    assert first.confident


@pytest.mark.parametrize(("name", "path"), listed(LIKELY))
def test_a_part_or_a_doubtful_spelling_is_a_suggestion(index: NameIndex, name: str, path: str) -> None:
    first = index.find(name)[0]
    assert first.path == path
    assert first.score < CONFIDENT


@pytest.mark.parametrize("name", [name.strip() for name in ALIKE.split("|")])
def test_what_looks_alike_is_no_match(index: NameIndex, name: str) -> None:
    assert [match for match in index.find(name) if match.confident] == []


@pytest.mark.parametrize(("name", "path"), SHORT)
def test_short_names_are_spelt_right_or_not_found(index: NameIndex, name: str, path: str) -> None:
    assert path not in [match.path for match in index.find(name)]


def test_what_is_no_match_is_told_as_the_nearest(index: NameIndex) -> None:
    assert index.find("Hamas") == []
    near = index.unlike("Hamas")
    assert near[0].path == "places/hama"
    assert near[0].reasons == ("looks alike",)
    assert index.nearest("Hamas")[0] == "places/hama"
    assert index.nearest("Sergei Larov")[0] == "actors/lavrov"
    assert index.nearest("Iraq")[0] == "actors/iran"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Al Bāb", "Al Bāb"),
        ("الباب", "Al Bāb"),
        ("Manbidsch", "Manbij"),
        ("Membij", "Manbij"),
        ("Menbic", "Manbij"),
        ("Kobanê", "‘Ayn al ‘Arab"),
        ("Kamischli", "Al Qāmishlī"),
        ("Qamişlo", "Al Qāmishlī"),
        ("القامشلي", "Al Qāmishlī"),
        ("Камышлы", "Al Qāmishlī"),
        ("Tadmor", "Tadmur"),
        ("Palmyre", "Tadmur"),
        ("Tall Kalach", "Tallkalakh"),
        ("Jisr al-Choghour", "Jisr ash Shughūr"),
        ("Dschisr asch-Schughur", "Jisr ash Shughūr"),
        ("جسر الشغور", "Jisr ash Shughūr"),
        ("Джиср-эш-Шугур", "Jisr ash Shughūr"),
        ("Серакиб", "Saraqib"),
        ("Douma", "Dūmā"),
        ("Yabroud", "Yabrūd"),
        ("Jabrud", "Yabrūd"),
    ],
)
def test_places_of_the_gazetteer(everything: NameIndex, name: str, shown: str) -> None:
    first = everything.find(name, sections=("places",))[0]
    assert first.name == shown
    assert first.confident
