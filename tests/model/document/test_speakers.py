"""Who speaks is followed through a document."""

import pytest
from voiced import FINDER, voices

from detente.model.document.persons import Persons
from detente.model.document.rules.english import english_rules
from detente.model.text.offices import Offices


def test_a_narrator_of_no_stated_country_is_nobody():
    assert voices(["The talks began at noon."]) == [None]


def test_a_speaker_named_in_the_statement_speaks():
    assert voices(["The talks were useful, Chinese Foreign Ministry spokesman Su Ronghai said."]) == [
        ("CN", "statement")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "“The drills must stop,” he said.",
        "He said that the drills must stop.",
        "The drills of the United States must stop, he said.",
        "The drills must stop, Su added.",
        "The drills must stop, according to Su.",
    ],
)
def test_he_and_a_surname_are_who_was_named_before(said):
    found = voices(["Chinese Foreign Ministry spokesman Su Ronghai said so on Monday.", said])
    assert found[1] == ("CN", "statement")


def test_a_quotation_keeps_its_speaker_over_its_statements():
    found = voices(
        [
            "“The drills must stop,” said Chinese spokesman Su Ronghai.",
            "“They threaten the region.",
            "They help nobody.”",
        ]
    )
    assert found == [("CN", "statement"), ("CN", "quotation"), ("CN", "quotation")]


def test_she_is_the_official_who_was_introduced_without_a_word_of_hers():
    found = voices(
        ["Chinese Foreign Ministry spokeswoman Bai Yulan met the press.", "The drills must stop, she said."]
    )
    assert found[1] == ("CN", "statement")


def test_she_is_nobody_where_officials_of_two_states_were_introduced():
    meeting = "Chinese Foreign Minister Bai Yulan met U.S. Secretary of State Ann Tolliver."
    assert voices([meeting, "The drills must stop, she said."])[1] == ("other", "statement")


def test_a_speaker_named_behind_a_quotation_has_said_all_of_it():
    found = voices(["“The drills must stop.", "They help nobody,” said Chinese spokesman Su Ronghai."])
    assert found == [("CN", "quotation"), ("CN", "statement")]


def test_a_speaker_named_before_a_quotation_keeps_it_whoever_is_named_behind():
    found = voices(["Seoul said: “We reject it.", "It is false.", "“We will act,” Trump said."])
    assert found == [("KR", "statement"), ("KR", "quotation"), ("US", "statement")]


def test_an_announced_statement_speaks_until_somebody_else_does():
    found = voices(
        [
            "A spokesman for the Chinese Foreign Ministry said:",
            "The drills are a provocation.",
            "The US side has to stop them.",
            "Seoul said it would go on.",
        ]
    )
    assert found[:3] == [("CN", "statement"), ("CN", "document"), ("CN", "document")]
    assert found[3] == ("KR", "statement")


def test_a_turn_of_a_transcript_belongs_to_its_label():
    found = voices(
        ["QUESTION: Will you talk to Pyongyang?", "MR DOE: We will.", "There are no conditions."], own="US"
    )
    assert found == [("other", "document"), ("US", "document"), ("US", "document")]


def test_the_country_in_the_brackets_of_a_written_label_speaks():
    said = ["MR. KIM (DPRK): We object.", "MR. KIM (ROK): We agree.", "MS. ROE (UNITED KINGDOM): So do we."]
    assert voices(said) == [("KP", "document"), ("KR", "document"), ("other", "document")]


def test_labels_that_the_splitter_took_off_count_too():
    assert voices(["Will you talk?", "We will."], labels=["QUESTION", "MR DOE"], own="US") == [
        ("other", "document"),
        ("US", "document"),
    ]


def test_a_document_in_a_states_voice_speaks_for_it():
    assert voices(["The drills are a provocation."], own="KP") == [("KP", "publisher")]


def test_private_voices_speak_for_nobody():
    assert voices(["The deal is weak, said Anna Brandt, an analyst in Beijing."]) == [("other", "statement")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("The Committee for the Peaceful Reunification of Korea said the drills must stop.", "KP"),
        ("President Xi Jinping, before the Cooperation Association, said that the drills must stop.", "CN"),
        ("The wife of Kim Chol, a miner of the North, said that the drills must stop.", "other"),
        ("Western capitals said the drills must stop.", "other"),
        ("In a note to Washington, the Chinese embassy said the drills must stop.", "CN"),
    ],
)
def test_bodies_and_private_persons_speak_for_whom_they_speak(said, code):
    assert voices([said], own="KP") == [(code, "statement")]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("Su Ronghai, a researcher at an academy in Beijing, said the North wants rice from Seoul.", "other"),
        ("China, which drills with Russia this month, said that all should calm down.", "CN"),
        ("The representative of the Russian Federation said that the drills must stop.", "RU"),
        ("A spokesman for the European Union workers' federation said that the drills must stop.", "other"),
        ("The Secretary-General said that the drills must stop.", "UN"),
        ("The NATO Secretary-General said that the drills must stop.", "other"),
        ("Asean ministers, before a trip to Beijing, said that the drills must stop.", "other"),
        ('Chinese Foreign Ministry spokesman Su Ronghai: "The drills must stop."', "CN"),
        ("The Committee for the Peaceful Reunification of the Fatherland said the drills must stop.", "KP"),
    ],
)
def test_commas_colons_and_names_of_unions_show_who_speaks(said, code):
    assert voices([said]) == [(code, "statement")]


