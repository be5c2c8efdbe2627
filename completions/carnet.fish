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
complete -c carnet -n "__fish_carnet_needs_command" -f -a "setup" -d 'Set carnet up: the school, its mailbox, a first list'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "config" -d 'Show and change settings'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "account" -d 'Add, show, change and remove SMTP accounts'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "list" -d 'Create, show, change and remove lists'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "moderator" -d 'Say who may write to a list'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "subscriber" -d 'Add, remove and find subscribers'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "import" -d 'Put the people of a file onto lists'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "send" -d 'Write to each subscriber of one or several lists'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "queue" -d 'See to messages that are not finished'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "archive" -d 'Look at messages that were sent'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "store" -d 'Back everything up, and restore it, here or on another computer'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "doctor" -d 'Look for what is wrong, and say what to do about it'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "completions" -d 'Print the script that completes commands in a shell'
complete -c carnet -n "__fish_carnet_needs_command" -f -a "man" -d 'Print the manual page, or write those of all commands'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l school -d 'The name of the school, as parents know it' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l professional-domain -d 'A domain of professional addresses; may be repeated, and replaces those known' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l address -d 'The professional address to write from, whose account is added or changed' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l host -d 'The submission server [default: the one known for the address, or smtp.DOMAIN]' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l port -d 'The server\'s port, usually 465 with tls and 587 with starttls' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l security -d 'How the connection is protected; none to this computer only [possible values: tls, starttls, none]' -r -f -a "tls\t''
starttls\t''
none\t''"
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l login -d 'The login name when it is not the address; empty for none' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l password-command -d 'Run this command for the password, and keep none' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l list -d 'A list to create, which belongs to the address; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l password-stdin -d 'Read the password from standard input, or ask for it in a terminal'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l no-test -d 'Keep the account without trying to connect'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand setup" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -f -a "get" -d 'Show one setting'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -f -a "set" -d 'Change one setting'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -f -a "list" -d 'Show all settings'
complete -c carnet -n "__fish_carnet_using_subcommand config; and not __fish_seen_subcommand_from get set list path" -f -a "path" -d 'Show where the settings are kept'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from get" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from set" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand config; and __fish_seen_subcommand_from path" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "add" -d 'Add the account of a professional address'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "list" -d 'Show all accounts'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "show" -d 'Show one account, without its password'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "edit" -d 'Change an account'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "test" -d 'Connect to an account\'s server and log in, without sending anything'
complete -c carnet -n "__fish_carnet_using_subcommand account; and not __fish_seen_subcommand_from add list show edit test remove" -f -a "remove" -d 'Remove an account and its password from this computer'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l host -d 'The submission server: a name or an IP address' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l port -d 'The server\'s port, usually 465 with tls and 587 with starttls' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l security -d 'How the connection is protected; none to this computer only [possible values: tls, starttls, none]' -r -f -a "tls\t''
starttls\t''
none\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l login -d 'The login name when it is not the address; empty for none' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l display-name -d 'The sender\'s name, as parents see it' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l limit -d 'How many messages the server takes, such as 400/min; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l connections -d 'How many connections a send opens at most' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l timeout -d 'How long the server may take at a step, such as content=20min; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l password-command -d 'Run this command for the password, and keep none' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l default -d 'Use this account when none is named'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l password-stdin -d 'Read the password from standard input, or ask for it in a terminal'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from add" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l host -d 'The submission server: a name or an IP address' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l port -d 'The server\'s port, usually 465 with tls and 587 with starttls' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l security -d 'How the connection is protected; none to this computer only [possible values: tls, starttls, none]' -r -f -a "tls\t''
starttls\t''
none\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l login -d 'The login name when it is not the address; empty for none' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l display-name -d 'The sender\'s name, as parents see it' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l limit -d 'How many messages the server takes, such as 400/min; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l connections -d 'How many connections a send opens at most' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l timeout -d 'How long the server may take at a step, such as content=20min; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l password-command -d 'Run this command for the password, and keep none' -r
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l default -d 'Use this account when none is named'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l no-limit -d 'Send without any limit'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l password-stdin -d 'Read the password from standard input, or ask for it in a terminal'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from edit" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from test" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand account; and __fish_seen_subcommand_from remove" -s y -l yes -d 'Answer yes to every question'
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
complete -c carnet -n "__fish_carnet_using_subcommand import" -l list -d 'Put everybody onto this list' -r
complete -c carnet -n "__fish_carnet_using_subcommand import" -l class -d 'Take this class only, whatever accents and case; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand import" -l format -d 'Read the files as this kind [default: auto] [possible values: auto, onde, csv, addresses]' -r -f -a "auto\t''
onde\t''
csv\t''
addresses\t''"
complete -c carnet -n "__fish_carnet_using_subcommand import" -l column -d 'Say which heading holds a field: email, name, first-name or class; may be repeated' -r
complete -c carnet -n "__fish_carnet_using_subcommand import" -l prefix -d 'Begin the names of the classes\' lists with this [default: parents-]' -r
complete -c carnet -n "__fish_carnet_using_subcommand import" -l owner -d 'Give new lists to this owner: a professional address [default: the default account\'s]' -r
complete -c carnet -n "__fish_carnet_using_subcommand import" -l report -d 'Write the whole report into this file, for a spreadsheet' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand import" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand import" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand import" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand import" -l by-class -d 'Put everybody onto the lists of their pupils\' classes; missing lists are created'
complete -c carnet -n "__fish_carnet_using_subcommand import" -l sync -d 'Remove whoever came from ONDE and is absent from the files'
complete -c carnet -n "__fish_carnet_using_subcommand import" -l allow-mass-removal -d 'Remove them even if they are many'
complete -c carnet -n "__fish_carnet_using_subcommand import" -l dry-run -d 'Show what would be done, and change nothing'
complete -c carnet -n "__fish_carnet_using_subcommand import" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand import" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand import" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand import" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand import" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand send" -l subject -d 'The subject' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l body -d 'Send the text of this file (.txt); - is standard input' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand send" -l text -d 'Send this text' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l attach -d 'Send this file with the message' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand send" -l from -d 'Write as this address [default: the default account\'s]' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l class -d 'Only to the parents of pupils in this class' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l at -d 'Send at this local time, such as "2026-12-01 08:00": carnet queue run does it then' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l expires -d 'Do not send it any more when it is so late [default: 24h]' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l test -d 'Send one copy to yourself, or to this address, and to nobody else' -r
complete -c carnet -n "__fish_carnet_using_subcommand send" -l outbox -d 'Write what each subscriber would get into this Maildir, and send nothing' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand send" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand send" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand send" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand send" -l late-audience -d 'Choose who receives it when it leaves, and not now'
complete -c carnet -n "__fish_carnet_using_subcommand send" -l dry-run -d 'Show the plan and the first message, and send nothing'
complete -c carnet -n "__fish_carnet_using_subcommand send" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand send" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand send" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand send" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand send" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -f -a "list" -d 'Show the messages that are not finished'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -f -a "show" -d 'Show one of them: who has it, who does not, and why'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -f -a "resume" -d 'Go on sending to those who do not have the message yet'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and not __fish_seen_subcommand_from list show resume cancel" -f -a "cancel" -d 'Send the message to nobody else'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -l resend-uncertain -d 'Send again to those who may have it already: they may get it twice'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from resume" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand queue; and __fish_seen_subcommand_from cancel" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -f -a "list" -d 'Show the messages that were sent'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -f -a "show" -d 'Show one of them'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and not __fish_seen_subcommand_from list show deliveries" -f -a "deliveries" -d 'Show what became of each delivery of a message'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from list" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from show" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -l status -d 'Only those in this state [possible values: accepted, refused, deferred, uncertain, pending, skipped]' -r -f -a "accepted\t''
refused\t''
deferred\t''
uncertain\t''
pending\t''
skipped\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand archive; and __fish_seen_subcommand_from deliveries" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -f -a "backup" -d 'Write lists, messages and settings into one file, without the passwords'
complete -c carnet -n "__fish_carnet_using_subcommand store; and not __fish_seen_subcommand_from backup restore" -f -a "restore" -d 'Put back what a backup holds, where there is nothing yet'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from backup" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand store; and __fish_seen_subcommand_from restore" -s y -l yes -d 'Answer yes to every question'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l home -d 'Keep configuration and data in this folder (or set CARNET_HOME)' -r -F
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l lang -d 'Speak this language (or set CARNET_LANG) [possible values: fr, en]' -r -f -a "fr\t''
en\t''"
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l color -d 'Use colours [default: auto] [possible values: auto, always, never]' -r -f -a "auto\t''
always\t''
never\t''"
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l connect -d 'Connect to the server of each account too'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l fix -d 'Mend what is safe to mend, and say what was done'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -s h -l help -d 'Print help'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -l json -d 'Print the result as one JSON document'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -s q -l quiet -d 'Show errors only'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -s v -l verbose -d 'Show each step'
complete -c carnet -n "__fish_carnet_using_subcommand doctor" -s y -l yes -d 'Answer yes to every question'
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
