# Every text of carnet in English. The same messages stand in fr.ftl, in the
# same order. The examples of the help stand at the end; the rest of the English
# help of commands and options stands in the code.
#
# Errors begin with a small letter and have no final period; other sentences
# have one, unless they end on something that one may want to copy.

## Words of the help

help-words =
    .usage = Usage:
    .commands = Commands
    .command = COMMAND
    .arguments = Arguments
    .options = Options
    .global-options = Global options
    .help = Print help
    .version = Print the version
    .examples = Examples:
    .default = default:
    .values = possible values:

## Labels

label-error = error:
label-warning = warning:
label-cause = caused by:
label-hint = hint:

## Errors about how a command was asked

usage-value-missing = a value is missing for { $argument }
usage-value-invalid = { $argument } cannot be “{ $value }”
usage-value-refused = { $argument } cannot be “{ $value }”: { $reason }
usage-extra-argument = one argument too many: { $argument }
usage-unknown-argument = unknown argument: { $argument }
usage-unknown-command = unknown command: { $command }
usage-argument-missing =
    { $count ->
        [one] { $arguments } is missing
       *[other] { $arguments } are missing
    }
usage-command-missing = a command is missing
usage-repeated = { $argument } may be given only once
usage-alone = { $argument } stands alone, without other options
usage-conflict = { $argument } and { $other } do not go together: give one or the other
usage-too-many-values = { $argument } does not take the value “{ $value }”
usage-wrong-number-of-values = { $argument } has the wrong number of values
usage-no-equals = { $argument } needs an equals sign before its value
usage-not-utf8 = an argument is not readable text (UTF-8)
usage-other = { $error }
usage-suggestion = did you mean { $suggestion }?
usage-valid-values = the choices are { $values }
usage-help = to learn more: { $command } --help
usage-value-empty = { $argument } cannot be empty
usage-example = for example: { $example }
usage-quotes = a text of several words stands in quotes, as in --subject "Sortie au musée"
number-invalid = it is not a whole number
number-too-large = the number is too large
number-too-small = it is less than { $least }
number-out-of-range = it is not between { $least } and { $most }
text-line-break = it must be one line, without control characters
text-too-long = it has more than { $limit } characters
not-utf8 = it is not text in UTF-8
nothing-to-change = the command does not say what should change
nothing-done = nothing was done

## Addresses and names

address-empty = the address is empty
address-no-at = it has no @
address-empty-local-part = nothing stands before the @
address-empty-domain = nothing stands after the @
address-space = an address has no space inside
address-character = an address cannot have the character { $character } there
address-dots = a dot is misplaced before the @
address-domain = what stands after the @ is not a domain name
address-no-top-domain = the domain is not complete, as example.org is
address-too-long = it is too long for an address
address-erased = { $address } was erased on request and cannot be added again
list-name-empty = the name is empty
list-name-character = a list’s name has lower-case letters, digits, dot, hyphen and underscore only, not { $character }
list-name-start = a list’s name starts with a letter or a digit
list-name-too-long = a list’s name has at most { $limit } characters
limit-invalid = a limit is a number of messages and a time, such as 400/min, 3500/h or 800/10min
time-span-invalid = a time is a number and a unit, such as 30s, 90min, 24h or 2d
timeout-invalid = the time of a step is written as in content=20min; the steps are { $steps }

## Rules

refused-owner = { $address } cannot own a list: it is not a professional address (rule R1)
refused-moderator = { $address } cannot moderate a list: it is not a professional address (rule R4)
refused-sender = { $address } cannot write: it is not a professional address (rule R4)
refused-no-account = { $address } cannot write: carnet has no account for it (rule R4)
refused-not-moderator = { $address } cannot write to { $list }: it is not among its moderators (rule R3)
refused-not-owner = { $address } cannot write to { $list }: it is not its owner, and the list has no moderator (rule R3)
hint-no-professional-domain = set the school’s professional domain first: carnet setup; without questions: carnet setup --professional-domain DOMAIN
hint-professional-domains =
    { $count ->
        [one] the professional domain is { $domains }
       *[other] the professional domains are { $domains }
    }
hint-add-account = to write with it: carnet setup --address { SHELL($address) }
hint-moderators-write =
    { $count ->
        [one] the moderator writes: { $addresses }
       *[other] the moderators write: { $addresses }
    }
hint-writers =
    { $count ->
        [one] this address may write: { $addresses }
       *[other] these addresses may write: { $addresses }
    }
hint-owner-writes = the owner writes: { $address }
hint-no-moderator-writes = no moderator has a professional address any more; to add one: carnet moderator add { $list } { SHELL($address) }
hint-no-owner-writes = the owner has no professional address any more; to give the list to another one: carnet list edit { $list } --owner { SHELL($address) }

## Store

store-busy = another carnet is changing lists or settings, and holds { $path }
store-sending = another carnet is sending message { $id }
store-too-new = { $path } was written by a later version of carnet (format { $format }, this one knows { $known })
store-corrupt = { $path } is damaged
corrupt-at = line { $line }, column { $column }
corrupt-unknown = line { $line }, column { $column }: unknown name { $name }
corrupt-line = line { $line }
corrupt-no-format = no "format"
corrupt-count = { $count } lines, and message.json tells of { $expected }
corrupt-journal-lost = it tells of { $accepted } accepted deliveries, and message.json of { $expected }
no-list = no list is named { $name }
list-exists = a list named { $name } exists already
no-message = no message has the identifier “{ $id }”
ambiguous-message = several message identifiers begin with “{ $id }”
cannot-read = cannot read { $path }
cannot-write = cannot write { $path }
cannot-lock = cannot lock { $path }
cannot-remove = cannot remove { $path }
cannot-write-output = cannot write the result
waiting-for-lock = Waiting for another carnet to finish.
hint-try-again-later = try again when it has finished
hint-update-carnet = update carnet on this computer; nothing was changed
hint-list-exists = choose another name; to see the one that exists: carnet list show { $name }
hint-doctor = to know what to do: carnet doctor
hint-create-list = to create it: carnet list create { $name }
hint-likely-list = did you mean { $name }? The lists are { $names }
hint-the-lists-are =
    { $count ->
        [one] the only list is { $names }
       *[other] the lists are { $names }
    }
hint-messages-are = give one of them in full: { $ids }
hint-message-list = to see the identifiers: carnet queue list, or carnet archive list
hint-done-untold = what the command was to do is perhaps done: look before you run it again
hint-disk-full = make room on the disk and try again; what was there before is as it was
hint-permissions = to know whose folder it is, and what to do: carnet doctor
corrupt-no-key = without the key of its hashes
corrupt-size = { $size } bytes, and message.json tells of { $expected }
corrupt-cut = it stops before its end
corrupt-content = it does not hold what it should
hint-other-place = choose another place
hint-right-or-place = check that you are allowed to, or choose another place

## What the system says

system-not-found = there is no such file or folder
system-permission-denied = access is denied
system-already-exists = there is one already
system-not-a-folder = a part of the path is a file, not a folder
system-is-a-folder = it is a folder
system-disk-full = the disk is full
system-quota-exceeded = your share of the disk is full
system-file-too-large = the system does not let the file grow any more
system-read-only = the disk can only be read

