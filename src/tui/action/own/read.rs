//! Reads `[[command]]` of the settings. Keys are checked together with those of all actions, as they are once `[keys]` has
//! been read.

use super::argument::{ArgumentError, PLACEHOLDERS};
use super::{Argument, OwnCommand};
use crate::domain::reader::{Node, Table, any_of, nearest};
use crate::tui::action::settings::{presses, unusable};
use crate::tui::action::{Context, Keymap, Press};

/// The most commands.
const MOST: usize = 20;
/// The most characters of a name: it stands in the footer and in messages.
const MOST_OF_NAME: usize = 30;
/// The keys of a command.
const KEYS: [&str; 7] = ["name", "key", "program", "reply", "where", "wait", "input"];
/// The pages, by the names that the settings have for them.
const PAGES: [(&str, Context); 13] = [
    ("queue", Context::Queue),
    ("ticket", Context::Ticket),
    ("breach", Context::Breach),
    ("vendors", Context::Vendors),
    ("uptime", Context::Uptime),
    ("reports", Context::Reports),
    ("drill-down", Context::DrillDown),
    ("activity", Context::Activity),
    ("people", Context::People),
    ("party", Context::Party),
    ("inbox", Context::Inbox),
    ("outbox", Context::Outbox),
    ("owed", Context::Owed),
];
/// The pages on which a ticket is selected.
const WITH_TICKET: [Context; 5] = [Context::Queue, Context::Ticket, Context::Breach, Context::DrillDown, Context::Owed];
/// The programs that read code from the argument behind `-c`.
const SHELLS: [&str; 6] = ["sh", "bash", "dash", "zsh", "ksh", "fish"];

/// Adds the commands that the settings name. One in which something is wrong is told and left out.
pub(in crate::tui::action) fn read_own(keymap: &mut Keymap, commands: &Node<'_>) {
    for (place, table) in commands.tables(&KEYS).iter().enumerate() {
        if place == MOST {
            return table.wrong(
                "",
                &format!("there are more than {MOST} commands"),
                "leave out those that nobody uses",
            );
        }
        if let Some(command) = read(keymap, table) {
            keymap.add_own(command);
        }
    }
}

fn read(keymap: &Keymap, table: &Table<'_>) -> Option<OwnCommand> {
    let before = table.problems();
    let name = table.need("name", "write name = \"open in browser\"").and_then(|node| name(keymap, &node));
    let reply = table.get("reply").map(|node| reply(table, &node));
    let program = match &reply {
        Some(_) => Some(Vec::new()),
        None => table
            .need("program", "write program = [\"xdg-open\", \"https://…/{ticket}\"], or reply = \"NAME\"")
            .and_then(|node| program(&node)),
    };
    let pages = table.get("where").map_or_else(|| WITH_TICKET.to_vec(), |node| pages(&node));
    let waits = table.get("wait").and_then(|node| node.flag()).unwrap_or_default();
    let takes_json =
        table.get("input").and_then(|node| node.choice(&[("json", true), ("none", false)])).unwrap_or_default();
    let command = OwnCommand {
        name: name.unwrap_or_default(),
        keys: Vec::new(),
        program: program.unwrap_or_default(),
        reply: reply.flatten(),
        pages,
        waits,
        takes_json,
    };
    let keys = table.get("key").map_or_else(|| Some(Vec::new()), |node| keys(keymap, &command, &node));
    keys.filter(|_| table.problems() == before).map(|keys| OwnCommand { keys, ..command })
}

fn name(keymap: &Keymap, node: &Node<'_>) -> Option<String> {
    let name = node.filled()?.trim();
    if name.chars().count() > MOST_OF_NAME || name.contains(['{', '}']) {
        node.wrong("this is not a name", &format!("write at most {MOST_OF_NAME} characters, and no braces"));
        return None;
    }
    if keymap.rows().any(|row| row.name.to_lowercase() == name.to_lowercase()) {
        node.wrong(&format!("an action or another command is called `{name}` already"), "choose another name");
        return None;
    }
    Some(name.to_owned())
}

