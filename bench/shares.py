#!/usr/bin/env python3
"""Works out from recorded workloads alone what the policy that Astern ships makes of their writes.

    bench/shares.py FOLDER... > bench/shares.json

Knows nothing of Astern's code: it reads what agents did and what that changed, and goes through the rules of
policy-core/src/main/resources/dev/astern/policy/default.yaml as somebody does who reads that file. `bench/shares` replays
the same writes through the gateway, and both have to come to the same numbers.
"""
import collections
import gzip
import json
import pathlib
import sqlite3
import sys

# What an operator says about these databases when adding them as targets: where persons are.
PERSONS = {"tau_airline": ["users.email"], "tau_retail": ["users.email"]}

FREE, HELD, BLOCKED = "free", "held", "blocked"
Write = collections.namedtuple("Write", "rows deletes tables")


def decide(write, personal):
    """Rule and outcome, in the policy's order.

    All of these are SQL's INSERT, UPDATE and DELETE on captured tables, which the state before takes back: no rule about
    unknown tools, classes, reads, drafts or business verbs (refund, grant, send, ...) can be the first to match, and none
    says how much money it moves.
    """
    if write.deletes:
        return "destructive", HELD
    if personal & write.tables and write.rows > 1:
        return "personal-data", HELD
    if write.rows > 100:
        return "bulk", HELD
    return "small-write", FREE


def lines(folder, name):
    with gzip.open(folder / name, "rt", encoding="utf-8") as packed:
        for line in packed:
            if line.strip():
                yield json.loads(line)


def sessions(folder):
    """One write for each recorded call that changed something.

    A row that is recorded as changed counts, also where 9 became 9.0: Python calls these equal, jsonb keeps them apart.
    """
    for session in lines(folder, "sessions.jsonl.gz"):
        for step in session["steps"]:
            changed = step["effects"]
            if changed:
                deletes = any(e["after"] is None for e in changed)
                yield Write(len(changed), deletes, {e["table"] for e in changed})


def statements(folder):
    """One write for each statement, run on the table that was recorded with it; SQLite understands MySQL's quotes.

    Where a condition compares a number with a text, SQLite may find fewer rows than MySQL; no table has more than 91.
    """
    for recorded in lines(folder, "statements.jsonl.gz"):
        table = recorded["table"]["table_name"]
        columns = [c["name"] for c in recorded["table"]["table_info"]["columns"]]
        quoted = ['"' + name.replace('"', '""') + '"' for name in [table, *columns]]
        database = sqlite3.connect(":memory:")
        database.execute(f"CREATE TABLE {quoted[0]} ({', '.join(quoted[1:])})")
        row = f"INSERT INTO {quoted[0]} VALUES ({', '.join('?' * len(columns))})"
        database.executemany(row, recorded["table"]["table_info"]["rows"])
        count = f"SELECT count(*) FROM {quoted[0]}"
        before, had = database.total_changes, database.execute(count).fetchone()[0]
        database.execute(sql(recorded["sql"], table, quoted[0]))
        rows, has = database.total_changes - before, database.execute(count).fetchone()[0]
        yield Write(rows, has < had, {table})


def sql(statement, table, quoted):
    """MySQL lets a name begin with a digit and go without quotes."""
    bare = table[0].isdigit() and not any(mark + table in statement for mark in "`\"'")
    return statement.replace(table, quoted, 1) if bare else statement


def shares(folder):
    keyed = (folder / "sessions.jsonl.gz").exists()
    persons = PERSONS.get(folder.name, [])
    personal = {column.split(".")[0] for column in persons}
    outcomes, rules, most = collections.Counter(), collections.Counter(), 0
    for write in sessions(folder) if keyed else statements(folder):
        rule, outcome = decide(write, personal)
        outcomes[outcome] += 1
        rules[rule] += 1
        most = max(most, write.rows)
    return {
        "persons": persons,
        "actions": sum(outcomes.values()),
        **{outcome: outcomes[outcome] for outcome in (FREE, HELD, BLOCKED)},
        "rules": dict(sorted(rules.items())),
        "most_rows": most,
    }


def main(folders):
    if not folders:
        sys.exit(__doc__)
    print(json.dumps({folder.name: shares(folder) for folder in sorted(folders)}, indent=2))


main([pathlib.Path(name) for name in sys.argv[1:]])
