"""Numbers of lines are cut off, and each message of a chat is its own passage."""

from detente.model.text.statements import split_statements

HEARING = """
 1             SENATOR HOLT:  Thank you, Mr. Chairman.  General,
 2   do you believe that North Korea intends to attack South
 3   Korea within the next five years?
 4
 5             GENERAL MARSH:  Senator, I do not.  I believe that
 6   Pyongyang wants to be able to threaten the United States,
 7   and that China is helping it to do so.
 8             SENATOR HOLT:  And is Beijing helping us in any way?
"""


def turns(document: str) -> list[tuple[str | None, str]]:
    return [(one.speaker, one.text) for one in split_statements(document)]


def test_numbered_lines_of_a_hearing_become_the_turns_of_its_speakers() -> None:
    assert turns(HEARING) == [
        ("SENATOR HOLT", "Thank you, Mr. Chairman."),
        (
            "SENATOR HOLT",
            "General, do you believe that North Korea intends to attack South Korea within the next five years?",
        ),
        ("GENERAL MARSH", "Senator, I do not."),
        (
            "GENERAL MARSH",
            "I believe that Pyongyang wants to be able to threaten the United States, "
            "and that China is helping it to do so.",
        ),
        ("SENATOR HOLT", "And is Beijing helping us in any way?"),
    ]


def test_the_numbers_of_a_table_stay() -> None:
    document = "\n".join(f"{number}  Town {number}" for number in range(1, 12))
    assert turns(document) == [(None, line.replace("  ", " ")) for line in document.split("\n")]


def test_messages_of_a_chat_are_not_joined_and_their_own_lines_are() -> None:
    chat = [
        "[14/05/2024, 09:12:33] Dana W: Seoul has just condemned what the North launched",
        "[14/05/2024, 09:13:01] Paul: who cares, Beijing will block it in New York anyway",
        "14/05/2024, 09:14 - Mina: Washington has thanked South Korea for its radars\nand will send more of its own",
        "2024-05-14 09:15 Paul: Pyongyang has not said one word about it until this hour",
        "09:16 <Dana> Pyongyang never says one word about what it has broken in this way",
    ]
    assert [text for _, text in turns("\n".join(chat))] == [message.replace("\n", " ") for message in chat]


def test_a_time_within_wrapped_prose_opens_no_message() -> None:
    document = (
        "The envoy of China will speak to the press in Seoul at half past two, or just at\n14:30 local time."
    )
    assert len(turns(document)) == 1