/// Reads the name of a canned reply, which is about a ticket and runs no program.
fn reply(table: &Table<'_>, node: &Node<'_>) -> Option<String> {
    for key in ["program", "wait", "input"] {
        if let Some(other) = table.get(key) {
            other.wrong("a command with a canned reply runs no program", "leave this out, or reply");
        }
    }
    let with_ticket = PAGES.iter().filter(|(_, page)| WITH_TICKET.contains(page)).map(|(name, _)| *name);
    let with_ticket: Vec<&str> = with_ticket.collect();
    for (page, place) in table.get("where").map_or_else(Vec::new, |node| node.name_nodes()) {
        if PAGES.iter().any(|(name, _)| *name == page) && !with_ticket.contains(&page) {
            let hint = format!("write {}", any_of(with_ticket.clone()));
            place.wrong(&format!("no ticket is selected on `{page}`, and a canned reply is about one"), &hint);
        }
    }
    let name = node.filled()?.trim();
    if name.contains(['/', '.', '{', '}']) {
        node.wrong("this is not the name of a canned reply", "write reply = \"NAME\" for the file replies/NAME.txt");
        return None;
    }
    Some(name.to_owned())
}

/// Reads the program and its arguments. None where one of them cannot be used.
fn program(node: &Node<'_>) -> Option<Vec<Argument>> {
    let nodes = node.list("[\"xdg-open\", \"https://…/{ticket}\"]");
    let arguments: Vec<Option<Argument>> = nodes.iter().map(argument).collect();
    let arguments: Vec<Argument> = arguments.into_iter().collect::<Option<_>>()?;
    let (first, place) = match (arguments.first(), nodes.first()) {
        (Some(first), Some(place)) => (first, place),
        _ if node.is_empty_list() => {
            node.wrong("it names no program", "write program = [\"xdg-open\", \"https://…/{ticket}\"]");
            return None;
        }
        _ => return None,
    };
    if first.has_value() {
        let hint = "name the program itself; only its arguments come from the ticket";
        place.wrong("the program must not come from the ticket", hint);
        return None;
    }
    if first.written().trim().is_empty() {
        place.wrong("it names no program", "write program = [\"xdg-open\", \"https://…/{ticket}\"]");
        return None;
    }
    let code = code_of_shell(&arguments).filter(|at| arguments[*at].has_value());
    if let Some(at) = code {
        let hint = "let the script have it as an argument: [\"sh\", \"-c\", \"… \\\"$1\\\"\", \"sh\", \"{subject}\"]";
        nodes[at].wrong("a shell would read what stands in the ticket as its own code", hint);
        return None;
    }
    Some(arguments)
}

/// Returns the place of the argument that a shell reads as code, where the program is one.
fn code_of_shell(arguments: &[Argument]) -> Option<usize> {
    let words: Vec<String> = arguments.iter().map(Argument::written).collect();
    let shell = words.iter().position(|word| SHELLS.contains(&word.rsplit('/').next().unwrap_or_default()))?;
    let is_code = |word: &String| word.starts_with('-') && !word.starts_with("--") && word.ends_with('c');
    let option = words.iter().skip(shell + 1).position(is_code)?;
    let code = shell + option + 2;
    (code < words.len()).then_some(code)
}

fn argument(node: &Node<'_>) -> Option<Argument> {
    let (message, hint) = match Argument::parse(node.text()?) {
        Ok(argument) => return Some(argument),
        Err(ArgumentError::Unended) => {
            ("a brace has no end".to_owned(), "write {ticket}, or {{ for the brace itself".to_owned())
        }
        Err(ArgumentError::Unknown(name)) => {
            let names = PLACEHOLDERS.map(|(name, _)| name);
            let hint = nearest(&name, names).map_or_else(
                || {
                    format!(
                        "write one of {}; or {{{{ for the brace itself",
                        names.map(|n| format!("{{{n}}}")).join(", ")
                    )
                },
                |near| format!("did you mean {{{near}}}?"),
            );
            (format!("there is no placeholder {{{name}}}"), hint)
        }
    };
    node.wrong(&message, &hint);
    None
}

fn pages(node: &Node<'_>) -> Vec<Context> {
    let names = PAGES.map(|(name, _)| name);
    let page = |(name, node): (&str, Node<'_>)| {
        let page = PAGES.iter().find(|(known, _)| *known == name).map(|(_, page)| *page);
        if page.is_none() {
            let hint = nearest(name, names)
                .map_or_else(|| format!("write {}", any_of(names)), |near| format!("did you mean `{near}`?"));
            node.wrong(&format!("there is no page `{name}`"), &hint);
        }
        page
    };
    if node.is_empty_list() {
        node.wrong("it may run nowhere", "name a page, or leave it out: then it may run wherever a ticket is selected");
    }
    node.name_nodes().into_iter().filter_map(page).collect()
}

