# fish completion of ringcheck: asks the program itself, which knows its commands, scenarios and subjects.

function __ringcheck_candidates
    set -l words (commandline -opc)
    set -l last (commandline -ct)
    for line in ($words[1] complete -- $words[2..-1] "$last" 2>/dev/null)
        switch $line
            case :files
                __fish_complete_path "$last"
            case :folders
                __fish_complete_directories "$last" ""
            case '*'
                echo $line
        end
    end
end

complete -c ringcheck -f -a '(__ringcheck_candidates)'
