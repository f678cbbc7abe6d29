# Completions of frist for fish: frist completions fish > ~/.config/fish/completions/frist.fish
function __frist_complete
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    $before[1] complete --index (count $before) -- $before "$current" 2>/dev/null
end
complete -c frist -f -k -a '(__frist_complete)'