/// Reads the keys of the command. None where they cannot be used.
fn keys(keymap: &Keymap, command: &OwnCommand, node: &Node<'_>) -> Option<Vec<Press>> {
    let keys = presses(node)?;
    let row = OwnCommand { keys, ..command.clone() }.row(u8::MAX);
    if let Some((message, hint)) = unusable(&row, &row.keys) {
        node.wrong(&message, hint);
        return None;
    }
    if let Some((message, hint)) = keymap.clash_of(&row) {
        node.wrong(&message, &hint);
        return None;
    }
    Some(row.keys)
}

#[cfg(test)]
mod tests {
    use crate::tui::action::{Action, Context, Group, Key, Keymap};

    fn read(text: &str) -> (Keymap, Vec<String>) {
        let (keymap, problems) = Keymap::read("c.toml", text);
        (keymap, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_command_has_its_row_beside_the_actions() {
        let (keymap, problems) = read(
            "[[command]]\nname = \"open in browser\"\nkey = \"F6\"\n\
            program = [\"/usr/bin/xdg-open\", \"https://t.example/{ticket}\"]\n\
            [[command]]\nname = \"shell\"\nkey = [\", b\", \"F7\"]\nprogram = [\"sh\"]\nwhere = [\"vendors\"]\nwait = true\n\
            input = \"none\"\n",
        );
        assert_eq!(problems, Vec::<String>::new());
        for page in [Context::Queue, Context::Ticket, Context::Breach, Context::DrillDown, Context::Owed] {
            assert_eq!(keymap.lookup(page, Key::F(6)), Some(Action::Own(0)), "{page:?}");
        }
        assert_eq!(keymap.lookup(Context::Vendors, Key::F(6)), None);
        assert_eq!(keymap.after(Context::Vendors, Key::Char(','), Key::Char('b')), Some(Action::Own(1)));
        let row = keymap.row(Action::Own(0)).unwrap();
        assert_eq!(
            (row.group, &*row.label, &*row.help),
            (Group::Own, "open in browser", "Run xdg-open beside the screen.")
        );
        assert!(keymap.own(0).unwrap().needs_ticket() && !keymap.own(1).unwrap().needs_ticket());
        assert_eq!(keymap.row(Action::Own(1)).unwrap().help, "Run sh on this terminal, until it ends.");
        assert!(keymap.own(2).is_none());
    }

    #[test]
    fn each_mistake_is_named_with_its_line_and_the_command_is_left_out() {
        let lines = [
            ("[keys]", ""),
            ("note = \"F10\"", ""),
            ("[[command]]", "command[1].name: `name` is missing"),
            ("key = \"r\"", "`r` is `respond` in the same place; choose another key, or another one for `respond`"),
            ("program = [\"x\", \"{tickt}\"]", "there is no placeholder {tickt}; did you mean {ticket}?"),
            ("[[command]]", ""),
            ("name = \"Note\"", "an action or another command is called `Note` already; choose another name"),
            ("program = [\"{subject}\"]", "the program must not come from the ticket; name the program itself"),
            ("where = [\"queu\", \"attic\"]", "there is no page `queu`; did you mean `queue`?"),
            ("wait = \"yes\"", "command[2].wait: this is a text; write true or false"),
            ("input = \"xml\"", "`xml` is unknown; write `json` or `none`"),
            ("kye = \"F6\"", "`kye` is not a key that is known here; the keys here are `name`, `key`,"),
            ("[[command]]", ""),
            ("name = \"a name that is much too long for a footer\"", "this is not a name; write at most 30"),
            ("key = \"A\"", "`A` must not run anything: an arrow key that arrives in pieces reads as it"),
            ("program = []", "it names no program"),
            ("[[command]]", ""),
            ("name = \"four\"", ""),
            ("key = \"F10\"", "`F10` is `note` in the same place"),
            (
                "program = [\"sh\", \"-c\", \"echo {subject}\"]",
                "a shell would read what stands in the ticket as its own",
            ),
            ("[[command]]", "command[5].program: `program` is missing"),
            ("name = \"five\"", ""),
            ("key = \"ctrl+n\"", "`ctrl+n` is not a key; write \"Ctrl-N\""),
            ("[[command]]", ""),
            ("name = \"six\"", ""),
            ("key = \"g\"", "`g` does nothing alone"),
            ("program = [\"env\", \"bash\", \"-xc\", \"ls {store}\"]", "a shell would read"),
            ("[[command]]", ""),
            ("name = \"seven\"", ""),
            ("program = [\"x\", \"{ticket\"]", "a brace has no end; write {ticket}, or {{ for the brace itself"),
            ("where = []", "it may run nowhere"),
            ("[[command]]", ""),
            ("name = \"eight\"", ""),
            ("reply = \"look.txt\"", "this is not the name of a canned reply; write reply = \"NAME\""),
            ("program = [\"x\"]", "a command with a canned reply runs no program; leave this out, or reply"),
            ("where = [\"uptime\"]", "no ticket is selected on `uptime`, and a canned reply is about one; write"),
        ];
        let text = lines.iter().map(|(line, _)| *line).collect::<Vec<_>>().join("\n");
        let (keymap, problems) = read(&text);
        let wanted: Vec<(String, &str)> = (1..)
            .zip(lines)
            .filter(|(_, (_, wrong))| !wrong.is_empty())
            .map(|(line, (_, wrong))| (format!("c.toml:{line}: "), wrong))
            .collect();
        // On one line two pages are unknown.
        let found: Vec<&String> = problems.iter().filter(|problem| !problem.contains("`attic`")).collect();
        assert_eq!(found.len(), wanted.len(), "{problems:#?}");
        for (problem, (place, wrong)) in found.iter().zip(wanted) {
            assert!(problem.starts_with(&place) && problem.contains(wrong), "{problem} is not {place}{wrong}");
        }
        assert!(keymap.own(0).is_none());
    }

    #[test]
    fn a_command_with_a_canned_reply_has_its_row_too() {
        let (keymap, problems) = read("[[command]]\nname = \"we look\"\nkey = \"F6\"\nreply = \"look\"\n");
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(keymap.lookup(Context::Queue, Key::F(6)), Some(Action::Own(0)));
        let (row, own) = (keymap.row(Action::Own(0)).unwrap(), keymap.own(0).unwrap());
        assert_eq!((row.label.as_ref(), own.reply.as_deref(), own.needs_ticket()), ("we look", Some("look"), true));
        assert_eq!(row.help, "Begin a letter with the canned reply look; what it does is shown before it is sent.");
    }

    #[test]
    fn of_two_commands_on_one_key_the_first_holds_and_different_pages_may_share_it() {
        let command = |name: &str, more: &str| {
            format!("[[command]]\nname = \"{name}\"\nkey = \"F6\"\nprogram = [\"x\"]\n{more}\n")
        };
        let (keymap, problems) = read(&(command("one", "") + &command("two", "")));
        assert_eq!((problems.len(), keymap.own(0).map(|own| own.name.as_str())), (1, Some("one")));
        assert!(problems[0].contains("command[2].key: `F6` is `one` in the same place"), "{problems:?}");
        let (keymap, problems) =
            read(&(command("one", "where = [\"queue\"]") + &command("two", "where = [\"ticket\"]")));
        assert_eq!((problems.len(), keymap.own(1).is_some()), (0, true));
        let (_, problems) = read(&(command("one", "") + &command("One", "where = [\"vendors\"]")));
        assert!(problems[0].contains("an action or another command is called `One` already"), "{problems:?}");
    }

    #[test]
    fn there_are_at_most_twenty() {
        let command = |n: usize| format!("[[command]]\nname = \"c{n}\"\nprogram = [\"x\"]\n");
        let text = (0..22).map(command).collect::<Vec<_>>().concat();
        let (keymap, problems) = read(&text);
        assert!(keymap.own(19).is_some() && keymap.own(20).is_none());
        assert_eq!(
            problems,
            ["c.toml:61: command[21]: there are more than 20 commands; leave out those that nobody uses"]
        );
        let (_, problems) = read("command = 3\n");
        assert_eq!(problems.len(), 1, "{problems:?}");
    }

    #[test]
    fn a_value_that_begins_as_an_option_does_is_refused_unless_options_have_ended() {
        let argv = |program: &str, subject: &str| {
            let (keymap, problems) = read(&format!("[[command]]\nname = \"x\"\nprogram = {program}\n"));
            assert_eq!(problems, Vec::<String>::new());
            keymap.own(0).unwrap().argv(&|_| subject.to_owned())
        };
        let why = argv("[\"grep\", \"{subject}\"]", "-rf").unwrap_err();
        assert!(
            why.starts_with("{subject} begins with “-” here") && why.contains("put \"--\" before \"{subject}\""),
            "{why}"
        );
        assert_eq!(argv("[\"grep\", \"--\", \"{subject}\"]", "-rf").unwrap(), ["grep", "--", "-rf"]);
        assert_eq!(argv("[\"grep\", \"-e{subject}\"]", "-rf").unwrap(), ["grep", "-e-rf"]);
        assert_eq!(argv("[\"grep\", \"{subject}\"]", "Shop -- down").unwrap(), ["grep", "Shop -- down"]);
        assert!(argv("[\"grep\", \"{customer}\", \"{subject}\"]", "--").is_err());
    }
}