## Configuration

no-account = no account has the address { $address }
no-default-account = there are several accounts, and none is chosen to write with
no-home = this system names no folder for configuration and data
plain-text-beyond-loopback = without encryption (--security none) only this computer can be reached, not { $host }
secret-missing = the password of { $address } is not known
secret-exposed = others can read the password in { $path }
secret-command-failed = the password command failed ({ $command }: { $reason })
secret-command-empty = the password command printed nothing ({ $command })
hint-add-an-account = carnet setup asks what is needed; without questions: carnet account add ADDRESS --host SERVER
hint-the-accounts-are =
    { $count ->
        [one] the only account is { $addresses }
       *[other] the accounts are { $addresses }
    }
hint-home = choose a folder with --home FOLDER
hint-security = choose --security tls or --security starttls
hint-set-password = to give it: carnet account edit { SHELL($address) } --password-stdin
hint-chmod = to keep it to yourself: chmod 600 { SHELL($path) }
hint-password-command = try the command by itself, and read what it says: { $command }

## Questions

prompt-question = { $question }:
prompt-yes-no = [y/N]
prompt-no-terminal = there is no terminal to ask “{ $question }”
prompt-interrupted = interrupted
prompt-failed = cannot ask in this terminal
hint-option-instead = answer beforehand with { $option }
progress-remaining = { $time } left
progress-waiting-seconds = waiting for { $count } s
progress-waiting-minutes = waiting for { $count } min

## Steps of a submission

step-connect = connection
step-hello = greeting
step-tls = encryption
step-auth = login
step-mail = sender
step-rcpt = recipient
step-data = start of the message
step-content = message
step-reset = reset
cannot-send = cannot write as { $address } through { $server }
send-wrong-password = the server refused the login or the password
send-unexpected = the answer is not that of a mail server, at the step “{ $step }”
send-timeout = the server did not answer in time, at the step “{ $step }”
send-lost = { $reason }, at the step “{ $step }”
send-unknown-host = the server’s name is unknown
server-answered = the server’s answer: { $reply }
lost-refused = nothing answers at this port of the server
lost-closed = the server closed the connection
lost-no-network = this computer does not reach the server’s network
lost-forbidden = a firewall of this computer forbids it
lost-interrupted = you asked to stop
certificate-of = it is made for { $names }
certificate-other-name = it is made for another name
certificate-expired = it is no longer valid
certificate-not-yet = it is not valid yet; the date of this computer may be wrong
certificate-unknown-issuer = this computer does not know the authority that vouches for it
certificate-self-signed = nobody but itself vouches for it
certificate-revoked = it was revoked
encryption-not-spoken = at this port the server does not begin with encryption
encryption-refused = the server accepts no way of encrypting of today
send-certificate = the server’s certificate cannot be trusted: { $reason }
send-no-starttls = the server does not offer encryption (STARTTLS)
send-no-authentication = the server offers no way to log in that carnet knows
send-no-smtputf8 = the server takes no address with letters outside ASCII before the @
hint-check-password = check the login, then set the password again: carnet account edit { SHELL($address) } --password-stdin
hint-no-starttls = carnet never sends a password in clear; try the other protection: carnet account edit { SHELL($address) } --security tls --port 465
hint-certificate = if a filter of the network stands in between, its certificate must be installed on this computer; otherwise check the server’s name: carnet account edit { SHELL($address) } --host SERVER
hint-unknown-host = check that this computer is on the Internet, then the server’s name: carnet account edit { SHELL($address) } --host SERVER
hint-connect = check that this computer is on the Internet, then the server and its port: carnet account edit { SHELL($address) } --host SERVER --port PORT
hint-nobody-marked = nobody is marked as refused for it: this server has taken the message for nobody since, and may be refusing the account or the message itself
hint-sender-refused = an account writes only with the address that it belongs to; check the login: carnet account edit { SHELL($address) } --login LOGIN
send-refused-connection = the server refuses the connection
send-refused-encryption = the server refuses to encrypt the connection
send-refused-login = the server refuses the login
send-refused-sender = the server refuses the sender’s address
send-refused-recipient = the server refuses the recipient’s address
send-refused-message = the server refuses the message
said-technically = in technical terms: { $words }
lost-otherwise = the connection failed
certificate-otherwise = it is not valid
encryption-otherwise = the server and carnet do not agree
hint-server-busy = wait a quarter of an hour before trying again
hint-application-password = an application password is needed, which is made in the security settings of the mailbox; to give it: carnet account edit { SHELL($address) } --password-stdin
hint-too-large-for-server = the message may be too large for this server: take an attachment out, or make it smaller
hint-wrong-server = check that it is the server that sends for your mailbox: carnet account edit { SHELL($address) } --host SERVER
hint-other-security = this port may expect the other protection: carnet account edit { SHELL($address) } --security { $security } --port { $port }
hint-no-authentication = this provider may ask to log in with a browser, which carnet cannot do; ask for another server to send through, or for an application password
send-later = the server asks to wait before trying again

## Deliveries and messages

delivery-accepted = accepted
delivery-refused = refused
delivery-deferred = deferred
delivery-uncertain = uncertain
delivery-pending = pending
delivery-skipped = skipped
skip-removed = no longer on the lists
skip-suspended = suspended
skip-suppressed = deleted on request
skip-cancelled = message cancelled
excluded-duplicate = { $count } reached through another list
excluded-suspended = { $count } suspended
excluded-suppressed = { $count } deleted on request
message-finished = finished
message-cancelled = cancelled
message-scheduled = scheduled
message-sending = being sent
message-stopped = stopped
message-interrupted = interrupted
message-deferred = to be tried again
message-expired = expired
state-counts = { $state }: { $counts }
state-when = { $state }: { $when }

## Lists

list-created = List { $name } created, owned by { $owner }
list-edited = List { $name } changed.
list-unchanged = List { $name } is like that already.
list-renamed = List { $old } is now { $new }
list-deleted =
    { $count ->
        [0] List { $name } deleted; it had no subscriber.
        [one] List { $name } and its one subscription deleted.
       *[other] List { $name } and its { $count } subscriptions deleted.
    }
list-counts =
    { $suspended ->
        [0] { $active } active
       *[other] { $active } active, { $suspended } suspended
    }
no-list-yet = No list yet. To make one per class: carnet import CSVExtraction.csv --by-class
no-moderator = none: the owner writes
list-has-queued = Message { $id } “{ $subject }” is not finished: those who would get it through { $list } alone will not.
confirm-delete-list =
    { $count ->
        [0] Delete list { $name }, which has no subscriber?
        [one] Delete list { $name } and its one subscription?
       *[other] Delete list { $name } and its { $count } subscriptions?
    }
hint-list-edit = to see what can change: carnet list edit --help
column-list = List
column-title = Title
column-subscribers = Subscribers
column-moderators = Moderators
column-owner = Owner
column-class = Class
column-address = Address
column-name = Name
column-classes = Classes
column-origin = Origin
column-status = Status
field-list = List
field-title = Title
field-description = Description
field-owner = Owner
field-moderators = Moderators
field-subject-prefix = Subject prefix
field-footer = Footer
field-created = Created
field-subscribers = Subscribers

