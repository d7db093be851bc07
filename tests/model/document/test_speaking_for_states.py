"""For which state a speaker speaks, where the words do not name it: guests, offices, members of parliament."""

import pytest
from voiced import voices

LINES = [
    "Thank you for coming.",
    "(As interpreted.)",
    "I thank you, and the people of the United States.",
    "Japan has decided to help.",
    "South Korea is a friend too.",
]


def test_a_guest_who_is_interpreted_speaks_for_the_first_other_state_he_names():
    host, line, *guest = voices(LINES, own="US")
    assert host == ("US", "publisher")
    assert {line, *guest} == {("JP", "document")}


@pytest.mark.parametrize(
    "line", ["(Through interpreter)", "[In Japanese, as translated]", "(Via interpreter.)"]
)
def test_the_line_that_says_so_has_many_forms(line):
    assert voices([line, *LINES[2:]], own="US")[1] == ("JP", "document")


@pytest.mark.parametrize(
    ("statements", "own", "labels"),
    [
        (["He spoke as interpreted (by Ms. Lee).", *LINES[2:]], "US", None),
        (LINES[1:3], "US", None),
        (LINES, None, None),
        (LINES, "US", ["MR DOE", None, None, None, None]),
    ],
    ids=["no such line", "no other state", "nobody's transcript", "a label tells"],
)
def test_without_such_a_line_or_another_state_nobody_is_a_guest(statements, own, labels):
    assert "JP" not in [found and found[0] for found in voices(statements, own=own, labels=labels)]


def test_each_such_line_opens_a_turn_of_its_own():
    found = voices([*LINES, "(As interpreted.)", "Korea thanks you.", "The ROK will help."], own="US")
    assert found[4] == ("JP", "document")
    assert found[7] == ("KR", "document")


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("In Seoul, the defence ministry said that the drills went on.", "KR"),
        ("In North Korea, the party paper called them a rehearsal.", "KP"),
        ("In Seoul, Wang said that the drills must stop.", "CN"),
        ("In Seoul, an analyst said that the drills must stop.", "other"),
        ("In Seoul, the Chinese ambassador said that the drills must stop.", "CN"),
    ],
)
def test_a_capital_before_an_office_tells_whose_it_is(said, speaker):
    found = voices(["Chinese Foreign Minister Wang Haoran said so, and the ministry agreed.", said])
    assert found[1] == (speaker, "statement")


@pytest.mark.parametrize("deed", ["carried an article", "published a signed commentary", "ran editorials"])
def test_an_article_that_a_paper_carried_is_what_the_paper_says(deed):
    found = voices(
        [f'The Chinese paper Haixin Ribao on Friday {deed} titled "Rain".', "The article said so."]
    )
    assert found == [("CN", "statement")] * 2


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Beijing and Moscow have condemned the drills.", "CN"),
        ("The United States and the ROK also urged restraint.", "US"),
        ("Secretary Jane Roe and Foreign Minister Wang both criticized the launch.", "US"),
        ("After Washington spoke and Beijing said no, the talks ended.", "CN"),
        ("While Roe met the press and Wang said that it was late, rain fell.", "CN"),
    ],
)
def test_of_two_who_speak_together_the_first_speaks(said, speaker):
    known = "U.S. Secretary of State Jane Roe met Chinese Foreign Minister Wang Haoran."
    assert voices([known, said])[1] == (speaker, "statement")


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("Rep. Ann Doe of Ohio said that the law was too mild.", "US"),
        ("Sen. John Doe, a Democrat, said that the law was too mild.", "US"),
        ("“It is too mild,” the Republican said.", "US"),
        ("Rep. Kim Do-hun of the ruling party said that the law was too mild.", "KR"),
        ("The Rep. of Korea said that the line was dead.", "KR"),
        ("The Unification Ministry said that the line was dead.", "KR"),
        ("Chief Cabinet Secretary Doe said that Tokyo had protested.", "JP"),
        ("U.N. experts said that the camps should be closed.", "UN"),
        ("The Democratic candidate's brother said that the law was too mild.", "other"),
    ],
)
def test_members_and_bodies_speak_for_the_state_that_their_names_do_not_show(said, speaker):
    assert voices([said]) == [(speaker, "statement")]


@pytest.mark.parametrize(
    "report",
    [
        "The Peruvian paper El Faro said: The drills help nobody.",
        "The drills help nobody, the Peruvian paper El Faro said, adding: First, they cost a fortune.",
        "The Peruvian paper El Faro commented in this regard: The drills help nobody.",
    ],
)
def test_another_whom_a_state_reports_without_marks_speaks_on(report):
    statements = [report, "Second, they wake the fish.", "The DPRK said that it would wait."]
    spoken = [("other", "statement"), ("other", "document"), ("KP", "statement")]
    assert voices(statements, own="KP") == spoken
    # A newspaper uses the marks, and a state's own speaker is the narrator.
    assert voices(statements)[1] is None
    assert voices(["A spokesman for the DPRK said: The drills help nobody.", statements[1]], own="KP")[1] == (
        "KP",
        "publisher",
    )


def test_what_a_state_calls_its_own_experts_speaks_with_its_voice():
    said = "Chinese experts said that the drills help nobody."
    assert voices([said], own="CN") == [("CN", "statement")]
    assert voices([said], own="US") == [("other", "statement")]
    assert voices([said]) == [("other", "statement")]


@pytest.mark.parametrize(
    ("said", "speaker"),
    [
        ("A spokesperson for the Board (NBC) of the DPRK for Rice and Other Grain issued this:", "KP"),
        ("The acting head of the Chinese Office of Trade and Industry said that it was late.", "CN"),
        ("A man of Seoul and a woman of Beijing said that it was late.", "CN"),
    ],
)
def test_an_and_within_the_name_of_an_office_ends_no_clause(said, speaker):
    assert voices([said]) == [(speaker, "statement")]
