# Completions of frist for Nushell: frist completions nushell | save -f ($nu.default-config-dir | path join frist.nu), and in
# config.nu: source frist.nu. Other commands keep the completer that was set before.
let frist_before = ($env.config.completions?.external?.completer? | default null)
$env.config.completions.external.enable = true
$env.config.completions.external.completer = {|spans: list<string>|
    if ($spans | first) == "frist" {
        ^frist complete --index (($spans | length) - 1) -- ...$spans
        | lines
        | each {|line|
            let parts = ($line | split row "\t")
            { value: ($parts | first), description: ($parts | skip 1 | str join " ") }
        }
    } else if $frist_before != null {
        do $frist_before $spans
    } else {
        null
    }
}
