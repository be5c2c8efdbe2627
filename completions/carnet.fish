# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_carnet_global_optspecs
    string join \n home= json lang= q/quiet v/verbose color= y/yes V/version h/help
end

function __fish_carnet_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_carnet_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_carnet_using_subcommand
    set -l cmd (__fish_carnet_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c carnet -n "__fish_carnet_needs_command" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_needs_command" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_needs_command" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_needs_command" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_needs_command" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_needs_command" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_needs_command" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_needs_command" -s V -l version -d 'Print the version'
complete -c carnet -n "__fish_carnet_needs_command" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "list" -d 'Create, show, change and remove lists'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "moderator" -d 'Say who may write to a list'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "subscriber" -d 'Add, remove and find subscribers'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "completions" -d 'Print the script that completes commands in a shell'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "man" -d 'Print the manual page, or write those of all commands'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "create" -d 'Create a list'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "list" -d 'Show all lists'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "show" -d 'Show one list: its people, its texts, its counts'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "edit" -d 'Change a list'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "rename" -d 'Give a list another name'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "delete" -d 'Delete a list and its subscriptions'
complete -c carnet -n "__fish_carnet_using_subcommand list; and not __fish_seen_subcommand_from create list show edit rename delete export" -f -a "export" -d 'Write the subscribers of a list for another program'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l owner -d 'Who owns the list: a professional address [default: the default account\'s]' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l title -d 'What people read instead of the name' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l description -d 'What the list is for' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l subject-prefix -d 'Put this before every subject' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l footer -d 'Put the text of this file at the end of every message' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l language -d 'Write to the parents in this language [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from create" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l owner -d 'Give the list to this owner: a professional address' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l title -d 'What people read instead of the name' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l description -d 'What the list is for' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l subject-prefix -d 'Put this before every subject' -r
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l footer -d 'Put the text of this file at the end of every message' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l language -d 'Write to the parents in this language [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from rename" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from delete" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -l format -d 'How to write the subscribers [default: csv] [possible values: csv, json, sympa, mailman]' -r -f -a "csv\t''
json\t''
sympa\t''
mailman\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand list; and __fish_seen_subcommand_from export" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -f -a "add" -d 'Let someone write to a list'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -f -a "remove" -d 'No longer let someone write to a list'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and not __fish_seen_subcommand_from add remove list" -f -a "list" -d 'Show who may write to a list'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand moderator; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -f -a "add" -d 'Add people to a list by hand'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -f -a "remove" -d 'Take people off a list; an import does not bring them back'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -f -a "list" -d 'Show the subscribers of a list'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and not __fish_seen_subcommand_from add remove list find" -f -a "find" -d 'Show the lists that an address is on'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -l name -d 'The person\'s name' -r
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -l status -d 'Only those with this status [possible values: active, suspended]' -r -f -a "active\t''
suspended\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand subscriber; and __fish_seen_subcommand_from find" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand completions" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand completions" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand completions" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand completions" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand completions" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand completions" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand completions" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand completions" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand man" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand man" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand man" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand man" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand man" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand man" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand man" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand man" -s y -l yes -d 'Answer yes to every question'
