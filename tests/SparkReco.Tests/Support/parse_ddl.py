"""Parses statements as Athena's and Redshift's. Argument: a folder with the folders athena and redshift. Prints the tables that are made."""

import pathlib
import sys

import sqlglot
from sqlglot import exp

for dialect in ("athena", "redshift"):
    tables = []
    for path in sorted(pathlib.Path(sys.argv[1], dialect).rglob("*.sql")):
        if path.name == "schema.sql":
            continue  # CREATE EXTERNAL SCHEMA is passed through unread by sqlglot
        for statement in sqlglot.parse(path.read_text(), read=dialect):
            if isinstance(statement, exp.Create) and statement.kind == "TABLE":
                assert len(statement.this.expressions) > 0, path
                tables.append(statement.this.this.name)
            elif isinstance(statement, exp.Command):
                raise SystemExit(f"{path}: not understood: {statement.sql()[:200]}")
    for table in sorted(tables):
        print(dialect, table)
