#compdef ringcheck
# zsh completion of ringcheck: asks the program itself, which knows its commands, scenarios and subjects.

_ringcheck() {
  local line word
  local -a whole parts
  for line in "${(@f)$(${(Q)words[1]} complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
    word=${line%%$'\t'*}
    case $word in
      '') ;;
      :files) _files ;;
      :folders) _files -/ ;;
      # A part of a name goes on.
      *.) parts+=("${word//:/\\:}") ;;
      *$'\t'*|*) whole+=("${word//:/\\:}:${${line#$word}#$'\t'}") ;;
    esac
  done
  (( $#parts )) && _describe -t parts part parts -S ''
  (( $#whole )) && _describe -t values value whole
  return 0
}

# Read by compinit as a function of this name, or by hand.
if [[ $funcstack[1] == _ringcheck ]]; then
  _ringcheck "$@"
else
  compdef _ringcheck ringcheck
fi
