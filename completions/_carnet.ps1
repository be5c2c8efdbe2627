
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'carnet' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'carnet'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'carnet' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print the version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print the version')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Create, show, change and remove lists')
            [CompletionResult]::new('moderator', 'moderator', [CompletionResultType]::ParameterValue, 'Say who may write to a list')
            [CompletionResult]::new('subscriber', 'subscriber', [CompletionResultType]::ParameterValue, 'Add, remove and find subscribers')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the script that completes commands in a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page, or write those of all commands')
            break
        }
        'carnet;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('create', 'create', [CompletionResultType]::ParameterValue, 'Create a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show all lists')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Show one list: its people, its texts, its counts')
            [CompletionResult]::new('edit', 'edit', [CompletionResultType]::ParameterValue, 'Change a list')
            [CompletionResult]::new('rename', 'rename', [CompletionResultType]::ParameterValue, 'Give a list another name')
            [CompletionResult]::new('delete', 'delete', [CompletionResultType]::ParameterValue, 'Delete a list and its subscriptions')
            [CompletionResult]::new('export', 'export', [CompletionResultType]::ParameterValue, 'Write the subscribers of a list for another program')
            break
        }
        'carnet;list;create' {
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Who owns the list: a professional address [default: the default account''s]')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'What people read instead of the name')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What the list is for')
            [CompletionResult]::new('--subject-prefix', '--subject-prefix', [CompletionResultType]::ParameterName, 'Put this before every subject')
            [CompletionResult]::new('--footer', '--footer', [CompletionResultType]::ParameterName, 'Put the text of this file at the end of every message')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Write to the parents in this language [possible values: fr, en]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;show' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;edit' {
            [CompletionResult]::new('--owner', '--owner', [CompletionResultType]::ParameterName, 'Give the list to this owner: a professional address')
            [CompletionResult]::new('--title', '--title', [CompletionResultType]::ParameterName, 'What people read instead of the name')
            [CompletionResult]::new('--description', '--description', [CompletionResultType]::ParameterName, 'What the list is for')
            [CompletionResult]::new('--subject-prefix', '--subject-prefix', [CompletionResultType]::ParameterName, 'Put this before every subject')
            [CompletionResult]::new('--footer', '--footer', [CompletionResultType]::ParameterName, 'Put the text of this file at the end of every message')
            [CompletionResult]::new('--language', '--language', [CompletionResultType]::ParameterName, 'Write to the parents in this language [possible values: fr, en]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;rename' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;delete' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;list;export' {
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How to write the subscribers [default: csv] [possible values: csv, json, sympa, mailman]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;moderator' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Let someone write to a list')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'No longer let someone write to a list')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show who may write to a list')
            break
        }
        'carnet;moderator;add' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;moderator;remove' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;moderator;list' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;subscriber' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('add', 'add', [CompletionResultType]::ParameterValue, 'Add people to a list by hand')
            [CompletionResult]::new('remove', 'remove', [CompletionResultType]::ParameterValue, 'Take people off a list; an import does not bring them back')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'Show the subscribers of a list')
            [CompletionResult]::new('find', 'find', [CompletionResultType]::ParameterValue, 'Show the lists that an address is on')
            break
        }
        'carnet;subscriber;add' {
            [CompletionResult]::new('--name', '--name', [CompletionResultType]::ParameterName, 'The person''s name')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;subscriber;remove' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;subscriber;list' {
            [CompletionResult]::new('--status', '--status', [CompletionResultType]::ParameterName, 'Only those with this status [possible values: active, suspended]')
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;subscriber;find' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;completions' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
        'carnet;man' {
            [CompletionResult]::new('--home', '--home', [CompletionResultType]::ParameterName, 'Keep configuration and data in this folder (or set CARNET_HOME)')
            [CompletionResult]::new('--lang', '--lang', [CompletionResultType]::ParameterName, 'Speak this language (or set CARNET_LANG) [possible values: fr, en]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'Use colours [default: auto] [possible values: auto, always, never]')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print the result as one JSON document')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Show errors only')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show each step')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Answer yes to every question')
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