## Moderators

moderator-added = { $address } may now write to { $list }
moderator-already = { $address } was a moderator of { $list } already.
moderator-removed = { $address } no longer moderates { $list }
moderators-none = { $list } has no moderator; its owner writes: { $owner }
no-such-moderator = { $address } is not a moderator of { $list }
hint-nobody-removed = nobody was removed
hint-no-moderators = the list has no moderator
hint-the-moderators-are =
    { $count ->
        [one] the only moderator is { $addresses }
       *[other] the moderators are { $addresses }
    }
owner-writes-again = { $list } has no moderator any more; its owner writes: { $owner }

## Subscribers

subscriber-added = { $address } added to { $list }
subscriber-already = { $address } was on { $list } already.
subscriber-removed = { $address } removed from { $list }; an import will not bring it back.
subscriber-elsewhere =
    { $count ->
        [one] { $address } is still on { $lists }. To take it off there too: carnet subscriber remove { $list } { SHELL($address) }
       *[other] { $address } is still on { $lists }. To take it off there too, list by list: carnet subscriber remove { $list } { SHELL($address) }
    }
subscriber-nowhere = { $address } is on no list.
no-subscriber = { $list } has no subscriber in that state.
no-subscriber-yet = { $list } has no subscriber yet. To put the parents on it: carnet import CSVExtraction.csv --list { $list }
no-such-subscriber = { $address } is not on { $list }
hint-subscriber-list = to see its subscribers: carnet subscriber list { $list }
origin-manual = by hand
origin-onde = ONDE
origin-file = file
status-active = active
status-suspended = suspended

## Composing

compose-sender = { $address } cannot send: letters outside ASCII before the @ are not possible for a sender
attachment-missing = there is no file { $path }
attachment-folder = { $path } is a folder
hint-check-file = check the name of the file and its folder
hint-attachment-folder = attach the files in it one by one, each with --attach
send-encryption = no encrypted connection could be agreed on: { $reason }
hint-attachment-unreadable = see to it that you may read the file, or copy it elsewhere

## Setup, settings and accounts

host-empty = it is empty
host-scheme = it is the name of a server alone, without what stands before ://
host-port = it is the name of a server alone; the port goes to --port
host-address = it is the name of a server, not an e-mail address
host-name = it is not the name of a server
text-empty = it is empty
number-range = it is a number from { $least } to { $most }
language-choices = it is fr or en
password-from-command = command
password-from-file = kept
password-missing = missing
password-none = none needed
command-exit-code = exit code { $code }
command-killed = killed by a signal
account-exists = there is an account with the address { $address } already
no-account-yet = there is no account yet: carnet does not know which address to write with
hint-edit-account = to see its settings: carnet account show { SHELL($address) }
hint-default-account = the accounts are { $addresses }; to choose one: carnet config set default_account { SHELL($first) }
hint-account-edit = to see what can change: carnet account edit --help
setup-needs-options = there is nothing to set, and no terminal to ask in
hint-setup = for example: carnet setup --school "École des Tilleuls" --professional-domain ac-grenoble.fr --lang en
ask-school = Name of the school
ask-professional-domains = Professional domains
ask-language = Language (langue), en or fr
ask-password = Password of { $address }
domains-needed = Without a professional domain nobody could own a list or write.
field-school = School
field-professional-domains = Professional domains
field-language = Language
setup-next = What comes next:
setup-next-domain = carnet setup --professional-domain DOMAIN
setup-next-account = carnet setup
setup-next-import = carnet import CSVExtraction.csv --by-class
setup-next-list = carnet list create parents
setup-next-doctor = carnet doctor
setting-changed = { $key } is now { $value }
setting-cleared = { $key } is no longer set.
setting-unchanged = { $key } was so already.
password-without-login = a password is of no use without a login
hint-login = give the login too: --login LOGIN
password-needed = the password of { $address } has to be given, and there is no terminal to ask for it
hint-give-password = give it with --password-stdin, or name a command that prints it with --password-command
cannot-read-password = cannot read the password from standard input
hint-password-utf8 = it must be text in UTF-8
hint-password-empty = its first line is empty
account-added = Account { $address } added: { $server } ({ $security })
account-edited = Account { $address } changed: { $server } ({ $security })
account-unchanged = Account { $address } was so already.
account-removed = Account { $address } and its password removed from this computer.
account-still-owns =
    { $count ->
        [one] It still owns the list { $lists }; give it to someone else: carnet list edit { $lists } --owner ADDRESS
       *[other] It still owns the lists { $lists }; give them to someone else: carnet list edit NAME --owner ADDRESS
    }
confirm-remove-account =
    { $count ->
        [0] Remove account { $address } and its password?
        [one] Remove account { $address } and its password? It owns the list { $lists }.
       *[other] Remove account { $address } and its password? It owns the lists { $lists }.
    }
account-changed-meanwhile = the account { $address } was changed meanwhile by another carnet
next-test-account = Try it: carnet account test { SHELL($address) }
no-account-listed = No account yet. To add one: carnet setup
column-account = Account
column-server = Server
column-security = Protection
column-password = Password
column-default = Default
field-account = Account
field-display-name = Name
field-server = Server
field-security = Protection
field-login = Login
field-password = Password
field-limits = Limits
field-connections = Connections
field-default = Default
login-none = none
limits-none = none
word-yes = yes
word-no = no
account-works = Account { $address } works.
test-connected = { $server } answers.
test-encrypted = The connection is encrypted, and the certificate is that of { $host }.
test-logged-in = The server takes the login { $login } and its password.
field-timeouts = Timeouts
field-chunking = Several at once
about-school = Parents see it as the sender; Enter alone to do without.

## Doctor

label-remark = remark:
doctor-nothing = Nothing is wrong.
doctor-summary =
    { $count ->
        [0] Nothing needs you.
        [one] One finding needs you.
       *[other] { $count } findings need you.
    }
doctor-no-domain = no professional domain is set: nobody can own a list or write
doctor-no-account = there is no account yet: nothing can be sent
doctor-default-account = the account chosen to write with, { $address }, does not exist
doctor-no-default-account = there are several accounts, and none is chosen to write with
doctor-account-twice = there are two accounts with the address { $address }
doctor-account-host = the server of { $address } cannot be “{ $host }”: { $reason }
doctor-account-connections = { $address } cannot open { $connections } connections: it is a number from 1 to { $most }
doctor-password = cannot get the password of { $address }
doctor-folder-exposed = other users of this computer can look into { $path }
doctor-exposed =
    { $others ->
        [0] others can get at { $path }
        [one] others can get at { $path } and one other
       *[other] others can get at { $path } and { $others } others
    }
