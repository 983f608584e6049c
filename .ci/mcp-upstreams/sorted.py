"""Lines of JSON with their lists in order: what was forgotten and remembered again stands at the end of a list."""
import json
import sys


def ordered(value):
    if isinstance(value, dict):
        return {name: ordered(value[name]) for name in sorted(value)}
    return sorted(value) if isinstance(value, list) else value


for line in sorted(json.dumps(ordered(json.loads(text))) for text in sys.stdin if text.strip()):
    print(line)
