"""A table into a document, between two markers."""

from measuring import Trouble


def put_between(path, name, text):
    """Puts a text between the document's markers of that name."""
    begin, end = f"<!-- figures:{name} -->", "<!-- /figures -->"
    document = path.read_text(encoding="utf-8")
    before, found, rest = document.partition(begin)
    _, found_end, after = rest.partition(end)
    if not found or not found_end:
        raise Trouble(f"{path} has no {begin} … {end}; put the two lines where the table belongs")
    path.write_text(f"{before}{begin}\n{text}{end}{after}", encoding="utf-8")