doctor-left-over = { $path } is left over from a change that was cut short, and of no more use
doctor-password-of-nobody = { $path } is a password that no account needs any more
doctor-network-folder = { $path } is on a network file system ({ $kind }): two carnets may not see each other there
doctor-list-twice = lists { $first } and { $name } are copies of each other: mail programs take them for one
doctor-list-counts = list { $name } says that it has { $said } subscribers, and has { $count }
doctor-owner = list { $name } is owned by { $address }, which is not a professional address
doctor-moderator = list { $name } is moderated by { $address }, which is not a professional address
doctor-not-a-list = { $path } is not a list, whatever it holds
doctor-message-unreadable = message { $id } cannot be used
doctor-journal-torn = the last line of the journal of message { $id } is incomplete, as after a power cut
doctor-message-unfinished = message { $id } is not finished: “{ $subject }”
doctor-message-half-cancelled = message { $id } is cancelled: nobody is written to any more, and that is not written down of everybody
doctor-cause = { $what }: { $cause }
doctor-next-backup = take it from a copy of this folder, if you have one; otherwise move it elsewhere
doctor-next-suppressions = take it from a copy of this folder, if you have one; otherwise move it elsewhere, but then an import brings back whoever had asked to leave: they must be removed again
doctor-next-configuration = correct it in an editor, or move it elsewhere and begin again: carnet setup
doctor-next-edit-file = open { $path } in an editor and remove one of them
doctor-next-security = to mend it: carnet account edit { SHELL($address) } --security tls --port 465
doctor-next-host = to correct it: carnet account edit { SHELL($address) } --host SERVER
doctor-next-connections = for the usual number: carnet account edit { SHELL($address) } --connections 4
doctor-next-remove = remove it, if no other carnet is at work: rm -r { SHELL($path) }
doctor-next-local-folder = keep it on a disk of this computer, with --home
doctor-next-list-twice = delete the one that is too many: carnet list delete { SHELL($first) }, or carnet list delete { $name }
doctor-next-owner = to give it to somebody else: carnet list edit { $name } --owner ADDRESS
doctor-next-moderator = to take that right away: carnet moderator remove { $name } { SHELL($address) }
doctor-next-not-a-list = a list’s file is its name and .json; move away what is no list
doctor-next-resume = to finish it: carnet queue resume { $id }
doctor-next-cancel = to write it down: carnet queue cancel { $id }
doctor-closed =
    { $others ->
        [0] you cannot read and write { $path }
        [one] you cannot read and write { $path } and one other
       *[other] you cannot read and write { $path } and { $others } others
    }
doctor-owner-of-file =
    { $others ->
        [0] { $path } belongs to another user, perhaps since a command was run with sudo
        [one] { $path } and one other belong to another user, perhaps since a command was run with sudo
       *[other] { $path } and { $others } others belong to another user, perhaps since a command was run with sudo
    }
doctor-clock = the clock of this computer shows { $now }, and message { $id } was written at { $created }: it is wrong, or was
doctor-space = { $size } MiB are left on the disk of { $path }
doctor-locked = another carnet is changing lists or settings at this moment
doctor-lists-half-done = a change of several lists was cut short after it was decided
doctor-pace-torn = the end of { $path } was cut short
doctor-message-counts = the counts of message { $id } are not those of its journal
message-copied = the folder of message { $id } holds message { $own }
doctor-message-without-account = message { $id } is not finished, and there is no account { $address } any more
doctor-not-a-message = { $path } is not a message, whatever it holds
doctor-not-mended = not mended: { $reason }
label-mended = mended:
mended-restricted = nobody but you can get at { $path } any more
mended-removed = { $path } is removed
mended-lists = the change of several lists is completed
mended-journal = the journal of message { $id } ends on a whole line
mended-message-counts = message { $id } has the counts of its journal
mended-list-counts = list { $name } has the counts of its subscribers
mended-pace = { $path } ends on a whole record
doctor-next-fix = to mend it: carnet doctor --fix
doctor-next-chown = to take it back: sudo chown -R "$USER" { SHELL($path) }
doctor-next-clock = set the date and time of this computer right
doctor-next-space = make room: nothing can be sent when the disk is full
doctor-next-locked = wait until it has ended
hint-message-copied = give the folder its name again, or move it elsewhere
doctor-next-message-without-account = put this account back, or give the message up: carnet setup --address { SHELL($address) }, or carnet queue cancel { $id }
doctor-next-not-a-message = move it away, unless you know what it is for

## First steps, manual pages

first-steps-new = Nothing is set up on this computer yet. To begin:
first-steps-damaged = Something cannot be read in carnet’s folders. To mend it:
first-steps-no-account = The school’s mailbox is not set up yet. To go on:
first-steps-no-list = The mailbox is set up, and there is no list yet. To make some:
first-steps-no-message = Everything is ready for a first message. To write it:
first-steps-ready = No message is waiting. What comes next:
step-setup = the school, your address
step-import = the parents, from ONDE
step-import-by-class = a list per class (ONDE)
step-write = write to them (--dry-run first)
step-all-else = all the rest
step-doctor = look for what is wrong
step-restore = go back to a backup
step-create-list = an empty list, to fill afterwards
step-test-account = check that the mailbox answers
step-subscribers = who is subscribed
step-dry-run = read it, unsent
step-test = send it to you alone
step-send = send it to the parents
step-message = “{ $subject }” ({ $state })
step-draft = take up “{ $subject }”
step-new-message = write a message
step-archive = see what was sent
step-sync = follow who left
first-steps-no-subscriber =
    { $count ->
        [one] The list { $list } has no subscriber yet. To fill it:
       *[other] The lists have no subscribers yet. To fill them, beginning with { $list }:
    }
first-steps-waiting =
    { $count ->
        [one] A message is waiting. What comes next:
       *[other] { $count } messages are waiting. What comes next:
    }
step-messages =
    { $count ->
        [one] { $count } message not finished yet
       *[other] { $count } messages not finished yet
    }
step-drafts =
    { $count ->
        [one] { $count } draft
       *[other] { $count } drafts
    }
man-manual = Manual of carnet
man-name = NAME
man-synopsis = SYNOPSIS
man-description = DESCRIPTION
man-version = VERSION
man-examples = EXAMPLES
man-written =
    { $count ->
        [one] One page written to { $dir }
       *[other] { $count } pages written to { $dir }
    }
man-environment = ENVIRONMENT
man-variables =
    CARNET_HOME = The folder of configuration and data, as --home
    CARNET_LANG = The language, fr or en, as --lang
    VISUAL, EDITOR = The editor in which messages are written
    NO_COLOR = No colours
man-exit-status = EXIT STATUS
man-exit-codes =
    0 = Done
    1 = Failed
    2 = The command line was not understood, or a question had nobody to answer it
    3 = Done, but some rows or recipients were refused or are uncertain
    75 = Try again later: another carnet is at work, or the server asks to wait
    77 = Not allowed by R1, R3 or R4
    78 = The configuration must be changed first
man-see-also = SEE ALSO

## Sending

