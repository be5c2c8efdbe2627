"""Reads messages with Python's email package, and says what is in each as a line of JSON."""

import email
import email.policy
import json
import sys


def defects(message):
    for part in message.walk():
        yield from part.defects
        for header in part.values():
            yield from getattr(header, "defects", ())


def read(path):
    with open(path, "rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    parts = [part for part in message.walk() if not part.is_multipart()]
    files = [part for part in parts if part.is_attachment()]
    texts = [part for part in parts if not part.is_attachment()]
    return {
        "from": [[one.display_name, one.addr_spec] for one in message["From"].addresses],
        "to": [[one.display_name, one.addr_spec] for one in message["To"].addresses],
        "subject": message["Subject"],
        "texts": [part.get_content() for part in texts],
        "files": [[part.get_filename(), part.get_content().hex()] for part in files],
        # Content is decoded by now: what is wrong with it is known.
        "defects": [repr(defect) for defect in defects(message)],
    }


for line in sys.stdin:
    print(json.dumps(read(line.rstrip("\n"))))
