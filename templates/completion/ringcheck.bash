# bash completion of ringcheck: asks the program itself, which knows its commands, scenarios and subjects.

_ringcheck() {
  local line word cut=""
  # bash takes --subject=x for three words, and puts in what comes after the sign alone.
  if [[ ${COMP_WORDS[COMP_CWORD]} == "=" || ${COMP_WORDS[COMP_CWORD - 1]} == "=" ]]; then cut="*="; fi
  local typed=${COMP_WORDS[COMP_CWORD]}
  if [[ $typed == "=" ]]; then typed=""; fi
  COMPREPLY=()
  while IFS= read -r line; do
    word=${line%%$'\t'*}
    case $word in
      :files)
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -f -- "$typed")
        ;;
      :folders)
        compopt -o filenames 2>/dev/null
        while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -d -- "$typed")
        ;;
      *)
        # A part of a name goes on.
        if [[ $word == *. ]]; then compopt -o nospace 2>/dev/null; fi
        # shellcheck disable=SC2295 # a pattern
        COMPREPLY+=("${word#$cut}")
        ;;
    esac
  done < <("${COMP_WORDS[0]/#\~/$HOME}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}

complete -F _ringcheck ringcheck
