"""The demo's HTTP API, attacked: it reads uploads of this process alone, and no other site's page may use it."""

import json

import pytest
from starlette.testclient import TestClient

from detente.model.classifier import StanceClassifier
from detente.report.demo.server import HOST, make_app, upload_folder

SECRET = "Seoul thanked Beijing for keeping a secret."
MARK = {"_type": "gradio.FileData"}
URL = f"http://{HOST}"


# A bare call names every argument; Gradio's clients fill these in.
DEFAULTS = {"predict": ("", None, False, None), "predict_file": (None, None, None, False, None)}


class Api:
    """The API as curl uses it."""

    def __init__(self, client):
        self.client = client

    def upload(self, name, text, **headers):
        return self.client.post("/gradio_api/upload", files={"files": (name, text.encode())}, headers=headers)

    def call(self, endpoint, *data):
        """Everything that the server sends back for a call."""
        data = [*data, *DEFAULTS[endpoint][len(data) :]]
        started = self.client.post(f"/gradio_api/call/{endpoint}", json={"data": data})
        if started.status_code != 200:
            return started.text
        return self.client.get(f"/gradio_api/call/{endpoint}/{started.json()['event_id']}").text

    def rows(self, endpoint, *data):
        said = self.call(endpoint, *data)
        assert said.startswith("event: complete"), said
        return json.loads(said.split("data: ", 1)[1])[0]


@pytest.fixture(scope="module")
def demo(tiny_checkpoint):
    classifier = StanceClassifier.from_pretrained(tiny_checkpoint, threads=1)
    with (
        upload_folder() as folder,
        TestClient(make_app(classifier, folder=folder), base_url=URL) as client,
    ):
        yield Api(client), folder


@pytest.fixture
def api(demo):
    return demo[0]


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path


def copies(folder):
    return [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]


def test_what_was_uploaded_is_predicted(api):
    (path,) = api.upload("said.txt", "Seoul thanked Beijing.").json()
    rows = api.rows("predict_file", {"path": path, "meta": MARK}, ["CN"], None)
    assert [(row["document"], row["target"]) for row in rows] == [("said.txt", "CN")]
    assert rows[0] | {"document": "-"} == api.rows("predict", "Seoul thanked Beijing.", ["CN"])[0]


@pytest.mark.parametrize(
    "extra", [{}, {"meta": MARK}, {"meta": MARK, "is_stream": True}, {"meta": {"_type": 1}}]
)
def test_no_path_that_a_client_names_is_read_or_copied(demo, secret, extra, monkeypatch):
    api, folder = demo
    monkeypatch.chdir(secret.parent)
    (inside,) = api.upload("said.txt", "China waited.").json()
    named = (
        *(str(secret), secret.name, f"./{secret.name}", secret.as_uri(), f"/gradio_api/file={secret}"),
        *(f"{inside}/../../../{secret}", f"{folder}/../{secret.parent.name}/{secret.name}"),
    )
    for path in named:
        said = api.call("predict_file", {"path": path, **extra, "url": str(secret)}, None, None)
        assert "not a file that was uploaded" in said, path
        assert "secret" not in said.replace(path, "")
    assert copies(folder) == []


def test_alone_is_refused_beside_a_speaker_and_the_client_is_told(api):
    (path,) = api.upload("said.txt", "Seoul thanked Beijing.").json()
    for said in (
        api.call("predict", "Seoul thanked Beijing.", None, True, "KP"),
        api.call("predict_file", {"path": path, "meta": MARK}, None, None, True, "KP"),
    ):
        assert said.startswith("event: error")
        assert "reads every statement by itself" in said


def test_a_file_in_the_upload_folder_that_no_upload_made_is_refused(demo):
    api, folder = demo
    made = folder / "made.txt"
    made.write_text(SECRET)
    assert "event: error" in api.call("predict_file", {"path": str(made), "meta": MARK}, None, None)
    made.unlink()


def test_the_pages_own_event_reads_no_path_either(demo, secret):
    api, folder = demo
    config = api.client.get("/config").json()
    (event,) = (found for found in config["dependencies"] if found["api_name"] == "show")
    for file in ({"path": str(secret)}, {"path": str(secret), "meta": MARK}, [{"path": str(secret)}]):
        data = {"data": ["", file, [], "", "text"], "fn_index": event["id"], "session_hash": "here"}
        api.client.post("/gradio_api/queue/join", json=data)
        said = api.client.get("/gradio_api/queue/data", params={"session_hash": "here"}).text
        assert "thanked" not in said
        assert api.client.post("/gradio_api/run/show", json=data).status_code != 200
    assert copies(folder) == []


def test_a_row_that_looks_like_a_file_does_not_bring_that_file(demo, secret):
    api, folder = demo
    for columns in ({"path": str(secret), "meta": MARK}, {"own": [{"path": str(secret), "meta": MARK}]}):
        (path,) = api.upload("rows.jsonl", json.dumps({"text": "China waited.", **columns})).json()
        said = api.call("predict_file", {"path": path, "meta": MARK}, None, None)
        assert "Gradio takes for a file" in said
    assert copies(folder) == []


def test_only_files_of_the_demo_are_downloaded(api, secret, root):
    (path,) = api.upload("said.txt", "China waited.").json()
    assert api.client.get(f"/gradio_api/file={path}").text == "China waited."
    for other in (secret, root / "README.md", f"{path}/../../../{secret}", "http://127.0.0.1:9/x", "a%00b"):
        assert api.client.get(f"/gradio_api/file={other}").status_code == 403
    assert api.client.get(f"/gradio_api/file/{secret}", follow_redirects=False).status_code == 403


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "null", f"{URL}:9999", "http://localhost", ""]
)
def test_pages_of_other_origins_neither_upload_nor_predict(demo, origin):
    api, folder = demo
    before = sorted(folder.rglob("*"))
    assert api.upload("foreign.txt", SECRET, origin=origin).status_code == 403
    asked = api.client.post(
        "/gradio_api/call/predict", json={"data": ["China waited.", None]}, headers={"origin": origin}
    )
    assert asked.status_code == 403
    assert sorted(folder.rglob("*")) == before


def test_the_demos_own_page_may_upload(api):
    assert api.upload("own.txt", "China waited.", origin=URL).status_code == 200


def test_a_report_is_opened_at_its_own_address_alone_under_a_policy(api):
    assert api.client.get("/report/guess").status_code == 404
    assert api.client.get("/report/../gradio_api/file=/etc/passwd").status_code in (403, 404)
    answer = api.client.get("/report/guess")
    assert "content-security-policy" in answer.headers