subject-empty = the subject is empty
message-empty = the message is empty
attachments-too-large = the attachments have { $size } MiB in all, and { $limit } MiB is the limit
no-class = nobody on these lists has a pupil in the class “{ $label }”
body-not-text = the message is read from a text file (.txt), and { $path } is none
nobody-to-write-to = there is nobody to write to
nothing-sent = nothing was sent
send-interrupted = interrupted; what was under way is finished
resume-cancelled = message { $id } was cancelled
cannot-cancel = message { $id } cannot be cancelled: it is { $state }
hint-write-something = give the text with --text, or a file with --body
hint-attachments-limit = put large files elsewhere and send the link, or change the limit: carnet config set attachments_limit_mib { $size }
hint-no-classes = these lists know no classes; importing an ONDE extraction brings them
hint-body-text = save it as text (.txt), or attach it: --attach { SHELL($path) }
hint-left-out = left out: { $left_out }
hint-empty-list = { $list } has no subscriber; to put the parents on it: carnet import CSVExtraction.csv --list { $list }
hint-message-came = how far the message has come: carnet queue show { $id }
hint-resume = the message is kept; to go on sending: carnet queue resume { $id }
field-from = From
field-to = To
field-subject = Subject
field-reply-to = Replies to
field-classes = Classes
field-left-out = Left out
field-attachments = Attachments
field-size = Size
field-duration = Duration
people-count =
    { $count ->
        [one] { $count } person
       *[other] { $count } people
    }
list-share = { $list }: { $count }
size-kib = { $size } KiB
size-mib = { $size } MiB
size-each = { $size } each
at-least-minutes =
    { $count ->
        [one] at least { $count } minute, within the account’s limits
       *[other] at least { $count } minutes, within the account’s limits
    }
first-message = The first message
dry-run-sent-nothing = Nothing was sent. The same command without --dry-run sends it.
confirm-send =
    { $count ->
        [one] Send to { $count } person?
       *[other] Send to { $count } people?
    }
test-sent = A test copy went to { $address }
outbox-filled =
    { $count ->
        [one] { $count } message written to { $path }
       *[other] { $count } messages written to { $path }
    }
sent-counts = Message { $id }: { $counts }.
count-accepted = { $count } accepted
count-refused = { $count } refused
count-deferred = { $count } deferred
count-uncertain = { $count } uncertain
count-pending = { $count } pending
means-no-mailbox = this address does not exist
means-no-domain = the domain of this address does not exist, or takes no messages
means-not-an-address = it is not an address
means-closed = this mailbox is closed
means-full = this mailbox is full
means-too-large = the message is too large
means-forbidden = the server does not want this message
means-greylisted = the server makes senders wait whom it does not know
means-unreachable = the server of this address does not answer
means-busy = the server is overloaded
means-no-answer = the server did not answer in time
reply-means = { $meaning } ({ $reply })
count-skipped = { $count } skipped
status-refused =
    { $count ->
        [one] The address { $address } is refused: check it with the family. To remove it: carnet subscriber remove { $list } { SHELL($address) }
       *[other] { $count } addresses are refused: check them with the families. To remove the first one: carnet subscriber remove { $list } { SHELL($address) }
    }
status-all-refused = Nobody got the message, and the server does not say that the addresses are wrong: it may be refusing the account. Before removing anybody, check it: carnet account test { SHELL($account) }
status-uncertain =
    { $count ->
        [one] { $count } person may have the message already: nobody knows what the server answered. To send again all the same: carnet queue resume { $id } --resend-uncertain
       *[other] { $count } people may have the message already: nobody knows what the server answered. To send again all the same: carnet queue resume { $id } --resend-uncertain
    }
status-unfinished =
    { $count ->
        [one] { $count } person does not have the message yet. To go on: carnet queue resume { $id }
       *[other] { $count } people do not have the message yet. To go on: carnet queue resume { $id }
    }
column-outcome = Outcome
column-reply = Answer
footer-of-school =
    You receive this message because your e-mail address was given to your child’s school ({ $school }). It is used only to write to you about school life, and nobody else sees it. To have it deleted, answer this message.
footer =
    You receive this message because your e-mail address was given to your child’s school. It is used only to write to you about school life, and nobody else sees it. To have it deleted, answer this message.
hint-cancel = to give it up: carnet queue cancel { $id }
hint-archive-show = to see what became of it: carnet archive show { $id }

## Queue and archive

queue-empty = Every message is finished.
archive-empty = No message was sent yet.
nothing-to-resume = Nobody is left to send the message to.
confirm-cancel =
    { $count ->
        [one] Give up sending to { $count } person?
       *[other] Give up sending to { $count } people?
    }
no-such-delivery = No such delivery.
column-message = Message
column-created = Written
column-state = State
column-deliveries = Deliveries
column-subject = Subject
column-lists = Lists
column-when = When
field-message = Message
field-state = State
field-lists = Lists
field-written = Written
field-finished = Finished
field-deliveries = Deliveries

## Files of people

file-empty = it is empty
file-pdf = it is a PDF document
file-spreadsheet = it is a spreadsheet’s workbook, not a CSV file
file-web-page = it is a web page, as when a session has expired
file-binary = it is not text
file-missing = there is no such file
file-folder = it is a folder
file-eleves = it is ONDE’s extraction of the élèves, which has no e-mail address
file-onde-without-addresses = it is ONDE’s extraction of the responsables, without its column Courriel
file-no-email-column = there is no column of e-mail addresses
file-no-column = no column has the heading “{ $heading }”
file-not-onde = it is not ONDE’s extraction of the responsables
file-no-row = it has headings and no row
row-cut = the row is incomplete: the file was cut there, or a quotation mark is missing
kind-onde = ONDE, responsables
kind-csv = CSV
kind-addresses = addresses
standard-input = standard input
column-needs-equals = it is FIELD=HEADER, such as email=Courriel
column-unknown-field = the fields are email, name, first-name and class
hint-name-the-file = name the file itself, with its folder, as in Downloads/CSVExtraction.csv
hint-save-as-csv = import the file as ONDE gave it; or open the workbook, then File, Save As, and choose the type CSV
hint-export-responsables = in ONDE: Listes & documents, Extractions, Élèves de l’école ou leurs responsables; choose the category Responsables, then “Extraction - format CSV”
hint-name-the-column = if a column holds the addresses, name it with --column email=HEADER; the headings are { $headings }
hint-the-columns-are = the headings are { $headings }
file-document = it is a word processor’s document
file-archive = it is an archive, which holds other files
hint-open-archive = open the archive, and import the CSV file in it

## Import

cannot-import = cannot import { $file }
cannot-write-report = cannot write the report
import-needs-target = the list to put these people on is missing
import-no-class = these files tell nobody’s class
hint-one-list = put everybody on one list: --list NAME instead of --by-class
hint-import-by-class = for a list per class: carnet import { SHELL($file) } --by-class
hint-import-one-list = for one list: carnet import { SHELL($file) } --list NAME
import-unknown-class = no pupil of the files is in a class “{ $class }”
import-sync-needs-onde = { $file } is not an ONDE extraction, and only ONDE tells who left the school
import-class-name = no list can be named after the class “{ $class }”: { $reason }
hint-no-class = the files name no class
hint-the-classes-are =
    { $count ->
        [one] the only class is { $classes }
       *[other] the classes are { $classes }
    }
hint-without-sync = to add without removing anybody, import it without --sync
hint-choose-prefix = choose another beginning with --prefix
alarm-no-valid-row = no row of the files has an address
alarm-mass-removal = { $leaving } of { $total } subscribers who came from ONDE would leave
alarm-absent-classes =
    { $count ->
        [one] a class that has subscribers is in none of the files: { $classes }
       *[other] classes that have subscribers are in none of the files: { $classes }
    }
