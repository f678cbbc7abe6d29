"""A table into a document, between two markers."""

from measuring import Trouble

END = "<!-- /figures -->"


def put_between(path, begin, text):
    """Puts the text between the document's markers, `begin` and END."""
    document = path.read_text(encoding="utf-8")
    before, found, rest = document.partition(begin)
    _, end, after = rest.partition(END)
    if not found or not end:
        raise Trouble(f"{path} has no {begin} … {END}; put the two lines where the table belongs")
    path.write_text(f"{before}{begin}\n{text}{END}{after}", encoding="utf-8")
