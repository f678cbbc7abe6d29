# Completions of frist for bash: . <(frist completions bash)
_frist() {
    local words=() word line value prefix current i
    # Bash parts words at : and =, which belong to terms of filters and to options here.
    for ((i = 0; i <= COMP_CWORD; i++)); do
        word="${COMP_WORDS[i]}"
        if ((${#words[@]} > 1)) && [[ "$word" == [:=]* || "${words[-1]}" == *[:=] ]]; then
            words[-1]+="$word"
        else
            words+=("$word")
        fi
    done
    current="${words[-1]}"
    prefix="${current%"$2"}"
    COMPREPLY=()
    while IFS= read -r line; do
        value="${line%%$'\t'*}"
        value="${value#"$prefix"}"
        # A name with blanks is one word.
        [[ "$value" == *[[:space:]]* ]] && printf -v value %q "$value"
        COMPREPLY+=("$value")
    done < <("$1" complete --index $((${#words[@]} - 1)) -- "${words[@]}" 2>/dev/null)
    # Tickets come with the one that has changed last before the others.
    compopt -o nosort 2>/dev/null
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == *[:=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
    return 0
}
complete -F _frist frist