alarm-older = the files are of { $date }, and the last synchronisation was made with a file of { $last }
alarm-cut = { $file } is incomplete
import-removals-refused = nothing was changed, for this export may be the wrong one: { $reason }
import-both-reasons = { $first }; { $second }
hint-rename-class-list = if the class only changed its name: carnet list rename { $old } { $new }, then import again
hint-allow-mass-removal = if it is right, add --allow-mass-removal
import-file =
    { $rows ->
        [0] { $file }: { $kind }, { $encoding }, no row
        [one] { $file }: { $kind }, { $encoding }, 1 row
       *[other] { $file }: { $kind }, { $encoding }, { $rows } rows
    }
import-organismes =
    { $count ->
        [one] 1 row of an organisme was left out.
       *[other] { $count } rows of organismes were left out.
    }
column-added = Added
column-updated = Updated
column-unchanged = Unchanged
column-left = Left
import-new-list = { $list } (new)
import-pupils-reached =
    { $count ->
        [one] { $reached } of 1 pupil has a responsable who can be written to.
       *[other] { $reached } of { $count } pupils have a responsable who can be written to.
    }
import-rows-reached =
    { $count ->
        [one] { $reached } of 1 person can be written to.
       *[other] { $reached } of { $count } people can be written to.
    }
import-unreachable =
    { $count ->
        [one] 1 pupil whose responsables cannot be written to: to be told on paper
       *[other] { $count } pupils whose responsables cannot be written to: to be told on paper
    }
import-pupil = { $name }, { $class }
import-refused =
    { $count ->
        [one] 1 address or row refused: to be corrected where the file comes from, and imported again
       *[other] { $count } addresses or rows refused: to be corrected where the file comes from, and imported again
    }
import-refused-value = { $place }: “{ $value }”: { $reason }
import-cell = { $file }, line { $line }, { $column }
import-line = { $file }, line { $line }
import-located = { $place }: { $what }
import-mistyped =
    { $count ->
        [one] 1 address that looks mistyped, imported as it is: to be checked
       *[other] { $count } addresses that look mistyped, imported as they are: to be checked
    }
import-mistyped-address = { $place }: { $address } (maybe { $likely })
import-without-address =
    { $count ->
        [one] 1 person without an address
       *[other] { $count } people without an address
    }
import-without-class =
    { $count ->
        [one] 1 person on no list: their pupil has no class
       *[other] { $count } people on no list: their pupils have no class
    }
import-suppressed =
    { $count ->
        [one] 1 address not added: deleted on request
       *[other] { $count } addresses not added: deleted on request
    }
import-suppressed-back = Whoever asks to come back: carnet subscriber add { $list } { SHELL($address) }
import-on-list = { $address } ({ $list })
import-moved =
    { $count ->
        [one] 1 person whose address changed
       *[other] { $count } people whose address changed
    }
import-moved-one = { $name }: { $from } becomes { $to } ({ $list })
import-left =
    { $count ->
        [one] 1 subscription ends: absent from the files
       *[other] { $count } subscriptions end: absent from the files
    }
import-would-leave =
    { $count ->
        [one] 1 subscription would have ended: absent from the files
       *[other] { $count } subscriptions would have ended: absent from the files
    }
import-left-class =
    { $count ->
        [one] 1 subscription ends: no pupil in the class any more
       *[other] { $count } subscriptions end: no pupil in the class any more
    }
import-would-leave-class =
    { $count ->
        [one] 1 subscription would have ended: no pupil in the class any more
       *[other] { $count } subscriptions would have ended: no pupil in the class any more
    }
import-left-one = { $address } { $name } ({ $list })
import-elsewhere =
    { $count ->
        [one] 1 person absent from the files is still on { $lists }, which this import is not about: to be synchronised too
       *[other] { $count } people absent from the files are still on { $lists }, which this import is not about: to be synchronised too
    }
import-kept =
    { $count ->
        [one] 1 subscription stays although absent from the files: it did not come from ONDE
       *[other] { $count } subscriptions stay although absent from the files: they did not come from ONDE
    }
import-renamed = Class { $from } seems to be { $to } now.
import-list-renamed = Class { $class } has a list already, { $list }, under another name.
import-dry-run = Nothing was changed.
sheet-event = Event
sheet-file = File
sheet-line = Line
sheet-column = Column
sheet-detail = Detail
sheet-unreachable = To be told on paper
sheet-refused = Refused
sheet-mistyped = Mistyped?
sheet-without-address = Without address
sheet-without-class = Without class
sheet-suppressed = Deleted on request
sheet-elsewhere = Absent from the files, still on another list
sheet-moved = Address changed
sheet-kept = Kept, absent from the files
import-accent = { $place }: { $address } (an accent before the @: few servers take it)
import-two-lists = Its list { $old } stays beside { $new }. To keep only one, in this order: carnet list delete { $new }, carnet list rename { $old } { $new }, then the same import.
import-rename-first = For it to keep its list, before the import: carnet list rename { $old } { $new }
sheet-accent = accent before the @

## First run

field-address = Address
field-port = Port
choose-number = It takes a number from 1 to { $most }.
ask-address = Your professional address
ask-host = Outgoing mail server (SMTP)
ask-security = Protection (tls, starttls)
ask-port = Port
ask-login = Login name
ask-login-if-any = Login name (Enter alone for none)
ask-password-command = Command that prints the password
ask-first-list = First list
ask-password-alone = Password
about-address = As ce.0380000a@ac-grenoble.fr; messages will leave from it.
about-domains = What stands after the @ in the addresses of those who may write to parents.
about-security = tls goes with port 465, starttls with 587; when in doubt, Enter.
about-new-password = Nothing is shown. Enter alone to give a command that prints the password.
about-known-password = Nothing is shown. Enter alone to keep the one that is known.
about-first-list = A name such as parents. Enter alone for later: an import by class creates its lists itself.
ask-what-to-change = What to change
ask-what-now = What now
security-choices = It takes tls, starttls or none.
setup-welcome =
    A few questions: the school, its mailbox, a first list.
    Enter takes what stands in brackets; Ctrl-C leaves, and nothing stays half done.
setup-public-domain = Anyone can have an address at { $domain }. carnet writes from the school’s professional address: if you have one, Ctrl-C, and begin again with it.
setup-domain-of-address = { $domain }, the domain of your address, must be among them.
setup-known-server = carnet knows this mailbox’s server; Enter takes it.
setup-guessed-server = The académie or the host publishes the name of its server (“SMTP”, “outgoing mail”); this one is a guess. The name of a host will do: { $names }
setup-browser-only = this provider wants a login in a browser (OAuth 2.0), which carnet cannot do: the connection will most likely be refused
setup-login-of-its-own = The mailbox’s login name: the address, or often in académies the personal identifier, as jdupont.
setup-application-password = It takes an application password here, which is made in the security settings of the mailbox.
setup-trying = Trying { $server }…
setup-change = change: { $name }
setup-change-answer = change: { $name } ({ $answer })
setup-retry = try again
setup-keep-untried = keep the account as it is, without a connection
setup-stop = stop here, without the account
setup-done = nothing more
setup-another-list = Create a list
setup-list-created = List { $name } created.
setup-account-not-kept = the account was not kept
setup-interrupted = interrupted at the question “{ $question }”
setup-needs-address = it takes the address that the account belongs to
setup-next-import-to = carnet import CSVExtraction.csv --list { $list }
hint-setup-again = carnet setup asks again for what is missing
hint-setup-kept = what was complete is kept; carnet setup asks for the rest
hint-setup-nothing-kept = nothing was kept; to begin again: carnet setup
hint-no-test = nothing was kept; correct what is wrong, or add --no-test to keep the account all the same
setup-interrupted-trial = interrupted while the account was tried
hint-setup-nothing-changed = nothing was changed
setup-writes-from = Messages leave from { $address } from now on.
setup-stop-unchanged = stop here, the account stays as it was
setup-account-unchanged = the account stays as it was

