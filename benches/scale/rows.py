"""What the figures are called, in the order of the table, and what they should be at the most."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """A figure: `unit` is s, B, /s; `aim` counts at a million tickets, in that unit; `over` says why it may be missed."""

    key: str
    words: str
    unit: str
    aim: float | None = None
    at_least: bool = False
    over: str = ""
    plot: str = ""


ROWS = [
    Row("made", "made by `frist demo --tickets N`", "/s", aim=20_000, at_least=True),
    Row("start", "start to first frame, 160×45", "s", aim=0.3, plot="first frame"),
    Row("sled", "… of that sled by itself: opened, and the open tickets' bytes handed out", "s"),
    Row("memory", "memory then", "B", aim=200 << 20),
    Row("memory_peak", "the most it had until then", "B"),
    Row("key", "a key press to its frame", "s", plot="a key press"),
    Row("key_p99", "… 99 of 100", "s", aim=0.016),
    Row("key_first_p99", "… 99 of 100, while thousands of missed alerts come in", "s", aim=0.016),
    Row("open_ticket", "any ticket read", "s", plot="any ticket read"),
    Row("open_ticket_p99", "… 99 of 100", "s"),
    Row("command_show", "`frist show N`, the whole command", "s"),
    Row("command_new", "`frist new`, the whole command", "s"),
    Row("command_complete", "completions of a word, the whole command", "s", aim=0.1),
    Row("command_list", "`frist list`, every open ticket printed", "s"),
    Row("find_closed", "the 2,000 newest closed tickets", "s", plot="newest closed tickets"),
    Row("find_newest", "the 2,000 newest with some words in a note", "s"),
    Row("find_nothing", "words looked for in every text, that nobody wrote", "s", plot="words looked for everywhere"),
    Row("journal_page", "the journal's newest page of 200", "s"),
    Row("report_month", "read for reports of one month", "s", plot="a month's report"),
    Row("report_all", "read for reports of all ten years", "s", plot="a report over ten years"),
    Row("commit", "a commit, acknowledged, by one person", "s", plot="a commit"),
    Row("commit_p99", "… 99 of 100", "s"),
    Row("one_writer", "commits by one person", "/s"),
    Row("eight_writers", "commits by eight people at once", "/s"),
    Row("journal_per_ticket", "the journal, for each ticket", "B"),
    Row("state_per_ticket", "the state in sled, for each ticket", "B"),
    Row("year_commits", "a year's changes (a tenth as many tickets, four commits each)", "/s"),
    Row("year_journal", "… the journal grows, for each of these tickets, by", "B"),
    Row("year_state", "… the state grows, for each of these tickets, by", "B"),
    Row("backup", "a backup, read back", "s", aim=300),
    Row("backup_bytes", "its size", "B"),
    Row("backup_next", "the next backup, of a store that has not changed", "s", aim=300),
    Row("verify", "everything verified", "s", aim=300),
    Row("restore", "restored from the backup, into an empty place", "s", aim=300),
]
