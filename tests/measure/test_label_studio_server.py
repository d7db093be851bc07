"""The real thing: a Label Studio server, named by LABEL_STUDIO or found on the path, and three people in it."""

import json
import os
import shutil
from pathlib import Path

import pytest
from annotation_tools import given_labels, result_of
from invented import labelled, odd_sample
from label_studio_api import User, running_server

from detente.measure.exchange import export_rows, import_labels, write_label_rows

EXECUTABLE = os.environ.get("LABEL_STUDIO") or shutil.which("label-studio")
BY_HAND = 10

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        EXECUTABLE is None, reason="no Label Studio: pip install label-studio elsewhere, name it"
    ),
]


def test_a_thousand_odd_rows_come_back_from_a_server(tmp_path: Path):
    sample = odd_sample(1_000)
    todo = tmp_path / "todo.csv"
    write_label_rows(todo, sample)
    [interface] = export_rows(sample, tmp_path / "interface.xml")
    [path] = export_rows(sample, tmp_path / "tasks.json", form="label-studio")
    tasks = json.loads(path.read_text("utf-8"))
    folder = tmp_path / "server"
    folder.mkdir()
    with running_server(str(EXECUTABLE), folder) as address:
        people = [User(address, f"{name}@example.org") for name in ("kim", "lee", "park")]
        ids = [str(person.call("GET", "/api/current-user/whoami")["id"]) for person in people]
        gold = labelled(sample, ids)
        given = given_labels(gold)
        project = people[0].call(
            "POST", "/api/projects/", {"title": "Stances", "label_config": interface.read_text("utf-8")}
        )["id"]
        # The last person labels the first rows one by one; the rest comes in with its annotations.
        for number, task in enumerate(tasks):
            data = task["data"]
            task["annotations"] = [
                {
                    "completed_by": int(who),
                    "result": result_of(*given[data["statement_id"], data["target"], who]),
                }
                for who in (ids[:2] if number < BY_HAND else ids)
            ]
        people[0].call("POST", f"/api/projects/{project}/import", tasks)
        stored = people[2].call("GET", f"/api/tasks?project={project}&page_size=1000&fields=all")["tasks"]
        for task in sorted(stored, key=lambda task: task["id"])[:BY_HAND]:
            data = task["data"]
            result = result_of(*given[data["statement_id"], data["target"], ids[2]])
            people[2].call("POST", f"/api/tasks/{task['id']}/annotations", {"result": result})
        exported = {
            kind: people[0].download(
                f"/api/projects/{project}/export?exportType={kind}&download_all_tasks=true"
            )
            for kind in ("JSON", "JSON_MIN", "CSV")
        }
    places = {(row.key, row.annotator): place for place, row in enumerate(gold)}
    for kind, content in exported.items():
        responses = tmp_path / f"{kind}.{'csv' if kind == 'CSV' else 'json'}"
        responses.write_bytes(content)
        imported = import_labels(todo, [responses])
        assert [row.key for row in imported.rows] == [row.key for row in gold], kind
        assert sorted(imported.rows, key=lambda row: places[row.key, row.annotator]) == gold, kind
