_carnet() {
    # The word up to the cursor, with the quote that it begins with.
    local word=$2 whole=${COMP_WORDS[COMP_CWORD]} line
    if [[ $whole == [\'\"]* && $word != [\'\"]* ]]; then
        word=${whole:0:1}$word
    fi
    COMPREPLY=()
    while IFS= read -r line; do
        COMPREPLY+=("$line")
    done < <(CARNET_COMPLETE=bash carnet -- "${COMP_WORDS[@]:0:COMP_CWORD}" "$word" 2>/dev/null)
    if [[ ${COMPREPLY-} == *[=/] ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o bashdefault -o nosort -F _carnet carnet 2>/dev/null || complete -o bashdefault -F _carnet carnet
COMP_WORDBREAKS=${COMP_WORDBREAKS//@/}
