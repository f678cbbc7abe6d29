#compdef frist
# Completions of frist for zsh: a file _frist in a folder of $fpath, or . <(frist completions zsh)
_frist() {
    local line value
    local -a values open
    for line in "${(@f)$("${words[1]}" complete --index $((CURRENT - 1)) -- "${(@)words[1,CURRENT]}" 2>/dev/null)}"; do
        value="${line%%$'\t'*}"
        [[ -z "$value" ]] && continue
        if [[ "$value" == *[:=/] ]]; then
            open+=("$value")
        else
            values+=("$value")
        fi
    done
    (( ${#values} )) && compadd -V frist -- "${values[@]}"
    (( ${#open} )) && compadd -V frist -S '' -- "${open[@]}"
}
if [[ "${funcstack[1]}" == "_frist" ]]; then
    _frist "$@"
else
    compdef _frist frist
fi
