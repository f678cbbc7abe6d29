//! What is generated into the documents is what the program of now would generate.

/// Returns what stands between the page's marks of that name.
fn between(page: &'static str, name: &str) -> &'static str {
    let (_, rest) = page.split_once(&format!("<!-- {name} -->\n\n")).unwrap();
    rest.split_once(&format!("<!-- /{name} -->")).unwrap().0
}

#[test]
fn the_keys_are_the_programs_own() {
    let there = between(include_str!("../../docs/keys.md"), "keys");
    assert!(there == frist::tui::action::keys_markdown(), "docs/keys.md is stale: cargo run --example documents");
}

#[test]
fn the_command_line_is_the_programs_own() {
    let there = between(include_str!("../../docs/command-line.md"), "command-line");
    assert!(
        there == frist::cli::command_line_markdown(),
        "docs/command-line.md is stale: cargo run --example documents"
    );
}

/// The tables that programs measure have their marks where those programs are told to put them.
#[test]
fn each_table_of_figures_has_its_place() {
    let performance = include_str!("../../docs/performance.md");
    let (side_by_side, faults) = (include_str!("../../docs/side-by-side.md"), include_str!("../../docs/faults.md"));
    for (page, name) in [
        (performance, "benches"),
        (performance, "scale"),
        (performance, "import"),
        (performance, "guests"),
        (performance, "load"),
        (side_by_side, "compare"),
        (faults, "faults"),
    ] {
        let (_, rest) = page.split_once(&format!("<!-- figures:{name} -->\n")).unwrap();
        let (table, _) = rest.split_once("<!-- /figures -->").unwrap();
        assert!(table.lines().filter(|line| line.starts_with("| ")).count() > 4, "{name}: {table}");
    }
}
