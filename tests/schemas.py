# SPDX-License-Identifier: MIT
"""Hold lines of JSON against a schema of the folder schemas/.

    schemas.py FOLDER NAME <LINES      each line must be what NAME.json says
    schemas.py FOLDER --self           each schema is one, and closed
"""
import json
import pathlib
import sys
import warnings

warnings.filterwarnings("ignore", category=DeprecationWarning)
import jsonschema  # noqa: E402


def load(folder):
    return {path.name: json.loads(path.read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.json"))}


def closed(schema, where):
    """Every object that lists its keys allows no others."""
    if isinstance(schema, dict):
        if "properties" in schema and "type" in schema:
            assert schema.get("additionalProperties") is False, where
            known = set(schema["properties"])
            assert set(schema.get("required", [])) <= known, where
        for key, value in schema.items():
            closed(value, f"{where}/{key}")
    elif isinstance(schema, list):
        for i, value in enumerate(schema):
            closed(value, f"{where}/{i}")


def main(folder, name):
    schemas = load(folder)
    if name == "--self":
        for key, schema in schemas.items():
            jsonschema.Draft202012Validator.check_schema(schema)
            closed(schema, key)
        print(len(schemas), "schemas")
        return
    base = folder.resolve().as_uri() + "/"
    store = {base + key: schema for key, schema in schemas.items()}
    schema = schemas[name + ".json"]
    resolver = jsonschema.RefResolver(base + name + ".json", schema, store)
    validator = jsonschema.Draft202012Validator(schema, resolver=resolver)
    lines = [line for line in sys.stdin.buffer.read().split(b"\n") if line]
    for line in lines:
        validator.validate(json.loads(line.decode("utf-8")))
    print(len(lines), "lines")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