## Backups

not-a-backup = { $path } is not a backup of carnet
backup-damaged = { $path } is cut short or damaged
backup-foreign = { $path } holds { $entry }, which is not of a backup
restore-occupied = there is something already in { $path }
backup-to-terminal = a backup is not for the eyes: this output is a terminal
hint-not-a-backup = a backup is what this command wrote: carnet store backup FILE
hint-other-backup = take another copy of the backup; nothing was changed
hint-restore-occupied = restore beside it: carnet --home FOLDER store restore FILE; or move it away first
hint-backup-to-file = name a file: carnet store backup carnet.tar.zst
backed-up =
    { $lists ->
        [one] One list
       *[other] { $lists } lists
    } and { $messages ->
        [one] one message
       *[other] { $messages } messages
    } written to { $file }
backup-without-passwords = The passwords are not in it: they have to be given again after a restore.
restored =
    { $lists ->
        [one] One list
       *[other] { $lists } lists
    } and { $messages ->
        [one] one message
       *[other] { $messages } messages
    } restored, as they were on { $created }.
restored-uncertain = not finished when it was backed up
restored-message =
    Message { $id } was not finished (“{ $subject }”): { $count ->
        [one] one person may have received it since.
       *[other] { $count } people may have received it since.
    }
restored-message-next = to send it to them, if you know that they do not have it: carnet queue resume { $id } --resend-uncertain
restored-password = The password of { $address } was not in the backup.
restored-password-next = to give it again: carnet account edit { SHELL($address) } --password-stdin
restored-damaged = Damaged when it was backed up, and restored as it was: { $what }

## Dates, pictures and drafts

moment = { $day } at { $time }
moment-days-ago =
    { $count ->
        [one] { $moment } ({ $count } day ago)
       *[other] { $moment } ({ $count } days ago)
    }
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-long = { $weekday ->
        [1] Monday
        [2] Tuesday
        [3] Wednesday
        [4] Thursday
        [5] Friday
        [6] Saturday
       *[7] Sunday
    } { $day } { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }{ $year ->
        [0] {""}
       *[other] {" "}{ $year }
    }
day-short = { $day } { $month ->
        [1] Jan
        [2] Feb
        [3] Mar
        [4] Apr
        [5] May
        [6] Jun
        [7] Jul
        [8] Aug
        [9] Sep
        [10] Oct
        [11] Nov
       *[12] Dec
    }{ $year ->
        [0] {""}
       *[other] {" "}{ $year }
    }
time = { $minute ->
        [0] { $hour }:00
       *[other] { $hour }:{ $minutes }
    }
percent = { $count }%
percent-nearly-none = < 1%
percent-nearly-all = > 99%
outcome-accepted = accepted
outcome-refused = refused
outcome-deferred = deferred
outcome-uncertain = uncertain
outcome-pending = pending
outcome-skipped = skipped
accepted-by-class = Accepted by class:
accepted-by-list = Accepted by list:
without-class = without class
several-classes = Whoever has pupils in several classes counts in each of them.
class-share = { $class }: { $count }
left-out-names = { $left_out } ({ $names })
left-out-others = { $names } and { $count } more
at-least-hours =
    { $hours ->
        [one] at least { $hours } hour
       *[other] at least { $hours } hours
    }{ $minutes ->
        [0] {""}
        [one] {" "}{ $minutes } minute
       *[other] {" "}{ $minutes } minutes
    }, within the account’s limits
no-draft = no draft has the identifier “{ $id }”
hint-no-drafts = there is no draft; carnet archive list shows what was sent
hint-the-drafts-are =
    { $count ->
        [one] the only draft is { $ids }
       *[other] the drafts are { $ids }
    }
draft-was-sent = the draft { $id } was sent already: carnet queue show { $id }
hint-remove-draft = to be rid of it: carnet draft remove { $id }
hint-draft = the message is kept as a draft; to take it up: carnet send --draft { $id }
draft-kept = Nothing was sent. It is kept as a draft; to send it: carnet send --draft { $id }
draft-removed = Draft { $id } deleted.
draft-next = To send it: carnet send --draft { $id }
no-draft-yet = No draft.
confirm-remove-draft = Delete the draft { $id } (“{ $subject }”)?
column-draft = Draft
field-draft = Draft
corrupt-attachments = its attachments cannot be read
ask-subject = Subject
prompt-type-count = Type { $count } to agree:
editor-missing = there is no editor { $editor }
editor-failed = the editor { $editor } failed ({ $reason })
editor-cannot-run = cannot run the editor { $editor }
hint-editor = choose another editor, as EDITOR=nano, or write the text in a file and give it with --body
edit-no-terminal = there is no terminal to open an editor in
nothing-written = the text is empty; nothing was sent
editor-to =
    { $count ->
        [one] To { $count } person:
       *[other] To { $count } people:
    }
editor-classes = Classes: { $classes }
editor-left-out = Left out: { $left_out }
editor-subject = Subject: { $subject }
editor-attachments = Attachments: { $names }
editor-write-below = Write the message below the last line of this header, which nobody receives. The lists’ footer is added at the end. Without text, nothing is sent.
hint-draft-past = --at with another time, or --at now to send it at once
hint-again = to send it again: carnet send --again { $id }

## Schedule

time-invalid = it must be a date and a time, as in "2026-12-01 08:00"
time-twice = { $time } comes twice, for the clocks go back: in summer time ({ $first } UTC), then in winter time ({ $second } UTC)
time-never = { $time } does not exist, for the clocks go forward: it would be { $earlier } or { $later }
time-past = { $time } is past: it is { $now }
confirm-schedule =
    { $count ->
        [one] Schedule it for { $count } person?
       *[other] Schedule it for { $count } people?
    }