def test_that_said_leaves_the_floor_to_its_holder():
    assert voices(["MR DOE: We condemn it.", "That said, our door is open."], own="US")[1] == (
        "US",
        "document",
    )


def test_negotiators_are_officials():
    said = [
        "The Chinese delegation met the press.",
        "Beijing said it was ready.",
        "The negotiators said yes.",
    ]
    assert voices(said)[2] == ("CN", "statement")


def test_he_is_the_delegate_of_whom_only_the_state_is_named():
    found = voices(
        [
            "UN Assistant Secretary Ann Roe said the council had met.",
            "Japan's delegate said the missiles fell near.",
            "He called for calm.",
        ]
    )
    assert found[1:] == [("JP", "statement"), ("JP", "statement")]


def test_agencies_ask_and_an_answer_goes_to_the_name_on_the_label():
    found = voices(
        ["Will you pay?", "We will.", "And when?"],
        labels=["Yonhap News Agency", "Bai Yulan", "Xinhua News Agency"],
        own="CN",
    )
    assert [code for code, _ in found] == ["other", "CN", "other"]


def test_a_person_whom_the_document_introduced_takes_the_floor():
    found = voices(
        [
            "Chinese Foreign Ministry spokeswoman Bai Yulan met the press.",
            "Bai Yulan: We are ready.",
            "The door is open.",
            "Reuters: Is it?",
            "Bai Yulan: It is.",
        ]
    )
    assert found == [
        None,
        ("CN", "document"),
        ("CN", "document"),
        ("other", "document"),
        ("CN", "document"),
    ]


def test_a_headline_with_a_name_gives_nobody_the_floor():
    assert voices(["Xi Jinping: A Long Life", "The weather was fine."]) == [None, None]


@pytest.mark.parametrize("line", ['Xi Jinping: "We want peace."', "Xi Jinping: a profile"])
def test_one_line_with_a_known_name_gives_nobody_the_floor(line):
    found = voices(
        ["Chinese President Xi Jinping arrived in Hanoi.", line, "The firms were fined on Monday."]
    )
    assert found[2] is None


def test_a_heading_in_capitals_gives_nobody_the_floor():
    found = voices(["PEACE BY TRADE: The yards will grow.", "Rice will come."], own="US")
    assert found == [("US", "publisher"), ("US", "publisher")]


def test_an_announced_text_goes_on_behind_whom_it_quotes():
    found = voices(
        [
            "North Korea's state media released the following commentary:",
            "The drill is a provocation.",
            "The Chinese Foreign Ministry rightly pointed out that it must stop.",
            "The enemies will pay for it.",
        ]
    )
    assert found[2:] == [("CN", "statement"), ("KP", "document")]


@pytest.mark.parametrize(
    "announcement",
    [
        "North Korea's state media said:",
        "The following day, North Korea's state media said:",
    ],
)
def test_words_of_news_end_where_somebody_else_speaks(announcement):
    found = voices([announcement, "The drill must stop.", "Seoul said it would go on.", "It rained."])
    assert found[1:] == [("KP", "document"), ("KR", "statement"), None]


def test_an_announced_quotation_ends_where_somebody_else_speaks():
    found = voices(
        [
            "North Korea's state media said in a commentary:",
            "“The drill must stop.”",
            "Seoul said it would go on.",
            "It rained.",
        ]
    )
    assert found[1:] == [("KP", "quotation"), ("KR", "statement"), None]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("“Seoul is on time,” said Gen. Tom Brandt, the commander of U.S. Forces Korea.", "US"),
        ("“Seoul is on time,” said Rep. Shin Bo-ra, a lawmaker of South Korea's ruling party.", "KR"),
        ("China brushed the reproach aside, noting that Washington had praised it.", "CN"),
        ("The North Korean leader's sister said that the drills must stop.", "KP"),
        ("The Belarusian president said that the drills must stop.", "other"),
        ("Mishustin said that the drills must stop.", "RU"),
    ],
)
def test_titles_main_clauses_and_rarer_holders_show_who_speaks(said, code):
    assert voices([said]) == [(code, "statement")]


def test_seas_and_straits_are_no_holders():
    assert english_rules().holders.named_in("It crossed the Taiwan Strait and the Indian Ocean.") == []


@pytest.mark.parametrize(
    "statement",
    [
        "But if the other side insists, we will answer.",
        "When asked about the drill, he left.",
        "The two Presidents reaffirmed the pact.",
    ],
)
def test_a_capital_at_the_head_of_a_sentence_is_no_speaker(statement):
    assert voices([statement], own="CN") == [("CN", "publisher")]


@pytest.mark.parametrize("words", ["Joint Chiefs", "Mount Chilbo", "Social Sciences", "Freedom Shield"])
def test_words_with_a_capital_are_no_persons(words):
    persons = Persons(Offices.from_files(), None)
    text = f"The chairman of South Korea's {words} arrived."
    persons.take(text, FINDER.find(text))
    assert persons.find(words) == []