scheduled = Message { $id } leaves { $due }, { $expires } at the latest.
scheduled-needs-run = For it to leave, keep carnet queue run --watch running, or let the computer run carnet queue run (cron, a timer). Until then: carnet queue list
field-due = Leaves
field-expires = Until
field-audience = Audience
audience-late = chosen again when it leaves
state-why = { $state }: { $why }
hint-time-twice = for the first, --at "{ $first }"; for the second, --at "{ $second }"
hint-time-never = --at "{ $earlier }", or --at "{ $later }"
hint-time-past = for example, tomorrow: --at "{ $time }"
store-queue-busy = another carnet queue run is at work
hint-queue-wait = it does what this one would do; with --wait, this one waits for it to end
waiting-for-queue = Another carnet queue run is at work: waiting for it to end.
cannot-watch = cannot watch for new messages in { $path }
queue-sent = Message { $id } “{ $subject }”: { $counts }.
queue-problems = Message { $id } “{ $subject }”: { $counts }. To see who: carnet queue show { $id }
queue-expired = Message { $id } “{ $subject }” was due { $due }, and it is too late now: it was sent to nobody. To send it all the same: carnet queue resume { $id }
queue-nobody = Message { $id } “{ $subject }”: nobody is left on its lists to write to.
queue-stopped = message { $id } “{ $subject }” is stopped
hint-stopped = once that is set right, carnet queue run sends it; to give it up: carnet queue cancel { $id }
hint-queue-run-again = carnet queue run goes on with the others
confirm-send-now =
    { $count ->
        [one] This message was due { $due }. Send it to { $count } person now?
       *[other] This message was due { $due }. Send it to { $count } people now?
    }
state-overdue = overdue: { $when }
queue-needs-run = What is late waits for carnet queue run, which the computer should run every few minutes (cron, a timer). If it does already, carnet queue run typed here says what is in the way.

## Limits of an account

limits-reached = { $address } has sent as many messages as its limits allow
hint-limits-reached = the next one may leave { $time }

## Examples of the help

help =
    .examples =
        carnet setup
        carnet import CSVExtraction.csv --by-class
        carnet send parents-cp --subject "Réunion" --body message.txt --dry-run

help-setup =
    .examples =
        carnet setup
        carnet setup --school "École Jules-Ferry" --professional-domain ac-grenoble.fr
        carnet setup --address ce.0380000a@ac-grenoble.fr --list parents

help-config-get =
    .examples = carnet config get school
help-config-set =
    .examples =
        carnet config set language fr
        carnet config set professional_domains ac-grenoble.fr,ac-lyon.fr
help-config-list =
    .examples = carnet config list
help-config-path =
    .examples = carnet config path
help-config =
    .examples =
        carnet config list
        carnet config set confirm_above 50

help-account-add =
    .examples =
        carnet account add ce.0380000a@ac-grenoble.fr --host smtp.ac-grenoble.fr
        carnet account add dir@ac-lyon.fr --host smtps.ac-lyon.fr --port 587
help-account-list =
    .examples = carnet account list
help-account-show =
    .examples = carnet account show ce.0380000a@ac-grenoble.fr
help-account-edit =
    .examples =
        carnet account edit ce.0380000a@ac-grenoble.fr --password-stdin
        carnet account edit ce.0380000a@ac-grenoble.fr --security starttls --port 587
help-account-test =
    .examples = carnet account test ce.0380000a@ac-grenoble.fr
help-account-remove =
    .examples = carnet account remove ce.0380000a@ac-grenoble.fr
help-account =
    .examples =
        carnet account list
        carnet account test ce.0380000a@ac-grenoble.fr

help-list-create =
    .examples =
        carnet list create parents-cp --title "Parents de CP"
        carnet list create parents-cp --owner ce.0380000a@ac-grenoble.fr
        carnet list create ecole --subject-prefix "[École]" --footer pied.txt
help-list-list =
    .examples = carnet list list
help-list-show =
    .examples = carnet list show parents-cp
help-list-edit =
    .examples =
        carnet list edit parents-cp --footer pied.txt
        carnet list edit parents-cp --owner ce.0380000a@ac-grenoble.fr
help-list-rename =
    .examples = carnet list rename parents-cp parents-ce1
help-list-delete =
    .examples = carnet list delete parents-cp
help-list-export =
    .examples =
        carnet list export parents-cp > parents-cp.csv
        carnet list export parents-cp --format sympa
help-list =
    .examples =
        carnet list create parents-cp --title "Parents de CP"
        carnet list show parents-cp

help-moderator-add =
    .examples = carnet moderator add parents-cp ce.0380000a@ac-grenoble.fr
help-moderator-remove =
    .examples = carnet moderator remove parents-cp ce.0380000a@ac-grenoble.fr
help-moderator-list =
    .examples = carnet moderator list parents-cp
help-moderator =
    .examples =
        carnet moderator list parents-cp
        carnet moderator add parents-cp ce.0380000a@ac-grenoble.fr

help-subscriber-add =
    .examples =
        carnet subscriber add parents-cp zoe.martin@example.org
        carnet subscriber add parents-cp zoe.martin@example.org --name "Zoé Martin"
help-subscriber-remove =
    .examples = carnet subscriber remove parents-cp zoe.martin@example.org
help-subscriber-list =
    .examples =
        carnet subscriber list parents-cp
        carnet subscriber list parents-cp --status suspended
help-subscriber-find =
    .examples = carnet subscriber find zoe.martin@example.org
help-subscriber =
    .examples =
        carnet subscriber list parents-cp
        carnet subscriber find zoe.martin@example.org

help-import =
    .examples =
        carnet import CSVExtraction.csv --by-class --dry-run
        carnet import CSVExtraction.csv --by-class --sync

help-send =
    .examples =
        carnet send parents-cp
        carnet send parents-cp --subject "Réunion" --body message.txt --dry-run
        carnet send parents-cp --subject "Réunion" --body message.txt --test
        carnet send parents-cp parents-ce1 --subject "Sortie" --text "Demain."
        carnet send cp --subject "Sortie" --body sortie.txt --at "2026-12-01 08:00"
        carnet send --draft 20261123
        carnet send parents-cp --again 20261123 --edit

help-queue-list =
    .examples = carnet queue list
help-queue-show =
    .examples = carnet queue show 20261123
help-queue-cancel =
    .examples = carnet queue cancel 20261123
help-queue-resume =
    .examples =
        carnet queue resume 20261123
        carnet queue resume 20261123 --resend-uncertain
help-queue-run =
    .examples =
        carnet queue run
        carnet queue run --watch
help-queue =
    .examples =
        carnet queue list
        carnet queue show 20261123
        carnet queue run

help-archive-list =
    .examples = carnet archive list
help-archive-show =
    .examples = carnet archive show 20261123
help-archive-deliveries =
    .examples =
        carnet archive deliveries 20261123
        carnet archive deliveries 20261123 --status refused
help-archive =
    .examples =
        carnet archive list
        carnet archive show 20261123

help-doctor =
    .examples =
        carnet doctor
        carnet doctor --connect
        carnet doctor --fix

help-completions =
    .examples =
        carnet completions bash >> ~/.bashrc
        carnet completions fish > ~/.config/fish/completions/carnet.fish

help-man =
    .examples =
        carnet man | man -l -
        carnet man ~/.local/share/man/man1

help-store-backup =
    .examples =
        carnet store backup carnet.tar.zst
        carnet store backup - | ssh nas 'cat > carnet.tar.zst'
help-store-restore =
    .examples =
        carnet store restore carnet.tar.zst
        carnet store restore carnet.tar.zst --home /media/usb/carnet
help-store =
    .examples =
        carnet store backup carnet.tar.zst
        carnet store restore carnet.tar.zst

help-draft-list =
    .examples = carnet draft list
help-draft-show =
    .examples = carnet draft show 20261123
help-draft-remove =
    .examples = carnet draft remove 20261123
help-draft =
    .examples =
        carnet draft list
        carnet draft show 20261123
